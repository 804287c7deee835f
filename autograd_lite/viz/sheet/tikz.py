"""A sheet as a TikZ picture: a document that pdflatex and lualatex compile, or a part of one.

Its text is text in the fonts of the document, as wide as it was measured. A line in which there is
something that plain LaTeX has no letter for is drawn as its outlines.
"""

from collections.abc import Iterator

from autograd_lite.labels import in_one_line, visible
from autograd_lite.viz.sheet.glyphs import outlines
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import DASH, Trace, paths
from autograd_lite.viz.sheet.shapes import Colors, Sheet, Text, color, flat
from autograd_lite.viz.sheet.tex import tex

_START = r"""% {told}
% Compiled by itself it is a picture; a document that has \usepackage{{tikz}} can \input it.
\ifdefined\tikzpicture
  \def\autogradbegin{{}}\def\autogradend{{}}
\else
  \IfFileExists{{standalone.cls}}
    {{\documentclass{{standalone}}}}
    {{\documentclass{{article}}\pagestyle{{empty}}
     \ifdefined\pagewidth\else\let\pagewidth\pdfpagewidth\let\pageheight\pdfpageheight\fi
     \pagewidth={width:.2f}bp \pageheight={height:.2f}bp
     \paperwidth=\pagewidth \paperheight=\pageheight
     \hoffset=-1in \voffset=-1in \oddsidemargin=0pt \topmargin=0pt \headheight=0pt \headsep=0pt
     \textwidth={width:.2f}bp \textheight={height:.2f}bp \parindent=0pt \topskip=0pt}}
  \usepackage{{fix-cm}}
  \usepackage{{tikz}}
  \def\autogradbegin{{\begin{{document}}}}\def\autogradend{{\end{{document}}}}
\fi
\autogradbegin
"""


def tikz(sheet: Sheet, theme: Colors) -> str:
    """The sheet as TeX source, in the colours of a theme."""
    told = visible(sheet.description, ("Cc", "Cf", "Cn", "Co", "Cs"), "")
    start = _START.format(told=told, width=sheet.width, height=sheet.height)
    values: dict[str, str] = {}
    body = [*_body(sheet, theme, values)]
    named = [rf"\definecolor{{{n}}}{{HTML}}{{{v[1:7].upper()}}}" for v, n in values.items()]
    corner = f"({sheet.width:.2f},{sheet.height:.2f})"
    return "\n".join(
        [
            start.rstrip("\n"),
            r"\begin{tikzpicture}[x=1bp,y=-1bp,line join=round,line cap=round]%",
            *named,
            rf"\path[use as bounding box] (0,0) rectangle {corner};",
            *body,
            r"\end{tikzpicture}%",
            r"\autogradend",
            "",
        ]
    )


def _body(sheet: Sheet, theme: Colors, values: dict[str, str]) -> Iterator[str]:
    def paint(value: str, what: str) -> str:
        name = values.setdefault(value[:7], f"autograd{value[1:7]}")
        opacity = f",{what} opacity={int(value[7:], 16) / 255:.3f}" if value[7:] else ""
        return f"{what}={name}{opacity}"

    if theme.background != "#ffffff":
        behind = paint(theme.background, "fill")
        yield rf"\path[{behind}] (0,0) rectangle ({sheet.width:.2f},{sheet.height:.2f});"
    for shape in flat(sheet.shapes):
        if isinstance(shape, Text):
            if value := color(theme, shape.color):
                yield from _text(shape, paint(value, "fill"), values[value[:7]])
            continue
        for trace in paths(shape, theme):
            look = [paint(trace.fill, "fill")] if trace.fill else []
            if trace.stroke:
                look += [paint(trace.stroke, "draw"), f"line width={trace.width:.2f}bp"]
                dash = f"on {DASH:g}bp off {DASH:g}bp"
                look += [f"line cap=butt,dash pattern={dash}"] if trace.dashed else []
            yield rf"\path[{','.join(look)}] {_path(trace)};"


def _at(x: float, y: float) -> str:
    return f"({x:.2f},{y:.2f})"


def _path(trace: Trace) -> str:
    parts = [_at(*trace.start)]
    for piece in trace.pieces:
        points = [_at(x, y) for x, y in piece]
        parts.append(
            f"-- {points[0]}"
            if len(points) == 1
            else f".. controls {points[0]} and {points[1]} .. {points[2]}"
        )
    return " ".join(parts) + " -- cycle" * trace.closed


# Text ---------------------------------------------------------------------------------------


def _text(text: Text, look: str, name: str) -> Iterator[str]:
    shown = in_one_line(text.text)
    if not shown.strip():
        return
    if (source := tex(shown)) is None:
        yield rf"\path[{look}] {' '.join(map(_path, outlines(text)))};"
        return
    style = r"\normalfont\sffamily" + r"\bfseries" * text.bold + r"\itshape" * text.italic
    size = rf"\fontsize{{{text.size:g}bp}}{{{text.size:g}bp}}\selectfont"
    wide = f"{text_width(shown, text.size, text.bold):.2f}bp"
    side = {"start": "base west", "middle": "base", "end": "base east"}[text.anchor]
    yield (
        rf"\node[inner sep=0pt,outer sep=0pt,anchor={side},text={name}] at {_at(text.x, text.y)} "
        rf"{{\resizebox{{{wide}}}{{\height}}{{{style}{size}\strut {source}}}}};"
    )
