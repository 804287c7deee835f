"""What is asked of an argument, checked where it comes in: an error names it and says what to do.

`lookup` does the same for words, `arraylike` for arrays, and `autograd_lite.floats` for single real
numbers.
"""

import math
import operator
import os
import reprlib
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from autograd_lite.floats import real

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")


def shown(given: object) -> str:
    """What came, in a few letters, and of which type it is."""
    return f"{reprlib.repr(given)} ({type(given).__name__})"


def whole_number(
    argument: str, given: Any, least: int | None = None, most: int | None = None
) -> int:
    """Return a whole number, Python's or NumPy's, as an int; no bool, and no float.

    Raises TypeError for anything else, and ValueError outside of ``least`` and ``most``.

    >>> whole_number("epochs", 2.0, least=1)
    Traceback (most recent call last):
    TypeError: epochs: a whole number from 1 on is needed, got 2.0 (float); write int(...)
    """
    reach = "" if least is None else f" from {least} on"
    reach = reach if most is None else f" from {least} to {most}"
    wish = f"{argument}: a whole number{reach} is needed, got"
    try:
        number = None if is_bool(given) else operator.index(given)
    except TypeError:
        number = None
    if number is None:
        hint = "; write int(...)" if isinstance(given, float) else ""
        raise TypeError(f"{wish} {shown(given)}{hint}")
    last = sys.maxsize if most is None else most
    if number > last or (number < -last if least is None else number < least):
        raise ValueError(f"{wish} {number:.6g}" if abs(number) > 1e9 else f"{wish} {number}")
    return number


def whole_numbers(argument: str, given: Any) -> int | tuple[int, ...]:
    """One whole number, or several in a list, tuple or array, as a tuple.

    >>> whole_numbers("argnums", [0, 2]), whole_numbers("argnums", -1)
    ((0, 2), -1)
    """
    if not isinstance(given, (list, tuple, range)) and not getattr(given, "ndim", 0):
        if hasattr(given, "__index__"):
            return whole_number(argument, given)
        raise TypeError(
            f"{argument}: a whole number or a tuple of them is needed, got {shown(given)}"
        )
    return tuple([whole_number(argument, each) for each in given])


def positive(argument: str, given: Any) -> float:
    """A finite number above 0."""
    return _within(argument, given, "a positive number", lambda x: 0.0 < x < math.inf)


def not_negative(argument: str, given: Any) -> float:
    """A finite number from 0 on."""
    return _within(argument, given, "a finite number from 0 on", lambda x: 0.0 <= x < math.inf)


def share(argument: str, given: Any) -> float:
    """A number from 0 up to, not including, 1."""
    wish = "a number from 0 up to, not including, 1"
    return _within(argument, given, wish, lambda x: 0.0 <= x < 1.0)


def finite(argument: str, given: Any) -> float:
    """A number that is neither infinite nor nan."""
    return _within(argument, given, "a finite number", math.isfinite)


def _within(argument: str, given: Any, wish: str, fits: Callable[[float], bool]) -> float:
    number = real(given, argument)
    if not fits(number):
        raise ValueError(f"{argument}: {wish} is needed, got {given!r}")
    return number


def is_bool(given: object) -> bool:
    """Whether this is a truth value, Python's or NumPy's."""
    numpy = sys.modules.get("numpy")
    return isinstance(given, bool) or (numpy is not None and isinstance(given, numpy.bool_))


def flag(argument: str, given: Any) -> bool:
    """A truth value, or 0 or 1: of anything else ``if`` would make one in silence.

    >>> flag("shuffle", "no")
    Traceback (most recent call last):
    TypeError: shuffle: True or False is needed, got 'no' (str)
    """
    if is_bool(given) or (isinstance(given, int) and given in (0, 1)):
        return bool(given)
    raise TypeError(f"{argument}: True or False is needed, got {shown(given)}")


def text(argument: str, given: Any) -> str:
    """A str."""
    if isinstance(given, str):
        return given
    raise TypeError(f"{argument}: a str is needed, got {shown(given)}; pass its str()")


def texts(argument: str, given: Any) -> list[str]:
    """A sequence of str, and not one str, whose letters it would otherwise be."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise TypeError(f"{argument}: a list of str is needed, got {shown(given)}")
    return [text(argument, each) for each in given]


def text_entries(argument: str, given: Any) -> list[tuple[Any, str]]:
    """The entries of a dictionary, whose values are text.

    >>> text_entries("notes", {1: "Look!"})
    [(1, 'Look!')]
    """
    if not isinstance(given, Mapping):
        raise TypeError(f"{argument}: a dict of str is needed, got {shown(given)}")
    return [(key, text(argument, value)) for key, value in given.items()]


def path(argument: str, given: Any, of: str = "file") -> Path:
    """The way to a file, or to what else there is to be."""
    if isinstance(given, str | os.PathLike) and isinstance(os.fspath(given), str):
        return Path(given)
    raise TypeError(f"{argument}: the path of a {of} is needed, got {shown(given)}; pass a str")


def function(argument: str, given: T, hint: str = "") -> T:
    """Something to be called. ``hint`` says how it may be written.

    >>> function("f", 3)
    Traceback (most recent call last):
    TypeError: f: a function is needed, got 3 (int); pass it itself, and not its result
    """
    if not callable(given):
        text_or_result = (
            "; for an expression in a text write ag.parse(text)"
            if isinstance(given, str)
            else "; pass it itself, and not its result"
        )
        raise TypeError(
            f"{argument}: a function is needed, got {shown(given)}{hint or text_or_result}"
        )
    return given


def pair(argument: str, given: Any, wish: str) -> tuple[Any, Any]:
    """A tuple or list of two things, as ``wish`` says in words."""
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise TypeError(f"{argument}: {wish} is needed, got {shown(given)}")
    return given[0], given[1]


def items(argument: str, given: Any, wish: str) -> list[Any]:
    """What is in a sequence, in its order: no text, no dict and no set."""
    if isinstance(given, (list, tuple)):
        return list(given)
    odd = isinstance(given, (str, bytes, Mapping, set, frozenset))
    if odd or not isinstance(given, Iterable) or getattr(given, "ndim", 1) == 0:
        raise TypeError(f"{argument}: {wish} is needed, got {shown(given)}")
    return list(given)


def generator(argument: str, given: Any) -> "np.random.Generator":
    """A NumPy generator, from one or from a seed; None makes an unpredictable one.

    >>> generator("rng", "now")
    Traceback (most recent call last):
    TypeError: rng: a NumPy generator, a whole number as its seed or None is needed, got 'now' (str)
    """
    import numpy as np

    wish = f"{argument}: a NumPy generator, a whole number as its seed or None is needed, got"
    if is_bool(given):
        raise TypeError(f"{wish} {shown(given)}")
    try:
        return np.random.default_rng(given)
    except TypeError:
        raise TypeError(f"{wish} {shown(given)}") from None
    except ValueError:
        raise ValueError(f"{wish} {shown(given)}; a seed is not negative") from None
