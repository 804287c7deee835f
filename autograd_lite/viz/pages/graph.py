"""The graph of a function as a table whose numbers follow: every value, and every gradient."""

from html import escape
from typing import NamedTuple

from autograd_lite.compiler.core import Graph
from autograd_lite.compiler.languages import javascript
from autograd_lite.compiler.recorded import NONE, Recorded
from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import fill, number, symbol
from autograd_lite.viz.formula.names import Name, is_number, name_nodes
from autograd_lite.viz.formula.notation import value_formula
from autograd_lite.viz.formula.scripts import MathML, Text
from autograd_lite.viz.pages.function import Here
from autograd_lite.viz.pages.scripts import as_script
from autograd_lite.viz.words.words import Words

MOST_NODES = 60  # that are told one by one


class Part(NamedTuple):
    """What a page shows of a graph, and the script that computes its numbers."""

    markup: str
    script: str


def followed(here: Here, precision: int, words: Words) -> Part:
    """The table of a graph, whose numbers follow those of its variables.

    Where the graph is too large, there is none.
    """
    order = topological_order(here.root)
    if len(order) > MOST_NODES:
        return Part("", "")
    table = _Table(order, precision, words)
    return Part(table.markup(), table.script(here.variables))


class _Table:
    def __init__(self, order: list[Value], precision: int, words: Words) -> None:
        self.words, self.text = words, Text(precision, words)
        self.mathml = MathML(precision, words)
        self.names: dict[Value, Name] = name_nodes(order)
        self.order = order
        #: what has a row: all but plain numbers
        self.rows = [node for node in order if not is_number(node)]

    def markup(self) -> str:
        words = self.words
        heads = "".join(
            f'<th scope="col" class="{kind}">{escape(words(key))}</th>'
            for key, kind in (
                ("explain.node", ""), ("explain.value", "forward"),
                ("explore.gradient", "backward"), ("explain.formula", ""),
            )
        )  # fmt: skip
        rows = "\n".join(self._row(i, node) for i, node in enumerate(self.rows))
        heading = escape(words("explore.graph"))
        return (
            f'<section class="graph"><h2>{heading}</h2><div class="scrolled" tabindex="0" '
            f'role="group" aria-label="{heading}"><table><thead><tr>{heads}</tr></thead>'
            f"<tbody>\n{rows}\n</tbody></table></div></section>"
        )

    def _row(self, place: int, node: Value) -> str:
        name, label = self.names[node], escape(self.names[node].text)
        formula = ""
        if node.op is not None:
            operands = [
                number(each.data) if is_number(each) else symbol(self.names[each])
                for each in node.parents
            ]
            shown = fill(value_formula(node), operands)
            told = escape(self.text.write(shown))
            formula = f'<math aria-label="{told}">{self.mathml.write(shown)}</math>'
        gradient = self.text.number(node.grad) if node.differentiable else ""
        return (
            f'<tr><th scope="row"><math aria-hidden="true">{name.mathml}</math>'
            f'<span class="heard">{label}</span></th>'
            f'<td class="number forward" data-value="{place}">{self.text.number(node.data)}</td>'
            f'<td class="number backward" data-gradient="{place}">{gradient}</td>'
            f"<td>{formula}</td></tr>"
        )

    def script(self, variables: list[Value]) -> str:
        numbers = {node: i for i, node in enumerate(self.order)}
        leaves = [x for x in self.order if x.op is None and x.differentiable]
        known = {*variables}  # and no list, which would compare numbers
        others = [x for x in leaves if x not in known]
        towards = [x for x in self.rows if x.differentiable]
        results = [numbers[x] for x in self.rows]
        results += [len(self.order) + i for i in range(len(towards))]
        recorded = Recorded(
            Graph(self.order, numbers),
            [(numbers.get(x, NONE), x.label, False) for x in (*others, *variables)],
            (numbers[self.order[-1]], [numbers[x] for x in towards]),
            results,
            [False] * len(results),
        )
        places = {x: i for i, x in enumerate(self.rows)}
        data = {
            "given": [x.data for x in others],
            "values": len(self.rows),
            "gradients": [places[x] for x in towards],
        }
        compute = javascript.function(recorded.as_program(), "computeGraph")
        return f"{compute}const GRAPH = {as_script(data)};"
