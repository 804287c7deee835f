"""What a page may send: a table of fields with bounds, checked before anything else."""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograd_lite.playgrounds.configuration import SettingError

#: of one message, in letters, and in bytes of UTF-8 before it is even looked at
LARGEST, MOST_BYTES = 256 * 1024, 1024 * 1024
#: objects and lists inside each other; a configuration has four
DEEPEST = 8
#: coordinates, targets and weights, which pages let people type
FARTHEST = 1e9

#: codes of the WebSocket protocol with which a connection ends
GOING_AWAY, POLICY, TOO_BIG, FAILED, TRY_LATER = 1001, 1008, 1009, 1011, 1013


class HostileMessageError(ValueError):
    """A message that no page of ours sends: it ends the connection, with a code."""

    def __init__(self, reason: str, code: int = POLICY) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Message:
    """A wish of the page, whose fields have been checked and stand in the schema's order."""

    do: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """What may stand in a field."""

    kinds: tuple[type, ...]
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    #: whether it may be null, and then be missing too
    optional: bool = False

    def check(self, name: str, given: object) -> None:
        """Raise what is wrong with it."""
        if given is None and self.optional:
            return
        if isinstance(given, bool) or not isinstance(given, self.kinds):
            raise HostileMessageError(f"{name}: of the wrong kind")
        if self.choices and given not in self.choices:
            raise HostileMessageError(f"{name}: not one of {', '.join(self.choices)}")
        if isinstance(given, (int, float)) and not self.low <= given <= self.high:
            shown = f"{given:g}" if abs(given) < 1e300 else "a number far outside"
            raise SettingError(
                name, f"from {self.low:g} to {self.high:g} is possible, {shown} was given"
            )


def _number(low: float, high: float, optional: bool = False) -> Field:
    return Field((int, float), low, high, optional=optional)


_INDEX = Field((int,), 0, 1000)
_FAR = _number(-FARTHEST, FARTHEST)
_FAR_OR_NONE = _number(-FARTHEST, FARTHEST, optional=True)
_TEXT = Field((str,))

#: the fields of every wish
SCHEMA: dict[str, dict[str, Field]] = {
    "configure": {"configuration": Field((dict,))},
    "link": {"link": _TEXT},
    "play": {},
    "pause": {},
    "step": {},
    "reset": {},
    "undo": {},
    "redo": {},
    "weight": {
        "layer": _INDEX, "neuron": _INDEX, "input": Field((int,), 0, 1000, optional=True),
        "value": _FAR,
    },
    "point": {"x": _FAR, "y": _FAR, "target": _FAR},
    "look": {"x": _FAR_OR_NONE, "y": _FAR_OR_NONE, "target": _FAR_OR_NONE},
    "view": {
        "gradient": Field((str,), choices=("off", "batch", "example")),
        "speed": _number(0.1, 1000.0, optional=True),
    },
    "drawn": {"frame": Field((int,), 0, 2**53)},
    "give": {
        "what": Field((str,), choices=("python", "model", "c", "javascript", "walkthrough")),
        "x": _FAR_OR_NONE, "y": _FAR_OR_NONE, "target": _FAR_OR_NONE,
    },
    "load": {"model": _TEXT},
}  # fmt: skip


def read(text: str) -> Message:
    """The wish that a text is.

    >>> read('{"do": "point", "x": 1, "y": 2.5, "target": -1}')
    Message(do='point', fields={'x': 1, 'y': 2.5, 'target': -1})
    >>> read('{"do": "point", "x": 1}')
    Traceback (most recent call last):
    autograd_lite.playgrounds.messages.HostileMessageError: point: y is missing
    """
    if len(text) > LARGEST:
        raise HostileMessageError(f"more than {LARGEST} letters", TOO_BIG)
    document = _parsed(text)
    if not isinstance(document, dict):
        raise HostileMessageError("an object is needed")
    do = document.pop("do", None)
    if not isinstance(do, str) or do not in SCHEMA:
        raise HostileMessageError("do: there is no such wish")
    fields = SCHEMA[do]
    if not document.keys() <= fields.keys():
        raise HostileMessageError(f"{do}: it has no such field")
    for name, field in fields.items():
        if name not in document and not field.optional:
            raise HostileMessageError(f"{do}: {name} is missing")
        field.check(name, document.get(name))
    return Message(do, {name: document.get(name) for name in fields})


def _parsed(text: str) -> object:
    try:
        document: object = json.loads(
            text, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except HostileMessageError:
        raise
    except (ValueError, RecursionError):  # a number of 5 000 digits is a ValueError, too
        raise HostileMessageError("no JSON") from None
    _check_parts(document)
    return document


def _refuse_constant(name: str) -> float:
    raise HostileMessageError(f"{name} is no number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    document = dict(pairs)
    if len(document) < len(pairs):
        raise HostileMessageError("a field stands there twice")
    return document


def _check_parts(document: object) -> None:
    """Demand that it is not too deep, and that its numbers and letters can be written again."""
    level: list[object] = [document]
    for _ in range(DEEPEST + 1):
        for part in level:
            if isinstance(part, float) and not math.isfinite(part):
                raise HostileMessageError("a number is too large for a double")
            if isinstance(part, str) and not _is_written(part):
                raise HostileMessageError("half a letter is no text")
        level = [inner for part in level for inner in _inside(part)]
    if level:
        raise HostileMessageError(f"deeper than {DEEPEST} lists or objects")


def _inside(part: object) -> Iterable[object]:
    if isinstance(part, dict):
        return [*part, *part.values()]
    return part if isinstance(part, list) else ()


def _is_written(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def written(document: Mapping[str, Any]) -> str:
    """A message to the page, whose numbers that are not finite become texts.

    >>> written({"loss": float("inf"), "weights": [0.5, float("nan")]})
    '{"loss":"inf","weights":[0.5,"nan"]}'
    """
    try:
        return _dumped(document)
    except ValueError:
        return _dumped(_in_texts(document))


def problem(field: str | None, message: str) -> str:
    """The message to the page that something could not be done."""
    return written({"kind": "problem", "field": field, "message": message})


def _dumped(document: object) -> str:
    return json.dumps(document, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _in_texts(part: Any) -> Any:
    if isinstance(part, float) and not math.isfinite(part):
        return f"{part:g}"
    if isinstance(part, dict):
        return {name: _in_texts(inner) for name, inner in part.items()}
    return [_in_texts(inner) for inner in part] if isinstance(part, (list, tuple)) else part


def framed(header: Mapping[str, Any], pixels: bytes) -> bytes:
    """A frame for the page: the length of its header, the header, and the pixels behind it.

    >>> framed({"frame": 1}, bytes([255]))
    b'\\x0c\\x00\\x00\\x00{"frame":1} \\xff'
    """
    head = written(header).encode()
    head += b" " * (-len(head) % 4)
    return len(head).to_bytes(4, "little") + head + pixels
