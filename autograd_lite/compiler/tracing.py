"""Tracing: one run of a function on numbers that are not known yet, and its graph as a Program."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from autograd_lite import primitives
from autograd_lite.compiler.builder import Builder
from autograd_lite.compiler.program import COMPARISONS, Output, Program
from autograd_lite.graph import topological_order
from autograd_lite.modes import set_within
from autograd_lite.operation import Operation
from autograd_lite.trace import Run, as_number, gradient_graph
from autograd_lite.trees import as_array, leaves, rebuild
from autograd_lite.value import Constant, Value, make_node, node_maker


class TracingError(TypeError):
    """A function asked for a number that is not known while it is compiled."""


def _unknown(what: str) -> NoReturn:
    raise TracingError(
        f"{what} is not known while the function is compiled: it runs once, on Values without "
        "numbers. For a branch write ag.where(condition, x, y), for an extremum ag.maximum or "
        "ag.minimum; a number that is the same in every call must not be computed from an argument"
    )


class Tracer(Value):
    """A Value without a number. Comparisons of Tracers are nodes too."""

    __slots__ = ()

    @property
    def data(self) -> float:
        """Raise TracingError."""
        _unknown(f"the number of {self!r}")

    @data.setter
    def data(self, data: Any) -> None:
        _unknown(f"the number of {self!r}")

    def __bool__(self) -> bool:
        _unknown(f"whether {self!r} is true")

    def item(self) -> float:
        """Raise TracingError."""
        return self.data

    def __round__(self, digits: int | None = None) -> int | float:
        return self.data

    def __format__(self, spec: str) -> str:
        return repr(self) if not spec else format(self.data, spec)

    def __repr__(self) -> str:
        what = f"the result of {self.op.name}" if self.op else "an argument"
        return f"<{what}{f' {self.label!r}' if self.label else ''}>"

    def detach(self) -> Constant:
        """The same number, through which no gradient flows."""
        return _record(_DETACH, (self,))  # type: ignore[return-value]  # constant in effect

    def backward(self, *args: Any, **named: Any) -> None:
        """Raise TracingError."""
        _unknown("a gradient")


_DETACH = Operation(
    "detach",
    "detach(x): x, through which no gradient flows.",
    "=",
    lambda x: x,
    forward=lambda m, x: x,
    gradients=lambda m, out, x: (0.0,),
)


def _comparison(operation: Operation) -> Callable[[Value, Any], Any]:
    return lambda self, other: Value.record_operation(operation, (self, other))


for _special, _name in {
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
}.items():
    setattr(Tracer, f"__{_special}__", _comparison(COMPARISONS[_name]))


def _record(operation: Operation, parents: tuple[Value, ...]) -> Value:
    """The node of an operation, or of a simpler one that has the same value and gradient."""
    simple = _SIMPLER.get(operation)
    if simple is not None and (node := simple(*parents)) is not None:
        return node
    return make_node(Tracer, math.nan, operation, parents)


def _number(node: Value) -> float | None:
    return node._data if type(node) is Constant else None


def _power(x: Value, y: Value) -> Value | None:
    match _number(y):
        case 0.0:
            return make_node(Constant, 1.0)
        case 1.0:
            return x
        case -1.0:
            return _record(primitives.reciprocal, (x,))
        case 2.0:
            return _record(primitives.square, (x,))
        case 3.0:
            return _record(primitives.multiply, (_record(primitives.square, (x,)), x))
    return None


def _chain(upstream: Value, local: Value) -> Value | None:
    # A structural zero: no gradient flows here, whatever the numbers are. −0.0 is the number that
    # changes no sum.
    zero = 0.0 in (_number(upstream), _number(local))
    return make_node(Constant, -0.0) if zero else None


_SIMPLER: dict[Operation, Callable[..., Value | None]] = {
    primitives.power: _power,
    primitives.chain: _chain,
}


class Trace(NamedTuple):
    """What tracing a function found out."""

    program: Program
    #: Values that the function closed over: inputs that come before the arguments
    closure: list[Value]
    #: what the function returned, a tree whose numbers are the program's outputs
    result: Any


def variable(name: str) -> Value:
    """An argument without a number."""
    node = make_node(Tracer, math.nan)
    node.label = name
    return node


def trace(
    function: Callable[..., Any],
    arguments: Sequence[Any],
    shared: Sequence[Value],
    by_row: Sequence[Value],
    reduced: Callable[[Any], list[bool]],
) -> Trace:
    """Run ``function`` on ``arguments``, trees that hold the variables.

    Those that all rows of a batch share become inputs before those that differ by row.
    ``reduced`` tells which numbers of the result are to be added up over a batch.
    """
    with set_within(node_maker, _record):
        result = function(*arguments)
    found = leaves(result)
    roots = [x for x in found if isinstance(x, Value)]
    order = topological_order(*roots)
    closure = _closed_over(order)
    b = Builder()
    places = {x: b.input(x.label or f"p{i}") for i, x in enumerate(closure, start=1)}
    places |= {x: b.input(x.label) for x in shared}
    places |= {x: b.input(x.label, batched=True) for x in by_row}
    _lower(b, order, places)
    numbers = [places[x] if isinstance(x, Value) else b.constant(as_number(x)) for x in found]
    numbers = [b.constant(0.0) if b.values.get(x) == 0.0 else x for x in numbers]  # no −0.0
    return Trace(b.program(map(Output, numbers, reduced(result))), closure, result)


def _closed_over(order: Iterable[Value]) -> list[Value]:
    """The leaves of a graph that are no variables of the trace and no constants."""
    return [x for x in order if not x.parents and x.differentiable and not isinstance(x, Tracer)]


def _lower(b: Builder, order: Iterable[Value], places: dict[Value, int]) -> None:
    """Add the nodes of a graph, and complete ``places``."""
    for node in order:
        if node.op is not None:
            operands = [places[parent] for parent in node.parents]
            places[node] = b.step(node.op, *operands, label=node.label)
        elif node not in places:
            places[node] = b.constant(node._data)


def with_gradient(f: Callable[..., Any], argnums: int | Sequence[int]) -> Callable[..., Any]:
    """`value_and_grad` for tracing: its gradients have names, and are no graphs of graphs."""
    places = [argnums] if isinstance(argnums, int) else argnums

    def compute(*arguments: Any) -> tuple[Value, Any]:
        run = Run(f, arguments, {}, places)
        root = run.scalar("value_and_grad")
        found = _gradients(root, run.variables)
        gradients = rebuild(run.inputs, found)
        return root, gradients[0] if isinstance(argnums, int) else tuple(gradients)

    return compute


def with_gradient_of_closure(f: Callable[..., Any]) -> Callable[..., tuple[Value, Any]]:
    """The function that returns f and, as an array, its gradient by what it closes over."""

    def compute(*arguments: Any) -> tuple[Value, Any]:
        root = Run(f, arguments, {}, ()).scalar("backward")
        gradients = _gradients(root, _closed_over(topological_order(root)))
        return root, as_array(gradients, (len(gradients),))

    return compute


def _gradients(root: Value, variables: Sequence[Value]) -> list[Any]:
    forward = set(topological_order(root))
    gradients = gradient_graph(root, variables)
    _name_gradients(gradients, forward)
    return [gradients.get(x, 0.0) for x in variables]


def _name_gradients(gradients: dict[Value, Any], forward: set[Value]) -> None:
    for node, gradient in gradients.items():
        if isinstance(gradient, Tracer) and gradient not in forward and not gradient.label:
            # a variable of a run is the identity of the argument that bears the name
            named = node.parents[0] if node.op is primitives.identity else node
            gradient.label = f"d_{named.label}" if named.label else ""
