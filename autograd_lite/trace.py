"""One run of a function on fresh variables, and the derivatives of the graph that it records."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar
from functools import partial
from itertools import accumulate
from typing import Any, TypeAlias

from autograd_lite import floats, primitives
from autograd_lite.comparisons import tracing
from autograd_lite.floats import real
from autograd_lite.graph import backpropagate, push, topological_order
from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import admit_all
from autograd_lite.inputs.signatures import in_places
from autograd_lite.inputs.trees import flatten, is_array, leaves, map_leaves, rebuild, unflatten
from autograd_lite.modes import open_modes, recording, set_within
from autograd_lite.primitives.operation import (
    FLOATS,
    TABLE,
    Namespace,
    Operation,
    vocabulary_rows,
)
from autograd_lite.value import Constant, Value, make_constant

#: by which arguments to differentiate: one, or several
ArgNums: TypeAlias = int | Sequence[int]

inside: ContextVar[bool] = ContextVar("inside", default=False)


def derivatives_as_graphs() -> AbstractContextManager[None]:
    """Let derivatives of numbers be Values too: somebody is going to differentiate by others."""
    return set_within(inside, True)


def apply(operation: Operation, *operands: Any) -> Any:
    """Record an operation, or compute it if no operand is a Value."""
    for x in operands:
        if isinstance(x, Value):
            return Value.record_operation(operation, operands)
    return operation.forward(FLOATS, *operands)


def _where(condition: Any, x: Any, y: Any) -> Any:
    # A condition is a plain bool, and so chooses, unless a compiler records comparisons.
    chosen = not isinstance(condition, Value)
    return floats.where(condition, x, y) if chosen else apply(TABLE["where"], condition, x, y)


# The vocabulary of the rules for graph nodes: every operation records one node.
VALUES = Namespace(
    {name: partial(apply, row) for name, row in vocabulary_rows().items()} | {"where": _where}
)


def places_of(argnums: ArgNums, count: int, named: Iterable[str] = ()) -> tuple[int, ...]:
    """The places that ``argnums`` means in a call with so many arguments, beside ``named``."""
    places = _asked_for(argnums)
    for i in places:
        if not -count <= i < count:
            rest = ", ".join(named)
            advice = f"; {rest} came by name: pass by its place what is differentiated"
            raise ValueError(
                f"argnums: got {i}, but f was called with {count} arguments{advice if rest else ''}"
            )
    return places


def _asked_for(argnums: ArgNums) -> tuple[int, ...]:
    return (argnums,) if isinstance(argnums, int) else tuple(argnums)


class Run:
    """One run of ``f`` on variables in place of the numbers of some arguments."""

    def __init__(
        self,
        f: Callable[..., Any],
        args: Sequence[Any],
        named: dict[str, Any],
        argnums: ArgNums,
    ) -> None:
        places = places_of(argnums, len(args), named)
        inputs = tuple([admit_all(args[i], f"argument {i}") for i in places])
        #: one argument, or a tuple of some, as ``argnums`` says
        self.inputs: Any = inputs[0] if isinstance(argnums, int) else inputs
        #: whether results are to be graphs, for somebody outside to differentiate
        self.nested: bool = (
            inside.get()
            or tracing.get() is not None
            or any(isinstance(x, Value) for x in leaves(self.inputs))
        )
        renewed = list(args)
        given = {i % len(args): x for i, x in zip(places, inputs, strict=True)}
        with recording(), set_within(inside, True), set_within(open_modes, ()):
            for i, x in given.items():  # one place may be asked for twice
                renewed[i] = map_leaves(partial(_variable, f"argument {i}"), x)
            self.variables: list[Value] = [x for i in places for x in leaves(renewed[i])]
            self.out: Any = admit_all(f(*renewed, **named), "the result of f")
        trace = tracing.get()
        if trace is not None:  # what was kept might leave no mark in the derivatives
            for x in self.roots():
                trace.admit(x)

    def roots(self) -> list[Value]:
        """The numbers of the output that are Values."""
        return [x for x in leaves(self.out) if isinstance(x, Value)]

    def result(self, tree: Any) -> Any:
        """Values as they are for somebody outside, else as floats."""
        return tree if self.nested else map_leaves(as_number, tree)

    def scalar(self) -> Value:
        """The output as one Value, constant if f ignored its variables."""
        out = self.out.item() if hasattr(self.out, "ndim") and not self.out.ndim else self.out
        if isinstance(out, Value):
            return out
        if is_array(out) or isinstance(out, (list, tuple, dict)):
            raise TypeError(
                f"f must return one number, got a {type(out).__name__}; use jacobian, return a "
                "sum, or choose has_aux in ag.grad for a pair of a number and other things"
            )
        return make_constant(real(out, "the result of f"))

    def pull(self, root: Value) -> list[Any]:
        """∂root/∂variable for each variable, as floats or as Values."""
        if self.nested:
            with recording():
                gradients = gradient_graph(root, self.variables)
        else:
            gradients = backpropagate(root, 1.0)
        return [gradients.get(variable, 0.0) for variable in self.variables]

    def push(self, directions: list[dict[Value, Any]]) -> list[dict[Value, Any]]:
        """Forward mode: what tangents of variables become at the roots, for each direction."""
        roots = self.roots()
        order = topological_order(*roots)
        pushed = []
        with recording():
            given = [x for each in directions for x in each.values()]
            graphs = self.nested or any(isinstance(x, Value) for x in given)
            complete = tangent_graphs(order, self.variables) if graphs else partial(push, order)
            for direction in directions:
                tangents = complete(direction)
                pushed.append({x: tangents[x] for x in roots if x in tangents})
        return pushed

    def pull_each(self) -> Callable[[Value], list[Any]]:
        """What does as `pull` for each of the roots, by forward mode where that is shorter.

        Forward mode visits all nodes for each variable. Reverse mode visits for each root what that
        was computed from: where roots share little, as the points of a curve do, that is less.
        """
        roots, count = self.roots(), len(self.variables)
        if len(roots) > count:
            forward = count * len(topological_order(*roots))
            reverse = accumulate(len(topological_order(root)) for root in roots)
            if any(visits > forward for visits in reverse):
                columns = self.push([{variable: 1.0} for variable in self.variables])
                return lambda root: [column.get(root, 0.0) for column in columns]
        return self.pull

    def gradient(self, root: Value) -> Any:
        """The gradient of ``root`` in the structure of the inputs."""
        return rebuild(self.inputs, self.pull(root))


def run_beside(
    f: Callable[..., Any],
    args: Sequence[Any],
    named: dict[str, Any],
    argnums: ArgNums,
    has_aux: bool,
) -> tuple[Run, Any]:
    """A run of f, or of the first part of what it returns, and the other part."""
    if named and any(not 0 <= i < len(args) for i in _asked_for(argnums)):
        args, named = in_places(f, args, named)
    if not has_aux:
        return Run(f, args, named, argnums), None
    kept = []

    def value(*given: Any, **also: Any) -> Any:
        found, aux = value_and_aux(f(*given, **also))
        kept.append(aux)
        return found

    run = Run(value, args, named, argnums)
    return run, kept[-1] if run.nested else _settled(kept[-1])


def value_and_aux(result: Any) -> tuple[Any, Any]:
    """What a function with ``has_aux`` returns, taken apart."""
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise TypeError(f"has_aux: f must return a pair (value, aux), got {checks.shown(result)}")
    return result[0], result[1]


def _settled(aux: Any) -> Any:
    """Numbers in the place of Values, arrays in that of tables of them; all else as it is."""
    found: list[Any] = []
    structure = flatten(aux, found)
    numbers = [*map(_without_values, found)]
    if all(x is y for x, y in zip(found, numbers, strict=True)):
        return aux
    return unflatten(structure, iter(numbers))


def _without_values(leaf: Any) -> Any:
    held = leaf.to_numpy() if hasattr(leaf, "to_numpy") else leaf
    if not any(isinstance(x, Value) for x in leaves(held)):
        return leaf
    return map_leaves(lambda x: x.data if isinstance(x, Value) else x, held)


def _variable(name: str, x: Any) -> Value:
    if isinstance(x, Value):
        return Value.record_operation(primitives.identity, (x,))
    number = real(x, name)
    if tracing.get() is None:
        return Value(number)
    return Value.record_operation(primitives.identity, (make_constant(number),))


def as_number(x: Any) -> float:
    """The number of a Value, or a number checked."""
    return x.data if isinstance(x, Value) else real(x, "the result of f")


def gradient_graph(root: Value, variables: Sequence[Value]) -> dict[Value, Any]:
    """What `backpropagate` does, on Values instead of floats, where the variables are involved."""
    order = topological_order(root)
    depend = _depending(order, variables)
    sums: dict[Value, Any] = {root: 1.0}
    for node in reversed(order):
        if node not in sums or node.op is None:
            continue
        locals_ = node.op.gradients(VALUES, node, *node.parents)
        for parent, local in zip(node.parents, locals_, strict=True):
            if parent in depend:
                sent = _strong_product(sums[node], local)
                sums[parent] = sums[parent] + sent if parent in sums else sent
    return sums


def _strong_product(gradient: Any, local: Any) -> Any:
    """gradient × local; a factor of 1 makes no node, nor does a 0 that no number can change.

    While a function is traced a constant 0 says that no gradient flows here. −0.0 changes no sum.
    """
    if tracing.get() is not None and 0.0 in (_constant(gradient), _constant(local)):
        return make_constant(-0.0)
    if type(gradient) is float and gradient == 1.0:
        return local
    if type(local) is float and local == 1.0:
        return gradient
    return VALUES.strong_product(gradient, local)


def _constant(x: Any) -> float | None:
    return x._number if type(x) is Constant else x if type(x) is float else None


def tangent_graphs(
    order: list[Value], variables: Sequence[Value]
) -> Callable[[dict[Value, Any]], dict[Value, Any]]:
    """What does as `push`, on Values instead of floats; all its calls share local gradients."""
    depend, links = _depending(order, variables), []
    for node in order:
        if node in depend and node.op is not None:
            pairs = zip(node.parents, node.op.gradients(VALUES, node, *node.parents), strict=True)
            links.append((node, [pair for pair in pairs if pair[0] in depend]))

    def complete(tangents: dict[Value, Any]) -> dict[Value, Any]:
        found = dict(tangents)
        for node, operands in links:
            for parent, local in operands:
                if parent in found:
                    sent = _strong_product(found[parent], local)
                    found[node] = found[node] + sent if node in found else sent
        return found

    return complete


def _depending(order: list[Value], variables: Sequence[Value]) -> set[Value]:
    """The variables, and all that was computed from one of them."""
    depend = set(variables)
    for node in order:
        if not depend.isdisjoint(node.parents):
            depend.add(node)
    return depend


# Functions that know their derivatives ------------------------------------------------------


class Derivable:
    """A function that has derivatives of its own, which are asked for by their names."""

    def derivative(self, kind: str, argnums: ArgNums, has_aux: bool) -> Callable[..., Any]:
        """What the function of the calculus with the name ``kind`` makes of it.

        For jvp, vjp and hvp that is a function of the other arguments.
        """
        raise NotImplementedError


def asked(
    kind: str, f: Callable[..., Any], argnums: Any, has_aux: Any
) -> tuple[ArgNums, bool, Callable[..., Any] | None]:
    """Arguments, checked, and the derivative of f if it knows one."""
    places, aux = checks.whole_numbers("argnums", argnums), checks.flag("has_aux", has_aux)
    checks.function("f", f)
    known = f.derivative(kind, places, aux) if isinstance(f, Derivable) else None
    return places, aux, known
