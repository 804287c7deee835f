"""Internal rows for derivatives that no formula of rows has well enough: their terms would cancel.

Their notation says that formula, which is what explanations tell; what computes them is an
approximation of `autograd_lite.special`. An operand beside that of the derivative is a number that
is known to more digits than the operand says.
"""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.primitives import near_zero
from autograd_lite.primitives.of_beta import beta_curves, gap_bend_slopes
from autograd_lite.primitives.operation import INTERNAL, Operation
from autograd_lite.special.beta import times_gap


def _slope(
    name: str,
    meaning: str,
    symbol: str,
    latex: Callable[..., str],
    forward: Callable[..., Any],
    gradients: Callable[..., tuple[Any, ...]],
) -> Operation:
    return Operation(name, f"{name}{meaning}.", symbol, latex, forward, gradients)


def _mills_fall(m: Any, out: Any, x: Any) -> Any:
    # far on the right the one factor vanishes as the other grows, and far on the left the reverse
    return m.where(out == math.inf, 1.0, m.strong_product(out, m.mills_excess(x)))


SLOPES: Final = (
    _slope(
        "celu_slope",
        "(x): (1 − x) · exp(x) − 1, the derivative of celu by alpha at x / alpha",
        "celu′",
        lambda x: rf"(1 - {x}) e^{{{x}}} - 1",
        lambda m, x: m.celu_slope(x),
        lambda m, out, x: (-m.strong_product(m.exp(x), x),),
    ),
    _slope(
        "inverse_mills",
        "(x): norm_pdf(x) / norm_cdf(x)",
        "λ",
        lambda x: rf"\frac{{\phi({x})}}{{\Phi({x})}}",
        lambda m, x: m.inverse_mills(x),
        lambda m, out, x: (-_mills_fall(m, out, x),),
    ),
    _slope(
        "mills_excess",
        "(x): norm_pdf(x) / norm_cdf(x) + x",
        "λ+x",
        lambda x: rf"\frac{{\phi({x})}}{{\Phi({x})}} + {x}",
        lambda m, x: m.mills_excess(x),
        lambda m, out, x: (1.0 - m.inverse_mills(x) * out,),
    ),
    _slope(
        "erfinv_slope",
        "(y, q): √π/2 · exp(y²), where q = erfc(|y|)",
        "erfinv′",
        lambda y, q: rf"\frac{{\sqrt{{\pi}} e^{{{y}^2}}}}{{2}}",
        lambda m, y, q: m.erfinv_slope(y, q),
        lambda m, out, y, q: (2.0 * (y * out), 0.0),
    ),
    _slope(
        "norm_ppf_slope",
        "(y, q): 1 / norm_pdf(y), where q = norm_cdf(−|y|)",
        "1/φ",
        lambda y, q: rf"\frac{{1}}{{\phi({y})}}",
        lambda m, y, q: m.norm_ppf_slope(y, q),
        lambda m, out, y, q: (y * out, 0.0),
    ),
    _slope(
        "lambertw_slope",
        "(y, x): 1 / (x + exp(y)), where y = lambertw(x)",
        "W′",
        lambda y, x: rf"\frac{{1}}{{{x} + e^{{{y}}}}}",
        lambda m, y, x: m.lambertw_slope(y, x),
        lambda m, out, y, x: (-m.divide(out, m.lambertw_rise(x)), -(out * out)),
    ),
    _slope(
        "lambertw_rise",
        "(x): 1 + lambertw(x), accurate beside the branch point",
        "1+W",
        lambda x: rf"1 + \operatorname{{W}}({x})",
        lambda m, x: m.lambertw_rise(x),
        lambda m, out, x: (m.lambertw_slope(m.lambertw(x), x),),
    ),
    _slope(
        "sinc_slope",
        "(x): (cos(πx) − sinc(x)) / x",
        "sinc′",
        lambda x: rf"\frac{{\cos(\pi {x}) - \operatorname{{sinc}}({x})}}{{{x}}}",
        lambda m, x: m.sinc_slope(x),
        lambda m, out, x: (m.sinc_curve(x),),
    ),
    _slope(
        "sinc_curve",
        "(x): −π² sinc(x) − 2/x · (cos(πx) − sinc(x)) / x",
        "sinc″",
        lambda x: (
            rf"-\pi^2 \operatorname{{sinc}}({x})"
            rf" - 2 \frac{{\cos(\pi {x}) - \operatorname{{sinc}}({x})}}{{{x}^2}}"
        ),
        lambda m, x: m.sinc_curve(x),
        lambda m, out, x: (near_zero.sinc_third(m, out, x),),
    ),
    _slope(
        "polygamma_gap",
        "(n, x, y): polygamma(n, x + y) − polygamma(n, x), for positive x and y",
        "Δψ⁽ⁿ⁾",
        lambda n, x, y: (
            rf"\operatorname{{polygamma}}({n}, {x} + {y}) - \operatorname{{polygamma}}({n}, {x})"
        ),
        lambda m, n, x, y: m.polygamma_gap(n, x, y),
        lambda m, out, n, x, y: (
            0.0,
            m.polygamma_gap(n + 1.0, x, y),
            m.polygamma(n + 1.0, x + y),
        ),
    ),
    _slope(
        "beta_slope",
        "(value, a, b): the derivative by b of beta(a, b), which is the value",
        "B′",
        lambda value, a, b: (
            rf"-{value} \cdot"
            rf" (\operatorname{{polygamma}}(0, {b} + {a}) - \operatorname{{polygamma}}(0, {b}))"
        ),
        lambda m, value, a, b: m.beta_slope(value, a, b),
        beta_curves,
    ),
    _slope(
        "gap_mean",
        "(x, y): (digamma(x + y) − digamma(x)) / y, for positive x and y",
        "Δψ/y",
        lambda x, y: rf"\frac{{\psi({x} + {y}) - \psi({x})}}{{{y}}}",
        lambda m, x, y: m.gap_mean(x, y),
        lambda m, out, x, y: (
            times_gap(m, m.divide(1.0, y), 1.0, x, y),
            -m.gap_bend(x, y),
        ),
    ),
    _slope(
        "gap_bend",
        "(x, y): (gap_mean(x, y) − polygamma(1, x + y)) / y, for positive x and y",
        "Δψ/y²",
        lambda x, y: (
            rf"\frac{{\frac{{\psi({x} + {y}) - \psi({x})}}{{{y}}}"
            rf" - \operatorname{{polygamma}}(1, {x} + {y})}}{{{y}}}"
        ),
        lambda m, x, y: m.gap_bend(x, y),
        gap_bend_slopes,
    ),
    _slope(
        "j2",
        "(x): the Bessel function of the first kind, of order 2",
        "J₂",
        lambda x: rf"\frac{{2 \operatorname{{J1}}({x})}}{{{x}}} - \operatorname{{J0}}({x})",
        lambda m, x: m.j2(x),
        lambda m, out, x: (near_zero.j2_slope(m, out, x),),
    ),
    _slope(
        "i2",
        "(x): the modified Bessel function of the first kind, of order 2",
        "I₂",
        lambda x: rf"\operatorname{{I0}}({x}) - \frac{{2 \operatorname{{I1}}({x})}}{{{x}}}",
        lambda m, x: m.i2(x),
        lambda m, out, x: (near_zero.i2_slope(m, out, x),),
    ),
    _slope(
        "i0e_slope",
        "(x): i1e(x) − sign(x) i0e(x)",
        "I₀ₑ′",
        lambda x: (
            rf"\operatorname{{I1e}}({x})"
            rf" - \operatorname{{sgn}}({x}) \cdot \operatorname{{I0e}}({x})"
        ),
        lambda m, x: m.i0e_slope(x),
        lambda m, out, x: (m.i0e_curve(x),),
    ),
    _slope(
        "i0e_curve",
        "(x): 2 i0e(x) − (2 sign(x) + 1/x) i1e(x)",
        "I₀ₑ″",
        lambda x: (
            rf"2 \operatorname{{I0e}}({x}) - 2 \operatorname{{sgn}}({x}) \cdot"
            rf" \operatorname{{I1e}}({x}) - \frac{{\operatorname{{I1e}}({x})}}{{{x}}}"
        ),
        lambda m, x: m.i0e_curve(x),
        lambda m, out, x: (near_zero.i0e_third(m, out, x),),
    ),
    _slope(
        "i1e_slope",
        "(x): i0e(x) − (sign(x) + 1/x) i1e(x)",
        "I₁ₑ′",
        lambda x: (
            rf"\operatorname{{I0e}}({x}) - \operatorname{{sgn}}({x}) \cdot"
            rf" \operatorname{{I1e}}({x}) - \frac{{\operatorname{{I1e}}({x})}}{{{x}}}"
        ),
        lambda m, x: m.i1e_slope(x),
        lambda m, out, x: (m.i1e_curve(x),),
    ),
    _slope(
        "i1e_curve",
        "(x): the derivative of i0e(x) − (sign(x) + 1/x) i1e(x)",
        "I₁ₑ″",
        lambda x: (
            rf"(2 + \frac{{2 \operatorname{{sgn}}({x})}}{{{x}}} + \frac{{2}}{{{x}^2}}) \cdot"
            rf" \operatorname{{I1e}}({x})"
            rf" - (2 \operatorname{{sgn}}({x}) + \frac{{1}}{{{x}}}) \cdot \operatorname{{I0e}}({x})"
        ),
        lambda m, x: m.i1e_curve(x),
        lambda m, out, x: (near_zero.i1e_third(m, out, x),),
    ),
)


INTERNAL.update({row.name: row for row in SLOPES})
