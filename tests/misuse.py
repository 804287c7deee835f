"""Random use and misuse of Values: errors are welcome, a crash of the interpreter is not.

Compiled code could read what is not there. ``python tests/misuse.py 1000`` tries so many programs,
of which `test_engine` runs a few; ``make fuzz`` runs many.
"""

import contextlib
import copy
import faulthandler
import gc
import operator
import pickle
import random
import sys
import weakref
from collections.abc import Callable
from typing import Any

import autograd_lite as ag
from autograd_lite import Constant, Value, engine, nn
from autograd_lite.primitives.operation import TABLE

STEPS, MOST = 300, 40


class Parameter(Value):
    """A subclass with attributes."""


JUNK: list[Any] = [
    *(None, 1, 2.5, "s", [], (), {}, object(), float("nan"), 1j, 10**400, True, b"x", Value, int),
]
ATTRIBUTES = ["data", "grad", "label", "parents", "op", "local_gradients", "own"]
BINARY = [
    *(operator.add, operator.sub, operator.mul, operator.truediv, operator.pow, operator.lt),
    *(operator.mod, operator.floordiv, divmod),
]


class Program:
    """Random steps on a growing list of Values."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.values: list[Any] = []
        self.references: list[Any] = []

    def run(self) -> None:
        steps = [step for name, step in vars(Program).items() if name.startswith("_try")]
        for _ in range(STEPS):
            if not self.values:
                self.values = [Value(0.5), Value(-2.0), Parameter(1.0), Constant(2.0)]
            with contextlib.suppress(Exception):
                self.rng.choice(steps)(self)
            del self.values[:-MOST]

    def value(self) -> Any:
        return self.rng.choice(self.values)

    def anything(self) -> Any:
        return self.rng.choice(JUNK) if self.rng.random() < 0.2 else self.value()

    def some(self, pick: Callable[[], Any], most: int = 5) -> tuple[Any, ...]:
        return tuple(pick() for _ in range(self.rng.randrange(most)))

    def _try_an_operator(self) -> None:
        found = self.rng.choice(BINARY)(self.value(), self.anything())
        self.values += found if isinstance(found, tuple) else [found]

    def _try_an_operation(self) -> None:
        self.values.append(TABLE[self.rng.choice(sorted(TABLE))](*self.some(self.anything)))

    def _try_a_linear_node(self) -> None:
        self.values.append(ag.linear(self.values[:3], self.values[1:4], self.anything()))

    def _try_a_layer(self) -> None:
        self.values += nn.Layer(2, 2, rng=0)([self.value(), self.anything()])

    def _try_a_pass(self) -> None:
        self.value().backward(self.rng.choice([1.0, self.anything()]))

    def _try_to_forget(self) -> None:
        self.value().zero_grad()

    def _try_to_copy(self) -> None:
        copied = self.rng.choice([copy.copy, copy.deepcopy])(self.value())
        self.values.append(pickle.loads(pickle.dumps(copied)))

    def _try_to_look(self) -> None:
        x = self.value()
        self.references.append(weakref.ref(x))
        repr([x, x.parents, x.local_gradients, x.op, x.has_gradient, ag.topological_order(x)])

    def _try_to_set(self) -> None:
        given = self.rng.choice([self.anything(), self.some(self.value)])
        setattr(self.value(), self.rng.choice(ATTRIBUTES), given)

    def _try_to_delete(self) -> None:
        delattr(self.value(), self.rng.choice(ATTRIBUTES))

    def _try_to_drop(self) -> None:
        self.values.pop(self.rng.randrange(len(self.values)))
        gc.collect(self.rng.randrange(2))

    def _try_a_node_that_is_not_complete(self) -> None:
        kind = type(self.value())
        if self.rng.random() < 0.1:
            self.values.append(kind.__new__(kind))

    def _try_to_begin_anew(self) -> None:
        x = self.value()
        self.rng.choice([x.__init__, x.__setstate__])(self.anything())

    def _try_a_rule(self) -> None:
        rule = engine.rule_of(self.rng.choice([*TABLE.values()]))
        self.rng.choice([rule.one, rule.two, rule.many])(
            *self.some(lambda: self.rng.choice(JUNK), 3)
        )


if __name__ == "__main__":
    faulthandler.enable()
    for seed in range(int(sys.argv[1])):
        Program(seed).run()
    print(f"{sys.argv[1]} programs on the engine {ag.engine_info().name}")
