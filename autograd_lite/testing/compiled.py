"""A compiled function as it runs: every number beside that of its Python, run on Values."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from autograd_lite.compiler.compiled import Compiled
from autograd_lite.inputs.trees import leaves, paths, rebuild
from autograd_lite.testing.verdict import Mismatch, worst
from autograd_lite.trace import as_number

#: of how many numbers the whole Hessian is checked; beyond, a product with it stands for it
MOST_ROWS = 20


class CompiledNumbers:
    """What a compiled function computes at ``args``, its derivatives as far as ``order``."""

    def __init__(
        self, f: Compiled, args: Sequence[Any], order: int, direction: Sequence[float]
    ) -> None:
        self._f, self._args, self._order = f, tuple(args), order
        self._tangents = tuple(rebuild(self._args, direction))
        #: how many numbers were compared
        self.count: int = 0
        #: what was left out, and why
        self.declined: list[str] = []

    def worst(
        self, tolerance: float, rounding: float, largest: float
    ) -> Iterator[tuple[str, Mismatch | None]]:
        """For everything that it computes, the name and the number that is furthest off.

        ``rounding`` bounds the rounding errors of the value, and ``largest`` the terms that add
        up to a derivative.
        """
        last_bits = 1000 * sys.float_info.epsilon
        for kind in self._kinds():
            got, expected = self._result(kind), _numbers(self._reference(kind))
            if kind in ("hessian", "hvp"):
                largest = max(map(abs, expected), default=0.0)
            relative = tolerance if kind == "value" else 1000 * tolerance
            spare = rounding if kind == "value" else last_bits * largest
            self.count += len(expected)
            names = [f"the compiled {kind}{path}" for path in paths(got)]
            rows = zip(names, _numbers(got), expected, strict=True)
            yield kind, worst((name, x, y, relative * abs(y) + spare) for name, x, y in rows)

    def _kinds(self) -> list[str]:
        kinds = ["value"]
        refused, one = not self._f.has_jacobian(*self._args), self._gives_one_number()
        if one:
            kinds += ["value_and_grad", "grad"]
        if refused:  # a reduced batch
            if not one:
                self.declined.append("the compiled jacobian: there is none of a reduced batch")
            return kinds
        kinds.append("jacobian")
        if one and self._order == 2:
            kinds.append("hvp")
            if (count := len(leaves(self._args))) <= MOST_ROWS:
                kinds.append("hessian")
            else:
                self.declined.append(
                    f"the compiled hessian of {count} numbers: its product with a direction stands "
                    "for it"
                )
        return kinds

    def _gives_one_number(self) -> bool:
        try:
            self._reference("grad")
        except TypeError:
            return False
        return True

    def _result(self, kind: str) -> Any:
        """What the compiled code gives."""
        if kind == "value":
            return self._f(*self._args)
        if kind == "hvp":
            return self._f.hvp(self._args, self._tangents)
        return getattr(self._f, kind)(*self._args)

    def _reference(self, kind: str) -> Any:
        """The same from the function itself, on Values."""
        if kind == "grad":
            return self._reference("value_and_grad")[1]
        args = (*self._args, *self._tangents) if kind == "hvp" else self._args
        return self._f.on_values(kind, *args)


def _numbers(tree: Any) -> list[float]:
    return [as_number(x) for x in leaves(tree)]
