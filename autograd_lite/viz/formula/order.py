"""In which order operands are written that an operation does not keep in order, and its symbol.

A softmax component and a cross-entropy take the operand of their class first, wherever it stood
among the others. Labels tell where: z₂ stands between z₁ and z₃.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, operand, replaced
from autograd_lite.viz.formula.latex import KNOWN, notation
from autograd_lite.viz.formula.names import lowered, printable

DEEPEST = 2  # generations of operands whose labels tell the place of one without a label

Key = tuple[Any, ...]


@lru_cache(KNOWN)
def all_alike(operation: Operation, operands: int) -> Formula | None:
    """The sum in which all operands stand alike, if the first one stands elsewhere too.

    That is how a notation looks that chooses one operand of several: exp(x) / Σ exp.
    """
    shown = notation(operation, operands)
    found = next((x for x in parts_of(shown) if _has_all(x, operands)), None)
    return found if found and list(parts_of(shown)).count(operand(0)) > 1 else None


def parts_of(formula: Formula) -> list[Formula]:
    """A formula and all that stands in it."""
    return [formula, *(each for part in formula.parts for each in parts_of(part))]


def _has_all(formula: Formula, operands: int) -> bool:
    terms = formula.parts
    if formula.kind != "sum" or len(terms) != operands or terms[0] == operand(0):
        return False
    return all(_moved(terms[0], i) == term for i, term in enumerate(terms))


def _moved(formula: Formula, place: int) -> Formula:
    """A formula of the first operand, for another one."""
    if formula == operand(0):
        return operand(place)
    return replace(formula, parts=tuple(_moved(part, place) for part in formula.parts))


def written_order(node: Value) -> list[int]:
    """The places of a node's operands in the order in which they are written.

    That is the order of the operands, but the first of an operation that chooses it stands where
    the others' labels leave room for its own: by their numbers, else by those of what they were
    computed from, else by their letters. Nothing is moved where labels do not tell.
    """
    places = list(range(len(node.parents)))
    if node.op is None or len(places) < 2 or all_alike(node.op, len(places)) is None:
        return places
    own, below = ([key(parent) for parent in node.parents] for key in (_key, _key_below))
    counted = [keys for keys in (own, below) if len({_words(key) for key in keys}) == 1]
    for keys in (*counted, own):  # letters tell least: classes are often named by words
        before = _place_of_first(*keys)
        if before:
            return [*places[1:before], 0, *places[before:]]
    return places


def _place_of_first(first: Key, *others: Key) -> int:
    """Behind how many of all it stands, itself among them; 0 if the keys do not tell."""
    if not first or not all(others) or len({len(key) for key in (first, *others)}) > 1:
        return 0
    if any(_kinds(first) != _kinds(key) for key in others):
        return 0
    if first in others or not all(a < b for a, b in pairwise(others)):
        return 0
    return 1 + sum(key < first for key in others)


def told_order(root: Value) -> dict[Value, int]:
    """The place of every node of a graph, after its operands, which come as they are written."""
    places: dict[Value, int] = {}
    opened: set[Value] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if node in places:
            continue
        if node in opened or node.op is None:
            places[node] = len(places)
            continue
        opened.add(node)
        stack.append(node)  # comes up again when its operands are done
        parents = node.parents
        waiting = [parents[i] for i in reversed(written_order(node))]
        stack += [parent for parent in waiting if parent not in places]
    return places


def operands_in_order(nodes: list[Value], operations: Iterable[Value]) -> list[Value]:
    """Nodes, those that are operands of one operation in the order in which it is written."""
    place = {node: i for i, node in enumerate(nodes)}
    for operation in operations:
        order = written_order(operation)
        if order != sorted(order):
            parents = operation.parents
            known = [parents[i] for i in order if parents[i] in place]
            place |= zip(known, sorted(place[x] for x in known), strict=True)
    return sorted(place, key=place.__getitem__)


def in_order(node: Value, formula: Formula) -> Formula:
    """A formula of a node, in places, with the sum over all operands in the order of writing."""
    order = written_order(node)
    alike = None if node.op is None else all_alike(node.op, len(order))
    if alike is None or order == sorted(order):
        return formula
    return replaced(formula, alike, replace(alike, parts=tuple(alike.parts[i] for i in order)))


def node_symbol(node: Value) -> str:
    """What is written into a node: its operation, the class that it is of, and its bias.

    >>> logits = [Value(1.0, "z₁"), Value(2.0, "z₂")]
    >>> from autograd_lite import cross_entropy, linear
    >>> node_symbol(cross_entropy(logits, 1)), node_symbol(linear([logits[0]], [3.0], 0.5))
    ('CE z₂', 'Σwx + b')
    """
    if node.op is None:
        return ""
    symbol, operands = node.op.symbol, len(node.parents)
    if all_alike(node.op, operands) is not None:
        return f"{symbol} {lowered(printable(node.parents[0].label))}".strip()
    if symbol.startswith("Σ") and _ends_in_one(notation(node.op, operands)):
        return f"{symbol} + b"
    return symbol


def _ends_in_one(shown: Formula) -> bool:
    """Whether it is a sum of products to which one operand is added."""
    return shown.kind == "sum" and shown.parts[0].kind == "product" != shown.parts[-1].kind


def _key(node: Value, generations: int = 0) -> Key:
    """What a label says about the order, as words and numbers; for none what operands' labels do.

    The counts of a name are numbers: z₂ stands before z₁₀.
    """
    if node.label:
        label = unicodedata.normalize("NFKC", node.label)
        return tuple(int(x) if x.isdecimal() else x for x in re.findall(r"\d+|\D+", label))
    return _key_below(node, generations) if generations < DEEPEST else ()


def _key_below(node: Value, generations: int = 0) -> Key:
    """What the labels of operands say about the order."""
    return tuple(x for parent in node.parents for x in _key(parent, generations + 1))


def _words(key: Key) -> Key:
    """A key without its numbers."""
    return tuple(x for x in key if isinstance(x, str))


def _kinds(key: Key) -> list[type]:
    return [type(each) for each in key]
