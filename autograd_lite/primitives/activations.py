"""Activations of neurons."""

from typing import Any, Final

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

# fmt: on

public_rows(globals())
