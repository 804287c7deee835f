"""Find what a name stands for, or say which names there are."""

import difflib
import reprlib
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def look_up(argument: str, name: object, table: Mapping[str, T]) -> T:
    """Return ``table[name]``.

    Raises ValueError that names the argument, and the nearest of the names there are.

    >>> look_up("loss", "hynge", {"hinge": 1, "huber": 2})
    Traceback (most recent call last):
    ValueError: loss: got 'hynge'; did you mean 'hinge'?
    """
    if isinstance(name, str) and name in table:
        return table[name]
    nearest = difflib.get_close_matches(str(name), table, n=1)
    hint = f"did you mean {nearest[0]!r}?" if nearest else f"choose one of {', '.join(table)}"
    raise ValueError(f"{argument}: got {reprlib.repr(name)}; {hint}")
