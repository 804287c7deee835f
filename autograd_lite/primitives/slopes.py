"""Internal rows for derivatives that no formula of rows has well enough: their terms would cancel.

Their notation says that formula, which is what explanations tell; what computes them is an
approximation of `autograd_lite.special`. An operand beside that of the derivative is a number that
is known to more digits than the operand says.
"""

from collections.abc import Callable
from typing import Any, Final

from autograd_lite.primitives.operation import INTERNAL, Operation

_PI_SQUARED = 9.869604401089358


def _slope(
    name: str,
    meaning: str,
    symbol: str,
    latex: Callable[..., str],
    forward: Callable[..., Any],
    gradients: Callable[..., tuple[Any, ...]],
) -> Operation:
    return Operation(name, f"{name}{meaning}.", symbol, latex, forward, gradients)


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
        lambda m, out, x: (-(out * m.mills_excess(x)),),
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
        lambda m, out, x: (_sinc_third(m, out, x),),
    ),
)


def _sinc_third(m: Any, out: Any, x: Any) -> Any:
    slope = m.sinc_slope(x)
    far = -_PI_SQUARED * slope - 2.0 * m.divide(out - m.divide(slope, x), x)
    return m.where(x == 0.0, 0.0, far)


INTERNAL.update({row.name: row for row in SLOPES})
