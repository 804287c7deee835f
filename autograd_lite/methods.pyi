"""How Values spell the operations, with types: made from the table by ``make rules``.

A test demands that this is what the table says.
"""

# mypy: disable-error-code="misc, override, overload-overlap"

from math import inf
from typing import Any, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from autograd_lite.engine import Operand
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value

_Real: TypeAlias = np.floating[Any] | np.integer[Any] | np.bool_
_Number: TypeAlias = float | _Real
_Scalar: TypeAlias = Value | _Number

SPELT_OTHERWISE: set[str]
NUMPY: dict[str, Operation]
METHODS: dict[str, Operation]


class Methods(Operand):
    @overload
    def __eq__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __eq__(self, other: object, /) -> bool: ...
    @overload
    def __ne__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __ne__(self, other: object, /) -> bool: ...
    def __array_ufunc__(
        self, ufunc: np.ufunc, method: str, *inputs: Any, **named: Any
    ) -> Any: ...
    def __array_function__(
        self, function: Any, types: Any, args: Any, named: Any
    ) -> Any: ...
    @staticmethod
    def array_of(objects: NDArray[Any]) -> NDArray[Any]: ...
    def conjugate(self) -> Value: ...
    def __hash__(self) -> int: ...
    def __neg__(self) -> Value: ...
    def __abs__(self) -> Value: ...
    @overload
    def __add__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __add__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __radd__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __radd__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __sub__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __sub__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __rsub__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __rsub__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __mul__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __mul__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __rmul__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __rmul__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __truediv__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __truediv__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __rtruediv__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __rtruediv__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __floordiv__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __floordiv__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __rfloordiv__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __rfloordiv__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __mod__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __mod__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __rmod__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __rmod__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __pow__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __pow__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __rpow__(self, other: _Scalar, /) -> Value: ...
    @overload
    def __rpow__(self, other: NDArray[Any], /) -> NDArray[Any]: ...
    @overload
    def __divmod__(self, other: _Scalar, /) -> tuple[Value, Value]: ...
    @overload
    def __divmod__(self, other: NDArray[Any], /) -> tuple[NDArray[Any], NDArray[Any]]: ...
    @overload
    def __rdivmod__(self, other: _Scalar, /) -> tuple[Value, Value]: ...
    @overload
    def __rdivmod__(self, other: NDArray[Any], /) -> tuple[NDArray[Any], NDArray[Any]]: ...
    @overload
    def __lt__(self, other: _Scalar, /) -> bool: ...
    @overload
    def __lt__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __le__(self, other: _Scalar, /) -> bool: ...
    @overload
    def __le__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __gt__(self, other: _Scalar, /) -> bool: ...
    @overload
    def __gt__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    @overload
    def __ge__(self, other: _Scalar, /) -> bool: ...
    @overload
    def __ge__(self, other: NDArray[Any], /) -> NDArray[np.bool_]: ...
    def acos(self, /) -> Value:
        """acos(x): the angle between 0 and π whose cosine is x."""
    def acosh(self, /) -> Value:
        """acosh(x): the number, 0 or more, whose hyperbolic cosine is x."""
    def arccos(self, /) -> Value:
        """acos(x): the angle between 0 and π whose cosine is x."""
    def arccosh(self, /) -> Value:
        """acosh(x): the number, 0 or more, whose hyperbolic cosine is x."""
    def arcsin(self, /) -> Value:
        """asin(x): the angle between −π/2 and π/2 whose sine is x."""
    def arcsinh(self, /) -> Value:
        """asinh(x): the number whose hyperbolic sine is x."""
    def arctan(self, /) -> Value:
        """atan(x): the angle between −π/2 and π/2 whose tangent is x."""
    def arctan2(self, x: _Scalar, /) -> Value:
        """atan2(y, x): the angle from the x axis to the point (x, y)."""
    def arctanh(self, /) -> Value:
        """atanh(x): the number whose hyperbolic tangent is x."""
    def asin(self, /) -> Value:
        """asin(x): the angle between −π/2 and π/2 whose sine is x."""
    def asinh(self, /) -> Value:
        """asinh(x): the number whose hyperbolic sine is x."""
    def atan(self, /) -> Value:
        """atan(x): the angle between −π/2 and π/2 whose tangent is x."""
    def atanh(self, /) -> Value:
        """atanh(x): the number whose hyperbolic tangent is x."""
    def cbrt(self, /) -> Value:
        """cbrt(x): the cube root."""
    def ceil(self, /) -> Value:
        """ceil(x): the smallest whole number that is not below x."""
    def celu(self, /, alpha: _Scalar = 1.0) -> Value:
        """celu(x, alpha=1): x where it is positive, else alpha · (exp(x / alpha) − 1)."""
    def celu_slope(self, /) -> Value:
        """celu_slope(x): (1 − x) · exp(x) − 1, the derivative of celu by alpha at x / alpha."""
    def clip(self, /, low: _Scalar = -inf, high: _Scalar = inf) -> Value:
        """clip(x, low=-inf, high=inf): x, but at least low and at most high."""
    def cos(self, /) -> Value:
        """cos(x): the cosine of x radians."""
    def cosh(self, /) -> Value:
        """cosh(x): the hyperbolic cosine."""
    def deg2rad(self, /) -> Value:
        """deg2rad(x): the radians of an angle in degrees."""
    def degrees(self, /) -> Value:
        """degrees(x): rad2deg, by its other name."""
    def digamma(self, /) -> Value:
        """digamma(x): the derivative of lgamma; at its poles nan, at ±0 ∓inf."""
    def elu(self, /, alpha: _Scalar = 1.0) -> Value:
        """elu(x, alpha=1): x where it is positive, else alpha · (exp(x) − 1)."""
    def entr(self, /) -> Value:
        """entr(x): −x · log(x), the entropy of a probability; 0 at 0, and nan below."""
    def erf(self, /) -> Value:
        """erf(x): the error function."""
    def erfc(self, /) -> Value:
        """erfc(x): 1 − erf(x), accurate in the tail."""
    def erfcinv(self, /) -> Value:
        """erfcinv(x): the number whose erfc is x, accurate in the tail."""
    def erfinv(self, /) -> Value:
        """erfinv(x): the number whose error function is x."""
    def exp(self, /) -> Value:
        """exp(x): e to the power x."""
    def exp10(self, /) -> Value:
        """exp10(x): 10 to the power x."""
    def exp2(self, /) -> Value:
        """exp2(x): 2 to the power x."""
    def exp_negative_square(self, /) -> Value:
        """exp_negative_square(x): exp(−x²), accurate in the tails."""
    def expm1(self, /) -> Value:
        """expm1(x): exp(x) − 1, accurate near 0."""
    def fabs(self, /) -> Value:
        """abs(x): the absolute value."""
    def floor(self, /) -> Value:
        """floor(x): the largest whole number that is not above x."""
    def fmod(self, y: _Scalar, /) -> Value:
        """fmod(x, y): what is left of x after whole multiples of y; it has the sign of x."""
    def gamma(self, /) -> Value:
        """gamma(x): the gamma function, (x − 1)! for whole x; at its poles nan, at ±0 ±inf."""
    def gelu(self, /) -> Value:
        """gelu(x): x · norm_cdf(x)."""
    def hard_sigmoid(self, /) -> Value:
        """hard_sigmoid(x): relu6(x + 3) / 6."""
    def hard_swish(self, /) -> Value:
        """hard_swish(x): x · hard_sigmoid(x)."""
    def hardtanh(self, /, low: _Scalar = -1.0, high: _Scalar = 1.0) -> Value:
        """hardtanh(x, low=-1, high=1): x, but at least low and at most high, as clip."""
    def hypot(self, y: _Scalar, /) -> Value:
        """hypot(x, y): the square root of x² + y²."""
    def i0(self, /) -> Value:
        """i0(x): the modified Bessel function of the first kind, of order 0."""
    def i0e(self, /) -> Value:
        """i0e(x): exp(−|x|) · i0(x), which does not overflow."""
    def i1(self, /) -> Value:
        """i1(x): the modified Bessel function of the first kind, of order 1."""
    def i1e(self, /) -> Value:
        """i1e(x): exp(−|x|) · i1(x), which does not overflow."""
    def j0(self, /) -> Value:
        """j0(x): the Bessel function of the first kind, of order 0."""
    def j1(self, /) -> Value:
        """j1(x): the Bessel function of the first kind, of order 1."""
    def lambertw(self, /) -> Value:
        """lambertw(x): the number w, −1 or more, of which w · exp(w) is x."""
    def leaky_relu(self, /, slope: _Scalar = 0.01) -> Value:
        """leaky_relu(x, slope=0.01): x where it is positive, else slope · x."""
    def lgamma(self, /) -> Value:
        """lgamma(x): the logarithm of |gamma(x)|; at its poles inf."""
    def log(self, /) -> Value:
        """log(x): the natural logarithm."""
    def log10(self, /) -> Value:
        """log10(x): the logarithm to base 10."""
    def log1mexp(self, /) -> Value:
        """log1mexp(x): log(1 − exp(−x)), for x > 0."""
    def log1p(self, /) -> Value:
        """log1p(x): log(1 + x), accurate near 0."""
    def log2(self, /) -> Value:
        """log2(x): the logarithm to base 2."""
    def log_norm_cdf(self, /) -> Value:
        """log_norm_cdf(x): the logarithm of the normal distribution function, accurate in both tails."""
    def log_sigmoid(self, /) -> Value:
        """log_sigmoid(x): log(sigmoid(x))."""
    def logistic_density(self, /) -> Value:
        """logistic_density(x): exp(−x) / (1 + exp(−x))², the derivative of sigmoid."""
    def logit(self, /) -> Value:
        """logit(x): log(x / (1 − x)), the number whose sigmoid is x."""
    def mish(self, /) -> Value:
        """mish(x): x · tanh(softplus(x))."""
    def norm_cdf(self, /) -> Value:
        """norm_cdf(x): the standard normal distribution function."""
    def norm_pdf(self, /) -> Value:
        """norm_pdf(x): the density of the standard normal distribution."""
    def norm_ppf(self, /) -> Value:
        """norm_ppf(x): the quantile of the standard normal distribution."""
    def rad2deg(self, /) -> Value:
        """rad2deg(x): the degrees of an angle in radians."""
    def radians(self, /) -> Value:
        """radians(x): deg2rad, by its other name."""
    def reciprocal(self, /) -> Value:
        """reciprocal(x): 1 / x."""
    def relu(self, /) -> Value:
        """relu(x): x where it is positive, else 0."""
    def relu6(self, /) -> Value:
        """relu6(x): x, but at least 0 and at most 6."""
    def rint(self, /) -> Value:
        """rint(x): the nearest whole number, of two the even one."""
    def selu(self, /) -> Value:
        """selu(x): 1.0507 · elu(x, 1.6733), which keeps mean 0 and variance 1."""
    def sigmoid(self, /) -> Value:
        """sigmoid(x): 1 / (1 + exp(−x))."""
    def silu(self, /) -> Value:
        """silu(x): x · sigmoid(x)."""
    def sin(self, /) -> Value:
        """sin(x): the sine of x radians."""
    def sinc(self, /) -> Value:
        """sinc(x): sin(πx) / (πx), and 1 at 0."""
    def sinh(self, /) -> Value:
        """sinh(x): the hyperbolic sine."""
    def softplus(self, /) -> Value:
        """softplus(x): log(1 + exp(x))."""
    def softsign(self, /) -> Value:
        """softsign(x): x / (1 + |x|)."""
    def sqrt(self, /) -> Value:
        """sqrt(x): the square root."""
    def square(self, /) -> Value:
        """square(x): x²."""
    def tan(self, /) -> Value:
        """tan(x): the tangent of x radians."""
    def tanh(self, /) -> Value:
        """tanh(x): the hyperbolic tangent."""
    def trunc(self, /) -> Value:
        """trunc(x): x without its fraction, rounded towards 0."""
