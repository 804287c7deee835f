"""Arithmetic: the operators, sums and products, the linear node."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from itertools import accumulate
from operator import add as plus
from operator import mul as times
from typing import Any, Final

from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items
from autograd_lite.primitives.operation import NUMBERS, Operation, public_rows, sequence

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

add: Final = Operation(
    "add", "add(x, y): x + y.", "+", lambda x, y: f"{x} + {y}",
    forward=lambda m, x, y: x + y,
    gradients=lambda m, out, x, y: (1.0, 1.0))

subtract: Final = Operation(
    "subtract", "subtract(x, y): x − y.", "−", lambda x, y: f"{x} - {y}",
    forward=lambda m, x, y: x - y,
    gradients=lambda m, out, x, y: (1.0, -1.0))

multiply: Final = Operation(
    "multiply", "multiply(x, y): x · y.", "×", lambda x, y: rf"{x} \cdot {y}",
    forward=lambda m, x, y: x * y,
    gradients=lambda m, out, x, y: (y, x))

divide: Final = Operation(
    "divide", "divide(x, y): x / y.", "÷", lambda x, y: rf"\frac{{{x}}}{{{y}}}",
    forward=lambda m, x, y: m.divide(x, y),
    # not −x/y², whose square leaves the range of doubles
    gradients=lambda m, out, x, y: (m.divide(1.0, y), -m.divide(out, y)),
    domain=lambda x, y: y < 0 or y > 0)

negative: Final = Operation(
    "negative", "negative(x): −x.", "−", lambda x: f"-{x}",
    forward=lambda m, x: -x,
    gradients=lambda m, out, x: (-1.0,))


def _power_gradients(m: Any, out: Any, x: Any, y: Any) -> tuple[Any, Any]:
    # y·x^(y−1), where the power is tiny as a square, for it may be subnormal and the product not;
    # where both are, not: the derivatives of a square whose root is 0 lack terms.
    # Below ½ the rounding of y − 1 costs up to 350 ulp, which y·out / x does not, whose derivative
    # cancels near 1; where it is 0/0 or inf/inf (nan is not <= itself) the power is exact.
    rest, half, ratio = m.power(x, y - 1.0), m.power(x, 0.5 * (y - 1.0)), m.divide(y * out, x)
    squared = y * half * half
    tiny = m.where(rest < 1e-290, m.where(m.abs(squared) > 1e-300, squared, y * rest), y * rest)
    steep = m.where(x > 0.0, tiny, y * rest)
    slope = m.where(y < 0.5, m.where(ratio <= ratio, ratio, steep), steep)
    # below zero y − 1 may be rounded to a whole number where y is none, and out is nan; at nan it
    # is right, for the slope of x¹ is 1 everywhere
    whole = m.where(out <= out, y * rest, m.where(x < 0.0, out, y * rest))
    below = m.where(m.abs(y) > 0.0, whole, 0.0 * y)
    by_x = m.where(x > 0.0, slope, below)
    at_zero = m.where(y >= 0.0, 0.0, -m.abs(out))
    # out · log(x), where out may be subnormal or infinite and its own slope, x^(y−1), is neither
    root, log = m.power(x, 0.5 * y), m.log(x)
    by_y = m.where(y < 1.0, root * log * root, rest * (x * log))
    return by_x, m.where(m.abs(x) <= 0.0, at_zero, by_y)


power: Final = Operation(
    "power", "power(x, y): x to the power y.", "xʸ", lambda x, y: f"{{{x}}}^{{{y}}}",
    forward=lambda m, x, y: m.power(x, y),
    gradients=_power_gradients,
    domain=lambda x, y: x > 0 or (y >= 0 if x == 0 else y % 1.0 == 0.0),
    smooth=lambda x, y: x > 0,
    crossing="the mixed derivative crosses zero where y · log x = −1")

sum: Final = Operation(
    "sum", "sum(x, *others): the sum of operands or of a sequence, from the left.", "Σ",
    lambda *x: " + ".join(x),
    forward=lambda m, *x: reduce(plus, x, 0.0),
    gradients=lambda m, out, *x: (1.0,) * len(x),
    unpack=sequence,
    cancellation="terms of opposite sign")


def _mean(m: Any, *x: Any) -> Any:
    n = float(len(x))
    total = reduce(plus, x)
    parts = reduce(plus, [m.divide(each, n) for each in x])  # where the total overflows
    return m.where(m.abs(total) < math.inf, m.divide(total, n), parts)


mean: Final = Operation(
    "mean", "mean(x, *others): the arithmetic mean of operands or of a sequence.", "mean",
    lambda *x: rf"\frac{{{' + '.join(x)}}}{{{len(x)}}}",
    forward=lambda m, x, *rest: _mean(m, x, *rest),
    gradients=lambda m, out, *x: (1.0 / len(x),) * len(x),
    unpack=sequence,
    cancellation="terms of opposite sign")


def _prod_gradients(m: Any, out: Any, *x: Any) -> tuple[Any, ...]:
    # products of the others: a quotient would fail where a factor is 0
    before = accumulate(x, times, initial=1.0)
    after = [*accumulate(x[::-1], times, initial=1.0)][-2::-1]
    return tuple(map(times, before, after))


prod: Final = Operation(
    "prod", "prod(x, *others): the product of operands or of a sequence, from the left.", "Π",
    lambda *x: r" \cdot ".join(x),
    forward=lambda m, *x: reduce(times, x, 1.0),
    gradients=_prod_gradients,
    unpack=sequence,
    cancellation="a partial product may leave the range of doubles")


def _linear_operands(weights: Iterable[Any], inputs: Iterable[Any], bias: Any = None) -> Any:
    w = tuple(items("weights", admit(weights, "weights"), NUMBERS))
    x = tuple(items("inputs", admit(inputs, "inputs"), NUMBERS))
    if len(w) != len(x):
        raise ValueError(f"linear got {len(w)} weights and {len(x)} inputs; pass as many of each")
    return (*w, *x) if bias is None else (*w, *x, bias)


def _dot_operands(xs: Iterable[Any], ys: Iterable[Any]) -> Any:
    return _linear_operands(xs, ys)


def _linear_terms(product: Callable[[Any, Any], Any], operands: tuple[Any, ...]) -> list[Any]:
    n = len(operands) // 2
    return [*map(product, operands[:n], operands[n : 2 * n]), *operands[2 * n :]]


def _linear_gradients(m: Any, out: Any, *operands: Any) -> tuple[Any, ...]:
    n = len(operands) // 2
    return (*operands[n : 2 * n], *operands[:n], *(1.0 for _ in operands[2 * n :]))


linear: Final = Operation(
    "linear", "linear(weights, inputs, bias=None): w₁x₁ + w₂x₂ + … + b, as one node.", "Σwx",
    lambda *names: " + ".join(_linear_terms(multiply.latex, names)),
    forward=lambda m, x, *rest: reduce(plus, _linear_terms(times, (x, *rest))),
    gradients=_linear_gradients,
    unpack=_linear_operands,
    cancellation="terms of opposite sign")

dot: Final = replace(
    linear, name="dot", summary="dot(xs, ys): x₁y₁ + x₂y₂ + …, as one node.", symbol="Σxy",
    unpack=_dot_operands)

identity: Final = Operation(
    "identity", "identity(x): x itself.", "=", lambda x: x,
    forward=lambda m, x: x,
    gradients=lambda m, out, x: (1.0,))

strong_product: Final = Operation(
    "strong_product", "strong_product(x, y): x·y; 0 if one is 0, whatever the other is.", "×",
    lambda x, y: rf"{x} \cdot {y}",
    forward=lambda m, x, y: m.where(m.abs(x) <= 0.0, 0.0, m.where(m.abs(y) <= 0.0, 0.0, x * y)),
    gradients=lambda m, out, x, y: (y, x))

# fmt: on

public_rows(globals())
