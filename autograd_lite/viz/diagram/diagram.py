"""What `draw` returns: a picture, which a notebook shows and which is saved in many formats."""

import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from html import escape
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograd_lite.inputs.checks import path as checked_path
from autograd_lite.viz.diagram.layout import LayoutError, lay_out
from autograd_lite.viz.diagram.setting import with_text, without_text
from autograd_lite.viz.diagram.themes import Theme
from autograd_lite.viz.sheet.glyphs import warn_of_unknown
from autograd_lite.viz.sheet.pdf import pdf
from autograd_lite.viz.sheet.png import png
from autograd_lite.viz.sheet.read import read_svg
from autograd_lite.viz.sheet.shapes import Sheet
from autograd_lite.viz.sheet.svg import write_svg
from autograd_lite.viz.sheet.tikz import tikz
from autograd_lite.viz.web.frames import scalable
from autograd_lite.viz.web.picture import picture_page
from autograd_lite.viz.words.words import Words

if TYPE_CHECKING:
    import graphviz


class Diagram(ABC):
    """A picture. A notebook shows it by itself.

    Of a graph, every format but DOT raises LayoutError if there is no layout program or it fails.
    PNG and PDF have their own fonts, and warn if these lack a letter, as those of Asian languages.
    """

    __module__ = "autograd_lite"

    def __init__(self, theme: Theme, words: Words, told: str) -> None:
        self._theme, self._words, self._told = theme, words, told

    def __repr__(self) -> str:
        return f"<Diagram of {self._told}>"

    @property
    @abstractmethod
    def sheet(self) -> Sheet:
        """The shapes and texts of the picture, each at its place."""

    @property
    @abstractmethod
    def digraph(self) -> "graphviz.Digraph":
        """The ``graphviz.Digraph``, to be edited; AttributeError for what none draws."""

    def dot(self) -> str:
        """The diagram as DOT text; ValueError for what no layout program draws."""
        return str(self.digraph.source)

    def svg(self) -> str:
        """The diagram as an SVG document."""
        return write_svg(self.sheet, self._theme)

    def png(self) -> bytes:
        """The diagram as a PNG image of 192 dots per inch."""
        return png(self._known_letters(), self._theme)

    def pdf(self) -> bytes:
        """The diagram as a PDF document of one page, with its fonts in it."""
        return pdf([self._known_letters()], self._theme, language=self._words.code)

    def tex(self) -> str:
        r"""The diagram in TikZ: compiled by itself, or taken into a document by ``\input``."""
        return tikz(self._known_letters(), self._theme)

    def html(self) -> str:
        """The diagram as a page that needs nothing else, on which it can be zoomed and moved."""
        return picture_page(self.svg(), self._words)

    def save(self, path: "str | os.PathLike[str]") -> Path:
        """Write the diagram to ``path`` and return that; the ending chooses the format.

        Raises ValueError unless it is .svg, .png, .pdf, .tex, .dot or .html. The picture is made
        before the file is opened: if that fails, an old file stays as it was.
        """
        target = checked_path("path", path)
        if (ending := target.suffix.lower()) not in FILES:
            raise ValueError(f"path: got the ending {ending!r}; choose one of {', '.join(FILES)}")
        picture = FILES[ending](self)
        target.write_bytes(picture if isinstance(picture, bytes) else picture.encode())
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        try:
            return {"text/plain": repr(self), "image/svg+xml": scalable(self.svg())}
        except LayoutError as error:
            return {"text/plain": f"{self!r}: {error}"}

    def _known_letters(self) -> Sheet:
        """The sheet; with a warning, if the fonts of pictures cannot write all of its text."""
        sheet = self.sheet
        warn_of_unknown([sheet])
        return sheet


class GraphDiagram(Diagram):
    """A picture that a layout program draws."""

    __module__ = "autograd_lite"

    def __init__(
        self, digraph: "graphviz.Digraph", theme: Theme, words: Words, told: str, description: str
    ) -> None:
        super().__init__(theme, words, told)
        self._digraph, self._description = digraph, description

    @property
    def digraph(self) -> "graphviz.Digraph":
        """The ``graphviz.Digraph``, for those who want to edit it."""
        return self._digraph

    @property
    def sheet(self) -> Sheet:
        """The shapes and texts of the picture, each at its place."""
        return read_svg(self.svg(), self._theme, self._description)

    def svg(self) -> str:
        """The diagram as an SVG document."""
        dot, blocks = without_text(self.dot())
        svg = with_text(lay_out(dot), blocks)
        svg = re.sub(r"<title>.*?</title>\n", "", svg)  # browsers show these: n0, w3
        told = escape(self._description)
        return svg.replace("<svg ", f'<svg role="img" aria-label="{told}" ', 1)


class SheetDiagram(Diagram):
    """A picture that is drawn without a layout program, and so has no DOT text."""

    __module__ = "autograd_lite"

    def __init__(self, sheet: Sheet, theme: Theme, words: Words, told: str) -> None:
        super().__init__(theme, words, told)
        self._sheet = sheet

    @property
    def digraph(self) -> "graphviz.Digraph":
        """A graph alone has it; raises AttributeError."""
        raise AttributeError(_NO_DOT)

    def dot(self) -> str:
        """A graph alone has DOT text; raises ValueError."""
        raise ValueError(_NO_DOT)

    @property
    def sheet(self) -> Sheet:
        """The shapes and texts of the picture, each at its place."""
        return self._sheet


_NO_DOT = "this picture is drawn without Graphviz; pass layout='graph' for DOT text"


#: how the kinds of files are made, by their endings
FILES: Final[Mapping[str, Callable[[Diagram], str | bytes]]] = {
    ".svg": methodcaller("svg"),
    ".png": methodcaller("png"),
    ".pdf": methodcaller("pdf"),
    ".tex": methodcaller("tex"),
    ".dot": methodcaller("dot"),
    ".html": methodcaller("html"),
}
