"""A function of one or two numbers: traced once for its programs, run once for its graph."""

import copy
import inspect
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from autograd_lite.compiler.program import Program
from autograd_lite.compiler.tracer import OpenTrace
from autograd_lite.compiler.tracing import trace, with_gradient
from autograd_lite.graph import topological_order
from autograd_lite.inputs.trees import leaves
from autograd_lite.primitives.internal import CHOOSE, CONDITIONS, DETACH
from autograd_lite.trace import Run
from autograd_lite.value import Value


class Made(NamedTuple):
    """What tracing a function made of it."""

    program: Program
    #: the Values that it closes over: the first inputs of the program
    closure: list[Value]
    #: Whether it asks for numbers, as for a condition, or holds gradients back. Run on Values it
    #: leaves no mark of that: such a graph is right for the numbers it was run on alone.
    asks: bool


def program_of(function: Callable[..., Any], names: Sequence[str]) -> Made:
    """The program of a function of numbers, whose outputs are the numbers of the result."""
    now = OpenTrace("f")
    variables = [now.variable(name) for name in names]
    found = trace(now, function, variables, variables, [], lambda x: [False] * len(leaves(x)))
    roots = [x for x in leaves(found.result) if isinstance(x, Value)]
    asks = any(x.op in CONDITIONS or x.op in (CHOOSE, DETACH) for x in topological_order(*roots))
    return Made(found.program, found.closure, asks)


def is_same(first: Made, second: Made) -> bool:
    """Whether two programs of a function compute the same from the same numbers."""
    told = [(str(each.program), [repr(x.data) for x in each.closure]) for each in (first, second)]
    return told[0] == told[1]


class Traced(NamedTuple):
    """What a function computes, and the numbers of the Values that it closes over.

    They are the first inputs of its programs; the others are its variables.
    """

    value: Program
    #: the value, then the gradient
    gradient: Program
    closure: list[float]
    #: whether its graph at one point is not that at others
    asks: bool


def traced(f: Callable[..., Any], names: Sequence[str]) -> Traced:
    """The programs of ``f`` and of its gradient.

    Raises TracingError for a branch on what is not known, TypeError unless f returns one number,
    ValueError unless f computes the same from the same Values every time.
    """
    argnums = tuple(range(len(names)))

    def scalar(*given: Any) -> Value:
        return Run(f, given, {}, ()).scalar()

    value = program_of(scalar, names)
    gradient = program_of(with_gradient(f, argnums), names)
    again = program_of(scalar, names)
    closures = [[*map(id, each.closure)] for each in (value, gradient, again)]
    if closures[0] != closures[1]:
        raise ValueError(
            "f: it uses other Values at every call; make Values, and models, once and outside of it"
        )
    if closures[0] != closures[2] or not is_same(value, again):
        raise ValueError(
            "f: it does not compute the same every time; it must depend on nothing else"
        )
    return Traced(value.program, gradient.program, [x.data for x in value.closure], value.asks)


class Here(NamedTuple):
    """The graph of a function at a point, with its gradients, and the variables in it."""

    root: Value
    variables: list[Value]
    #: whether it is the graph at every other point too
    everywhere: bool


def graph_at(
    f: Callable[..., Any], names: Sequence[str], point: Sequence[float], everywhere: bool
) -> Here:
    """The graph of f at a point; Values that it closes over stay as they are.

    Raises ValueError for a constant.
    """
    variables = [Value(x, name) for x, name in zip(point, names, strict=True)]
    root, variables = copy.deepcopy((Run(f, variables, {}, ()).scalar(), variables))
    if not root.differentiable:
        told = " or ".join(names)
        raise ValueError(f"f: its result does not depend on {told}, and so has no gradient to show")
    root.zero_grad()
    root.backward()
    return Here(root, variables, everywhere)


def variables_of(f: Callable[..., Any], count: int | None) -> list[str]:
    """The names of the one or two variables of ``f``; ``count`` says how many, if that is known.

    Arguments that have a value unless one is given are no variables, if they need not be.
    """
    found = _positional(f)
    if found is None:  # a function that does not tell: ag.sigmoid has names of operands
        return ["x", "y"][: count or 1]
    required = [x for x in found if x.default is x.empty]
    wanted = count or max(len(required), 1)
    if not len(required) <= wanted <= len(found) or wanted > MOST:
        told = f"{len(required)}" if len(required) == len(found) else f"{len(required)} or more"
        raise ValueError(
            f"f: a function of one or two numbers is needed, and this takes {told}"
            + (f", while the ranges are for {count}" if count and wanted <= MOST else "")
            + "; fix the others, as in lambda x, y: f(x, y, 1.0)"
        )
    return [x.name for x in found[:wanted]]


MOST = 2  # variables


def _positional(f: Callable[..., Any]) -> list[inspect.Parameter] | None:
    """The arguments that can be given by position; None where nobody knows."""
    try:
        parameters = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(x.kind in (x.VAR_POSITIONAL, x.VAR_KEYWORD) for x in parameters):
        return None
    if needed := [x.name for x in parameters if x.kind is x.KEYWORD_ONLY and x.default is x.empty]:
        raise ValueError(f"f: it needs {needed[0]!r} by name; wrap it in a function of x alone")
    return [x for x in parameters if x.kind in (x.POSITIONAL_ONLY, x.POSITIONAL_OR_KEYWORD)]
