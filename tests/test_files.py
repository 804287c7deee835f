"""Saving and loading: exact and complete."""

import json
import math
import sys

import numpy as np
import pytest
from damage import BIT_GENERATORS
from hypothesis import given
from hypothesis import strategies as st

from autograd_lite import Value, datasets, nn
from autograd_lite.nn.optimizers import OPTIMIZERS

X, y = datasets.moons(12, rng=0)


def mlp(seed=0, **settings):
    return nn.MLP(2, [3, 1], ["tanh", "sigmoid"], rng=seed, **settings)


def numbers(model):
    return [p.data for p in model.parameters()]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "model.json"


@given(data=st.lists(st.floats(), min_size=3, max_size=3))
def test_every_double_comes_back_to_the_last_bit(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("files") / "model.json"
    model = nn.Neuron(2, weights=data[:2], bias=data[2])
    assert nn.save(path, model) == path
    other = nn.Neuron(2, rng=0)
    nn.load(path, other)
    found = np.array(numbers(other))
    expected = np.array(data)
    assert (found.view(int)[~np.isnan(found)] == expected.view(int)[~np.isnan(expected)]).all()
    assert (np.isnan(found) == np.isnan(expected)).all()


def scheduled(parameters):
    rate = nn.schedules.step_decay(0.1, 0.5, every=4)
    return nn.SGD(parameters, rate, momentum=0.9, clip=nn.clip_norm(1.0))


@pytest.mark.parametrize(
    ("make", "bits"),
    [*[(make, "PCG64") for make in OPTIMIZERS], *[(scheduled, bits) for bits in BIT_GENERATORS]],
)
def test_a_stopped_run_continues_bit_for_bit(path, make, bits):
    bits = getattr(np.random, bits)
    settings = {"batch_size": 5, "validation": 0.25}
    straight = mlp()
    optimizer, rng = make(straight.parameters()), np.random.Generator(bits(3))
    whole = nn.fit(straight, X, y, optimizer=optimizer, epochs=6, rng=rng, **settings)

    stopped = mlp()
    optimizer, rng = make(stopped.parameters()), np.random.Generator(bits(3))
    first = nn.fit(stopped, X, y, optimizer=optimizer, epochs=2, rng=rng, **settings)
    nn.save(path, stopped, optimizer, rng=rng)

    resumed = mlp(seed=9)
    optimizer, rng = make(resumed.parameters()), np.random.Generator(bits(99))
    nn.load(path, resumed, optimizer, rng=rng)
    second = nn.fit(resumed, X, y, optimizer=optimizer, epochs=4, rng=rng, **settings)
    assert numbers(resumed) == numbers(straight)
    assert first.loss + second.loss == whole.loss
    assert first.validation_loss + second.validation_loss == whole.validation_loss


@pytest.mark.parametrize("bits", BIT_GENERATORS)
@pytest.mark.parametrize("draws", [0, 1, 7, 623, 624, 625])
def test_a_generator_goes_on_from_wherever_it_was(path, bits, draws):
    rng, other = (np.random.Generator(getattr(np.random, bits)(seed)) for seed in (1, 2))
    rng.integers(2**32, size=draws, dtype=np.uint32)  # halves of 64 bits: one may be left over
    nn.save(path, mlp(), rng=rng)
    nn.load(path, mlp(), rng=other)
    for dtype in (np.uint32, np.uint64):
        assert (
            rng.integers(9, size=999, dtype=dtype) == other.integers(9, size=999, dtype=dtype)
        ).all()


def test_a_model_is_loaded_without_its_optimizer(path):
    model = mlp()
    nn.save(path, model, nn.Adam(model.parameters()))
    other = mlp(1)
    nn.load(path, other)
    assert numbers(other) == numbers(model)


def test_an_optimizer_that_keeps_nothing_knows_its_updates(path):
    class Plain(nn.Optimizer):
        def move(self, values, gradient, rate, state):
            return values - rate * gradient, {}

    model = mlp()
    optimizer = Plain(model.parameters(), 0.1)
    optimizer.updates = 2**53
    nn.save(path, model, optimizer)
    other = Plain(model.parameters(), 0.1)
    nn.load(path, model, other)
    assert (other.updates, other.state) == (2**53, {})


def test_the_json_is_there_to_be_read_and_is_standard(tmp_path):
    path = nn.save(tmp_path / "neuron.json", nn.Neuron(2, weights=[0.1, math.inf], bias=math.nan))
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert document["parameters"] == {"weights.0": 0.1, "weights.1": "inf", "bias": "nan"}
    assert document["model"] == "Neuron(2, 'sigmoid')"
    assert document["version"] == 1


# What could not be loaded again is not saved ----------------------------------------------------


class Own(nn.Module):
    def __init__(self, parts, shown="own"):
        self.parts, self.shown = parts, shown

    def __call__(self, inputs):
        return self.parts

    def __repr__(self):
        return self.shown


class OtherBits(np.random.PCG64):
    """A bit generator of one's own."""


def adam(**changes):
    model = mlp()
    optimizer = nn.Adam(model.parameters())
    for name, thing in changes.items():
        setattr(optimizer, name, thing)
    return model, optimizer


def with_state(bits, **changes):
    state = bits.state
    bits.state = state | {"state": state["state"] | changes}
    return np.random.Generator(bits)


@pytest.mark.parametrize(
    ("model", "optimizer", "rng", "text"),
    [
        (Own({1: Value(1.0), "1": Value(2.0)}), None, None, r"model: two .* name 'parts\.1'"),
        (mlp(), nn.SGD(mlp().parameters()), None, "optimizer: it has parameters that are not in"),
        (*adam(updates=-1), None, r"loaded again: it has -1 where .*\(optimizer\.updates\)"),
        (*adam(updates=1.0), None, r"loaded again: it has 1\.0 where"),
        (*adam(state={"square": np.array([1.0, math.nan])}), None, r"nan .*\.state\.square\[1\]"),
        (*adam(state={"square": np.ones((2, 2))}), None, r"where a number .*\.state\.square\[0\]"),
        (mlp(), None, np.random.Generator(OtherBits(0)), "it has 'OtherBits' where one of MT19937"),
        (mlp(), None, with_state(np.random.PCG64(0), inc=2), "it has 2 where an odd number"),
        (Own(Value(1.0), "x" * 2_000_000), None, None, "bytes, and 1001060 are the most"),
    ],
)  # fmt: skip
def test_what_could_not_be_loaded_again_is_not_saved(path, model, optimizer, rng, text):
    path.write_text("old")
    with pytest.raises(ValueError, match=text):
        nn.save(path, model, optimizer, rng=rng)
    assert [each.read_text() for each in path.parent.iterdir()] == ["old"]


@pytest.mark.parametrize("use", [nn.save, nn.load])
@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"model": [Value(1.0)]}, r"model: an nn.Module is needed, got \[Value"),
        ({"model": None}, "model: an nn.Module is needed, got None"),
        ({"optimizer": "adam"}, "optimizer: an nn.Optimizer is needed, got 'adam'"),
        ({"optimizer": nn.SGD}, "optimizer: an nn.Optimizer is needed, got <class"),
        ({"rng": 0}, r"rng: a numpy\.random\.Generator is needed, got 0"),
        (
            {"rng": np.random.RandomState(0)},
            r"rng: a numpy\.random\.Generator is needed, got RandomState",
        ),
    ],
)
def test_arguments_of_other_kinds_are_refused(path, use, arguments, text):
    with pytest.raises(TypeError, match=text):
        use(path, **{"model": mlp()} | arguments)
    assert not path.exists()


@pytest.mark.parametrize("use", [nn.save, nn.load])
@pytest.mark.parametrize("path", [3, None, b"model.json"])
def test_a_path_of_another_kind_is_refused(use, path):
    with pytest.raises(TypeError, match=r"path: the path of a file is needed, got .*; pass a str"):
        use(path, mlp())


def interrupted_after(lines):
    """A trace function that interrupts what it traces once, as Ctrl-C does."""
    left = lines

    def trace(frame, event, argument):
        nonlocal left
        code = frame.f_code
        if code.co_name == "_read" or not code.co_filename.endswith(("files.py", "value.py")):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    return trace


def test_an_interrupted_load_changes_nothing_or_all(path):
    def training(seed):
        model = mlp(seed)
        return model, nn.Adam(model.parameters(), 0.1), np.random.default_rng(seed)

    def state(model, optimizer, rng):
        kept = {name: each.tolist() for name, each in optimizer.state.items()}
        return numbers(model), optimizer.updates, kept, rng.bit_generator.state

    source, taker = training(1), training(2)
    source[1].updates = 7
    source[1].state = {name: each + 0.5 for name, each in source[1].state.items()}
    nn.save(path, *source[:2], rng=source[2])
    before, after = state(*taker), state(*source)
    known = sys.gettrace()
    lines = 0
    while state(*taker) == before:
        lines += 1
        try:
            sys.settrace(interrupted_after(lines))
            nn.load(path, *taker[:2], rng=taker[2])
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(known)
        assert state(*taker) in (before, after)
    assert lines > 20


def test_files_end_in_json(tmp_path):
    for use in (nn.save, nn.load):
        for name in ("model.npz", "model.pkl", "model"):
            with pytest.raises(ValueError, match=rf"path: .* JSON, got '{name}'; let .* in \.json"):
                use(tmp_path / name, mlp())
        assert not [*tmp_path.iterdir()]
    with pytest.raises(FileNotFoundError):
        nn.load(tmp_path / "model.json", mlp())
