"""The local gradients that a page may have to tell: at a kink, another formula holds on each side.

Which there are is tried out, node by node: with the numbers that its operands have, and with
others. A formula that is wrong with some of them is not told: at 0, many hold that do not hold
elsewhere. Where none of those found is known to hold, a page tells the number alone.
"""

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple, cast

from autograd_lite import engine
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value
from autograd_lite.viz.deriving.evaluation import compute
from autograd_lite.viz.deriving.samples import hold
from autograd_lite.viz.formula.formulas import OUT, Formula, operand
from autograd_lite.viz.formula.names import is_number
from autograd_lite.viz.formula.notation import LocalGradient, local_gradients
from autograd_lite.viz.story.products import Product
from autograd_lite.viz.story.steps import Story

TRIALS = 90
SCALES = (1.0, 0.1, 10.0, 3.0)
#: numbers of which some operands get the same, for what holds where they are equal or 0
TIES = (0.0, 0.0, 1.0, -1.0)
HUGE = 1e6  # numbers like these tell nothing: there formulas lose all digits, and overflow
OTHERS = 3  # numbers for which a formula of a smooth operation is looked for
WITHIN, NEAR_ZERO = 1e-6, 1e-9  # how near a formula has to be, which may lose digits

Conditions = tuple[Formula, ...]
#: the local gradients of a node that are told, by operand
Told = Mapping[int, LocalGradient]
DEFINED = (Formula("relation", (OUT, OUT), "="),)  # nan is not equal to itself


class Form(NamedTuple):
    """What is told of a node's local gradients, and what has to hold for it."""

    told: Told
    conditions: Conditions = ()


def forms_of(story: Story, node: Value) -> list[Form]:
    """What a page may have to tell of a node's local gradients: the first that holds.

    The last has no conditions.
    """
    sent = [each.index for each in story.products.get(node, ()) if isinstance(each, Product)]
    own = dict(zip(sent, story.helpers.gradients(node, sent), strict=True))
    if node.op is None or not own or node in story.helpers.taught:
        return [Form(own)]
    twins = [*_twins(node, node.op)]
    told = [own, *(_told(twin, own) for twin in islice(filter(_is_ordinary, twins), OTHERS))]
    if any(map(_conditions, told)):  # there are kinks
        told += [_told(twin, own) for twin in twins]
    found = _true_ones(told, twins)
    bare = Form(dict.fromkeys(own, LocalGradient(None)))
    if any(form.conditions for form in found):
        return [*(form for form in found if form.conditions), bare]
    if not found:
        return [bare]
    undefined = (_told(twin, own) for twin in twins if math.isnan(twin.data))
    if any(map(_missing, undefined)):
        return [found[0]._replace(conditions=DEFINED), bare]
    return found


def _true_ones(candidates: Iterable[Told], twins: Sequence[Value]) -> list[Form]:
    """One form for each of the conditions, which is right wherever they hold."""
    found: dict[Conditions, Form] = {}
    for told in sorted(candidates, key=_missing):
        form = Form(told, _conditions(told))
        if form.conditions not in found and all(_is_right(form, twin) for twin in twins):
            found[form.conditions] = form
    return [*found.values()]


def _conditions(told: Told) -> Conditions:
    """What has to hold for such formulas, in places of operands."""
    return tuple(dict.fromkeys(x for each in told.values() for x in each.conditions))


def _missing(told: Told) -> int:
    """How many formulas it lacks."""
    return sum(each.formula is None for each in told.values())


def _is_right(form: Form, node: Value) -> bool:
    """Whether the formulas make the local gradients of a node, if the conditions hold there."""
    known = {operand(i): x.data for i, x in enumerate(node.parents)} | {OUT: node.data}
    if not _is_ordinary(node) or not hold(form.conditions, known):
        return True
    told = {i: compute(each.formula, known) for i, each in form.told.items() if each.formula}
    return all(
        math.isclose(x, node.local_gradients[i], rel_tol=WITHIN, abs_tol=NEAR_ZERO)
        for i, x in told.items()
        if math.isfinite(x)  # and not 0/0, or lost to an overflow
    )


def _told(node: Value, towards: Iterable[int]) -> Told:
    return dict(zip(towards, local_gradients(node, [*towards]), strict=True))


def _is_ordinary(node: Value) -> bool:
    """Whether all numbers of a node are finite."""
    return all(map(math.isfinite, (node.data, *node.local_gradients)))


def _twins(node: Value, operation: Operation) -> Iterator[Value]:
    """The node with other operands: around 0 and around its own, equal, and at last nan."""
    operands = [x for x in dict.fromkeys(node.parents) if not is_number(x)]
    own = [x.data if abs(x.data) < HUGE else 0.0 for x in operands]
    draw = random.Random(0)  # noqa: S311  # no secret
    for trial in range(0, TRIALS, 3):
        scale = SCALES[trial // 3 % len(SCALES)]
        for numbers in (
            [draw.gauss(0.0, scale) for _ in operands],
            [draw.gauss(x, scale) for x in own],
            [draw.choice(TIES) for _ in operands],
        ):
            yield from _twin(node, operation, dict(zip(operands, numbers, strict=True)))
    yield from _twin(node, operation, dict.fromkeys(operands, math.nan))


def _twin(node: Value, operation: Operation, numbers: Mapping[Value, float]) -> Iterator[Value]:
    """The node with these numbers in place of its operands, unless the operation refuses them."""
    made = {x: Value(number, x.label or "x") for x, number in numbers.items()}
    parents = [made.get(x, x) for x in node.parents]
    with suppress(ArithmeticError, ValueError):
        yield cast("Value", engine.record(operation, tuple(parents)))
