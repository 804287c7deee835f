"""Tracing: one run of a function on numbers that are not known yet, and its graph as a Program."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn, SupportsIndex, cast

from autograd_lite import primitives
from autograd_lite.compiler.builder import Builder
from autograd_lite.compiler.program import COMPARISONS, Output, Program
from autograd_lite.floats import real
from autograd_lite.graph import topological_order
from autograd_lite.modes import set_within
from autograd_lite.operation import Operation
from autograd_lite.trace import Run, as_number, gradient_graph
from autograd_lite.trees import as_array, leaves, rebuild
from autograd_lite.value import (
    RELATIONS,
    Constant,
    Value,
    make_constant,
    make_unknown,
    node_maker,
    tracing,
)


class TracingError(TypeError):
    """A function asked for a number that is not known while it is compiled."""


def _refuse(tracer: "Tracer", what: str) -> NoReturn:
    """Say that a function asks for what is not known, or has kept what it must not."""
    if tracing.get() is None:
        if tracer.trace.running:
            raise TracingError(
                f"{tracer!r} belongs to {_function_of(tracer)}, which is being compiled in another "
                "thread: what it computes must be computed in that one"
            )
        raise TracingError(
            f"{tracer!r} belongs to {_function_of(tracer)}, and has no number: it was recorded "
            "while that function was compiled, and kept. A compiled function must not keep what "
            "it computes: return it, and pass it in as an argument of the next call"
        )
    raise TracingError(
        f"{what} is not known while the function is compiled: it runs once, on Values without "
        "numbers. For a branch write ag.where(condition, x, y), for an extremum ag.maximum or "
        "ag.minimum; a number that is the same in every call must not be computed from an argument"
    )


class Tracer(Value):
    """A Value without a number."""

    __slots__ = ("function", "trace")

    #: of an argument: the name of the function that is compiled
    function: str
    #: the trace that it belongs to
    trace: "_Trace"

    @property
    def _data(self) -> float:  # type: ignore[override]
        # in the way of Python code; machine code finds that the field is not set
        _refuse(self, f"the number of {self!r}")

    @property
    def data(self) -> float:
        """Raise TracingError."""
        return self._data

    @data.setter
    def data(self, data: Any) -> None:
        _refuse(self, f"the number of {self!r}")

    @property
    def local_gradients(self) -> tuple[float, ...]:
        """Raise TracingError, but for a leaf."""
        return () if self.op is None else _refuse(self, f"a local gradient of {self!r}")

    def __bool__(self) -> bool:
        _refuse(self, f"whether {self!r} is true")

    def __format__(self, spec: str) -> str:
        return repr(self) if not spec else format(self.data, spec)

    def __repr__(self) -> str:
        what = f"the result of {self.op.name}" if self.op else "an argument"
        return f"<{what}{f' {self.label!r}' if self.label else ''}>"

    def backward(self, *args: Any, **named: Any) -> None:
        """Raise TracingError."""
        _refuse(self, "a gradient")

    # a copy has the number, and no gradient flows through that of a leaf, nor through a deep one;
    # a leaf is here also the identity that a derivative makes of an argument
    def __copy__(self) -> Any:
        return self.detach() if self.op in (None, primitives.identity) else self

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self.detach()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        _refuse(self, f"the number of {self!r}")


def _function_of(tracer: Value) -> str:
    """The compiled function in whose trace a Value was made."""
    names = [x.function for x in topological_order(tracer) if type(x) is Tracer and x.op is None]
    return names[0] if names else "a compiled function"


_DETACH = Operation(
    "detach",
    "detach(x): x, through which no gradient flows.",
    "=",
    lambda x: x,
    forward=lambda m, x: x,
    gradients=lambda m, out, x: (0.0,),
)


class _Trace:
    """What is done while a function is traced: comparisons of what may change are nodes too."""

    running = True

    def admit(self, x: Value) -> None:
        """Raise TracingError if a Value was computed from the arguments of another trace.

        One that another trace computed from Values from outside alone may be used in this.
        """
        if not isinstance(x, Tracer) or x.trace is self:
            return
        tracers = [node for node in topological_order(x) if isinstance(node, Tracer)]
        for node in tracers:
            if node.op is None and node.trace is not self:
                raise TracingError(
                    f"{node!r} belongs to another trace, of {node.function}: something that was "
                    "computed there was kept, in an object or a variable. A compiled function must "
                    "not keep what it computes: return it, and pass it in as an argument of the "
                    "next call"
                )
        for node in tracers:
            node.trace = self

    def compare(self, relation: str, x: Value, y: Value | float) -> Any:
        other = y if isinstance(y, Value) else make_constant(real(y, relation))
        if _is_frozen(x) and _is_frozen(other):
            return RELATIONS[relation](x.data, other.data)
        return _record(COMPARISONS[relation], (x, other))

    def detach(self, x: Value) -> Value:
        return x if _is_frozen(x) else _record(_DETACH, (x,))

    def record(self, operation: Operation, parents: tuple[Value, ...]) -> Value:
        """The node of an operation, or of a simpler one that has the same value and gradient."""
        return _record(operation, parents)

    def evaluate(self, operation: Operation, parents: tuple[Value, ...]) -> Value:
        return self.detach(_record(operation, parents))

    def watch(self) -> NoReturn:
        raise TracingError(
            "detect_anomaly() looks at numbers, and none is known while the function is compiled: "
            "it runs once, on Values without numbers. Watch a call of the function itself, which "
            "is not compiled"
        )


def _is_frozen(x: Value) -> bool:
    """Whether this is the same number in every call."""
    return not x.differentiable and x.op is None


def _record(operation: Operation, parents: tuple[Value, ...]) -> Value:
    now = cast(_Trace, tracing.get())
    for x in parents:
        now.admit(x)
    simple = _SIMPLER.get(operation)
    if simple is not None and (node := simple(*parents)) is not None:
        return node
    node = make_unknown(Tracer, operation, parents)
    node.trace = now  # type: ignore[attr-defined]  # of a Tracer
    return node


def _number(node: Value) -> float | None:
    return node._data if type(node) is Constant else None


def _power(x: Value, y: Value) -> Value | None:
    match _number(y):
        case 0.0:
            return make_constant(1.0)
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
    return make_constant(-0.0) if zero else None


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


def variable(name: str, function: str) -> Value:
    """An argument, without a number, of a function that is compiled."""
    node = make_unknown(Tracer)
    node.label, node.function = name, function  # type: ignore[attr-defined]  # of a Tracer
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
    now = _Trace()
    for x in (*shared, *by_row):
        x.trace = now  # type: ignore[attr-defined]  # of a Tracer
    try:
        with set_within(node_maker, _record), set_within(tracing, now):
            result = function(*arguments)
    finally:
        now.running = False
    found = leaves(result)
    roots = [x for x in found if isinstance(x, Value)]
    for x in roots:
        now.admit(x)
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
