"""The rules of the table on floats, as straight-line code: made from it by ``make rules``.

A test demands that this is what the table says, and that every rule gives the same bits as its
record. The formulas stand in `autograd_lite.primitives`.
"""

from collections.abc import Callable
from math import inf, nan
from typing import Final

from autograd_lite import primitives
from autograd_lite.primitives.operation import FLOATS, Operation

from .rule import Products, Rule, Sum, cos, divide, exp, log, power, sin, sqrt  # a relative import: this file is compiled as part of another package

acos: Final[Callable[..., float]] = FLOATS.acos
acosh: Final[Callable[..., float]] = FLOATS.acosh
asin: Final[Callable[..., float]] = FLOATS.asin
asinh: Final[Callable[..., float]] = FLOATS.asinh
atan: Final[Callable[..., float]] = FLOATS.atan
atan2: Final[Callable[..., float]] = FLOATS.atan2
atanh: Final[Callable[..., float]] = FLOATS.atanh
beta: Final[Callable[..., float]] = FLOATS.beta
beta_slope: Final[Callable[..., float]] = FLOATS.beta_slope
betaln: Final[Callable[..., float]] = FLOATS.betaln
cbrt: Final[Callable[..., float]] = FLOATS.cbrt
ceil: Final[Callable[..., float]] = FLOATS.ceil
celu_slope: Final[Callable[..., float]] = FLOATS.celu_slope
cosh: Final[Callable[..., float]] = FLOATS.cosh
digamma: Final[Callable[..., float]] = FLOATS.digamma
erf: Final[Callable[..., float]] = FLOATS.erf
erfc: Final[Callable[..., float]] = FLOATS.erfc
erfcinv: Final[Callable[..., float]] = FLOATS.erfcinv
erfinv: Final[Callable[..., float]] = FLOATS.erfinv
erfinv_slope: Final[Callable[..., float]] = FLOATS.erfinv_slope
exp2: Final[Callable[..., float]] = FLOATS.exp2
exp_negative_square: Final[Callable[..., float]] = FLOATS.exp_negative_square
expm1: Final[Callable[..., float]] = FLOATS.expm1
floor: Final[Callable[..., float]] = FLOATS.floor
floor_divide: Final[Callable[..., float]] = FLOATS.floor_divide
fmod: Final[Callable[..., float]] = FLOATS.fmod
gamma: Final[Callable[..., float]] = FLOATS.gamma
hypot: Final[Callable[..., float]] = FLOATS.hypot
i0: Final[Callable[..., float]] = FLOATS.i0
i0e: Final[Callable[..., float]] = FLOATS.i0e
i0e_slope: Final[Callable[..., float]] = FLOATS.i0e_slope
i1: Final[Callable[..., float]] = FLOATS.i1
i1e: Final[Callable[..., float]] = FLOATS.i1e
i1e_slope: Final[Callable[..., float]] = FLOATS.i1e_slope
i2: Final[Callable[..., float]] = FLOATS.i2
ieee_remainder: Final[Callable[..., float]] = FLOATS.ieee_remainder
inverse_mills: Final[Callable[..., float]] = FLOATS.inverse_mills
j0: Final[Callable[..., float]] = FLOATS.j0
j1: Final[Callable[..., float]] = FLOATS.j1
j2: Final[Callable[..., float]] = FLOATS.j2
lambertw: Final[Callable[..., float]] = FLOATS.lambertw
lambertw_slope: Final[Callable[..., float]] = FLOATS.lambertw_slope
lgamma: Final[Callable[..., float]] = FLOATS.lgamma
log10: Final[Callable[..., float]] = FLOATS.log10
log1p: Final[Callable[..., float]] = FLOATS.log1p
log2: Final[Callable[..., float]] = FLOATS.log2
log_norm_cdf: Final[Callable[..., float]] = FLOATS.log_norm_cdf
norm_cdf: Final[Callable[..., float]] = FLOATS.norm_cdf
norm_pdf: Final[Callable[..., float]] = FLOATS.norm_pdf
norm_ppf: Final[Callable[..., float]] = FLOATS.norm_ppf
norm_ppf_slope: Final[Callable[..., float]] = FLOATS.norm_ppf_slope
polygamma: Final[Callable[..., float]] = FLOATS.polygamma
polygamma_gap: Final[Callable[..., float]] = FLOATS.polygamma_gap
remainder: Final[Callable[..., float]] = FLOATS.remainder
rint: Final[Callable[..., float]] = FLOATS.rint
sinc: Final[Callable[..., float]] = FLOATS.sinc
sinc_slope: Final[Callable[..., float]] = FLOATS.sinc_slope
sinh: Final[Callable[..., float]] = FLOATS.sinh
tan: Final[Callable[..., float]] = FLOATS.tan
tanh: Final[Callable[..., float]] = FLOATS.tanh
trunc: Final[Callable[..., float]] = FLOATS.trunc


class _Abs(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = abs(x)
        by_x = 1.0 if x > 0.0 else (-1.0 if x < 0.0 else x)
        return out, by_x


class _Acos(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = acos(x)
        t1 = abs(x)
        t2 = power(1.0 - x * x if t1 < 0.5 else (1.0 - x) * (1.0 + x), -0.5)
        by_x = -(t2 if t1 <= 1.0 else out)
        return out, by_x


class _Acosh(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = acosh(x)
        t1 = power((x - 1.0) * (x + 1.0), -0.5) if x < 10000000000.0 else divide(1.0, x)
        by_x = out if x < 1.0 else t1
        return out, by_x


class _Add(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x + y
        return out, 1.0, 1.0


class _Asin(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = asin(x)
        t1 = abs(x)
        t2 = power(1.0 - x * x if t1 < 0.5 else (1.0 - x) * (1.0 + x), -0.5)
        by_x = t2 if t1 <= 1.0 else out
        return out, by_x


class _Asinh(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = asinh(x)
        by_x = divide(1.0, hypot(1.0, x))
        return out, by_x


class _Atan(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = atan(x)
        by_x = divide(1.0, 1.0 + x * x) if abs(x) < 10000000000.0 else divide(divide(1.0, x), x)
        return out, by_x


class _Atan2(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = atan2(x, y)
        t1 = abs(x) < abs(y)
        t2 = y if t1 else x
        t3 = divide(x if t1 else y, t2)
        t4 = 0.5 * t3
        t5 = 0.5 + t4 * t3
        t6 = divide(divide(0.5, t2), t5)
        t7 = divide(divide(t4, t2), t5)
        by_x = t6 if t1 else t7
        by_y = -(t7 if t1 else t6)
        return out, by_x, by_y


class _Atanh(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = atanh(x)
        t1 = abs(x)
        t2 = divide(1.0, 1.0 - x * x if t1 < 0.5 else (1.0 - x) * (1.0 + x))
        by_x = t2 if t1 <= 1.0 else out
        return out, by_x


class _Beta(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = beta(x, y)
        by_x = beta_slope(out, y, x)
        by_y = beta_slope(out, x, y)
        return out, by_x, by_y


class _Betaln(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = betaln(x, y)
        t1 = out == out
        by_x = -polygamma_gap(0.0, x, y) if t1 else out
        by_y = -polygamma_gap(0.0, y, x) if t1 else out
        return out, by_x, by_y


class _BinaryCrossEntropy(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = log(x)
        t2 = log1p(-x)
        t3 = abs(y) <= 0.0
        t4 = 1.0 - y
        t5 = abs(t4) <= 0.0
        t6 = (0.0 if t3 else (0.0 if abs(t1) <= 0.0 else y * t1)) + (0.0 if t5 else (0.0 if abs(t2) <= 0.0 else t4 * t2))
        t7 = x < 0.0
        t8 = x > 1.0
        out = t1 if t7 else (t2 if t8 else -t6)
        t9 = 1.0 - x
        t10 = divide(1.0, x)
        t11 = divide(y, x) if x > 0.0 else (0.0 if t3 else (0.0 if abs(t10) <= 0.0 else y * t10))
        t12 = divide(1.0, t9)
        t13 = divide(t4, t9) if t9 > 0.0 else (0.0 if t5 else (0.0 if abs(t12) <= 0.0 else t4 * t12))
        t14 = divide(divide(y - x, t9) if t9 < t4 + t4 else 1.0 - t13, x)
        t15 = divide(divide(x - y, x) if x < y + y else 1.0 - t11, t9) if x + y < 1.0 else -t14
        t16 = (0.0 if t7 else (0.0 if t8 else 1.0)) > 0.0
        by_x = t15 if t16 else out
        by_y = -(t1 - t2 if x < 0.25 else 2.0 * atanh(2.0 * x - 1.0)) if t16 else out
        return out, by_x, by_y


class _BinaryCrossEntropyWithLogits(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        by_y = -x
        t1 = 0.0 if by_y <= 0.0 else by_y
        t2 = 0.0 if abs(y) <= 0.0 else (0.0 if abs(t1) <= 0.0 else y * t1)
        t3 = 1.0 - y
        t4 = 0.0 if x <= 0.0 else x
        t5 = 0.0 if abs(t3) <= 0.0 else (0.0 if abs(t4) <= 0.0 else t3 * t4)
        t6 = exp(-abs(x))
        out = t2 + t5 + log1p(t6)
        t7 = 1.0 + t6
        by_x = divide(1.0 if x >= 0.0 else t6, t7) - y if y < 0.5 else t3 - divide(1.0 if by_y >= 0.0 else t6, t7)
        return out, by_x, by_y


class _Cbrt(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = cbrt(x)
        t1 = abs(x)
        t2 = log(t1)
        t3 = divide(out, x)
        t4 = power(t1, -0.6666666666666666) * (1.0 + -3.700743415417188e-17 * t2)
        t5 = t4 if abs(t2) < inf else (t3 if t3 >= 0.0 else divide(1.0, out * out))
        by_x = divide(t5, 3.0)
        return out, by_x


class _Ceil(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = ceil(x)
        by_x = 0.0 * (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x))
        return out, by_x


class _Celu(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x > 0.0
        t2 = 1.0 if t1 else (y if y < 0.0 else (y if y > 0.0 else nan))
        t3 = divide(x, t2)
        out = x if t1 else (x + 0.5 * x * t3 if abs(t3) < 1e-290 else y * expm1(t3))
        by_x = 1.0 if t1 else exp(t3)
        by_y = 0.0 if t1 else celu_slope(t3)
        return out, by_x, by_y


class _Copysign(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = y < 0.0
        t2 = y > 0.0
        t3 = (-1.0 if atan2(y, -1.0) < 0.0 else 1.0) if y >= 0.0 else y
        t4 = -1.0 if t1 else (1.0 if t2 else t3)
        out = abs(x) * t4
        by_x = (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x)) * t4
        by_y = 0.0 * (1.0 if t2 else (-1.0 if t1 else y))
        return out, by_x, by_y


class _Cos(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = cos(x)
        by_x = -sin(x)
        return out, by_x


class _Cosh(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = cosh(x)
        by_x = sinh(x)
        return out, by_x


class _CrossEntropy(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = (exp(0.0) if 0.0 else 0.0) + ((0.0 if 0.0 else 1.0) - 1.0)
        out = 0.0 + log1p(t1)
        t2 = exp(x - x)
        t3 = (t2 if 0.0 else 1.0) if x >= x else t2
        t4 = divide(t3, t3)
        by_x = t4 - 1.0 if t4 < 0.5 else -0.0
        return out, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = y - x
        t2 = 0.0 if t1 < 0.0 else (t1 if t1 >= 0.0 else 0.0 + t1)
        t3 = t2 > 0.0
        t4 = t1 < t2
        t5 = (exp(0.0 - t2) if t3 else 0.0) + (exp(t1 - t2) if t4 else 0.0)
        t6 = log1p(t5 + ((0.0 if t3 else 1.0) + (0.0 if t4 else 1.0) - 1.0))
        out = t2 + t6
        t7 = y if y > x else x
        t8 = exp(x - t7)
        t9 = x >= t7
        t10 = (t8 if 0.0 else 1.0) if t9 else t8
        t11 = exp(y - t7)
        t12 = (t11 if (1.0 if t9 else 0.0) > 0.0 else 1.0) if y >= t7 else t11
        t13 = t10 + t12
        t14 = divide(t10, t13)
        by_y = divide(t12, t13)
        by_x = t14 - 1.0 if t14 < 0.5 else -(0.0 + by_y)
        return out, by_x, by_y


class _Deg2Rad(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = 0.017453292519943295 * x
        return out, 0.017453292519943295


class _Degrees(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = 57.29577951308232 * x
        return out, 57.29577951308232


class _Digamma(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = digamma(x)
        by_x = polygamma(1.0, x) if out == out else out
        return out, by_x


class _Divide(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = divide(x, y)
        by_x = divide(1.0, y)
        by_y = -divide(out, y)
        return out, by_x, by_y


class _Dot(Products):
    def one(self, x: float) -> tuple[float, float]:
        return x, 1.0

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x * y
        return out, y, x


class _Elu(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x > 0.0
        t2 = expm1(x)
        out = x if t1 else y * t2
        by_x = 1.0 if t1 else y * exp(x)
        by_y = 0.0 if t1 else t2
        return out, by_x, by_y


class _Entr(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = log(x)
        t2 = 0.0 if abs(x) <= 0.0 else (0.0 if abs(t1) <= 0.0 else -x * t1)
        out = t2 if x >= 0.0 else t1
        by_x = -(t1 + 1.0)
        return out, by_x


class _Erf(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = erf(x)
        by_x = 1.1283791670955126 * exp_negative_square(x)
        return out, by_x


class _Erfc(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = erfc(x)
        by_x = -1.1283791670955126 * exp_negative_square(x)
        return out, by_x


class _Erfcinv(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = erfcinv(x)
        by_x = -erfinv_slope(out, x if x < 1.0 else 2.0 - x)
        return out, by_x


class _Erfinv(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = erfinv(x)
        by_x = erfinv_slope(out, 1.0 - abs(x))
        return out, by_x


class _Exp(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = exp(x)
        return out, out


class _Exp10(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = power(10.0, x)
        by_x = 2.302585092994046 * out
        return out, by_x


class _Exp2(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = exp2(x)
        by_x = 0.6931471805599453 * out
        return out, by_x


class _ExpNegativeSquare(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = exp_negative_square(x)
        t1 = 0.0 if abs(out) <= 0.0 else (0.0 if abs(x) <= 0.0 else out * x)
        by_x = -2.0 * t1
        return out, by_x


class _Expm1(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = expm1(x)
        by_x = exp(x)
        return out, by_x


class _Floor(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = floor(x)
        by_x = 0.0 * (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x))
        return out, by_x


class _FloorDivide(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = floor_divide(x, y)
        by_x = 0.0 * (1.0 if out > 0.0 else (-1.0 if out < 0.0 else out))
        return out, by_x, by_x


class _Fmod(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = fmod(x, y)
        by_x = (1.0 if abs(y) > 0.0 else out) if abs(x) < inf else out
        by_y = -rint(divide(x - out, y))
        return out, by_x, by_y


class _Gamma(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = gamma(x)
        by_x = out * digamma(x)
        return out, by_x


class _Gelu(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = norm_cdf(x)
        t2 = abs(x) <= 0.0
        out = 0.0 if abs(t1) <= 0.0 else (0.0 if t2 else t1 * x)
        t3 = norm_pdf(x)
        by_x = t1 + (0.0 if abs(t3) <= 0.0 else (0.0 if t2 else t3 * x))
        return out, by_x


class _HalfSquaredError(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        by_y = y - x
        out = 0.5 * by_y * by_y
        by_x = x - y
        return out, by_x, by_y


class _HardSigmoid(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = x if x > -3.0 else (-3.0 if x <= -3.0 else x + -3.0)
        t2 = t1 if t1 < 3.0 else (3.0 if t1 >= 3.0 else t1 + 3.0)
        out = divide(t2 + 3.0, 6.0)
        t3 = 1.0 if t1 <= t2 else 0.0
        t4 = 1.0 if x >= t1 else 0.0
        t5 = divide(t3, t3 + (1.0 if t2 >= 3.0 else 0.0)) * divide(t4, t4 + (1.0 if t1 <= -3.0 else 0.0))
        by_x = divide(t5, 6.0)
        return out, by_x


class _HardSwish(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = x if x > -3.0 else (-3.0 if x <= -3.0 else x + -3.0)
        t2 = t1 if t1 < 3.0 else (3.0 if t1 >= 3.0 else t1 + 3.0)
        t3 = divide(t2 + 3.0, 6.0)
        t4 = abs(x) <= 0.0
        out = 0.0 if abs(t3) <= 0.0 else (0.0 if t4 else t3 * x)
        t5 = 1.0 if t1 <= t2 else 0.0
        t6 = 1.0 if x >= t1 else 0.0
        t7 = divide(t5, t5 + (1.0 if t2 >= 3.0 else 0.0)) * divide(t6, t6 + (1.0 if t1 <= -3.0 else 0.0))
        t8 = (0.0 if abs(t7) <= 0.0 else (0.0 if t4 else t7 * x)) + t2
        by_x = divide(t8 + 3.0, 6.0)
        return out, by_x


class _Heaviside(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x > 0.0
        t2 = x < 0.0
        out = 1.0 if t1 else (0.0 if t2 else (y if x >= 0.0 else x))
        by_x = 0.0 * (1.0 if t1 else (-1.0 if t2 else x))
        by_y = 1.0 if abs(x) <= 0.0 else by_x
        return out, by_x, by_y


class _Hinge(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = 1.0 - x * y
        out = 0.0 if t1 <= 0.0 else t1
        t2 = out > 0.0
        t3 = 0.0 * out
        by_x = -y if t2 else t3
        by_y = -x if t2 else t3
        return out, by_x, by_y


class _Hypot(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = hypot(x, y)
        t1 = 1.0 if out < inf else 0.5
        t2 = t1 * x
        t3 = t1 * y
        t4 = divide(y, x)
        t5 = (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x)) * power(1.0 + t4 * t4, -0.5)
        t6 = out <= 0.0
        t7 = abs(y)
        t8 = abs(x)
        by_x = 0.0 if t6 else (t5 if t7 < t8 else divide(t2, hypot(t2, t3)))
        t9 = divide(x, y)
        t10 = (1.0 if y > 0.0 else (-1.0 if y < 0.0 else y)) * power(1.0 + t9 * t9, -0.5)
        by_y = 0.0 if t6 else (t10 if t8 < t7 else divide(t3, hypot(t3, t2)))
        return out, by_x, by_y


class _I0(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = i0(x)
        by_x = i1(x)
        return out, by_x


class _I0E(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = i0e(x)
        by_x = i0e_slope(x)
        return out, by_x


class _I1(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = i1(x)
        by_x = 0.5 * i0(x) + 0.5 * i2(x)
        return out, by_x


class _I1E(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = i1e(x)
        by_x = i1e_slope(x)
        return out, by_x


class _Identity(Rule):
    def one(self, x: float) -> tuple[float, float]:
        return x, 1.0


class _IeeeRemainder(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = ieee_remainder(x, y)
        by_x = (1.0 if abs(y) > 0.0 else out) if abs(x) < inf else out
        by_y = -rint(divide(x - out, y))
        return out, by_x, by_y


class _J0(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = j0(x)
        by_x = -j1(x)
        return out, by_x


class _J1(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = j1(x)
        by_x = 0.5 * (j0(x) - j2(x))
        return out, by_x


class _Lambertw(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = lambertw(x)
        by_x = lambertw_slope(out, x)
        return out, by_x


class _LeakyRelu(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x > 0.0
        out = x if t1 else y * x
        by_x = 1.0 if t1 else (y if x <= 0.0 else x)
        by_y = 0.0 if t1 else x
        return out, by_x, by_y


class _Lgamma(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = lgamma(x)
        by_x = digamma(x)
        return out, by_x


class _Linear(Products):
    def one(self, x: float) -> tuple[float, float]:
        return x, 1.0

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x * y
        return out, y, x


class _Log(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = log(x)
        by_x = out if x < 0.0 else divide(1.0, abs(x))
        return out, by_x


class _Log10(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = log10(x)
        by_x = out if x < 0.0 else divide(0.4342944819032518, abs(x))
        return out, by_x


class _Log1Mexp(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = -x
        t2 = expm1(t1)
        t3 = exp(t1)
        out = log(-t2) if x < 0.6931471805599453 else log1p(-t3)
        by_x = out if x < 0.0 else divide(t3, abs(t2))
        return out, by_x


class _Log1P(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = log1p(x)
        t1 = 1.0 + x
        by_x = out if t1 < 0.0 else divide(1.0, abs(t1))
        return out, by_x


class _Log2(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = log2(x)
        by_x = out if x < 0.0 else divide(1.4426950408889634, abs(x))
        return out, by_x


class _LogCosh(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x - y
        t2 = abs(t1)
        t3 = sinh(0.5 * t2)
        out = log1p(2.0 * t3 * t3) if t2 < 20.0 else t2 + (log1p(exp(-2.0 * t2)) - log(2.0))
        by_x = tanh(t1)
        by_y = tanh(y - x)
        return out, by_x, by_y


class _LogNormCdf(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = log_norm_cdf(x)
        by_x = inverse_mills(x)
        return out, by_x


class _LogRatio(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = divide(x, y)
        t2 = log(t1)
        t3 = log(x)
        t4 = log(y)
        t5 = t2 if abs(t2) < 690.0 else t3 - t4
        t6 = (log1p(divide(x - y, y)) if t1 < 2.0 else t5) if t1 > 0.5 else t5
        t7 = t3 + t4
        t8 = t7 * (t7 + (x + y))
        t9 = x >= 0.0
        t10 = y >= 0.0
        out = (t6 if t10 else t8) if t9 else t8
        by_x = (divide(1.0, abs(x)) if t10 else t8) if t9 else t8
        by_y = (-divide(1.0, abs(y)) if t10 else t8) if t9 else t8
        return out, by_x, by_y


class _LogSigmoid(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = -x
        t2 = exp(-abs(x))
        out = -((0.0 if t1 <= 0.0 else t1) + log1p(t2))
        by_x = divide(1.0 if t1 >= 0.0 else t2, 1.0 + t2)
        return out, by_x


class _LogSoftmaxComponent(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = (exp(0.0) if 0.0 else 0.0) + ((0.0 if 0.0 else 1.0) - 1.0)
        out = 0.0 - (0.0 + log1p(t1))
        t2 = exp(x - x)
        t3 = (t2 if 0.0 else 1.0) if x >= x else t2
        t4 = divide(t3, t3)
        by_x = -(t4 - 1.0 if t4 < 0.5 else -0.0)
        return out, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = y - x
        t2 = 0.0 if t1 < 0.0 else (t1 if t1 >= 0.0 else 0.0 + t1)
        t3 = t2 > 0.0
        t4 = t1 < t2
        t5 = (exp(0.0 - t2) if t3 else 0.0) + (exp(t1 - t2) if t4 else 0.0)
        t6 = log1p(t5 + ((0.0 if t3 else 1.0) + (0.0 if t4 else 1.0) - 1.0))
        out = 0.0 - (t2 + t6)
        t7 = y if y > x else x
        t8 = exp(x - t7)
        t9 = x >= t7
        t10 = (t8 if 0.0 else 1.0) if t9 else t8
        t11 = exp(y - t7)
        t12 = (t11 if (1.0 if t9 else 0.0) > 0.0 else 1.0) if y >= t7 else t11
        t13 = t10 + t12
        t14 = divide(t10, t13)
        t15 = divide(t12, t13)
        by_x = -(t14 - 1.0 if t14 < 0.5 else -(0.0 + t15))
        by_y = -t15
        return out, by_x, by_y


class _Logaddexp(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x if x > y else (y if y >= x else x + y)
        t2 = x < t1
        t3 = y < t1
        t4 = (exp(x - t1) if t2 else 0.0) + (exp(y - t1) if t3 else 0.0)
        t5 = log1p(t4 + ((0.0 if t2 else 1.0) + (0.0 if t3 else 1.0) - 1.0))
        out = t1 + t5
        t6 = x - y
        t7 = exp(-abs(t6))
        by_x = divide(1.0 if t6 >= 0.0 else t7, 1.0 + t7)
        t8 = y - x
        t9 = exp(-abs(t8))
        by_y = divide(1.0 if t8 >= 0.0 else t9, 1.0 + t9)
        return out, by_x, by_y


class _Logaddexp2(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x < y
        t2 = x + y
        t3 = x if t1 else (y if y <= x else t2)
        t4 = x if x > y else (y if y >= x else t2)
        t5 = divide(log1p(exp2(t3 - t4) if t3 < t4 else 1.0), log(2.0))
        out = t4 + t5
        t6 = exp2(x - y)
        t7 = exp2(y - x)
        t8 = 1.0 + t6
        t9 = 1.0 + t7
        by_x = divide(t6, t8) if t1 else divide(1.0, t9)
        by_y = divide(t7, t9) if y < x else divide(1.0, t8)
        return out, by_x, by_y


class _LogisticDensity(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = exp(-abs(x))
        t2 = 1.0 + t1
        out = divide(t1, t2 * t2)
        by_x = -(tanh(0.5 * x) * out)
        return out, by_x


class _Logit(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = log(x) - log1p(-x) if x < 0.25 else 2.0 * atanh(2.0 * x - 1.0)
        by_x = out if x < 0.0 else (out if x > 1.0 else divide(divide(1.0, abs(x)), 1.0 - x))
        return out, by_x


class _Logsumexp(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = x < x
        t2 = exp(x - x)
        t3 = log1p((t2 if t1 else 0.0) + ((0.0 if t1 else 1.0) - 1.0))
        out = x + t3
        t4 = (t2 if 0.0 else 1.0) if x >= x else t2
        by_x = divide(t4, t4)
        return out, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x if x > y else (y if y >= x else x + y)
        t2 = x < t1
        t3 = y < t1
        t4 = (exp(x - t1) if t2 else 0.0) + (exp(y - t1) if t3 else 0.0)
        t5 = log1p(t4 + ((0.0 if t2 else 1.0) + (0.0 if t3 else 1.0) - 1.0))
        out = t1 + t5
        t6 = y if y > x else x
        t7 = exp(x - t6)
        t8 = x >= t6
        t9 = (t7 if 0.0 else 1.0) if t8 else t7
        t10 = exp(y - t6)
        t11 = (t10 if (1.0 if t8 else 0.0) > 0.0 else 1.0) if y >= t6 else t10
        t12 = t9 + t11
        by_x = divide(t9, t12)
        by_y = divide(t11, t12)
        return out, by_x, by_y


class _Maximum(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = 1.0 if x >= x else 0.0
        by_x = divide(t1, t1)
        return x, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x if x > y else (y if y >= x else x + y)
        t1 = 1.0 if x >= out else 0.0
        t2 = 1.0 if y >= out else 0.0
        t3 = t1 + t2
        by_x = divide(t1, t3)
        by_y = divide(t2, t3)
        return out, by_x, by_y


class _Maxout(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = 1.0 if x >= x else 0.0
        by_x = divide(t1, t1)
        return x, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x if x > y else (y if y >= x else x + y)
        t1 = 1.0 if x >= out else 0.0
        t2 = 1.0 if y >= out else 0.0
        t3 = t1 + t2
        by_x = divide(t1, t3)
        by_y = divide(t2, t3)
        return out, by_x, by_y


class _Mean(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = divide(x, 1.0)
        out = t1 if abs(x) < inf else t1
        return out, 1.0

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x + y
        out = divide(t1, 2.0) if abs(t1) < inf else divide(x, 2.0) + divide(y, 2.0)
        return out, 0.5, 0.5


class _Minimum(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = 1.0 if x <= x else 0.0
        by_x = divide(t1, t1)
        return x, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x if x < y else (y if y <= x else x + y)
        t1 = 1.0 if x <= out else 0.0
        t2 = 1.0 if y <= out else 0.0
        t3 = t1 + t2
        by_x = divide(t1, t3)
        by_y = divide(t2, t3)
        return out, by_x, by_y


class _Mish(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = abs(x)
        t2 = exp(-t1)
        t3 = 1.0 + t2
        t4 = divide(1.0 if -x >= 0.0 else t2, t3)
        t5 = exp(-0.5 * t1)
        t6 = divide(1.0, 1.0 + t5 * t5)
        t7 = t1 <= 0.0
        t8 = (0.0 if abs(t5) <= 0.0 else (0.0 if t7 else t5 * x)) * (t5 * t6)
        out = divide((t8 if x < 0.0 else x * t6) * (1.0 + t4), 1.0 + t4 * t4)
        t9 = (0.0 if x <= 0.0 else x) + log1p(t2)
        t10 = exp(-abs(2.0 * t9))
        t11 = 1.0 + t10
        t12 = 4.0 * divide(t10, t11 * t11) * divide(1.0 if x >= 0.0 else t2, t3)
        by_x = tanh(t9) + (0.0 if abs(t12) <= 0.0 else (0.0 if t7 else t12 * x))
        return out, by_x


class _Multiply(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x * y
        return out, y, x


class _Negative(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = -x
        return out, -1.0


class _NormCdf(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = norm_cdf(x)
        by_x = norm_pdf(x)
        return out, by_x


class _NormPdf(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = norm_pdf(x)
        t1 = exp_negative_square(0.5 * x)
        t2 = abs(x) <= 0.0
        t3 = (0.0 if abs(t1) <= 0.0 else (0.0 if t2 else t1 * x)) * t1
        t4 = 0.3989422804014327 * t3 if out < 1e-290 else (0.0 if abs(out) <= 0.0 else (0.0 if t2 else out * x))
        by_x = -t4
        return out, by_x


class _NormPpf(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = norm_ppf(x)
        by_x = norm_ppf_slope(out, x if x < 0.5 else 1.0 - x)
        return out, by_x


class _PoissonNll(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = exp(x)
        by_y = -x
        t2 = 0.0 if abs(y) <= 0.0 else (0.0 if abs(x) <= 0.0 else y * by_y)
        out = t1 + t2
        by_x = t1 - y
        return out, by_x, by_y


class _Polygamma(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = polygamma(x, y)
        t1 = out == out
        by_x = 0.0 if t1 else out
        by_y = polygamma(x + 1.0, y) if t1 else out
        return out, by_x, by_y


class _Power(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = power(x, y)
        t1 = y - 1.0
        t2 = power(x, t1)
        t3 = power(x, 0.5 * t1)
        t4 = divide(y * out, x)
        t5 = y * t3 * t3
        t6 = y * t2
        t7 = x > 0.0
        t8 = ((t5 if abs(t5) > 1e-300 else t6) if t2 < 1e-290 else t6) if t7 else t6
        t9 = (t6 if out <= out else (out if x < 0.0 else t6)) if abs(y) > 0.0 else 0.0 * y
        by_x = ((t4 if t4 <= t4 else t8) if y < 0.5 else t8) if t7 else t9
        t10 = power(x, 0.5 * y)
        t11 = log(x)
        by_y = (0.0 if y >= 0.0 else -abs(out)) if abs(x) <= 0.0 else (t10 * t11 * t10 if y < 1.0 else t2 * (x * t11))
        return out, by_x, by_y


class _Prelu(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = x > 0.0
        out = x if t1 else y * x
        by_x = 1.0 if t1 else (y if x <= 0.0 else x)
        by_y = 0.0 if t1 else x
        return out, by_x, by_y


class _Prod(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = 1.0 * x
        out = t1 * y
        by_x = 1.0 * (1.0 * y)
        by_y = t1 * 1.0
        return out, by_x, by_y


class _Rad2Deg(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = 57.29577951308232 * x
        return out, 57.29577951308232


class _Radians(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = 0.017453292519943295 * x
        return out, 0.017453292519943295


class _Reciprocal(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = divide(1.0, x)
        by_x = -divide(out, x)
        return out, by_x


class _RelEntr(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = divide(x, y)
        t2 = log(t1)
        t3 = log(x)
        t4 = log(y)
        t5 = t2 if abs(t2) < 690.0 else t3 - t4
        t6 = (log1p(divide(x - y, y)) if t1 < 2.0 else t5) if t1 > 0.5 else t5
        t7 = t3 + t4
        t8 = t7 * (t7 + (x + y))
        t9 = x >= 0.0
        t10 = y >= 0.0
        t11 = (t6 if t10 else t8) if t9 else t8
        t12 = abs(x) <= 0.0
        t13 = (0.0 if t12 else (0.0 if abs(t11) <= 0.0 else x * t11)) if t10 else t8
        out = t13 if t9 else t8
        by_x = t11 + 1.0
        t14 = divide(1.0, abs(y))
        t15 = (0.0 if t12 else (0.0 if abs(t14) <= 0.0 else x * t14)) if t10 else out
        by_y = (-(t1 if y > 0.0 else t15) if t10 else t8) if t9 else t8
        return out, by_x, by_y


class _Relu(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = 0.0 if x <= 0.0 else x
        by_x = 1.0 if out > 0.0 else (-1.0 if out < 0.0 else out)
        return out, by_x


class _Relu6(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = x if x > 0.0 else (0.0 if x <= 0.0 else x + 0.0)
        out = t1 if t1 < 6.0 else (6.0 if t1 >= 6.0 else t1 + 6.0)
        t2 = 1.0 if t1 <= out else 0.0
        t3 = 1.0 if x >= t1 else 0.0
        by_x = divide(t2, t2 + (1.0 if out >= 6.0 else 0.0)) * divide(t3, t3 + (1.0 if t1 <= 0.0 else 0.0))
        return out, by_x


class _Remainder(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = remainder(x, y)
        by_x = (1.0 if abs(y) > 0.0 else out) if abs(x) < inf else out
        by_y = -floor_divide(x, y) if out == out else out
        return out, by_x, by_y


class _Rint(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = rint(x)
        by_x = 0.0 * (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x))
        return out, by_x


class _Selu(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = x > 0.0
        out = 1.0507009873554805 * (x if t1 else 1.6732632423543772 * expm1(x))
        by_x = 1.0507009873554805 * (1.0 if t1 else 1.6732632423543772 * exp(x))
        return out, by_x


class _Sigmoid(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = exp(-abs(x))
        t2 = 1.0 + t1
        out = divide(1.0 if x >= 0.0 else t1, t2)
        by_x = divide(t1, t2 * t2)
        return out, by_x


class _Sign(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = 1.0 if x > 0.0 else (-1.0 if x < 0.0 else x)
        by_x = 0.0 * out
        return out, by_x


class _Silu(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = abs(x)
        t2 = exp(-0.5 * t1)
        t3 = divide(1.0, 1.0 + t2 * t2)
        t4 = 0.0 if abs(t2) <= 0.0 else (0.0 if t1 <= 0.0 else t2 * x)
        out = t4 * (t2 * t3) if x < 0.0 else x * t3
        t5 = exp(-t1)
        t6 = 1.0 + t5
        t7 = divide(1.0 if -x >= 0.0 else t5, t6)
        t8 = 0.0 if abs(t7) <= 0.0 else (0.0 if abs(out) <= 0.0 else t7 * out)
        by_x = divide(1.0 if x >= 0.0 else t5, t6) + t8
        return out, by_x


class _Sin(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = sin(x)
        by_x = cos(x)
        return out, by_x


class _Sinc(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = sinc(x)
        by_x = sinc_slope(x)
        return out, by_x


class _Sinh(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = sinh(x)
        by_x = cosh(x)
        return out, by_x


class _SoftmaxComponent(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = exp(x - x)
        t2 = (t1 if 0.0 else 1.0) if x >= x else t1
        out = divide(t2, t2)
        by_x = out * 0.0
        return out, by_x

    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = y if y > x else x
        t2 = exp(x - t1)
        t3 = x >= t1
        t4 = (t2 if 0.0 else 1.0) if t3 else t2
        t5 = exp(y - t1)
        t6 = (t5 if (1.0 if t3 else 0.0) > 0.0 else 1.0) if y >= t1 else t5
        out = divide(t4, t4 + t6)
        t7 = exp(-abs(x - y))
        t8 = 1.0 + t7
        by_x = divide(t7, t8 * t8)
        by_y = -by_x
        return out, by_x, by_y


class _Softplus(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = exp(-abs(x))
        out = (0.0 if x <= 0.0 else x) + log1p(t1)
        by_x = divide(1.0 if x >= 0.0 else t1, 1.0 + t1)
        return out, by_x


class _Softsign(Rule):
    def one(self, x: float) -> tuple[float, float]:
        t1 = abs(x)
        t2 = 1.0 + t1
        out = divide(x, t2) if t1 < inf else (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x))
        by_x = power(t2, -2.0)
        return out, by_x


class _Sqrt(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = sqrt(x)
        by_x = 0.5 * power(x, -0.5) if x >= 0.0 else out
        return out, by_x


class _Square(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = x * x
        by_x = 2.0 * x
        return out, by_x


class _SquaredError(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = y - x
        out = t1 * t1
        by_x = 2.0 * (x - y)
        by_y = 2.0 * t1
        return out, by_x, by_y


class _StrongProduct(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = 0.0 if abs(x) <= 0.0 else (0.0 if abs(y) <= 0.0 else x * y)
        return out, y, x


class _Subtract(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = x - y
        return out, 1.0, -1.0


class _Sum(Sum):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        out = 0.0 + x + y
        return out, 1.0, 1.0


class _Tan(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = tan(x)
        by_x = 1.0 + out * out
        return out, by_x


class _Tanh(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = tanh(x)
        t1 = exp(-abs(2.0 * x))
        t2 = 1.0 + t1
        by_x = 4.0 * divide(t1, t2 * t2)
        return out, by_x


class _Trunc(Rule):
    def one(self, x: float) -> tuple[float, float]:
        out = trunc(x)
        by_x = 0.0 * (1.0 if x > 0.0 else (-1.0 if x < 0.0 else x))
        return out, by_x


class _Xlog1Py(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = log1p(y)
        t2 = 1.0 + y
        t3 = t2 >= 0.0
        t4 = abs(x) <= 0.0
        out = (0.0 if t4 else (0.0 if abs(t1) <= 0.0 else x * t1)) if t3 else t1
        by_x = t1 if t3 else out
        t5 = divide(1.0, abs(t2))
        t6 = (0.0 if t4 else (0.0 if abs(t5) <= 0.0 else x * t5)) if t3 else out
        by_y = divide(x, t2) if t2 > 0.0 else t6
        return out, by_x, by_y


class _Xlogy(Rule):
    def two(self, x: float, y: float) -> tuple[float, float, float]:
        t1 = log(y)
        t2 = y >= 0.0
        t3 = abs(x) <= 0.0
        out = (0.0 if t3 else (0.0 if abs(t1) <= 0.0 else x * t1)) if t2 else t1
        by_x = t1 if t2 else out
        t4 = divide(1.0, abs(y))
        t5 = (0.0 if t3 else (0.0 if abs(t4) <= 0.0 else x * t4)) if t2 else out
        by_y = divide(x, y) if y > 0.0 else t5
        return out, by_x, by_y


_ALL: Final[list[Rule]] = [
    _Abs(primitives.abs),
    _Acos(primitives.acos),
    _Acosh(primitives.acosh),
    _Add(primitives.add),
    _Asin(primitives.asin),
    _Asinh(primitives.asinh),
    _Atan(primitives.atan),
    _Atan2(primitives.atan2),
    _Atanh(primitives.atanh),
    _Beta(primitives.beta),
    _Betaln(primitives.betaln),
    _BinaryCrossEntropy(primitives.binary_cross_entropy),
    _BinaryCrossEntropyWithLogits(primitives.binary_cross_entropy_with_logits),
    _Cbrt(primitives.cbrt),
    _Ceil(primitives.ceil),
    _Celu(primitives.celu),
    _Copysign(primitives.copysign),
    _Cos(primitives.cos),
    _Cosh(primitives.cosh),
    _CrossEntropy(primitives.cross_entropy),
    _Deg2Rad(primitives.deg2rad),
    _Degrees(primitives.degrees),
    _Digamma(primitives.digamma),
    _Divide(primitives.divide),
    _Dot(primitives.dot),
    _Elu(primitives.elu),
    _Entr(primitives.entr),
    _Erf(primitives.erf),
    _Erfc(primitives.erfc),
    _Erfcinv(primitives.erfcinv),
    _Erfinv(primitives.erfinv),
    _Exp(primitives.exp),
    _Exp10(primitives.exp10),
    _Exp2(primitives.exp2),
    _ExpNegativeSquare(primitives.exp_negative_square),
    _Expm1(primitives.expm1),
    _Floor(primitives.floor),
    _FloorDivide(primitives.floor_divide),
    _Fmod(primitives.fmod),
    _Gamma(primitives.gamma),
    _Gelu(primitives.gelu),
    _HalfSquaredError(primitives.half_squared_error),
    _HardSigmoid(primitives.hard_sigmoid),
    _HardSwish(primitives.hard_swish),
    _Heaviside(primitives.heaviside),
    _Hinge(primitives.hinge),
    _Hypot(primitives.hypot),
    _I0(primitives.i0),
    _I0E(primitives.i0e),
    _I1(primitives.i1),
    _I1E(primitives.i1e),
    _Identity(primitives.identity),
    _IeeeRemainder(primitives.ieee_remainder),
    _J0(primitives.j0),
    _J1(primitives.j1),
    _Lambertw(primitives.lambertw),
    _LeakyRelu(primitives.leaky_relu),
    _Lgamma(primitives.lgamma),
    _Linear(primitives.linear),
    _Log(primitives.log),
    _Log10(primitives.log10),
    _Log1Mexp(primitives.log1mexp),
    _Log1P(primitives.log1p),
    _Log2(primitives.log2),
    _LogCosh(primitives.log_cosh),
    _LogNormCdf(primitives.log_norm_cdf),
    _LogRatio(primitives.log_ratio),
    _LogSigmoid(primitives.log_sigmoid),
    _LogSoftmaxComponent(primitives.log_softmax_component),
    _Logaddexp(primitives.logaddexp),
    _Logaddexp2(primitives.logaddexp2),
    _LogisticDensity(primitives.logistic_density),
    _Logit(primitives.logit),
    _Logsumexp(primitives.logsumexp),
    _Maximum(primitives.maximum),
    _Maxout(primitives.maxout),
    _Mean(primitives.mean),
    _Minimum(primitives.minimum),
    _Mish(primitives.mish),
    _Multiply(primitives.multiply),
    _Negative(primitives.negative),
    _NormCdf(primitives.norm_cdf),
    _NormPdf(primitives.norm_pdf),
    _NormPpf(primitives.norm_ppf),
    _PoissonNll(primitives.poisson_nll),
    _Polygamma(primitives.polygamma),
    _Power(primitives.power),
    _Prelu(primitives.prelu),
    _Prod(primitives.prod),
    _Rad2Deg(primitives.rad2deg),
    _Radians(primitives.radians),
    _Reciprocal(primitives.reciprocal),
    _RelEntr(primitives.rel_entr),
    _Relu(primitives.relu),
    _Relu6(primitives.relu6),
    _Remainder(primitives.remainder),
    _Rint(primitives.rint),
    _Selu(primitives.selu),
    _Sigmoid(primitives.sigmoid),
    _Sign(primitives.sign),
    _Silu(primitives.silu),
    _Sin(primitives.sin),
    _Sinc(primitives.sinc),
    _Sinh(primitives.sinh),
    _SoftmaxComponent(primitives.softmax_component),
    _Softplus(primitives.softplus),
    _Softsign(primitives.softsign),
    _Sqrt(primitives.sqrt),
    _Square(primitives.square),
    _SquaredError(primitives.squared_error),
    _StrongProduct(primitives.strong_product),
    _Subtract(primitives.subtract),
    _Sum(primitives.sum),
    _Tan(primitives.tan),
    _Tanh(primitives.tanh),
    _Trunc(primitives.trunc),
    _Xlog1Py(primitives.xlog1py),
    _Xlogy(primitives.xlogy),
]
RULES: Final[dict[Operation, Rule]] = {each.operation: each for each in _ALL}
_WITH_COSTLY_GRADIENTS: Final[list[Operation]] = [
    primitives.beta,
    primitives.betaln,
    primitives.celu,
    primitives.digamma,
    primitives.erf,
    primitives.erfc,
    primitives.erfcinv,
    primitives.erfinv,
    primitives.fmod,
    primitives.gamma,
    primitives.gelu,
    primitives.i0,
    primitives.i0e,
    primitives.i1,
    primitives.i1e,
    primitives.ieee_remainder,
    primitives.j0,
    primitives.j1,
    primitives.lambertw,
    primitives.lgamma,
    primitives.log_norm_cdf,
    primitives.norm_cdf,
    primitives.norm_pdf,
    primitives.norm_ppf,
    primitives.polygamma,
    primitives.remainder,
    primitives.sinc,
]
#: those that are quickly asked for a value, though they give gradients too
WITH_CHEAP_GRADIENTS: Final[dict[Operation, Rule]] = {
    each.operation: each for each in _ALL if each.operation not in _WITH_COSTLY_GRADIENTS
}
