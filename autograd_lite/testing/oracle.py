"""The numeric oracle: the forward rules of the table on mpmath numbers with very many digits.

No gradient rule is used: derivatives are differences of these.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any, Final

import mpmath

from autograd_lite import floats
from autograd_lite.primitives.operation import Namespace
from autograd_lite.testing import exact, gammas

#: the size of steps, relative to the numbers that move
STEP = mpmath.mpf(10) ** -60

#: mpmath has one precision for all threads: those that set it wait for each other
_PRECISION: Final = RLock()


@contextmanager
def digits(count: int) -> Iterator[None]:
    """Compute with so many digits, whatever other threads check in the meantime."""
    with _PRECISION, mpmath.workdps(count):
        yield


def _erfc(x: Any) -> Any:
    # From 40 on all that is missing is far below the smallest double; mpmath fails at 1e300.
    return mpmath.erfc(x) if abs(x) < 40 else mpmath.mpf(0 if x > 0 else 2)


MPMATH = Namespace(
    {
        **{name: getattr(mpmath, name) for name in floats.BASE if hasattr(mpmath, name)},
        **exact.FUNCTIONS,
        **gammas.FUNCTIONS,
        "abs": abs,
        "divide": lambda x, y: x / y,
        "where": floats.where,
        "fmod": lambda x, y: x - y * (mpmath.floor if x * y > 0 else mpmath.ceil)(x / y),
        "trunc": lambda x: mpmath.floor(x) if x > 0 else mpmath.ceil(x),
        "rint": mpmath.nint,
        "floor_divide": lambda x, y: mpmath.floor(x / y),
        "remainder": lambda x, y: x - y * mpmath.floor(x / y),
        "ieee_remainder": lambda x, y: x - y * mpmath.nint(x / y),
        "exp2": lambda x: mpmath.power(2, x),
        "log2": lambda x: mpmath.log(x) / mpmath.ln2,
        "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
        "exp_negative_square": lambda x: mpmath.exp(-x * x),
        "erf": lambda x: mpmath.erf(x) if abs(x) < 1 else 1 - _erfc(x),
        "erfc": _erfc,
        "celu_slope": lambda x: (1 - x) * mpmath.exp(x) - 1,
        "norm_pdf": lambda x: mpmath.exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi),
        "norm_cdf": lambda x: _erfc(-x / mpmath.sqrt(2)) / 2,
    }
)
