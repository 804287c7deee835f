"""Polynomials of Horner's form, for approximations."""

from collections.abc import Sequence
from typing import Any


def polynomial(x: Any, coefficients: Sequence[float]) -> Any:
    """c₀ + c₁ x + c₂ x² + … of the coefficients c₀, c₁, c₂, …"""
    *lower, total = coefficients
    for c in reversed(lower):
        total = c + x * total
    return total
