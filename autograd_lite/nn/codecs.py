"""The two file formats of `nn.save`: a document of names and numbers as JSON text or as npz."""

import io
import json
import math
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Document = dict[str, Any]


class FileError(ValueError):
    """A file that cannot be loaded."""


@dataclass(frozen=True)
class Codec:
    """How a document becomes bytes, and bytes at most ``limit`` long a document."""

    encode: Callable[[Document], bytes]
    decode: Callable[[bytes, int], Document]


_NOT_FINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}

# JSON ---------------------------------------------------------------------------------------


def _encode_json(document: Document) -> bytes:
    return (json.dumps(_plain(document), indent=1, ensure_ascii=False) + "\n").encode()


def _plain(thing: Any) -> Any:
    """What standard JSON can hold: it has no infinity and no nan, and knows no arrays."""
    if isinstance(thing, dict):
        return {key: _plain(part) for key, part in thing.items()}
    if isinstance(thing, (list, np.ndarray)):
        return [_plain(part) for part in thing]
    if isinstance(thing, np.integer):
        return int(thing)
    return repr(thing) if isinstance(thing, float) and not math.isfinite(thing) else thing


def _decode_json(text: bytes, limit: int) -> Document:
    try:
        document = json.loads(text, object_pairs_hook=_without_repeats, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"it is damaged or no JSON ({error})") from None
    return _checked(document)


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise FileError("it has a name twice")
    return found


def _refuse(constant: str) -> Any:
    raise FileError(f"it has {constant}, which is no JSON")


# npz ----------------------------------------------------------------------------------------
# An archive of arrays. The header is the document as JSON, with the numbers taken out.


def _encode_npz(document: Document) -> bytes:
    numbers = {"parameters": list(document["parameters"].values())}
    header = document | {"parameters": list(document["parameters"])}
    if optimizer := document["optimizer"]:
        memory = optimizer["memory"]
        header["optimizer"] = optimizer | {"memory": list(memory)}
        numbers |= {f"memory.{name}": each for name, each in memory.items()}
    arrays: dict[str, Any] = {name: np.array(each, float) for name, each in numbers.items()}
    archive = io.BytesIO()
    np.savez(archive, header=np.frombuffer(_encode_json(header), np.uint8), **arrays)
    return archive.getvalue()


def _decode_npz(data: bytes, limit: int) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            arrays = {
                entry.filename.removesuffix(".npy"): _array(archive, entry, limit)
                for entry in archive.infolist()
            }
        header = json.loads(arrays["header"].tobytes(), object_pairs_hook=_without_repeats)
        names, optimizer = header["parameters"], header["optimizer"]
        numbers = arrays["parameters"].tolist()
        document = header | {"parameters": _without_repeats([*zip(names, numbers, strict=True)])}
        if optimizer:
            memory = {name: arrays[f"memory.{name}"].tolist() for name in optimizer["memory"]}
            document["optimizer"] = optimizer | {"memory": memory}
    except FileError:
        raise
    except (*_DAMAGED, KeyError, TypeError, ValueError, RecursionError) as error:
        raise FileError(f"it is damaged or no npz file ({error})") from None
    return _checked(document)


#: what zipfile raises; RuntimeError and NotImplementedError for an encrypted or exotic archive
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)


def _array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> NDArray[Any]:
    """One array of the archive, of floats or bytes; no more than ``limit`` bytes are unpacked."""
    with archive.open(entry) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise FileError(f"its array {entry.filename} is far larger than the model can need")
    rest = io.BytesIO(data)
    if np.lib.format.read_magic(rest) != (1, 0):
        raise FileError(f"its array {entry.filename} is of another version")
    shape, _, kind = np.lib.format.read_array_header_1_0(rest)
    if len(shape) != 1 or kind not in (np.dtype("<f8"), np.dtype("u1")):
        raise FileError(f"its array {entry.filename} has the shape {shape} and the type {kind}")
    # the length of the data decides, whatever the header claims
    return np.frombuffer(rest.read(), kind)


# Both ---------------------------------------------------------------------------------------


def _checked(document: Document) -> Document:
    """The document, with its numbers as floats, if it is built like one."""
    try:
        named = document["parameters"]
        document |= {"parameters": {name: _number(x) for name, x in named.items()}}
        document["format"], document["version"], document["rng"]  # they are there
        if (optimizer := document["optimizer"]) is not None:
            memory = {name: [*map(_number, each)] for name, each in optimizer["memory"].items()}
            document["optimizer"] = optimizer | {"memory": memory}
            optimizer["kind"], optimizer["parameters"]
            if type(optimizer["updates"]) is not int or optimizer["updates"] < 0:
                raise FileError(f"its optimizer made {optimizer['updates']!r} updates")
    except (AttributeError, KeyError, TypeError) as error:
        raise FileError(f"it is not built like a file of parameters ({error!r})") from None
    return document


def _number(x: Any) -> float:
    if type(x) in (int, float):
        try:
            return float(x)
        except OverflowError:
            pass
    elif isinstance(x, str) and x in _NOT_FINITE:
        return _NOT_FINITE[x]
    raise FileError(f"it has {x!r:.50} where a number is needed")


CODECS = {".json": Codec(_encode_json, _decode_json), ".npz": Codec(_encode_npz, _decode_npz)}
