"""The fonts of pictures, read: which glyph a character has, how wide it is, and its outline.

They come with the package, so that a picture looks the same on every machine: Arimo, whose letters
are as wide as those of Arial and Helvetica, and for signs that it lacks those of DejaVu Sans.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

from autograd_lite.system.lazy import lazy

#: the files of the looks (bold, italic)
FILES: Final = {
    (False, False): "regular",
    (True, False): "bold",
    (False, True): "italic",
    (True, True): "bold-italic",
}
SIGNS: Final = "signs"
#: points of an outline: x, y, and whether the curve goes through it or is only drawn towards it
Contour = list[tuple[float, float, bool]]

# what a part of a composite glyph says about itself
_WORDS, _OFFSETS, _MORE = 0x1, 0x2, 0x20
#: the flag of each count of numbers by which it is scaled or turned
_NUMBERS = {1: 0x8, 2: 0x40, 4: 0x80}


class _Part(NamedTuple):
    """A glyph in another, how it is scaled and turned, and how far it is moved."""

    glyph: int
    matrix: tuple[float, ...]
    offset: tuple[int, int]


class Font:
    """A TrueType font. Lengths are in units, of which ``units`` make the size."""

    def __init__(self, name: str) -> None:
        self.name: str = name
        folder = resources.files("autograd_lite.viz.sheet").joinpath("fonts")
        self.data: bytes = folder.joinpath(f"{name}.ttf").read_bytes()
        (count,) = struct.unpack_from(">H", self.data, 4)
        records = (struct.unpack_from(">4sLLL", self.data, 12 + 16 * i) for i in range(count))
        places = {tag.decode(): (offset, length) for tag, _, offset, length in records}
        self._places = places
        self._tables = {tag: offset for tag, (offset, _) in places.items()}
        head, across = self._tables["head"], self._tables["hhea"]
        self.units: int
        (self.units,) = struct.unpack_from(">H", self.data, head + 18)
        #: left, bottom, right and top of everything
        self.box: tuple[int, ...] = struct.unpack_from(">4h", self.data, head + 36)
        (self._long_offsets,) = struct.unpack_from(">h", self.data, head + 50)
        self.ascent: int
        self.descent: int
        self.ascent, self.descent = struct.unpack_from(">2h", self.data, across + 4)
        (self._measured,) = struct.unpack_from(">H", self.data, across + 34)
        #: how many glyphs there are
        self.count: int
        (self.count,) = struct.unpack_from(">H", self.data, self._tables["maxp"] + 4)
        self._outlines: dict[int, list[Contour]] = {}

    @lazy
    def glyphs(self) -> dict[str, int]:
        """The index of the glyph of each character."""
        table, found = self._tables["cmap"], dict[str, int]()
        (count,) = struct.unpack_from(">H", self.data, table + 2)
        for i in range(count):
            (offset,) = struct.unpack_from(">L", self.data, table + 8 + 8 * i)
            if struct.unpack_from(">H", self.data, table + offset) == (4,):
                found |= self._segments(table + offset)
        return found

    def _segments(self, at: int) -> dict[str, int]:
        """A table of format 4: ranges of characters, each with what is added to their codes."""
        (double,) = struct.unpack_from(">H", self.data, at + 6)
        columns = [at + 14, at + 16 + double, at + 16 + 2 * double, at + 16 + 3 * double]
        ends, starts, steps, offsets = (
            struct.unpack_from(f">{double // 2}H", self.data, each) for each in columns
        )
        found = {}
        for i, (first, last) in enumerate(zip(starts, ends, strict=True)):
            for code in range(first, last + 1):
                glyph = code
                if offsets[i]:
                    place = columns[3] + 2 * i + offsets[i] + 2 * (code - first)
                    (glyph,) = struct.unpack_from(">H", self.data, place)
                if index := (glyph + steps[i]) & 0xFFFF if glyph else 0:
                    found[chr(code)] = index
        return found

    def advance(self, glyph: int) -> int:
        """How far the next glyph is from this one."""
        place = self._tables["hmtx"] + 4 * min(glyph, self._measured - 1)
        return int(struct.unpack_from(">H", self.data, place)[0])

    def outline(self, glyph: int) -> list[Contour]:
        """The closed curves of a glyph, with y upwards."""
        if glyph not in self._outlines:
            self._outlines[glyph] = self._read(glyph)
        return self._outlines[glyph]

    def table(self, name: str) -> bytes:
        """The data of a table of the file."""
        start, length = self._places[name]
        return self.data[start : start + length]

    def bytes_of(self, glyph: int) -> bytes:
        """The outline of a glyph as it stands in the file."""
        start, end = self._extent(glyph)
        return self.data[start:end]

    def parts(self, glyph: int) -> set[int]:
        """The glyphs that a glyph is made of; none, if it has an outline of its own."""
        start, end = self._extent(glyph)
        if start == end or struct.unpack_from(">h", self.data, start)[0] >= 0:
            return set()
        found = {part.glyph for part in self._parts(start + 10)}
        return found.union(*map(self.parts, found))

    def _extent(self, glyph: int) -> tuple[int, int]:
        if self._long_offsets:
            start, end = struct.unpack_from(">2L", self.data, self._tables["loca"] + 4 * glyph)
        else:
            halves = struct.unpack_from(">2H", self.data, self._tables["loca"] + 2 * glyph)
            start, end = (2 * each for each in halves)
        return self._tables["glyf"] + start, self._tables["glyf"] + end

    def _read(self, glyph: int) -> list[Contour]:
        start, end = self._extent(glyph)
        if start == end:
            return []
        (count,) = struct.unpack_from(">h", self.data, start)
        return self._simple(start + 10, count) if count >= 0 else self._composite(start + 10)

    def _simple(self, at: int, count: int) -> list[Contour]:
        last = struct.unpack_from(f">{count}H", self.data, at)
        at += 2 * count
        (hints,) = struct.unpack_from(">H", self.data, at)
        at += 2 + hints
        flags: list[int] = []
        while len(flags) <= last[-1]:
            flag = self.data[at]
            at += 1
            times = 1
            if flag & 0x8:
                times, at = 1 + self.data[at], at + 1
            flags += [flag] * times
        xs, at = self._coordinates(flags, at, 0x2, 0x10)
        ys, at = self._coordinates(flags, at, 0x4, 0x20)
        points = [(float(x), float(y), bool(f & 1)) for x, y, f in zip(xs, ys, flags, strict=True)]
        return [points[first:end] for first, end in pairwise([0, *(each + 1 for each in last)])]

    def _coordinates(
        self, flags: list[int], at: int, short: int, same: int
    ) -> tuple[list[int], int]:
        found, value = [], 0
        for flag in flags:
            if flag & short:
                value += self.data[at] if flag & same else -self.data[at]
                at += 1
            elif not flag & same:
                value += struct.unpack_from(">h", self.data, at)[0]
                at += 2
            found.append(value)
        return found, at

    def _parts(self, at: int) -> Iterator[_Part]:
        flags = _MORE
        while flags & _MORE:
            flags, glyph = struct.unpack_from(">2H", self.data, at)
            kind = ">2h" if flags & _WORDS else ">2b"
            right, up = struct.unpack_from(kind, self.data, at + 4)
            at += 4 + struct.calcsize(kind)
            count = next((n for n, flag in _NUMBERS.items() if flags & flag), 0)
            numbers = [each / 16384 for each in struct.unpack_from(f">{count}h", self.data, at)]
            at += 2 * count
            matrix = {
                0: (1.0, 0.0, 0.0, 1.0),
                1: (*numbers, 0.0, 0.0, *numbers),
                2: (*numbers[:1], 0.0, 0.0, *numbers[1:]),
                4: tuple(numbers),
            }[count]
            yield _Part(glyph, matrix, (right, up) if flags & _OFFSETS else (0, 0))

    def _composite(self, at: int) -> list[Contour]:
        """A glyph of others, as é is of e and an accent."""
        contours: list[Contour] = []
        for glyph, (a, b, c, d), (right, up) in self._parts(at):
            contours += [
                [(a * x + c * y + right, b * x + d * y + up, on) for x, y, on in contour]
                for contour in self.outline(glyph)
            ]
        return contours


@lru_cache(len(FILES) + 1)
def font(name: str) -> Font:
    """A font by the name of its file."""
    return Font(name)


def face(character: str, bold: bool = False, italic: bool = False) -> Font | None:
    """The font in which a character is drawn; None, if none that comes with the package has it."""
    for name in (FILES[bold, italic], SIGNS):
        if character in font(name).glyphs:
            return font(name)
    return None
