"""A batch as text, Markdown and LaTeX: both passes in equations of matrices."""

from collections.abc import Iterator

from autograd_lite.viz.batch.equations import Equation, Step
from autograd_lite.viz.batch.markup import NEW_ROW, LatexWriting
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.batch.writing import TextWriting
from autograd_lite.viz.words.words import Words


class BatchExplanation:
    """Both passes over a batch in equations of matrices; it prints as text."""

    __module__ = "autograd_lite"

    def __init__(self, story: Story, precision: int, entries: bool, words: Words) -> None:
        self._story, self._entries = story, entries
        known = story.several
        self._words = words
        self._text = TextWriting(precision, known, words)
        self._latex = LatexWriting(precision, known, words)

    def __repr__(self) -> str:
        return f"<Explanation of {self._story.batch!r}>"

    def __str__(self) -> str:
        parts = []
        for heading, equations in self._sections():
            shown = "\n".join(map(_indented, map(self._text.equation, equations)))
            parts.append(f"{heading}\n\n{shown}")
        return "\n\n".join(parts)

    def markdown(self) -> str:
        """The equations in Markdown, between dollar signs, as GitHub and notebooks show them."""
        parts = []
        for heading, equations in self._sections():
            shown = [f"$$\n{self._display(each)}\n$$" for each in equations]
            parts.append("\n\n".join([f"**{heading}**", *shown]))
        return "\n\n".join(parts)

    def _display(self, equation: Equation) -> str:
        text = self._latex.equation(equation)
        if NEW_ROW in text:
            return f"\\begin{{aligned}}\n{text}\n\\end{{aligned}}"
        return text.replace("&=", "=")

    def latex(self) -> str:
        """The equations as an ``align*`` block of amsmath, which breaks over pages.

        MathJax does not know ``\\allowdisplaybreaks``, and needs no pages: a notebook gets the
        block without it.
        """
        return f"{{\\allowdisplaybreaks\\small\\arraycolsep=3pt\n{self._block()}\n}}"

    def _block(self) -> str:
        rows = [self._latex.equation(each) for _, found in self._sections() for each in found]
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"

    def _sections(self) -> Iterator[tuple[str, list[Equation]]]:
        """Headings, and the equations below them."""
        story = self._story
        kinds: dict[str, list[Equation]] = {}
        for step in story.steps:
            kind = "backward" if step.kind == "seed" else step.kind
            kinds.setdefault(kind, []).extend(self._equations(step))
        size = story.batch.size
        examples = self._words("batch.examples", count=size)
        yield self._words("batch.part_given", examples=examples), kinds["given"]
        yield self._words("batch.part_forward"), kinds["forward"]
        yield self._words("batch.part_backward"), kinds["backward"]

    def _equations(self, step: Step) -> Iterator[Equation]:
        yield from step.equations
        for sent in step.sent:
            yield from sent.local
            yield sent.product
            if self._entries:
                yield from self._story.entries(step.application, sent.operand)
            if sent.total:
                yield sent.total
        for unused in step.unused:
            yield unused.equation

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {
            "text/plain": str(self),
            "text/markdown": self.markdown(),
            "text/latex": self._block(),
        }


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n"))
