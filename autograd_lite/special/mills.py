"""The ratio of the normal density to its distribution function, and logarithms of the latter."""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.polynomials import polynomial

_HALF_LOG_TAU = 0.9189385332046727  # log(√(2π))


# fmt: off

#: (λ(−t) − t) · (1 + t) in powers of (t − 3) / (t + 3), where λ(x) = φ(x) / Φ(x); made by
#: tools/make_approximations.py, as all that follow
_MILLS: Final = (
    1.132394619721746, 0.005171446736184234, -0.2690708337128083, 0.129520768870045,
    0.04494335954517041, -0.04490398751003898, -0.013079693776421217, 0.01485407076946513,
    0.005515151148451469, -0.004561991127429293, -0.0025465162425837885, 0.0011510168613719934,
    0.0010892589492526403, -0.00015739653426205942, -0.0003959699537834454, -4.6373906980829394e-05,
    0.00011211803926479531, 4.432471873989974e-05, -2.0101850911085404e-05, -1.7897795898440603e-05,
    -1.1966083886205785e-07, 4.079260232424362e-06, 1.3292110023512711e-06, -1.9484727343826094e-07,
    -3.190704910493896e-07, -2.066388304315551e-07, -2.496558981598597e-08, 6.853667444683975e-08,
    2.7323356341657383e-08, -7.793432314668853e-09, -4.303383773974826e-09,
)

# fmt: on


def excess(m: Any, t: Any) -> Any:
    """λ(−t) − t for t ≥ 0, which is near 1/t for a large t."""
    near = m.divide(polynomial(m.divide(t - 3.0, t + 3.0), _MILLS), 1.0 + t)
    return m.where(t < math.inf, near, m.divide(1.0, t))


def _inverse_mills(m: Any, x: Any) -> Any:
    """λ(x) = φ(x) / Φ(x): its numerator and denominator vanish together on the left."""
    return m.where(x < 0.0, excess(m, -x) - x, m.divide(m.norm_pdf(x), m.norm_cdf(x)))


def _mills_excess(m: Any, x: Any) -> Any:
    """λ(x) + x, whose terms cancel on the left."""
    right = m.divide(m.norm_pdf(x), m.norm_cdf(x)) + x
    return m.where(x < 0.0, excess(m, -x), right)


def _log_norm_cdf(m: Any, x: Any) -> Any:
    """log(φ(x) / λ(x)) on the left, where Φ(x) itself would leave the range of doubles."""
    left = (-0.5 * x) * x - (_HALF_LOG_TAU + m.log(excess(m, -x) - x))
    return m.where(x < 0.0, left, m.log1p(-m.norm_cdf(-x)))


RULES: Final[dict[str, Callable[..., Any]]] = {
    "inverse_mills": _inverse_mills,
    "mills_excess": _mills_excess,
    "log_norm_cdf": _log_norm_cdf,
}
