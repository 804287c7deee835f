"""Value: a number that remembers how it was computed, and the backward pass.

Every operation on Values makes a new node that holds its result, its parents, and the local
gradient towards each parent, all taken at the time of the forward pass. `Value.backward` walks
the graph once from the result to the leaves: downstream gradient = upstream gradient × local
gradient, added up where a node has several consumers. The work is done in `autograd_lite.engine`.
"""

import inspect
import math
import reprlib
import sys
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ClassVar, Self, SupportsIndex, cast

from autograd_lite import copies, engine
from autograd_lite.comparisons import tracing
from autograd_lite.floats import real
from autograd_lite.inputs.checks import function
from autograd_lite.methods import Methods
from autograd_lite.namesakes import no_number
from autograd_lite.primitives.operation import Operation


class _Signature:
    """What `inspect.signature` finds of a class of Values, whose ``__new__`` takes anything."""

    def __get__(self, node: object, kind: type) -> inspect.Signature:
        if node is not None:
            raise AttributeError("__signature__")
        found = inspect.signature(kind.__init__.__get__(kind))  # type: ignore[misc]  # as bound
        return found.replace(return_annotation=found.empty)


def _text(label: object) -> str:
    if isinstance(label, str):
        return str(label)  # of a subclass, which might refer to the graph
    raise TypeError(f"label must be a str, got {reprlib.repr(label)}; pass its str()")


class Value(Methods):
    """A node of the graph: a float, and where it came from.

    ``data`` is an int, bool, float, NumPy real scalar or 0-d array, kept as a float; anything
    else is a TypeError. ``label`` is the name that pictures show.

    ``==``, ``<`` and their kin compare the data, so that a branch goes as it does with a plain
    number; the hash goes by identity, so that sets and dicts hold nodes. There is no
    ``__float__``, so that ``math.exp(v)`` fails instead of losing the gradient.

    >>> x = Value(3.0, "x")
    >>> y = x * x + 2
    >>> y.backward()
    >>> y.data, x.grad
    (11.0, 6.0)
    """

    __module__ = "autograd_lite"

    __slots__ = ("__weakref__",)
    __match_args__ = ("data", "label")

    __signature__: ClassVar[_Signature] = _Signature()
    #: whether gradients flow into this node
    differentiable = True

    def __init_subclass__(cls, **named: Any) -> None:
        """See to it that nodes of subclasses are told apart, also by those with an own ``==``."""
        super().__init_subclass__(**named)
        if "__eq__" in vars(cls) and vars(cls)["__hash__"] is None:
            type.__setattr__(cls, "__hash__", Value.__hash__)  # Python took it away
        if cls.__hash__ is not Value.__hash__:
            raise TypeError(
                f"{cls.__name__}.__hash__: nodes are told apart by the hash of the object; "
                f"leave __hash__ as it is, or give the key that you need another name"
            )

    def __new__(cls, *_arguments: Any, **_named: Any) -> Self:
        """Make a node for ``__init__``, here or of a subclass, which knows the arguments."""
        return super().__new__(cls)  # type: ignore[return-value]  # it is of the class

    def __init__(self, data: Any, label: str = "") -> None:
        label = label if type(label) is str else _text(label)
        data = data if type(data) is float else real(data, "data")
        engine.become_leaf(self, data, label, self.differentiable)

    @property
    def data(self) -> float:
        """The number. Setting it leaves graphs that were already recorded as they are."""
        return self._number

    @data.setter
    def data(self, data: Any) -> None:
        self._number = real(data, "data")

    @property
    def grad(self) -> float:
        """∂(result)/∂(this), as the backward passes left it; 0.0 before the first."""
        return engine.gradient_of(self)

    @grad.setter
    def grad(self, gradient: Any) -> None:
        engine.set_gradient(self, real(gradient, "grad"))

    @property
    def label(self) -> str:
        """The name that pictures show."""
        return self._label

    @label.setter
    def label(self, label: str) -> None:
        self._label = label if type(label) is str else _text(label)

    @property
    def has_gradient(self) -> bool:
        """Whether a backward pass has come by since the node was made or zeroed."""
        return engine.has_gradient(self)

    @property
    def op(self) -> Operation | None:
        """The operation that made this node; None for a leaf."""
        return engine.operation_of(self)

    @property
    def parents(self) -> "tuple[Value, ...]":
        """The operands, in order and with repeats."""
        return cast("tuple[Value, ...]", engine.parents_of(self))

    @parents.setter
    def parents(self, parents: "tuple[Value, ...]") -> None:
        if not isinstance(parents, tuple) or not all(isinstance(x, Value) for x in parents):
            raise TypeError(f"parents: a tuple of Values is needed, got {reprlib.repr(parents)}")
        known = self.local_gradients
        unknown = (math.nan,) * len(parents)
        engine.connect(self, parents, known if len(known) == len(parents) else unknown)

    @property
    def local_gradients(self) -> tuple[float, ...]:
        """∂self/∂parent beside each of the parents."""
        return engine.gradients_of(self)

    def item(self) -> float:
        """The number, under the name that NumPy and PyTorch give it."""
        return self._number

    def detach(self) -> "Value":
        """A constant with the same number and label: the graph is cut here."""
        trace = tracing.get()
        return Constant(self._number, self.label) if trace is None else trace.detach(self)

    def __repr__(self) -> str:
        text = f"Value(data={self._number!r}"
        if self.has_gradient:
            text += f", grad={self.grad!r}"
        if self.label:
            text += f", label={reprlib.repr(self.label)}"
        return text + (f", op={self.op.name})" if self.op else ")")

    def __format__(self, spec: str) -> str:
        return format(self._number, spec) if spec else repr(self)

    def __round__(self, digits: int | None = None) -> int | float:
        return round(self._number, digits)

    # The backward pass ----------------------------------------------------------------------

    def backward(
        self, gradient: float = 1.0, *, hook: "Callable[[Value, float], object] | None" = None
    ) -> None:
        """Propagate ``gradient``, the upstream gradient of this node, down to every leaf.

        Leaves accumulate over calls, as in the loop that adds up the gradients of several
        losses; inner nodes show the last pass. Linear in nodes and edges, at any depth.
        ``hook(node, gradient)`` is called for every node, from the result to the leaves, with
        the gradient of this pass: for looking, once all are known, and not for changing them.

        >>> a = Value(2.0)
        >>> (a * a).backward()
        >>> (3 * a).backward()
        >>> a.grad
        7.0
        """
        if not self.differentiable:
            raise ValueError(
                "backward() starts at a constant: it was made by detach(), from a plain number or "
                "under no_grad(), and has no graph; call it on a result computed from Values"
            )
        upstream = real(gradient, "gradient")
        if hook is not None:
            function("hook", hook)
        engine.backward(self, upstream)
        if hook is not None:
            for node, total in reversed(engine.backpropagate(self, upstream).items()):
                hook(cast("Value", node), total)

    def downstream(self, upstream: float) -> list[float]:
        """What this node sends to each parent: upstream gradient × local gradient.

        If one of them is exactly 0 so is their product, even if the other is infinite or nan: a
        branch that was not taken never turns a result into nan.
        """
        sent = real(upstream, "upstream")
        return [engine.downstream(sent, local) for local in self.local_gradients]

    def zero_grad(self) -> None:
        """Forget the gradients of this node and of everything that it was computed from."""
        for node in engine.topological_order((self,)):
            engine.forget(node)

    # Operators ------------------------------------------------------------------------------

    @staticmethod
    def record_operation(operation: Operation, operands: tuple[Any, ...]) -> "Value":
        """Apply an operation to Values and plain numbers, and return the new node."""
        node: Value = engine.operate(operation, operands)
        return node

    def __pos__(self) -> Self:
        return self

    def __bool__(self) -> bool:
        trace = tracing.get()
        return self._number != 0.0 if trace is None else bool(trace.compare("not_equal", self, 0.0))

    def __index__(self) -> int:
        # math.exp(v), float(v) and int(v) ask here last, for there is no __float__
        raise no_number(sys._getframe(1))

    def as_integer_ratio(self) -> tuple[int, int]:
        """Refuse what the functions of `statistics` ask for, which would lose the gradient."""
        raise no_number(sys._getframe(1))

    # Copies, without recursion --------------------------------------------------------------

    def __getstate__(self) -> Any:
        """The attributes that a subclass added: what a copy needs besides the node."""
        return copies.added_to(self)

    def __setstate__(self, state: Any) -> None:
        if not isinstance(state, dict):
            raise TypeError(f"state: a dict of attributes is needed, got {reprlib.repr(state)}")
        for name, attribute in state.items():
            object.__setattr__(self, name, attribute)

    def __copy__(self) -> Self:
        copied: Self = copies.copied(self)
        return copied

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        copied: Self = copies.deep_copied(self, memo)
        return copied

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if type(self).__reduce__ is not object.__reduce__:  # of a subclass, as Python has it
            return self.__reduce__()
        return copies.reduced(self)


class Constant(Value):
    """A leaf into which no gradient flows: a plain number in an expression, an input, a target.

    >>> x = Value(2.0)
    >>> y = x**3
    >>> y.parents[1]
    Value(data=3.0)
    """

    __module__ = "autograd_lite"

    __slots__ = ()
    differentiable = False


# What the engine has for recording, with the types that it has for Values
NodeMaker = Callable[[Operation, tuple[Value, ...]], Value]
make_unknown: Callable[..., Value] = engine.make_unknown
node_maker: ContextVar[NodeMaker] = engine.node_maker
record: NodeMaker = cast(NodeMaker, engine.record)
evaluate: NodeMaker = cast(NodeMaker, engine.evaluate)
make_node: Callable[..., Value] = engine.make_node
make_constant: Callable[..., Value] = cast(Callable[..., Value], engine.constant)

engine.STATE.value, engine.STATE.constant = Value, Constant
