"""check_gradients: are the derivatives of a function what its values say they are?"""

import math
import random
import reprlib
import warnings
from collections.abc import Callable, Sequence
from operator import mul
from typing import Any

from autograd_lite import calculus
from autograd_lite.compiler.compiled import Compiled
from autograd_lite.graph import topological_order
from autograd_lite.inputs.arraylike import admit_all
from autograd_lite.inputs.checks import positive, whole_number
from autograd_lite.inputs.trees import leaves, paths, rebuild
from autograd_lite.testing.compiled import CompiledNumbers
from autograd_lite.testing.derivatives import Comparison, Derivatives, Row, listed
from autograd_lite.testing.neighbours import Gap, Line, Neighbours
from autograd_lite.testing.recording import Recording, outputs, plain_numbers, repeated
from autograd_lite.testing.verdict import (
    GradientError,
    Mismatch,
    NoDerivativeError,
    Report,
    UncheckedError,
    worst,
)
from autograd_lite.value import Value


def check_gradients(
    f: Callable[..., Any], *args: Any, order: int = 2, tolerance: float = 1e-9, seed: int = 0
) -> Report:
    """Raise GradientError unless the derivatives of ``f`` at ``args`` are right; else report.

    Checked are the derivatives of every output by every number in ``args``, and with ``order=2``
    the product of the Hessian with a direction drawn from ``seed``, against two oracles that use
    no gradient rule. The graph that one run of ``f`` records is evaluated in mpmath with hundreds
    of digits, and differenced: exact. And ``f`` itself is run again at neighbouring points: where
    it is not what its graph says, as if it depends on an argument through ``.data``, ``detach()``
    or a rounded number, the graph misses a dependence. A compiled function is checked as it runs:
    its value and its derivatives by its ``argnums`` beside those of its Python.

    ``tolerance`` is relative to the sum of the magnitudes that add up to a derivative, so that
    one in which large terms cancel is not held to digits that it cannot have.

    The `Report` counts what was found right by which oracle, and says in words what none of them
    can decide: a second derivative at its kink, a number that doubles do not reach, a function
    that jumps or takes another branch beside the arguments.

    GradientError names the worst component, what was got and expected, the oracle, and the
    operation whose own rule is furthest off. It is raised as well if ``f`` gives different
    numbers for the same arguments, here or beside them. `UncheckedError`, a GradientError and a
    ValueError, says that there was nothing to check: no numbers among the arguments or in the
    result, none that depends on them, or an operation of one's own whose forward rule mpmath
    cannot evaluate.
    `NoDerivativeError`, a ValueError, says that ``f`` has no derivative here, because an operation
    is at a kink or outside its domain; a plain ValueError, that nothing could be decided.

    >>> from autograd_lite import exp
    >>> check_gradients(lambda p, y: exp(p["a"]) * p["b"] / y, {"a": 0.5, "b": 2.0}, 3.0)
    Report(first=3, second=3, neighbours=18, compiled=0, declined=())
    """
    if whole_number("order", order) not in (1, 2):
        raise ValueError(f"order: got {order!r}; choose 1 or 2")
    tolerance, seed = positive("tolerance", tolerance), whole_number("seed", seed, 0)
    if not callable(f):
        raise TypeError(f"f: a function is needed, got {reprlib.repr(f)}; pass f, and not f(x)")
    given = tuple([admit_all(x, f"args[{i}]") for i, x in enumerate(args)])
    check = _Check(f, given, order, tolerance, seed)
    check.repeats()
    check.takes_plain_numbers()
    check.by_graph()
    check.by_neighbours()
    check.as_it_runs()
    check.repeats()
    return check.report()


class _Check:
    """One call of `check_gradients`."""

    def __init__(
        self, f: Callable[..., Any], args: Sequence[Any], order: int, tolerance: float, seed: int
    ) -> None:
        self._f, self._order, self._tolerance = f, order, tolerance
        self._start = plain_numbers(args)
        self._args = tuple(rebuild(args, self._start))
        self._names = [f"args{path}" for path in paths(args)]
        for name, x in zip(self._names, self._start, strict=True):
            if not math.isfinite(x):
                raise NoDerivativeError(
                    f"f has no derivative here: {name} is {x!r}; choose another"
                )
        self._first = Recording(f, self._args, self._start)
        found = [self._derivatives(x) for x in self._first.outputs]
        #: of every output; None of one that does not depend on the arguments
        self._outputs = [each if each and each.depends else None for each in found]
        self._direction = _direction(len(self._start), seed)
        self._counted = {"first": 0, "second": 0, "neighbours": 0, "compiled": 0}
        self._declined: list[str] = []

    def _derivatives(self, root: Value | float) -> Derivatives | None:
        if not isinstance(root, Value):
            return None
        nodes = topological_order(root)
        return Derivatives(nodes, self._first.variables, self._names, self._tolerance)

    def _title(self, i: int) -> str:
        return "f" if len(self._outputs) == 1 else f"output {i} of f"

    def repeats(self) -> None:
        """Raise GradientError if ``f`` gives other numbers for the same arguments."""
        now = Recording(self._f, self._args, self._start)
        repeated(self._first.numbers, now.numbers, "the same arguments")

    def takes_plain_numbers(self) -> None:
        """Raise GradientError if ``f``, which may not take floats, is another function of them."""
        plain = None if isinstance(self._f, Compiled) else _on_floats(self._f, self._args)
        if plain is None or len(plain) != len(self._outputs):
            return
        for i, (x, known) in enumerate(zip(plain, self._first.numbers, strict=True)):
            each = self._outputs[i]
            if abs(x - known) > 1e-6 * abs(known) + 1000 * (each.rounding if each else 0.0):
                raise GradientError(
                    f"{self._title(i)} is {x!r} for plain numbers, but {known!r} for Values, which "
                    "record it; does f take another branch for them?"
                )

    def report(self) -> Report:
        """What was found; ValueError if that is nothing."""
        if not self._counted["first"]:
            raise ValueError(f"nothing could be decided: {'; '.join(self._declined)}")
        return Report(**self._counted, declined=tuple(self._declined))

    # The graph in mpmath --------------------------------------------------------------------

    def by_graph(self) -> None:
        """Compare the derivatives with those of the recorded graph in mpmath."""
        for i, each in enumerate(self._outputs):
            if each is not None:
                what = f"the gradient of {self._title(i)}"
                self._take(each.first_order(), "first", what, each)
        if self._order == 1 or not any(self._outputs):
            return
        variables = self._first.variables
        direction = dict(zip(variables, self._direction, strict=True))
        towards = rebuild(self._args, self._direction)
        for i, (each, got) in enumerate(
            zip(self._outputs, self._products(self._direction), strict=True)
        ):
            if each is not None:
                products = dict(zip(variables, got, strict=True))
                what = f"the Hessian of {self._title(i)} times {towards}"
                self._take(each.second_order(products, direction), "second", what, each)

    def _take(self, found: Comparison, kind: str, what: str, each: Derivatives) -> None:
        if found.worst and found.worst.wrong:
            suspect = each.suspect(1 if kind == "first" else 2)
            raise _wrong(what, found.worst, "its graph in mpmath", suspect or f"{_EACH_IS_RIGHT}.")
        self._counted[kind] += found.decided
        self._declined += [f"{what}: {text}" for text in found.declined]

    def _products(self, direction: Sequence[float]) -> list[list[float]]:
        """For every output the product of its Hessian with a direction."""
        gradients = calculus.jacobian(
            lambda *x: outputs(self._f(*x)), tuple(range(len(self._args)))
        )
        pushed = calculus.jvp(gradients, self._args, rebuild(self._args, direction))[1]
        return [leaves(row) for row in pushed]

    # f at neighbouring points ---------------------------------------------------------------

    def by_neighbours(self) -> None:
        """Look for what the graph misses: along all arguments at once, if need be along each."""
        around = Neighbours(self._f, self._args, self._start, self._first)
        # how far each number can be thought to move: its size, for 0 that of the others
        scales = [abs(x) or min(1.0, max(map(abs, self._start)) or 1.0) for x in self._start]
        at_once = [*map(mul, self._direction, scales)]
        lines = [Line(f"along {rebuild(self._args, at_once)}", at_once, 1.0)]
        gaps = [around.along(lines[0])]
        suspicious = [i for i, gap in enumerate(gaps[0]) if not gap.known or not gap.within(0.0)]
        if suspicious:
            around.repeats(lines[0])  # noise that is nothing at the arguments looks like a jump
            units = [[float(i == k) for i in range(len(scales))] for k in range(len(scales))]
            lines += [Line(*each) for each in zip(self._names, units, scales, strict=True)]
            gaps += [around.along(line) for line in lines[1:]]
        for i in suspicious:
            first, *others = zip(lines, [each[i] for each in gaps], strict=True)
            self._judge(i, others, first)
        self._counted["neighbours"] += around.runs
        if not any(self._outputs):
            raise UncheckedError(
                "nothing was checked: no output of f depends on an argument, as far as its graph "
                "tells, nor clearly at neighbouring points"
            )

    def _judge(self, i: int, gaps: Sequence[tuple[Line, Gap]], oblique: tuple[Line, Gap]) -> None:
        """Raise if the graph of an output misses something, and note what cannot be decided."""
        for name, find in (("gradient", self._slope), ("Hessian", self._curvature)):
            for lines in (gaps, [oblique]):
                missed = worst(find(i, *each) for each in lines)
                if missed and missed.wrong:
                    what = f"the {name} of {self._title(i)}"
                    cause = _BESIDE_THE_GRAPH if self._outputs[i] else _NO_GRAPH
                    raise _wrong(what, missed, "f at neighbouring points", cause)
        each = self._outputs[i]
        rounding = each.rounding if each else 0.0
        rough = [
            line.name
            for line, gap in gaps
            if not gap.known or not (gap.within(rounding) or gap.slope() or gap.curvature())
        ]
        if rough:
            self._declined.append(
                f"{self._title(i)} beside {listed(rough)}: it jumps, takes another branch or has "
                "no value there, so that a dependence which its graph misses cannot be told"
            )

    def _slope(self, i: int, line: Line, gap: Gap) -> Row:
        """The derivative along a line in the graph and at neighbouring points."""
        each = self._outputs[i]
        gradient = [each.gradient.get(x, 0.0) if each else 0.0 for x in self._first.variables]
        got = sum(map(mul, gradient, line.direction))
        return line.name, got, got + gap.slope(), 1e-6 * abs(got)

    def _curvature(self, i: int, line: Line, gap: Gap) -> Row:
        """The second derivative along a line; 0 of an output without a graph."""
        found, got = gap.curvature(), 0.0
        if found and self._outputs[i]:
            if self._order == 1:
                return line.name, 0.0, 0.0, 0.0
            got = sum(map(mul, self._products(line.direction)[i], line.direction))
        return f"{line.name} twice", got, got + found, 1e-4 * abs(got)

    # A compiled function --------------------------------------------------------------------

    def as_it_runs(self) -> None:
        """Compare what a compiled function computes with what its Python does."""
        if not isinstance(self._f, Compiled):
            return
        numbers = CompiledNumbers(self._f, self._args, self._order, self._direction)
        live = [each for each in self._outputs if each]
        rounding = max(each.rounding for each in live)
        largest = max(each.largest for each in live)
        for kind, found in numbers.worst(self._tolerance, rounding, largest):
            if found and found.wrong:
                raise _wrong(f"the {kind} of {self._f!r}", found, "its Python, run on Values", "")
        self._counted["compiled"] = numbers.count
        self._declined += numbers.declined


_EACH_IS_RIGHT = "Every operation by itself is right"
_HIDDEN = (
    "does f hide a dependence, through .data, detach(), no_grad() or a number that it rounds, or "
    "take a branch here alone, as by x == 0?"
)
_BESIDE_THE_GRAPH = f"{_EACH_IS_RIGHT}; {_HIDDEN}"
_NO_GRAPH = f"It came back as a plain number, without a graph; {_HIDDEN}"


def _wrong(what: str, found: Mismatch, oracle: str, suspect: str) -> GradientError:
    return GradientError(f"{what} is wrong: {found} (oracle: {oracle}). {suspect}".rstrip())


def _on_floats(f: Callable[..., Any], args: Sequence[Any]) -> list[float] | None:
    """The numbers that f gives for plain floats; None if it does not take them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of NumPy, about what is nan
            found = outputs(f(*rebuild(args, leaves(args))))
    except Exception:  # f's own: it calls a method of Values, or Python's 1/0
        return None
    return [x.data if isinstance(x, Value) else x for x in found]


def _direction(length: int, seed: int) -> list[float]:
    """Numbers between ½ and 1 in size, so that each counts."""
    generator = random.Random(seed)  # noqa: S311  # a repeatable direction, no secret
    return [
        round(generator.choice((-1.0, 1.0)) * generator.uniform(0.5, 1.0), 3) for _ in range(length)
    ]
