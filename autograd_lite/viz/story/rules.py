"""The rule of an optimizer as equations, found by running it on Values.

An optimizer has no formula of its own to show: its rule is run once more on nodes of a graph, and
what it computes is read off that. So the equations are what it does, whatever optimizer it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograd_lite.graph import topological_order
from autograd_lite.modes import recording
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, fill, number, symbol
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.formula.notation import agree, value_formula

#: move(value, gradient, rate, state) -> (moved value, new state)
Move = Callable[[Any, Any, Any, Any], tuple[Any, Mapping[str, Any]]]
RATE = "α"
LONGEST_RULE = 60  # operations


@dataclass(frozen=True)
class Replaced:
    """A number that an update replaces: x ← its formula in names = with numbers = value."""

    target: Formula
    #: in names, and with numbers; none if it cannot be told
    formulas: tuple[Formula, ...]
    value: float


@dataclass(frozen=True)
class Before:
    """What an update of one parameter starts from; its name, and that of its gradient."""

    name: Formula
    value: float
    gradient_name: Formula
    gradient: float
    rate: float
    #: what the optimizer keeps of the parameter
    state: Mapping[str, float]


def equations(move: Move, before: Before, after: float) -> tuple[Replaced, ...]:
    """The equations of an update of one parameter, its own last; none if they cannot be told.

    Before it stand those of what the optimizer keeps, such as a velocity.
    """
    value, gradient = Value(before.value), Value(before.gradient)
    rate = Value(before.rate)
    state = {name: Value(number) for name, number in before.state.items()}
    try:
        with recording():
            moved, kept = move(value, gradient, rate, state)
            # a set, for in a list another Value of the same number is found
            nodes = {*topological_order(moved)}
    except Exception:  # a rule of one's own may ask of numbers what Values cannot do
        return ()
    is_told = gradient in nodes and len(nodes) <= LONGEST_RULE
    if not is_told or not agree(moved.data, after, 1e-12):
        return ()
    known = {value: before.name, gradient: before.gradient_name, rate: symbol(name_of(RATE))}
    known |= {node: symbol(name_of(name)) for name, node in state.items()}
    found = []
    for name, node in [*kept.items(), ("", moved)]:
        if not isinstance(node, Value) or node not in nodes or (name and node.op is None):
            continue  # nothing is computed for it, or nothing made of it
        target = symbol(name_of(name)) if name else before.name
        numbers = {each: number(each.data) for each in known}
        formulas = _formula(node, known), _formula(node, numbers)
        found.append(Replaced(target, formulas, node.data))
        known[node] = target
    return tuple(found)


def _formula(node: Value, known: Mapping[Value, Formula]) -> Formula:
    """A node in terms of what is ``known``."""
    if node in known:
        return known[node]
    if node.op is None:
        return number(node.data)
    parts: Sequence[Formula] = [_formula(parent, known) for parent in node.parents]
    formula = fill(value_formula(node), parts)
    if formula.kind == "product" and len(formula.parts) == 2 and len(set(formula.parts)) == 1:
        return Formula("power", (formula.parts[0], number(2.0)))
    return formula
