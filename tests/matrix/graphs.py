"""Random functions with choices, comparisons, extrema and powers in them, from a seed."""

import operator
import random
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any, NamedTuple

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.primitives.operation import TABLE
from matrix.cases import MOST_OPERANDS, Formula, called

RELATIONS = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
SPELLED = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
}
EXPONENTS = [0.0, 1.0, 2.0, 3.0, 4.0, 6.0, -1.0, -2.0, 0.5, 1.5, -0.5, 1.0 / 3.0]
#: few and simple, so that they tie
FEW = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 0.25, 1.5, 0.3, -0.7, 3.0]
LARGEST = 1e3

Apply = Callable[..., Any]


class Step(NamedTuple):
    """A function of earlier numbers, each given by its place or as a plain number."""

    apply: Apply
    operands: tuple[int | float, ...]
    text: str

    @property
    def is_rounded_once(self) -> bool:
        """Whether IEEE 754 says what every digit of the result is."""
        return self.text in {f"spelled {name}" for name in SPELLED} - {"spelled power"}

    def of(self, known: list[Any]) -> Any:
        return self.apply(*[known[x] if type(x) is int else x for x in self.operands])

    def __str__(self) -> str:
        shown = [f"x[{x}]" if type(x) is int else repr(x) for x in self.operands]
        return f"{self.text}({', '.join(shown)})"


class Graph(NamedTuple):
    """A formula, numbers at which it is finite, and its steps to read."""

    formula: Formula
    point: tuple[float, ...]
    steps: list[Step]

    def is_clear(self, point: Sequence[float]) -> bool:
        """Whether no choice hangs on the last digits of a function, in which back ends differ."""
        exact = self._with_noise(point, 0.0)
        return all(
            abs(x - y) <= 1e-6 * (abs(x) + 1e-6) or x == y or (x != x and y != y)
            for noise in (4e-15, -4e-15)
            for x, y in zip(exact, self._with_noise(point, noise), strict=True)
        )

    def _with_noise(self, point: Sequence[float], noise: float) -> list[float]:
        """The value and the gradient, every result of a function being that much off."""
        leaves = list(map(Value, point))
        known: list[Any] = [*leaves]
        for step in self.steps:
            result = step.of(known)
            operands = [known[i] if type(i) is int else i for i in step.operands]
            if noise and not step.is_rounded_once and all(result != x for x in operands):
                result = result * (1.0 + noise)
            known.append(result)
        root = known[-1] + 0.0
        if isinstance(root, Value):
            root.backward()
            return [root.data, *(leaf.grad for leaf in leaves)]
        return [root]


def detached(x: Any) -> Any:
    return x.detach() if isinstance(x, Value) else x


def spelled(name: str) -> Apply:
    """An operator, where one side is a Value: between plain numbers Python's own may raise."""
    return lambda x, y: (
        SPELLED[name](x, y) if isinstance(x, Value) or isinstance(y, Value) else TABLE[name](x, y)
    )


def chosen(relation: Apply) -> Apply:
    """A choice by a comparison."""
    return lambda a, b, x, y: ag.where(relation(a, b), x, y)


class Maker:
    """Steps that are drawn one after the other, each finite at the point."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.point = tuple(self.rng.choices(FEW, k=self.rng.randint(2, 4)))
        self.known: list[float] = list(self.point)
        self.steps: list[Step] = []
        #: the places of numbers to go on with, and of those that only a choice may leave aside
        self.sound = list(range(len(self.point)))
        self.unsound: list[int] = []

    def graph(self, name: str) -> Graph:
        wanted = self.rng.randint(2, 7)
        while len(self.steps) < wanted:
            self._try(self._drawn())
        self._join()
        steps = self.steps

        def apply(*x: Any) -> Any:
            known = list(x)
            for step in steps:
                known.append(step.of(known))
            return known[-1]

        return Graph(Formula(name, len(self.point), apply), self.point, steps)

    def _place(self) -> int:
        """Of an earlier number, often the latest, so that graphs grow deep."""
        return self.sound[-1] if self.rng.random() < 0.4 else self.rng.choice(self.sound)

    def _operand(self) -> int | float:
        return self._place() if self.rng.random() < 0.75 else self.rng.choice(FEW)

    def _drawn(self) -> Step:
        draw = self.rng.choice([self._choice, self._row, self._row, self._operator, self._power])
        return draw()

    def _choice(self) -> Step:
        relation = self.rng.choice(RELATIONS)
        a, b, x, y = (self._operand() for _ in range(4))
        if self.unsound:
            numbers = [self.known[each] if type(each) is int else each for each in (a, b)]
            dead = self.unsound.pop()
            x, y = (x, dead) if relation(*numbers) else (dead, y)
        return Step(chosen(relation), (a, b, x, y), f"where_{relation.__name__}")

    def _row(self) -> Step:
        favoured = [row for row in ("maximum", "minimum", "clip", "where", "abs") if row in TABLE]
        pool = favoured if self.rng.random() < 0.4 else sorted(TABLE)
        row = TABLE[self.rng.choice(pool)]
        count = self.rng.choice([n for n in range(1, MOST_OPERANDS + 1) if n in row.arity])
        apply = called(row, count)
        if apply is None:
            return self._row()
        return Step(apply, tuple(self._operand() for _ in range(count)), row.name)

    def _operator(self) -> Step:
        name = self.rng.choice([*SPELLED])
        return Step(spelled(name), (self._operand(), self._operand()), f"spelled {name}")

    def _power(self) -> Step:
        if self.rng.random() < 0.1:
            return Step(detached, (self._place(),), "detached")
        operands = (self._place(), self.rng.choice(EXPONENTS))
        return Step(spelled("power"), operands, "spelled power")

    def _try(self, step: Step) -> None:
        """Take a step, unless it leads far away."""
        number = step.of(self.known)
        place = len(self.known)
        if isfinite(number) and abs(number) <= LARGEST:
            self.sound.append(place)
        elif not self.unsound:
            self.unsound.append(place)
        else:
            return
        self.steps.append(step)
        self.known.append(number)

    def _join(self) -> None:
        """Let every sound step count: their sum."""
        places = [place for place in self.sound if place >= len(self.point)]
        self.steps.append(Step(lambda *x: ag.sum(x), tuple(places), "sum"))


def graph(seed: int) -> Graph:
    return Maker(seed).graph(f"graph/{seed}")
