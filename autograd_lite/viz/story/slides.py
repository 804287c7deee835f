"""The slides of a walkthrough in HTML: what every step says, with its formulas in MathML."""

from collections.abc import Iterable, Mapping
from html import escape

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, shorten
from autograd_lite.viz.formula.scripts import MathML, Text
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.sentences import Sentences, conditions_text, with_reason
from autograd_lite.viz.story.steps import Others, Product, Sent, Step, Story, parted
from autograd_lite.viz.words.templates import Markup
from autograd_lite.viz.words.words import Words

MOST_TARGETS = 4  # that the title of a step names


class Slides:
    """Writes the steps of a story as HTML. Every name in it is escaped text."""

    def __init__(
        self,
        story: Story,
        precision: int,
        wires: Mapping[tuple[Value, int], str],
        words: Words,
    ) -> None:
        self.story: Story = story
        #: the id in the picture of the wire into a node from its operand at a place
        self.wires: Mapping[tuple[Value, int], str] = wires
        self.words: Words = words
        self.text: Text = Text(precision, words)
        self.mathml: MathML = MathML(precision, words)
        self.sentences: Sentences = Sentences(story, self.text)

    def slide(self, step: Step) -> Slide:
        """A step of the story as a slide."""
        title, heading, spoken = self._title(step), self._heading(step), self.sentences.of(step)
        return Slide(step.kind, title, heading, self._body(step), spoken)

    # Titles -------------------------------------------------------------------------------------

    def _title(self, step: Step) -> str:
        words, name = self.words, self.sentences.name(step.node)
        match step.kind:
            case "forward":
                return words("slides.title_forward", name=name)
            case "seed":
                return words("slides.title_seed", gradient=self.sentences.derivative(step.node))
            case "backward":
                return words("slides.title_backward", name=name, targets=self._targets(step))
        return words(f"slides.title_{step.kind}")

    def _targets(self, step: Step) -> str:
        name = self.sentences.name
        told = [name(each.operand) if isinstance(each, Product) else "…" for each in step.products]
        names = [*dict.fromkeys(told)]
        shown = names[:MOST_TARGETS] + ["…"] * (len(names) > MOST_TARGETS)
        return self.words.join(dict.fromkeys(shown)) or self.words("slides.no_targets")

    def _heading(self, step: Step) -> str:
        name = self.sentences.name(step.node)
        operation = step.node.op.symbol if step.node.op else ""
        return self.words(f"slides.heading_{step.kind}", name=name, operation=operation)

    # Bodies -------------------------------------------------------------------------------------

    def _math(self, formula: Formula) -> str:
        """A formula, and the same as text where MathML is not read."""
        text = escape(self.text.write(formula))
        return f'<math {_TALL} alttext="{text}">{self.mathml.write(formula)}</math>'

    def _row_name(self, formula: Formula) -> str:
        """A formula as the heading of a row, which is read as text: so one hears it the same."""
        text, math = escape(self.text.write(formula)), self.mathml.write(formula)
        return f'<span class="heard">{text}</span><math {_TALL} aria-hidden="true">{math}</math>'

    def _pieces(self, formula: Formula) -> str:
        """A formula; a sum in pieces, between which a line may end, as no browser does itself."""
        formula = shorten(formula)
        if formula.kind != "sum":
            return self._math(formula)
        first, *others = formula.parts
        later = [f"<math {_TALL}>{self.mathml.later_term(term)}</math>" for term in others]
        return " ".join([self._math(first), *later])

    def _number(self, value: float, kind: str = "") -> str:
        digits = escape(self.text.number(value))
        return f'<span class="{f"number {kind}".strip()}">{digits}</span>'

    def _equation(self, formulas: list[Formula], value: float, kind: str = "") -> str:
        """Formulas and a number with = between them; what reads as the next does is left out."""
        shown = [(self.text.write(each), self._pieces(each)) for each in formulas]
        shown.append((self.text.number(value), self._number(value, kind)))
        following = [read for read, _ in shown[1:]] + [""]
        kept = [html for (read, html), after in zip(shown, following, strict=True) if read != after]
        return _EQUALS.join(kept)

    def _line(self, formulas: list[Formula], value: float, told: str = "", kind: str = "") -> str:
        condition = f' <span class="sign">({escape(told)})</span>' if told else ""
        return f'<div class="equation">{self._equation(formulas, value, kind)}{condition}</div>'

    def _value(self, node: Value) -> str:
        formulas = [self.story.symbol(node), *self.story.value(node)]
        return self._line(formulas, node.data, kind="forward")

    def _body(self, step: Step) -> str:
        match step.kind:
            case "given":
                return self._given()
            case "forward":
                return self._value(step.node)
            case "seed":
                start = self._line([self.story.derivative(step.node)], 1.0, kind="backward")
                return start + _remark(self.words.html("slides.seed"))
            case "backward":
                return self._sent(step)
            case "result":
                return self._result(step)

    def _given(self) -> str:
        shown = f'<div class="equations">{"".join(map(self._value, self.story.leaves))}</div>'
        return shown + self._constants(self.story.leaves)

    def _constants(self, nodes: Iterable[Value]) -> str:
        constants = [x for x in dict.fromkeys(nodes) if not x.differentiable]
        if not constants:
            return ""
        first, between, last = parted(constants, self.story.most_told)
        name = self.sentences.name
        names = [*map(name, first), *map(name, last)]
        if between:
            names.insert(len(first), self.words("slides.more", count=len(between)))
        told = self.words.join(names)
        return _remark(self.words.html("slides.constants", names=told, count=len(constants)))

    def _sent(self, step: Step) -> str:
        if not step.products:
            return _remark(escape(self.sentences.of(step)))
        to, upstream, local, downstream = self._columns
        upstream += f" {self._math(self.story.derivative(step.node))}"
        heads = (to, upstream, "", local, "", downstream, "")
        head = "".join(map(_head, heads))
        rows = "\n".join(map(self._product, step.products))
        many = ' class="many"' if len(step.products) > 1 else ""
        table = f"<table{many}><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
        return table + self._constants(step.node.parents)

    @property
    def _columns(self) -> list[str]:
        """The heads of the table of what is sent."""
        return [self.words.html(f"slides.{x}") for x in ("to", "upstream", "local", "downstream")]

    def _product(self, product: Sent) -> str:
        if isinstance(product, Others):
            return self._others(product)
        local = self.story.derivative(product.operand, product.consumer)
        formulas = [x for x in (product.formula, product.numbers) if x is not None]
        told = conditions_text(product, self.text)
        operand = Markup(self._row_name(self.story.symbol(product.operand)))
        if product.place:
            operand = Markup(self.words.html("story.operand", name=operand, place=product.place))
        number = Markup(self._number(product.product, "backward"))
        to, upstream, local_gradient, downstream = self._columns
        cells = (
            (to, "", operand),
            (upstream, "", self._number(product.upstream, "backward")),
            ("", "sign", "×"),
            (local_gradient, "", self._line([local, *formulas], product.local, told)),
            ("", "sign", "="),
            (downstream, "", with_reason(product, number, self.words.html)),
            ("", "arrival", self._arrival(product)),
        )
        wire = self.wires.get((product.consumer, product.index))
        return f"<tr{_attribute('data-wire', wire)}>{_cells(cells)}</tr>"

    def _others(self, others: Others) -> str:
        local, product = self._number(others.local), self._number(others.product, "backward")
        to, upstream, local_gradient, downstream = self._columns
        cells = (
            (to, "", escape(self.sentences.towards(others))),
            (upstream, "", self._number(others.upstream, "backward")),
            ("", "sign", "×"),
            (local_gradient, "", f'<div class="equation">{_SUM}{local}</div>'),
            ("", "sign", "="),
            (downstream, "", _SUM + product),
            ("", "arrival", self.words.html("slides.together")),
        )
        return f"<tr>{_cells(cells)}</tr>"

    def _arrival(self, product: Product) -> str:
        gradient = self._math(self.story.derivative(product.operand))
        if product.first:
            return f"= {gradient}" if product.last else self.words.html("slides.first")
        total = Markup(self._equation([product.sum], product.total, "backward"))
        if product.last:
            whole = Markup(f"{gradient}{_EQUALS}{total}")
            return self.words.html("slides.last", total=whole)
        return self.words.html("slides.so_far", total=total)

    def _result(self, step: Step) -> str:
        rows = "".join(map(self._variable, self.story.variables))
        if not rows:
            return _remark(escape(self.sentences.of(step)))
        head = "".join(map(_head, ("", *self._result_columns)))
        remarks = "".join(_remark(escape(each)) for each in self.sentences.remarks())
        body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return f'<table class="many">{body}</table>{remarks}'

    @property
    def _result_columns(self) -> list[str]:
        return [self.words.html(f"slides.{column}") for column in ("value", "gradient")]

    def _variable(self, node: Value) -> str:
        derivative, number = self.story.derivative(node), self.story.gradients[node]
        value, gradient = self._result_columns
        cells = (
            ("", "", self._row_name(self.story.symbol(node))),
            (value, "", self._number(node.data, "forward")),
            (gradient, "", self._line([derivative], number, kind="backward")),
        )
        return f"<tr>{_cells(cells)}</tr>"


_TALL = 'displaystyle="true"'
_EQUALS = ' <span class="sign">=</span> '
_SUM = '<span class="sign">Σ =</span> '


def _head(column: str) -> str:
    """The heading of a column; what heads nothing is no heading."""
    return f'<th scope="col">{column}</th>' if column else "<td></td>"


def _cells(cells: Iterable[tuple[str, str, str]]) -> str:
    """Cells of a row, each of the name of its column, its class and its contents.

    The first is the heading of its row.
    """
    (named, _, heading), *others = cells
    return f'<th scope="row"{_attribute("data-name", named)}>{heading}</th>' + "".join(
        f"<td{_attribute('data-name', name)}{_attribute('class', kind)}>{content}</td>"
        for name, kind, content in others
    )


def _attribute(name: str, value: str | None) -> str:
    return f' {name}="{value}"' if value else ""


def _remark(text: str) -> str:
    return f'<p class="remark">{text}</p>'
