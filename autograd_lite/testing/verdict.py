"""What a check finds: a report of what is right, or an error that says what is not."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


class GradientError(AssertionError):
    """A derivative differs from its numeric oracle, or could not be told by any."""

    __module__ = "autograd_lite.testing"


class UncheckedError(GradientError, ValueError):
    """There was nothing to check: no numbers went in, or none that depends on them came out."""

    __module__ = "autograd_lite.testing"


class NoDerivativeError(ValueError):
    """The function has no derivative at the arguments: a kink, a pole, the end of a domain."""

    __module__ = "autograd_lite.testing"


@dataclass(frozen=True)
class Report:
    """What `check_gradients` found right, by which oracle, and what it could not decide."""

    __module__ = "autograd_lite.testing"

    #: first derivatives that agree with the graph in mpmath
    first: int
    #: components of products with the Hessian that do
    second: int
    #: neighbouring points at which f was what its graph says
    neighbours: int
    #: numbers of a compiled function, and of its derivatives, that are those of its Python
    compiled: int
    #: what no oracle could decide here, and why
    declined: tuple[str, ...]


@dataclass(frozen=True)
class Mismatch:
    """One component of a derivative beside its oracle."""

    component: str
    got: float
    expected: float
    #: the error as a multiple of what is allowed
    excess: float

    @property
    def wrong(self) -> bool:
        """Whether the error is more than is allowed, or nan."""
        return not self.excess <= 1.0

    def __str__(self) -> str:
        return f"{self.component} is {self.got!r}, expected {self.expected!r}"


def worst(rows: Iterable[tuple[str, float, float, float]]) -> Mismatch | None:
    """The row (name, got, expected, allowed error) that exceeds its allowance most."""
    mismatches = [
        Mismatch(name, got, true, _excess(abs(got - true), allowed))
        for name, got, true, allowed in rows
        if got != true
    ]
    return max(mismatches, key=lambda m: (m.wrong, m.excess), default=None)


def _excess(error: float, allowed: float) -> float:
    if not math.isfinite(error):
        return math.inf  # whatever the allowance: the oracle has a number
    return error / (allowed or 1e-300)
