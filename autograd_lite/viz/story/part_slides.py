"""The slides of parts that are told in one step: what goes in, what comes out, and what is inside.

The operations of a part are told too, one line each, where a reader opens them.
"""

from autograd_lite.value import Value
from autograd_lite.viz.diagram.folding import LeftOut
from autograd_lite.viz.diagram.groups import Group
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.parts import Part
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Step
from autograd_lite.viz.words.words import Words

MOST_NUMBERS = 8  # values or gradients of a part that are told one by one
MOST_INSIDE = 60  # operations or gradients inside a part that are


class PartSlides:
    """Writes the steps of parts, and adds them to the first and the last slide of a story."""

    def __init__(self, slides: Slides) -> None:
        self.slides: Slides = slides
        self.words: Words = slides.words

    def slide(self, step: Step) -> Slide:
        """A step of the story as a slide."""
        part = step.part
        if part is None:
            plain = self.slides.slide(step)
            return self._with_parts(plain) if step.kind in ("given", "result") else plain
        name = self.name(part)
        body, spoken = self._forward(part) if step.kind == "forward" else self._backward(step, part)
        return Slide(
            step.kind,
            self.words(f"parts.title_{step.kind}", name=name),
            self.words(
                f"parts.heading_{step.kind}",
                name=name, inputs=str(len(part.inputs)), outputs=str(len(part.outputs)),
            ),
            body,
            spoken,
        )  # fmt: skip

    def name(self, part: Part) -> str:
        """What a part is called: the modules that it stands in, or the node that it makes."""
        place = part.place
        if isinstance(place, LeftOut):
            return self.words("parts.left_out", count=len(part.operations))
        if isinstance(place, Value):
            return self.slides.sentences.name(part.outputs[-1] if part.outputs else place)
        around: list[Group] = [*place.ancestors()]
        name = " · ".join(group.title for group in reversed(around[:-1] or around))
        return (
            name
            if part.time is None
            else self.words("parts.time", name=name, number=str(part.time))
        )

    # Forward and backward -----------------------------------------------------------------------

    def _forward(self, part: Part) -> tuple[str, str]:
        value, sentences = self.slides.value, self.slides.sentences
        rows = [
            ("parts.in", part.inputs, sentences.value),
            ("parts.out", part.outputs, sentences.value),
        ]
        body = "".join(
            self._row(key, nodes, [self.slides.short_value(x) for x in self._shown(nodes)])
            for key, nodes, _ in rows
            if nodes
        )
        spoken = " ".join(
            self._spoken(key, nodes, [write(x) for x in self._shown(nodes)])
            for key, nodes, write in rows
            if nodes
        )
        inside = [x for x in part.operations if x in self.slides.story.names]
        body += self._inside("parts.operations", inside, value)
        return f'<div class="part">{body}</div>', spoken
