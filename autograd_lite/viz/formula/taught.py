"""Local gradients as they are taught: p − y, with softmax weights p and a one-hot target y.

The rules of the table are written without p and y; that these say the same is tried with the
numbers of the node and with others, and a form that does not hold is not told.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from string import ascii_letters

from autograd_lite.labels import subscript
from autograd_lite.primitives.losses import softmax_component, softmax_components
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation
from autograd_lite.value import Constant, Value
from autograd_lite.viz.formula.formulas import OUT, Formula, number, operand, replaced
from autograd_lite.viz.formula.latex import KNOWN, notation
from autograd_lite.viz.formula.names import Name, counted, is_number, name_of
from autograd_lite.viz.formula.notation import local_gradients
from autograd_lite.viz.formula.order import all_alike, parts_of, written_order
from autograd_lite.viz.formula.terms import SAMPLES

#: what a helper is called, and what else if a node has that name; after that, any letter
LETTERS = {"p": "pqπs", "y": "ytτd", "ŷ": "ŷpqπ"}


@dataclass(frozen=True)
class Helper:
    """A name that formulas use beside those of the nodes, as p₂ for the softmax weight of z₂."""

    letter: str
    #: whose index it has; None if it needs none
    operand: int | None
    value: float
    #: what it stands for, in places of operands; None for a number of the target
    formula: Formula | None


@dataclass(frozen=True)
class Taught:
    """The local gradients of a node in the taught form.

    Places after those of the operands are the helpers', in order.
    """

    gradients: tuple[Formula, ...]
    helpers: tuple[Helper, ...]


def taught(node: Value) -> Taught | None:
    """The taught form of a node's local gradients; None if it has none."""
    if node.op is None:
        return None
    if all_alike(node.op, len(node.parents)) is not None:
        return _of_weights(node, node.op)
    return _of_call(node)


def _of_weights(node: Value, operation: Operation) -> Taught | None:
    """p − y of a cross-entropy; p₁·(1 − p₁) and −p₁·p₂ of a softmax component."""
    n, x = len(node.parents), [parent.data for parent in node.parents]
    weights = [operand(n + i) for i in range(n)]
    target = [operand(2 * n + i) for i in range(n)]
    computed = zip(softmax_components(FLOATS, x), _weights(node), strict=True)
    helpers = tuple(Helper("p", i, p, shown) for i, (p, shown) in enumerate(computed))
    if _holds(operation, x, lambda p, y, out: p - y):
        known = tuple(Helper("y", i, float(i == 0), None) for i in range(n))
        pairs = zip(weights, target, strict=True)
        differences = (Formula("sum", (p, Formula("negative", (y,)))) for p, y in pairs)
        return Taught(tuple(differences), helpers + known)
    if _holds(operation, x, lambda p, y, out: out * (y - p)):
        rest = Formula("sum", (number(1.0), Formula("negative", (OUT,))))
        others = (Formula("negative", (Formula("product", (OUT, p)),)) for p in weights[1:])
        return Taught((Formula("product", (OUT, rest)), *others), helpers)
    return None


def _weights(node: Value) -> list[Formula]:
    """The softmax weights of operands, in places; the sum in the order in which it is written."""
    order = written_order(node)
    shown = notation(softmax_component, len(order))
    below = shown.parts[1]
    alike = replace(below, parts=tuple(below.parts[i] for i in order))
    return [replace(shown, parts=(above, alike)) for above in below.parts]


def _holds(operation: Operation, x: list[float], form: Callable[..., float]) -> bool:
    """Whether the local gradients have a form, here, nearby, and where no weight is 0 or 1."""
    points = [[each + offset * i for i, each in enumerate(x)] for offset in (0.0, *SAMPLES[:3])]
    points += [[offset * (i % 3) for i in range(len(x))] for offset in SAMPLES[:3]]
    for moved in points:
        out = operation.forward(FLOATS, *moved)
        weights = softmax_components(FLOATS, moved)
        for i, (p, local) in enumerate(
            zip(weights, operation.gradients(FLOATS, out, *moved), strict=True)
        ):
            told = form(p, float(i == 0), out)
            is_near = math.isclose(told, local, rel_tol=1e-9, abs_tol=1e-12)
            if not (is_near or (math.isnan(told) and math.isnan(local))):
                return False
    return True


def _of_call(node: Value) -> Taught | None:
    """σ(z) − y of a loss that brings its activation: ŷ − y, where ŷ = σ(z)."""
    if node.op is None or not _brings_activation(node.op, len(node.parents)):
        return None
    gradients = [each.formula for each in local_gradients(_with_labels(node))]
    calls = [call for each in gradients if each for call in _activation(each)]
    if not calls or None in gradients:
        return None
    (inner,), helper = calls[0].parts, operand(len(node.parents))
    row = next(row for row in TABLE.values() if row.unary and notation(row, 1) == calls[0])
    value = row.forward(FLOATS, node.parents[inner.mark].data)
    shown = tuple(replaced(each, calls[0], helper) for each in gradients if each)
    return Taught(shown, (Helper("ŷ", None, value, calls[0]),))


@lru_cache(KNOWN)
def _brings_activation(operation: Operation, operands: int) -> bool:
    """Whether there is a function of the first operand in the notation, and another operand."""
    return operands > 1 and any(
        part.kind == "call" and part.parts == (operand(0),)
        for part in parts_of(notation(operation, operands))
    )


def _with_labels(node: Value) -> Value:
    """The same node, but that plain numbers among its operands have labels: a target of 1 is y."""
    if node.op is None or not any(map(is_number, node.parents)):
        return node
    operands = [Constant(x.data, "y") if is_number(x) else x for x in node.parents]
    return Value.record_operation(node.op, tuple(operands))


def _activation(gradient: Formula) -> list[Formula]:
    """σ(z) of the first operand, if the formula is that minus something."""
    if gradient.kind != "sum" or len(gradient.parts) != 2:
        return []
    first, second = gradient.parts
    rest = second.parts[0] if second.kind == "negative" else second
    is_call = first.kind == "call" and first.parts == (operand(0),)
    return [first] if is_call and rest.kind in ("operand", "number") else []


# Names --------------------------------------------------------------------------------------


def name_helpers(
    told: Mapping[Value, Taught], names: Mapping[Value, Name]
) -> dict[Value, list[Name]]:
    """What the helpers of every node are called, as no node is.

    They have the indices of the operands' names. Those of several nodes are counted.
    """
    bases = {name.base for name in names.values()}
    target = _letter("y", bases)
    others = {each: _letter(each, bases | {target}) for each in ("p", "ŷ")}
    letters = {"y": target, **others}
    return {
        node: _called(node, taught, letters, names, i if len(told) > 1 else None)
        for i, (node, taught) in enumerate(told.items(), start=1)
    }


def _letter(helper: str, taken: set[str]) -> str:
    return next((x for x in LETTERS[helper] + ascii_letters if x not in taken), helper)


def _called(
    node: Value,
    taught: Taught,
    letters: Mapping[str, str],
    names: Mapping[Value, Name],
    count: int | None,
) -> list[Name]:
    """What the helpers of a node are called; ``count`` is its number among several nodes."""
    indices: list[str] = []
    if any(helper.operand is not None for helper in taught.helpers):
        indices = _indices(node, names)
    called = [
        name_of(letters[each.letter] + ("" if each.operand is None else indices[each.operand]))
        for each in taught.helpers
    ]
    return called if count is None else [counted(name, count) for name in called]


def _indices(node: Value, names: Mapping[Value, Name]) -> list[str]:
    """The indices of a node's operands: of their names, or else their places in its formula."""
    indices = [names[x].index if x in names else "" for x in node.parents]
    if all(indices) and len({*indices}) == len(indices):
        return indices
    places = {operand: i for i, operand in enumerate(written_order(node), start=1)}
    return [subscript(places[i]) for i in range(len(indices))]
