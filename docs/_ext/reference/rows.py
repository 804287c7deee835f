"""What the pages say of the operations, all of it read off their records."""

import contextlib
import math
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import make_operations as table

from autograd_lite import primitives, value_and_grad
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation
from reference import curves

#: from where to where x goes: the first in which the operation is defined everywhere, or most often
WINDOWS = ((-4.0, 4.0), (0.0, 4.0), (-1.0, 1.0), (0.0, 1.0), (1.0, 5.0), (0.0, 12.0))


def sections() -> Iterator[tuple[str, ModuleType, list[Operation]]]:
    """The rooms of the table: the name of a page, the module, its rows."""
    folder = Path(primitives.__file__).parent
    for path in sorted(folder.glob("*.py")):
        module = import_module(f"{primitives.__name__}.{path.stem}".removesuffix(".__init__"))
        names = table.written_in(path)
        if rows := [row for name, row in TABLE.items() if name in names]:
            yield f"operations-{path.stem.replace('_', '-')}", module, rows


def facts(row: Operation) -> dict[str, str]:
    """What is known of an operation, by what it is: text with ``$`…`$``."""
    _, value, gradient, defined, smooth, ulp = table.cells(row)
    return {"Value": value, "Gradient": gradient, "Defined": defined, "Smooth": smooth, "ulp": ulp}


def operands(row: Operation) -> tuple[float, ...]:
    """A point at which it is defined and smooth, with finite numbers that a call brings."""
    point = next(table.places(row, row.smooth))
    with_defaults = row.unpack(point[0]) if row.unary else point
    return with_defaults if all(map(math.isfinite, with_defaults)) else point


def names(row: Operation) -> list[str]:
    """Letters of its operands."""
    return table.letters(row, len(operands(row)))


@cache
def curve(row: Operation) -> tuple[str, str]:
    """The value and the gradient by the first operand: a picture, and what it shows in words."""
    _, *others = operands(row)
    x, *letters = names(row)

    def defined(t: float) -> bool:
        try:
            return row.domain(t, *others) and math.isfinite(value(t))
        except (ValueError, OverflowError, ZeroDivisionError):
            return False

    def value(t: float) -> float:
        return float(row.forward(FLOATS, t, *others))

    def slope(t: float) -> float:
        return float(row.gradients(FLOATS, value(t), t, *others)[0]) if defined(t) else math.nan

    def share(window: tuple[float, float]) -> float:
        return sum(defined(t) for t, _ in curves.sampled(lambda t: t, *window, 40))

    window = max(WINDOWS, key=share)
    lines = {
        "gradient": curves.sampled(slope, *window),
        "value": curves.sampled(lambda t: value(t) if defined(t) else math.nan, *window),
    }
    fixed = ", ".join(f"{name} = {number:g}" for name, number in zip(letters, others, strict=True))
    told = f"{row.name} and its gradient by {x}" + (f", at {fixed}" if fixed else "")
    return curves.picture(lines, f"{told}, for {x} from {window[0]:g} to {window[1]:g}"), told


def example(row: Operation) -> list[str]:
    """A call that was made, and what it gave: the value, and the gradient by every operand."""
    x = operands(row)
    every = tuple(range(len(x)))
    calls: list[tuple[int | tuple[int, ...], tuple[Any, ...]]] = [
        (every if len(x) > 1 else 0, x),
        (0, ([*x],)),  # of one sequence
        ((0, 1), ([x[0]], [x[-1]])),  # of two
        (0, ([*x], 0)),  # of a sequence, and the index of one
    ]
    for argnums, given in calls:
        with contextlib.suppress(TypeError, ValueError):
            told = value_and_grad(row, argnums)(*given)
            chosen = f", argnums={argnums}" if argnums else ""
            call = f"ag.value_and_grad(ag.{row.name}{chosen})({', '.join(map(repr, given))})"
            return [f">>> {call}", repr(told)]
    raise LookupError(f"{row.name}: of no call an example was made")
