"""The principal branch of Lambert's function, W(x) · exp(W(x)) = x."""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.polynomials import polynomial

_E, _E_REST = 2.718281828459045, 1.4456468917292502e-16
_BRANCH = -0.36787944117144233  # the double next to −1/e, which counts as −1/e itself

# fmt: off

#: (1 + W(x)) / p in powers of p = √(2 (e x + 1)) ≤ 0.63; made by tools/make_approximations.py
_RISE = (
    1.0, -0.3333333333333331, 0.15277777777774323, -0.07962962962751523, 0.044502314746514296,
    -0.02598471353116208, 0.015635615069575143, -0.009616733361258985, 0.006013499451671136,
    -0.0038062037089938985, 0.0024221353338489226, -0.0015244350656658597, 0.0009137373262516778,
    -0.00048696072392614677, 0.00020792636795819623, -6.080539372766027e-05, 8.857855822013112e-06,
)

# fmt: on


def _near_branch(m: Any, x: Any) -> Any:
    """1 + W(x), which needs e x + 1 exactly: it is 0 at the branch point, and steep."""
    product = _E * x
    half_square = (1.0 + product) + (m.lost(product, _E, x) + _E_REST * x)
    p = m.sqrt(2.0 * m.where(x == _BRANCH, 0.0, half_square))
    return p * polynomial(p, _RISE)


def _iterated(m: Any, x: Any) -> Any:
    """Two steps of Fritsch, Shafer and Crowley, Communications of the ACM 16 (1973), algorithm 443.

    They start from the approximation of Iacono and Boyd, Advances in Computational Mathematics 43
    (2017), with an error of 7 % at most.
    """
    log = m.log1p(x)
    w = log * (1.0 - m.divide(m.log1p(log), 2.0 + log))
    for _ in range(2):
        z = m.log(m.divide(x, w)) - w
        q = 2.0 * (1.0 + w) * (1.0 + w + 0.6666666666666666 * z)
        w = w + w * m.divide(z * (q - z), (1.0 + w) * (q - 2.0 * z))
    return m.where(m.abs(x) > 0.0, m.where(x < math.inf, w, x), x)


def _lambertw(m: Any, x: Any) -> Any:
    return m.where(x < -0.3, _near_branch(m, x) - 1.0, _iterated(m, x))


def _rise(m: Any, x: Any) -> Any:
    return m.where(x < -0.3, _near_branch(m, x), 1.0 + _iterated(m, x))


def _slope(m: Any, w: Any, x: Any) -> Any:
    """1 / (x + exp(w)), where w = W(x): exp(−w) / (1 + w), or w / (x (1 + w)) for a large w."""
    rise = m.where(x < -0.3, _near_branch(m, x), 1.0 + w)
    ratio = m.where(m.abs(w) < 1.0, m.exp(-w), m.divide(w, x))
    return m.where(x < math.inf, m.divide(ratio, rise), m.divide(1.0, x))


RULES: Final[dict[str, Callable[..., Any]]] = {
    "lambertw": _lambertw,
    "lambertw_rise": _rise,
    "lambertw_slope": _slope,
}
