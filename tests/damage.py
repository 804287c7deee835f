"""Files of `nn.save`, damaged at random: they are refused and nothing changes, or read as they are.

``python tests/damage.py 1000 7`` damages so many, from seed 7 on (from 0 unless it is said), of
which `test_files_refused` tries a few; ``make fuzz`` tries many. What a file says is decided by an
independent reading of it, so a number that is cut, wrapped or left out on the way is found.
"""

import copy
import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite import nn
from autograd_lite.nn.optimizers import OPTIMIZERS

BIT_GENERATORS = ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64")
WRONG: list[Any] = [
    *(None, True, False, 0, 1, 2, 5, 625, -1, 1.0, 1.5, -0.5, 10**6, 2**32, 2**63, 2**64, 2**128),
    *(10**400, 1e300, "", "1", "nan", "-inf", "PCG64", "MT19937", [], {}, [[]], [0], {"a": 1}),
]


class Training:
    """A small model with an optimizer and a generator, in some state."""

    def __init__(self, optimizer: type[nn.Optimizer], bits: str, seed: int) -> None:
        kind = getattr(np.random, bits)
        self.model = nn.Neuron(2, rng=seed)
        self.optimizer = optimizer(self.model.parameters())
        self.rng = np.random.Generator(kind(seed))
        for _ in range(seed % 3):
            self.optimizer.assign(self.optimizer.update(np.ones(3), np.array([0.5, -2.0, 1e-9])))
        self.rng.integers(10, size=seed % 7, dtype=np.uint32)

    def save(self, path: Path) -> Path:
        return nn.save(path, self.model, self.optimizer, rng=self.rng)

    def load(self, path: Path) -> None:
        nn.load(path, self.model, self.optimizer, rng=self.rng)

    def state(self) -> dict[str, Any]:
        """All that `load` may change, in a form in which every bit shows."""
        return {
            "parameters": {name: p.data.hex() for name, p in self.model.named_parameters()},
            "gradients": [p.grad for p in self.model.parameters()],
            "updates": repr(self.optimizer.updates),
            "state": {name: hexes(each.tolist()) for name, each in self.optimizer.state.items()},
            "rng": repr(plain(self.rng.bit_generator.state)),
        }


def plain(state: Any) -> Any:
    if isinstance(state, dict):
        return {name: plain(each) for name, each in sorted(state.items())}
    return state.tolist() if isinstance(state, np.ndarray) else state


def hexes(numbers: list[Any]) -> list[str]:
    return [float(each).hex() for each in numbers]


def reading(path: Path) -> dict[str, Any]:
    """What a file says, found in another way, in the form of `Training.state`."""
    document = json.loads(path.read_bytes())
    optimizer = document["optimizer"]
    return {
        "parameters": {name: float(x).hex() for name, x in document["parameters"].items()},
        "gradients": [0.0] * len(document["parameters"]),
        "updates": repr(optimizer["updates"]),
        "state": {name: hexes(each) for name, each in optimizer["state"].items()},
        "rng": repr(plain(document["rng"])),
    }


def is_refused(path: Path, training: Training) -> bool:
    """Whether the file is refused, in words and without a change; if not, it is read as it is."""
    before = training.state()
    try:
        training.load(path)
    except nn.FileError as error:
        words = str(error)
    else:
        assert training.state() == reading(path)
        return False
    assert words.startswith(f"{path.name}: "), words
    assert words.endswith("; nothing was loaded"), words
    assert training.state() == before
    return True


# Parts ----------------------------------------------------------------------------------------


def places(thing: Any) -> list[tuple[Any, Any]]:
    """Every place in a document: a table or a list, and a key or an index of it."""
    if not isinstance(thing, (dict, list)):
        return []
    keys = list(thing) if isinstance(thing, dict) else list(range(len(thing)))
    return [(thing, key) for key in keys] + [place for key in keys for place in places(thing[key])]


# Damage ---------------------------------------------------------------------------------------


def _flip(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 1, 2, 8]) if data else 0):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, rng: random.Random) -> None:
    data = path.read_bytes()
    start, end = sorted(rng.choices(range(len(data) + 1), k=2))
    path.write_bytes(rng.choice([data[:start], data[start:], data[:start] + data[end:]]))


def _repeat(path: Path, rng: random.Random) -> None:
    data = path.read_bytes()
    start, end = sorted(rng.choices(range(len(data) + 1), k=2))
    path.write_bytes(data[:end] + data[start:])


def _other_entry(path: Path, rng: random.Random) -> None:
    """Another thing at one place of the document, or one fewer or one more."""
    document = json.loads(path.read_bytes())
    around, key = rng.choice(places(document))
    action = rng.randrange(4)
    if action == 0:
        del around[key]
    elif action == 1 and isinstance(around, list):
        around.insert(key, copy.deepcopy(around[key]))
    elif action == 1:
        around[rng.choice(["new", key + "s", ""])] = copy.deepcopy(around[key])
    elif action == 2:
        other, place = rng.choice(places(document))
        around[key] = copy.deepcopy(other[place])
    else:
        around[key] = rng.choice(WRONG)
    path.write_text(json.dumps(document), encoding="utf-8")


DAMAGES = [_flip, _cut, _repeat, *[_other_entry] * 4]


def damaged_is_refused(seed: int, folder: Path) -> bool:
    """Damage one file and load it; AssertionError if that is not as it should be."""
    rng = random.Random(seed)
    optimizer, bits = rng.choice(OPTIMIZERS), rng.choice(BIT_GENERATORS)
    path = folder / "damaged.json"
    Training(optimizer, bits, seed).save(path)
    rng.choice(DAMAGES)(path, rng)
    if rng.random() < 0.2:
        _flip(path, rng)
    return is_refused(path, Training(optimizer, bits, seed + 1))


def main(count: int, first: int = 0) -> None:
    refused = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            try:
                refused += damaged_is_refused(seed, Path(folder))
            except Exception:
                print(f"repeat it with: python tests/damage.py 1 {seed}")
                raise
    print(f"{count} damaged files: {refused} refused, {count - refused} read as they are")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
