"""Second derivatives of the beta function, and what they are made of, as sums of positive terms."""

from typing import Any

from autograd_lite.special.beta import times_gap


def beta_curves(m: Any, out: Any, value: Any, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """The derivatives of ``beta_slope`` by a and b; that of the value is in them."""
    by_b = -(out * m.polygamma_gap(0.0, b, a)) - times_gap(m, value, 1.0, b, a)
    known = value > 0.0
    return 0.0, m.where(known, _mixed(m, value, a, b), value), m.where(known, by_b, value)


def _mixed(m: Any, value: Any, a: Any, b: Any) -> Any:
    """Of G · (1/a + 1/b), where G = Γ(1 + a) Γ(1 + b) / Γ(1 + a + b) has a maximum beside 0.

    G · ((a + b) · mean(1 + a, b) · mean(1 + b, a) + bend(1 + b, a) + bend(1 + a, b)); the terms of
    other formulas are far larger than it where an operand is small.
    """
    p, q = m.minimum(a, b), m.maximum(a, b)
    mean = m.gap_mean(1.0 + p, q)
    # by the value G has no good slope by a small operand, and the rounding of 1 + p is large for a
    # large q unless it is made up for
    small = q < 1.0
    moved = m.where(small, 1.0 + (p + q), q) * m.beta(1.0 + p, m.where(small, 1.0 + q, q))
    rounding = ((1.0 + p) - 1.0) - p
    by_shift = moved * (1.0 + rounding * (q * mean))
    common = m.where(p < 0.5, by_shift, value * m.divide(p, 1.0 + m.divide(p, q)))
    falling = ((p + q) * mean) * m.gap_mean(1.0 + q, p)
    return common * (falling + (m.gap_bend(1.0 + q, p) + m.gap_bend(1.0 + p, q)))


def gap_bend_slopes(m: Any, out: Any, x: Any, y: Any) -> tuple[Any, Any]:
    """−S(2, 2) − 2 S(1, 3) and −2 S(1, 3), where S(i, j) = Σ (x + k)^(−i) (x + y + k)^(−j)."""
    third, fourth = m.polygamma(3.0, x), m.polygamma(4.0, x)
    near, both = y < 3e-6 * x, -times_gap(m, m.divide(1.0, y), 1.0, x, y)
    by_second = m.divide(out + 0.5 * m.polygamma(2.0, x + y), y)
    by_second = m.by_series(near, third * (1.0 / 6.0) + 0.125 * (y * fourth), by_second)
    mixed = m.divide(both - 2.0 * out, y)
    mixed = m.by_series(near, third * (1.0 / 6.0) + (y * fourth) * (1.0 / 12.0), mixed)
    return -mixed - 2.0 * by_second, -2.0 * by_second
