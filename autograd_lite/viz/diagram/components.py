"""The order of what softmax and cross-entropy take: their own operand stands first in the graph."""

import re
import unicodedata
from collections.abc import Sequence

from autograd_lite.primitives import cross_entropy, softmax_component
from autograd_lite.value import Value

#: the rows whose first operand was taken out of a sequence
OF_ONE = (softmax_component, cross_entropy)
_INDEXED = re.compile("(.*?)(?:([₀-₉])|₍([₀-₉]+)₎)", re.DOTALL)


def in_order(operands: Sequence[Value]) -> list[int]:
    """The places of operands as their labels number them, or as they come.

    >>> z = [Value(0.0, f"z{i}") for i in "₃₁₂"]
    >>> in_order(z)
    [1, 2, 0]
    >>> in_order([z[0], Value(0.0, "other"), z[1]])
    [0, 1, 2]
    """
    return sorted(range(len(operands)), key=(_numbers(operands) or [0] * len(operands)).__getitem__)


def _numbers(operands: Sequence[Value]) -> list[int]:
    """The index of each label, if only that tells them apart; else none."""
    matches = [_INDEXED.fullmatch(each.label) for each in operands]
    found = [(m[1], int(unicodedata.normalize("NFKC", m[2] or m[3]))) for m in matches if m]
    alike = len({name for name, _ in found}) == 1 and len(set(found)) == len(operands)
    return [number for _, number in found] if alike else []


def component(node: Value) -> tuple[int, int] | None:
    """Which of how many its own operand is, from 0 on; None where that cannot be known."""
    if node.op not in OF_ONE:
        return None
    operands = node.parents
    return (in_order(operands).index(0), len(operands)) if _numbers(operands) else None
