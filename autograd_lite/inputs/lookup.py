"""Find what a name stands for, or say which names there are."""

import reprlib
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any, TypeVar

T = TypeVar("T")


def look_up(
    argument: str, name: object, table: Mapping[str, T], meant: Callable[[str], str] = str
) -> T:
    """Return ``table[name]``.

    Raises ValueError that names the argument, and what is ``meant`` by a name from elsewhere, or
    the nearest of the names there are.

    >>> look_up("loss", "hynge", {"hinge": 1, "huber": 2})
    Traceback (most recent call last):
    ValueError: loss: got 'hynge'; did you mean hinge?
    """
    if isinstance(name, str) and name in table:
        return table[name]
    if isinstance(name, str) and (known := meant(name)) in table:
        raise ValueError(f"{argument}: got {name!r}; here it is {known}")
    hint = nearest(str(name), table) or f"; choose one of {', '.join(table)}"
    raise ValueError(f"{argument}: got {reprlib.repr(name)}{hint}")


def word(argument: str, given: object, words: Iterable[str]) -> str:
    """Return ``given``, if it is one of the words; raises as `look_up`."""
    return look_up(argument, given, {each: each for each in words})


def in_module(module: str, name: str) -> Any:
    """What is under a name, perhaps one with dots; None if there is nothing.

    >>> in_module("fractions", "Fraction.from_float.__name__"), in_module("fractions", "Half.pi")
    ('from_float', None)
    """
    return reduce(lambda x, part: getattr(x, part, None), name.split("."), sys.modules.get(module))


def nearest(name: str, names: Iterable[str]) -> str:
    """What an error says after a name that is none of ``names``; nothing, if none is near.

    >>> nearest("max", ["maximum", "tanh"]), nearest("q", ["maximum", "tanh"])
    ('; did you mean maximum?', '')
    """
    among = {each.lower(): each for each in names}
    if not among:  # as when Python looks into a package for a module that is not loaded yet
        return ""
    import difflib  # when a name is wrong

    # of a long name only the start: difflib's time grows with the product of the lengths
    start = name[:40].lower()
    longer = [each for each in among if len(name) > 2 and each.startswith(name.lower())]
    found = longer or difflib.get_close_matches(start, among, n=1)
    return f"; did you mean {among[found[0]]}?" if found else ""
