"""The activation of a neuron: an operation by its name, or a function of a Value."""

from collections.abc import Callable, Sequence

from autograd_lite.inputs.lookup import look_up
from autograd_lite.parsing.spoken import called
from autograd_lite.primitives.operation import TABLE, Operation
from autograd_lite.value import Value

Function = Callable[[Value], Value]
Activation = str | Function

#: activations that are none of a single linear node, and what to use for one neuron
_JOINT = {
    "softmax": "joins the neurons of a layer; use it in a Layer or an MLP",
    "softmin": "joins the neurons of a layer; apply ag.softmin to what a layer gives",
    "log_softmax": "joins the neurons of a layer; cross_entropy takes logits",
    "maxout": "takes several linear nodes; use nn.Maxout for a single neuron",
    "prelu": "has a slope to learn; pass a Module that has it, and returns ag.prelu(x, self.slope)",
}


def _identity(x: Value) -> Value:
    return x


_FUNCTIONS: dict[str, Function] = {"linear": _identity}
_FUNCTIONS |= {name: row for name, row in TABLE.items() if row.unary}


def find_activation(activation: Activation) -> tuple[str, Function]:
    """The name and the function of an activation of one neuron."""
    if callable(activation):
        return getattr(activation, "name", getattr(activation, "__name__", "custom")), activation
    if isinstance(activation, str) and activation in _JOINT:
        raise ValueError(f"activation: {activation!r} {_JOINT[activation]}")
    return activation, look_up("activation", activation, _FUNCTIONS, called)


def is_of_the_table(function: Function) -> bool:
    """Whether it is an operation, or none."""
    return function is _identity or isinstance(function, Operation)


def common_operation(functions: Sequence[Function]) -> Operation | None:
    """The operation of one operand that all of them are, if there is one."""
    first = functions[0] if functions else None
    if not isinstance(first, Operation) or first.arity != range(1, 2):
        return None
    return first if functions.count(first) == len(functions) else None  # each call asks
