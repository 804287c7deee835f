"""What an operation sends back: to each of its operands, upstream × local = product."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.formula.notation import LocalGradient

T = TypeVar("T")


@dataclass(frozen=True)
class Product:
    """What a node sends to one of its operands: upstream gradient × local gradient."""

    consumer: Value
    operand: Value
    #: which of the consumer's operands it is, counted from 1, if it is there several times
    place: int | None
    #: the same for all operands, counted from 0
    index: int
    upstream: float
    local: float
    #: how the local gradient is told, in places of operands and helpers
    told: LocalGradient
    #: its formula in names and with numbers; None if it is unreadably long
    formula: Formula | None
    numbers: Formula | None
    #: what has to hold for the formula, where the operation has a kink
    conditions: tuple[Formula, ...]
    product: float
    #: the gradient of the operand so far, as a number and as a sum
    total: float
    sum: Formula
    #: whether this is the first to arrive, and the last
    first: bool
    last: bool


@dataclass(frozen=True)
class Others:
    """What a node sends to those of its operands that are not told one by one."""

    consumer: Value
    #: which operands of the consumer they are, counted from 0
    indices: tuple[int, ...]
    #: those to which nothing else will arrive
    complete: tuple[Value, ...]
    upstream: float
    #: the sums of the local gradients and of the products
    local: float
    product: float


Sent = Product | Others


def parted(things: Sequence[T], most: int | None) -> tuple[Sequence[T], ...]:
    """The first, those between, and the last, of which ``most`` are told one by one.

    Nothing is between where as much room is needed to say that something is.
    """
    if most is None or len(things) <= most + 1:
        return things, (), ()
    last = max(1, most // 4)
    return things[: most - last], things[most - last : -last], things[-last:]
