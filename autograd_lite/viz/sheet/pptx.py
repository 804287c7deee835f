"""Sheets as slides of PowerPoint: shapes and text that can be edited. python-pptx writes them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograd_lite.labels import in_one_line
from autograd_lite.system.requirements import installation
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.paths import Trace, left_end, paths, polyline
from autograd_lite.viz.sheet.shapes import (
    Circle,
    Colors,
    Group,
    Rectangle,
    Shape,
    Text,
    color,
    flat,
    rgba,
)  # fmt: skip

POINT = 12700  # units of a file in a point
TOLERANCE = 0.05  # points by which a straight piece may leave its curve
FONT = "Arial"
ASCENT, LINE = 0.905, 1.15  # sizes: from the top of a line to its baseline, and to its bottom
TITLE_ONLY = 5  # which layout of an empty presentation it is


@dataclass(frozen=True)
class Page:
    """A slide: a title, a picture with its description, and what else is written on it."""

    title: Text
    picture: tuple[Shape | Group, ...]
    description: str
    texts: tuple[Text, ...]
    notes: str


def presentation(
    pages: Sequence[Page], theme: Colors, width: float, height: float, title: str
) -> bytes:
    """The slides as a file. Raises ModuleNotFoundError if there is no python-pptx."""
    try:
        from pptx import Presentation
    except ModuleNotFoundError as missing:
        install = installation("slides") or "pip install python-pptx"
        raise ModuleNotFoundError(
            f"slides of PowerPoint need python-pptx; run: {install}"
        ) from missing
    file = Presentation()
    file.slide_width, file.slide_height = _units(width), _units(height)
    file.core_properties.title = in_one_line(title)
    file.core_properties.author = ""
    for page in pages:
        slide = file.slides.add_slide(file.slide_layouts[TITLE_ONLY])
        _Slide(slide, theme, width).write(page)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _units(points: float) -> int:
    return round(points * POINT)


class _Slide:
    def __init__(self, slide: Any, theme: Colors, width: float) -> None:
        self._slide, self._theme, self._width = slide, theme, width

    def write(self, page: Page) -> None:
        self._fill(self._slide.background.fill, self._theme.background)
        heading = self._slide.shapes.title
        margin = min(page.title.x, self._width - page.title.x)  # at the end from right to left
        self._place(heading, page.title, self._width - 2 * margin)
        self._write(heading.text_frame, page.title)
        if page.picture:
            drawn = [x for shape in flat(page.picture) for x in self._draw(shape)]
            group = self._slide.shapes.add_group_shape(drawn)
            self._describe(group, page.description)
        for text in page.texts:
            self._text(text)
        self._slide.notes_slide.notes_text_frame.text = in_one_line(page.notes)

    def _describe(self, shape: Any, description: str) -> None:
        """The text for those who do not see a shape."""
        names = shape._element.xpath(".//p:cNvPr")
        names[0].set("descr", in_one_line(description))

    def _draw(self, shape: Shape) -> list[Any]:
        if isinstance(shape, Text):
            wide = text_width(shape.text, shape.size, shape.bold)
            middle = left_end(shape, wide) + wide / 2  # where it stays if letters are wider there
            return self._text(replace(shape, x=middle, anchor="middle"))
        found = []
        for trace in paths(shape, self._theme):
            drawn = (
                self._closed(shape) if isinstance(shape, (Circle, Rectangle)) else self._free(trace)
            )
            if drawn is not None:
                self._look(drawn, trace)
                found.append(drawn)
        return found

    def _closed(self, shape: Circle | Rectangle) -> Any:
        from pptx.enum.shapes import MSO_SHAPE

        if isinstance(shape, Circle):
            left, top, size = shape.x - shape.radius, shape.y - shape.radius, 2 * shape.radius
            return self._slide.shapes.add_shape(
                MSO_SHAPE.OVAL, *map(_units, (left, top, size, size))
            )
        kind = MSO_SHAPE.ROUNDED_RECTANGLE if shape.radius else MSO_SHAPE.RECTANGLE
        drawn = self._slide.shapes.add_shape(
            kind, *map(_units, (shape.x, shape.y, shape.width, shape.height))
        )
        if shape.radius and (shorter := min(shape.width, shape.height)):
            drawn.adjustments[0] = min(0.5, shape.radius / shorter)
        return drawn

    def _free(self, trace: Trace) -> Any:
        points = [(_units(x), _units(y)) for x, y in polyline(trace, TOLERANCE)]
        if len(set(points)) < 2:
            return None
        builder = self._slide.shapes.build_freeform(*points[0])
        builder.add_line_segments(points[1:], close=trace.closed)
        return builder.convert_to_shape()

    def _look(self, drawn: Any, trace: Trace) -> None:
        from pptx.enum.dml import MSO_LINE
        from pptx.oxml.ns import qn
        from pptx.util import Emu

        if (style := drawn._element.find(qn("p:style"))) is not None:
            drawn._element.remove(style)  # shadows, and other colours
        self._fill(drawn.fill, trace.fill)
        self._fill(drawn.line.fill, trace.stroke)
        if trace.stroke:
            drawn.line.width = Emu(_units(trace.width))
            if trace.dashed:
                drawn.line.dash_style = MSO_LINE.DASH

    def _fill(self, fill: Any, value: str) -> None:
        from pptx.dml.color import RGBColor
        from pptx.oxml.ns import qn

        if not value:
            fill.background()
            return
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(value[1:7].upper())
        if (opaque := rgba(value)[3]) < 1:
            chosen = fill._xPr.find(qn("a:solidFill"))[0]
            chosen.append(chosen.makeelement(qn("a:alpha"), {"val": str(round(opaque * 100000))}))

    def _text(self, text: Text) -> list[Any]:
        if not text.text.strip() or not color(self._theme, text.color):
            return []
        wide = text_width(text.text, text.size, text.bold)
        box = self._slide.shapes.add_textbox(0, 0, 0, 0)
        self._place(box, text, wide)
        self._write(box.text_frame, text)
        return [box]

    def _place(self, box: Any, text: Text, wide: float) -> None:
        """Put a line of text where its baseline is, with nothing around it."""
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE

        box.left = _units(left_end(text, wide))
        box.top = _units(text.y - ASCENT * text.size)
        box.width, box.height = _units(wide), _units(LINE * text.size)
        frame = box.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor, frame.auto_size = MSO_ANCHOR.TOP, MSO_AUTO_SIZE.NONE
        frame.word_wrap = False

    def _write(self, frame: Any, text: Text) -> None:
        from pptx.dml.color import RGBColor
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        sides = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
        paragraph = frame.paragraphs[0]
        paragraph.alignment = sides[text.anchor]
        run = paragraph.add_run()
        run.text, font = in_one_line(text.text), run.font
        font.name, font.size, font.bold, font.italic = FONT, Pt(text.size), text.bold, text.italic
        value = color(self._theme, text.color)
        font.color.rgb = RGBColor.from_string(value[1:7].upper())
