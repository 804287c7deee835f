"""Runs of the matrix: a formula with some operands variable, through modes and back ends."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

import autograd_lite as ag
from autograd_lite import Value
from matrix import modes
from matrix.cases import KINDS, ROWS, Formula, function
from matrix.modes import Mode
from matrix.reference import Along, Reference, Right

Numbers = tuple[float, ...]
#: the numbers of closed-over Values while a function is traced
BEFORE = 0.25


class Fixed(NamedTuple):
    """What stands in the operands that are not variable: a kind and a number for each."""

    kinds: tuple[str, ...]
    numbers: Numbers

    def operands(self) -> list[Any]:
        return [KINDS[kind](x) for kind, x in zip(self.kinds, self.numbers, strict=True)]


class Spot(NamedTuple):
    """Numbers for all operands of a formula, and what is right there."""

    fixed: Fixed
    x: Numbers
    reference: Reference


class Failure(NamedTuple):
    """One number that is wrong, or an error, and the words that repeat it."""

    case: str
    mode: str
    along: Along | None
    got: Any
    expected: Any

    def __str__(self) -> str:
        return f"{self.case} -> along {self.along} {self.got!r}, expected {self.expected!r}"


@dataclass
class Account:
    """What was compared, by mode and way, and what was wrong."""

    comparisons: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)


@dataclass
class Unit:
    """A formula, its variable operands, what stands in the others, and points for the variables.

    A way is "eager", or a back end and how its code is called: "llvm batch", "python point". In a
    batch that is "shared" all rows have the first variable in common.
    """

    formula: Formula
    variables: tuple[int, ...]
    fixed: Sequence[Fixed]
    points: Sequence[Numbers]
    account: Account
    references: dict[tuple[str, ...], Reference] = field(default_factory=dict)

    def eager(self, most: int, names: Sequence[str] = (*modes.EAGER,)) -> None:
        """Each mode at the first points, with what stands first in the others and last."""
        for fixed in {self.fixed[0], self.fixed[-1]}:
            f = self._function(fixed)
            for name in names:
                for x in self.points[:most]:
                    with self._watched(fixed, x, name, "eager"):
                        self._compare(fixed, x, name, "eager", modes.EAGER[name](f, x))

    def traced(self, way: str, names: Sequence[str] = (*modes.TRACED,)) -> None:
        """All modes as one compiled function."""
        pairs = [(fixed, name) for fixed in self.fixed for name in names]
        try:
            self._trace(way, pairs)
        except Exception:
            for fixed, name in pairs:  # by itself, to see which it was
                with self._watched(fixed, self.points[0], name, way):
                    self._trace(way, [(fixed, name)])

    def _trace(self, way: str, pairs: Sequence[tuple[Fixed, str]]) -> None:
        labels: list[tuple[Fixed, str, Along | None]] = []
        functions = {fixed: self._function(fixed) for fixed in self.fixed}

        def program(*x: Any) -> list[Any]:
            labels.clear()
            found = []
            for fixed, name in pairs:
                for along, got in modes.TRACED[name](functions[fixed], x):
                    labels.append((fixed, name, along))
                    found.append(got)
            return found

        for x, out in self._called(way, lambda fast, x: fast(*x), program):
            spots = {fixed: self._at(fixed, x) for fixed in self.fixed}
            for (fixed, name, along), got in zip(labels, out, strict=True):
                self._check(spots[fixed], name, way, along, got)

    def methods(self, way: str, names: Sequence[str] = ()) -> None:
        """The methods of compiled functions, and what calculus makes of these."""
        backend, kind = way.split()
        of_point = {**modes.METHODS, **modes.OF_COMPILED}
        known: dict[str, Mode] = of_point if kind == "point" else modes.METHODS
        for fixed in self.fixed[-1:]:
            f = self._function(fixed)
            for name in names or known:
                with self._watched(fixed, self.points[0], name, way):
                    for x, found in self._called(way, _all_of(known[name]), f):
                        self._compare(fixed, x, name, way, found)
        if self.variables[0] < self.formula.count and not names:
            self.closed_over(f"{backend} point")  # with no argument there is no batch

    def closed_over(self, way: str) -> None:
        """The gradient by closed-over Values, whose numbers are set before each call."""
        for fixed in {self.fixed[0], self.fixed[-1]}:
            with self._watched(fixed, self.points[0], modes.CLOSED_OVER, way):
                self._close_over(fixed, way)

    def _close_over(self, fixed: Fixed, way: str) -> None:
        operands = fixed.operands()
        f = function(self.formula, self.variables, self._filled(operands))
        parameters = [Value(BEFORE) for _ in self.variables]
        live = [x for x in operands if isinstance(x, Value) and x.differentiable]
        fast = ag.compile(lambda: f(*parameters), backend=way.split()[0])
        numbers = _exchange(live, [BEFORE] * len(live))
        _value_after_backward(fast)
        _exchange(live, numbers)
        for x in self.points:
            _exchange(parameters, x)
            out = _value_after_backward(fast)
            gradients = [((i,), parameter.grad) for i, parameter in enumerate(parameters)]
            self._compare(fixed, x, modes.CLOSED_OVER, way, [((), out), *gradients])

    # How ------------------------------------------------------------------------------------

    def _called(
        self, way: str, call: Callable[..., Any], f: Callable[..., Any]
    ) -> Iterator[tuple[Numbers, Any]]:
        """Every point, and what ``call(compiled function, point)`` gives there."""
        backend, kind = way.split()
        points = self.points
        axes: Any = None if kind == "point" else (0,) * len(self.variables)
        if kind == "shared" and len(self.variables) > 1:
            axes = (None, *axes[1:])
            points = [(points[0][0], *x[1:]) for x in points]
        argnums = tuple(range(len(self.variables)))
        fast = ag.compile(f, argnums=argnums, in_axes=axes, backend=backend)
        if kind == "point":
            for x in points:
                yield x, call(fast, x)
            return
        columns = [np.array(column) for column in zip(*points, strict=True)]
        pairs = zip(columns, axes, strict=True)
        found = call(fast, [x if axis == 0 else float(x[0]) for x, axis in pairs])
        for i, x in enumerate(points):
            yield x, [_row(each, i) for each in found]

    def _function(self, fixed: Fixed) -> Callable[..., Any]:
        return function(self.formula, self.variables, self._filled(fixed.operands()))

    def _filled(self, others: Sequence[Any]) -> dict[int, Any]:
        places = [i for i in range(self.formula.count) if i not in self.variables]
        return dict(zip(places, others, strict=True))

    def _at(self, fixed: Fixed, x: Numbers) -> Spot:
        operands = self._filled(fixed.numbers) | dict(zip(self.variables, x, strict=True))
        point = [operands[i] for i in range(len(operands))]
        key = tuple(map(float.hex, point))  # 0.0 and −0.0 are two
        if key not in self.references:
            self.references[key] = Reference(self.formula, point)
        return Spot(fixed, x, self.references[key])

    def _compare(self, fixed: Fixed, x: Numbers, name: str, way: str, found: Iterable[Any]) -> None:
        spot = self._at(fixed, x)
        for along, got in found:
            self._check(spot, name, way, along, got)

    def _check(self, spot: Spot, name: str, way: str, along: Along | None, got: Any) -> None:
        self.account.comparisons[name, way] += 1
        places = along if along is None else tuple([self.variables[i] for i in along])
        right = spot.reference[places]
        if not right.agrees(got) and not self._is_open(spot.reference, right, name, got):
            self._fail(spot.fixed, spot.x, name, way, places, got, right.number)

    def _is_open(self, reference: Reference, right: Right, name: str, got: Any) -> bool:
        """Whether forward mode, which adds up in another order, may find something else."""
        if name not in modes.FORWARD or (right.regular and not reference.is_steep):
            return False
        exact = self.formula.name in ROWS and not reference.is_extreme
        return math.isnan(right.number) or not (exact or math.isfinite(got + right.number))

    @contextmanager
    def _watched(self, fixed: Fixed, x: Numbers, name: str, way: str) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self._fail(fixed, x, name, way, None, error, "no error")

    def _fail(
        self, fixed: Fixed, x: Numbers, name: str, way: str, along: Any, got: Any, expected: Any
    ) -> None:
        words = self._filled([f"{n!r}:{k}" for k, n in zip(*fixed, strict=True)])
        words |= dict(zip(self.variables, map(repr, x), strict=True))
        operands = " ".join([words[i] for i in range(len(words))])
        case = f"{self.formula.name} {operands} {name} {way}"
        self.account.failures.append(Failure(case, name, along, got, expected))


def _all_of(mode: Mode) -> Callable[..., Any]:
    return lambda fast, x: [*mode(fast, x)]


def _row(found: Any, i: int) -> Any:
    """What is found in row i: of a number, of the array of a batch, or of a pair with either."""
    if isinstance(found, tuple):
        along, got = found
        return along, _row(got, i)
    return found[i] if isinstance(found, np.ndarray) else found


def _exchange(values: Sequence[Value], numbers: Sequence[float]) -> list[float]:
    """Set numbers, forget gradients, and return what the numbers were."""
    before = [each.data for each in values]
    for each, number in zip(values, numbers, strict=True):
        each.data, each.grad = number, 0.0
    return before


def _value_after_backward(fast: Any) -> Any:
    try:
        return fast.backward()
    except ValueError:  # nothing is left of the parameters, as in p**0: their gradient stays 0
        return fast()
