"""Where a network ends: its loss, and the targets of that."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Final

from autograd_lite.primitives import (
    add,
    cross_entropy,
    likelihoods,
    log,
    losses,
    mean,
    negative,
    subtract,
)
from autograd_lite.primitives import sum as total
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value
from autograd_lite.viz.diagram.network.layered import End, Layer, NotLayeredError, Sources

#: what may join the outputs of a network in its loss, besides sums
LOSSES: Final = frozenset(
    each for each in (vars(losses) | vars(likelihoods)).values() if isinstance(each, Operation)
)
#: those of them that compare a prediction with a target, their second operand
OF_PREDICTIONS: Final = frozenset(x for x in LOSSES if len(x.arity) == 1 and x.arity[0] > 1)
SUMS: Final = frozenset([add, subtract, total, mean])
UNTOLD = "…"  # in place of many operations
LONGEST_CHAIN = 3  # operations whose signs are told one after the other


def find_end(
    tail: Sequence[Value],
    last: Layer,
    consumers: Mapping[Value, Sequence[Value]],
    parameters: Collection[Value],
    sources: Sources,
) -> End | None:
    """What comes after the last layer of a graph, the operations ``tail``; None if nothing does."""
    if not tail:
        return None
    for node in tail:
        varying = {each for each in node.parents if sources[each]}
        if len(varying) > 1 and node.op not in LOSSES | SUMS:
            symbol = node.op.symbol if node.op else ""
            raise NotLayeredError(f"outputs are joined by {symbol}, which makes no loss of them")
    after = {*tail}
    ends = [
        neuron.linear if output is None else output
        for output, neuron in zip(last.outputs, last.neurons, strict=False)
    ]
    taking = [next((each for each in consumers[end] if each in after), None) for end in ends]
    targets = dict.fromkeys(
        each.parents[1]
        for each in [*taking, *tail]
        if each is not None and each.op in OF_PREDICTIONS
    )
    for node in tail:
        targets |= {x: None for x in node.parents if not x.parents and x.label}
    known = tuple(each for each in targets if not each.parents and each not in parameters)
    return End(tail[-1], _symbol(tail), tuple(taking), known, _target_class(tail, ends))


def _symbol(tail: Sequence[Value]) -> str:
    """The operations of the end in short."""
    rows = [node.op for node in tail if node.op]
    first, last = rows[0], rows[-1]
    if len(rows) == 1:
        return first.symbol
    if {*rows[:-1]} == {first} and len(rows) > 2 and len(tail[-1].parents) == len(rows) - 1:
        return f"{last.symbol} {first.symbol}"  # one for each output
    chained = all(any(one is x for x in other.parents) for one, other in pairwise(tail))
    if len(rows) > LONGEST_CHAIN or not chained:
        return UNTOLD
    if first is log and last is negative:
        return f"{last.symbol}{first.symbol}"
    return " → ".join(row.symbol for row in rows)


def _target_class(tail: Sequence[Value], ends: Sequence[Value]) -> int | None:
    """The place of the output whose probability alone makes the loss, if one does."""
    own = [node.parents[0] for node in tail if node.op is cross_entropy]
    if not own and tail[0].op is log and len(ends) > 1:
        own = [tail[0].parents[0]]
    return next((i for i, end in enumerate(ends) if len(own) == 1 and end is own[0]), None)
