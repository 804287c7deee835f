"""The slides of a walkthrough in HTML: what every step says, with its formulas in MathML."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape

from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.formula.order import node_symbol
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.derivations import Derivations
from autograd_lite.viz.story.derivations_html import as_html
from autograd_lite.viz.story.flows import Flow
from autograd_lite.viz.story.html import EQUALS, Html, attribute, cells, heading, lines, remark
from autograd_lite.viz.story.joint import joint_sentences
from autograd_lite.viz.story.partials import local_derivative
from autograd_lite.viz.story.products import Others, Product, Sent
from autograd_lite.viz.story.sentences import Sentences, conditions_text, listed, with_reason
from autograd_lite.viz.story.steps import Step, Story
from autograd_lite.viz.words.templates import Markup
from autograd_lite.viz.words.words import Words

MOST_TARGETS = 4  # that the title of a step names
MOST_GIVEN = 24  # leaves that are told one by one
SUM = '<span class="sign">Σ =</span> '


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
        self.html: Html = Html(precision, words)
        self.sentences: Sentences = Sentences(story, self.html.text)
        self.derivations: Derivations = Derivations(story)

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
        operation = node_symbol(step.node)
        return self.words(f"slides.heading_{step.kind}", name=name, operation=operation)

    # Bodies -------------------------------------------------------------------------------------

    def value(self, node: Value) -> str:
        """A node's name, how it is computed and its number."""
        formulas = [self.story.symbol(node), *self.story.value(node)]
        return self.html.line(formulas, self.story.data(node), kind="forward")

    def _body(self, step: Step) -> str:
        match step.kind:
            case "given":
                return self._given()
            case "forward":
                return self.value(step.node)
            case "seed":
                start = self.html.line([self.story.derivative(step.node)], 1.0, kind="backward")
                return start + remark(self.words.html("slides.seed"))
            case "backward":
                return self._sent(step)
        return self._result(step)

    def _given(self) -> str:
        given = self.html.some(self.story.leaves, MOST_GIVEN, self.value)
        return lines(given) + self._constants(self.story.leaves)

    def _constants(self, nodes: Iterable[Value]) -> str:
        constants = [x for x in dict.fromkeys(nodes) if not x.differentiable]
        if not constants:
            return ""
        names = listed(constants, self.story.most_told, self.sentences.name, self.words)
        told = self.words.join(names)
        return remark(self.words.html("slides.constants", names=told, count=len(constants)))

    def _sent(self, step: Step) -> str:
        if not step.products:
            return remark(escape(self.sentences.of(step)))
        to, upstream, local, downstream = self._columns
        upstream += f" {self.html.math(self.story.derivative(step.node))}"
        heads = (to, upstream, "", local, "", downstream, "")
        head = "".join(map(heading, heads))
        rows = "\n".join(map(self._product, step.products))
        many = ' class="many"' if len(step.products) > 1 else ""
        table = f"<table{many}><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
        told = [self.sentences.where(step.node), *self._through[step.node]]
        return "".join([
            table, self._constants(step.node.parents),
            *(remark(escape(each)) for each in told if each),
            as_html(self.derivations.of_step(step.products), self.html),
        ])  # fmt: skip

    @lazy
    def _through(self) -> dict[Value, list[str]]:
        """What activations and their losses make together, which is said at the activation."""
        told = defaultdict(list)
        for activation, sentence in joint_sentences(self.story, self.html.text):
            told[activation].append(sentence)
        return told

    @property
    def _columns(self) -> list[str]:
        """The heads of the table of what is sent."""
        return [self.words.html(f"slides.{x}") for x in ("to", "upstream", "local", "downstream")]

    def _product(self, product: Sent) -> str:
        if isinstance(product, Others):
            return self._others(product)
        local = local_derivative(self.story, product)
        formulas = [x for x in (product.formula, product.numbers) if x is not None]
        told = conditions_text(product, self.html.text)
        operand = Markup(self.html.row_name(self.story.symbol(product.operand)))
        if product.place:
            operand = Markup(self.words.html("story.operand", name=operand, place=product.place))
        number = Markup(self.html.number(product.product, "backward"))
        to, upstream, local_gradient, downstream = self._columns
        row = (
            (to, "", operand),
            (upstream, "", self.html.number(product.upstream, "backward")),
            ("", "sign", "×"),
            (local_gradient, "", self.html.line([local, *formulas], product.local, told)),
            ("", "sign", "="),
            (downstream, "", with_reason(product, number, self.words.html)),
            ("", "arrival", self.arrival(product)),
        )
        wire = self.wires.get((product.consumer, product.index))
        return f"<tr{attribute('data-wire', wire)}>{cells(row)}</tr>"

    def _others(self, others: Others) -> str:
        number = self.html.number
        local, product = number(others.local), number(others.product, "backward")
        to, upstream, local_gradient, downstream = self._columns
        row = (
            (to, "", escape(self.sentences.towards(others))),
            (upstream, "", self.html.number(others.upstream, "backward")),
            ("", "sign", "×"),
            (local_gradient, "", f'<div class="equation">{SUM}{local}</div>'),
            ("", "sign", "="),
            (downstream, "", SUM + product),
            ("", "arrival", self.words.html("slides.together")),
        )
        return f"<tr>{cells(row)}</tr>"

    def arrival(self, sent: Product | Flow) -> str:
        """What becomes of what is sent: it is the gradient, or one of several that add up."""
        gradient = self.html.math(self.story.derivative(sent.operand))
        if sent.first:
            return f"=&nbsp;{gradient}" if sent.last else self.words.html("slides.first")
        total = Markup(self.html.equation([sent.sum], sent.total, "backward"))
        if sent.last:
            whole = Markup(f"{gradient}{EQUALS}{total}")
            return self.words.html("slides.last", total=whole)
        return self.words.html("slides.so_far", total=total)

    def _result(self, step: Step) -> str:
        rows = "".join(map(self._variable, self.story.variables))
        if not rows:
            return remark(escape(self.sentences.of(step)))
        head = "".join(map(heading, ("", *self._result_columns)))
        remarks = "".join(remark(escape(each)) for each in self.sentences.remarks())
        body = f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
        return f'<table class="many">{body}</table>{remarks}'

    @property
    def _result_columns(self) -> list[str]:
        return [self.words.html(f"slides.{column}") for column in ("value", "gradient")]

    def _variable(self, node: Value) -> str:
        derivative, number = self.story.derivative(node), self.story.gradients[node]
        value, gradient = self._result_columns
        row = (
            ("", "", self.html.row_name(self.story.symbol(node))),
            (value, "", self.html.number(self.story.data(node), "forward")),
            (gradient, "", self.html.line([derivative], number, kind="backward")),
        )
        return f"<tr>{cells(row)}</tr>"
