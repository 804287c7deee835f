"""Rows that nobody calls by their names: what a trace and a program need beside the table.

They stand in `INTERNAL` and not in `TABLE`, all of whose rows are functions of the library: of its
formulas, notation, engine, tests and documentation.
"""

import math
import operator
from collections.abc import Callable, Sequence
from typing import Any, Final

from autograd_lite import floats
from autograd_lite.primitives.operation import INTERNAL, Operation

#: the comparisons by their names, with Python's functions
RELATIONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "not_equal": operator.ne,
}


def _comparison(name: str, relation: Callable[[Any, Any], bool], sign: str) -> Operation:
    return Operation(
        name,
        f"{name}(x, y): x {sign} y.",
        sign,
        lambda x, y: f"{x} {sign} {y}",
        forward=lambda m, x, y: relation(x, y),
        gradients=lambda m, out, x, y: (0.0, 0.0),
    )


COMPARISONS: Final[dict[str, Operation]] = {
    name: _comparison(name, relation, sign)
    for (name, relation), sign in zip(RELATIONS.items(), "<≤>≥=≠", strict=True)
}

#: what joins conditions; a number stands for one that is true where it is not 0
LOGIC: Final[dict[str, Operation]] = {
    "logical_and": Operation(
        "logical_and",
        "logical_and(x, y): whether both are true.",
        "∧",
        lambda x, y: rf"{x} \wedge {y}",
        forward=lambda m, x, y: m.where(x, m.where(y, 1.0, 0.0), 0.0),
        gradients=lambda m, out, x, y: (0.0, 0.0),
    ),
    "logical_or": Operation(
        "logical_or",
        "logical_or(x, y): whether one is true, or both.",
        "∨",
        lambda x, y: rf"{x} \vee {y}",
        forward=lambda m, x, y: m.where(x, 1.0, m.where(y, 1.0, 0.0)),
        gradients=lambda m, out, x, y: (0.0, 0.0),
    ),
    "logical_not": Operation(
        "logical_not",
        "logical_not(x): whether it is false.",
        "¬",
        lambda x: rf"\neg {x}",
        forward=lambda m, x: m.where(x, 0.0, 1.0),
        gradients=lambda m, out, x: (0.0,),
    ),
}
#: what is true or false, and no number
CONDITIONS: Final = frozenset([*COMPARISONS.values(), *LOGIC.values()])

#: what the rounding of a product lost; the formulas of `floats.COMPOSED` need it
LOST: Final = Operation(
    "lost",
    "lost(product, x, y): what is missing in the rounded product of x and y.",
    "δ",
    lambda product, x, y: rf"{x} \cdot {y} - {product}",
    forward=lambda m, product, x, y: floats.lost(product, x, y),
    gradients=lambda m, out, product, x, y: (-1.0, y, x),
)

DETACH: Final = Operation(
    "detach",
    "detach(x): x, through which no gradient flows.",
    "=",
    lambda x: x,
    forward=lambda m, x: x,
    gradients=lambda m, out, x: (0.0,),
)


def _by_index(m: Any, index: Any, xs: Sequence[Any]) -> Any:
    """The one at the index; nan where the index is none of theirs."""
    found: Any = math.nan
    for i in range(len(xs) - 1, -1, -1):
        found = m.where(index == float(i), xs[i], found)
    return found


def _choose_gradients(m: Any, out: Any, index: Any, *xs: Any) -> tuple[Any, ...]:
    nothing = _by_index(m, index, [0.0] * len(xs))
    return nothing, *[m.where(index == float(i), 1.0, nothing) for i in range(len(xs))]


CHOOSE: Final = Operation(
    "choose",
    "choose(index, *xs): the operand at an index that may change from call to call.",
    "xₖ",
    lambda index, *xs: rf"\left({', '.join(xs)}\right)_{{{index}}}",
    forward=lambda m, index, *xs: _by_index(m, index, xs),
    gradients=_choose_gradients,
    domain=lambda index, *xs: index in range(len(xs)),
)

INTERNAL.update(COMPARISONS | LOGIC, lost=LOST, detach=DETACH, choose=CHOOSE)
