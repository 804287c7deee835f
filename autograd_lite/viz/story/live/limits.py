"""Of which stories there is a live deck, and the examples that it may have."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from autograd_lite.floats import real
from autograd_lite.inputs import checks
from autograd_lite.primitives.operation import INTERNAL, TABLE
from autograd_lite.value import Value
from autograd_lite.viz.story.steps import Story

Examples = Mapping[Value, Sequence[float]]
NO_EXAMPLES: Final[Examples] = MappingProxyType({})
MOST_EXAMPLES = 1000


def obstacle(story: Story, *, asks: bool, moves: bool) -> str:
    """Why a page cannot compute the numbers of a story; nothing if it can."""
    if asks:
        return "a deck that asks has the numbers that it asks for; leave blank out"
    if moves:
        return "the page takes the steps itself; leave the optimizer and iterations out"
    known = {None, *TABLE.values(), *INTERNAL.values()}
    own = next((node.op for node in story.nodes if node.op not in known), None)
    if own is not None:
        return f"the page knows the operations of the table, and {own.name} is your own"
    if story.parts:
        return "parts of the graph are told in one step; show a smaller one"
    if story.changed:
        return "leaves were changed after the graph was recorded; record it again"
    return ""


def columns(examples: Any, leaves: Mapping[Value, int]) -> dict[int, list[float]]:
    """The numbers of every example by the places of leaves. Raises TypeError and ValueError."""
    if not isinstance(examples, Mapping):
        kind = type(examples).__name__
        raise TypeError(f"examples: a mapping from leaves to their numbers is needed, got a {kind}")
    found = {}
    for leaf, numbers in examples.items():
        if not isinstance(leaf, Value) or leaf not in leaves:
            raise ValueError(f"examples: {leaf!r} is no leaf with a name in the graph")
        found[leaves[leaf]] = [real(x, f"examples[{leaf.label!r}]") for x in numbers]
    counts = {len(numbers) for numbers in found.values()}
    if len(counts) > 1:
        raise ValueError(
            f"examples: as many numbers for each leaf are needed, got {sorted(counts)}"
        )
    for count in counts:
        checks.whole_number("examples", count, 1, MOST_EXAMPLES)
    return found
