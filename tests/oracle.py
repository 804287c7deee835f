"""What the table is tested against: its rules run on mpmath numbers of 1400 digits.

The oracle never uses a gradient rule: derivatives are central differences of the forward rule.
With a relative step of 1e-60 their error is near 1e-120, and 1400 digits leave enough of them
even where 1e300 and 1e-300 meet. At zero the step is far below the smallest double, so that no
kink comes between.
"""

import math
from collections.abc import Callable, Sequence

import mpmath
from hypothesis import strategies as st

from autograd_lite import floats
from autograd_lite.primitives import FLOATS, Namespace, Operation

DIGITS = 1400
STEP = mpmath.mpf(10) ** -60

# A few roundings of half an ulp each, those of the maths library included; a wrong rule is off
# by far more.
ULPS = 4

SMALLEST_NORMAL = 2.0**-1022
MPMATH = Namespace(
    {
        "abs": abs,
        "divide": lambda x, y: x / y,
        "exp": mpmath.exp,
        "log": mpmath.log,
        "power": mpmath.power,
        "sqrt": mpmath.sqrt,
        "tanh": mpmath.tanh,
        "where": floats.where,
    }
)


def true_value(operation: Operation, operands: Sequence[float]) -> mpmath.mpf:
    with mpmath.workdps(DIGITS):
        return operation.forward(MPMATH, *map(mpmath.mpf, operands))


def true_gradients(operation: Operation, operands: Sequence[float]) -> list[mpmath.mpf]:
    return differences(lambda *x: operation.forward(MPMATH, *x), operands)


def differences(f: Callable[..., mpmath.mpf], operands: Sequence[float]) -> list[mpmath.mpf]:
    """The partial derivatives of ``f``, a function of mpmath numbers."""
    with mpmath.workdps(DIGITS):
        point = list(map(mpmath.mpf, operands))
        slopes = []
        for i, x in enumerate(point):
            step = STEP * abs(x) or mpmath.mpf(10) ** -400
            low, high = (f(*point[:i], moved, *point[i + 1 :]) for moved in (x - step, x + step))
            slopes.append((high - low) / (2 * step))
        return slopes


def check(got: float, true: mpmath.mpf, what: str, scale: float = 0.0) -> None:
    """Fail unless ``got`` is within ULPS of ``true``, in ulps of it or, if larger, of ``scale``."""
    if abs(true) > mpmath.mpf("1.7976931348623157e308"):
        assert math.isinf(got) or abs(got) > 1.797e308, f"{what}: got {got}, true beyond doubles"
        return
    if abs(true) < SMALLEST_NORMAL:  # subnormal results may have lost their digits on the way
        assert abs(got) <= 2 * SMALLEST_NORMAL, f"{what}: got {got!r}, true below normal doubles"
        return
    error = abs(mpmath.mpf(got) - true)
    allowed = ULPS * max(math.ulp(float(true)), math.ulp(scale))
    assert error <= allowed, f"{what}: got {got!r}, true {mpmath.nstr(true, 20)}"


def check_operation(operation: Operation, operands: Sequence[float]) -> None:
    """Fail unless value and local gradients at ``operands`` are right."""
    out = operation.forward(FLOATS, *operands)
    check(out, true_value(operation, operands), "value", _scale(operation, operands))
    gradients = operation.gradients(FLOATS, out, *operands)
    for i, true in enumerate(true_gradients(operation, operands)):
        check(gradients[i], true, f"{operation.name}, ∂/∂operand {i}")


def _scale(operation: Operation, operands: Sequence[float]) -> float:
    """The sum of magnitudes: what the rounding of a sum of many terms is relative to."""
    if len(operation.arity) == 1:
        return 0.0
    return operation.forward(FLOATS, *map(abs, operands))


def operands_of(
    operation: Operation, numbers: st.SearchStrategy[float] | None = None
) -> st.SearchStrategy[tuple[float, ...]]:
    """Operands where the operation is defined and smooth, over the whole range of doubles."""
    everything = st.floats(allow_nan=False, allow_infinity=False)
    numbers = numbers or st.one_of(st.floats(-10, 10), everything)
    counts = [n for n in range(1, 6) if n in operation.arity]
    return (
        st.sampled_from(counts)
        .flatmap(lambda n: st.tuples(*[numbers] * n))
        .filter(lambda x: operation.domain(*x) and operation.smooth(*x))
        .filter(lambda x: math.isfinite(_scale(operation, x)))
    )
