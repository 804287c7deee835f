"""The table: one record for each operation, and the only place where its formula stands.

How to read a rule. ``forward(m, x, y)`` and ``gradients(m, out, x, y)`` are written with
``+ - *``, comparisons and the functions of ``m``, a `Namespace`: the same rule runs on floats, on
mpmath numbers in the tests, and on anything else that brings a namespace. Division and powers
are ``m.divide`` and ``m.power``, because Python's own raise where IEEE 754 has a result.
``gradients`` returns ∂out/∂operand for every operand, in order.

The policy at kinks and edges:

* ``abs′(0) = sign(0) = 0`` and ``relu′(0) = 0``.
* Operands that tie for a ``maximum`` or ``minimum`` share the gradient equally.
* ``d(x**0)/dx = 0`` everywhere; ``d(0**y)/dy = 0`` for y ≥ 0; ``0**0 = 1``.
* ``sqrt′(0) = cbrt′(0) = log′(0) = inf``. Outside its domain an operation and its gradients are
  nan.
* ``leaky_relu`` and ``elu`` take their left slope at 0: the slope, alpha.
* ``clip`` is a minimum of a maximum: an operand on a border shares the gradient with it, as in
  JAX, and where low > high the result is high, as in NumPy.
* ``hypot`` has the gradient 0 at the origin, as ``abs`` has; ``atan2`` has nan there.
* ``hinge`` has the gradient 0 where the margin is just met.
* A condition is true where it is not 0, also where it is nan, as in NumPy; its gradient is 0.
* ``0 · log 0`` in the cross-entropies is 0.

A gradient rule is differentiated again for higher derivatives. So it is smooth wherever its
operation is: a ``where`` in it may choose between two formulas of one function or guard an edge,
and no kink of ``abs``, ``sign`` or ``maximum`` shows.
"""

import inspect
import math
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial, reduce
from itertools import accumulate
from operator import add as plus
from operator import index
from operator import mul as times
from types import SimpleNamespace
from typing import Any

from autograd_lite import floats


@dataclass(frozen=True, eq=False, repr=False)
class Operation:
    """One row of the table; calling it applies the operation.

    An operand may be a number, a Value, or an array or list of these (then elementwise).

    >>> exp(0.0), exp.symbol, exp.latex("x")
    (1.0, 'exp', 'e^{x}')
    """

    name: str
    summary: str
    #: what a diagram writes into the node
    symbol: str
    #: latex(*names of the operands) -> formula
    latex: Callable[..., str]
    #: forward(m, *operands) -> out
    forward: Callable[..., Any]
    #: gradients(m, out, *operands) -> (∂out/∂operand, ...)
    gradients: Callable[..., tuple[Any, ...]]
    #: domain(*operands): is it defined here?
    domain: Callable[..., bool] = lambda *operands: True
    #: smooth(*operands): is it differentiable here, inside its domain?
    smooth: Callable[..., bool] = lambda *operands: True
    #: unpack(*arguments of a call) -> the flat tuple of operands
    unpack: Callable[..., tuple[Any, ...]] = lambda *operands: operands
    #: the largest error of the value and of each local gradient, in ulp of the true one, wherever
    #: that is a normal double
    ulps: float = 4.0
    #: if only backward stability can be had, why: the rounding of the operands is then allowed for
    cancellation: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", self.summary)

    def __repr__(self) -> str:
        return f"<operation {self.name}>"

    def __reduce__(self) -> str:
        return self.name  # pickled as the global of this module that bears the name

    @cached_property
    def arity(self) -> range:
        """The numbers of operands it takes, read off the signature of ``forward``."""
        _, *operands = inspect.signature(self.forward).parameters.values()
        required = len([x for x in operands if x.kind is not x.VAR_POSITIONAL])
        return range(required, required + 1 if required == len(operands) else sys.maxsize)

    @cached_property
    def unary(self) -> bool:
        """Whether it can be called with one operand, any others having defaults."""
        _, *others = inspect.signature(self.unpack).parameters.values()
        return self.arity == range(1, 2) or (
            len(others) > 0 and all(each.default is not each.empty for each in others)
        )

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Apply the operation, as its summary says."""
        try:
            operands = self.unpack(*arguments, **named)
        except TypeError as error:
            raise TypeError(f"{error}; the call is {self.summary}") from None
        if len(operands) not in self.arity:
            raise TypeError(f"got {len(operands)} operands; the call is {self.summary}")
        if any(getattr(x, "ndim", 0) or isinstance(x, (list, tuple)) for x in operands):
            return _elementwise(self, operands)
        for x in operands:
            if record := getattr(x, "record_operation", None):
                return record(self, operands)
        return self.forward(FLOATS, *[floats.real(x, self.name) for x in operands])


def _elementwise(operation: Operation, operands: tuple[Any, ...]) -> Any:
    """Apply to arrays with broadcasting; a float array unless a Value is among the results."""
    import numpy as np

    with np.errstate(all="ignore"):  # of the C library's flags, which plain floats ignore too
        result = np.frompyfunc(operation, len(operands), 1)(*operands)
    return result.astype(float) if all(type(x) is float for x in result.flat) else result


class Namespace(SimpleNamespace):
    """The vocabulary ``m`` of the rules, for one kind of number.

    ``base`` brings the functions that have no rule in terms of others (`floats.BASE` names
    them); every other operation of the table follows from its record.
    """

    def __init__(self, base: Mapping[str, Callable[..., Any]]) -> None:
        if missing := sorted(floats.BASE.keys() - base.keys()):
            raise TypeError(f"a namespace needs these base functions too: {', '.join(missing)}")
        derived = {name: partial(row.forward, self) for name, row in TABLE.items()}
        super().__init__(**{**derived, **base})


def _notation(command: str) -> Callable[..., str]:
    return lambda *x: f"{command}({', '.join(x)})"


_LOG_2, _LOG2_E, _LOG10_E = 0.6931471805599453, 1.4426950408889634, 0.4342944819032518
_TWO_BY_SQRT_PI, _INVERSE_SQRT_TAU = 1.1283791670955126, 0.3989422804014327  # τ = 2π

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

# Arithmetic ---------------------------------------------------------------------------------

add = Operation(
    "add", "add(x, y): x + y.", "+", lambda x, y: f"{x} + {y}",
    forward=lambda m, x, y: x + y,
    gradients=lambda m, out, x, y: (1.0, 1.0))

subtract = Operation(
    "subtract", "subtract(x, y): x − y.", "−", lambda x, y: f"{x} - {y}",
    forward=lambda m, x, y: x - y,
    gradients=lambda m, out, x, y: (1.0, -1.0))

multiply = Operation(
    "multiply", "multiply(x, y): x · y.", "×", lambda x, y: rf"{x} \cdot {y}",
    forward=lambda m, x, y: x * y,
    gradients=lambda m, out, x, y: (y, x))

divide = Operation(
    "divide", "divide(x, y): x / y.", "÷", lambda x, y: rf"\frac{{{x}}}{{{y}}}",
    forward=lambda m, x, y: m.divide(x, y),
    # not −x/y², whose square leaves the range of doubles
    gradients=lambda m, out, x, y: (m.divide(1.0, y), -m.divide(out, y)),
    domain=lambda x, y: y < 0 or y > 0)

negative = Operation(
    "negative", "negative(x): −x.", "−", lambda x: f"-{x}",
    forward=lambda m, x: -x,
    gradients=lambda m, out, x: (-1.0,))


def _power_gradients(m: Any, out: Any, x: Any, y: Any) -> tuple[Any, Any]:
    # y·x^(y−1), where the power is tiny as a square, for it may be subnormal and the product not.
    # Below 1 the rounding of y − 1 costs up to 350 ulp, which y·out / x does not; where that is
    # 0/0 or inf/inf (nan is not <= itself) the power is exact.
    rest, half, ratio = m.power(x, y - 1.0), m.power(x, 0.5 * (y - 1.0)), m.divide(y * out, x)
    steep = m.where(x > 0.0, m.where(rest < 1e-290, y * half * half, y * rest), y * rest)
    slope = m.where(y < 1.0, m.where(ratio <= ratio, ratio, steep), steep)
    by_x = m.where(x > 0.0, slope, m.where(m.abs(y) > 0.0, slope, 0.0 * y))
    at_zero = m.where(y >= 0.0, 0.0, -m.abs(out))
    half = m.power(x, 0.5 * y)
    return by_x, m.where(m.abs(x) <= 0.0, at_zero, half * m.log(x) * half)


power = Operation(
    "power", "power(x, y): x to the power y.", "xʸ", lambda x, y: f"{{{x}}}^{{{y}}}",
    forward=lambda m, x, y: m.power(x, y),
    gradients=_power_gradients,
    domain=lambda x, y: x > 0 or (y % 1.0 == 0.0 and (x < 0 or y >= 0)),
    smooth=lambda x, y: x > 0)

def _sequence(xs: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(xs.flat if hasattr(xs, "flat") else xs)


sum = Operation(
    "sum", "sum(xs): the sum of a sequence, added up from the left.", "Σ",
    lambda *x: " + ".join(x),
    forward=lambda m, *x: reduce(plus, x, 0.0),
    gradients=lambda m, out, *x: (1.0,) * len(x),
    unpack=_sequence,
    cancellation="terms of opposite sign")


def _mean(m: Any, *x: Any) -> Any:
    n = float(len(x))
    total = reduce(plus, x)
    parts = reduce(plus, [m.divide(each, n) for each in x])  # where the total overflows
    return m.where(m.abs(total) < math.inf, m.divide(total, n), parts)


mean = Operation(
    "mean", "mean(xs): the arithmetic mean of a sequence.", "mean",
    lambda *x: rf"\frac{{{' + '.join(x)}}}{{{len(x)}}}",
    forward=lambda m, x, *rest: _mean(m, x, *rest),
    gradients=lambda m, out, *x: (1.0 / len(x),) * len(x),
    unpack=_sequence,
    cancellation="terms of opposite sign")


def _prod_gradients(m: Any, out: Any, *x: Any) -> tuple[Any, ...]:
    # products of the others: a quotient would fail where a factor is 0
    before = accumulate(x, times, initial=1.0)
    after = [*accumulate(x[::-1], times, initial=1.0)][-2::-1]
    return tuple(map(times, before, after))


prod = Operation(
    "prod", "prod(xs): the product of a sequence, multiplied up from the left.", "Π",
    lambda *x: r" \cdot ".join(x),
    forward=lambda m, *x: reduce(times, x, 1.0),
    gradients=_prod_gradients,
    unpack=_sequence,
    cancellation="a partial product may leave the range of doubles")


def _linear_operands(weights: Iterable[Any], inputs: Iterable[Any], bias: Any = None) -> Any:
    w, x = tuple(weights), tuple(inputs)
    if len(w) != len(x):
        raise ValueError(f"linear got {len(w)} weights and {len(x)} inputs; pass as many of each")
    return (*w, *x) if bias is None else (*w, *x, bias)


def _linear_terms(product: Callable[[Any, Any], Any], operands: tuple[Any, ...]) -> list[Any]:
    n = len(operands) // 2
    return [*map(product, operands[:n], operands[n : 2 * n]), *operands[2 * n :]]


def _linear_gradients(m: Any, out: Any, *operands: Any) -> tuple[Any, ...]:
    n = len(operands) // 2
    return (*operands[n : 2 * n], *operands[:n], *(1.0 for _ in operands[2 * n :]))


linear = Operation(
    "linear", "linear(weights, inputs, bias=None): w₁x₁ + w₂x₂ + … + b, as one node.", "Σwx",
    lambda *names: " + ".join(_linear_terms(multiply.latex, names)),
    forward=lambda m, x, *rest: reduce(plus, _linear_terms(times, (x, *rest))),
    gradients=_linear_gradients,
    unpack=_linear_operands,
    cancellation="terms of opposite sign")

dot = replace(
    linear, name="dot", summary="dot(xs, ys): x₁y₁ + x₂y₂ + …, as one node.", symbol="Σxy",
    unpack=lambda xs, ys: _linear_operands(xs, ys))

identity = Operation(
    "identity", "identity(x): x itself.", "=", lambda x: x,
    forward=lambda m, x: x,
    gradients=lambda m, out, x: (1.0,))

chain = Operation(
    "chain", "chain(upstream, local): their product; 0 if upstream is 0, whatever local is.", "×",
    lambda upstream, local: rf"{upstream} \cdot {local}",
    forward=lambda m, x, y: m.where(m.abs(x) <= 0.0, 0.0, x * y),
    gradients=lambda m, out, x, y: (y, x))

# Exponentials and roots ---------------------------------------------------------------------

exp = Operation(
    "exp", "exp(x): e to the power x.", "exp", lambda x: f"e^{{{x}}}",
    forward=lambda m, x: m.exp(x),
    gradients=lambda m, out, x: (out,))

expm1 = Operation(
    "expm1", "expm1(x): exp(x) − 1, accurate near 0.", "exp−1", lambda x: f"e^{{{x}}} - 1",
    forward=lambda m, x: m.expm1(x),
    gradients=lambda m, out, x: (m.exp(x),))

exp2 = Operation(
    "exp2", "exp2(x): 2 to the power x.", "2ˣ", lambda x: f"2^{{{x}}}",
    forward=lambda m, x: m.exp2(x),
    gradients=lambda m, out, x: (_LOG_2 * out,))


def _log_slope(m: Any, out: Any, x: Any, factor: float = 1.0) -> Any:
    # below zero nan, as the value is, where factor/x would be a number
    return m.where(x < 0.0, out, m.divide(factor, m.abs(x)))


log = Operation(
    "log", "log(x): the natural logarithm.", "log", lambda x: rf"\log {x}",
    forward=lambda m, x: m.log(x),
    gradients=lambda m, out, x: (_log_slope(m, out, x),),
    domain=lambda x: x > 0)

log1p = Operation(
    "log1p", "log1p(x): log(1 + x), accurate near 0.", "log1p", lambda x: rf"\log(1 + {x})",
    forward=lambda m, x: m.log1p(x),
    gradients=lambda m, out, x: (_log_slope(m, out, 1.0 + x),),
    domain=lambda x: x > -1)

log2 = Operation(
    "log2", "log2(x): the logarithm to base 2.", "log₂", lambda x: rf"\log_2 {x}",
    forward=lambda m, x: m.log2(x),
    gradients=lambda m, out, x: (_log_slope(m, out, x, _LOG2_E),),
    domain=lambda x: x > 0)

log10 = Operation(
    "log10", "log10(x): the logarithm to base 10.", "log₁₀", lambda x: rf"\log_{{10}} {x}",
    forward=lambda m, x: m.log10(x),
    gradients=lambda m, out, x: (_log_slope(m, out, x, _LOG10_E),),
    domain=lambda x: x > 0)

sqrt = Operation(
    "sqrt", "sqrt(x): the square root.", "√", lambda x: rf"\sqrt{{{x}}}",
    forward=lambda m, x: m.sqrt(x),
    # not ½/out, which adds the rounding of out, and is −inf at −0.0
    gradients=lambda m, out, x: (0.5 * m.power(x, -0.5),),
    domain=lambda x: x >= 0, smooth=lambda x: x > 0)


def _cbrt_slope(m: Any, out: Any, x: Any) -> Any:
    # 1/(3·out²) triples the error of out; out/(3x) does not, but is nan at 0 and inf
    ratio = m.divide(out, x)
    return m.where(ratio >= 0.0, m.divide(ratio, 3.0), m.divide(1.0, out * out))


cbrt = Operation(
    "cbrt", "cbrt(x): the cube root.", "∛", lambda x: rf"\sqrt[3]{{{x}}}",
    forward=lambda m, x: m.cbrt(x),
    gradients=lambda m, out, x: (_cbrt_slope(m, out, x),),
    smooth=lambda x: x < 0 or x > 0)

square = Operation(
    "square", "square(x): x².", "x²", lambda x: f"{{{x}}}^2",
    forward=lambda m, x: x * x,
    gradients=lambda m, out, x: (2.0 * x,))

reciprocal = Operation(
    "reciprocal", "reciprocal(x): 1 / x.", "1/x", lambda x: rf"\frac{{1}}{{{x}}}",
    forward=lambda m, x: m.divide(1.0, x),
    gradients=lambda m, out, x: (-m.divide(out, x),),
    domain=lambda x: x < 0 or x > 0)

# Angles -------------------------------------------------------------------------------------

sin = Operation(
    "sin", "sin(x): the sine of x radians.", "sin", _notation(r"\sin"),
    forward=lambda m, x: m.sin(x),
    gradients=lambda m, out, x: (m.cos(x),))

cos = Operation(
    "cos", "cos(x): the cosine of x radians.", "cos", _notation(r"\cos"),
    forward=lambda m, x: m.cos(x),
    gradients=lambda m, out, x: (-m.sin(x),))

tan = Operation(
    "tan", "tan(x): the tangent of x radians.", "tan", _notation(r"\tan"),
    forward=lambda m, x: m.tan(x),
    gradients=lambda m, out, x: (1.0 + out * out,))

asin = Operation(
    "asin", "asin(x): the angle between −π/2 and π/2 whose sine is x.", "asin",
    _notation(r"\arcsin"),
    forward=lambda m, x: m.asin(x),
    gradients=lambda m, out, x: (m.power((1.0 - x) * (1.0 + x), -0.5),),
    domain=lambda x: -1 <= x <= 1, smooth=lambda x: -1 < x < 1)

acos = Operation(
    "acos", "acos(x): the angle between 0 and π whose cosine is x.", "acos",
    _notation(r"\arccos"),
    forward=lambda m, x: m.acos(x),
    gradients=lambda m, out, x: (-m.power((1.0 - x) * (1.0 + x), -0.5),),
    domain=lambda x: -1 <= x <= 1, smooth=lambda x: -1 < x < 1)

atan = Operation(
    "atan", "atan(x): the angle between −π/2 and π/2 whose tangent is x.", "atan",
    _notation(r"\arctan"),
    forward=lambda m, x: m.atan(x),
    gradients=lambda m, out, x: (m.divide(1.0, 1.0 + x * x),))


def _atan2_gradients(m: Any, out: Any, y: Any, x: Any) -> tuple[Any, Any]:
    h = m.hypot(x, y)  # not x² + y², which leaves the range of doubles
    return m.divide(m.divide(x, h), h), -m.divide(m.divide(y, h), h)


atan2 = Operation(
    "atan2", "atan2(y, x): the angle from the x axis to the point (x, y).", "atan2",
    _notation(r"\operatorname{atan2}"),
    forward=lambda m, y, x: m.atan2(y, x),
    gradients=_atan2_gradients,
    domain=lambda y, x: y < 0 or y > 0 or x < 0 or x > 0,
    smooth=lambda y, x: y < 0 or y > 0 or x > 0)


def _hypot_gradients(m: Any, out: Any, x: Any, y: Any) -> tuple[Any, Any]:
    scale = m.where(out < math.inf, 1.0, 0.5)  # half of a value that overflows does not
    x, y = scale * x, scale * y
    h = m.hypot(x, y)
    origin = h <= 0.0
    return m.where(origin, 0.0, m.divide(x, h)), m.where(origin, 0.0, m.divide(y, h))


hypot = Operation(
    "hypot", "hypot(x, y): the square root of x² + y².", "hypot",
    lambda x, y: rf"\sqrt{{{x}^2 + {y}^2}}",
    forward=lambda m, x, y: m.hypot(x, y),
    gradients=_hypot_gradients,
    smooth=lambda x, y: x < 0 or x > 0 or y < 0 or y > 0)

# Hyperbolic functions -----------------------------------------------------------------------

sinh = Operation(
    "sinh", "sinh(x): the hyperbolic sine.", "sinh", _notation(r"\sinh"),
    forward=lambda m, x: m.sinh(x),
    gradients=lambda m, out, x: (m.cosh(x),))

cosh = Operation(
    "cosh", "cosh(x): the hyperbolic cosine.", "cosh", _notation(r"\cosh"),
    forward=lambda m, x: m.cosh(x),
    gradients=lambda m, out, x: (m.sinh(x),))


def _sech_squared(m: Any, x: Any) -> Any:
    # 1 − tanh² has no digit left from |x| = 19 on
    sech = m.divide(1.0, m.cosh(x))
    return sech * sech


tanh = Operation(
    "tanh", "tanh(x): the hyperbolic tangent.", "tanh", lambda x: rf"\tanh {x}",
    forward=lambda m, x: m.tanh(x),
    gradients=lambda m, out, x: (_sech_squared(m, x),))

asinh = Operation(
    "asinh", "asinh(x): the number whose hyperbolic sine is x.", "asinh",
    _notation(r"\operatorname{arsinh}"),
    forward=lambda m, x: m.asinh(x),
    gradients=lambda m, out, x: (m.divide(1.0, m.hypot(1.0, x)),))

acosh = Operation(
    "acosh", "acosh(x): the number, 0 or more, whose hyperbolic cosine is x.", "acosh",
    _notation(r"\operatorname{arcosh}"),
    forward=lambda m, x: m.acosh(x),
    gradients=lambda m, out, x: (m.divide(1.0, m.sqrt(x - 1.0) * m.sqrt(x + 1.0)),),
    domain=lambda x: x >= 1, smooth=lambda x: x > 1)

atanh = Operation(
    "atanh", "atanh(x): the number whose hyperbolic tangent is x.", "atanh",
    _notation(r"\operatorname{artanh}"),
    forward=lambda m, x: m.atanh(x),
    # beyond ±1 nan, as the value is
    gradients=lambda m, out, x: (
        m.where(m.abs(x) <= 1.0, m.divide(1.0, (1.0 - x) * (1.0 + x)), out),),
    domain=lambda x: -1 < x < 1)

# The normal distribution --------------------------------------------------------------------


def _normal_density(m: Any, x: Any) -> Any:
    root = m.gaussian(0.5 * x)  # halving is exact, where x/√2 is not
    return _INVERSE_SQRT_TAU * root * root


gaussian = Operation(
    "gaussian", "gaussian(x): exp(−x²), accurate in the tails.", "exp(−x²)",
    lambda x: f"e^{{-{x}^2}}",
    forward=lambda m, x: m.gaussian(x),
    gradients=lambda m, out, x: (-2.0 * (x * out),))

erf = Operation(
    "erf", "erf(x): the error function.", "erf", _notation(r"\operatorname{erf}"),
    forward=lambda m, x: m.erf(x),
    gradients=lambda m, out, x: (_TWO_BY_SQRT_PI * m.gaussian(x),))

erfc = Operation(
    "erfc", "erfc(x): 1 − erf(x), accurate in the tail.", "erfc",
    _notation(r"\operatorname{erfc}"),
    forward=lambda m, x: m.erfc(x),
    gradients=lambda m, out, x: (-_TWO_BY_SQRT_PI * m.gaussian(x),))

norm_cdf = Operation(
    "norm_cdf", "norm_cdf(x): the standard normal distribution function.", "Φ",
    lambda x: rf"\Phi({x})",
    forward=lambda m, x: m.norm_cdf(x),
    gradients=lambda m, out, x: (_normal_density(m, x),))

# Activations --------------------------------------------------------------------------------


def _logistic(m: Any, x: Any) -> Any:
    # 1/(1 + e⁻ˣ), with an exponential that cannot overflow
    e = m.exp(-m.abs(x))
    return m.divide(m.where(x >= 0.0, 1.0, e), 1.0 + e)


sigmoid = Operation(
    "sigmoid", "sigmoid(x): 1 / (1 + exp(−x)).", "σ", lambda x: rf"\sigma({x})",
    forward=_logistic,
    gradients=lambda m, out, x: (out * m.sigmoid(-x),))  # 1 − out is 0 from x = 37 on

softplus = Operation(
    "softplus", "softplus(x): log(1 + exp(x)).", "softplus", lambda x: rf"\log(1 + e^{{{x}}})",
    forward=lambda m, x: m.relu(x) + m.log1p(m.exp(-m.abs(x))),
    gradients=lambda m, out, x: (m.sigmoid(x),))

log_sigmoid = Operation(
    "log_sigmoid", "log_sigmoid(x): log(sigmoid(x)).", "log σ", lambda x: rf"\log \sigma({x})",
    forward=lambda m, x: -m.softplus(-x),
    gradients=lambda m, out, x: (m.sigmoid(-x),))

relu = Operation(
    "relu", "relu(x): x where it is positive, else 0.", "relu", _notation(r"\operatorname{relu}"),
    forward=lambda m, x: m.where(x <= 0.0, 0.0, x),
    gradients=lambda m, out, x: (m.sign(out),),
    smooth=lambda x: x < 0 or x > 0)

leaky_relu = Operation(
    "leaky_relu", "leaky_relu(x, slope=0.01): x where it is positive, else slope · x.", "leaky",
    _notation(r"\operatorname{leaky}"),
    forward=lambda m, x, slope: m.where(x > 0.0, x, slope * x),
    gradients=lambda m, out, x, slope: (
        m.where(x > 0.0, 1.0, m.where(x <= 0.0, slope, x)), m.where(x > 0.0, 0.0, x)),
    smooth=lambda x, slope: x < 0 or x > 0,
    unpack=lambda x, slope=0.01: (x, slope))

elu = Operation(
    "elu", "elu(x, alpha=1): x where it is positive, else alpha · (exp(x) − 1).", "elu",
    _notation(r"\operatorname{elu}"),
    forward=lambda m, x, alpha: m.where(x > 0.0, x, alpha * m.expm1(x)),
    gradients=lambda m, out, x, alpha: (
        m.where(x > 0.0, 1.0, alpha * m.exp(x)), m.where(x > 0.0, 0.0, m.expm1(x))),
    smooth=lambda x, alpha: x < 0 or x > 0,
    unpack=lambda x, alpha=1.0: (x, alpha))


def _silu(m: Any, x: Any) -> Any:
    # For x < 0 as x·e^(x/2) · e^(x/2)/(1 + eˣ): σ(x) is subnormal where x·σ(x) is not.
    half = m.exp(-0.5 * m.abs(x))
    rest = m.divide(1.0, 1.0 + half * half)
    return m.where(x < 0.0, x * half * (half * rest), x * rest)


silu = Operation(
    "silu", "silu(x): x · sigmoid(x).", "silu", lambda x: rf"{x} \cdot \sigma({x})",
    forward=_silu,
    gradients=lambda m, out, x: (m.sigmoid(x) + out * m.sigmoid(-x),),
    cancellation="the derivative crosses zero at x = −1.28")

gelu = Operation(
    "gelu", "gelu(x): x · norm_cdf(x).", "gelu", lambda x: rf"{x} \cdot \Phi({x})",
    forward=lambda m, x: x * m.norm_cdf(x),
    gradients=lambda m, out, x: (m.norm_cdf(x) + x * _normal_density(m, x),),
    cancellation="the derivative crosses zero at x = −0.75")

# Kinks and choices --------------------------------------------------------------------------

abs = Operation(
    "abs", "abs(x): the absolute value.", "|x|", lambda x: rf"\lvert {x} \rvert",
    forward=lambda m, x: m.abs(x),
    gradients=lambda m, out, x: (m.sign(x),),
    smooth=lambda x: x < 0 or x > 0)

sign = Operation(
    "sign", "sign(x): −1, 0 or 1.", "sgn", lambda x: rf"\operatorname{{sgn}}({x})",
    forward=lambda m, x: m.where(x > 0.0, 1.0, m.where(x < 0.0, -1.0, x)),
    gradients=lambda m, out, x: (0.0 * out,),
    smooth=lambda x: x < 0 or x > 0)


def _shares(m: Any, attained: Iterable[Any]) -> tuple[Any, ...]:
    """1/k for each of the k operands that attain the extremum; nan if none does."""
    marks = [m.where(hit, 1.0, 0.0) for hit in attained]
    return tuple(m.divide(mark, reduce(plus, marks)) for mark in marks)


maximum = Operation(
    "maximum", "maximum(x, y, …): the largest operand; nan if one is nan.", "max",
    lambda *x: rf"\max({', '.join(x)})",
    forward=lambda m, x, *rest: reduce(
        lambda a, b: m.where(a > b, a, m.where(b >= a, b, a + b)), rest, x),
    gradients=lambda m, out, *x: _shares(m, [each >= out for each in x]),
    smooth=lambda *x: x.count(max(x)) == 1)

minimum = Operation(
    "minimum", "minimum(x, y, …): the smallest operand; nan if one is nan.", "min",
    lambda *x: rf"\min({', '.join(x)})",
    forward=lambda m, x, *rest: reduce(
        lambda a, b: m.where(a < b, a, m.where(b <= a, b, a + b)), rest, x),
    gradients=lambda m, out, *x: _shares(m, [each <= out for each in x]),
    smooth=lambda *x: x.count(min(x)) == 1)

maxout = replace(
    maximum, name="maxout", summary="maxout(xs): the largest of a sequence; nan if one is nan.",
    unpack=_sequence)


def _clip_gradients(m: Any, out: Any, x: Any, low: Any, high: Any) -> tuple[Any, Any, Any]:
    raised = m.maximum(x, low)
    by_raised, by_high = minimum.gradients(m, out, raised, high)
    by_x, by_low = maximum.gradients(m, raised, x, low)
    return by_raised * by_x, by_raised * by_low, by_high


clip = Operation(
    "clip", "clip(x, low=-inf, high=inf): x, but at least low and at most high.", "clip",
    _notation(r"\operatorname{clip}"),
    forward=lambda m, x, low, high: m.minimum(m.maximum(x, low), high),
    gradients=_clip_gradients,
    smooth=lambda x, low, high: x != low and max(x, low) != high,
    unpack=lambda x, low=-math.inf, high=math.inf: (x, low, high))

where = Operation(
    "where", "where(condition, x, y): x where the condition is not 0, else y.", "?",
    lambda c, x, y: rf"\begin{{cases}} {x} & {c} \\ {y} & \text{{else}} \end{{cases}}",
    forward=lambda m, c, x, y: m.where(c, x, y),
    gradients=lambda m, out, c, x, y: (0.0, m.where(c, 1.0, 0.0), m.where(c, 0.0, 1.0)),
    smooth=lambda c, x, y: c < 0 or c > 0)

# Sums of exponentials -----------------------------------------------------------------------


def _softmax(m: Any, x: tuple[Any, ...]) -> list[Any]:
    top = m.maximum(*x)  # which cancels, and keeps the exponentials from overflow
    terms = [m.exp(each - top) for each in x]
    return [m.divide(term, reduce(plus, terms)) for term in terms]


def _softmax_weight_gradients(m: Any, out: Any, *x: Any) -> tuple[Any, ...]:
    # p(1 − p) would cancel: the weights of the others are added up instead
    _, *others = _softmax(m, x)
    return out * reduce(plus, others, 0.0), *(-(out * each) for each in others)


softmax_weight = Operation(
    "softmax_weight",
    "softmax_weight(x, *others): exp(x) divided by the sum of exp over all operands.", "softmax",
    lambda *x: rf"\frac{{e^{{{x[0]}}}}}{{{' + '.join(map(exp.latex, x))}}}",
    forward=lambda m, x, *others: _softmax(m, (x, *others))[0],
    gradients=_softmax_weight_gradients,
    cancellation="differences of the operands are rounded before the exponential")


def _logsumexp(m: Any, x: Any, *rest: Any) -> Any:
    # The largest operands come out of the sum; one of them stays as the 1 of log1p.
    top = m.maximum(x, *rest)
    below = [m.where(each < top, m.exp(each - top), 0.0) for each in (x, *rest)]
    ties = [m.where(each < top, 0.0, 1.0) for each in (x, *rest)]
    return top + m.log1p(reduce(plus, below) + (reduce(plus, ties) - 1.0))


logsumexp = Operation(
    "logsumexp", "logsumexp(xs): log of the sum of exp over a sequence.", "log Σ exp",
    lambda *x: rf"\log({' + '.join(map(exp.latex, x))})",
    forward=_logsumexp,
    gradients=lambda m, out, *x: tuple(_softmax(m, x)),
    unpack=_sequence,
    cancellation="the largest operand and the logarithm of the rest may cancel")

# Losses -------------------------------------------------------------------------------------

squared_error = Operation(
    "squared_error", "squared_error(prediction, target): (target − prediction)².", "(y−ŷ)²",
    lambda x, y: f"({y} - {x})^2",
    forward=lambda m, x, y: (y - x) * (y - x),
    gradients=lambda m, out, x, y: (2.0 * (x - y), 2.0 * (y - x)))

half_squared_error = Operation(
    "half_squared_error", "half_squared_error(prediction, target): ½ (target − prediction)².",
    "½(y−ŷ)²", lambda x, y: rf"\tfrac{{1}}{{2}}({y} - {x})^2",
    forward=lambda m, x, y: 0.5 * (y - x) * (y - x),
    gradients=lambda m, out, x, y: (x - y, y - x))


def _binary_cross_entropy(m: Any, p: Any, t: Any) -> Any:
    return -(m.chain(t, m.log(p)) + m.chain(1.0 - t, m.log1p(-p)))


def _binary_cross_entropy_gradients(m: Any, out: Any, p: Any, t: Any) -> tuple[Any, Any]:
    spread = p * (1.0 - p)
    edge = m.chain(1.0 - t, m.divide(1.0, 1.0 - p)) - m.chain(t, m.divide(1.0, p))
    by_p = m.where(spread > 0.0, m.divide(p - t, spread), edge)
    # log((1 − p)/p), without cancellation around p = ½
    by_t = m.where(p < 0.25, m.log1p(-p) - m.log(p), -2.0 * m.atanh(2.0 * p - 1.0))
    return by_p, by_t


binary_cross_entropy = Operation(
    "binary_cross_entropy",
    "binary_cross_entropy(probability, target): −target · log p − (1 − target) · log(1 − p).",
    "BCE", lambda p, t: rf"-{t} \log {p} - (1 - {t}) \log(1 - {p})",
    forward=_binary_cross_entropy,
    gradients=_binary_cross_entropy_gradients,
    domain=lambda p, t: 0 < p < 1,
    cancellation="for targets outside [0, 1] the two terms have opposite signs")


def _binary_cross_entropy_with_logits(m: Any, x: Any, t: Any) -> Any:
    linear_part = m.chain(t, m.relu(-x)) + m.chain(1.0 - t, m.relu(x))
    return linear_part + m.log1p(m.exp(-m.abs(x)))


binary_cross_entropy_with_logits = Operation(
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits(logit, target): the binary cross-entropy of sigmoid(logit).",
    "BCE σ", lambda x, t: rf"-{t} \log \sigma({x}) - (1 - {t}) \log \sigma(-{x})",
    forward=_binary_cross_entropy_with_logits,
    # σ(x) − t, but with all digits in the tails where t is 0 or 1
    gradients=lambda m, out, x, t: ((1.0 - t) * m.sigmoid(x) - t * m.sigmoid(-x), -x),
    cancellation="the derivative crosses zero where sigmoid(logit) is the target")


def _cross_entropy_operands(logits: Iterable[Any], target: int) -> tuple[Any, ...]:
    others = list(_sequence(logits))
    if not 0 <= index(target) < len(others):
        raise ValueError(f"cross_entropy: target {target} is no index of {len(others)} logits")
    return others.pop(target), *others


def _cross_entropy_gradients(m: Any, out: Any, *x: Any) -> tuple[Any, ...]:
    _, *others = _softmax(m, x)
    return -reduce(plus, others, 0.0), *others


cross_entropy = Operation(
    "cross_entropy",
    "cross_entropy(logits, target): −log of the softmax weight of the logit at index target.",
    "CE", lambda *x: rf"-\log {softmax_weight.latex(*x)}",
    forward=lambda m, x, *others: m.logsumexp(0.0, *[each - x for each in others]),
    gradients=_cross_entropy_gradients,
    unpack=_cross_entropy_operands,
    cancellation="differences of the logits are rounded before the exponential")

hinge = Operation(
    "hinge", "hinge(prediction, target): max(0, 1 − target · prediction), the target being ±1.",
    "hinge", lambda x, y: rf"\max(0, 1 - {y} \cdot {x})",
    forward=lambda m, x, y: m.relu(1.0 - x * y),
    gradients=lambda m, out, x, y: (m.where(out > 0.0, -y, 0.0 * out),
                                    m.where(out > 0.0, -x, 0.0 * out)),
    smooth=lambda x, y: x * y < 1 or x * y > 1,
    cancellation="1 and the product cancel near the margin")


def _huber(m: Any, x: Any, y: Any, delta: Any) -> Any:
    size = m.abs(x - y)
    return m.where(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta))


def _huber_gradients(m: Any, out: Any, x: Any, y: Any, delta: Any) -> tuple[Any, Any, Any]:
    residual = x - y
    size = m.abs(residual)
    by_x = m.where(size <= delta, residual, delta * m.sign(residual))
    return by_x, -by_x, m.where(size <= delta, 0.0, size - delta)


huber = Operation(
    "huber",
    "huber(prediction, target, delta=1): half the squared error, and linear beyond delta.",
    "huber", _notation(r"\operatorname{huber}"),
    forward=_huber,
    gradients=_huber_gradients,
    smooth=lambda x, y, delta: delta > 0 and x - y not in (-delta, delta),
    unpack=lambda prediction, target, delta=1.0: (prediction, target, delta),
    cancellation="the residual is rounded before delta is subtracted")

# fmt: on

TABLE = {row.name: row for row in list(globals().values()) if isinstance(row, Operation)}
FLOATS = Namespace(floats.BASE)

# The operations are what a star import takes. Written like this, type checkers, which cannot
# follow a computed __all__, still see every name.
globals()["__all__"] = sorted(TABLE)
