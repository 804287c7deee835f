"""What a file must look like: checks that are put together like the file itself.

A check is called with a part of the file and the way to it, and returns the part, or raises
FileError that names the place, what is there and what is needed. Nothing is converted on the
quiet: 1.5 and true are no whole numbers.
"""

import math
import reprlib
from collections.abc import Callable, Mapping
from typing import Any


class FileError(ValueError):
    """A file that cannot be loaded."""

    __module__ = "autograd_lite.nn"


Check = Callable[[Any, str], Any]

#: as standard JSON, which has no such numbers, holds them
NOT_FINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


def text(thing: Any, place: str) -> str:
    """A string."""
    if type(thing) is not str:
        raise _misfit(thing, "a text", place)
    return thing


def number(thing: Any, place: str) -> float:
    """A float; those that are not finite may be written as words."""
    if type(thing) in (int, float):
        try:
            return float(thing)
        except OverflowError:
            pass
    elif type(thing) is str and thing in NOT_FINITE:
        return NOT_FINITE[thing]
    raise _misfit(thing, "a number", place)


def whole(largest: int, smallest: int = 0) -> Check:
    """A whole number from ``smallest`` to ``largest``."""

    def check(thing: Any, place: str) -> int:
        if type(thing) is not int or not smallest <= thing <= largest:
            raise _misfit(thing, f"a whole number from {smallest} to {largest}", place)
        return thing

    return check


def such_that(part: Check, holds: Callable[[Any], bool], needed: str) -> Check:
    """A part for which more holds than its kind says."""

    def check(thing: Any, place: str) -> Any:
        if not holds(found := part(thing, place)):
            raise _misfit(thing, needed, place)
        return found

    return check


def table(**checks: Check) -> Check:
    """Entries of these names, and no others."""

    def check(thing: Any, place: str) -> dict[str, Any]:
        given = _table(thing, place)
        for name in checks:
            if name not in given:
                raise FileError(f"it lacks {_under(place, name)}")
        for name in given:
            if name not in checks:
                raise FileError(f"it has {_under(place, name)}, which has no meaning there")
        return {name: part(given[name], _under(place, name)) for name, part in checks.items()}

    return check


def named(part: Check) -> Check:
    """Entries of any names, all of one kind."""

    def check(thing: Any, place: str) -> dict[str, Any]:
        given = _table(thing, place)
        return {name: part(each, _under(place, name)) for name, each in given.items()}

    return check


def row(part: Check, length: int | None = None) -> Check:
    """A list of parts of one kind, of any length or of this one."""

    def check(thing: Any, place: str) -> list[Any]:
        if type(thing) is not list:
            raise _misfit(thing, "a list", place)
        if length not in (None, len(thing)):
            raise FileError(f"it has {len(thing)} items where {length} are needed ({place})")
        return [part(each, f"{place}[{i}]") for i, each in enumerate(thing)]

    return check


def optional(part: Check) -> Check:
    """The part, or nothing."""
    return lambda thing, place: None if thing is None else part(thing, place)


def chosen(by: str, checks: Mapping[str, Check]) -> Check:
    """A table of the kind that its entry ``by`` names."""

    def check(thing: Any, place: str) -> Any:
        kind = _table(thing, place).get(by)
        if type(kind) is not str or kind not in checks:
            raise _misfit(kind, f"one of {', '.join(checks)}", _under(place, by))
        return checks[kind](thing, place)

    return check


def _table(thing: Any, place: str) -> dict[str, Any]:
    if type(thing) is not dict:
        raise _misfit(thing, "a table of names", place)
    return thing


def _under(place: str, name: str) -> str:
    shown = name if name.isprintable() and len(name) <= 80 else reprlib.repr(name)
    return f"{place}.{shown}" if place else shown


def _misfit(thing: Any, needed: str, place: str) -> FileError:
    return FileError(f"it has {reprlib.repr(thing)} where {needed} is needed ({place or 'at all'})")
