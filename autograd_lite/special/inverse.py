"""The inverses of the error function and of the normal distribution function, and their slopes."""

from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.mills import excess
from autograd_lite.special.polynomials import polynomial

# constants, and what their doubles lack
_HALF_SQRT_PI, _HALF_SQRT_PI_REST = 0.886226925452758, -3.8332932499128993e-17
_SQRT_TAU, _SQRT_TAU_REST = 2.5066282746310007, -1.8328579980459167e-16
_SQRT_2, _SQRT_HALF = 1.4142135623730951, 0.7071067811865476

_RATIO, _OFFSET = 1.2896051775947641, 4.90622134833706


# fmt: off

#: erfinv(p) / p in powers of p² ≤ ¼
_ERFINV: Final = (
    0.886226925452758, 0.23201366653465413, 0.1275561753057083, 0.08655212922868404,
    0.06495961852901483, 0.051731253306841384, 0.04283740347363704, 0.036454827486340644,
    0.03181583295152348, 0.02694838724859272, 0.031010927474211324, -0.0017967450327210375,
    0.08796124048790732, -0.09736287546380862, 0.12057541715794934,
)
#: erfcinv(exp(−s²)) / s − 1 for 0.83 ≤ s ≤ 27.3, which exp(−s²) = ½ and the smallest double are;
#: in powers of (_RATIO · s − _OFFSET) / (s + 3)
_ERFCINV: Final = (
    -0.06703679221957559, 0.13954870171634975, -0.11871847782388222, 0.06528021811426135,
    -0.029851261891672004, 0.01019355183384128, -0.0016044416955935, -0.0013173435962755419,
    0.001663837551264562, -0.001214781054624616, 0.0006703745512174438, -0.00028713671976138267,
    7.183486717086545e-05, 1.8570055334229393e-05, -4.268494346780446e-05, 3.660441887038417e-05,
    -2.3422581067671024e-05, 1.1470196565632115e-05, -3.970817863412502e-06, 2.8302014195423824e-07,
    8.767545268215007e-07, -1.6273603401580407e-06, 1.642460334583885e-06, 4.1078379995797816e-07,
    -1.3974264250170736e-06, -1.996739583330571e-06, 2.7429029764345044e-06, 3.234208577943721e-06,
    -3.7404146784463536e-06, -4.06831572315036e-06, 3.797268824501459e-06, 4.060462304277201e-06,
    -2.9615395655631924e-06, -3.052460730681385e-06, 1.6852856633311524e-06, 1.6829909210520712e-06,
    -6.612697894329628e-07, -6.451254715481253e-07, 1.6124992999867617e-07, 1.5349306038365668e-07,
    -1.8580775334198286e-08, -1.714631764651751e-08,
)

# fmt: on


def _signed(m: Any, size: Any, sign: Any) -> Any:
    return m.where(sign < 0.0, -size, size)


def _middle(p: Any, scale: float, slope: float, rest: float) -> Any:
    """scale · erfinv(p) for |p| < ½; the slope at 0 is scale · √π/2."""
    square = p * p
    return p * slope + p * (rest + scale * (square * polynomial(square, _ERFINV[1:])))


def _tail(m: Any, q: Any) -> Any:
    """erfcinv(q) for q ≤ ½."""
    s = m.sqrt(-m.log(q))
    return m.where(q > 0.0, s + s * _tail_rest(m, s), s)


def _tail_rest(m: Any, s: Any) -> Any:
    return polynomial(m.divide(_RATIO * s - _OFFSET, s + 3.0), _ERFCINV)


def _erfinv(m: Any, x: Any) -> Any:
    """A polynomial in the middle; 1 − |x| is exact at the sides."""
    size = m.abs(x)
    middle = _middle(x, 1.0, _HALF_SQRT_PI, _HALF_SQRT_PI_REST)
    return m.where(size < 0.5, middle, _signed(m, _tail(m, 1.0 - size), x))


def _erfcinv(m: Any, x: Any) -> Any:
    """The same: one of x and 2 − x is small, and 1 − x is exact in the middle."""
    p = 1.0 - x
    middle = _middle(p, 1.0, _HALF_SQRT_PI, _HALF_SQRT_PI_REST)
    tail = _signed(m, _tail(m, m.where(x < 1.0, x, 2.0 - x)), p)
    return m.where(m.abs(p) < 0.5, middle, tail)


def _norm_ppf(m: Any, x: Any) -> Any:
    """√2 · erfinv(2x − 1), the √2 without a product of its own."""
    p = 2.0 * x - 1.0
    middle = _middle(p, _SQRT_2, 0.5 * _SQRT_TAU, 0.5 * _SQRT_TAU_REST)
    q = 2.0 * m.where(x < 0.5, x, 1.0 - x)
    root = m.sqrt(-2.0 * m.log(q))
    tail = m.where(q > 0.0, root + root * _tail_rest(m, _SQRT_HALF * root), root)
    return m.where(m.abs(p) < 0.5, middle, _signed(m, tail, p))


def _tail_slope(m: Any, t: Any, q: Any, scale: float) -> Any:
    """scale / (q λ(−t)): in the tail an exponential of t² would multiply the rounding of t."""
    return m.where(q > 0.0, m.divide(scale, q * (excess(m, t) + t)), t * t)


def _erfinv_slope(m: Any, y: Any, q: Any) -> Any:
    """√π/2 · exp(y²), where q = erfc(|y|)."""
    tail = _tail_slope(m, _SQRT_2 * m.abs(y), q, _SQRT_HALF)
    return m.where(
        q > 0.5, _HALF_SQRT_PI + (_HALF_SQRT_PI_REST + _HALF_SQRT_PI * m.expm1(y * y)), tail
    )


def _norm_ppf_slope(m: Any, y: Any, q: Any) -> Any:
    """√(2π) · exp(y²/2), where q = Φ(−|y|)."""
    tail = _tail_slope(m, m.abs(y), q, 1.0)
    return m.where(
        q > 0.25, _SQRT_TAU + (_SQRT_TAU_REST + _SQRT_TAU * m.expm1(0.5 * (y * y))), tail
    )


RULES: Final[dict[str, Callable[..., Any]]] = {
    "erfinv": _erfinv,
    "erfcinv": _erfcinv,
    "norm_ppf": _norm_ppf,
    "erfinv_slope": _erfinv_slope,
    "norm_ppf_slope": _norm_ppf_slope,
}
