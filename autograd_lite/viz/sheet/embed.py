"""A font file with no more than the glyphs that a document uses."""

import struct
from collections.abc import Iterable

from autograd_lite.viz.sheet.faces import Font

#: the tables that a PDF reader needs
TABLES = ("head", "hhea", "hmtx", "loca", "maxp", "glyf")


def embedded(face: Font, used: Iterable[int]) -> bytes:
    """The font with the outlines of the used glyphs, which keep their numbers."""
    kept = {0, *used}
    for glyph in [*kept]:
        kept |= face.parts(glyph)
    outlines, places = bytearray(), [0]
    for glyph in range(face.count):
        if glyph in kept:
            data = face.bytes_of(glyph)
            outlines += data + bytes(-len(data) % 4)
        places.append(len(outlines))
    tables = {name: face.table(name) for name in TABLES}
    tables["glyf"] = bytes(outlines)
    tables["loca"] = struct.pack(f">{len(places)}L", *places)
    head = bytearray(tables["head"])
    struct.pack_into(">h", head, 50, 1)  # offsets are long
    tables["head"] = bytes(head)
    return _file(tables)


def _file(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    start = struct.pack(">L4H", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power)))
    at, directory, data = 12 + 16 * count, bytearray(), bytearray()
    for name in sorted(tables):
        table = tables[name]
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3L", name.encode(), total, at + len(data), len(table))
        data += padded
    return bytes(start + directory + data)
