"""From a graph of Values to the DOT text of its picture, in the look of the slides."""

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from autograd_lite.value import Value

if TYPE_CHECKING:
    import graphviz

# of each direction: the sides where a wire comes in and goes out, the marks for back and forth
DIRECTIONS = {
    "LR": ("w", "e", "◄", "►"),
    "RL": ("e", "w", "►", "◄"),
    "TB": ("n", "s", "▲", "▼"),
    "BT": ("s", "n", "▼", "▲"),
}
LONGEST_TEXT = 40  # characters of a label that a diagram shows


@dataclass(frozen=True)
class Theme:
    """The colours and the letters. Green and red differ in lightness too, and in their place."""

    forward: str = "#15803d"
    backward: str = "#b00020"
    ink: str = "#1f2328"
    muted: str = "#59636e"
    background: str = "white"
    font: str = "Arial"  # a face whose metrics every layout program knows
    size: int = 14


THEMES = {"slides": Theme()}


@dataclass(frozen=True)
class Wire:
    """The wire from a node to one of its consumers, and what the consumer sends back along it."""

    source: Value
    consumer: Value | None
    #: upstream × local; None where no gradient flows
    gradient: float | None
    upstream: float = 1.0
    local: float = 1.0


@dataclass(frozen=True)
class Pen:
    """Writes nodes and wires as Graphviz's HTML-like labels."""

    theme: Theme
    direction: str
    precision: int
    local_gradients: bool

    def number(self, x: float) -> str:
        """A short number with a true minus sign; −0.0 is written 0."""
        return f"{x + 0.0:.{self.precision}g}".replace("-", "−")

    def font(self, text: str, color: str, smaller: int = 0) -> str:
        """A run of text; empty text is no run, which Graphviz would not parse."""
        points = self.theme.size - smaller
        return f'<FONT COLOR="{color}" POINT-SIZE="{points}">{text}</FONT>' if text else ""

    def name(self, node: Value, color: str, smaller: int = 0) -> str:
        """The label of a node in italics."""
        return self.font(f"<I>{plain_text(node.label)}</I>" if node.label else "", color, smaller)

    def node(self, node: Value, wires: list[Wire]) -> str:
        """Operation and label, and the sum of what flows back where that is not one number."""
        theme = self.theme
        if node.op:
            rows = [self.font(plain_text(node.op.symbol), theme.ink, smaller=-2)]
            rows += [self.name(node, theme.muted, smaller=2)]
        else:
            rows = [self.name(node, theme.ink) or self.font(self.number(node.data), theme.ink)]
        flowing = [self.number(wire.gradient) for wire in wires if wire.gradient is not None]
        if node.has_gradient and flowing != [self.number(node.grad)]:
            rows.append(self.font(f"Σ {self.number(node.grad)}", theme.backward, smaller=2))
        cells = "".join(f"<TR><TD>{row}</TD></TR>" for row in rows if row)
        return f'<<TABLE BORDER="0" CELLPADDING="0" CELLSPACING="2">{cells}</TABLE>>'

    def wire(self, wire: Wire, shared: bool, width: int) -> str:
        """Green over a rule over red; the rule is the wire. Wires that share a source name it."""
        theme, (_, _, back, forth) = self.theme, DIRECTIONS[self.direction]
        above = self.name(wire.source, theme.muted, smaller=4) + " " if shared else ""
        above += self.font(self.number(wire.source.data), theme.forward)
        above += self.font(f" {forth}", theme.forward, smaller=4)
        below = "&#160;"
        if wire.gradient is not None:
            below = self.font(f"{back} ", theme.backward, smaller=4)
            below += self.font(self.number(wire.gradient), theme.backward)
            below += self.font(self.factors(wire), theme.muted, smaller=4)
        return (
            '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" '
            f'COLOR="{theme.muted}"><TR><TD WIDTH="{width}">{above}</TD></TR><HR/>'
            f"<TR><TD>{below}</TD></TR></TABLE>>"
        )

    def factors(self, wire: Wire) -> str:
        """The product behind the gradient of a wire, if it is to be shown."""
        if not self.local_gradients or wire.consumer is None:
            return ""
        return f" = {self.number(wire.upstream)} × {self.number(wire.local)}"

    def width(self, wires: list[Wire]) -> int:
        """One width in points for all: beside a wider wire, a gap would open at the rule."""
        if self.direction in ("TB", "BT"):
            return 0
        size = self.theme.size
        letters = [
            size * max(len(self.number(x)) for x in (wire.source.data, wire.gradient or 0.0))
            + (size - 4) * len(self.factors(wire))
            for wire in wires
        ]
        return round(0.56 * max(letters) + 1.8 * size)


def plain_text(text: str) -> str:
    """Any text, as text that an HTML-like label shows and as nothing else."""
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    printable = "".join(
        " " if c.isspace() else "\ufffd" if unicodedata.category(c) in ("Cc", "Cn", "Cs") else c
        for c in text
    )
    # Graphviz expands \N and \G here too, but not across the border of an element.
    return escape(printable).replace("\\", "<I>&#92;</I>")


def find_wires(nodes: list[Value]) -> list[Wire]:
    """Every wire of the graph, last the one that leaves the root."""
    wires = []
    for node in nodes:
        products = node.downstream(node.grad)
        for parent, local, product in zip(
            node.parents, node.local_gradients, products, strict=True
        ):
            gradient = product if node.has_gradient and parent.differentiable else None
            wires.append(Wire(parent, node, gradient, node.grad, local))
    root = nodes[-1]
    return [*wires, Wire(root, None, root.grad if root.has_gradient else None)]


def write_digraph(nodes: list[Value], pen: Pen) -> "graphviz.Digraph":
    """The picture of ``nodes``, in topological order. A wire's numbers are a node of their own.

    In an SVG the i-th node has the id n{i}, and the i-th wire w{i}, w{i}-start and w{i}-end: so
    that a page can light them up.
    """
    import graphviz

    theme, (before, after, _, _) = pen.theme, DIRECTIONS[pen.direction]
    digraph: graphviz.Digraph = graphviz.Digraph()
    digraph.attr(rankdir=pen.direction, bgcolor=theme.background, nodesep="0.15", ranksep="0.3")
    digraph.attr("node", fontname=theme.font, color=theme.muted, shape="plain")
    digraph.attr("node", width="0", height="0", margin="0.06,0.04")
    digraph.attr("edge", color=theme.muted, arrowsize="0.6")
    wires = find_wires(nodes)
    leaving: dict[Value, list[Wire]] = {node: [] for node in nodes}
    for wire in wires:
        leaving[wire.source].append(wire)
    names = {node: f"n{i}" for i, node in enumerate(nodes)}
    for node in nodes:
        shape = "plaintext" if node.op is None else "circle" if len(node.op.symbol) < 4 else "box"
        name = names[node]
        digraph.node(name, pen.node(node, leaving[node]), shape=shape, id=name)
    width = pen.width(wires)
    for i, wire in enumerate(wires):
        shared = len(leaving[wire.source]) > 1
        digraph.node(f"w{i}", pen.wire(wire, shared, width), id=f"w{i}")
        tail = f"{names[wire.source]}:{after}" if shared else names[wire.source]
        digraph.edge(tail, f"w{i}:{before}", arrowhead="none", id=f"w{i}-start")
        if wire.consumer is not None:
            digraph.edge(f"w{i}:{after}", names[wire.consumer], id=f"w{i}-end")
    return digraph
