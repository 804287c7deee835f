"""Functions that return several results, and so are no single row of the table."""

from collections.abc import Iterable
from typing import Any

from autograd_lite.arraylike import admit
from autograd_lite.checks import items
from autograd_lite.operation import NUMBERS
from autograd_lite.primitives import softmax_weight


def softmax(xs: Iterable[Any]) -> list[Any]:
    """The softmax weights of a sequence: exp(x) divided by the sum of exp over all.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    x = items("xs", admit(xs, "xs"), NUMBERS)
    return [softmax_weight(each, *x[:i], *x[i + 1 :]) for i, each in enumerate(x)]
