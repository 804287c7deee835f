"""Derivatives of functions: gradients, Jacobians, Hessians, and products with them.

Each function here runs ``f`` once on fresh Values in place of the numbers, and differentiates
the graph that this records. At the outermost level the results are plain floats. Inside another
derivative, or when Values are passed in, the gradient is itself built as a graph of Values, by
the same rules of the table; so derivatives nest to any order. Every call makes variables of its
own, which keeps nested derivatives apart: d/dx[x · d/dy(x + y)] is 1.

Arguments may be numbers, NumPy arrays and nested lists, tuples and dicts of these. ``f`` is given
the same structure with Values (arrays of objects) inside, and a gradient comes back in it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.operation import FLOATS, TABLE, Namespace, Operation
from autograd_lite.trees import (
    is_array,
    leaves,
    map_leaves,
    rebuild,
    sequence_like,
    stack,
    structure,
)
from autograd_lite.value import Value, recording

_inside: ContextVar[bool] = ContextVar("inside", default=False)


def _apply(operation: Operation, *operands: Any) -> Any:
    if any(isinstance(x, Value) for x in operands):
        return Value.record_operation(operation, operands)
    return operation.forward(FLOATS, *operands)


def _choose(condition: Any, x: Any, y: Any) -> Any:
    return x if condition else y


# The vocabulary of the rules for graph nodes: every operation records one node. A condition is a
# plain bool there, and so ``where`` chooses.
VALUES = Namespace({name: partial(_apply, row) for name, row in TABLE.items()} | {"where": _choose})


# Running f ----------------------------------------------------------------------------------


class Run:
    """One run of ``f`` on variables in place of the numbers of some arguments."""

    def __init__(
        self,
        f: Callable[..., Any],
        args: Sequence[Any],
        named: dict[str, Any],
        places: Sequence[int],
    ) -> None:
        self.variables: list[Value] = []
        self.inputs = [args[i] for i in places]
        #: whether results are to be graphs, for somebody outside to differentiate
        self.nested = _inside.get() or any(isinstance(x, Value) for x in leaves(self.inputs))
        renewed = list(args)
        for i in places:
            renewed[i] = map_leaves(partial(self._variable, f"argument {i}"), args[i])
        with recording(), _set(_inside, True):
            self.out = f(*renewed, **named)

    def _variable(self, name: str, x: Any) -> Value:
        if isinstance(x, Value):
            node = Value.record_operation(primitives.identity, (x,))
        else:
            node = Value(real(x, name))
        self.variables.append(node)
        return node

    def result(self, tree: Any) -> Any:
        """Values as they are for somebody outside, else as floats."""
        return tree if self.nested else map_leaves(_number, tree)

    def scalar(self, caller: str) -> Value:
        """The output as one Value, constant if f ignored its variables."""
        out = self.out.item() if hasattr(self.out, "ndim") and not self.out.ndim else self.out
        if isinstance(out, Value):
            return out
        if is_array(out) or isinstance(out, (list, tuple, dict)):
            raise TypeError(
                f"{caller}: f must return one number, got a {type(out).__name__}; use jacobian, "
                "or return a sum"
            )
        return Value(real(out, f"{caller}: the result of f"))

    def pull(self, root: Value) -> list[Any]:
        """∂root/∂variable for each variable, as floats or as Values."""
        if self.nested:
            with recording():
                return _gradient_graph(root, self.variables)
        gradients = backpropagate(root, 1.0)
        return [gradients.get(variable, 0.0) for variable in self.variables]

    def gradient(self, root: Value) -> list[Any]:
        """The gradient of ``root`` in the structure of each input."""
        return list(rebuild(self.inputs, self.pull(root)))


@contextmanager
def _set(variable: ContextVar[bool], value: bool) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def _number(x: Any) -> float:
    return x.data if isinstance(x, Value) else real(x, "the result of f")


def _depend(order: list[Value], variables: Sequence[Value]) -> set[Value]:
    """The nodes of ``order`` that were computed from one of the variables."""
    found = set(variables)
    for node in order:
        if not found.isdisjoint(node.parents):
            found.add(node)
    return found


def _gradient_graph(root: Value, variables: Sequence[Value]) -> list[Any]:
    """∂root/∂variable as graphs: what `backpropagate` does, on Values instead of floats."""
    order = topological_order(root)
    depend = _depend(order, variables)
    sums: dict[Value, Any] = {root: 1.0}
    stops = set(variables)
    for node in reversed(order):
        if node not in depend or node in stops or node not in sums or node.op is None:
            continue
        locals_ = node.op.gradients(VALUES, node, *node.parents)
        for parent, local in zip(node.parents, locals_, strict=True):
            if parent in depend and parent.differentiable:
                sent = _chain(VALUES, sums[node], local)
                sums[parent] = sums[parent] + sent if parent in sums else sent
    return [sums.get(variable, 0.0) for variable in variables]


def _chain(m: Namespace, gradient: Any, local: Any) -> Any:
    """gradient × local; a factor of 1 makes no node."""
    if type(gradient) is float and gradient == 1.0:
        return local
    return gradient if type(local) is float and local == 1.0 else m.chain(gradient, local)


def _push(order: list[Value], tangents: dict[Value, Any], nested: bool) -> None:
    """Forward mode: complete ``tangents``, given for the variables, to every node of ``order``."""
    m = VALUES if nested else FLOATS
    for node in order:
        if node in tangents or node.op is None or tangents.keys().isdisjoint(node.parents):
            continue
        local_gradients: Sequence[Any] = node.local_gradients
        if nested:
            local_gradients = node.op.gradients(VALUES, node, *node.parents)
        for parent, local in zip(node.parents, local_gradients, strict=True):
            if parent in tangents:
                sent = _chain(m, tangents[parent], local)
                tangents[node] = tangents[node] + sent if node in tangents else sent


# The public functions -----------------------------------------------------------------------

ArgNums = int | Sequence[int]


def value_and_grad(f: Callable[..., Any], argnums: ArgNums = 0) -> Callable[..., tuple[Any, Any]]:
    """Return a function that computes f and its gradient with respect to some arguments.

    ``argnums`` says which: a number gives the gradient in the structure of that argument, a
    sequence gives a tuple of such. f must return one number.

    >>> value_and_grad(lambda x, y: x * x * y)(3.0, 2.0)
    (18.0, 12.0)
    """
    places = _places(argnums)

    @wraps(f)
    def compute(*args: Any, **named: Any) -> tuple[Any, Any]:
        run = Run(f, args, named, _within(places, args))
        root = run.scalar("grad")
        gradient = run.gradient(root)
        return run.result(root), gradient[0] if isinstance(argnums, int) else tuple(gradient)

    return compute


def grad(f: Callable[..., Any], argnums: ArgNums = 0) -> Callable[..., Any]:
    """Return a function that computes the gradient of f: `value_and_grad` without the value.

    >>> grad(lambda p: p["w"] * p["x"] + p["b"])({"w": 2.0, "x": 3.0, "b": 1.0})
    {'w': 3.0, 'x': 2.0, 'b': 1.0}
    >>> grad(grad(lambda x: x**3))(2.0)
    12.0
    """
    both = value_and_grad(f, argnums)

    @wraps(f)
    def compute(*args: Any, **named: Any) -> Any:
        return both(*args, **named)[1]

    return compute


def jacobian(f: Callable[..., Any], argnums: ArgNums = 0) -> Callable[..., Any]:
    """Return a function that computes all partial derivatives of all outputs of f.

    In the structure of the output, each number becomes a gradient; an output array of shape s
    becomes, for an argument of shape t, an array of shape s + t.

    >>> import numpy as np
    >>> jacobian(lambda x: np.array([x[0] * x[1], x[1]]))(np.array([2.0, 3.0])).tolist()
    [[3.0, 2.0], [0.0, 1.0]]
    """
    places = _places(argnums)

    @wraps(f)
    def compute(*args: Any, **named: Any) -> Any:
        run = Run(f, args, named, _within(places, args))

        def row(out: Any) -> Any:
            gradient = run.gradient(out if isinstance(out, Value) else Value(_number(out)))
            return gradient[0] if isinstance(argnums, int) else tuple(gradient)

        like = run.inputs[0] if isinstance(argnums, int) else tuple(run.inputs)
        return _expand(run.out, row, like)

    return compute


def _expand(out: Any, row: Callable[[Any], Any], like: Any) -> Any:
    """The structure ``out`` with a gradient, shaped ``like`` the input, for each of its numbers."""
    if is_array(out):
        return stack([row(x) for x in out.ravel().tolist()], out.shape, like)
    if isinstance(out, dict):
        return {key: _expand(branch, row, like) for key, branch in out.items()}
    if isinstance(out, (list, tuple)):
        return sequence_like(out, [_expand(branch, row, like) for branch in out])
    return row(out)


def hessian(f: Callable[..., Any], argnums: ArgNums = 0) -> Callable[..., Any]:
    """Return a function that computes the second derivatives of f, as jacobian(grad(f)).

    >>> import numpy as np
    >>> hessian(lambda x: x[0] ** 2 * x[1])(np.array([3.0, 2.0])).tolist()
    [[4.0, 6.0], [6.0, 0.0]]
    """
    return jacobian(grad(f, argnums), argnums)


def jvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
    """Return f(*primals) and its derivative in the direction ``tangents`` (forward mode).

    ``tangents`` has the structure of ``primals``, a sequence of arguments.

    >>> jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 0.0))
    (6.0, 3.0)
    """
    _check_structure(primals, tangents, "tangents")
    directions = [x if isinstance(x, Value) else real(x, "tangents") for x in leaves(tangents)]
    with _set(_inside, _inside.get() or any(isinstance(x, Value) for x in directions)):
        run = Run(f, primals, {}, range(len(primals)))
    roots = [x for x in leaves(run.out) if isinstance(x, Value)]
    pushed: dict[Value, Any] = dict(zip(run.variables, directions, strict=True))
    with recording():
        _push(topological_order(*roots), pushed, run.nested)
    out = run.result(run.out)
    return out, map_leaves(lambda x: pushed.get(x, 0.0), run.out)


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """Return f(*primals) and the function that pulls a cotangent of the output back to the inputs.

    The cotangent has the structure of the output; the result is a tuple with one gradient for
    each of ``primals``.

    >>> out, pull = vjp(lambda x, y: [x * y, x + y], 2.0, 3.0)
    >>> out, pull([1.0, 10.0])
    ([6.0, 5.0], (13.0, 12.0))
    """
    run = Run(f, primals, {}, range(len(primals)))

    def pull(cotangent: Any) -> tuple[Any, ...]:
        _check_structure(run.out, cotangent, "cotangent")
        outputs, weights = leaves(run.out), leaves(cotangent)
        with recording():
            root = _apply(primitives.linear, *weights, *outputs) if outputs else 0.0
        return tuple(run.gradient(root if isinstance(root, Value) else Value(root)))

    return run.result(run.out), pull


def hvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
    """Return the product of the Hessian of f at ``primals`` with the direction ``tangents``.

    Forward over reverse: the cost of a few gradients, however many inputs there are. For one
    argument the result has its structure, for several it is a tuple.

    >>> hvp(lambda x: x[0] ** 2 * x[1], ([3.0, 2.0],), ([1.0, 0.0],))
    [4.0, 6.0]
    """
    argnums: ArgNums = 0 if len(primals) == 1 else tuple(range(len(primals)))
    return jvp(grad(f, argnums), primals, tangents)[1]


def custom_gradient(
    gradients: Callable[..., tuple[Any, ...]],
    *,
    symbol: str | None = None,
    latex: Callable[..., str] | None = None,
    domain: Callable[..., bool] = lambda *operands: True,
    smooth: Callable[..., bool] = lambda *operands: True,
) -> Callable[[Callable[..., Any]], Operation]:
    """Make a forward rule and its local gradients an operation that works everywhere.

    Decorates ``forward(m, *operands)``; ``gradients(m, out, *operands)`` returns one local
    gradient for each operand. Both are rules as in the table of operations: written with + - *,
    comparisons and the functions of ``m``, so that the operation can be differentiated again.

    >>> @custom_gradient(lambda m, out, x: (m.divide(1.0, (1.0 + m.abs(x)) * (1.0 + m.abs(x))),))
    ... def softsign(m, x):
    ...     return m.divide(x, 1.0 + m.abs(x))
    >>> softsign(1.0), grad(softsign)(1.0)
    (0.5, 0.25)
    """

    def make(forward: Callable[..., Any]) -> Operation:
        name = forward.__name__
        operation = Operation(
            name,
            (forward.__doc__ or f"{name}: an operation of one's own.").strip(),
            symbol or name,
            latex or (lambda *names: rf"\operatorname{{{name}}}({', '.join(names)})"),
            forward=forward,
            gradients=gradients,
            domain=domain,
            smooth=smooth,
        )
        # pickled by name, from the module that holds it
        object.__setattr__(operation, "__module__", forward.__module__)
        return operation

    return make


def _places(argnums: ArgNums) -> tuple[int, ...]:
    places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    if not all(isinstance(i, int) for i in places):
        raise TypeError(f"argnums: an int or a sequence of ints is needed, got {argnums!r}")
    return places


def _within(places: tuple[int, ...], args: Sequence[Any]) -> list[int]:
    for i in places:
        if not -len(args) <= i < len(args):
            raise ValueError(f"argnums: got {i}, but f was called with {len(args)} arguments")
    return [i % len(args) for i in places]


def _check_structure(expected: Any, given: Any, argument: str) -> None:
    if structure(expected) != structure(given):
        raise ValueError(
            f"{argument}: the structure {structure(expected)} is needed, got {structure(given)}"
        )
