"""Logarithms of sums and of probabilities, and products with logarithms."""

from typing import Any, Final

from autograd_lite.primitives.elementary import LOG_2
from autograd_lite.primitives.operation import Operation, public_rows

_LOG_10 = 2.302585092994046

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

exp10: Final = Operation(
    "exp10", "exp10(x): 10 to the power x.", "10ˣ", lambda x: f"10^{{{x}}}",
    forward=lambda m, x: m.power(10.0, x),
    gradients=lambda m, out, x: (_LOG_10 * out,))


def _logit(m: Any, x: Any) -> Any:
    # log(x/(1 − x)), without cancellation around ½
    return m.where(x < 0.25, m.log(x) - m.log1p(-x), 2.0 * m.atanh(2.0 * x - 1.0))


def _logit_slope(m: Any, out: Any, x: Any) -> Any:
    # not by the product, whose derivative would be squared
    slope = m.divide(m.divide(1.0, m.abs(x)), 1.0 - x)
    return m.where(x < 0.0, out, m.where(x > 1.0, out, slope))


logit: Final = Operation(
    "logit", "logit(x): log(x / (1 − x)), the number whose sigmoid is x.", "logit",
    lambda x: rf"\log(\frac{{{x}}}{{1 - {x}}})",
    forward=_logit,
    gradients=lambda m, out, x: (_logit_slope(m, out, x),),
    domain=lambda x: 0 < x < 1,
    crossing="the second derivative crosses zero at x = ½")

# Logarithms of sums -------------------------------------------------------------------------

logaddexp: Final = Operation(
    "logaddexp", "logaddexp(x, y): log(exp(x) + exp(y)).", "log Σ exp",
    lambda x, y: rf"\log(e^{{{x}}} + e^{{{y}}})",
    forward=lambda m, x, y: m.logsumexp(x, y),
    gradients=lambda m, out, x, y: (m.sigmoid(x - y), m.sigmoid(y - x)),
    cancellation="the larger operand and the logarithm of the rest may cancel")


def _logaddexp2(m: Any, x: Any, y: Any) -> Any:
    low, top = m.minimum(x, y), m.maximum(x, y)
    part = m.where(low < top, m.exp2(low - top), 1.0)  # ∞ − ∞ where both are infinite
    return top + m.divide(m.log1p(part), m.log(2.0))


def _logaddexp2_slope(m: Any, x: Any, y: Any) -> Any:
    # two forms of one function, neither of whose derivatives leaves the range of doubles
    below, above = m.exp2(x - y), m.exp2(y - x)
    return m.where(
        x < y, m.divide(below, 1.0 + below), m.divide(1.0, 1.0 + above))


logaddexp2: Final = Operation(
    "logaddexp2", "logaddexp2(x, y): log2(exp2(x) + exp2(y)).", "log₂ Σ 2ˣ",
    lambda x, y: rf"\log_2(2^{{{x}}} + 2^{{{y}}})",
    forward=_logaddexp2,
    gradients=lambda m, out, x, y: (_logaddexp2_slope(m, x, y), _logaddexp2_slope(m, y, x)),
    cancellation="the larger operand and the logarithm of the rest may cancel")

log1mexp: Final = Operation(
    "log1mexp", "log1mexp(x): log(1 − exp(−x)), for x > 0.", "log1mexp",
    lambda x: rf"\log(1 - e^{{-{x}}})",
    # Mächler, Accurately computing log(1 − exp(−|a|)), 2012
    forward=lambda m, x: m.where(
        x < LOG_2, m.log(-m.expm1(-x)), m.log1p(-m.exp(-x))),
    gradients=lambda m, out, x: (
        m.where(x < 0.0, out, m.divide(m.exp(-x), m.abs(m.expm1(-x)))),),
    domain=lambda x: x > 0)

# Products with logarithms -------------------------------------------------------------------


def _times_log(m: Any, x: Any, log: Any, y: Any) -> Any:
    """x · log, the logarithm of y: 0 · log 0 is 0, and nothing is below 0."""
    return m.where(y >= 0.0, m.strong_product(x, log), log)


def _times_log_by_x(m: Any, out: Any, log: Any, y: Any) -> Any:
    # below 0 the value, which depends on x too
    return m.where(y >= 0.0, log, out)


def _times_log_slope(m: Any, out: Any, x: Any, y: Any) -> Any:
    """x/y, of which 0/0 is 0."""
    edge = m.where(y >= 0.0, m.strong_product(x, m.divide(1.0, m.abs(y))), out)
    return m.where(y > 0.0, m.divide(x, y), edge)


xlogy: Final = Operation(
    "xlogy", "xlogy(x, y): x · log(y); 0 at x = y = 0, and nan for y < 0.", "x log y",
    lambda x, y: rf"{x} \log {y}",
    forward=lambda m, x, y: _times_log(m, x, m.log(y), y),
    gradients=lambda m, out, x, y: (
        _times_log_by_x(m, out, m.log(y), y), _times_log_slope(m, out, x, y)),
    domain=lambda x, y: y > 0 or x == y == 0, smooth=lambda x, y: y > 0)

xlog1py: Final = Operation(
    "xlog1py", "xlog1py(x, y): x · log(1 + y), accurate near y = 0.", "x log1p y",
    lambda x, y: rf"{x} \log(1 + {y})",
    forward=lambda m, x, y: _times_log(m, x, m.log1p(y), 1.0 + y),
    gradients=lambda m, out, x, y: (
        _times_log_by_x(m, out, m.log1p(y), 1.0 + y), _times_log_slope(m, out, x, 1.0 + y)),
    domain=lambda x, y: y > -1 or (x == 0 and y == -1), smooth=lambda x, y: y > -1)

# SciPy and PyTorch say −inf below 0; here a function is nan outside its domain.
entr: Final = Operation(
    "entr", "entr(x): −x · log(x), the entropy of a probability; 0 at 0, and nan below.",
    "−x log x", lambda x: rf"-{x} \log {x}",
    forward=lambda m, x: m.xlogy(-x, x),
    gradients=lambda m, out, x: (-(m.log(x) + 1.0),),
    domain=lambda x: x >= 0, smooth=lambda x: x > 0,
    cancellation="the derivative crosses zero at x = 1/e")


def _where_positive(m: Any, x: Any, y: Any, value: Any) -> Any:
    # not nan itself, a constant whose derivative is 0; no factor of any derivative is 0 instead
    logs = m.log(x) + m.log(y)
    outside = logs * (logs + (x + y))
    return m.where(x >= 0.0, m.where(y >= 0.0, value, outside), outside)


def _log_ratio(m: Any, x: Any, y: Any) -> Any:
    # of a quotient near 1, of which rounding leaves little, by the difference of the two; of one
    # that leaves the range of doubles by their logarithms
    ratio = m.divide(x, y)
    log, near = m.log(ratio), m.log1p(m.divide(x - y, y))
    far = m.where(m.abs(log) < 690.0, log, m.log(x) - m.log(y))
    return _where_positive(
        m, x, y, m.where(ratio > 0.5, m.where(ratio < 2.0, near, far), far))


log_ratio: Final = Operation(
    "log_ratio", "log_ratio(x, y): log(x / y), accurate where x is near y.", "log x/y",
    lambda x, y: rf"\log(\frac{{{x}}}{{{y}}})",
    forward=_log_ratio,
    gradients=lambda m, out, x, y: (
        _where_positive(m, x, y, m.divide(1.0, m.abs(x))),
        _where_positive(m, x, y, -m.divide(1.0, m.abs(y)))),
    domain=lambda x, y: x > 0 and y > 0)

# SciPy says inf outside.
rel_entr: Final = Operation(
    "rel_entr", "rel_entr(x, y): x · log(x / y), a term of a relative entropy; 0 at x = 0.",
    "x log x/y", lambda x, y: rf"{x} {log_ratio.latex(x, y)}",
    forward=lambda m, x, y: _where_positive(m, x, y, m.strong_product(x, m.log_ratio(x, y))),
    gradients=lambda m, out, x, y: (
        m.log_ratio(x, y) + 1.0,
        _where_positive(m, x, y, -_times_log_slope(m, out, x, y))),
    domain=lambda x, y: x >= 0 and y > 0, smooth=lambda x, y: x > 0,
    cancellation="the derivative by x crosses zero at x = y/e")

# fmt: on

public_rows(globals())
