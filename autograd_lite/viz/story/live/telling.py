"""From a story to the live part of a deck: texts with marks, and the program behind them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from autograd_lite.compiler.languages import javascript
from autograd_lite.value import Value
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.live.controls import Input, fragment
from autograd_lite.viz.slots.marks import mark, variants
from autograd_lite.viz.slots.numbers import Recorder
from autograd_lite.viz.story.deck import Live, Marked, Slide
from autograd_lite.viz.story.live.limits import NO_EXAMPLES, Examples, columns
from autograd_lite.viz.story.live.story import LiveStory
from autograd_lite.viz.story.live.variants import Form, forms_of
from autograd_lite.viz.story.picture import Picture
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.story.views import View
from autograd_lite.viz.words.words import Words

RATE = 0.1  # of the steps, until the reader writes another


class LiveTelling:
    """Tells a story of which every number is a slot."""

    def __init__(self, story: Story, picture: Picture, precision: int, words: Words) -> None:
        self._story, self._picture, self._precision, self._words = story, picture, precision, words
        self.recorder: Recorder = Recorder()
        self._forms = {node: forms_of(story, node) for node in story.operations if node.op}
        self.live: LiveStory = self._told_by(0)

    def _told_by(self, turn: int) -> LiveStory:
        """A story that tells the form at a place of each node's, or else its last."""
        forms = {node: each[min(turn, len(each) - 1)].told for node, each in self._forms.items()}
        return LiveStory(self._story, self.recorder, forms)

    def slides(self) -> list[Slide]:
        """The slides of the deck, where needed with several bodies, of which a page shows one."""
        story, live = self._story, self.live
        places = {step.node: i for i, step in enumerate(story.steps) if step.kind == "backward"}
        varied = {node: forms for node, forms in self._forms.items() if len(forms) > 1}
        told: dict[int, list[tuple[list[int], Slide]]] = {i: [] for i in range(len(story.steps))}
        ordinary = self._writer(live)
        for i, step in enumerate(live.steps):
            if places.get(step.node) != i or step.node not in varied:
                told[i].append(([], ordinary.slide(step)))
        for turn in range(max(map(len, varied.values()), default=0)):
            other = self._told_by(turn)
            writer = self._writer(other)
            for node, form in (
                (x, forms[turn]) for x, forms in varied.items() if turn < len(forms)
            ):
                if (held := self._held(other, node, form)) is not None:
                    told[places[node]].append((held, writer.slide(other.steps[places[node]])))
        return [_merged(told[i]) for i in range(len(told))]

    def _writer(self, story: LiveStory) -> Slides:
        return Slides(story, self._precision, self._picture.wires, self._words)

    def _held(self, story: LiveStory, node: Value, form: Form) -> list[int] | None:
        """The slots of the conditions of a node's form; None if one cannot be computed."""
        slots = [story.holds(node, each) for each in form.conditions]
        known = [slot for slot in slots if slot is not None]
        return known if len(known) == len(slots) else None

    # Pictures -----------------------------------------------------------------------------------

    def drawn(self, view: View) -> Marked:
        """The numbers that may stand in each group of a picture."""
        live, write = self.live, Text(self._precision, self._words).number
        found: dict[str, dict[str, tuple[str, ...]]] = {}

        def put(ids: Iterable[str], color: str, number: float) -> None:
            marked = mark(number, "g0", write(float(number)))
            for each in ids:
                colors = found.setdefault(each, {})
                colors[color] = (*colors.get(color, ()), marked)

        for node, ids in view.boxes.items():
            own = [each for each in ids if each not in view.shares]
            put(own, "forward", live.data(node))
            if node in live.gradients:
                put(own, "backward", live.gradients[node])
        weights = live.weights([*view.shares.values()]) if view.shares else []
        for share, weight in zip(view.shares, weights, strict=True):
            put([share], "forward", weight)
        sent: dict[str, float] = {}
        for (node, i), wire in view.wires.items():
            parent = node.parents[i]
            put([wire], "forward", live.data(parent))
            if parent in live.gradients:
                product = live.downstream(node)[i]
                sent[wire] = sent[wire] + product if wire in sent else product
        for wire, product in sent.items():
            put([wire], "backward", product)
        put(view.end, "forward", live.data(live.root))
        put(view.end, "backward", live.gradients[live.root])
        return found

    def part(self, examples: Examples = NO_EXAMPLES, learning_rate: float = RATE) -> Live:
        """The live part of the deck, which has ``examples`` and takes such steps at first."""
        several = columns(examples, self.live.inputs)
        slides = tuple(self.slides())
        drawings = tuple(map(self.drawn, self._picture.views))
        live, recorder, names = self.live, self.recorder, self._story.names
        data: dict[str, Any] = {
            "inputs": [
                {"name": names[leaf].line, "value": leaf.data, "constant": not leaf.differentiable}
                for leaf in live.inputs
            ],
            "root": _slot(recorder, live.data(live.root)),
            "gradients": [
                _slot(recorder, live.gradients[leaf]) if leaf in live.gradients else None
                for leaf in live.inputs
            ],
            "examples": _rows(several),
            "precision": self._precision,
            "decimal": self._words.decimal,
        }
        script = javascript.function(recorder.program(), "compute")
        return Live(slides, drawings, script, data, self._panel(several, learning_rate))

    def _panel(self, several: Collection[int], learning_rate: float) -> str:
        names, live = self._story.names, self.live
        inputs = [
            Input(names[leaf].line, names[leaf].mathml, not leaf.differentiable)
            for leaf in live.inputs
        ]
        name, words = names[live.root], self._words
        return fragment(inputs, name, words, data=several, learning_rate=learning_rate)


def _rows(several: Mapping[int, list[float]]) -> dict[str, Any] | None:
    """The examples as the panel has them: the places of leaves, and a row for each example."""
    rows = [*zip(*several.values(), strict=True)]
    return {"inputs": [*several], "rows": rows} if several else None


def _slot(recorder: Recorder, number: float) -> int:
    (place,) = recorder.places([number])
    return recorder.slot_of(place)


def _merged(told: list[tuple[list[int], Slide]]) -> Slide:
    """One slide with the bodies and sentences of several."""
    (_, first), *others = told
    if not others:
        return first
    body = variants((slots, slide.body) for slots, slide in told)
    return replace(first, body=body, spoken=variants((s, slide.spoken) for s, slide in told))
