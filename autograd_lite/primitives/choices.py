"""Kinks and choices: absolute value, extrema, clip, where."""

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import reduce
from operator import add as plus
from typing import Any, Final

from autograd_lite.primitives.operation import Operation, notation, public_rows, sequence

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

abs: Final = Operation(
    "abs", "abs(x): the absolute value.", "|x|", lambda x: rf"\lvert {x} \rvert",
    forward=lambda m, x: m.abs(x),
    gradients=lambda m, out, x: (m.sign(x),),
    smooth=lambda x: x < 0 or x > 0)

sign: Final = Operation(
    "sign", "sign(x): −1, 0 or 1.", "sgn", lambda x: rf"\operatorname{{sgn}}({x})",
    forward=lambda m, x: m.where(x > 0.0, 1.0, m.where(x < 0.0, -1.0, x)),
    gradients=lambda m, out, x: (0.0 * out,),
    smooth=lambda x: x < 0 or x > 0)


def _shares(m: Any, attained: Iterable[Any]) -> tuple[Any, ...]:
    """1/k for each of the k operands that attain the extremum; nan if none does."""
    marks = [m.where(hit, 1.0, 0.0) for hit in attained]
    k = reduce(plus, marks)
    return tuple(m.divide(mark, k) for mark in marks)


maximum: Final = Operation(
    "maximum",
    "maximum(x, *others): the largest operand, or of a sequence; nan if one is nan.", "max",
    lambda *x: rf"\max({', '.join(x)})",
    forward=lambda m, x, *others: reduce(
        lambda a, b: m.where(a > b, a, m.where(b >= a, b, a + b)), others, x),
    gradients=lambda m, out, *x: _shares(m, [each >= out for each in x]),
    smooth=lambda *x: x.count(max(x)) == 1,
    unpack=sequence)

minimum: Final = Operation(
    "minimum",
    "minimum(x, *others): the smallest operand, or of a sequence; nan if one is nan.", "min",
    lambda *x: rf"\min({', '.join(x)})",
    forward=lambda m, x, *others: reduce(
        lambda a, b: m.where(a < b, a, m.where(b <= a, b, a + b)), others, x),
    gradients=lambda m, out, *x: _shares(m, [each <= out for each in x]),
    smooth=lambda *x: x.count(min(x)) == 1,
    unpack=sequence)

maxout: Final = replace(
    maximum, name="maxout",
    summary="maxout(x, *others): maximum, by the name of a layer of neurons.")


def _clip_gradients(m: Any, out: Any, x: Any, low: Any, high: Any) -> tuple[Any, Any, Any]:
    raised = m.maximum(x, low)
    by_raised, by_high = minimum.gradients(m, out, raised, high)
    by_x, by_low = maximum.gradients(m, raised, x, low)
    return by_raised * by_x, by_raised * by_low, by_high


clip: Final = Operation(
    "clip", "clip(x, low=-inf, high=inf): x, but at least low and at most high.", "clip",
    notation(r"\operatorname{clip}"),
    forward=lambda m, x, low, high: m.minimum(m.maximum(x, low), high),
    gradients=_clip_gradients,
    smooth=lambda x, low, high: x != low and max(x, low) != high,
    unpack=lambda x, low=-math.inf, high=math.inf: (x, low, high))


def _choice(*operands: Any) -> tuple[Any, ...]:
    for x in operands[:1]:
        if type(x) is int and x in (-1, -2):
            raise TypeError(
                f"where: the condition is {x}, which ~ makes of Python's {x == -2}, and which "
                "counts as true; write np.logical_not(condition), or exchange the branches"
            )
    return operands


where: Final = Operation(
    "where", "where(condition, x, y): x where the condition is not 0, else y.", "?",
    lambda c, x, y: rf"\begin{{cases}} {x} & {c} \\ {y} & \text{{else}} \end{{cases}}",
    forward=lambda m, condition, x, y: m.where(condition, x, y),
    gradients=lambda m, out, c, x, y: (0.0, m.where(c, 1.0, 0.0), m.where(c, 0.0, 1.0)),
    smooth=lambda c, x, y: c < 0 or c > 0,
    unpack=_choice)

# fmt: on

public_rows(globals())
