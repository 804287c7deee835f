"""Values without numbers, and the trace that is being made of them."""

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn, SupportsIndex

from autograd_lite import primitives
from autograd_lite.comparisons import tracing
from autograd_lite.compiler.symbols import POWERS
from autograd_lite.floats import real
from autograd_lite.graph import topological_order
from autograd_lite.inputs.checks import is_bool
from autograd_lite.primitives.internal import COMPARISONS, CONDITIONS, DETACH, LOGIC, RELATIONS
from autograd_lite.primitives.operation import Operation
from autograd_lite.trace import VALUES
from autograd_lite.value import Constant, Value, make_constant, make_unknown


class TracingError(TypeError):
    """A function asked for a number that is not known while it is compiled."""

    __module__ = "autograd_lite"


_KEEP_NOTHING = (
    "A compiled function must not keep what it computes: return it, and pass it in as an argument "
    "of the next call"
)


_BRANCH = (
    "For a branch write ag.where(condition, x, y), for an extremum ag.maximum or ag.minimum, for "
    "`and`, `or`, `not` and 0 < x < 1 the signs &, | and ~, as in (0 < x) & (x < 1). What np.array "
    "makes of Values is a plain array, which NumPy compares itself: make it with np.stack"
)
_NUMBER = (
    "Compute with the Value itself, with v.detach() where no gradient is to flow; for a branch "
    "write ag.where(v > 0, x, y), for round(v) ag.rint(v); return what you want to print or keep"
)
_GRADIENT = (
    "Differentiate with ag.grad or ag.value_and_grad, inside too, or call value_and_grad of the "
    "compiled function"
)


def _refuse(tracer: Any, what: str, advice: str = _NUMBER) -> NoReturn:
    """Say that a function asks for what is not known, or has kept what it must not."""
    if tracing.get() is None:
        if tracer.trace.running:
            raise TracingError(
                f"{tracer!r} belongs to {tracer.trace.function}, which is being compiled in "
                "another thread: what it computes must be computed in that one"
            )
        raise TracingError(
            f"{tracer!r} belongs to {tracer.trace.function}, and has no number: it was recorded "
            f"while that function was compiled, and kept. {_KEEP_NOTHING}"
        )
    raise TracingError(
        f"{what} is not known while the function is compiled: it runs once, on Values without "
        f"numbers. {advice}. What is the same in every call must not be computed from an argument"
    )


class Tracer(Value):
    """A Value without a number."""

    __slots__ = ("trace",)

    #: the trace that it belongs to
    trace: "OpenTrace"

    @property
    def _number(self) -> float:  # type: ignore[override]
        # in the way of Python code; machine code finds that the field is not set
        _refuse(self, f"the number of {self!r}")

    @property
    def data(self) -> float:
        """Raise TracingError."""
        return self._number

    @data.setter
    def data(self, data: Any) -> None:
        _refuse(self, f"the number of {self!r}")

    @property
    def local_gradients(self) -> tuple[float, ...]:
        """Raise TracingError, but for a leaf."""
        return () if self.op is None else _refuse(self, f"a local gradient of {self!r}", _GRADIENT)

    def __bool__(self) -> bool:
        _refuse(self, f"whether {self!r} is true", _BRANCH)

    def __format__(self, spec: str) -> str:
        return repr(self) if not spec else format(self.data, spec)

    def __repr__(self) -> str:
        what = f"the result of {self.op.name}" if self.op else "an argument"
        return f"<{what}{f' {self.label!r}' if self.label else ''}>"

    def backward(self, *args: Any, **named: Any) -> None:
        """Raise TracingError."""
        _refuse(self, "a gradient", _GRADIENT)

    # a copy has the number, and no gradient flows through that of a leaf, nor through a deep one;
    # a leaf is here also the identity that a derivative makes of an argument
    def __copy__(self) -> Any:
        return self.detach() if self.op in (None, primitives.identity) else self

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self.detach()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        _refuse(self, f"the number of {self!r}")


class Condition(Tracer):
    """What is true or false: a comparison, or several that are joined."""

    __slots__ = ()

    def __and__(self, other: Any) -> Any:
        if is_bool(other):
            return self if other else False
        return self._joined("logical_and", other)

    def __or__(self, other: Any) -> Any:
        if is_bool(other):
            return True if other else self
        return self._joined("logical_or", other)

    def __xor__(self, other: Any) -> Any:
        if is_bool(other):
            return ~self if other else self
        either = self._joined("logical_or", other)
        return either if either is NotImplemented else either & ~(self & other)

    def _joined(self, name: str, other: Any) -> Any:
        if isinstance(other, Condition):
            return self.trace.record(LOGIC[name], (self, other))
        return NotImplemented

    def __invert__(self) -> Any:
        return self.trace.record(LOGIC["logical_not"], (self,))

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__


class Gradient(NamedTuple):
    """A gradient that is not made of nodes: steps are added to the program for it."""

    root: Value
    #: all that it was computed from, in topological order
    order: list[Value]
    variables: Sequence[Value]
    #: Values that stand for it
    results: list[Value]


class OpenTrace:
    """What is done while a function is traced: comparisons of what may change are nodes too."""

    def __init__(self, function: str) -> None:
        self.function = function
        #: whether the function runs
        self.running = True
        self.gradient: Gradient | None = None

    def variable(self, name: str) -> Value:
        """An argument, without a number."""
        node = make_unknown(Tracer)
        node.label, node.trace = name, self  # type: ignore[attr-defined]  # as below
        return node

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
                    f"{node!r} belongs to another trace, of {node.trace.function}: something that "
                    f"was computed there was kept, in an object or a variable. {_KEEP_NOTHING}"
                )
        for node in tracers:
            node.trace = self

    def compare(self, relation: str, x: Value, y: Value | float) -> Any:
        """The node of a comparison; its result, if both numbers are the same in every call."""
        other = y if isinstance(y, Value) else make_constant(real(y, relation))
        if _is_frozen(x) and _is_frozen(other):
            return RELATIONS[relation](x.data, other.data)
        return self.record(COMPARISONS[relation], (x, other))

    def detach(self, x: Value) -> Value:
        """The same number, through which no gradient flows."""
        return x if _is_frozen(x) else self.record(DETACH, (x,))

    def record(self, operation: Operation, parents: tuple[Value, ...]) -> Value:
        """The node of an operation, or of a simpler one that has the same value and gradient."""
        for x in parents:
            if isinstance(x, Tracer) and x.trace is not self:
                self.admit(x)
        if operation is primitives.power and (simple := POWERS.get(_number(parents[1]))):
            found = simple(VALUES, parents[0])
            return found if isinstance(found, Value) else make_constant(found)
        kind = Condition if operation in CONDITIONS else Tracer
        node = make_unknown(kind, operation, parents)
        node.trace = self  # type: ignore[attr-defined]  # of a Tracer
        return node

    def evaluate(self, operation: Operation, parents: tuple[Value, ...]) -> Value:
        """What `record` does, but without a gradient."""
        return self.detach(self.record(operation, parents))

    def refuse(self, what: str) -> NoReturn:
        """Raise TracingError: ``what`` is not known."""
        _refuse(self.variable("x"), what, _BRANCH)

    def watch(self) -> NoReturn:
        """Raise TracingError."""
        raise TracingError(
            "detect_anomaly() looks at numbers, and none is known while the function is compiled: "
            "it runs once, on Values without numbers. Watch a call of the function itself, which "
            "is not compiled"
        )


def _is_frozen(x: Value) -> bool:
    """Whether this is the same number in every call."""
    return not x.differentiable and x.op is None


def _number(x: Value) -> float | None:
    """The number of a constant."""
    return x._number if type(x) is Constant else None
