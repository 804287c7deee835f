"""Save and load the numbers of a model, with the state of its training.

Two formats hold the same: .json, which people can read, and .npz, which is smaller. Numbers come
back to the last bit. Nothing in a file is ever executed, and a file that does not fit is refused
before anything is changed.
"""

import copy
import os
from pathlib import Path
from typing import Any

import numpy as np

from autograd_lite.lookup import look_up
from autograd_lite.nn.codecs import CODECS, Document, FileError
from autograd_lite.nn.module import Module
from autograd_lite.nn.optimizers import Optimizer

FORMAT, VERSION = "autograd_lite parameters", 1
FilePath = str | os.PathLike[str]


def save(
    path: FilePath,
    model: Module,
    optimizer: Optimizer | None = None,
    *,
    rng: np.random.Generator | None = None,
) -> Path:
    """Write the parameters of ``model``, and return the path; the ending is .json or .npz.

    With ``optimizer``, and the ``rng`` that shuffles, a training can be continued later as if it
    had never stopped. An old file is replaced when the new one is complete.

    Raises ValueError for another ending and for an optimizer of other parameters.

    >>> import tempfile
    >>> from autograd_lite import nn
    >>> neuron = nn.Neuron(2, rng=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     load(save(f"{folder}/neuron.json", nn.Neuron(2, weights=[0.1, 0.6])), neuron)
    >>> neuron.weights[1].data
    0.6
    """
    target = Path(path)
    codec = look_up("path: its ending", target.suffix.lower(), CODECS)
    document: Document = {
        "format": FORMAT,
        "version": VERSION,
        "model": repr(model),
        "parameters": {name: p.data for name, p in model.named_parameters()},
        "optimizer": None,
        "rng": None if rng is None else rng.bit_generator.state,
    }
    if optimizer:
        document["optimizer"] = {
            "kind": type(optimizer).__name__,
            "updates": optimizer.updates,
            "parameters": _names_of(optimizer, model),
            "memory": {name: each.tolist() for name, each in optimizer.memory.items()},
        }
    partial = target.with_name(target.name + ".part")
    try:
        partial.write_bytes(codec.encode(document))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
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

    Raises FileError, a ValueError, if the file is damaged, of another version or another model,
    or has no such state; then nothing is changed.
    """
    source = Path(path)
    codec = look_up("path: its ending", source.suffix.lower(), CODECS)
    parameters = dict(model.named_parameters())
    # names and numbers; as a multiple of what can be needed, so that nothing large is ever read
    limit = 1_000_000 + 1_000 * len(parameters)
    try:
        size = source.stat().st_size
        if size > limit:
            raise FileError(
                f"it has {size} bytes, far more than {len(parameters)} parameters can need"
            )
        document = codec.decode(source.read_bytes(), limit)
        _check_head(document)
        numbers = document["parameters"]
        _check_names(list(numbers), list(parameters))
        state = _optimizer_state(document, optimizer, model) if optimizer else None
        generator = _generator_state(document, rng) if rng else None
    except FileError as error:
        raise FileError(f"{source.name}: {error}; nothing was loaded") from None
    for name, parameter in parameters.items():
        parameter.data = numbers[name]
    if optimizer and state:
        optimizer.memory, optimizer.updates = state
    if rng and generator:
        rng.bit_generator.state = generator


def _names_of(optimizer: Optimizer, model: Module) -> list[str]:
    names = {parameter: name for name, parameter in model.named_parameters()}
    if not all(parameter in names for parameter in optimizer.parameters):
        raise ValueError("optimizer: it has parameters that are none of the model's")
    return [names[parameter] for parameter in optimizer.parameters]


def _check_head(document: Document) -> None:
    if document["format"] != FORMAT:
        raise FileError(f"it is no file of {FORMAT}")
    if document["version"] != VERSION:
        raise FileError(
            f"it has version {document['version']!r} of the format, and this is version {VERSION}"
        )


def _check_names(found: list[str], expected: list[str]) -> None:
    if len(found) != len(expected):
        raise FileError(f"it has {len(found)} parameters, and the model {len(expected)}")
    if found != expected:
        i = [a == b for a, b in zip(found, expected, strict=True)].index(False)
        raise FileError(f"it has a parameter {found[i]!r} where the model has {expected[i]!r}")


def _optimizer_state(
    document: Document, optimizer: Optimizer, model: Module
) -> tuple[dict[str, Any], int]:
    saved = document["optimizer"]
    if saved is None:
        raise FileError("it has no optimizer; save(path, model, optimizer) writes one")
    kind = type(optimizer).__name__
    if saved["kind"] != kind:
        raise FileError(f"its optimizer is {saved['kind']}, and this one is {kind}")
    if saved["parameters"] != _names_of(optimizer, model):
        raise FileError("its optimizer moved other parameters")
    memory = {name: np.array(numbers) for name, numbers in saved["memory"].items()}
    shapes = {name: each.shape for name, each in memory.items()}
    if shapes != {name: each.shape for name, each in optimizer.memory.items()}:
        raise FileError(f"the memory of its optimizer has the shapes {shapes}")
    return memory, saved["updates"]


def _generator_state(document: Document, rng: np.random.Generator) -> Any:
    if document["rng"] is None:
        raise FileError("it has no state of a generator; save(path, model, rng=rng) writes one")
    trial = copy.deepcopy(rng.bit_generator)
    try:
        trial.state = document["rng"]
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        raise FileError(f"its state of a generator does not fit this one ({error})") from None
    return trial.state
