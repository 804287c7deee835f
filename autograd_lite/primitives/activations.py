"""Activations of neurons."""

import math
from dataclasses import replace
from typing import Any, Final

from autograd_lite.primitives.choices import clip
from autograd_lite.primitives.operation import Operation, notation, public_rows

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

def _logistic_density(m: Any, x: Any) -> Any:
    e = m.exp(-m.abs(x))
    return m.divide(e, (1.0 + e) * (1.0 + e))


# The slope of sigmoid and tanh. A row of its own because it is even: its derivative has a factor
# that is 0 at 0, and a formula with e⁻ˣ gets there by cancellation.
logistic_density: Final = Operation(
    "logistic_density",
    "logistic_density(x): exp(−x) / (1 + exp(−x))², the derivative of sigmoid.", "σ′",
    lambda x: rf"\frac{{e^{{-{x}}}}}{{(1 + e^{{-{x}}})^2}}",
    forward=_logistic_density,
    gradients=lambda m, out, x: (-(m.tanh(0.5 * x) * out),),
    crossing="the second derivative crosses zero at x = ±1.32")


def _logistic(m: Any, x: Any) -> Any:
    # 1/(1 + e⁻ˣ), with an exponential that cannot overflow
    e = m.exp(-m.abs(x))
    return m.divide(m.where(x >= 0.0, 1.0, e), 1.0 + e)


sigmoid: Final = Operation(
    "sigmoid", "sigmoid(x): 1 / (1 + exp(−x)).", "σ", lambda x: rf"\sigma({x})",
    forward=_logistic,
    gradients=lambda m, out, x: (m.logistic_density(x),))

softplus: Final = Operation(
    "softplus", "softplus(x): log(1 + exp(x)).", "softplus", lambda x: rf"\log(1 + e^{{{x}}})",
    forward=lambda m, x: m.relu(x) + m.log1p(m.exp(-m.abs(x))),
    gradients=lambda m, out, x: (m.sigmoid(x),))

log_sigmoid: Final = Operation(
    "log_sigmoid", "log_sigmoid(x): log(sigmoid(x)).", "log σ", lambda x: rf"\log \sigma({x})",
    forward=lambda m, x: -m.softplus(-x),
    gradients=lambda m, out, x: (m.sigmoid(-x),))

relu: Final = Operation(
    "relu", "relu(x): x where it is positive, else 0.", "relu", notation(r"\operatorname{relu}"),
    forward=lambda m, x: m.where(x <= 0.0, 0.0, x),
    gradients=lambda m, out, x: (m.sign(out),),
    smooth=lambda x: x < 0 or x > 0)

leaky_relu: Final = Operation(
    "leaky_relu", "leaky_relu(x, slope=0.01): x where it is positive, else slope · x.", "leaky",
    notation(r"\operatorname{leaky}"),
    forward=lambda m, x, slope: m.where(x > 0.0, x, slope * x),
    gradients=lambda m, out, x, slope: (
        m.where(x > 0.0, 1.0, m.where(x <= 0.0, slope, x)), m.where(x > 0.0, 0.0, x)),
    smooth=lambda x, slope: x < 0 or x > 0,
    unpack=lambda x, slope=0.01: (x, slope))

prelu: Final = replace(
    leaky_relu, name="prelu", symbol="prelu", latex=notation(r"\operatorname{prelu}"),
    summary="prelu(x, slope): x where it is positive, else slope · x, of a slope that is learned.",
    unpack=lambda *operands: operands)

elu: Final = Operation(
    "elu", "elu(x, alpha=1): x where it is positive, else alpha · (exp(x) − 1).", "elu",
    notation(r"\operatorname{elu}"),
    forward=lambda m, x, alpha: m.where(x > 0.0, x, alpha * m.expm1(x)),
    gradients=lambda m, out, x, alpha: (
        m.where(x > 0.0, 1.0, alpha * m.exp(x)), m.where(x > 0.0, 0.0, m.expm1(x))),
    smooth=lambda x, alpha: x < 0 or x > 0,
    unpack=lambda x, alpha=1.0: (x, alpha))


def _silu(m: Any, x: Any) -> Any:
    # For x < 0 as x·e^(x/2) · e^(x/2)/(1 + eˣ): σ(x) is subnormal where x·σ(x) is not. A factor
    # that has become 0 outweighs an infinite x (strong_product), as in the limit.
    half = m.exp(-0.5 * m.abs(x))
    rest = m.divide(1.0, 1.0 + half * half)
    return m.where(x < 0.0, m.strong_product(half, x) * (half * rest), x * rest)


silu: Final = Operation(
    "silu", "silu(x): x · sigmoid(x).", "silu", lambda x: rf"{x} \cdot \sigma({x})",
    forward=_silu,
    gradients=lambda m, out, x: (m.sigmoid(x) + m.strong_product(m.sigmoid(-x), out),),
    cancellation="the derivative crosses zero at x = −1.28")

gelu: Final = Operation(
    "gelu", "gelu(x): x · norm_cdf(x).", "gelu", lambda x: rf"{x} \cdot \Phi({x})",
    forward=lambda m, x: m.strong_product(m.norm_cdf(x), x),
    gradients=lambda m, out, x: (m.norm_cdf(x) + m.strong_product(m.norm_pdf(x), x),),
    cancellation="the derivative crosses zero at x = −0.75")


def _mish_slope(m: Any, x: Any) -> Any:
    y = m.softplus(x)
    by_x = 4.0 * m.logistic_density(2.0 * y) * m.sigmoid(x)  # of tanh(y)
    return m.tanh(y) + m.strong_product(by_x, x)


def _mish(m: Any, x: Any) -> Any:
    s = m.sigmoid(-x)
    return m.divide(m.silu(x) * (1.0 + s), 1.0 + s * s)


mish: Final = Operation(
    "mish", "mish(x): x · tanh(softplus(x)).", "mish",
    lambda x: rf"{x} \tanh({softplus.latex(x)})",
    forward=_mish,
    gradients=lambda m, out, x: (_mish_slope(m, x),),
    cancellation="the derivative crosses zero at x = −1.19")

# Scaled exponentials ------------------------------------------------------------------------

# Klambauer et al., Self-Normalizing Neural Networks, 2017
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772

selu: Final = Operation(
    "selu", "selu(x): 1.0507 · elu(x, 1.6733), which keeps mean 0 and variance 1.", "selu",
    notation(r"\operatorname{selu}"),
    forward=lambda m, x: _SELU_SCALE * m.elu(x, _SELU_ALPHA),
    gradients=lambda m, out, x: (_SELU_SCALE * elu.gradients(m, out, x, _SELU_ALPHA)[0],),
    smooth=lambda x: x < 0 or x > 0)


def _celu_exponent(m: Any, x: Any, alpha: Any) -> Any:
    scale = m.where(alpha < 0.0, alpha, m.where(alpha > 0.0, alpha, math.nan))
    return m.divide(x, m.where(x > 0.0, 1.0, scale))


def _celu(m: Any, x: Any, alpha: Any) -> Any:
    u = _celu_exponent(m, x, alpha)
    # x/alpha may be subnormal where x is not
    below = m.where(m.abs(u) < 1e-290, x + 0.5 * x * u, alpha * m.expm1(u))
    return m.where(x > 0.0, x, below)


def _celu_gradients(m: Any, out: Any, x: Any, alpha: Any) -> tuple[Any, Any]:
    u = _celu_exponent(m, x, alpha)
    return m.where(x > 0.0, 1.0, m.exp(u)), m.where(x > 0.0, 0.0, m.celu_slope(u))


celu: Final = Operation(
    "celu", "celu(x, alpha=1): x where it is positive, else alpha · (exp(x / alpha) − 1).", "celu",
    notation(r"\operatorname{celu}"),
    forward=_celu,
    gradients=_celu_gradients,
    domain=lambda x, alpha: x > 0 or alpha < 0 or alpha > 0,
    smooth=lambda x, alpha: x < 0 or x > 0,
    unpack=lambda x, alpha=1.0: (x, alpha),
    cancellation="the quotient is rounded before the exponential")

# Pieces of lines and of hyperbolas ----------------------------------------------------------

# It has a slope at 0, 1, but not that a slope of its own.
softsign: Final = Operation(
    "softsign", "softsign(x): x / (1 + |x|).", "softsign",
    lambda x: rf"\frac{{{x}}}{{1 + \lvert {x} \rvert}}",
    forward=lambda m, x: m.where(
        m.abs(x) < math.inf, m.divide(x, 1.0 + m.abs(x)), m.sign(x)),
    gradients=lambda m, out, x: (m.power(1.0 + m.abs(x), -2.0),),
    smooth=lambda x: x < 0 or x > 0)

hardtanh: Final = replace(
    clip, name="hardtanh", symbol="hardtanh", latex=notation(r"\operatorname{hardtanh}"),
    summary="hardtanh(x, low=-1, high=1): x, but at least low and at most high, as clip.",
    unpack=lambda x, low=-1.0, high=1.0: (x, low, high))


def _clip_slope(m: Any, x: Any, low: float, high: float) -> Any:
    by_x: Any = clip.gradients(m, m.clip(x, low, high), x, low, high)[0]
    return by_x


relu6: Final = Operation(
    "relu6", "relu6(x): x, but at least 0 and at most 6.", "relu6",
    notation(r"\operatorname{relu6}"),
    forward=lambda m, x: m.clip(x, 0.0, 6.0),
    gradients=lambda m, out, x: (_clip_slope(m, x, 0.0, 6.0),),
    smooth=lambda x: x not in (0.0, 6.0))

# The kinks are at ±3 in x itself, where x + 3 may be rounded to 6.
hard_sigmoid: Final = Operation(
    "hard_sigmoid", "hard_sigmoid(x): relu6(x + 3) / 6.", "hard σ",
    lambda x: rf"\frac{{{relu6.latex(x + ' + 3')}}}{{6}}",
    forward=lambda m, x: m.divide(m.clip(x, -3.0, 3.0) + 3.0, 6.0),
    gradients=lambda m, out, x: (m.divide(_clip_slope(m, x, -3.0, 3.0), 6.0),),
    smooth=lambda x: x not in (-3.0, 3.0))

hard_swish: Final = Operation(
    "hard_swish", "hard_swish(x): x · hard_sigmoid(x).", "hard swish",
    lambda x: rf"{x} \cdot {hard_sigmoid.latex(x)}",
    forward=lambda m, x: m.strong_product(m.hard_sigmoid(x), x),
    # (2x + 3)/6, exact where it crosses zero
    gradients=lambda m, out, x: (m.divide(
        m.strong_product(_clip_slope(m, x, -3.0, 3.0), x) + m.clip(x, -3.0, 3.0) + 3.0, 6.0),),
    smooth=lambda x: x not in (-3.0, 3.0))

# fmt: on

public_rows(globals())
