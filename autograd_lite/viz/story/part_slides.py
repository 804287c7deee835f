"""The slides of parts that are told in one step: what goes in, what comes out, what is inside.

The operations of a part are told too, one line each, where a reader opens them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape
from typing import TypeVar

from autograd_lite.value import Value
from autograd_lite.viz.diagram.folding import LeftOut
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.flows import Flow
from autograd_lite.viz.story.html import cells, heading, line, lines, remark
from autograd_lite.viz.story.parts import Part
from autograd_lite.viz.story.products import parted
from autograd_lite.viz.story.sentences import listed
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Step
from autograd_lite.viz.story.updates import norm
from autograd_lite.viz.words.words import Words

T = TypeVar("T")
MOST_NUMBERS = 8  # values or gradients of a part that are told one by one
MOST_INSIDE = 60  # operations or gradients inside a part that are


class PartSlides:
    """Writes the steps of parts, and those of single operations as ``slides`` does."""

    def __init__(self, slides: Slides) -> None:
        self.slides: Slides = slides
        self.words: Words = slides.words

    def slide(self, step: Step) -> Slide:
        """A step of the story as a slide."""
        part = step.part
        if part is None:
            slide = self.slides.slide(step)
            add = {"given": self._given, "result": self._result}.get(step.kind)
            return add(slide) if add and self.slides.story.parts else slide
        name, forward = self.name(part), step.kind == "forward"
        body, spoken = self._forward(part) if forward else self._backward(part, step.flows)
        inputs, outputs = (str(len(each)) for each in (part.inputs, part.outputs))
        if forward:
            title = self.words("parts.title_forward", name=name)
            head = self.words("parts.heading_forward", name=name, inputs=inputs, outputs=outputs)
        else:
            title = self.words("parts.title_backward", name=name)
            head = self.words("parts.heading_backward", name=name)
        return Slide(step.kind, title, head, body, spoken)

    def name(self, part: Part) -> str:
        """What a part is called: the modules that it stands in, or the node that it makes."""
        place = part.place
        if isinstance(place, LeftOut):
            return self.words("parts.rest", count=len(part.operations))
        if isinstance(place, Value):
            return self.slides.sentences.name(part.outputs[-1])
        around = [group.title for group in place.ancestors()]
        name = " · ".join(reversed(around[:-1] or around))  # that of the model is no news
        if part.time is None:
            return name
        return self.words("parts.time", name=name, number=str(part.time))

    # Forward and backward -----------------------------------------------------------------------

    def _forward(self, part: Part) -> tuple[str, str]:
        html, sentences = self.slides.html, self.slides.sentences

        def value(node: Value) -> str:
            return html.equation([self.slides.story.symbol(node)], node.data, "forward")

        def spoken(node: Value) -> str:
            return f"{sentences.name(node)} = {html.text.number(node.data)}"

        rows = [("parts.in", part.inputs), ("parts.out", part.outputs)]
        told = [("parts.spoken_in", part.inputs), ("parts.spoken_out", part.outputs)]
        inside = self._inside("parts.operations", part.operations, self.slides.value)
        return (
            _table(self._row(key, nodes, value) for key, nodes in rows if nodes) + inside,
            " ".join(self._spoken(key, nodes, spoken) for key, nodes in told if nodes),
        )

    def _backward(self, part: Part, flows: Sequence[Flow]) -> tuple[str, str]:
        html, sentences, story = self.slides.html, self.slides.sentences, self.slides.story

        def gradient(node: Value) -> str:
            return html.equation([story.derivative(node)], story.gradients[node], "backward")

        def spoken(node: Value) -> str:
            return f"{sentences.derivative(node)} = {html.text.number(story.gradients[node])}"

        def sent(flow: Flow) -> str:
            if flow.first and flow.last:
                return gradient(flow.operand)
            operand = html.math(story.symbol(flow.operand))
            arrival = self.slides.arrival(flow)
            number = html.number(flow.product, "backward")
            return f'{operand}: {number} <span class="arrival">{arrival}</span>'

        def spoken_sent(flow: Flow) -> str:
            return f"{sentences.name(flow.operand)}: {html.text.number(flow.product)}"

        parameters = self._norm(part)
        rows = [self._row("parts.arrives", part.outputs, gradient)]
        rows += [self._row("parts.sent", flows, sent)] if flows else []
        nothing = "" if flows else self.words("parts.nothing_sent")
        told = [
            self._spoken("parts.spoken_arrives", part.outputs, spoken),
            self._spoken("parts.spoken_sent", flows, spoken_sent) if flows else nothing,
            parameters,
        ]
        remarks = "".join(remark(escape(each)) for each in (nothing, parameters) if each)
        inside = self._inside("parts.gradients", part.leaves, lambda node: line(gradient(node)))
        return _table(rows) + remarks + inside, " ".join(filter(None, told))

    def _norm(self, part: Part) -> str:
        gradients = self.slides.story.gradients
        if not part.leaves:
            return ""
        size = self.slides.html.text.number(norm([gradients[leaf] for leaf in part.leaves]))
        return self.words("parts.norm", count=len(part.leaves), norm=size)

    # The first and the last slide ---------------------------------------------------------------

    def _given(self, slide: Slide) -> Slide:
        """Which nodes are told together, beside the numbers that are given."""
        parts = self.slides.story.parts
        names = listed(parts, MOST_NUMBERS, self._counted, self.words)
        count = len(self.slides.story.nodes)
        told = self.words("parts.folded", count=count, names=self.words.join(names))
        return replace(
            slide, body=slide.body + remark(escape(told)), spoken=f"{slide.spoken} {told}"
        )

    def _counted(self, part: Part) -> str:
        if not part.leaves:
            return self.name(part)
        return f"{self.name(part)} ({self.words('parts.count', count=len(part.leaves))})"

    def _result(self, slide: Slide) -> Slide:
        """How large the gradient of each part is, below those of the other leaves."""
        parts = [part for part in self.slides.story.parts if part.leaves]
        first, between, last = parted(parts, MOST_INSIDE)
        told = [f"{self.name(part)}: {self._norm(part)}" for part in (*first, *last)]
        rows = "".join(map(self._sized, (*first, *last)))
        heads = "".join(map(heading, ("", self.words.html("parts.parameters"), "‖∂‖")))
        table = f'<table class="many"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
        remarks = self.slides.sentences.remarks()
        body, spoken = "".join(remark(escape(x)) for x in remarks), " ".join(remarks)
        if self.slides.story.variables:  # which say the remarks, too
            body, spoken = slide.body, slide.spoken
        body += table
        if between:
            body += remark(self.words.html("slides.more", count=len(between)))
        return replace(slide, body=body, spoken=" ".join(filter(None, [spoken, *told])))

    def _sized(self, part: Part) -> str:
        gradients = [self.slides.story.gradients[leaf] for leaf in part.leaves]
        row = (
            ("", "", escape(self.name(part))),
            (self.words.html("parts.parameters"), "", str(len(part.leaves))),
            ("‖∂‖", "", self.slides.html.number(norm(gradients), "backward")),
        )
        return f"<tr>{cells(row)}</tr>"

    # Many things --------------------------------------------------------------------------------

    def _row(self, key: str, things: Sequence[T], write: Callable[[T], str]) -> str:
        told = self.slides.html.some(things, MOST_NUMBERS, lambda each: line(write(each)))
        return f'<tr><th scope="row">{self.words.html(key)}</th><td>{lines(told)}</td></tr>'

    def _spoken(self, key: str, things: Sequence[T], write: Callable[[T], str]) -> str:
        told = listed(things, MOST_NUMBERS, write, self.words)
        return self.words(key, count=len(things), values=self.words.join(told))

    def _inside(self, key: str, nodes: Sequence[Value], write: Callable[[Value], str]) -> str:
        """What is inside a part, one line each, where a reader opens it."""
        if not nodes:
            return ""
        told = lines(self.slides.html.some(nodes, MOST_INSIDE, write), "many")
        summary = self.words.html(key, count=len(nodes))
        return f"<details><summary>{summary}</summary>{told}</details>"


def _table(rows: Iterable[str]) -> str:
    return f'<table class="part many"><tbody>{"".join(rows)}</tbody></table>'
