"""Tracing: one run of a function on numbers that are not known yet, and its graph as a Program."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from autograd_lite import primitives
from autograd_lite.comparisons import tracing
from autograd_lite.compiler.core import Graph, has_rows_alone
from autograd_lite.compiler.program import Program
from autograd_lite.compiler.recorded import NONE, Recorded
from autograd_lite.compiler.tracer import Gradient, OpenTrace, Tracer
from autograd_lite.graph import topological_order
from autograd_lite.inputs.arraylike import admit_all
from autograd_lite.inputs.trees import as_array, leaves, rebuild
from autograd_lite.modes import open_modes, set_within
from autograd_lite.namesakes import NO_NUMBER
from autograd_lite.trace import Run, as_number, gradient_graph
from autograd_lite.value import Value, node_maker


class Trace(NamedTuple):
    """What tracing a function found out."""

    program: Program
    #: Values that the function closed over: inputs that come before the arguments
    closure: list[Value]
    #: what the function returned, a tree whose numbers are the program's outputs
    result: Any
    #: whether each of them is added up over a batch
    reduced: list[bool]


def trace(
    now: OpenTrace,
    function: Callable[..., Any],
    arguments: Sequence[Any],
    shared: Sequence[Value],
    by_row: Sequence[Value],
    reduced: Callable[[Any], list[bool]],
) -> Trace:
    """Run ``function`` on ``arguments``, trees that hold variables of the trace ``now``.

    Those that all rows of a batch share become inputs before those that differ by row.
    ``reduced`` tells which numbers of the result are to be added up over a batch.
    """
    try:
        # what the function leaves open is nothing to be closed outside
        fresh = set_within(open_modes, ())
        with set_within(node_maker, now.record), set_within(tracing, now), fresh:
            result = admit_all(function(*arguments), "the result of f")
    except (IndexError, TypeError) as error:
        way = _way(str(error))
        if way and way not in str(error):  # of a function that is compiled within
            raise type(error)(f"{error}; {way}") from error
        raise
    finally:
        now.running = False
    found = leaves(result)
    roots = [x for x in found if isinstance(x, Value)]
    for x in roots:
        now.admit(x)
    order = _order(now.gradient, roots)
    closure = _closed_over(order)
    numbers = {x: i for i, x in enumerate(order)}
    given = [
        *((numbers[x], x.label or f"p{i}", False) for i, x in enumerate(closure, start=1)),
        *((numbers.get(x, NONE), x.label, False) for x in shared),
        *((numbers.get(x, NONE), x.label, True) for x in by_row),
    ]
    derivative = None
    # the trace does not keep its nodes, which know it: they are freed at once
    gradient, now.gradient = now.gradient, None
    if gradient is not None:
        by = [numbers.get(x, NONE) for x in gradient.variables]
        derivative = numbers[gradient.root], by
        numbers |= {x: len(order) + i for i, x in enumerate(gradient.results)}
    results = [numbers[x] if isinstance(x, Value) else as_number(x) for x in found]
    flags = reduced(result)
    recorded = Recorded(Graph(order, numbers), given, derivative, results, flags)
    return Trace(recorded.as_program(), closure, result, flags)


_STATIC = (
    "an argument of a compiled function that is an index, a count or a length, as in x[i] or "
    "range(n), is named in static_argnums or static_argnames"
)
#: how errors begin, most of them NumPy's, that know nothing of tracing, and what to do
_ADVICE = {
    "arrays used as indices must be": (
        "which numbers a condition chooses is not known while the function is compiled: in place "
        "of x[x > 0] write ag.where(x > 0, x, 0.0), or np.where, or what else changes nothing"
    ),
    "only integers, slices": _STATIC,
    "expected a sequence of integers or a single integer": _STATIC,
    f"{NO_NUMBER}: for a function of math": _STATIC,
}


def _way(error: str) -> str:
    return next((way for start, way in _ADVICE.items() if error.startswith(start)), "")


def _order(wanted: Gradient | None, roots: Sequence[Value]) -> list[Value]:
    """All that results were computed from, but for a gradient, for which steps are added later."""
    if wanted is None:
        return topological_order(*roots)
    known = {wanted.root, *wanted.results}
    others = [x for x in roots if x not in known]
    return topological_order(wanted.root, *others) if others else wanted.order


def _closed_over(order: Iterable[Value]) -> list[Value]:
    """The leaves of a graph that are no variables of the trace and no constants."""
    leaves = [x for x in order if x._first is None]
    return [x for x in leaves if x.differentiable and not isinstance(x, Tracer)]


def with_gradient(f: Callable[..., Any], argnums: int | Sequence[int]) -> Callable[..., Any]:
    """`value_and_grad` for tracing: its gradients have names, and are no graphs of graphs."""

    def compute(*arguments: Any) -> tuple[Value, Any]:
        run = Run(f, arguments, {}, argnums)
        root = run.scalar()
        return root, rebuild(run.inputs, _gradients(root, run.variables))

    return compute


def with_gradient_of_closure(f: Callable[..., Any]) -> Callable[..., tuple[Value, Any]]:
    """The function that returns f and, as an array, its gradient by what it closes over."""

    def compute(*arguments: Any) -> tuple[Value, Any]:
        root = Run(f, arguments, {}, ()).scalar()
        gradients = _gradients(root, _closed_over(topological_order(root)))
        return root, as_array(gradients, (len(gradients),))

    return compute


def _gradients(root: Value, variables: Sequence[Value]) -> list[Any]:
    """The gradients of a result, with names."""
    now, order = tracing.get(), topological_order(root)
    if isinstance(now, OpenTrace) and now.gradient is None and has_rows_alone(order):
        results = [now.variable("") for _ in variables]
        now.gradient = Gradient(root, order, variables, results)
        return list(results)
    forward = set(order)
    gradients = gradient_graph(root, variables)
    for node, gradient in gradients.items():
        if isinstance(gradient, Tracer) and gradient not in forward and not gradient.label:
            # a variable of a run is the identity of the argument that bears the name
            named = node.parents[0] if node.op is primitives.identity else node
            gradient.label = f"d_{named.label}" if named.label else ""
    return [gradients.get(x, 0.0) for x in variables]
