"""A story told with numbers that remember how they were computed, so that a page can do it anew."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from autograd_lite.compiler.symbols import Symbol, all_rows, place_of
from autograd_lite.primitives.internal import COMPARISONS
from autograd_lite.primitives.losses import softmax_components
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation
from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.deriving.evaluation import functions
from autograd_lite.viz.formula.formulas import Formula, evaluate, fill
from autograd_lite.viz.formula.notation import LocalGradient
from autograd_lite.viz.formula.taught import Helper, Taught
from autograd_lite.viz.slots.numbers import Live, Recorder
from autograd_lite.viz.story.helpers import Helpers
from autograd_lite.viz.story.live.variants import Told
from autograd_lite.viz.story.steps import Story

_STRONG_PRODUCT = TABLE["strong_product"]
_RELATIONS = {
    "<": "less", "≤": "less_equal", ">": "greater", "≥": "greater_equal", "=": "equal",
    "≠": "not_equal",
}  # fmt: skip
NO_FORMS: Final[Mapping[Value, Told]] = MappingProxyType({})


class LiveStory(Story):
    """The story of ``told``, whose numbers are steps of a program.

    Several stories may share a ``recorder``: what is computed alike is one slot. Local gradients of
    the nodes in ``forms`` are told by those.
    """

    def __init__(
        self, told: Story, recorder: Recorder, forms: Mapping[Value, Told] = NO_FORMS
    ) -> None:
        super().__init__(told.root, "walkthrough", Bounds(len(told.nodes), told.max_edges))
        self.names = told.names
        self.recorder: Recorder = recorder
        self._data: dict[Value, float] = {
            leaf: recorder.input(i, leaf.label, leaf.data) for leaf, i in self.inputs.items()
        }
        self._local: dict[Value, list[float]] = {}
        for node in self.nodes:
            if node.op is None:
                self._data.setdefault(node, node.data)
            else:
                self._data[node] = self._number(node, node.op)
                self._local[node] = self._local_gradients(node, node.op)
        self._products: dict[Value, list[float]] = {}
        self.gradients = self._gradients()
        self.helpers: Helpers = LiveHelpers(self, forms)

    @lazy
    def inputs(self) -> dict[Value, int]:
        """The leaves that may change, and their order: all but plain numbers of the expression."""
        return {leaf: i for i, leaf in enumerate(self.leaves)}

    def data(self, node: Value) -> float:
        """The number of a node."""
        return self._data[node]

    def local(self, node: Value) -> Sequence[float]:
        """The local gradients of a node towards its operands."""
        return self._local[node]

    def downstream(self, node: Value) -> Sequence[float]:
        """What a node sends to its operands."""
        return self._products[node]

    # How they are computed ----------------------------------------------------------------------

    def _number(self, node: Value, op: Operation) -> float:
        recorder = self.recorder
        operands = recorder.places(self._data[parent] for parent in node.parents)
        return Live(node.data, recorder, recorder.builder.add(op, operands))

    def _local_gradients(self, node: Value, op: Operation) -> list[float]:
        symbols = [self._symbol(each) for each in (node, *node.parents)]
        found = op.gradients(all_rows(self.recorder.builder), *symbols)
        return [
            Live(number, self.recorder, place_of(self.recorder.builder, symbol))
            for number, symbol in zip(node.local_gradients, found, strict=True)
        ]

    def _symbol(self, node: Value) -> Symbol:
        (place,) = self.recorder.places([self._data[node]])
        return Symbol(self.recorder.builder, place)

    def _gradients(self) -> dict[Value, float]:
        recorder, known = self.recorder, self.gradients
        (one,) = recorder.places([1.0])
        found: dict[Value, float] = {self.root: Live(1.0, recorder, one)}
        for node in reversed(self.operations):
            if node not in known:
                continue
            upstream, sent = found[node], node.downstream(known[node])
            self._products[node] = [
                Live(number, recorder, recorder.apply(_STRONG_PRODUCT, upstream, local).place)
                for number, local in zip(sent, self._local[node], strict=True)
            ]
            for parent, product in zip(node.parents, self._products[node], strict=True):
                if parent in known:
                    found[parent] = found[parent] + product if parent in found else product
        return {node: self._as_known(known[node], found[node]) for node in known}

    def _as_known(self, number: float, found: float) -> float:
        (place,) = self.recorder.places([found])
        return Live(number, self.recorder, place)

    def helper(self, node: Value, helper: Helper) -> float:
        """The number of a helper of a node."""
        if helper.formula is None:
            return helper.value
        if helper.operand is None:
            row, (inner,) = functions()[helper.formula.mark], helper.formula.parts
            return self.recorder.apply(row, self._data[node.parents[inner.mark]])
        return self.weights(node.parents)[helper.operand]

    def weights(self, operands: Sequence[Value]) -> list[float]:
        """The softmax weights of some nodes."""
        recorder = self.recorder
        numbers = softmax_components(FLOATS, [x.data for x in operands])
        found = softmax_components(all_rows(recorder.builder), [*map(self._symbol, operands)])
        return [
            Live(number, recorder, place_of(recorder.builder, weight))
            for number, weight in zip(numbers, found, strict=True)
        ]

    def holds(self, node: Value, condition: Formula) -> int | None:
        """The slot of a condition in places of operands: 1 where it holds; None if unknown."""
        sides = [evaluate(fill(side, *self.operand_numbers(node))) for side in condition.parts]
        known = [side for side in sides if side is not None]
        if len(known) < len(sides):
            return None
        recorder = self.recorder
        places, row = recorder.places(known), COMPARISONS[_RELATIONS[condition.mark]]
        return recorder.slot_of(recorder.builder.add(row, places))


class LiveHelpers(Helpers):
    """The helpers of a live story, with its numbers."""

    def __init__(self, story: LiveStory, forms: Mapping[Value, Told]) -> None:
        super().__init__(story.operations, story.names)
        self._story, self._forms = story, forms

    @lazy
    def taught(self) -> dict[Value, Taught]:
        """The nodes that have such a form."""
        helper = self._story.helper
        return {
            node: replace(
                form, helpers=tuple(replace(x, value=helper(node, x)) for x in form.helpers)
            )
            for node, form in super().taught.items()
        }

    def gradients(self, node: Value, towards: Sequence[int]) -> list[LocalGradient]:
        """The local gradients of a node as they are told."""
        if node in self._forms:
            return [self._forms[node][i] for i in towards]
        return super().gradients(node, towards)
