"""The incomplete gamma and beta functions, of parameters that are plain numbers.

They are no rows of the table: a row has a derivative by each of its operands, and those by the
parameters are not offered here. So each choice of parameters makes an operation of one operand, x;
what depends on the parameters alone is worked out when it is made, and kept. `autograd_lite.parse`
does not know these functions.
"""

from typing import Any

from autograd_lite.incomplete import beta, gamma
from autograd_lite.incomplete.parameters import parameter


def gammainc(a: Any, x: Any) -> Any:
    """The regularised lower incomplete gamma function P(a, x), with SciPy's order of arguments.

    x may be a number, a Value, or an array or list of these; the derivative is by x alone. ``a`` is
    a number from the smallest normal double up to 10000, under `compile` a static argument. For x
    below 0 it is nan.
    Values and slopes are good to 16 ulp for ``a`` up to 400, and lose with the square root of
    larger ones: 80 ulp for 10000.

    >>> gammainc(2.0, [-1.0, 0.0, float("inf")]).tolist()
    [nan, 0.0, 1.0]
    """
    return gamma.lower(parameter("a", a))(x)


def gammaincc(a: Any, x: Any) -> Any:
    """The regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), small ones too.

    Arguments and accuracy are those of `gammainc`.

    >>> gammaincc(3.0, 0.0), gammaincc(3.0, 500.0) > 0.0
    (1.0, True)
    """
    return gamma.upper(parameter("a", a))(x)


def betainc(a: Any, b: Any, x: Any) -> Any:
    """The regularised incomplete beta function I_x(a, b), with SciPy's order of arguments.

    ``a`` and ``b`` are numbers like that of `gammainc`, x is from 0 to 1; elsewhere it is nan.
    Errors are up to twice those of `gammainc`, for the larger parameter.

    >>> betainc(1.0, 1.0, 0.0), betainc(2.0, 3.0, 1.0)
    (0.0, 1.0)
    """
    return beta.regularised(parameter("a", a), parameter("b", b))(x)
