"""A sheet as SVG: text stays text, in the first of some fonts of the same widths."""

from collections.abc import Iterable
from html import escape

from autograd_lite.labels import in_one_line
from autograd_lite.viz.sheet.faces import face
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import DASH, Trace, paths
from autograd_lite.viz.sheet.shapes import Circle, Colors, Group, Shape, Sheet, Text, color

#: the first that a machine has; all but the last have the widths by which text was measured
FONTS = "Arial,Liberation Sans,Arimo,Helvetica,sans-serif"


def write_svg(sheet: Sheet, theme: Colors) -> str:
    """The sheet as an SVG document, in the colours of a theme.

    Its description is its name for those who do not see it. Groups keep their ids. Where a machine
    has no font of the usual widths, its letters are made narrower, so that nothing overlaps.
    """
    width, height = number(sheet.width), number(sheet.height)
    told = escape(in_one_line(sheet.description))
    inner = _elements(sheet.shapes, theme)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{told}">\n'
        f'<path d="M0 0H{width}V{height}H0Z" fill="{theme.background}"/>\n{inner}</svg>\n'
    )


def number(value: float) -> str:
    """A length, with two digits after the point at most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _elements(shapes: Iterable[Shape | Group], theme: Colors) -> str:
    return "".join(_element(each, theme) for each in shapes)


def _element(shape: Shape | Group, theme: Colors) -> str:
    match shape:
        case Group(shapes, name):
            key = f' id="{escape(in_one_line(name))}"' if name else ""
            return f"<g{key}>\n{_elements(shapes, theme)}</g>\n"
        case Text():
            return _text(shape, theme)
        case Circle(x, y, radius):
            (path,) = paths(shape, theme)
            r = number(radius)
            where = f'cx="{number(x)}" cy="{number(y)}" rx="{r}" ry="{r}"'
            return f"<ellipse {where}{_look(path)}/>\n"
        case _:
            return "".join(
                f'<path d="{_data(path)}"{_look(path)}/>\n' for path in paths(shape, theme)
            )


def _text(text: Text, theme: Colors) -> str:
    shown = in_one_line(text.text)
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    style = ' font-weight="bold"' if text.bold else ""
    style += ' font-style="italic"' if text.italic else ""
    return (
        f'<text x="{number(text.x)}" y="{number(text.y)}"{anchor} font-family="{FONTS}" '
        f'font-size="{number(text.size)}"{style}{fitted(shown, text.size, text.bold)} '
        f'fill="{color(theme, text.color)}">{escape(shown)}</text>\n'
    )


def fitted(text: str, size: float, bold: bool) -> str:
    """Attributes that make text as wide as it was measured; none, where that was a guess."""
    if len(text) < 2 or not all(face(each, bold) for each in text):
        return ""
    width = number(text_width(text, size, bold))
    return f' textLength="{width}" lengthAdjust="spacingAndGlyphs"'


def _data(path: Trace) -> str:
    def at(points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{number(x)} {number(y)}" for x, y in points)

    pieces = (f"{'L' if len(piece) == 1 else 'C'}{at(piece)}" for piece in path.pieces)
    return f"M{at([path.start])}{''.join(pieces)}{'Z' * path.closed}"


def _look(path: Trace) -> str:
    parts = [f' fill="{path.fill or "none"}"']
    if path.stroke:
        parts.append(f' stroke="{path.stroke}"')
        if path.width != 1:
            parts.append(f' stroke-width="{number(path.width)}"')
        if path.dashed:
            parts.append(f' stroke-dasharray="{number(DASH)}"')
    return "".join(parts)
