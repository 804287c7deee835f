"""The slides of a batch: what every step says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import escape

from autograd_lite.viz.batch.equations import Equation, Sent, Step, Unused
from autograd_lite.viz.batch.markup import MathMLWriting
from autograd_lite.viz.batch.matrices import Application, Matrix
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.batch.writing import TextWriting
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.html import remark
from autograd_lite.viz.words.words import Words


class Slides:
    """Writes the steps of a batch. Every name in them is escaped text."""

    def __init__(
        self,
        story: Story,
        precision: int,
        entries: bool,
        words: Words,
        wires: Mapping[tuple[int, int], str],
    ) -> None:
        self.story, self.words, self._entries, self._wires = story, words, entries, wires
        self.text = TextWriting(precision, story.several, words)
        self.math = MathMLWriting(precision, story.several, words)

    @property
    def title(self) -> str:
        """The title of the deck."""
        name = self.story.parts.cost.name.line
        return self.words("batch.title", name=name, examples=self.examples)

    @property
    def examples(self) -> str:
        """How many there are, in words."""
        return self.words("batch.examples", count=self.story.batch.size)

    def slide(self, step: Step) -> Slide:
        """A step as a slide."""
        fields = self._fields(step)
        title = self.words(f"batch.title_{step.kind}", **fields)
        heading = self.words(f"batch.heading_{step.kind}", **fields)
        return Slide(step.kind, title, heading, self._body(step), self._spoken(step))

    def _fields(self, step: Step) -> dict[str, str]:
        cost = self.story.parts.cost
        out = step.application.out
        return {
            "name": out.name.line,
            "shape": "{}×{}".format(*out.shape),
            "targets": ", ".join(each.operand.name.line for each in step.sent),
            "gradient": self._derivative(cost),
            "examples": self.examples,
        }

    def _derivative(self, matrix: Matrix) -> str:
        return self.text.line(self.story.derivative(matrix))

    # Bodies -----------------------------------------------------------------------------------

    def _body(self, step: Step) -> str:
        match step.kind:
            case "given":
                return self._equations(step.equations) + _remark(self._columns())
            case "seed":
                return self.lines(step.equations) + _remark(self.words("batch.seed"))
            case "backward":
                unused = [_remark(self._unused(each)) for each in step.unused]
                return "\n".join([*(self._sent(step, each) for each in step.sent), *unused])
            case "result":
                return self._equations(step.equations)
            case _:
                return self.lines(replace(each, shape=None) for each in step.equations)

    def lines(self, equations: Iterable[Equation]) -> str:
        """Every equation as a line."""
        return "".join(f'<div class="equation">{self.math.equation(x)}</div>' for x in equations)

    def _equations(self, equations: Iterable[Equation]) -> str:
        return f'<div class="equations">{self.lines(equations)}</div>'

    def _columns(self) -> str:
        names = [each.name.line for each in self.story.parts.leaves if not each.shared]
        return self.words("batch.columns", names=", ".join(names), count=self.story.batch.size)

    def _unused(self, unused: Unused) -> str:
        told = self.text.spoken(unused.equation)
        return self.words("batch.unused", equation=told, name=unused.operand.name.line)

    def _sent(self, step: Step, sent: Sent) -> str:
        name = self.words("batch.to", name=sent.operand.name.line)
        wire = self._wires[id(sent.operand), id(step.application.out)]
        total = self.lines([sent.total]) if sent.total else ""
        entries = ""
        if self._entries and (found := [*self.story.entries(step.application, sent.operand)]):
            entries = _remark(self.words("batch.entry_by_entry")) + self.lines(found)
        return (
            f'<div class="sent many" data-wire="{wire}"><h3>{escape(name)}</h3>'
            f"{self.lines([*sent.local, sent.product])}"
            f"{_remark(' '.join(self._remarks(step.application, sent)))}{total}{entries}</div>"
        )

    def _remarks(self, application: Application, sent: Sent) -> Iterator[str]:
        """How the gradient comes about, and what becomes of it."""
        name = sent.operand.name.line
        yield self._way(application, sent)
        if len(self.story.parts.consumers(sent.operand)) > 1 and not sent.total:
            yield self.words("batch.arrives_first", name=name)
        elif sent.total:
            key = "batch.arrives_last" if sent.last else "batch.arrives_so_far"
            total = self.text.line(sent.total.sides[-1][0])
            yield self.words(key, name=name, total=total)

    def _way(self, application: Application, sent: Sent) -> str:
        name = sent.operand.name.line
        match sent.way:
            case "product" if sent.operand is application.operands[0]:
                return self.words("batch.product", count=self.story.batch.size)
            case "product":
                return self.words("batch.inner", name=application.out.name.line)
            case "sum":
                return self.words("batch.sum", name=name)
            case "columns":
                return self.words("batch.columns_way", name=name)
            case "copy":
                return self.words("batch.copy")
            case _ if application.how == "cost":
                return self.words("batch.cost")
            case _:
                return self.words("batch.entries")

    # Spoken -----------------------------------------------------------------------------------

    def _spoken(self, step: Step) -> str:
        said = list(map(self.text.spoken, step.equations))
        match step.kind:
            case "given":
                return (
                    self.words("batch.spoken_given", values="; ".join(said)) + " " + self._columns()
                )
            case "forward":
                return self.words("batch.spoken_forward", equation=said[0])
            case "seed":
                cost = self._derivative(self.story.parts.cost)
                return self.words("batch.spoken_seed", gradient=cost)
            case "result":
                return self.words("batch.spoken_result", values="; ".join(said))
        return " ".join([*(self._said(step, each) for each in step.sent),
                         *map(self._unused, step.unused)])  # fmt: skip

    def _said(self, step: Step, sent: Sent) -> str:
        equations = [self.text.spoken(each) for each in (*sent.local, sent.product)]
        return self.words(
            "batch.spoken_sent",
            name=sent.operand.name.line,
            equations="; ".join(equations),
            remarks=" ".join(self._remarks(step.application, sent)),
        )


def _remark(text: str) -> str:
    return remark(escape(text))
