"""The gamma function and its kin.

Their derivatives are again rows: that of ``lgamma`` is ``digamma``, that of ``digamma`` is
``polygamma`` of order 1, and so on.
"""

from typing import Any, Final

from autograd_lite.primitives.operation import Operation, notation, public_rows

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

_POLES = "between its poles at the whole numbers below 0 it crosses zero"


def _is_no_pole(x: float) -> bool:
    return x > 0.0 or x % 1.0 != 0.0


gamma: Final = Operation(
    "gamma", "gamma(x): the gamma function, (x − 1)! for whole x; at its poles nan, at ±0 ±inf.",
    "Γ", notation(r"\Gamma"),
    forward=lambda m, x: m.gamma(x),
    gradients=lambda m, out, x: (out * m.digamma(x),),
    domain=_is_no_pole,
    cancellation=_POLES.replace("it crosses", "its slope crosses"))

lgamma: Final = Operation(
    "lgamma", "lgamma(x): the logarithm of |gamma(x)|; at its poles inf.", "log|Γ|",
    notation(r"\operatorname{lgamma}"),
    forward=lambda m, x: m.lgamma(x),
    gradients=lambda m, out, x: (m.digamma(x),),
    domain=_is_no_pole,
    cancellation=_POLES)

digamma: Final = Operation(
    "digamma", "digamma(x): the derivative of lgamma; at its poles nan, at ±0 ∓inf.", "ψ",
    notation(r"\psi"),
    forward=lambda m, x: m.digamma(x),
    # nan where the value is, though the limit of the slope at a pole is inf
    gradients=lambda m, out, x: (m.where(out == out, m.polygamma(1.0, x), out),),
    domain=_is_no_pole,
    cancellation=_POLES)


def _polygamma_gradients(m: Any, out: Any, n: Any, x: Any) -> tuple[Any, Any]:
    return m.where(out == out, 0.0, out), m.where(out == out, m.polygamma(n + 1.0, x), out)


polygamma: Final = Operation(
    "polygamma",
    "polygamma(n, x): the n-th derivative of digamma, n rounded to a whole number from 0 to 150; "
    "the gradient by n is 0, as by a condition.", "ψ⁽ⁿ⁾",
    notation(r"\operatorname{polygamma}"),
    forward=lambda m, n, x: m.polygamma(n, x),
    gradients=_polygamma_gradients,
    domain=lambda n, x: -0.5 <= n < 150.5 and _is_no_pole(x),
    smooth=lambda n, x: abs(n % 1.0 - 0.5) > 1e-9,  # n + 1 may round elsewhere
    cancellation=_POLES)


beta: Final = Operation(
    "beta",
    "beta(a, b): the beta function, gamma(a) · gamma(b) / gamma(a + b), for positive a and b.",
    "B", notation(r"\operatorname{beta}"),
    forward=lambda m, a, b: m.beta(a, b),
    gradients=lambda m, out, a, b: (m.beta_slope(out, b, a), m.beta_slope(out, a, b)),
    domain=lambda a, b: a > 0.0 and b > 0.0,
    smooth=lambda a, b: min(a, b) > 1e-307,  # below, the value and not its slope overflows
    ulps=16.0)  # powers and gamma functions, ten factors in all, and a slope that multiplies them


def _betaln_gradients(m: Any, out: Any, a: Any, b: Any) -> tuple[Any, Any]:
    slopes = -m.polygamma_gap(0.0, a, b), -m.polygamma_gap(0.0, b, a)
    return m.where(out == out, slopes[0], out), m.where(out == out, slopes[1], out)


betaln: Final = Operation(
    "betaln",
    "betaln(a, b): the logarithm of the beta function, gamma(a) · gamma(b) / gamma(a + b), "
    "for positive a and b.", "log B",
    notation(r"\operatorname{betaln}"),
    forward=lambda m, a, b: m.betaln(a, b),
    gradients=_betaln_gradients,
    domain=lambda a, b: a > 0.0 and b > 0.0,
    ulps=6.0,  # below 3 it is the logarithm of a quotient of three gamma functions
    cancellation="it crosses zero where the beta function is 1")

# fmt: on

public_rows(globals())
