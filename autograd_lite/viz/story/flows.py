"""What a part that is told in one step sends back to what it was computed from."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.story.arrivals import Arrivals
from autograd_lite.viz.story.parts import Part


@dataclass(frozen=True)
class Flow:
    """What a part sends to one of its inputs, along all wires between the two."""

    operand: Value
    product: float
    #: the gradient of the operand so far, as a number and as a sum
    total: float
    sum: Formula
    #: whether this is the first to arrive, and the last
    first: bool
    last: bool


def flows(
    part: Part,
    gradients: Mapping[Value, float],
    arrived: Mapping[Value, Arrivals],
    missing: Counter[Value],
) -> Iterator[Flow]:
    """What a part sends, added to what ``arrived`` and taken off what is ``missing``."""
    inside = set(part.nodes)
    sent: dict[Value, float] = {}
    for node in reversed(part.operations):
        parents = node.parents
        missing.subtract(parents)
        for parent, product in zip(parents, node.downstream(gradients[node]), strict=True):
            if parent in gradients and parent not in inside:
                sent[parent] = sent.get(parent, 0.0) + product
    for operand in part.inputs:
        if operand in sent:
            so_far = arrived[operand]
            so_far.add(sent[operand])
            first, last = so_far.count == 1, missing[operand] == 0
            total = gradients[operand] if last else so_far.total
            yield Flow(operand, sent[operand], total, so_far.sum(), first, last)
