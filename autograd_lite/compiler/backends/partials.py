"""How parts of a sum over a batch are added up.

Neighbours are added by pairs, and so what is found, until one is left. The digits then depend on
where the parts begin alone: a part of 2ᵏ others, anywhere in the order, may be added up elsewhere
first. The error grows with the logarithm of their count; N. J. Higham, The Accuracy of Floating
Point Summation, 1993.
"""

from collections.abc import Iterable, Sequence
from typing import Any


def add_neighbours(parts: Iterable[Sequence[Any]]) -> Sequence[Any]:
    """The sums of numbers or arrays, of which every part has as many; of no parts, none.

    >>> add_neighbours([(1.0, 0.5), (2.0, 0.25), (4.0, 0.0)])
    [7.0, 0.75]
    """
    #: sums of ever fewer parts, each a power of 2, as in a number in the binary system
    waiting: list[tuple[int, Sequence[Any]]] = []
    for part in parts:
        count, found = 1, part
        while waiting and waiting[-1][0] == count:
            found = _added(waiting.pop()[1], found)
            count *= 2
        waiting.append((count, found))
    total: Sequence[Any] = waiting.pop()[1] if waiting else ()
    while waiting:
        total = _added(waiting.pop()[1], total)
    return total


def _added(first: Sequence[Any], second: Sequence[Any]) -> Sequence[Any]:
    return [x + y for x, y in zip(first, second, strict=True)]
