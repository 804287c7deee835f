"""Failures, put together by kind, and the cases that repeat them."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from matrix.units import Failure


def kind(failure: Failure) -> tuple[str, str]:
    """The operation, or that it was a graph; and what it should have been."""
    return failure.case.split("/")[0], f"{_class(failure.got)} for {_class(failure.expected)}"


def _class(number: Any) -> str:
    if isinstance(number, Exception):
        return type(number).__name__
    if not isinstance(number, float):
        return str(number) if isinstance(number, str) else type(number).__name__
    if math.isnan(number):
        return "nan"
    return "an infinity" if math.isinf(number) else "a zero" if number == 0.0 else "a number"


def by_kind(failures: Iterable[Failure]) -> Iterator[str]:
    """A line or two for each kind, those with the most failures first."""
    kinds: dict[tuple[str, str], list[Failure]] = defaultdict(list)
    for failure in failures:
        kinds[kind(failure)].append(failure)
    for (formula, what), found in sorted(kinds.items(), key=lambda pair: -len(pair[1])):
        ways = sorted({each.mode for each in found})
        yield f"{len(found)} × {formula}: {what}, in {', '.join(ways)}"
        yield f"    {min(found, key=_complexity)}"


def _complexity(failure: Failure) -> tuple[int, int, str]:
    """Few and simple numbers first."""
    words = failure.case.split()
    return len(words), sum(len(word) for word in words), failure.case
