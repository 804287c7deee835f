"""Save and load the numbers of a model, with the state of its training.

A file is JSON, which people can read. Numbers come back to the last bit. Nothing in a file is ever
executed, and a file that does not fit is refused before anything is changed.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite.inputs import checks
from autograd_lite.nn.documents import FORMAT, VERSION, Document, decode, encode
from autograd_lite.nn.generators import state_of
from autograd_lite.nn.layouts import FileError
from autograd_lite.nn.module import Module, with_names
from autograd_lite.nn.optimizers import Optimizer, State
from autograd_lite.system.whole_file import NotAFileError, open_regular, replace
from autograd_lite.value import Value

FilePath = str | os.PathLike[str]


def save(
    path: FilePath,
    model: Module,
    optimizer: Optimizer | None = None,
    *,
    rng: np.random.Generator | None = None,
) -> Path:
    """Write the parameters of ``model``, and return the path, which ends in .json.

    With ``optimizer``, and the ``rng`` that shuffles, a training can be continued later as if it
    had never stopped. An old file is replaced when the new one is complete and on the disk: who
    reads it, or saves to the same path at the same time, never sees a part of one. It keeps its
    owner, where that is possible, and its permissions. A symbolic link stays, and the file that it
    leads to is replaced.

    Raises ValueError for another ending, for an optimizer of other parameters and for any state
    that `load` would refuse, OSError if the file cannot be written; then an old one is as it was.

    >>> import tempfile
    >>> from autograd_lite import nn
    >>> neuron = nn.Neuron(2, rng=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load(save(f"{folder}/neuron.json", nn.Neuron(2, weights=[0.1, 0.6])), neuron)
    >>> neuron.weights[1].data
    0.6
    """
    target = _json_path(path)
    parameters = _checked_arguments(model, optimizer, rng)
    document: Document = {
        "format": FORMAT,
        "version": VERSION,
        "model": repr(model),
        "parameters": {name: p.data for name, p in parameters.items()},
        "optimizer": None if optimizer is None else _state_of(optimizer, parameters),
        "rng": None if rng is None else state_of(rng),
    }
    try:
        content = encode(document)
        if optimizer is not None:
            _check_squares(optimizer, optimizer.state)
        if len(content) > (limit := _most_bytes(parameters)):
            raise FileError(f"it has {len(content)} bytes, and {limit} are the most")
    except FileError as error:
        raise ValueError(
            f"{target.name} could not be loaded again: {error}; nothing was written"
        ) from None
    replace(target, content)
    return target


def load(
    path: FilePath,
    model: Module,
    optimizer: Optimizer | None = None,
    *,
    rng: np.random.Generator | None = None,
) -> None:
    """Read what `save` wrote into ``model``, and into ``optimizer`` and ``rng`` if they are given.

    They are made by the same code as those that were saved, and take over the numbers. The
    learning rate and other settings stay those of ``optimizer``.

    The file is checked as a whole, whatever is taken from it. No more is read than a megabyte and
    a kilobyte for each parameter, with some more for long names.

    Raises FileError, a ValueError, if the file is damaged, of another version or another model,
    has no such state or is no file but a pipe or a device, OSError if it cannot be read; then
    nothing is changed, and neither is after Ctrl-C.
    """
    source = _json_path(path)
    parameters = _checked_arguments(model, optimizer, rng)
    try:
        document = decode(_read(source, _most_bytes(parameters)))
        numbers = document["parameters"]
        _check_names(list(numbers), list(parameters))
        kept = None if optimizer is None else _optimizer_state(document, optimizer, parameters)
        bits = None if rng is None else _generator_state(document, rng)
    except FileError as error:
        raise FileError(f"{source.name}: {error}; nothing was loaded") from None

    def give(numbers: list[float], kept: tuple[State, int] | None, bits: Any) -> None:
        if rng is not None:
            rng.bit_generator.state = bits
        for parameter, number in zip(parameters.values(), numbers, strict=True):
            parameter.data = number
        if optimizer is not None and kept is not None:
            optimizer.state, optimizer.updates = kept

    old = [x.data for x in parameters.values()]
    old_kept = None if optimizer is None else (optimizer.state, optimizer.updates)
    old_bits = None if rng is None else rng.bit_generator.state
    try:
        give([numbers[name] for name in parameters], kept, bits)
    except BaseException:  # Ctrl-C
        give(old, old_kept, old_bits)
        raise


def _json_path(path: FilePath) -> Path:
    found = checks.path("path", path)
    if found.suffix.lower() != ".json":
        raise ValueError(
            f"path: the files of parameters are JSON, got {found.name!r:.80}; let the path end in "
            ".json"
        )
    return found


def _checked_arguments(
    model: Module, optimizer: Optimizer | None, rng: np.random.Generator | None
) -> dict[str, Value]:
    """The parameters of the model by their names, if everything is of its kind.

    Raises TypeError if it is not, ValueError if two parameters have one name, or one has none.
    """
    if not isinstance(model, Module):
        raise TypeError(f"model: an nn.Module is needed, got {model!r:.80}")
    if not isinstance(optimizer, Optimizer | None):
        raise TypeError(f"optimizer: an nn.Optimizer is needed, got {optimizer!r:.80}")
    if not isinstance(rng, np.random.Generator | None):
        raise TypeError(f"rng: a numpy.random.Generator is needed, got {rng!r:.80}")
    found = with_names(model)
    parameters = dict(found)
    if len(parameters) < len(found):
        names = [name for name, _ in found]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(
            f"model: two parameters have the name {twice!r}; rename an attribute or a key"
        )
    return parameters


def _most_bytes(names: Iterable[str]) -> int:
    """A multiple of what a file for these parameters can need, so that nothing large is read."""
    return 1_000_000 + sum(1_000 + 12 * len(name) for name in names)


def _read(source: Path, limit: int) -> bytes:
    try:
        with open_regular(source) as file:
            size = os.fstat(file.fileno()).st_size
            content = (size <= limit and file.read(limit + 1)) or b""  # None, if it has to wait
    except NotAFileError as error:
        raise FileError(error.strerror) from None
    if max(size, len(content)) > limit:  # it may have grown
        raise FileError(f"it has {size} bytes, far more than the parameters of the model can need")
    return content


def _state_of(optimizer: Optimizer, parameters: dict[str, Value]) -> Document:
    return {
        "kind": type(optimizer).__name__,
        "updates": optimizer.updates,
        "parameters": _names_of(optimizer, parameters),
        "state": {name: each.tolist() for name, each in optimizer.state.items()},
    }


def _names_of(optimizer: Optimizer, parameters: dict[str, Value]) -> list[str]:
    names = {parameter: name for name, parameter in parameters.items()}
    if not all(parameter in names for parameter in optimizer.parameters):
        raise ValueError("optimizer: it has parameters that are not in the model")
    return [names[parameter] for parameter in optimizer.parameters]


def _check_names(found: list[str], expected: list[str]) -> None:
    if len(found) != len(expected):
        raise FileError(f"it has {len(found)} parameters, and the model {len(expected)}")
    for name, needed in zip(found, expected, strict=True):
        if name != needed:
            raise FileError(f"it has a parameter {name!r:.80} where the model has {needed!r}")


def _optimizer_state(
    document: Document, optimizer: Optimizer, parameters: dict[str, Value]
) -> tuple[State, int]:
    names, saved = _names_of(optimizer, parameters), document["optimizer"]
    if saved is None:
        raise FileError("it has no optimizer; save(path, model, optimizer) writes one")
    kind = type(optimizer).__name__
    if saved["kind"] != kind:
        raise FileError(f"its optimizer is {saved['kind']!r:.80}, and this one is {kind}")
    if saved["parameters"] != names:
        raise FileError("its optimizer moved other parameters")
    state = {name: np.array(numbers, float) for name, numbers in saved["state"].items()}
    sizes = {name: each.size for name, each in state.items()}
    if sizes != (needed := {name: each.size for name, each in optimizer.state.items()}):
        raise FileError(f"its optimizer keeps {sizes!r:.200}, and this one {needed}")
    _check_squares(optimizer, state)
    return state, saved["updates"]


def _check_squares(optimizer: Optimizer, state: State) -> None:
    for name in optimizer.squares:
        if (wrong := np.flatnonzero(~(state[name] >= 0.0))).size:  # nan, of a diverged run, too
            raise FileError(
                f"it has {state[name][wrong[0]]} where a mean of squares is needed "
                f"(optimizer.state.{name}[{wrong[0]}])"
            )


def _generator_state(document: Document, rng: np.random.Generator) -> Any:
    state = document["rng"]
    if state is None:
        raise FileError("it has no state of a generator; save(path, model, rng=rng) writes one")
    kind = type(rng.bit_generator).__name__
    if state["bit_generator"] != kind:
        raise FileError(f"its generator is {state['bit_generator']}, and this one is {kind}")
    try:
        type(rng.bit_generator)(0).state = state
    except Exception as error:  # another NumPy may know of more that is wrong with it
        raise FileError(f"its state of a generator is refused by NumPy ({error})") from None
    return state
