"""Elementary functions: exponentials and roots, angles, hyperbolic functions, the normal law."""

import math
from typing import Any, Final

from autograd_lite.primitives.operation import Operation, notation, public_rows
from autograd_lite.special.normal import INVERSE_SQRT_TAU

LOG_2, _LOG2_E, _LOG10_E = 0.6931471805599453, 1.4426950408889634, 0.4342944819032518
_TWO_BY_SQRT_PI = 1.1283791670955126
_MINUS_TWO_THIRDS, _MINUS_TWO_THIRDS_REST = -0.6666666666666666, -3.700743415417188e-17

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

# Exponentials and roots ---------------------------------------------------------------------

exp: Final = Operation(
    "exp", "exp(x): e to the power x.", "exp", lambda x: f"e^{{{x}}}",
    forward=lambda m, x: m.exp(x),
    gradients=lambda m, out, x: (out,))

expm1: Final = Operation(
    "expm1", "expm1(x): exp(x) − 1, accurate near 0.", "exp−1", lambda x: f"e^{{{x}}} - 1",
    forward=lambda m, x: m.expm1(x),
    gradients=lambda m, out, x: (m.exp(x),))

exp2: Final = Operation(
    "exp2", "exp2(x): 2 to the power x.", "2ˣ", lambda x: f"2^{{{x}}}",
    forward=lambda m, x: m.exp2(x),
    gradients=lambda m, out, x: (LOG_2 * out,))


def _log_slope(m: Any, out: Any, x: Any, factor: float = 1.0) -> Any:
    # below zero nan, as the value is, where factor/x would be a number
    return m.where(x < 0.0, out, m.divide(factor, m.abs(x)))


log: Final = Operation(
    "log", "log(x): the natural logarithm.", "log", lambda x: rf"\log {x}",
    forward=lambda m, x: m.log(x),
    gradients=lambda m, out, x: (_log_slope(m, out, x),),
    domain=lambda x: x > 0)

log1p: Final = Operation(
    "log1p", "log1p(x): log(1 + x), accurate near 0.", "log1p", lambda x: rf"\log(1 + {x})",
    forward=lambda m, x: m.log1p(x),
    gradients=lambda m, out, x: (_log_slope(m, out, 1.0 + x),),
    domain=lambda x: x > -1)

log2: Final = Operation(
    "log2", "log2(x): the logarithm to base 2.", "log₂", lambda x: rf"\log_2 {x}",
    forward=lambda m, x: m.log2(x),
    gradients=lambda m, out, x: (_log_slope(m, out, x, _LOG2_E),),
    domain=lambda x: x > 0)

log10: Final = Operation(
    "log10", "log10(x): the logarithm to base 10.", "log₁₀", lambda x: rf"\log_{{10}} {x}",
    forward=lambda m, x: m.log10(x),
    gradients=lambda m, out, x: (_log_slope(m, out, x, _LOG10_E),),
    domain=lambda x: x > 0)

sqrt: Final = Operation(
    "sqrt", "sqrt(x): the square root.", "√", lambda x: rf"\sqrt{{{x}}}",
    forward=lambda m, x: m.sqrt(x),
    # not ½/out, which adds the rounding of out, and is −inf at −0.0
    gradients=lambda m, out, x: (m.where(x >= 0.0, 0.5 * m.power(x, -0.5), out),),
    domain=lambda x: x >= 0, smooth=lambda x: x > 0)


def _cbrt_slope(m: Any, out: Any, x: Any) -> Any:
    # |x|^(−2/3)/3, the exponent with its rest, has fewer errors than out/(3x) or, at 0 and inf,
    # 1/(3·out²), which C libraries with a cube root of three ulp spoil
    size = m.abs(x)
    log, ratio = m.log(size), m.divide(out, x)
    power = m.power(size, _MINUS_TWO_THIRDS) * (1.0 + _MINUS_TWO_THIRDS_REST * log)
    edge = m.where(ratio >= 0.0, ratio, m.divide(1.0, out * out))
    return m.divide(m.where(m.abs(log) < math.inf, power, edge), 3.0)


cbrt: Final = Operation(
    "cbrt", "cbrt(x): the cube root.", "∛", lambda x: rf"\sqrt[3]{{{x}}}",
    forward=lambda m, x: m.cbrt(x),
    gradients=lambda m, out, x: (_cbrt_slope(m, out, x),),
    smooth=lambda x: x < 0 or x > 0)

square: Final = Operation(
    "square", "square(x): x².", "x²", lambda x: f"{{{x}}}^2",
    forward=lambda m, x: x * x,
    gradients=lambda m, out, x: (2.0 * x,))

reciprocal: Final = Operation(
    "reciprocal", "reciprocal(x): 1 / x.", "1/x", lambda x: rf"\frac{{1}}{{{x}}}",
    forward=lambda m, x: m.divide(1.0, x),
    gradients=lambda m, out, x: (-m.divide(out, x),),
    domain=lambda x: x < 0 or x > 0)

# Angles -------------------------------------------------------------------------------------

sin: Final = Operation(
    "sin", "sin(x): the sine of x radians.", "sin", notation(r"\sin"),
    forward=lambda m, x: m.sin(x),
    gradients=lambda m, out, x: (m.cos(x),))

cos: Final = Operation(
    "cos", "cos(x): the cosine of x radians.", "cos", notation(r"\cos"),
    forward=lambda m, x: m.cos(x),
    gradients=lambda m, out, x: (-m.sin(x),))

tan: Final = Operation(
    "tan", "tan(x): the tangent of x radians.", "tan", notation(r"\tan"),
    forward=lambda m, x: m.tan(x),
    gradients=lambda m, out, x: (1.0 + out * out,))


def _one_minus_square(m: Any, x: Any) -> Any:
    # 1 − x² cancels near ±1; so does the derivative of (1 − x)(1 + x) near 0
    return m.where(m.abs(x) < 0.5, 1.0 - x * x, (1.0 - x) * (1.0 + x))


def _asin_slope(m: Any, out: Any, x: Any) -> Any:
    # the power of −inf is 0, but beyond ±1 the slope is as undefined as the value
    return m.where(m.abs(x) <= 1.0, m.power(_one_minus_square(m, x), -0.5), out)


asin: Final = Operation(
    "asin", "asin(x): the angle between −π/2 and π/2 whose sine is x.", "asin",
    notation(r"\arcsin"),
    forward=lambda m, x: m.asin(x),
    gradients=lambda m, out, x: (_asin_slope(m, out, x),),
    domain=lambda x: -1 <= x <= 1, smooth=lambda x: -1 < x < 1)

acos: Final = Operation(
    "acos", "acos(x): the angle between 0 and π whose cosine is x.", "acos",
    notation(r"\arccos"),
    forward=lambda m, x: m.acos(x),
    gradients=lambda m, out, x: (-_asin_slope(m, out, x),),
    domain=lambda x: -1 <= x <= 1, smooth=lambda x: -1 < x < 1)

atan: Final = Operation(
    "atan", "atan(x): the angle between −π/2 and π/2 whose tangent is x.", "atan",
    notation(r"\arctan"),
    forward=lambda m, x: m.atan(x),
    # far out 1 is lost beside x², whose own square would leave the range of doubles
    gradients=lambda m, out, x: (
        m.where(m.abs(x) < 1e10, m.divide(1.0, 1.0 + x * x), m.divide(m.divide(1.0, x), x)),))


def _atan2_gradients(m: Any, out: Any, y: Any, x: Any) -> tuple[Any, Any]:
    # x/(x² + y²) and −y/(x² + y²), whose squares leave the range of doubles, by the ratio of the
    # smaller operand to the larger; halves, for 1/x overflows for a subnormal x
    wide = m.abs(y) < m.abs(x)
    larger = m.where(wide, x, y)
    ratio = m.divide(m.where(wide, y, x), larger)
    spread = 0.5 + 0.5 * ratio * ratio
    one = m.divide(m.divide(0.5, larger), spread)
    other = m.divide(m.divide(0.5 * ratio, larger), spread)
    return m.where(wide, one, other), -m.where(wide, other, one)


atan2: Final = Operation(
    "atan2", "atan2(y, x): the angle from the x axis to the point (x, y).", "atan2",
    notation(r"\operatorname{atan2}"),
    forward=lambda m, y, x: m.atan2(y, x),
    gradients=_atan2_gradients,
    domain=lambda y, x: y < 0 or y > 0 or x < 0 or x > 0,
    smooth=lambda y, x: y < 0 or y > 0 or x > 0,
    crossing="the mixed derivative crosses zero where |x| = |y|")


def _hypot_slope(m: Any, out: Any, x: Any, y: Any) -> Any:
    # x/h; its derivative 1/h − x²/h³ cancels where x is the larger one
    scale = m.where(out < math.inf, 1.0, 0.5)  # half of a value that overflows does not
    slope = m.divide(scale * x, m.hypot(scale * x, scale * y))
    ratio = m.divide(y, x)
    by_ratio = m.sign(x) * m.power(1.0 + ratio * ratio, -0.5)
    return m.where(out <= 0.0, 0.0, m.where(m.abs(y) < m.abs(x), by_ratio, slope))


hypot: Final = Operation(
    "hypot", "hypot(x, y): the square root of x² + y².", "hypot",
    lambda x, y: rf"\sqrt{{{x}^2 + {y}^2}}",
    forward=lambda m, x, y: m.hypot(x, y),
    gradients=lambda m, out, x, y: (_hypot_slope(m, out, x, y), _hypot_slope(m, out, y, x)),
    smooth=lambda x, y: x < 0 or x > 0 or y < 0 or y > 0)

# Hyperbolic functions -----------------------------------------------------------------------

sinh: Final = Operation(
    "sinh", "sinh(x): the hyperbolic sine.", "sinh", notation(r"\sinh"),
    forward=lambda m, x: m.sinh(x),
    gradients=lambda m, out, x: (m.cosh(x),))

cosh: Final = Operation(
    "cosh", "cosh(x): the hyperbolic cosine.", "cosh", notation(r"\cosh"),
    forward=lambda m, x: m.cosh(x),
    gradients=lambda m, out, x: (m.sinh(x),))

tanh: Final = Operation(
    "tanh", "tanh(x): the hyperbolic tangent.", "tanh", lambda x: rf"\tanh {x}",
    forward=lambda m, x: m.tanh(x),
    gradients=lambda m, out, x: (4.0 * m.logistic_density(2.0 * x),))

asinh: Final = Operation(
    "asinh", "asinh(x): the number whose hyperbolic sine is x.", "asinh",
    notation(r"\operatorname{arsinh}"),
    forward=lambda m, x: m.asinh(x),
    gradients=lambda m, out, x: (m.divide(1.0, m.hypot(1.0, x)),))


def _acosh_slope(m: Any, out: Any, x: Any) -> Any:
    # far out 1 is lost beside x², which would leave the range of doubles
    near = m.power((x - 1.0) * (x + 1.0), -0.5)
    return m.where(x < 1.0, out, m.where(x < 1e10, near, m.divide(1.0, x)))


acosh: Final = Operation(
    "acosh", "acosh(x): the number, 0 or more, whose hyperbolic cosine is x.", "acosh",
    notation(r"\operatorname{arcosh}"),
    forward=lambda m, x: m.acosh(x),
    gradients=lambda m, out, x: (_acosh_slope(m, out, x),),
    domain=lambda x: x >= 1, smooth=lambda x: x > 1)

atanh: Final = Operation(
    "atanh", "atanh(x): the number whose hyperbolic tangent is x.", "atanh",
    notation(r"\operatorname{artanh}"),
    forward=lambda m, x: m.atanh(x),
    # beyond ±1 nan, as the value is
    gradients=lambda m, out, x: (
        m.where(m.abs(x) <= 1.0, m.divide(1.0, _one_minus_square(m, x)), out),),
    domain=lambda x: -1 < x < 1)

# The normal distribution --------------------------------------------------------------------

exp_negative_square: Final = Operation(
    "exp_negative_square", "exp_negative_square(x): exp(−x²), accurate in the tails.", "exp(−x²)",
    lambda x: f"e^{{-{x}^2}}",
    forward=lambda m, x: m.exp_negative_square(x),
    gradients=lambda m, out, x: (-2.0 * m.strong_product(out, x),),
    crossing="the second derivative crosses zero at x = ±√½")

erf: Final = Operation(
    "erf", "erf(x): the error function.", "erf", notation(r"\operatorname{erf}"),
    forward=lambda m, x: m.erf(x),
    gradients=lambda m, out, x: (_TWO_BY_SQRT_PI * m.exp_negative_square(x),))

erfc: Final = Operation(
    "erfc", "erfc(x): 1 − erf(x), accurate in the tail.", "erfc",
    notation(r"\operatorname{erfc}"),
    forward=lambda m, x: m.erfc(x),
    gradients=lambda m, out, x: (-_TWO_BY_SQRT_PI * m.exp_negative_square(x),))


def _norm_pdf_slope(m: Any, out: Any, x: Any) -> Any:
    # −x · out, where out is subnormal and the product not; halving is exact, where x/√2 is not
    root = m.exp_negative_square(0.5 * x)
    tail = INVERSE_SQRT_TAU * (m.strong_product(root, x) * root)
    return -m.where(out < 1e-290, tail, m.strong_product(out, x))


norm_pdf: Final = Operation(
    "norm_pdf", "norm_pdf(x): the density of the standard normal distribution.", "φ",
    lambda x: rf"\phi({x})",
    forward=lambda m, x: m.norm_pdf(x),
    gradients=lambda m, out, x: (_norm_pdf_slope(m, out, x),),
    crossing="the second derivative crosses zero at x = ±1")

norm_cdf: Final = Operation(
    "norm_cdf", "norm_cdf(x): the standard normal distribution function.", "Φ",
    lambda x: rf"\Phi({x})",
    forward=lambda m, x: m.norm_cdf(x),
    gradients=lambda m, out, x: (m.norm_pdf(x),))

# fmt: on

public_rows(globals())
