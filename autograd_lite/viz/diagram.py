"""Draw a graph of Values: forward values in green, backward values in red."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.dot import DIRECTIONS, THEMES, Pen, write_digraph
from autograd_lite.viz.layout import lay_out

if TYPE_CHECKING:
    import graphviz

ENDINGS = (".svg", ".png", ".pdf", ".dot", ".html")


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
    that flows back along this wire in red below; ``local_gradients=True`` adds its two factors,
    upstream × local. A node with several consumers shows the sum of what they send back.
    Numbers have ``precision`` significant digits; ``direction`` is LR, RL, TB or BT.

    Raises ValueError for a theme, direction or precision that does not exist, and for a graph
    of more than ``max_nodes`` nodes.

    >>> x = Value(3.0, "x")
    >>> draw(x * x)
    <Diagram of 2 nodes>
    """
    if not isinstance(root, Value):
        raise TypeError(f"root: a Value is needed, got a {type(root).__name__}; draw one result")
    if theme not in tuple(THEMES):
        raise ValueError(f"theme: got {theme!r}; choose one of {', '.join(THEMES)}")
    if direction not in tuple(DIRECTIONS):
        raise ValueError(f"direction: got {direction!r}; choose one of {', '.join(DIRECTIONS)}")
    if precision not in range(1, 18):
        raise ValueError(f"precision: got {precision!r}; choose 1 to 17 significant digits")
    if not isinstance(max_nodes, int):
        raise TypeError(f"max_nodes: a whole number is needed, got {max_nodes!r}")
    nodes = topological_order(root)
    if len(nodes) > max_nodes:
        raise ValueError(
            f"the graph has {len(nodes)} nodes, more than max_nodes={max_nodes}; draw a part of "
            "it, as draw(node) of an inner node, or raise max_nodes and be patient"
        )
    pen = Pen(THEMES[theme], direction, precision, local_gradients)
    return Diagram(write_digraph(nodes, pen), len(nodes))


class Diagram:
    """A picture of a graph. A notebook shows it by itself.

    Making SVG, PNG, PDF or HTML raises LayoutError if no layout program is found or it fails.
    """

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
        """The diagram as an SVG document."""
        svg = lay_out(self.dot(), "svg").decode()
        svg = re.sub(r"<title>.*?</title>\n", "", svg)  # browsers show these: n0, w3
        return svg.replace('font-family="Arial"', 'font-family="Arial,Helvetica,sans-serif"')

    def png(self) -> bytes:
        """The diagram as a PNG image of 192 dots per inch."""
        digraph = self.digraph.copy()  # type: ignore[no-untyped-call]  # the one without types
        digraph.attr(dpi="192")
        return lay_out(str(digraph.source), "png")

    def pdf(self) -> bytes:
        """The diagram as a PDF document; this needs Graphviz's dot or pygraphviz."""
        return lay_out(self.dot(), "pdf")

    def html(self) -> str:
        """The diagram as a page that needs nothing else."""
        svg = self.svg()
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Graph</title>\n'
            "<style>svg { max-width: 100%; height: auto }</style>\n"
            f"{svg[svg.index('<svg') :]}</html>\n"
        )

    def save(self, path: "str | os.PathLike[str]") -> Path:
        """Write the diagram to ``path`` and return that; the ending chooses the format.

        Raises ValueError unless it is .svg, .png, .pdf, .dot or .html. The picture is made
        before the file is opened: if that fails, an old file stays as it was.
        """
        target = Path(path)
        if (ending := target.suffix.lower()) not in ENDINGS:
            raise ValueError(f"path: got the ending {ending!r}; choose one of {', '.join(ENDINGS)}")
        picture: str | bytes = getattr(self, ending[1:])()
        target.write_bytes(picture if isinstance(picture, bytes) else picture.encode())
        return target

    def _repr_svg_(self) -> str:
        return self.svg()
