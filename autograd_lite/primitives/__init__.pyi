"""The operations, and the types of their calls: made from the table by ``make rules``.

A test demands that this is what the table says. The formulas stand in the modules beside this.
"""

# mypy: disable-error-code="overload-overlap"

from collections.abc import Callable, Iterable
from math import inf
from typing import Any, Protocol, SupportsIndex, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value


class _Table(Protocol):  # a Series or a DataFrame
    @property
    def to_numpy(self) -> Callable[..., Any]: ...


_Real: TypeAlias = np.floating[Any] | np.integer[Any] | np.bool_
_Number: TypeAlias = float | _Real
_Scalar: TypeAlias = Value | _Number
_Floats: TypeAlias = NDArray[_Real] | list[float] | list[int] | tuple[float, ...]
_Several: TypeAlias = NDArray[_Real | np.object_] | list[Any] | tuple[Any, ...] | _Table
_Objects: TypeAlias = NDArray[np.object_] | _Table


__all__ = ['abs', 'acos', 'acosh', 'add', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'beta', 'betaln', 'binary_cross_entropy', 'binary_cross_entropy_with_logits', 'cbrt', 'ceil', 'celu', 'clip', 'copysign', 'cos', 'cosh', 'cross_entropy', 'deg2rad', 'degrees', 'digamma', 'divide', 'dot', 'elu', 'entr', 'erf', 'erfc', 'erfcinv', 'erfinv', 'exp', 'exp10', 'exp2', 'exp_negative_square', 'expm1', 'floor', 'floor_divide', 'fma', 'fmod', 'gamma', 'gaussian_nll', 'gelu', 'half_squared_error', 'hard_sigmoid', 'hard_swish', 'hardtanh', 'heaviside', 'hinge', 'huber', 'hypot', 'i0', 'i0e', 'i1', 'i1e', 'identity', 'ieee_remainder', 'j0', 'j1', 'lambertw', 'leaky_relu', 'lgamma', 'linear', 'log', 'log10', 'log1mexp', 'log1p', 'log2', 'log_cosh', 'log_norm_cdf', 'log_ratio', 'log_sigmoid', 'log_softmax_component', 'logaddexp', 'logaddexp2', 'logistic_density', 'logit', 'logsumexp', 'maximum', 'maxout', 'mean', 'minimum', 'mish', 'multiply', 'negative', 'norm_cdf', 'norm_pdf', 'norm_ppf', 'pinball', 'poisson_nll', 'polygamma', 'power', 'prelu', 'prod', 'rad2deg', 'radians', 'reciprocal', 'rel_entr', 'relu', 'relu6', 'remainder', 'rint', 'selu', 'sigmoid', 'sign', 'silu', 'sin', 'sinc', 'sinh', 'softmax_component', 'softplus', 'softsign', 'sqrt', 'square', 'squared_error', 'strong_product', 'subtract', 'sum', 'tan', 'tanh', 'trunc', 'where', 'xlog1py', 'xlogy']


class _OfAB(Operation):
    @overload
    def __call__(self, a: Value, b: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, a: _Scalar, b: Value, /) -> Value: ...
    @overload
    def __call__(self, a: _Number, b: _Number, /) -> float: ...
    @overload
    def __call__(self, a: _Floats, b: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, a: _Number | _Floats, b: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, a: _Several, b: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, a: _Scalar | _Several, b: _Several, /) -> NDArray[Any]: ...


class _OfConditionXY(Operation):
    @overload
    def __call__(self, condition: Value, x: _Scalar, y: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, condition: _Scalar, x: Value, y: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, condition: _Scalar, x: _Scalar, y: Value, /) -> Value: ...
    @overload
    def __call__(self, condition: _Number, x: _Number, y: _Number, /) -> float: ...
    @overload
    def __call__(self, condition: _Floats, x: _Number | _Floats, y: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, condition: _Number | _Floats, x: _Floats, y: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, condition: _Number | _Floats, x: _Number | _Floats, y: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, condition: _Several, x: _Scalar | _Several, y: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, condition: _Scalar | _Several, x: _Several, y: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, condition: _Scalar | _Several, x: _Scalar | _Several, y: _Several, /) -> NDArray[Any]: ...


class _OfLogRateTarget(Operation):
    @overload
    def __call__(self, log_rate: Value, target: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, log_rate: _Scalar, target: Value, /) -> Value: ...
    @overload
    def __call__(self, log_rate: _Number, target: _Number, /) -> float: ...
    @overload
    def __call__(self, log_rate: _Floats, target: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, log_rate: _Number | _Floats, target: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, log_rate: _Several, target: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, log_rate: _Scalar | _Several, target: _Several, /) -> NDArray[Any]: ...


class _OfLogitTarget(Operation):
    @overload
    def __call__(self, logit: Value, target: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, logit: _Scalar, target: Value, /) -> Value: ...
    @overload
    def __call__(self, logit: _Number, target: _Number, /) -> float: ...
    @overload
    def __call__(self, logit: _Floats, target: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, logit: _Number | _Floats, target: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, logit: _Several, target: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, logit: _Scalar | _Several, target: _Several, /) -> NDArray[Any]: ...


class _OfLogitsTarget(Operation):
    @overload
    def __call__(self, logits: _Objects, target: SupportsIndex) -> Any: ...
    @overload
    def __call__(self, logits: Iterable[_Number], target: SupportsIndex) -> float: ...
    @overload
    def __call__(self, logits: Iterable[_Scalar], target: SupportsIndex) -> Value: ...


class _OfMeanTargetVariance(Operation):
    @overload
    def __call__(self, mean: Value, target: _Scalar, variance: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, mean: _Scalar, target: Value, variance: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, mean: _Scalar, target: _Scalar, variance: Value, /) -> Value: ...
    @overload
    def __call__(self, mean: _Number, target: _Number, variance: _Number, /) -> float: ...
    @overload
    def __call__(self, mean: _Floats, target: _Number | _Floats, variance: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, mean: _Number | _Floats, target: _Floats, variance: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, mean: _Number | _Floats, target: _Number | _Floats, variance: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, mean: _Several, target: _Scalar | _Several, variance: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, mean: _Scalar | _Several, target: _Several, variance: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, mean: _Scalar | _Several, target: _Scalar | _Several, variance: _Several, /) -> NDArray[Any]: ...


class _OfNX(Operation):
    @overload
    def __call__(self, n: Value, x: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, n: _Scalar, x: Value, /) -> Value: ...
    @overload
    def __call__(self, n: _Number, x: _Number, /) -> float: ...
    @overload
    def __call__(self, n: _Floats, x: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, n: _Number | _Floats, x: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, n: _Several, x: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, n: _Scalar | _Several, x: _Several, /) -> NDArray[Any]: ...


class _OfPredictionTarget(Operation):
    @overload
    def __call__(self, prediction: Value, target: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, prediction: _Scalar, target: Value, /) -> Value: ...
    @overload
    def __call__(self, prediction: _Number, target: _Number, /) -> float: ...
    @overload
    def __call__(self, prediction: _Floats, target: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Number | _Floats, target: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Several, target: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, prediction: _Scalar | _Several, target: _Several, /) -> NDArray[Any]: ...


class _OfPredictionTargetDelta(Operation):
    @overload
    def __call__(self, prediction: Value, target: _Scalar, delta: _Scalar = 1.0) -> Value: ...
    @overload
    def __call__(self, prediction: _Scalar, target: Value, delta: _Scalar = 1.0) -> Value: ...
    @overload
    def __call__(self, prediction: _Scalar, target: _Scalar, delta: Value) -> Value: ...
    @overload
    def __call__(self, prediction: _Number, target: _Number, delta: _Number = 1.0) -> float: ...
    @overload
    def __call__(self, prediction: _Floats, target: _Number | _Floats, delta: _Number | _Floats = 1.0) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Number | _Floats, target: _Floats, delta: _Number | _Floats = 1.0) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Number | _Floats, target: _Number | _Floats, delta: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Several, target: _Scalar | _Several, delta: _Scalar | _Several = 1.0) -> NDArray[Any]: ...
    @overload
    def __call__(self, prediction: _Scalar | _Several, target: _Several, delta: _Scalar | _Several = 1.0) -> NDArray[Any]: ...
    @overload
    def __call__(self, prediction: _Scalar | _Several, target: _Scalar | _Several, delta: _Several) -> NDArray[Any]: ...


class _OfPredictionTargetQuantile(Operation):
    @overload
    def __call__(self, prediction: Value, target: _Scalar, quantile: _Scalar = 0.5) -> Value: ...
    @overload
    def __call__(self, prediction: _Scalar, target: Value, quantile: _Scalar = 0.5) -> Value: ...
    @overload
    def __call__(self, prediction: _Scalar, target: _Scalar, quantile: Value) -> Value: ...
    @overload
    def __call__(self, prediction: _Number, target: _Number, quantile: _Number = 0.5) -> float: ...
    @overload
    def __call__(self, prediction: _Floats, target: _Number | _Floats, quantile: _Number | _Floats = 0.5) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Number | _Floats, target: _Floats, quantile: _Number | _Floats = 0.5) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Number | _Floats, target: _Number | _Floats, quantile: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, prediction: _Several, target: _Scalar | _Several, quantile: _Scalar | _Several = 0.5) -> NDArray[Any]: ...
    @overload
    def __call__(self, prediction: _Scalar | _Several, target: _Several, quantile: _Scalar | _Several = 0.5) -> NDArray[Any]: ...
    @overload
    def __call__(self, prediction: _Scalar | _Several, target: _Scalar | _Several, quantile: _Several) -> NDArray[Any]: ...


class _OfProbabilityTarget(Operation):
    @overload
    def __call__(self, probability: Value, target: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, probability: _Scalar, target: Value, /) -> Value: ...
    @overload
    def __call__(self, probability: _Number, target: _Number, /) -> float: ...
    @overload
    def __call__(self, probability: _Floats, target: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, probability: _Number | _Floats, target: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, probability: _Several, target: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, probability: _Scalar | _Several, target: _Several, /) -> NDArray[Any]: ...


class _OfWeightsInputsBias(Operation):
    @overload
    def __call__(self, weights: _Objects, inputs: Iterable[Any], bias: Any | None = None) -> Any: ...
    @overload
    def __call__(self, weights: Iterable[Any], inputs: _Objects, bias: Any | None = None) -> Any: ...
    @overload
    def __call__(self, weights: Iterable[_Number], inputs: Iterable[_Number], bias: _Number | None = None) -> float: ...
    @overload
    def __call__(self, weights: Iterable[_Scalar], inputs: Iterable[_Scalar], bias: _Scalar | None = None) -> Value: ...


class _OfX(Operation):
    @overload
    def __call__(self, x: Value, /) -> Value: ...
    @overload
    def __call__(self, x: _Number, /) -> float: ...
    @overload
    def __call__(self, x: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, /) -> NDArray[Any]: ...


class _OfXAlpha(Operation):
    @overload
    def __call__(self, x: Value, alpha: _Scalar = 1.0) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, alpha: Value) -> Value: ...
    @overload
    def __call__(self, x: _Number, alpha: _Number = 1.0) -> float: ...
    @overload
    def __call__(self, x: _Floats, alpha: _Number | _Floats = 1.0) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, alpha: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, alpha: _Scalar | _Several = 1.0) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, alpha: _Several) -> NDArray[Any]: ...


class _OfXAt0(Operation):
    @overload
    def __call__(self, x: Value, at_0: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, at_0: Value, /) -> Value: ...
    @overload
    def __call__(self, x: _Number, at_0: _Number, /) -> float: ...
    @overload
    def __call__(self, x: _Floats, at_0: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, at_0: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, at_0: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, at_0: _Several, /) -> NDArray[Any]: ...


class _OfXLowHigh(Operation):
    @overload
    def __call__(self, x: Value, low: _Scalar = -inf, high: _Scalar = inf) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, low: Value, high: _Scalar = inf) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, low: _Scalar, high: Value) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, low: _Scalar = -inf, *, high: Value) -> Value: ...
    @overload
    def __call__(self, x: _Number, low: _Number = -inf, high: _Number = inf) -> float: ...
    @overload
    def __call__(self, x: _Floats, low: _Number | _Floats = -inf, high: _Number | _Floats = inf) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, low: _Floats, high: _Number | _Floats = inf) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, low: _Number | _Floats, high: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, low: _Number | _Floats = -inf, *, high: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, low: _Scalar | _Several = -inf, high: _Scalar | _Several = inf) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, low: _Several, high: _Scalar | _Several = inf) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, low: _Scalar | _Several, high: _Several) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, low: _Scalar | _Several = -inf, *, high: _Several) -> NDArray[Any]: ...


class _OfXLowHigh_(Operation):
    @overload
    def __call__(self, x: Value, low: _Scalar = -1.0, high: _Scalar = 1.0) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, low: Value, high: _Scalar = 1.0) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, low: _Scalar, high: Value) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, low: _Scalar = -1.0, *, high: Value) -> Value: ...
    @overload
    def __call__(self, x: _Number, low: _Number = -1.0, high: _Number = 1.0) -> float: ...
    @overload
    def __call__(self, x: _Floats, low: _Number | _Floats = -1.0, high: _Number | _Floats = 1.0) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, low: _Floats, high: _Number | _Floats = 1.0) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, low: _Number | _Floats, high: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, low: _Number | _Floats = -1.0, *, high: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, low: _Scalar | _Several = -1.0, high: _Scalar | _Several = 1.0) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, low: _Several, high: _Scalar | _Several = 1.0) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, low: _Scalar | _Several, high: _Several) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, low: _Scalar | _Several = -1.0, *, high: _Several) -> NDArray[Any]: ...


class _OfXOthers(Operation):
    @overload
    def __call__(self, x: Value, /, *others: _Scalar) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: Value, /, *others: _Scalar) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: _Scalar, z: Value, /, *others: _Scalar) -> Value: ...
    @overload
    def __call__(self, x: _Number, /, *others: _Number) -> float: ...
    @overload
    def __call__(self, x: _Scalar, /, *others: _Scalar) -> Value | float: ...
    @overload
    def __call__(self, x: _Floats, y: _Number | _Floats, /, *others: _Number | _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, y: _Floats, /, *others: _Number | _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, y: _Scalar | _Several, /, *others: _Scalar | _Several) -> NDArray[Any]: ...


class _OfXOthers_(Operation):
    @overload
    def __call__(self, x: _Objects, /) -> Any: ...
    @overload
    def __call__(self, x: Iterable[_Number], /) -> float: ...
    @overload
    def __call__(self, x: Iterable[_Scalar], /) -> Value: ...
    @overload
    def __call__(self, x: Value, /, *others: _Scalar) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: Value, /, *others: _Scalar) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: _Scalar, z: Value, /, *others: _Scalar) -> Value: ...
    @overload
    def __call__(self, x: _Number, /, *others: _Number) -> float: ...
    @overload
    def __call__(self, x: _Scalar, /, *others: _Scalar) -> Value | float: ...
    @overload
    def __call__(self, x: _Floats, y: _Number | _Floats, /, *others: _Number | _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, y: _Floats, /, *others: _Number | _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, y: _Scalar | _Several, /, *others: _Scalar | _Several) -> NDArray[Any]: ...


class _OfXSlope(Operation):
    @overload
    def __call__(self, x: Value, slope: _Scalar = 0.01) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, slope: Value) -> Value: ...
    @overload
    def __call__(self, x: _Number, slope: _Number = 0.01) -> float: ...
    @overload
    def __call__(self, x: _Floats, slope: _Number | _Floats = 0.01) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, slope: _Floats) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, slope: _Scalar | _Several = 0.01) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, slope: _Several) -> NDArray[Any]: ...


class _OfXSlope_(Operation):
    @overload
    def __call__(self, x: Value, slope: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, slope: Value, /) -> Value: ...
    @overload
    def __call__(self, x: _Number, slope: _Number, /) -> float: ...
    @overload
    def __call__(self, x: _Floats, slope: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, slope: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, slope: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, slope: _Several, /) -> NDArray[Any]: ...


class _OfXY(Operation):
    @overload
    def __call__(self, x: Value, y: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: Value, /) -> Value: ...
    @overload
    def __call__(self, x: _Number, y: _Number, /) -> float: ...
    @overload
    def __call__(self, x: _Floats, y: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, y: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, y: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, y: _Several, /) -> NDArray[Any]: ...


class _OfXYZ(Operation):
    @overload
    def __call__(self, x: Value, y: _Scalar, z: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: Value, z: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, x: _Scalar, y: _Scalar, z: Value, /) -> Value: ...
    @overload
    def __call__(self, x: _Number, y: _Number, z: _Number, /) -> float: ...
    @overload
    def __call__(self, x: _Floats, y: _Number | _Floats, z: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, y: _Floats, z: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Number | _Floats, y: _Number | _Floats, z: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, x: _Several, y: _Scalar | _Several, z: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, y: _Several, z: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, x: _Scalar | _Several, y: _Scalar | _Several, z: _Several, /) -> NDArray[Any]: ...


class _OfXsYs(Operation):
    @overload
    def __call__(self, xs: _Objects, ys: Iterable[Any]) -> Any: ...
    @overload
    def __call__(self, xs: Iterable[Any], ys: _Objects) -> Any: ...
    @overload
    def __call__(self, xs: Iterable[_Number], ys: Iterable[_Number]) -> float: ...
    @overload
    def __call__(self, xs: Iterable[_Scalar], ys: Iterable[_Scalar]) -> Value: ...


class _OfYX(Operation):
    @overload
    def __call__(self, y: Value, x: _Scalar, /) -> Value: ...
    @overload
    def __call__(self, y: _Scalar, x: Value, /) -> Value: ...
    @overload
    def __call__(self, y: _Number, x: _Number, /) -> float: ...
    @overload
    def __call__(self, y: _Floats, x: _Number | _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, y: _Number | _Floats, x: _Floats, /) -> NDArray[np.float64]: ...
    @overload
    def __call__(self, y: _Several, x: _Scalar | _Several, /) -> NDArray[Any]: ...
    @overload
    def __call__(self, y: _Scalar | _Several, x: _Several, /) -> NDArray[Any]: ...


abs: _OfX
"""abs(x): the absolute value."""
acos: _OfX
"""acos(x): the angle between 0 and π whose cosine is x."""
acosh: _OfX
"""acosh(x): the number, 0 or more, whose hyperbolic cosine is x."""
add: _OfXY
"""add(x, y): x + y."""
asin: _OfX
"""asin(x): the angle between −π/2 and π/2 whose sine is x."""
asinh: _OfX
"""asinh(x): the number whose hyperbolic sine is x."""
atan: _OfX
"""atan(x): the angle between −π/2 and π/2 whose tangent is x."""
atan2: _OfYX
"""atan2(y, x): the angle from the x axis to the point (x, y)."""
atanh: _OfX
"""atanh(x): the number whose hyperbolic tangent is x."""
beta: _OfAB
"""beta(a, b): the beta function, gamma(a) · gamma(b) / gamma(a + b), for positive a and b."""
betaln: _OfAB
"""betaln(a, b): the logarithm of the beta function, gamma(a) · gamma(b) / gamma(a + b), for positive a and b."""
binary_cross_entropy: _OfProbabilityTarget
"""binary_cross_entropy(probability, target): −target · log p − (1 − target) · log(1 − p)."""
binary_cross_entropy_with_logits: _OfLogitTarget
"""binary_cross_entropy_with_logits(logit, target): the binary cross-entropy of sigmoid(logit)."""
cbrt: _OfX
"""cbrt(x): the cube root."""
ceil: _OfX
"""ceil(x): the smallest whole number that is not below x."""
celu: _OfXAlpha
"""celu(x, alpha=1): x where it is positive, else alpha · (exp(x / alpha) − 1)."""
clip: _OfXLowHigh
"""clip(x, low=-inf, high=inf): x, but at least low and at most high."""
copysign: _OfXY
"""copysign(x, y): the size of x with the sign of y, of a zero y too; nan if one is nan."""
cos: _OfX
"""cos(x): the cosine of x radians."""
cosh: _OfX
"""cosh(x): the hyperbolic cosine."""
cross_entropy: _OfLogitsTarget
"""cross_entropy(logits, target): −log of the softmax weight of the logit at index target."""
deg2rad: _OfX
"""deg2rad(x): the radians of an angle in degrees."""
degrees: _OfX
"""degrees(x): rad2deg, by its other name."""
digamma: _OfX
"""digamma(x): the derivative of lgamma; at its poles nan, at ±0 ∓inf."""
divide: _OfXY
"""divide(x, y): x / y."""
dot: _OfXsYs
"""dot(xs, ys): x₁y₁ + x₂y₂ + …, as one node."""
elu: _OfXAlpha
"""elu(x, alpha=1): x where it is positive, else alpha · (exp(x) − 1)."""
entr: _OfX
"""entr(x): −x · log(x), the entropy of a probability; 0 at 0, and nan below."""
erf: _OfX
"""erf(x): the error function."""
erfc: _OfX
"""erfc(x): 1 − erf(x), accurate in the tail."""
erfcinv: _OfX
"""erfcinv(x): the number whose erfc is x, accurate in the tail."""
erfinv: _OfX
"""erfinv(x): the number whose error function is x."""
exp: _OfX
"""exp(x): e to the power x."""
exp10: _OfX
"""exp10(x): 10 to the power x."""
exp2: _OfX
"""exp2(x): 2 to the power x."""
exp_negative_square: _OfX
"""exp_negative_square(x): exp(−x²), accurate in the tails."""
expm1: _OfX
"""expm1(x): exp(x) − 1, accurate near 0."""
floor: _OfX
"""floor(x): the largest whole number that is not above x."""
floor_divide: _OfXY
"""floor_divide(x, y): ⌊x/y⌋, which is x // y."""
fma: _OfXYZ
"""fma(x, y, z): x · y + z, rounded once."""
fmod: _OfXY
"""fmod(x, y): what is left of x after whole multiples of y; it has the sign of x."""
gamma: _OfX
"""gamma(x): the gamma function, (x − 1)! for whole x; at its poles nan, at ±0 ±inf."""
gaussian_nll: _OfMeanTargetVariance
"""gaussian_nll(mean, target, variance): ½ (log v + (mean − target)² / v), the negative log-likelihood of a normal distribution of variance v but for ½ log 2π."""
gelu: _OfX
"""gelu(x): x · norm_cdf(x)."""
half_squared_error: _OfPredictionTarget
"""half_squared_error(prediction, target): ½ (target − prediction)²."""
hard_sigmoid: _OfX
"""hard_sigmoid(x): relu6(x + 3) / 6."""
hard_swish: _OfX
"""hard_swish(x): x · hard_sigmoid(x)."""
hardtanh: _OfXLowHigh_
"""hardtanh(x, low=-1, high=1): x, but at least low and at most high, as clip."""
heaviside: _OfXAt0
"""heaviside(x, at_0): 0 below 0, 1 above it, and at_0 at 0."""
hinge: _OfPredictionTarget
"""hinge(prediction, target): max(0, 1 − target · prediction), the target being ±1."""
huber: _OfPredictionTargetDelta
"""huber(prediction, target, delta=1): half the squared error, and linear beyond delta."""
hypot: _OfXY
"""hypot(x, y): the square root of x² + y²."""
i0: _OfX
"""i0(x): the modified Bessel function of the first kind, of order 0."""
i0e: _OfX
"""i0e(x): exp(−|x|) · i0(x), which does not overflow."""
i1: _OfX
"""i1(x): the modified Bessel function of the first kind, of order 1."""
i1e: _OfX
"""i1e(x): exp(−|x|) · i1(x), which does not overflow."""
identity: _OfX
"""identity(x): x itself."""
ieee_remainder: _OfXY
"""ieee_remainder(x, y): x − n · y for the whole n nearest to x/y, of two the even one."""
j0: _OfX
"""j0(x): the Bessel function of the first kind, of order 0."""
j1: _OfX
"""j1(x): the Bessel function of the first kind, of order 1."""
lambertw: _OfX
"""lambertw(x): the number w, −1 or more, of which w · exp(w) is x."""
leaky_relu: _OfXSlope
"""leaky_relu(x, slope=0.01): x where it is positive, else slope · x."""
lgamma: _OfX
"""lgamma(x): the logarithm of |gamma(x)|; at its poles inf."""
linear: _OfWeightsInputsBias
"""linear(weights, inputs, bias=None): w₁x₁ + w₂x₂ + … + b, as one node."""
log: _OfX
"""log(x): the natural logarithm."""
log10: _OfX
"""log10(x): the logarithm to base 10."""
log1mexp: _OfX
"""log1mexp(x): log(1 − exp(−x)), for x > 0."""
log1p: _OfX
"""log1p(x): log(1 + x), accurate near 0."""
log2: _OfX
"""log2(x): the logarithm to base 2."""
log_cosh: _OfPredictionTarget
"""log_cosh(prediction, target): log(cosh(prediction − target)), smooth between ½r² and |r|."""
log_norm_cdf: _OfX
"""log_norm_cdf(x): the logarithm of the normal distribution function, accurate in both tails."""
log_ratio: _OfXY
"""log_ratio(x, y): log(x / y), accurate where x is near y."""
log_sigmoid: _OfX
"""log_sigmoid(x): log(sigmoid(x))."""
log_softmax_component: _OfXOthers
"""log_softmax_component(x, *others): log of the softmax weight of x among all operands."""
logaddexp: _OfXY
"""logaddexp(x, y): log(exp(x) + exp(y))."""
logaddexp2: _OfXY
"""logaddexp2(x, y): log2(exp2(x) + exp2(y))."""
logistic_density: _OfX
"""logistic_density(x): exp(−x) / (1 + exp(−x))², the derivative of sigmoid."""
logit: _OfX
"""logit(x): log(x / (1 − x)), the number whose sigmoid is x."""
logsumexp: _OfXOthers_
"""logsumexp(x, *others): log of the sum of exp over operands or a sequence."""
maximum: _OfXOthers_
"""maximum(x, *others): the largest operand, or of a sequence; nan if one is nan."""
maxout: _OfXOthers_
"""maxout(x, *others): maximum, by the name of a layer of neurons."""
mean: _OfXOthers_
"""mean(x, *others): the arithmetic mean of operands or of a sequence."""
minimum: _OfXOthers_
"""minimum(x, *others): the smallest operand, or of a sequence; nan if one is nan."""
mish: _OfX
"""mish(x): x · tanh(softplus(x))."""
multiply: _OfXY
"""multiply(x, y): x · y."""
negative: _OfX
"""negative(x): −x."""
norm_cdf: _OfX
"""norm_cdf(x): the standard normal distribution function."""
norm_pdf: _OfX
"""norm_pdf(x): the density of the standard normal distribution."""
norm_ppf: _OfX
"""norm_ppf(x): the quantile of the standard normal distribution."""
pinball: _OfPredictionTargetQuantile
"""pinball(prediction, target, quantile=0.5): the quantile loss, quantile · r for a residual r = target − prediction above 0, else (quantile − 1) · r."""
poisson_nll: _OfLogRateTarget
"""poisson_nll(log_rate, target): exp(log_rate) − target · log_rate, the negative log-likelihood of a count but for log(target!)."""
polygamma: _OfNX
"""polygamma(n, x): the n-th derivative of digamma, n rounded to a whole number from 0 to 150; the gradient by n is 0, as by a condition."""
power: _OfXY
"""power(x, y): x to the power y."""
prelu: _OfXSlope_
"""prelu(x, slope): x where it is positive, else slope · x, of a slope that is learned."""
prod: _OfXOthers_
"""prod(x, *others): the product of operands or of a sequence, from the left."""
rad2deg: _OfX
"""rad2deg(x): the degrees of an angle in radians."""
radians: _OfX
"""radians(x): deg2rad, by its other name."""
reciprocal: _OfX
"""reciprocal(x): 1 / x."""
rel_entr: _OfXY
"""rel_entr(x, y): x · log(x / y), a term of a relative entropy; 0 at x = 0."""
relu: _OfX
"""relu(x): x where it is positive, else 0."""
relu6: _OfX
"""relu6(x): x, but at least 0 and at most 6."""
remainder: _OfXY
"""remainder(x, y): x − ⌊x/y⌋ · y, which is x % y; it has the sign of y."""
rint: _OfX
"""rint(x): the nearest whole number, of two the even one."""
selu: _OfX
"""selu(x): 1.0507 · elu(x, 1.6733), which keeps mean 0 and variance 1."""
sigmoid: _OfX
"""sigmoid(x): 1 / (1 + exp(−x))."""
sign: _OfX
"""sign(x): −1, 0 or 1."""
silu: _OfX
"""silu(x): x · sigmoid(x)."""
sin: _OfX
"""sin(x): the sine of x radians."""
sinc: _OfX
"""sinc(x): sin(πx) / (πx), and 1 at 0."""
sinh: _OfX
"""sinh(x): the hyperbolic sine."""
softmax_component: _OfXOthers
"""softmax_component(x, *others): exp(x) divided by the sum of exp over all operands."""
softplus: _OfX
"""softplus(x): log(1 + exp(x))."""
softsign: _OfX
"""softsign(x): x / (1 + |x|)."""
sqrt: _OfX
"""sqrt(x): the square root."""
square: _OfX
"""square(x): x²."""
squared_error: _OfPredictionTarget
"""squared_error(prediction, target): (target − prediction)²."""
strong_product: _OfXY
"""strong_product(x, y): x·y; 0 if one is 0, whatever the other is."""
subtract: _OfXY
"""subtract(x, y): x − y."""
sum: _OfXOthers_
"""sum(x, *others): the sum of operands or of a sequence, from the left."""
tan: _OfX
"""tan(x): the tangent of x radians."""
tanh: _OfX
"""tanh(x): the hyperbolic tangent."""
trunc: _OfX
"""trunc(x): x without its fraction, rounded towards 0."""
where: _OfConditionXY
"""where(condition, x, y): x where the condition is not 0, else y."""
xlog1py: _OfXY
"""xlog1py(x, y): x · log(1 + y), accurate near y = 0."""
xlogy: _OfXY
"""xlogy(x, y): x · log(y); 0 at x = y = 0, and nan for y < 0."""
