"""Sheets as the pages of a PDF document, with its fonts in it; each page is a figure with its text.

Written here, because what draws and embeds fonts elsewhere brings ten times as much along.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from autograd_lite.viz.sheet.embed import embedded
from autograd_lite.viz.sheet.faces import Font, font
from autograd_lite.viz.sheet.glyphs import Glyph, glyphs
from autograd_lite.viz.sheet.paths import DASH, Trace, paths
from autograd_lite.viz.sheet.shapes import Colors, Sheet, Text, color, flat, rgba


def pdf(sheets: Sequence[Sheet], theme: Colors, title: str = "", language: str = "en") -> bytes:
    """One page for each sheet, in the colours of a theme; ``language`` is that of its text."""
    document = _Document()
    fonts: dict[str, dict[int, str]] = {}
    opacities: dict[float, str] = {}
    contents = [_content(sheet, theme, fonts, opacities) for sheet in sheets]
    used = " ".join(f"/{name} {document.add_font(font(name), fonts[name])} 0 R" for name in fonts)
    states = " ".join(f"/{name} <</CA {o:.3f} /ca {o:.3f}>>" for o, name in opacities.items())
    resources = document.add(f"<</Font <<{used}>> /ExtGState <<{states}>>>>")
    pages, tree, whole = document.reserve(), document.reserve(), document.reserve()
    kids, figures = [], []
    for number, (sheet, content) in enumerate(zip(sheets, contents, strict=True)):
        stream = document.add_stream(content.encode())
        box = f"[0 0 {sheet.width:.2f} {sheet.height:.2f}]"
        page = document.add(
            f"<</Type /Page /Parent {pages} 0 R /MediaBox {box} /Contents {stream} 0 R "
            f"/Resources {resources} 0 R /StructParents {number} /Tabs /S>>"
        )
        told = _string(sheet.description)
        figure = document.add(
            f"<</Type /StructElem /S /Figure /P {whole} 0 R /Pg {page} 0 R /K 0 /Alt {told} "
            f"/A <</O /Layout /BBox {box}>>>>"
        )
        kids.append(page)
        figures.append(figure)
    document.put(pages, f"<</Type /Pages /Count {len(kids)} /Kids [{_references(kids)}]>>")
    document.put(
        whole, f"<</Type /StructElem /S /Document /P {tree} 0 R /K [{_references(figures)}]>>"
    )
    parents = " ".join(f"{number} [{figure} 0 R]" for number, figure in enumerate(figures))
    document.put(
        tree, f"<</Type /StructTreeRoot /K {whole} 0 R /ParentTree <</Nums [{parents}]>>>>"
    )
    root = document.add(
        f"<</Type /Catalog /Pages {pages} 0 R /Lang {_string(language)} /StructTreeRoot {tree} 0 R "
        "/MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>>>>"
    )
    title = title or (sheets[0].description if sheets else "")
    information = document.add(f"<</Title {_string(title)} /Producer (autograd_lite)>>")
    return document.bytes(root, information)


def _references(numbers: Iterable[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _string(text: str) -> str:
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be', 'replace').hex()}>"


class _Document:
    """The numbered objects of a document."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        """The number of an object that is put later."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, text: str) -> None:
        self._objects[number - 1] = text.encode()

    def add(self, text: str) -> int:
        """The number of a new object."""
        number = self.reserve()
        self.put(number, text)
        return number

    def add_stream(self, data: bytes, entries: str = "") -> int:
        """The number of a new stream."""
        packed = zlib.compress(data, 9)
        head = f"<</Filter /FlateDecode /Length {len(packed)}{entries}>>\nstream\n".encode()
        self._objects.append(head + packed + b"\nendstream")
        return len(self._objects)

    def add_font(self, face: Font, used: dict[int, str]) -> int:
        """A font with the glyphs that are used, and the characters that they stand for."""
        scale, name = 1000 / face.units, f"AGLITE+{face.name.title()}"
        data = embedded(face, used)
        file = self.add_stream(data, f" /Length1 {len(data)}")
        box = " ".join(f"{scale * each:.0f}" for each in face.box)
        slanted = -12 if "italic" in face.name else 0
        descriptor = self.add(
            f"<</Type /FontDescriptor /FontName /{name} /Flags {68 if slanted else 4} "
            f"/FontBBox [{box}] /ItalicAngle {slanted} /Ascent {scale * face.ascent:.0f} "
            f"/Descent {scale * face.descent:.0f} /CapHeight 716 /StemV 80 /FontFile2 {file} 0 R>>"
        )
        widths = " ".join(f"{glyph} [{scale * face.advance(glyph):.0f}]" for glyph in sorted(used))
        inner = self.add(
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity "
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> "
            f"/FontDescriptor {descriptor} 0 R /DW 556 /W [{widths}]>>"
        )
        letters = self.add_stream(_letters(used).encode())
        return self.add(
            f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{inner} 0 R] /ToUnicode {letters} 0 R>>"
        )

    def bytes(self, root: int, information: int) -> bytes:
        """The file."""
        file, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, data in enumerate(self._objects, start=1):
            places.append(len(file))
            file += f"{number} 0 obj\n".encode() + data + b"\nendobj\n"
        start, count = len(file), len(places) + 1
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        end = f"trailer\n<</Size {count} /Root {root} 0 R /Info {information} 0 R>>\n"
        file += f"xref\n0 {count}\n0000000000 65535 f \n{table}{end}".encode()
        return bytes(file + f"startxref\n{start}\n%%EOF\n".encode())


def _letters(used: dict[int, str]) -> str:
    """Which characters the glyphs stand for, so that the text can be found, copied and read out."""
    pairs = [f"<{g:04x}> <{used[g].encode('utf-16-be').hex()}>" for g in sorted(used)]
    parts = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    listed = "\n".join(
        f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
        "/CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{listed}\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )


# Pages --------------------------------------------------------------------------------------


def _content(
    sheet: Sheet, theme: Colors, fonts: dict[str, dict[int, str]], opacities: dict[float, str]
) -> str:
    """What draws a sheet; the fonts with their glyphs, and the opacities, are written down."""

    def paint(value: str, operator: str) -> str:
        red, green, blue, opaque = rgba(value)
        state = opacities.setdefault(opaque, f"G{len(opacities)}")
        return f"/{state} gs {red:.3f} {green:.3f} {blue:.3f} {operator}"

    lines = ["/Figure <</MCID 0>> BDC", f"1 0 0 1 0 {sheet.height:.2f} cm", "1 j 1 J"]
    lines += [
        paint(theme.background, "rg"),
        f"0 0 {sheet.width:.2f} {-sheet.height:.2f} re f",
    ]
    for shape in flat(sheet.shapes):
        if isinstance(shape, Text):
            if value := color(theme, shape.color):
                lines += [paint(value, "rg"), *_text(shape, fonts)]
            continue
        for trace in paths(shape, theme):
            if trace.fill:
                lines += [paint(trace.fill, "rg"), f"{_path(trace)} f"]
            if trace.stroke:
                dash = f"[{DASH:g}] 0 d 0 J" if trace.dashed else "[] 0 d 1 J"
                lines += [paint(trace.stroke, "RG"), f"{trace.width:.2f} w {dash}"]
                lines.append(f"{_path(trace)} S")
    return "\n".join([*lines, "EMC"])


def _path(trace: Trace) -> str:
    def at(points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{x:.2f} {-y:.2f}" for x, y in points)

    pieces = (f"{at(piece)} {'l' if len(piece) == 1 else 'c'}" for piece in trace.pieces)
    return f"{at([trace.start])} m {' '.join(pieces)}{' h' * trace.closed}"


def _text(text: Text, fonts: dict[str, dict[int, str]]) -> Iterator[str]:
    for name, run in groupby(glyphs(text), lambda glyph: glyph.font.name):
        used = fonts.setdefault(name, {})
        for part in _following([*run], text.size):
            used |= {glyph.number: glyph.character for glyph in part}
            codes = "".join(f"{glyph.number:04x}" for glyph in part)
            start = f"{part[0].x:.2f} {-part[0].y:.2f} Td"
            yield f"BT /{name} {text.size:g} Tf {start} <{codes}> Tj ET"


def _following(run: list[Glyph], size: float) -> Iterator[list[Glyph]]:
    """Pieces in which each glyph stands where the one before it ends."""
    piece: list[Glyph] = []
    end = 0.0
    for glyph in run:
        if piece and (abs(glyph.x - end) > 0.01 or glyph.y != piece[0].y):
            yield piece
            piece = []
        piece.append(glyph)
        end = glyph.x + size * glyph.font.advance(glyph.number) / glyph.font.units
    yield piece
