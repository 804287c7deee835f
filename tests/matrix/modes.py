"""The ways to ask for a value or a derivative.

A mode is given a function and the numbers, Values or arrays of its arguments, and answers with
pairs: along which arguments was differentiated, and what was found; None for what must be 0.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

import autograd_lite as ag
from autograd_lite import Value

Found = Iterator[tuple[tuple[int, ...] | None, Any]]
Mode = Callable[[Callable[..., Any], Sequence[Any]], Found]


def _all(x: Sequence[Any]) -> tuple[int, ...]:
    return tuple(range(len(x)))


def _unit(x: Sequence[Any], i: int) -> tuple[Any, ...]:
    """The direction of argument i, a number for each number."""
    return tuple(np.full_like(a, i == k) if _rows(a) else float(i == k) for k, a in enumerate(x))


def _rows(x: Any) -> bool:
    return isinstance(x, np.ndarray)


def _vector(found: Sequence[Any], *before: int) -> Found:
    for i, each in enumerate(found):
        yield (*before, i), each


def _matrix(found: Sequence[Sequence[Any]]) -> Found:
    for i, row in enumerate(found):
        for j, each in enumerate(row):
            yield (min(i, j), max(i, j)), each  # it is symmetric, and made of the upper half


def _keys(x: Sequence[Any]) -> list[str]:
    return [f"k{i}" for i in _all(x)]


def _as_dict(x: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(_keys(x), x, strict=True))


def _reversed(x: Sequence[Any]) -> dict[str, Any]:
    """The same dict with its keys in another order."""
    return dict(reversed(_as_dict(x).items()))


def _of_dict(f: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda p: f(*[p[f"k{i}"] for i in range(len(p))])


def _in_order(found: dict[str, Any]) -> list[Any]:
    return [found[f"k{i}"] for i in range(len(found))]


# Of a function, eager or while it is traced ---------------------------------------------------


def value(f, x):
    yield (), f(*x)


def grad(f, x):
    yield from _vector(ag.grad(f, _all(x))(*x))


def value_and_grad(f, x):
    out, gradient = ag.value_and_grad(f, _all(x))(*x)
    yield (), out
    yield from _vector(gradient)


def grad_of_each(f, x):
    """The first and the last argument, given twice and counted from the end."""
    for argnums in [(0, 0), (0, -len(x))]:
        for each in ag.grad(f, argnums)(*x):
            yield (0,), each
    yield (len(x) - 1,), ag.grad(f, -1)(*x)


def grad_of_a_dict(f, x):
    yield from _vector(_in_order(ag.grad(_of_dict(f))(_reversed(x))))


def jacobian(f, x):
    first, second = ag.jacobian(lambda *x: [f(*x), -f(*x)], _all(x))(*x)
    yield from _vector(first)
    yield from _vector([-each for each in second])


def hessian(f, x):
    yield from _matrix(ag.hessian(f, _all(x))(*x))


def jvp(f, x):
    for i in _all(x):
        out, tangent = ag.jvp(f, x, _unit(x, i))
        yield (), out
        yield (i,), tangent
    yield None, ag.jvp(f, x, _unit(x, -1))[1]


def jvp_of_a_dict(f, x):
    for i in _all(x):
        tangents = _reversed(_unit(x, i))
        yield (i,), ag.jvp(_of_dict(f), (_as_dict(x),), (tangents,))[1]


def vjp(f, x):
    out, pull = ag.vjp(f, *x)
    yield (), out
    yield from _vector(pull(1.0))
    for each in pull(0.0):
        yield None, each


def hvp(f, x):
    for j in _all(x):
        found = ag.hvp(f, x, _unit(x, j))
        for i, each in enumerate(found if len(x) > 1 else [found]):
            yield (i, j), each


def hvp_of_a_dict(f, x):
    for j in _all(x):
        found = ag.hvp(_of_dict(f), (_as_dict(x),), (_reversed(_unit(x, j)),))
        for i, each in enumerate(_in_order(found)):
            yield (i, j), each


def grad_of_grad(f, x):
    for i in _all(x):
        for j, each in enumerate(ag.grad(ag.grad(f, i), _all(x))(*x)):
            yield (i, j), each


def grad_inside(f, x):
    """A derivative within a function that is differentiated by another of its variables."""
    for i, j in {(0, len(x) - 1), (len(x) - 1, 0)}:

        def inner(*outer, i=i):
            return ag.grad(lambda each: f(*outer[:i], each, *outer[i + 1 :]))(outer[i])

        yield (i, j), ag.grad(inner, j)(*x)


def grad_of_jvp(f, x):
    """Reverse over forward."""
    for i in _all(x):
        slope = lambda *x, i=i: ag.jvp(f, x, _unit(x, i))[1]  # noqa: E731
        for j, each in enumerate(ag.grad(slope, _all(x))(*x)):
            yield (i, j), each


def jvp_of_jvp(f, x):
    """Forward over forward."""
    for i in _all(x):
        slope = lambda *x, i=i: ag.jvp(f, x, _unit(x, i))[1]  # noqa: E731
        for j in _all(x):
            yield (i, j), ag.jvp(slope, x, _unit(x, j))[1]


def third(f, x):
    for i, j in {(0, 0), (0, len(x) - 1), (len(x) - 1, len(x) - 1)}:
        found = ag.grad(ag.grad(ag.grad(f, i), i), j)(*x)
        yield (i, i, j), found


def hvp_of_grad(f, x):
    """Forward over reverse over reverse."""
    last = len(x) - 1
    found = ag.hvp(ag.grad(f, last), x, _unit(x, last))
    yield (last, last, last), found[last] if last else found


#: what works on tracers too, and so may be compiled
TRACED: dict[str, Mode] = {
    mode.__name__: mode
    for mode in [
        *(value, grad, value_and_grad, grad_of_each, grad_of_a_dict, jacobian, hessian, jvp),
        *(jvp_of_a_dict, vjp, hvp, hvp_of_a_dict, grad_of_grad, grad_inside, grad_of_jvp),
        *(jvp_of_jvp, third, hvp_of_grad),
    ]
}

# Eager alone ----------------------------------------------------------------------------------


def backward(f, x):
    """The loop of micrograd."""
    leaves = [Value(each) for each in x]
    out = f(*leaves)
    if not isinstance(out, Value) or not out.differentiable:
        yield (), out.data if isinstance(out, Value) else float(out)
        return
    out.backward()
    yield (), out.data
    yield from _vector([leaf.grad for leaf in leaves])


def value_alone(f, x):
    """The number of a Value, where another operand is one."""
    out = f(*x)
    yield (), out.data if isinstance(out, Value) else out


EAGER: dict[str, Mode] = TRACED | {"backward": backward, "value": value_alone}

# Of a compiled function: the methods, and what is compiled of it --------------------------------


def method_call(fast, x):
    yield (), fast(*x)


def method_value_and_grad(fast, x):
    out, gradient = fast.value_and_grad(*x)
    yield (), out
    yield from _vector(gradient)


def method_grad(fast, x):
    yield from _vector(fast.grad(*x))


def method_jacobian(fast, x):
    yield from _vector(fast.jacobian(*x))


def method_hessian(fast, x):
    yield from _matrix(fast.hessian(*x))


def method_jvp(fast, x):
    for i in _all(x):
        out, tangent = fast.jvp(x, _unit(x, i))
        yield (), out
        yield (i,), tangent


def method_hvp(fast, x):
    for j in _all(x):
        found = fast.hvp(x, _unit(x, j))
        for i, each in enumerate(found if len(x) > 1 else [found]):
            yield (i, j), each


METHODS: dict[str, Mode] = {
    mode.__name__: mode
    for mode in [
        *(method_call, method_value_and_grad, method_grad, method_jacobian, method_hessian),
        *(method_jvp, method_hvp),
    ]
}

#: the functions of calculus, given a compiled function of one point
OF_COMPILED: dict[str, Mode] = {
    f"compiled_{name}": TRACED[name]
    for name in ("grad", "hessian", "jvp", "vjp", "hvp", "third", "grad_inside")
}

#: the method for parameters, of which functions close over
CLOSED_OVER = "method_backward"

#: what multiplies from the arguments on, in some step
FORWARD = {
    *("jvp", "jvp_of_a_dict", "hvp", "hvp_of_a_dict", "grad_of_jvp", "jvp_of_jvp", "hvp_of_grad"),
    *("method_jvp", "method_hvp", "compiled_jvp", "compiled_hvp"),
}
