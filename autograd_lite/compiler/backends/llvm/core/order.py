"""The order of straight-line code for numbers."""

from typing import Any, Final

from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import TABLE

__all__ = ["in_good_order"]

_ADD: Final[Any] = TABLE["add"]
_SINE: Final[Any] = TABLE["sin"]
_COSINE: Final[Any] = TABLE["cos"]
#: in the place of a place: there is none
_NONE: Final = -1


def in_good_order(program: Program, places: list[int]) -> list[int]:
    """Another order of these steps in which they can be computed, and are faster."""
    return _waves_together(program, _added_early(program, places))


def _added_early(program: Program, places: list[int]) -> list[int]:
    """The same order, but summands are added up as they come.

    A long sum that begins when all else is done waits for itself at every step: Rosenbrock's
    function in 1000 variables, with its gradient, takes 5.7 µs so, and otherwise 4.6.
    """
    ops: list[Any] = program.ops
    all_operands: list[tuple[int, ...]] = program.operands
    # what has been computed when a place can be
    after = [-1 if ops[place] is None else place for place in range(len(ops))]
    for place in places:
        if ops[place] is _ADD:
            x, y = all_operands[place]
            after[place] = max(after[x], after[y])
    # lists of places that can be computed after one of them, or after none
    first, following = [_NONE] * (len(ops) + 1), [_NONE] * len(ops)
    for place in reversed(places):
        earlier = after[place] + 1
        following[place] = first[earlier]
        first[earlier] = place
    ordered: list[int] = []
    for each in first:
        while each != _NONE:
            ordered.append(each)
            each = following[each]
    return ordered


def _waves_together(program: Program, places: list[int]) -> list[int]:
    """The same order, but sine and cosine of one angle are neighbours.

    Together they cost little more than one of them; and where one is a local gradient of the
    other, the backward pass alone would come to it.
    """
    ops: list[Any] = program.ops
    all_operands: list[tuple[int, ...]] = program.operands
    waves: dict[int, list[int]] = {}
    for place in places:
        if ops[place] is _SINE or ops[place] is _COSINE:
            waves.setdefault(all_operands[place][0], []).append(place)
    if not waves:
        return places
    ordered: list[int] = []
    for place in places:
        if ops[place] is _SINE or ops[place] is _COSINE:
            group = waves[all_operands[place][0]]
            if group[0] == place:
                ordered.extend(group)
        else:
            ordered.append(place)
    return ordered
