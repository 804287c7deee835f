"""Comparisons of Values: of their numbers, or, while a function is traced, as nodes of the trace.

What else goes otherwise while no number is known stands in `Tracing`.
"""

from contextvars import ContextVar
from typing import Any, NoReturn, Protocol

from autograd_lite.engine import Node, may_know_better, operation_of
from autograd_lite.floats import real
from autograd_lite.primitives.internal import CONDITIONS, RELATIONS
from autograd_lite.primitives.operation import Operation


class Tracing(Protocol):
    """What is done otherwise while a function is traced, and no number is known."""

    def compare(self, relation: str, x: Any, y: Any) -> Any:
        """The node of a comparison, one of `RELATIONS`."""

    def detach(self, x: Any) -> Any:
        """The node of the same number, through which no gradient flows."""

    def record(self, operation: Operation, parents: tuple[Any, ...]) -> Any:
        """The node of an operation."""

    def evaluate(self, operation: Operation, parents: tuple[Any, ...]) -> Any:
        """The same, through which no gradient flows."""

    def admit(self, x: Any) -> None:
        """Refuse what another trace computed from its arguments."""

    def watch(self) -> NoReturn:
        """Say that no anomaly can be seen."""

    def refuse(self, what: str) -> NoReturn:
        """Say that ``what`` is not known."""


#: the trace that is being made, if any
tracing: ContextVar[Tracing | None] = ContextVar("tracing", default=None)


def comparison(name: str) -> Any:
    """The method of Values for one of `RELATIONS`."""
    relation = RELATIONS[name]
    # of what is no number, Python's own == says that it is not equal
    strange = (str, bytes, list, tuple, type(None)) if name in ("equal", "not_equal") else ()

    def compare(self: Any, other: Any) -> bool:
        if not isinstance(other, Node):
            if isinstance(other, strange) or may_know_better(other):
                return NotImplemented  # type: ignore[no-any-return]  # Python asks ``other`` next
            if not isinstance(other, (int, float)):
                other = real(other, name)
        trace = tracing.get()
        if trace is not None:
            return trace.compare(name, self, other)  # type: ignore[no-any-return]  # a node
        return relation(self._number, other._number if isinstance(other, Node) else other)

    return compare


def truth(x: Any) -> Any:
    """Whether a number is not 0; what is true or false already, as it is."""
    if not isinstance(x, Node):
        return bool(x)
    return x if operation_of(x) in CONDITIONS else RELATIONS["not_equal"](x, 0.0)
