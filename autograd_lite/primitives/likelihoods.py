"""Losses of a residual, and negative log-likelihoods of distributions."""

from typing import Any, Final

from autograd_lite.primitives.operation import Operation, notation, public_rows

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

# Of a residual ------------------------------------------------------------------------------


def _log_cosh(m: Any, prediction: Any, target: Any) -> Any:
    # cosh z = 1 + 2·sinh²(z/2), whose logarithm keeps its digits near 0
    z = m.abs(prediction - target)
    root = m.sinh(0.5 * z)
    far = z + (m.log1p(m.exp(-2.0 * z)) - m.log(2.0))
    return m.where(z < 20.0, m.log1p(2.0 * root * root), far)


log_cosh: Final = Operation(
    "log_cosh",
    "log_cosh(prediction, target): log(cosh(prediction − target)), smooth between ½r² and |r|.",
    "log cosh", notation(r"\operatorname{logcosh}"),
    forward=_log_cosh,
    gradients=lambda m, out, x, y: (m.tanh(x - y), m.tanh(y - x)),
    cancellation="the residual is rounded before the exponential")


def _pinball_gradients(m: Any, out: Any, x: Any, y: Any, q: Any) -> tuple[Any, Any, Any]:
    # of the greater of q·r and (q − 1)·r: at r = 0 the mean of both slopes, as of a maximum
    r = y - x
    by_y = m.where(r > 0.0, q, m.where(r < 0.0, q - 1.0, (q - 0.5) + 0.0 * r))
    return -by_y, by_y, r


pinball: Final = Operation(
    "pinball",
    "pinball(prediction, target, quantile=0.5): the quantile loss, quantile · r for a residual "
    "r = target − prediction above 0, else (quantile − 1) · r.",
    "pinball", notation(r"\operatorname{pinball}"),
    forward=lambda m, x, y, q: m.where(y >= x, q * (y - x), (1.0 - q) * (x - y)),
    gradients=_pinball_gradients,
    smooth=lambda x, y, q: x < y or x > y,
    unpack=lambda prediction, target, quantile=0.5: (prediction, target, quantile))

# Of a distribution --------------------------------------------------------------------------

poisson_nll: Final = Operation(
    "poisson_nll",
    "poisson_nll(log_rate, target): exp(log_rate) − target · log_rate, the negative "
    "log-likelihood of a count but for log(target!).",
    "Poisson", lambda s, k: rf"e^{{{s}}} - {k} \cdot {s}",
    forward=lambda m, log_rate, target: (
        m.exp(log_rate) + m.strong_product(target, -log_rate)),
    gradients=lambda m, out, s, k: (m.exp(s) - k, -s),
    cancellation="the derivative crosses zero where the rate is the target")


def _gaussian_nll(m: Any, mean: Any, target: Any, variance: Any) -> Any:
    r = mean - target
    return 0.5 * (m.log(variance) + r * m.divide(r, variance))


def _gaussian_nll_gradients(m: Any, out: Any, x: Any, y: Any, v: Any) -> tuple[Any, Any, Any]:
    r = x - y
    share = m.divide(r, v)
    by_v = m.divide(0.5 * (1.0 - r * share), v)
    # below 0 nan, as the value is
    return m.where(v < 0.0, out, share), m.where(v < 0.0, out, -share), m.where(v < 0.0, out, by_v)


gaussian_nll: Final = Operation(
    "gaussian_nll",
    "gaussian_nll(mean, target, variance): ½ (log v + (mean − target)² / v), the negative "
    "log-likelihood of a normal distribution of variance v but for ½ log 2π.",
    "Gauss", lambda x, y, v: rf"\tfrac{{1}}{{2}}(\log {v} + \frac{{({x} - {y})^2}}{{{v}}})",
    forward=_gaussian_nll,
    gradients=_gaussian_nll_gradients,
    domain=lambda x, y, v: v > 0,
    cancellation="the logarithm and the square cancel")

# fmt: on

public_rows(globals())
