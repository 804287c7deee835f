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
* ``sqrt′(0) = log′(0) = inf``. Outside its domain an operation and its gradients are nan.
"""

import inspect
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial, reduce
from operator import add as plus
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
    # y·x^(y−1). Below 1 the rounding of y − 1 costs up to 350 ulp, which y·out / x does not;
    # where that is 0/0 or inf/inf (nan is not <= itself) the power is exact.
    steep, ratio = y * m.power(x, y - 1.0), m.divide(y * out, x)
    slope = m.where(y < 1.0, m.where(ratio <= ratio, ratio, steep), steep)
    by_x = m.where(m.abs(y) > 0.0, slope, 0.0 * y)
    at_zero = m.where(y >= 0.0, 0.0, -m.abs(out))
    return by_x, m.where(m.abs(x) <= 0.0, at_zero, out * m.log(x))


power = Operation(
    "power", "power(x, y): x to the power y.", "xʸ", lambda x, y: f"{{{x}}}^{{{y}}}",
    forward=lambda m, x, y: m.power(x, y),
    gradients=_power_gradients,
    domain=lambda x, y: x > 0)

sum = Operation(
    "sum", "sum(xs): the sum of a sequence, added up from the left.", "Σ",
    lambda *x: " + ".join(x),
    forward=lambda m, *x: reduce(plus, x, 0.0),
    gradients=lambda m, out, *x: (1.0,) * len(x),
    unpack=lambda xs: tuple(xs.flat if hasattr(xs, "flat") else xs))


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
    unpack=_linear_operands)

# Exponentials and roots ---------------------------------------------------------------------

exp = Operation(
    "exp", "exp(x): e to the power x.", "exp", lambda x: f"e^{{{x}}}",
    forward=lambda m, x: m.exp(x),
    gradients=lambda m, out, x: (out,))

log = Operation(
    "log", "log(x): the natural logarithm.", "log", lambda x: rf"\log {x}",
    forward=lambda m, x: m.log(x),
    # below zero nan, as the value is, where 1/x would be a number
    gradients=lambda m, out, x: (m.where(x < 0.0, out, m.divide(1.0, m.abs(x))),),
    domain=lambda x: x > 0)

sqrt = Operation(
    "sqrt", "sqrt(x): the square root.", "√", lambda x: rf"\sqrt{{{x}}}",
    forward=lambda m, x: m.sqrt(x),
    gradients=lambda m, out, x: (m.divide(0.5, m.abs(out)),),  # abs, for sqrt(−0.0) is −0.0
    domain=lambda x: x >= 0, smooth=lambda x: x > 0)

# Activations --------------------------------------------------------------------------------


def _logistic(m: Any, x: Any) -> Any:
    # 1/(1 + e⁻ˣ), with an exponential that cannot overflow
    e = m.exp(-m.abs(x))
    return m.divide(m.where(x >= 0.0, 1.0, e), 1.0 + e)


def _sech_squared(m: Any, x: Any) -> Any:
    # 1 − tanh², which has no digit left from |x| = 19 on
    e = m.exp(-2.0 * m.abs(x))
    return m.divide(4.0 * e, (1.0 + e) * (1.0 + e))


sigmoid = Operation(
    "sigmoid", "sigmoid(x): 1 / (1 + exp(−x)).", "σ", lambda x: rf"\sigma({x})",
    forward=_logistic,
    gradients=lambda m, out, x: (out * m.sigmoid(-x),))  # 1 − out is 0 from x = 37 on

tanh = Operation(
    "tanh", "tanh(x): the hyperbolic tangent.", "tanh", lambda x: rf"\tanh {x}",
    forward=lambda m, x: m.tanh(x),
    gradients=lambda m, out, x: (_sech_squared(m, x),))

relu = Operation(
    "relu", "relu(x): x where it is positive, else 0.", "relu",
    lambda x: rf"\operatorname{{relu}}({x})",
    forward=lambda m, x: m.where(x <= 0.0, 0.0, x),
    gradients=lambda m, out, x: (m.sign(out),),
    smooth=lambda x: x < 0 or x > 0)

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

# fmt: on

TABLE = {row.name: row for row in list(globals().values()) if isinstance(row, Operation)}
FLOATS = Namespace(floats.BASE)

# The operations are what a star import takes. Written like this, type checkers, which cannot
# follow a computed __all__, still see every name.
globals()["__all__"] = sorted(TABLE)
