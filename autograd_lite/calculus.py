"""Derivatives of functions: gradients, Jacobians, Hessians, and products with them.

Each function here runs ``f`` once on fresh Values in place of the numbers, and differentiates
the graph that this records. At the outermost level the results are plain floats. Inside another
derivative, or when Values are passed in, the gradient is itself built as a graph of Values, by
the same rules of the table; so derivatives nest to any order. Every call makes variables of its
own, which keeps nested derivatives apart: d/dx[x · d/dy(x + y)] is 1.

Arguments may be numbers, NumPy arrays and nested lists, tuples and dicts of these. ``f`` is given
the same structure with Values (arrays of objects) inside, and a gradient comes back in it. A
Series or DataFrame of pandas is taken as the array of its numbers.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.inputs import checks, trees
from autograd_lite.inputs.arraylike import admit, admit_all
from autograd_lite.inputs.rules import operands_of
from autograd_lite.modes import recording
from autograd_lite.primitives.operation import Operation, notation
from autograd_lite.trace import ArgNums, Run, apply, as_number, asked, run_beside
from autograd_lite.value import Value, make_constant


def value_and_grad(
    f: Callable[..., Any], argnums: ArgNums = 0, has_aux: bool = False
) -> Callable[..., tuple[Any, Any]]:
    """Return a function that computes f and its gradient with respect to some arguments.

    ``argnums`` says which: a number gives the gradient in the structure of that argument, a
    sequence gives a tuple of such. f must return one number; with ``has_aux`` a pair of it and of
    anything else, and then that pair stands in the place of the number.

    >>> value_and_grad(lambda x, y: x * x * y)(3.0, 2.0)
    (18.0, 12.0)
    >>> value_and_grad(lambda x: (x * x, {"half": x / 2.0}), has_aux=True)(3.0)
    ((9.0, {'half': 1.5}), 6.0)
    """
    argnums, has_aux, known = asked("value_and_grad", f, argnums, has_aux)
    if known is not None:
        return known

    @wraps(f)
    def compute(*args: Any, **named: Any) -> tuple[Any, Any]:
        run, aux = run_beside(f, args, named, argnums, has_aux)
        root = run.scalar()
        value = run.result(root)
        return (value, aux) if has_aux else value, run.gradient(root)

    return compute


def grad(f: Callable[..., Any], argnums: ArgNums = 0, has_aux: bool = False) -> Callable[..., Any]:
    """Return a function that computes the gradient of f: `value_and_grad` without the value.

    With ``has_aux`` it returns a pair: the gradient, and what f returns beside its value.

    Of numbers it is numbers, and so keeps nothing of Values that f finds outside, as the weights of
    a network are: for a gradient by these too, pass a Value. In what `nn.fit` and `nn.cost` call,
    and in compiled functions, numbers do.

    >>> grad(lambda p: p["w"] * p["x"] + p["b"])({"w": 2.0, "x": 3.0, "b": 1.0})
    {'w': 3.0, 'x': 2.0, 'b': 1.0}
    >>> grad(grad(lambda x: x**3))(2.0)
    12.0
    >>> w = Value(3.0)
    >>> slope = grad(lambda t: w * t**2)(Value(2.0))
    >>> slope.backward()
    >>> slope.data, w.grad
    (12.0, 4.0)
    """
    argnums, has_aux, known = asked("grad", f, argnums, has_aux)
    if known is not None:
        return known

    both = value_and_grad(f, argnums, has_aux)

    @wraps(f)
    def compute(*args: Any, **named: Any) -> Any:
        value, gradient = both(*args, **named)
        return (gradient, value[1]) if has_aux else gradient

    return compute


def jacobian(
    f: Callable[..., Any], argnums: ArgNums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """Return a function that computes all partial derivatives of all outputs of f.

    In the structure of the output, each number becomes a gradient; an output array of shape s
    becomes, for an argument of shape t, an array of shape s + t. With ``has_aux``, f returns a pair
    of outputs and of anything else, and the result is the pair of their derivatives and of that.

    Reverse mode, a pass for each output; forward mode, a pass for each input, where that visits
    fewer nodes, as for the many states of a trajectory that has few parameters.

    >>> import numpy as np
    >>> jacobian(lambda x: np.array([x[0] * x[1], x[1]]))(np.array([2.0, 3.0])).tolist()
    [[3.0, 2.0], [0.0, 1.0]]
    """
    argnums, has_aux, known = asked("jacobian", f, argnums, has_aux)
    return _matrix(f, argnums, has_aux, Run.pull_each) if known is None else known


def _matrix(
    f: Callable[..., Any],
    argnums: ArgNums,
    has_aux: bool,
    pull_of: Callable[[Run], Callable[[Value], list[Any]]],
) -> Callable[..., Any]:
    """`jacobian`, with rows from ``pull_of(run)``, which gets the outputs one after the other."""

    @wraps(f)
    def compute(*args: Any, **named: Any) -> Any:
        run, aux = run_beside(f, args, named, argnums, has_aux)
        pull = pull_of(run)

        def row(out: Any) -> Any:
            root = out if isinstance(out, Value) else make_constant(as_number(out))
            return trees.rebuild(run.inputs, pull(root))

        def rows(out: Any) -> Any:
            """A gradient, shaped like the inputs, for each of the numbers of an output."""
            if trees.is_array(out):
                return trees.stack([row(x) for x in out.ravel().tolist()], out.shape, run.inputs)
            return row(out)

        found = trees.map_arrays(rows, run.out)
        return (found, aux) if has_aux else found

    return compute


def hessian(
    f: Callable[..., Any], argnums: ArgNums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """Return a function that computes the second derivatives of f, as jacobian(grad(f)).

    It is exactly symmetric: what stands below the diagonal is taken from above. With ``has_aux``
    the result is a pair: the second derivatives, and what f returns beside its value.

    >>> import numpy as np
    >>> hessian(lambda x: x[0] ** 2 * x[1])(np.array([3.0, 2.0])).tolist()
    [[4.0, 6.0], [6.0, 0.0]]
    """
    argnums, has_aux, known = asked("hessian", f, argnums, has_aux)
    if known is not None:
        return known
    return _matrix(grad(f, argnums, has_aux), argnums, has_aux, _symmetric)


def _symmetric(run: Run) -> Callable[[Value], list[Any]]:
    rows: list[list[Any]] = []

    def pull(root: Value) -> list[Any]:
        row = run.pull(root)
        row[: len(rows)] = [above[len(rows)] for above in rows]
        rows.append(row)
        return row

    return pull


def jvp(
    f: Callable[..., Any],
    primals: Sequence[Any],
    tangents: Sequence[Any],
    has_aux: bool = False,
) -> Any:
    """Return f(*primals) and its derivative in the direction ``tangents`` (forward mode).

    ``tangents`` has the structure of ``primals``, a sequence of arguments. With ``has_aux``, f
    returns a pair, and the result is a triple: value, derivative, and the other part of the pair.

    >>> jvp(lambda x, y: x * y, (2.0, 3.0), (1.0, 0.0))
    (6.0, 3.0)
    """
    _, has_aux, known = asked("jvp", f, 0, has_aux)
    if known is not None:
        return known(primals, tangents)
    primals, tangents = arguments("primals", primals), arguments("tangents", tangents)
    directions = _directions(primals, tangents, "tangents")
    run, aux = run_beside(f, primals, {}, range(len(primals)), has_aux)
    (pushed,) = run.push([dict(zip(run.variables, directions, strict=True))])
    out = run.result(run.out)
    derivative = trees.map_leaves(
        lambda x: pushed.get(x, 0.0) if isinstance(x, Value) else 0.0, run.out
    )
    return (out, derivative, aux) if has_aux else (out, derivative)


def vjp(f: Callable[..., Any], *primals: Any, has_aux: bool = False) -> Any:
    """Return f(*primals) and the function that pulls a cotangent of the output back to the inputs.

    The cotangent has the structure of the output; the result is a tuple with one gradient for
    each of ``primals``. With ``has_aux``, f returns a pair, whose other part comes third.

    >>> out, pull = vjp(lambda x, y: [x * y, x + y], 2.0, 3.0)
    >>> out, pull([1.0, 10.0])
    ([6.0, 5.0], (13.0, 12.0))
    """
    _, has_aux, known = asked("vjp", f, 0, has_aux)
    if known is not None:
        return known(*primals)
    run, aux = run_beside(f, primals, {}, range(len(primals)), has_aux)

    def pull(cotangent: Any) -> Any:
        cotangent = admit_all(cotangent, "cotangent")
        outputs = trees.leaves(run.out)
        weights = _directions(run.out, cotangent, "cotangent")
        with recording():
            root = apply(primitives.linear, *weights, *outputs) if outputs else 0.0
        return run.gradient(root if isinstance(root, Value) else make_constant(root))

    out = run.result(run.out)
    return (out, pull, aux) if has_aux else (out, pull)


def hvp(f: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
    """Return the product of the Hessian of f at ``primals`` with the direction ``tangents``.

    Forward over reverse: the cost of a few gradients, however many inputs there are. For one
    argument the result has its structure, for several it is a tuple.

    >>> hvp(lambda x: x[0] ** 2 * x[1], ([3.0, 2.0],), ([1.0, 0.0],))
    [4.0, 6.0]
    """
    _, _, known = asked("hvp", f, 0, has_aux=False)
    if known is not None:
        return known(primals, tangents)
    primals = arguments("primals", primals)
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
    for argument, rule in {"gradients": gradients, "domain": domain, "smooth": smooth}.items():
        checks.function(argument, rule)
    checks.text("symbol", "" if symbol is None else symbol)
    checks.function("latex", str if latex is None else latex)

    def make(forward: Callable[..., Any]) -> Operation:
        name = getattr(checks.function("forward", forward), "__name__", type(forward).__name__)
        operands = operands_of(name, forward, gradients)

        def checked(m: Any, out: Any, *operands: Any) -> tuple[Any, ...]:
            found = gradients(m, out, *operands)
            if not isinstance(found, tuple) or len(found) != len(operands):
                raise TypeError(
                    f"gradients of {name}: a tuple with one local gradient for each of the "
                    f"{len(operands)} operands is needed, got {found!r}"
                )
            return found

        operation = Operation(
            name,
            (forward.__doc__ or f"{name}{operands}: an operation of one's own.").strip(),
            symbol or name,
            latex or notation(rf"\operatorname{{{name}}}"),
            forward=forward,
            gradients=checked,
            domain=domain,
            smooth=smooth,
        )
        # where a pickle finds it by name
        object.__setattr__(operation, "__module__", forward.__module__)
        return operation

    return make


def arguments(
    argument: str, given: Any, take: Callable[[Any, str], Any] = admit
) -> tuple[Any, ...]:
    """The arguments of a call of f, or a direction for each of them, as ``take`` lets them in."""
    if not isinstance(given, (list, tuple)):
        raise TypeError(
            f"{argument}: a tuple with one entry for each argument of f is needed, got "
            f"{checks.shown(given)}; for one argument write (x,)"
        )
    return tuple([admit_all(each, argument, take) for each in given])


def _directions(expected: Any, given: Any, argument: str) -> list[Any]:
    """A number or a Value for every number of ``expected``, of the same structure."""
    found = trees.matching(expected, given, argument)
    return [x if isinstance(x, Value) else real(x, argument) for x in found]
