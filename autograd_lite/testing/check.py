"""check_gradients: are the derivatives of a function what its values say they are?"""

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from autograd_lite import calculus
from autograd_lite.graph import backpropagate, topological_order
from autograd_lite.operation import Operation
from autograd_lite.testing.oracle import (
    MPMATH,
    differences,
    enough_digits,
    evaluate,
    has_one_slope,
)
from autograd_lite.trace import Run
from autograd_lite.trees import leaves, paths, rebuild
from autograd_lite.value import Value


class GradientError(AssertionError):
    """A derivative differs from its numeric oracle."""


@dataclass(frozen=True)
class Mismatch:
    """One component of a derivative beside its oracle."""

    component: str
    got: float
    expected: float
    #: the error as a multiple of what is allowed
    excess: float

    @property
    def wrong(self) -> bool:
        """Whether the error is more than is allowed, or nan."""
        return not self.excess <= 1.0

    def __str__(self) -> str:
        return f"{self.component} is {self.got!r}, expected {self.expected!r}"


def check_gradients(
    f: Callable[..., Any], *args: Any, order: int = 2, tolerance: float = 1e-9, seed: int = 0
) -> None:
    """Raise GradientError unless the derivatives of ``f`` at ``args`` are right.

    Two oracles, neither of which uses a gradient rule. The graph that one run of ``f`` records
    is evaluated in mpmath with hundreds of digits, and differenced: exact. And ``f`` itself is
    run at neighbouring points: coarse, and silent where it finds no clear slope, but it notices
    when the graph misses a dependence, as through ``.data``, ``detach`` or a rounded number.
    Checked are the derivatives of every output by every number in ``args``, and with ``order=2``
    the product of the Hessian with a direction drawn from ``seed``.

    ``tolerance`` is relative to the sum of the magnitudes that add up to a derivative, so that
    one in which large terms cancel is not held to digits that it cannot have.

    The error names the worst component, what was got and expected, the oracle, and the operation
    whose own rule is furthest off. Raises ValueError where ``f`` has no derivative because an
    operation is at a kink or outside its domain.

    >>> from autograd_lite import exp
    >>> check_gradients(lambda p, y: exp(p["a"]) * p["b"] / y, {"a": 0.5, "b": 2.0}, 3.0)
    """
    if order not in (1, 2):
        raise ValueError(f"order: got {order!r}; choose 1 or 2")
    run = Run(f, args, {}, range(len(args)))
    names = [f"args{path}" for path in paths(args)]
    outputs = leaves(run.out)
    for i, root in enumerate(outputs):
        if not isinstance(root, Value):
            continue
        title = "f" if len(outputs) == 1 else f"output {i} of f"
        nodes = topological_order(root)
        _require_smooth(nodes)
        first = _first_order(nodes, run.variables, names, tolerance)
        _raise_if_wrong(first, f"the gradient of {title}", "its graph in mpmath", nodes, 1)
        rerun = _rerun(f, args, i, root, run.variables, names)
        _raise_if_wrong(rerun, f"the gradient of {title}", "f at neighbouring points", nodes, 1)
        if order == 2:
            direction = _direction(len(names), seed)
            second = _second_order(f, args, i, nodes, run.variables, names, direction, tolerance)
            what = f"the Hessian of {title} times {rebuild(args, direction)}"
            _raise_if_wrong(second, what, "its graph in mpmath", nodes, 2)


def _raise_if_wrong(
    worst: Mismatch | None, what: str, oracle: str, nodes: list[Value], order: int
) -> None:
    if worst is not None and worst.wrong:
        suspect = _suspect(nodes, order)
        raise GradientError(f"{what} is wrong: {worst} (oracle: {oracle}). {suspect}")


def _first_order(
    nodes: list[Value], variables: Sequence[Value], names: Iterable[str], tolerance: float
) -> Mismatch | None:
    root = nodes[-1]
    got = backpropagate(root, 1.0)
    true = differences(_function(nodes, variables), [x.data for x in variables])
    terms = magnitudes(nodes)
    return _worst(
        (name, got.get(x, 0.0), float(t), tolerance * (terms.get(x, 0.0) + abs(float(t))))
        for name, x, t in zip(names, variables, true, strict=True)
    )


def _second_order(
    f: Callable[..., Any],
    args: Sequence[Any],
    output: int,
    nodes: list[Value],
    variables: Sequence[Value],
    names: Iterable[str],
    direction: list[float],
    tolerance: float,
) -> Mismatch | None:
    argnums = tuple(range(len(args)))
    gradient = calculus.grad(lambda *x: leaves(f(*x))[output], argnums)
    got = leaves(calculus.jvp(gradient, args, rebuild(args, direction))[1])
    function = _function(nodes, variables)
    point = [x.data for x in variables]
    digits = 2 * enough_digits(point)  # for a difference of differences

    def along(*x: Any) -> Any:
        """The derivative of f in the direction."""
        return differences(lambda t: function(*_moved(x, direction, t)), [0.0], digits)[0]

    true = [float(t) for t in differences(along, point, digits)]
    # Rules of rules add terms that the first order has not; the largest component stands for them.
    allowed = 1000 * tolerance * (max(map(abs, true), default=0.0) + 1e-300)
    allowed += tolerance * sum(magnitudes(nodes).get(x, 0.0) for x in variables)
    rows = zip(names, got, true, strict=True)
    return _worst((name, float(g), t, allowed) for name, g, t in rows)


def _rerun(
    f: Callable[..., Any],
    args: Sequence[Any],
    output: int,
    root: Value,
    variables: Sequence[Value],
    names: Iterable[str],
) -> Mismatch | None:
    got = backpropagate(root, 1.0)
    point = [x.data for x in variables]

    def value(moved: float, i: int) -> float:
        out = leaves(f(*rebuild(args, [*point[:i], moved, *point[i + 1 :]])))[output]
        return float(out.data if isinstance(out, Value) else out)

    rows = []
    for i, (name, variable) in enumerate(zip(names, variables, strict=True)):
        slope, doubt = _central_difference(partial(value, i=i), point[i])
        rows.append((name, got.get(variable, 0.0), slope, doubt))
    return _worst(rows)


def _central_difference(f: Callable[[float], float], x: float) -> tuple[float, float]:
    """A slope, and how far it may be off, from the step widths that leave the least doubt.

    Wide steps reach over kinks and the edge of a domain, and narrow ones drown in rounding.
    Where none gives a number, the doubt is infinite.
    """
    found = [_extrapolated(f, x, (abs(x) or 1.0) * width) for width in (1e-3, 1e-5, 1e-7)]
    return min(found, key=lambda pair: pair[1])


def _extrapolated(f: Callable[[float], float], x: float, step: float) -> tuple[float, float]:
    """The slope from steps of two widths, and how far it may be off."""
    ends = [(x - h, x + h, f(x - h), f(x + h)) for h in (2.0 * step, step)]
    wide, narrow = ((high - low) / (b - a) for a, b, low, high in ends)
    slope = narrow + (narrow - wide) / 3.0
    noise = 1e-15 * max(abs(y) for *_, low, high in ends for y in (low, high)) / step
    doubt = 10.0 * (abs(narrow - wide) + noise) + 1e-6 * abs(slope)
    return slope, doubt if math.isfinite(doubt) else math.inf


def _worst(rows: Iterable[tuple[str, float, float, float]]) -> Mismatch | None:
    """The row (name, got, expected, allowed error) that exceeds its allowance most."""
    mismatches = [
        Mismatch(name, got, true, abs(got - true) / (allowed or 1e-300))
        for name, got, true, allowed in rows
        if got != true and allowed != math.inf  # without a bound the oracle says nothing
    ]
    return max(mismatches, key=lambda m: (m.wrong, m.excess), default=None)


def _function(nodes: list[Value], variables: Sequence[Value]) -> Callable[..., Any]:
    """The last of ``nodes`` as a function of mpmath numbers in place of the variables."""
    return lambda *x: evaluate(nodes, dict(zip(variables, x, strict=True)))


def _moved(x: Sequence[Any], direction: Sequence[float], t: Any) -> list[Any]:
    return [each + t * towards for each, towards in zip(x, direction, strict=True)]


def _direction(length: int, seed: int) -> list[float]:
    generator = random.Random(seed)  # noqa: S311  # a repeatable direction, no secret
    return [round(generator.uniform(-1.0, 1.0), 3) for _ in range(length)]


def magnitudes(nodes: list[Value]) -> dict[Value, float]:
    """For every node the sum over all paths of the product of |local gradient|."""
    sums = {nodes[-1]: 1.0}
    for node in reversed(nodes):
        for parent, local in zip(node.parents, node.local_gradients, strict=True):
            if sums.get(node):
                sums[parent] = sums.get(parent, 0.0) + sums[node] * abs(local)
    return sums


def _require_smooth(nodes: list[Value]) -> None:
    for node in nodes:
        if node.op and not _is_smooth(node, node.op):
            raise ValueError(
                f"f has no derivative here: {_call(node)} is at a kink or outside the domain of "
                f"{node.op.name}; choose other arguments"
            )


def _is_smooth(node: Value, operation: Operation) -> bool:
    """Whether there is a derivative by every operand that is no constant."""
    operands = [parent.data for parent in node.parents]
    if not operation.domain(*operands):
        return False
    forward = partial(operation.forward, MPMATH)
    return operation.smooth(*operands) or all(
        has_one_slope(forward, operands, i)
        for i, parent in enumerate(node.parents)
        if parent.differentiable
    )


def _suspect(nodes: list[Value], order: int) -> str:
    """Name the operation whose own derivatives are furthest off."""
    worst: tuple[float, str] = (1.0, "")
    for node in {(n.op, *(p.data for p in n.parents)): n for n in nodes}.values():
        if node.op is None:
            continue
        record = partial(_record, node.op)
        operands = [parent.data for parent in node.parents]
        apart = [Value(x) for x in operands]
        alone = [*apart, record(*apart)]
        names = [f"operand {i}" for i in range(len(apart))]
        found = _first_order(alone, apart, names, 1e-9)
        if order == 2 and not (found and found.wrong):
            ones = [1.0] * len(apart)
            found = _second_order(record, operands, 0, alone, apart, names, ones, 1e-9)
        if found and found.wrong and not found.excess <= worst[0]:
            kind = "local gradient" if order == 1 else "derivative of the local gradient"
            worst = (found.excess, f"Suspected: {_call(node)}, whose {kind} towards {found}.")
    return worst[1] or (
        "Every operation by itself is right; does f hide a dependence, through .data, detach(), "
        "no_grad() or a number that it rounds?"
    )


def _record(operation: Operation, *operands: Value) -> Value:
    return Value.record_operation(operation, operands)


def _call(node: Value) -> str:
    operands = (f"{p.label}={p.data!r}" if p.label else repr(p.data) for p in node.parents)
    return f"{node.op.name if node.op else ''}({', '.join(operands)})"
