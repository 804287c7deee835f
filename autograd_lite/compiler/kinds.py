"""What a compiled function can be asked for: its value, and its derivatives."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from autograd_lite import calculus
from autograd_lite.compiler.tracing import with_gradient, with_gradient_of_closure
from autograd_lite.trace import ArgNums


class Kind(NamedTuple):
    """A derivative of a function of given argnums: to be traced, and on Values."""

    traced: Callable[[Callable[..., Any], ArgNums], Callable[..., Any]]
    eager: Callable[[Callable[..., Any], ArgNums], Callable[..., Any]]


def _directed(derivative: Callable[..., Any]) -> Callable[[Callable[..., Any], ArgNums], Any]:
    """A derivative in a direction, as a function of the arguments and of that direction."""

    def of(f: Callable[..., Any], argnums: ArgNums) -> Callable[..., Any]:
        def compute(*both: Any) -> Any:
            half = len(both) // 2
            return derivative(f, both[:half], both[half:])

        return compute

    return of


def _vjp(f: Callable[..., Any], argnums: ArgNums) -> Callable[..., Any]:
    def compute(*given: Any) -> Any:
        *primals, cotangent = given
        return calculus.vjp(f, *primals)[1](cotangent)

    return compute


def _same(f: Callable[..., Any], argnums: ArgNums) -> Callable[..., Any]:
    return f


KINDS = {
    "value": Kind(_same, _same),
    "value_and_grad": Kind(with_gradient, calculus.value_and_grad),
    "backward": Kind(lambda f, argnums: with_gradient_of_closure(f), _same),
    "jacobian": Kind(calculus.jacobian, calculus.jacobian),
    "hessian": Kind(calculus.hessian, calculus.hessian),
    "jvp": Kind(_directed(calculus.jvp), _directed(calculus.jvp)),
    "vjp": Kind(_vjp, _vjp),
    "hvp": Kind(_directed(calculus.hvp), _directed(calculus.hvp)),
}

#: how many arguments f has, of those that a kind is given, where these are not the same
DIRECTED: dict[str, Callable[[int], int]] = {
    "jvp": lambda count: count // 2,
    "hvp": lambda count: count // 2,
    "vjp": lambda count: count - 1,
}


#: of what holds one gradient, whether it comes first
GRADIENT_FIRST = {"grad": True, "value_and_grad": False, "hvp": True}


def added_up(kind: str, count: int, of_gradient: Sequence[bool], reduce: bool) -> list[bool]:
    """For each of the ``count`` numbers of a result, whether it is added up over the batch.

    ``of_gradient`` says so for those of a gradient, a number for each of the inputs: where all
    rows share an input, its gradient is one for the batch.
    """
    if kind == "vjp":  # what a cotangent of all rows is pulled back to
        return [*of_gradient]
    if not reduce or kind not in GRADIENT_FIRST:
        return [reduce] * count
    rest = [True] * (count - len(of_gradient))
    return [*of_gradient, *rest] if GRADIENT_FIRST[kind] else [*rest, *of_gradient]
