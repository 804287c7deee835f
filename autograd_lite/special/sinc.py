"""sin(πx) / (πx) and its derivatives."""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.polynomials import polynomial

_PI_SQUARED = 9.869604401089358


# fmt: off

#: the first derivative divided by x, in powers of x² ≤ ¼
_SINC_SLOPE: Final = (
    -3.289868133696453, 3.2469697011334144, -1.1445109447325053, 0.2091827825412377,
    -0.023460810354539816, 0.0017811455160975924, -9.766222875865934e-05, 4.049933736869953e-06,
    -1.314367356206479e-07, 3.342186098609113e-09,
)
#: the second derivative, in powers of x² ≤ 1
_SINC_CURVE: Final = (
    -3.289868133696453, 9.740909103400243, -5.722554723662526, 1.4642794777886687,
    -0.21114729319102413, 0.01959260068010133, -0.001269609006421244, 6.074921769852387e-05,
    -2.2352418157221044e-06, 6.522845880492796e-08, -1.5468337548017213e-09, 3.039788600593668e-11,
    -5.015013636175348e-13, 6.531326335816178e-15,
)

# fmt: on


def _turns(m: Any, x: Any) -> tuple[Any, Any]:
    """cos(πx) and sin(πx), of what is beyond the nearest whole number: their signs alternate."""
    whole = m.floor(m.where(m.abs(x) < 2.0**51, x + 0.5, x))
    angle = math.pi * (x - whole)
    sign = 1.0 - 2.0 * (whole - 2.0 * m.floor(0.5 * whole))
    return sign * m.cos(angle), sign * m.sin(angle)


def _sinc(m: Any, x: Any) -> Any:
    _, sine = _turns(m, x)
    near = m.divide(sine, math.pi * x)
    return m.where(x == 0.0, 1.0, m.where(m.abs(x) < math.inf, near, m.divide(0.0, x)))


def _sinc_slope(m: Any, x: Any) -> Any:
    """(cos(πx) − sinc(x)) / x, whose terms cancel near 0."""
    cosine, _ = _turns(m, x)
    far = m.divide(cosine - _sinc(m, x), x)
    far = m.where(m.abs(x) < math.inf, far, m.divide(0.0, x))
    return m.where(m.abs(x) < 0.5, x * polynomial(x * x, _SINC_SLOPE), far)


def _sinc_curve(m: Any, x: Any) -> Any:
    """−π² sinc(x) − 2/x · the slope, whose terms cancel near 0."""
    far = -(_PI_SQUARED * _sinc(m, x) + m.divide(2.0 * _sinc_slope(m, x), x))
    return m.where(m.abs(x) < 0.75, polynomial(x * x, _SINC_CURVE), far)


RULES: Final[dict[str, Callable[..., Any]]] = {
    "sinc": _sinc,
    "sinc_slope": _sinc_slope,
    "sinc_curve": _sinc_curve,
}
