"""How large the terms are that add up to a derivative: rounding errors are relative to them."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

from autograd_lite import calculus
from autograd_lite.primitives.operation import FLOATS
from autograd_lite.value import Value


def magnitudes(nodes: Sequence[Value]) -> dict[Value, float]:
    """For every node the sum over all paths of the product of |local gradient|."""
    sums = {nodes[-1]: 1.0}
    for node in reversed(nodes):
        for parent, local in zip(node.parents, node.local_gradients, strict=True):
            if sums.get(node) and local:
                sums[parent] = sums.get(parent, 0.0) + sums[node] * abs(local)
    return sums


def second_magnitudes(
    nodes: Sequence[Value], direction: Mapping[Value, float], rounding: float
) -> dict[Value, float]:
    """For every node the same of its product with the Hessian, forward over reverse.

    Within the rules of an operation terms may cancel that are not seen here: ``rounding`` of a
    local gradient is counted as if it changed with every operand.
    """
    moves = {x: abs(towards) for x, towards in direction.items()}
    for node in nodes:
        if node.op and node not in moves:
            moves[node] = _moved(node, moves)
    return _bent(nodes, moves, rounding)


def rounding_magnitudes(nodes: Sequence[Value]) -> dict[Value, float]:
    """For every node by how many epsilon its gradient changes as all numbers are rounded."""
    moves: dict[Value, float] = {}
    for node in nodes:
        moves[node] = _moved(node, moves) + abs(node.data)
    return _bent(nodes, moves, 0.0)


def _moved(node: Value, moves: Mapping[Value, float]) -> float:
    """How far a node moves at most with its parents."""
    pairs = zip(node.parents, node.local_gradients, strict=True)
    return sum(_product(abs(local), moves.get(parent, 0.0)) for parent, local in pairs)


def _bent(
    nodes: Sequence[Value], moves: Mapping[Value, float], rounding: float
) -> dict[Value, float]:
    """How far the gradients of all nodes change at most as the nodes move."""
    first = magnitudes(nodes)
    sums: dict[Value, float] = {}
    for node in reversed(nodes):
        pushed = [moves.get(parent, 0.0) for parent in node.parents]
        if not any(pushed):
            continue
        sizes = [max(1.0, abs(parent.data)) for parent in node.parents]
        rows = zip(node.parents, node.local_gradients, bends(node), strict=True)
        for parent, local, row in rows:
            bend = sum(
                _product(abs(x) + rounding * abs(local) / size, move)
                for x, size, move in zip(row, sizes, pushed, strict=True)
            )
            sent = _product(sums.get(node, 0.0), abs(local))
            sums[parent] = sums.get(parent, 0.0) + sent + _product(first.get(node, 0.0), bend)
    return sums


def feels(node: Value, i: int) -> bool:
    """Whether the number of a node changes with that of its i-th parent."""
    assert node.op is not None  # noqa: S101  # it was computed
    if node.local_gradients[i]:
        return True
    operands = [parent.data for parent in node.parents]
    x = operands[i]
    moved = (0.999 * x or -1e-3, 1.001 * x or 1e-3) if math.isfinite(x) else (0.0, 1.0)
    return any(
        node.op.forward(FLOATS, *operands[:i], other, *operands[i + 1 :]) != node.data
        for other in moved
    )


def bends(node: Value) -> Sequence[Sequence[float]]:
    """The second derivatives of one operation, by its own rules: for their size they will do."""
    operands = [parent.data for parent in node.parents]
    again = partial(record, node)
    rows: Sequence[Sequence[float]] = calculus.hessian(again, range(len(operands)))(*operands)
    return rows


def record(node: Value, *operands: Value) -> Value:
    """The operation of a node on other operands."""
    assert node.op is not None  # noqa: S101  # it was computed
    return Value.record_operation(node.op, operands)


def _product(x: float, y: float) -> float:
    """x · y, where 0 outweighs what is infinite or unknown, and what is unknown counts as 0."""
    product = x * y
    return 0.0 if math.isnan(product) else product
