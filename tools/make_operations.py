"""docs/reference/operations.md: what each operation is, its gradient, and where that holds.

All of it is read off the records: the notation, the local gradients by running their rules on
terms at sample points, the conditions from the source, the bound of the error.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from inspect import Signature, signature
from math import isfinite
from pathlib import Path
from typing import Any
from unittest.mock import patch

from conditions import condition

from autograd_lite import primitives
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, fill, number, symbol
from autograd_lite.viz.formula.latex import notation
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.formula.notation import local_gradients
from autograd_lite.viz.formula.scripts import Latex
from autograd_lite.viz.formula.terms import has_kinks

PATH = Path(__file__).parents[1] / "docs" / "reference" / "operations.md"
HEADER = """\
# Operations

All operations, with `import autograd_lite as ag`: made by `make rules` from their records in
[`autograd_lite/primitives/`](../../autograd_lite/primitives/__init__.py), where the policy at kinks
and edges stands too. Every one works on numbers, Values and arrays of either, eagerly and compiled.

* *gradient*: ∂/∂operand for each operand, where the operation is smooth; *out* is the value, and …
  stands for what is too long to read. An operand with a long name stands there as its first
  letter. Operations on any number of operands are shown with two.
* *defined*: where the value is a number. At an edge it may be infinite; elsewhere it and the
  gradients are nan.
* *smooth*: where, inside of that, the gradient is the derivative. In other places it is what the
  policy says.
* *ulp*: the largest error of the value, of each local gradient and of each second derivative,
  wherever the true number is a normal double. Beside it stands why, if the rounding of the
  operands has to be allowed for, or *second*, if that holds for second derivatives alone.
  [`accuracy.md`](accuracy.md) has what is measured.
"""
Operands = tuple[float, ...]
#: formulas, each with what has to hold for it
Cases = list[tuple[Formula, tuple[Formula, ...]]]

COLUMNS = ["call", "value", "gradient", "defined", "smooth", "ulp"]
#: of an operand that is written as its name, the most letters
LONG = 5
NUMBERS = (0.3, 0.7, 1.4, 2.6, -0.45, -1.7, 0.05, 3.5, -2.6, 12.5, 2.0, -7.5)
#: at how many points gradients are looked at, without kinks and with
POINTS = (8, 48)
LATEX = Latex(6)
LINE = r" \\ "
BAR = r"\|"  # in a table
OUT = symbol(name_of("out"))


def text() -> str:
    """What stands in the file."""
    folder = Path(primitives.__file__).parent
    with long_formulas():
        return "\n".join([HEADER, *filter(None, map(section, sorted(folder.glob("*.py"))))])


def long_formulas() -> Any:
    """Let gradients be longer than beside a node, where they are left out."""
    return patch(f"{local_gradients.__module__}.LONGEST_FORMULA", 150)


def section(path: Path) -> str:
    """The operations whose records stand in a file, in a table."""
    module = import_module(f"{primitives.__name__}.{path.stem}".removesuffix(".__init__"))
    written = written_in(path)
    rows = [line(row) for name, row in TABLE.items() if name in written]
    if not rows:
        return ""
    title = (module.__doc__ or "").partition("\n")[0].rstrip(".")
    head = [f"| {' | '.join(COLUMNS)} |", "| --- | --- | --- | --- | --- | ---: |"]
    return "\n".join([f"## {title}\n", *head, *rows, ""])


def written_in(path: Path) -> set[str]:
    """The names that a file gives to what it makes."""
    return set(re.findall(r"^(\w+)(?:: Final)? = ", path.read_text(encoding="utf-8"), re.M))


def line(row: Operation) -> str:
    """The row of an operation."""
    return f"| {' | '.join(each.replace('|', BAR) for each in cells(row))} |"


def cells(row: Operation) -> list[str]:
    """What stands in that row."""
    points = [*itertools.islice(places(row, row.smooth), POINTS[has_kinks(row)])]
    names = letters(row, len(points[0]))
    operands = [symbol(name_of(name)) for name in names]
    return [
        f"`{row.name}{call(row)}`",
        math(LATEX.write(fill(notation(row, len(names)), operands))),
        gradients(row, points, operands),
        condition(row.domain, names),
        condition(row.smooth, names),
        bound(row),
    ]


def call(row: Operation) -> str:
    """The parameters of a call, without their types."""
    given = [x.replace(annotation=x.empty) for x in signature(row).parameters.values()]
    return re.sub(r"( /,|, /)", "", str(Signature(given)))


def bound(row: Operation) -> str:
    """The largest error, in ulp, and what is allowed for beside it."""
    notes = [row.cancellation, row.crossing and f"*second*: {row.crossing}"]
    return "; ".join([f"{row.ulps:g}", *filter(None, notes)])


def math(latex: str) -> str:
    """A formula as GitHub renders it, whatever signs of Markdown are in it."""
    return f"$`{latex}`$"


# Gradients ----------------------------------------------------------------------------------


def places(
    row: Operation, wanted: Callable[..., bool], numbers: Sequence[float] = NUMBERS
) -> Iterator[Operands]:
    """Points for an operation, on two operands or as many as it has, of those that are wanted."""
    count = 2 if 2 in row.arity else row.arity.start
    rng = random.Random(row.name)
    for _ in range(10_000):
        x = tuple(rng.sample(numbers, count))
        if row.domain(*x) and wanted(*x) and isfinite(row.forward(FLOATS, *x)):
            yield x


def letters(row: Operation, count: int) -> list[str]:
    """Names of the operands: short ones of parameters, if each of them is an operand."""
    given = [*signature(row.unpack).parameters.values()]
    if len(row.arity) > 1 or any(x.kind is x.VAR_POSITIONAL for x in given):
        _, *given = signature(row.forward).parameters.values()
    if len(row.arity) > 1 or len(given) != count:
        return [*"xyzuvw"][:count]
    return [x.name if len(x.name) <= LONG else x.name[0] for x in given]


def gradients(row: Operation, points: Sequence[Operands], names: list[Formula]) -> str:
    """The local gradients towards all operands."""
    return ", ".join(math(written(gradient(row, i, points), names)) for i in range(len(names)))


def gradient(row: Operation, i: int, points: Sequence[Operands]) -> Cases:
    """The local gradient towards one operand: where there are several formulas, the last one else.

    An empty list if it is too long everywhere.
    """
    found = looked_at(row, i, points)
    conditions = {told for every in found.values() for told in every}
    if len(found) == len(conditions) == 1 and () not in conditions:
        kinks = places(row, lambda *x: not row.smooth(*x), (0.0, *NUMBERS))  # the other case
        found |= looked_at(row, i, [*itertools.islice(kinks, POINTS[1])]) | found
    always = [each for each, conditions in found.items() if not any(conditions)]
    if always:  # several are one function, written in several ways
        best = max(always, key=lambda each: (len(found[each]), -len(LATEX.write(each))))
        return [(best, ())]
    if len(found) < 2:  # the condition is that it is smooth
        return [(each, ()) for each in found]
    *others, last = sorted(found, key=lambda each: (len({*found[each]}), each == number(0.0)))
    cases = [(each, told) for each in others for told in dict.fromkeys(found[each])]
    told = {*found[last]}
    return [*cases, (last, told.pop() if len(told) == 1 else ())]


def looked_at(
    row: Operation, i: int, points: Sequence[Operands]
) -> dict[Formula, list[tuple[Formula, ...]]]:
    """The formulas of the gradient towards one operand, with the conditions that each has."""
    found: dict[Formula, list[tuple[Formula, ...]]] = {}
    for x in points:
        node = Value.record_operation(row, tuple(map(Value, x)))
        (local,) = local_gradients(node, [i])
        if local.formula is not None:
            found.setdefault(local.formula, []).append(local.conditions)
    return found


def written(cases: Cases, names: list[Formula]) -> str:
    """Cases as LaTeX."""
    if len(cases) < 2:
        return "".join(LATEX.write(fill(each, names, OUT)) for each, _ in cases) or r"\dots"
    lines = []
    for each, conditions in cases:
        told = [LATEX.write(fill(condition, names, OUT)) for condition in conditions]
        ending = r" \land ".join(told) or r"\text{else}"
        lines.append(f"{LATEX.write(fill(each, names, OUT))} & {ending}")
    return rf"\begin{{cases}} {LINE.join(lines)} \end{{cases}}"
