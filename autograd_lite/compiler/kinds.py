"""What a compiled function can be asked for: its value, and its derivatives."""

from collections.abc import Callable
from typing import Any, NamedTuple

from autograd_lite import calculus
from autograd_lite.calculus import ArgNums
from autograd_lite.compiler.tracing import with_gradient, with_gradient_of_closure


class Kind(NamedTuple):
    """A derivative of a function of given argnums: to be traced, and on Values."""

    traced: Callable[[Callable[..., Any], ArgNums], Callable[..., Any]]
    eager: Callable[[Callable[..., Any], ArgNums], Callable[..., Any]]


def _hvp(f: Callable[..., Any], argnums: ArgNums) -> Callable[..., Any]:
    def compute(*both: Any) -> Any:
        half = len(both) // 2
        return calculus.hvp(f, both[:half], both[half:])

    return compute


def _same(f: Callable[..., Any], argnums: ArgNums) -> Callable[..., Any]:
    return f


KINDS = {
    "value": Kind(_same, _same),
    "value_and_grad": Kind(with_gradient, calculus.value_and_grad),
    "backward": Kind(lambda f, argnums: with_gradient_of_closure(f), _same),
    "jacobian": Kind(calculus.jacobian, calculus.jacobian),
    "hessian": Kind(calculus.hessian, calculus.hessian),
    "hvp": Kind(_hvp, _hvp),
}
