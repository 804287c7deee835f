"""From where to where an axis goes."""

from typing import Any

from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import admit

#: numbers from where to where, the smaller first
Range = tuple[float, float]
LARGEST = 1e100  # number that an axis begins or ends with
NEAREST = 1e-9  # length of an axis, beside its numbers


def limits_of(argument: str, given: Any) -> Range:
    """A pair of numbers as the ends of an axis.

    Raises ValueError where there is nothing between them, or not enough for numbers at the axis.
    """
    low, high = checks.pair(argument, admit(given, argument), "a pair (low, high)")
    ends = checks.finite(argument, low), checks.finite(argument, high)
    if not ends[0] < ends[1] or max(map(abs, ends)) > LARGEST:
        raise ValueError(
            f"{argument}: two numbers up to {LARGEST:g}, the smaller first, are needed, "
            f"got {given!r}"
        )
    if not ends[1] - ends[0] > NEAREST * max(map(abs, ends)):
        raise ValueError(f"{argument}: the ends are too near to each other, got {given!r}")
    return ends
