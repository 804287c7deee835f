"""Hypothesis strategies: leaves, operations with operands in their domain, and whole graphs."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from autograd_lite.graph import topological_order
from autograd_lite.inputs.checks import items, shown
from autograd_lite.labels import subscript
from autograd_lite.primitives.operation import TABLE, Operation
from autograd_lite.value import Value

__all__ = ["expressions", "leaves_of", "operands_of", "operations", "values"]
__dir__ = __all__.copy

try:
    from hypothesis import strategies as st
except ImportError as _error:
    raise ImportError('hypothesis is needed; run: pip install "autograd_lite[testing]"') from _error

_FINITE = st.floats(allow_nan=False, allow_infinity=False)
#: three decimals in [−3, 3]: no rounding or overflow on the way disturbs the comparison
MODERATE: Final = st.integers(-3000, 3000).map(lambda n: n / 1000)


def values(numbers: st.SearchStrategy[float] = MODERATE) -> st.SearchStrategy[Value]:
    """Leaves with numbers from ``numbers``.

    >>> from hypothesis import find
    >>> find(values(), lambda value: value.data > 1.0).data
    1.001
    """
    return numbers.map(Value)


def operations(
    table: Iterable[Operation] = tuple(TABLE.values()),
    numbers: st.SearchStrategy[float] = MODERATE,
    most_operands: int = 4,
) -> st.SearchStrategy[tuple[Operation, tuple[float, ...]]]:
    """An operation of ``table`` with operands at which it is defined and smooth."""
    return st.sampled_from(_rows(table)).flatmap(
        lambda row: st.tuples(st.just(row), operands_of(row, numbers, most_operands))
    )


def operands_of(
    operation: Operation,
    numbers: st.SearchStrategy[float] | None = None,
    most_operands: int = 4,
) -> st.SearchStrategy[tuple[float, ...]]:
    """Operands at which ``operation`` is defined and smooth, by default over all doubles.

    ``most_operands`` counts where it takes any number of them.
    """
    draws = st.one_of(st.floats(-10, 10), _FINITE) if numbers is None else numbers
    return (
        st.sampled_from(_counts(_operation("operation", operation), most_operands))
        .flatmap(lambda n: st.tuples(*[draws] * n))
        .filter(lambda x: operation.domain(*x) and operation.smooth(*x))
    )


def expressions(
    table: Iterable[Operation] = tuple(TABLE.values()),
    leaves: st.SearchStrategy[Value] | None = None,
    most_operations: int = 12,
    bound: float = 1e6,
) -> st.SearchStrategy[Value]:
    """The result of a random computation, in which any earlier result may be used again.

    Every operation has its operands inside its domain, where it is smooth, and no value exceeds
    ``bound``; an operation for which no operands fit is left out. The leaves are named x₁, x₂, …
    """
    leaf = values() if leaves is None else leaves
    return _expressions(_rows(table), leaf, most_operations, bound)


@st.composite
def _expressions(
    draw: st.DrawFn,
    rows: Sequence[Operation],
    leaf: st.SearchStrategy[Value],
    most_operations: int,
    bound: float,
) -> Value:
    nodes = draw(st.lists(leaf, min_size=1, max_size=3))
    for i, node in enumerate(nodes, start=1):
        node.label = f"x{subscript(i)}"
    for _ in range(draw(st.integers(1, most_operations))):
        operation = draw(st.sampled_from(rows))
        count = draw(st.sampled_from(_counts(operation, 4)))
        # the latest result is taken often, so that graphs grow deep
        operand = st.one_of(st.just(nodes[-1]), st.sampled_from(nodes))
        operands = tuple(draw(operand) for _ in range(count))
        data = [x.data for x in operands]
        if operation.domain(*data) and operation.smooth(*data):
            node = Value.record_operation(operation, operands)
            if math.isfinite(node.data) and abs(node.data) <= bound:
                nodes.append(node)
    return nodes[-1]


def leaves_of(root: Value) -> list[Value]:
    """The leaves of a drawn graph into which gradients flow."""
    return [node for node in topological_order(root) if not node.parents and node.differentiable]


def _rows(table: Any) -> list[Operation]:
    rows = items("table", table, "a sequence of operations")
    return [_operation("table", row) for row in rows]


def _operation(argument: str, given: Any) -> Operation:
    if not isinstance(given, Operation):
        raise TypeError(
            f"{argument}: an operation is needed, as ag.sin or one made by ag.custom_gradient, "
            f"got {shown(given)}"
        )
    return given


def _counts(operation: Operation, most: int) -> list[int]:
    """How many operands are drawn: up to ``most``, or those that it takes if they are more."""
    least = operation.arity.start
    return [n for n in range(1, max(most, least) + 1) if n in operation.arity]
