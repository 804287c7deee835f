"""Functions that return several results, and so are no single row of the table."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, overload

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items
from autograd_lite.primitives import log_softmax_component, softmax_component
from autograd_lite.primitives.internal import DETACH
from autograd_lite.primitives.losses import softmax_components
from autograd_lite.primitives.operation import NUMBERS
from autograd_lite.trace import VALUES
from autograd_lite.value import Value

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: the most operands of which each weight is a node that has them all, as it is taught and drawn:
#: n such nodes have n² edges
_MOST_APART = 64


@overload
def softmax(xs: "NDArray[Any]") -> list[Any]: ...
@overload
def softmax(xs: Iterable[float]) -> list[float]: ...  # type: ignore[overload-overlap]
@overload
def softmax(xs: Iterable[Value | float]) -> list[Value]: ...
def softmax(xs: Iterable[Any]) -> list[Any]:
    """The softmax weights of a sequence: exp(x) divided by the sum of exp over all.

    Each is one node. More than 64 are quotients that share the nodes of their sum, so that the
    work grows as their number does.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    x = items("xs", admit(xs, "xs"), NUMBERS)
    if len(x) > _MOST_APART:
        return softmax_components(VALUES, [v if isinstance(v, Value) else real(v, "xs") for v in x])
    return [softmax_component(each, *x[:i], *x[i + 1 :]) for i, each in enumerate(x)]


@overload
def softmin(xs: "NDArray[Any]") -> list[Any]: ...
@overload
def softmin(xs: Iterable[float]) -> list[float]: ...  # type: ignore[overload-overlap]
@overload
def softmin(xs: Iterable[Value | float]) -> list[Value]: ...
def softmin(xs: Iterable[Any]) -> list[Any]:
    """The softmax weights of the negatives of a sequence: the smallest number weighs most.

    >>> softmin([3.0, 3.0])
    [0.5, 0.5]
    """
    return softmax([primitives.negative(x) for x in items("xs", admit(xs, "xs"), NUMBERS)])


@overload
def log_softmax(xs: "NDArray[Any]") -> list[Any]: ...
@overload
def log_softmax(xs: Iterable[float]) -> list[float]: ...  # type: ignore[overload-overlap]
@overload
def log_softmax(xs: Iterable[Value | float]) -> list[Value]: ...
def log_softmax(xs: Iterable[Any]) -> list[Any]:
    """The logarithms of the softmax weights of a sequence, also of weights too small for a double.

    Each is one node. More than 64 are differences that share the node of their `logsumexp`.

    >>> log_softmax([0.0, -1000.0])
    [0.0, -1000.0]
    """
    x = items("xs", admit(xs, "xs"), NUMBERS)
    if len(x) <= _MOST_APART:
        return [log_softmax_component(each, *x[:i], *x[i + 1 :]) for i, each in enumerate(x)]
    top = DETACH(primitives.maxout(x))  # what takes it away changes nothing, and has no gradient
    below = [_less(each, top) for each in x]
    total = primitives.logsumexp(below)
    return [primitives.subtract(each, total) for each in below]


def _less(x: Any, top: Any) -> Any:
    """x − top, where the top may be infinite."""
    apart = primitives.where(x >= top, 0.0, -math.inf)
    return primitives.where(top < math.inf, primitives.subtract(x, top), apart)
