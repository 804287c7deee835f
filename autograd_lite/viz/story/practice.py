"""Slides that ask before they tell: a learner types numbers, and the page says what is right."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from typing import Literal

from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.story.blanks import Blanks, Line, Question
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.hints import Hints
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Step


class Practice:
    """The slides of a story, before some of which stands one that asks for its numbers."""

    def __init__(self, slides: Slides, asking: Blanks) -> None:
        self._slides, self._asking = slides, asking
        #: the steps, with one before each that tells what is asked for
        self.steps: list[Step] = [
            each
            for step in slides.story.steps
            for each in ([replace(step, asks=True)] * bool(asking.lines(step)) + [step])
        ]
        self._words, self._text = slides.words, slides.html.text
        self._hints = Hints(slides.sentences)

    def slides(self, write: Callable[[Step], Slide]) -> Iterator[Slide]:
        """All slides, in their order; ``write`` makes those that tell."""
        part: Literal["", "between"] = ""
        for step in self._slides.story.steps:
            told, lines = write(step), self._asking.lines(step)
            if lines:
                yield self._question(told, lines, self._asking.paper(step))
                part = "between"
            tells = lines or step.kind == "result"
            yield replace(told, part="answer" if tells else part)

    def _question(self, told: Slide, lines: list[Line], paper: list[Line]) -> Slide:
        """The slide that asks for what another tells; on ``paper`` no answer has been told."""
        ask = f'<p class="remark">{self._words.html("practice.ask")}</p>'
        body = (
            f'<div class="on-screen">{self._lines(lines, self._field)}{ask}</div>\n'
            f'<div class="on-paper" aria-hidden="true">{self._lines(paper, _gap)}</div>'
        )
        title = self._words("practice.title", title=told.title)
        heading = self._words("practice.title", title=told.heading)
        return Slide(told.kind, title, heading, body, self._spoken(lines), part="question")

    def _lines(self, lines: list[Line], place: Callable[[Question], str]) -> str:
        """The lines, each with a ``place`` where something is asked for."""
        told = [
            ' <span class="sign">=</span> '.join(
                place(side) if isinstance(side, Question) else self._formula(side)
                for side in line.sides
            )
            for line in lines
        ]
        return "".join(f'<div class="equation">{line}</div>\n' for line in told)

    def _field(self, question: Question) -> str:
        """A field for the number, and a place for what is said about it."""
        count = question.number
        asked = self._text.write(question.asked)
        label = escape(self._words("practice.label", formula=asked, number=count))
        known = json.dumps({"answer": question.answer, "hints": self._hints.of(question)})
        return (
            f'<span class="blank"><input type="text" id="blank-{count}" size="9" '
            f'aria-label="{label}" aria-describedby="told-{count}" autocomplete="off" '
            f'autocapitalize="off" spellcheck="false" data-known="{escape(known)}">'
            f'<span class="number">({count})</span> '
            f'<output class="told" id="told-{count}" for="blank-{count}"></output></span>'
        )

    def _formula(self, side: Formula) -> str:
        """A side of an equation; a number by itself as such."""
        html = self._slides.html
        return html.number(side.mark) if side.kind == "number" else html.pieces(side)

    def _spoken(self, lines: list[Line]) -> str:
        missing = self._words("practice.missing")
        told = [
            " = ".join(
                missing if isinstance(side, Question) else self._text.write(side)
                for side in line.sides
            )
            for line in lines
        ]
        return self._words("practice.spoken", equations=self._words.join(told))


def _gap(question: Question) -> str:
    """A place to write on."""
    return f'<span class="blank"><span class="gap"></span> ({question.number})</span>'
