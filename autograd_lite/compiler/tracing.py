"""Tracing: one run of a function on numbers that are not known yet, and its graph as a Program."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from autograd_lite import primitives
from autograd_lite.comparisons import tracing
from autograd_lite.compiler.core import Builder, Steps, has_rows_alone
from autograd_lite.compiler.program import Output, Program
from autograd_lite.compiler.tracer import Gradient, OpenTrace, Tracer
from autograd_lite.graph import topological_order
from autograd_lite.inputs.trees import as_array, leaves, rebuild
from autograd_lite.modes import set_within
from autograd_lite.trace import Run, as_number, gradient_graph
from autograd_lite.value import Value, node_maker


class Trace(NamedTuple):
    """What tracing a function found out."""

    program: Program
    #: Values that the function closed over: inputs that come before the arguments
    closure: list[Value]
    #: what the function returned, a tree whose numbers are the program's outputs
    result: Any


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
        with set_within(node_maker, now.record), set_within(tracing, now):
            result = function(*arguments)
    finally:
        now.running = False
    found = leaves(result)
    roots = [x for x in found if isinstance(x, Value)]
    for x in roots:
        now.admit(x)
    wanted = now.gradient
    if wanted is not None:  # stands for what is added to the program below
        later = set(wanted.results)
        roots = [wanted.root, *[x for x in roots if x not in later]]
    order = topological_order(*roots)
    closure = _closed_over(order)
    b = Builder()
    places = {x: b.input(x.label or f"p{i}") for i, x in enumerate(closure, start=1)}
    places |= {x: b.input(x.label) for x in shared}
    places |= {x: b.input(x.label, batched=True) for x in by_row}
    steps = Steps(b, order, places)
    places = {x: steps.place(x) for x in roots}
    if wanted is not None:
        gradients = steps.gradient(wanted.root, wanted.variables)
        places |= zip(wanted.results, gradients, strict=True)
    numbers = [places[x] if isinstance(x, Value) else b.constant(as_number(x)) for x in found]
    numbers = [b.constant(0.0) if b.values.get(x) == 0.0 else x for x in numbers]  # no −0.0
    return Trace(b.program(map(Output, numbers, reduced(result))), closure, result)


def _closed_over(order: Iterable[Value]) -> list[Value]:
    """The leaves of a graph that are no variables of the trace and no constants."""
    return [x for x in order if not x.parents and x.differentiable and not isinstance(x, Tracer)]


def with_gradient(f: Callable[..., Any], argnums: int | Sequence[int]) -> Callable[..., Any]:
    """`value_and_grad` for tracing: its gradients have names, and are no graphs of graphs."""

    def compute(*arguments: Any) -> tuple[Value, Any]:
        run = Run(f, arguments, {}, argnums)
        root = run.scalar("value_and_grad")
        return root, rebuild(run.inputs, _gradients(root, run.variables))

    return compute


def with_gradient_of_closure(f: Callable[..., Any]) -> Callable[..., tuple[Value, Any]]:
    """The function that returns f and, as an array, its gradient by what it closes over."""

    def compute(*arguments: Any) -> tuple[Value, Any]:
        root = Run(f, arguments, {}, ()).scalar("backward")
        gradients = _gradients(root, _closed_over(topological_order(root)))
        return root, as_array(gradients, (len(gradients),))

    return compute


def _gradients(root: Value, variables: Sequence[Value]) -> list[Any]:
    """The gradients of a result, with names."""
    now, order = tracing.get(), topological_order(root)
    if isinstance(now, OpenTrace) and now.gradient is None and has_rows_alone(order):
        now.gradient = Gradient(root, variables, [now.variable("") for _ in variables])
        return list(now.gradient.results)
    forward = set(order)
    gradients = gradient_graph(root, variables)
    for node, gradient in gradients.items():
        if isinstance(gradient, Tracer) and gradient not in forward and not gradient.label:
            # a variable of a run is the identity of the argument that bears the name
            named = node.parents[0] if node.op is primitives.identity else node
            gradient.label = f"d_{named.label}" if named.label else ""
    return [gradients.get(x, 0.0) for x in variables]
