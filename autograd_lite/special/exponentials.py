"""Differences of exponentials that cancel."""

import math
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special.polynomials import polynomial

#: −(k − 1)/k! from k = 2 on
_CELU: Final = tuple([(1.0 - k) / math.factorial(k) for k in range(2, 21)])


def _celu_slope(m: Any, x: Any) -> Any:
    """(1 − x)·eˣ − 1, of which little is left near 0: there its series, −Σ (k − 1)/k! · xᵏ."""
    far = m.where(x < -50.0, 0.0, m.exp(x) * (1.0 - x)) - 1.0  # 0 · ∞ at −∞
    return m.where(m.abs(x) < 1.0, polynomial(x, _CELU) * x * x, far)


RULES: Final[dict[str, Callable[..., Any]]] = {"celu_slope": _celu_slope}
