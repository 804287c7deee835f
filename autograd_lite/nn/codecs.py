"""The two file formats of `nn.save`: a document of names and numbers as JSON text or as npz."""

import io
import json
import math
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograd_lite.nn.generators import GENERATOR
from autograd_lite.nn.layouts import (
    Check,
    FileError,
    named,
    number,
    optional,
    row,
    table,
    text,
    whole,
)

Document = dict[str, Any]

FORMAT, VERSION = "autograd_lite parameters", 1


@dataclass(frozen=True)
class Codec:
    """How a document becomes bytes, and bytes become a document of which every part is checked.

    Nothing that is unpacked from the bytes is longer than ``limit``.
    """

    encode: Callable[[Document], bytes]
    decode: Callable[[bytes, int], Document]


def _document(parameters: Check, memory: Check) -> Check:
    """The layout of a document, but for how it holds the many numbers."""
    optimizer = table(
        kind=text,
        updates=whole(2**53),  # a schedule reckons with it as a float
        parameters=row(text),
        memory=memory,
    )
    layout = table(
        format=text,
        version=whole(VERSION),
        model=text,
        parameters=parameters,
        optimizer=optional(optimizer),
        rng=optional(GENERATOR),
    )

    def check(thing: Any, place: str) -> Any:
        _check_head(thing)
        return layout(thing, place)

    return check


def _check_head(document: Any) -> None:
    """Refuse what is no such file, before it is called a damaged one."""
    head = document if type(document) is dict else {}
    if head.get("format", FORMAT) != FORMAT:
        raise FileError(f"it is no file of {FORMAT}")
    version = head.get("version", VERSION)
    if type(version) is not int or version != VERSION:
        raise FileError(
            f"it has version {version!r:.80} of the format, and this is version {VERSION}"
        )


# JSON ---------------------------------------------------------------------------------------

DOCUMENT = _document(parameters=named(number), memory=named(row(number)))


def _encode_json(document: Document) -> bytes:
    return (json.dumps(_plain(document), indent=1, ensure_ascii=False) + "\n").encode()


def _plain(thing: Any) -> Any:
    """What standard JSON can hold: it has no infinity and no nan."""
    if isinstance(thing, dict):
        return {key: _plain(part) for key, part in thing.items()}
    if isinstance(thing, list):
        return [_plain(part) for part in thing]
    return repr(thing) if isinstance(thing, float) and not math.isfinite(thing) else thing


def _decode_json(data: bytes, limit: int) -> Document:
    document: Document = DOCUMENT(_parsed(data), "")
    return document


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode(),
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse,
            parse_float=_finite,
        )
    except FileError:
        raise
    except (ValueError, RecursionError) as error:
        raise FileError(f"it is damaged or no JSON ({error})") from None


def _without_repeats(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, each in pairs:
        if name in found:
            raise FileError(f"it has a name twice ({name!r:.80})")
        found[name] = each
    return found


def _refuse(constant: str) -> Any:
    raise FileError(f"it has {constant}, which is no JSON")


def _finite(digits: str) -> float:
    found = float(digits)
    if math.isinf(found):
        raise FileError(f"it has {digits:.80}, which no float can hold")
    return found


# npz ----------------------------------------------------------------------------------------
# An archive of arrays. The header is the document as JSON, with the numbers taken out.

_HEADER = _document(parameters=row(text), memory=row(text))


def _encode_npz(document: Document) -> bytes:
    numbers = {"parameters": list(document["parameters"].values())}
    header = document | {"parameters": list(document["parameters"])}
    if optimizer := document["optimizer"]:
        memory = optimizer["memory"]
        header["optimizer"] = optimizer | {"memory": list(memory)}
        numbers |= {f"memory.{name}": each for name, each in memory.items()}
    arrays: dict[str, Any] = {name: np.array(each, "<f8") for name, each in numbers.items()}
    archive = io.BytesIO()
    np.savez(archive, header=np.frombuffer(_encode_json(header), np.uint8), **arrays)
    return archive.getvalue()


def _decode_npz(data: bytes, limit: int) -> Document:
    members = _unpacked(data, limit)

    def numbers(name: str) -> list[float]:
        return [*map(float, _array(members, name, "<f8"))]

    document: Document = _HEADER(_parsed(_array(members, "header", "|u1").tobytes()), "")
    names, found = document["parameters"], numbers("parameters")
    if len(names) != len(found):
        raise FileError(f"it is damaged: it has {len(names)} parameters and {len(found)} numbers")
    document["parameters"] = _without_repeats(zip(names, found, strict=True))
    if optimizer := document["optimizer"]:
        memory = optimizer["memory"]
        optimizer["memory"] = _without_repeats((name, numbers(f"memory.{name}")) for name in memory)
    if members:
        raise FileError(f"it has {next(iter(members))!r:.80}, which has no meaning there")
    return document


def _unpacked(data: bytes, limit: int) -> dict[str, bytes]:
    """The members of an archive; what they claim to be long is bounded before they are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if (size := sum(entry.file_size for entry in entries)) > limit:
                raise FileError(f"its arrays have {size} bytes, far more than the model can need")
            for entry in entries:
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise FileError(f"it is packed by a method ({entry.compress_type}) of others")
            return _without_repeats((entry.filename, _member(archive, entry)) for entry in entries)
    except FileError:
        raise
    except Exception as error:  # zipfile raises a dozen kinds for what is damaged
        raise FileError(f"it is damaged or no npz file ({error!s:.200})") from None


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)  # without a number it unpacks whatever there is


#: as NumPy writes it; nothing of it is ever evaluated
_ARRAY_HEADER = re.compile(
    rb"\x93NUMPY\x01\x00(?P<length>..)\{'descr': '(?P<kind>[^'\n]*)', "
    rb"'fortran_order': (?:False|True), 'shape': \((?P<shape>[\d, ]{0,40})\), \} *\n",
    re.DOTALL,
)


def _array(members: dict[str, bytes], name: str, kind: str) -> NDArray[Any]:
    """Take an array of one dimension from the members of an archive."""
    data = members.pop(f"{name}.npy", None)
    if data is None:
        raise FileError(f"it lacks the array {name!r:.80}")
    header = _ARRAY_HEADER.match(data)
    if header is None or int.from_bytes(header["length"], "little") != header.end() - 10:
        raise FileError(f"it is damaged: {name!r:.80} is no array of NumPy's first version")
    found, shape = header["kind"].decode("latin-1"), header["shape"].decode()
    if found != kind or not re.fullmatch(r"\d+,", shape):
        raise FileError(
            f"its array {name!r:.80} has the shape ({shape:.80}) and the type {found:.80}"
        )
    rest = data[header.end() :]
    if int(shape[:-1]) * np.dtype(kind).itemsize != len(rest):
        raise FileError(
            f"it is damaged: its array {name!r:.80} has {len(rest)} bytes for ({shape:.80})"
        )
    return np.frombuffer(rest, kind)


CODECS = {".json": Codec(_encode_json, _decode_json), ".npz": Codec(_encode_npz, _decode_npz)}
