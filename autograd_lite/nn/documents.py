"""The file format of `nn.save`: a document of names and numbers, as JSON that people can read.

A second format, of arrays, had 53 bytes a parameter with the state of Adam where this one has 98,
and was loaded in half the time; at 100 000 parameters that is half a second (measured).
"""

import json
import math
from collections.abc import Iterable
from typing import Any, Final

from autograd_lite.nn.generators import GENERATOR
from autograd_lite.nn.layouts import FileError, named, number, optional, row, table, text, whole

Document = dict[str, Any]

FORMAT: Final = "autograd_lite parameters"
VERSION: Final = 1

_OPTIMIZER = table(
    kind=text,
    updates=whole(2**53),  # a schedule reckons with it as a float
    parameters=row(text),
    state=named(row(number)),
)
_LAYOUT = table(
    format=text,
    version=whole(VERSION),
    model=text,
    parameters=named(number),
    optimizer=optional(_OPTIMIZER),
    rng=optional(GENERATOR),
)


def checked(document: Any) -> Document:
    """The document, if every part of it is as it has to be; FileError says which is not."""
    head = document if type(document) is dict else {}
    # what is no such file is not called a damaged one
    if head.get("format", FORMAT) != FORMAT:
        raise FileError(f"it is no file of {FORMAT}")
    version = head.get("version", VERSION)
    if type(version) is not int or version != VERSION:
        raise FileError(
            f"it has version {version!r:.80} of the format, and this is version {VERSION}"
        )
    found: Document = _LAYOUT(document, "")
    return found


def encode(document: Document) -> bytes:
    """The bytes of a file."""
    return (json.dumps(_plain(checked(document)), indent=1, ensure_ascii=False) + "\n").encode()


def _plain(thing: Any) -> Any:
    """What standard JSON can hold: it has no infinity and no nan."""
    if isinstance(thing, dict):
        return {key: _plain(part) for key, part in thing.items()}
    if isinstance(thing, list):
        return [_plain(part) for part in thing]
    return repr(thing) if isinstance(thing, float) and not math.isfinite(thing) else thing


def decode(data: bytes) -> Document:
    """The document in the bytes of a file."""
    try:
        document = json.loads(
            data.decode(),
            object_pairs_hook=_without_repeats,
            parse_constant=_refuse,
            parse_float=_finite,
        )
    except FileError:
        raise
    except (ValueError, RecursionError) as error:
        raise FileError(f"it is damaged or no JSON ({error})") from None
    return checked(document)


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
