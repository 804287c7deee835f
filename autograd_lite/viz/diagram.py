"""Draw a graph of Values as the slides do: green above the wire, red below it."""

import os
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.layout import lay_out

if TYPE_CHECKING:
    import graphviz

# of each direction: the sides where a wire comes from and goes to, and the marks that point there
DIRECTIONS = {
    "LR": ("w", "e", "◄", "►"),
    "RL": ("e", "w", "►", "◄"),
    "TB": ("n", "s", "▲", "▼"),
    "BT": ("s", "n", "▼", "▲"),
}
LONGEST_TEXT = 40  # characters of a label that a diagram shows


@dataclass(frozen=True)
class Theme:
    """The look of a diagram. Green and red differ in lightness too, and in their place."""

    forward: str = "#15803d"
    backward: str = "#b00020"
    ink: str = "#1f2328"
    muted: str = "#59636e"
    background: str = "white"
    fill: str = "#f3f5f7"
    font: str = "Arial"  # a face whose metrics every layout program knows
    size: int = 14


THEMES = {"slides": Theme()}


@dataclass(frozen=True)
class Wire:
    """The wire from a node to one of its consumers, with what flows along it both ways."""

    source: Value
    consumer: Value | None
    #: what the consumer sends back along this wire; None before a backward pass
    gradient: float | None
    #: the factors of ``gradient``
    upstream: float
    local: float


def draw(
    root: Value,
    *,
    theme: str = "slides",
    direction: str = "LR",
    local_gradients: bool = False,
    precision: int = 4,
    max_nodes: int = 200,
) -> "Diagram":
    """Return the diagram of everything that ``root`` was computed from.

    A wire shows the forward value in green above and, if a backward pass came by, the gradient
    that flows back along this wire in red below; ``local_gradients=True`` shows also the two
    factors, upstream × local. A node with several consumers shows the sum of its wires.
    Numbers have ``precision`` significant digits; ``direction`` is LR, RL, TB or BT.

    Raises ValueError for an unknown theme or direction, and when the graph has more than
    ``max_nodes`` nodes.

    >>> x = Value(3.0, "x")
    >>> draw(x * x)
    <Diagram of 2 nodes>
    """
    if not isinstance(root, Value):
        raise TypeError(f"root: a Value is needed, got a {type(root).__name__}")
    if theme not in THEMES:
        raise ValueError(f"theme: got {theme!r}; choose one of {', '.join(THEMES)}")
    if direction not in DIRECTIONS:
        raise ValueError(f"direction: got {direction!r}; choose one of {', '.join(DIRECTIONS)}")
    nodes = topological_order(root)
    if len(nodes) > max_nodes:
        raise ValueError(
            f"the graph has {len(nodes)} nodes, more than max_nodes={max_nodes}; draw a part of "
            "it, as draw(node) of an inner node, or raise max_nodes and be patient"
        )
    pen = _Pen(THEMES[theme], direction, precision, local_gradients)
    return Diagram(_digraph(nodes, pen, direction), len(nodes))


class Diagram:
    """A picture of a graph; a notebook shows it by itself."""

    def __init__(self, digraph: "graphviz.Digraph", nodes: int) -> None:
        #: the ``graphviz.Digraph``, for those who want to edit it
        self.digraph = digraph
        self._nodes = nodes

    def __repr__(self) -> str:
        return f"<Diagram of {self._nodes} nodes>"

    def dot(self) -> str:
        """The diagram as DOT text."""
        return str(self.digraph.source)

    def svg(self) -> str:
        """The diagram as an SVG document. Raises LayoutError if it cannot be laid out."""
        svg = lay_out(self.dot(), "svg").decode()
        return svg.replace('font-family="Arial"', 'font-family="Arial,Helvetica,sans-serif"')

    def png(self) -> bytes:
        """The diagram as a PNG image, at 192 dots per inch."""
        digraph = self.digraph.copy()  # type: ignore[no-untyped-call]  # the one without
        digraph.attr(dpi="192")
        return lay_out(str(digraph.source), "png")

    def pdf(self) -> bytes:
        """The diagram as a PDF document; for this Graphviz itself or pygraphviz is needed."""
        return lay_out(self.dot(), "pdf")

    def html(self) -> str:
        """The diagram as a page that needs nothing else."""
        picture = self.svg()
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n'
            f"<title>autograd_lite</title>\n{picture[picture.index('<svg') :]}</html>\n"
        )

    def save(self, path: "str | os.PathLike[str]") -> Path:
        """Write the diagram to ``path`` and return it; the ending chooses the format.

        Endings: .svg, .png, .pdf, .dot and .html; ValueError for any other. The picture is made
        before the file is opened, so that a failure leaves an old file as it was.
        """
        target = Path(path)
        if (ending := target.suffix.lower()) not in (".svg", ".png", ".pdf", ".dot", ".html"):
            raise ValueError(f"path: got {ending!r}; end in .svg, .png, .pdf, .dot or .html")
        picture: str | bytes = getattr(self, ending[1:])()
        target.write_bytes(picture if isinstance(picture, bytes) else picture.encode())
        return target

    def _repr_svg_(self) -> str:
        return self.svg()


def _wires(nodes: list[Value]) -> list[Wire]:
    """Every wire of the graph, last the one that leaves the root."""
    wires = []
    for node in nodes:
        for parent, local, gradient in zip(
            node.parents, node.local_gradients, node.downstream(node.grad), strict=True
        ):
            flows = node.has_gradient and parent.differentiable
            wires.append(Wire(parent, node, gradient if flows else None, node.grad, local))
    root = nodes[-1]
    out = root.grad if root.has_gradient else None
    return [*wires, Wire(root, None, out, root.grad, 1.0)]


class _Pen:
    """Writes what a theme and the options say, as Graphviz's HTML-like labels."""

    def __init__(self, theme: Theme, direction: str, precision: int, local_gradients: bool) -> None:
        self.theme = theme
        self.direction = direction
        self._precision = precision
        self._local_gradients = local_gradients

    def number(self, x: float) -> str:
        # + 0.0 turns −0.0 into 0.0
        return f"{x + 0.0:.{self._precision}g}".replace("-", "−")

    def font(self, text: str, color: str, size: int = 0) -> str:
        points = size or self.theme.size
        return f'<FONT COLOR="{color}" POINT-SIZE="{points}">{text}</FONT>' if text else ""

    def node(self, node: Value, wires: list[Wire]) -> str:
        theme = self.theme
        name = _text(node.label)
        if node.op:
            rows = [self.font(_text(node.op.symbol), theme.ink, theme.size + 2)]
            rows += [self.font(f"<I>{name}</I>", theme.muted, theme.size - 2)] if name else []
        else:
            rows = [self.font(f"<I>{name}</I>" if name else self.number(node.data), theme.ink)]
        flowing = [self.number(w.gradient) for w in wires if w.gradient is not None]
        if node.has_gradient and flowing != [self.number(node.grad)]:
            rows.append(self.font(f"Σ {self.number(node.grad)}", theme.backward, theme.size - 2))
        return f"<{'<BR/>'.join(rows)}>"

    def wires(self, wires: list[Wire]) -> list[str]:
        """For every wire, green over a rule over red; the rule is the wire.

        Side by side they get one width: next to a wider one, Graphviz leaves a gap at the rule.
        """
        theme, small = self.theme, self.theme.size - 4
        texts = [self._numbers(wire) for wire in wires]
        wide = [
            0.56 * (theme.size * max(len(above), len(below)) + small * len(factors))
            for above, below, factors in texts
        ]
        width = max(wide) + 1.5 * theme.size if self.direction in ("LR", "RL") else 0.0
        back, forth = DIRECTIONS[self.direction][2:]
        labels = []
        for above, below, factors in texts:
            green = self.font(above, theme.forward) + self.font(f" {forth}", theme.forward, small)
            red = self.font(f"{back} ", theme.backward, small) + self.font(below, theme.backward)
            grey = self.font(factors, theme.muted, small)
            labels.append(
                '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2" '
                f'COLOR="{theme.muted}"><TR><TD WIDTH="{width:.0f}">{green}</TD></TR><HR/>'
                f"<TR><TD>{red + grey if below else '&#160;'}</TD></TR></TABLE>>"
            )
        return labels

    def _numbers(self, wire: Wire) -> tuple[str, str, str]:
        """Forward value, gradient, and the factors of the gradient."""
        above = self.number(wire.source.data)
        if wire.gradient is None:
            return above, "", ""
        factors = f" = {self.number(wire.upstream)} · {self.number(wire.local)}"
        shown = self._local_gradients and wire.consumer is not None
        return above, self.number(wire.gradient), factors if shown else ""


def _text(text: str) -> str:
    """Any text as text that an HTML-like label shows, and as nothing else."""
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - 1] + "…"
    plain = "".join(
        " " if c.isspace() else "\ufffd" if unicodedata.category(c) in ("Cc", "Cn", "Cs") else c
        for c in text
    )
    return escape(plain).replace("\\", "&#92;")  # Graphviz expands \N and \G in HTML too


def _digraph(nodes: list[Value], pen: _Pen, direction: str) -> "graphviz.Digraph":
    import graphviz

    theme = pen.theme
    digraph: graphviz.Digraph = graphviz.Digraph()
    digraph.attr(rankdir=direction, bgcolor=theme.background, nodesep="0.15", ranksep="0.25")
    digraph.attr("node", fontname=theme.font, color=theme.muted, shape="plain")
    digraph.attr("node", width="0", height="0", margin="0.06,0.04")
    digraph.attr("edge", color=theme.muted, arrowsize="0.6")
    wires = _wires(nodes)
    leaving: defaultdict[Value, list[Wire]] = defaultdict(list)
    for wire in wires:
        leaving[wire.source].append(wire)
    names = {node: f"n{i}" for i, node in enumerate(nodes)}
    for node in nodes:
        shape = "plaintext" if node.op is None else "circle" if len(node.op.symbol) < 4 else "box"
        digraph.node(names[node], pen.node(node, leaving[node]), shape=shape)
    before, after = DIRECTIONS[direction][:2]
    for i, (wire, label) in enumerate(zip(wires, pen.wires(wires), strict=True)):
        digraph.node(f"w{i}", label)
        digraph.edge(names[wire.source], f"w{i}:{before}", arrowhead="none")
        if wire.consumer is not None:
            digraph.edge(f"w{i}:{after}", names[wire.consumer])
    return digraph
