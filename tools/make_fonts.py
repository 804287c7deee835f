"""Writes the fonts of pictures: Arimo with the letters and signs in use, and the signs it lacks.

Arimo has the widths of Arial and Helvetica. The signs are those of DejaVu Sans. Run it with two
folders in which their .ttf files are: ``python tools/make_fonts.py CROSCORE DEJAVU``; it needs
fontTools.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parents[1] / "autograd_lite/viz/sheet/fonts"
STYLES = {"regular": "Regular", "bold": "Bold", "italic": "Italic", "bold-italic": "BoldItalic"}
#: first and last of each range: Latin, accents that combine, Greek, Cyrillic, Hebrew, modifiers,
#: Latin with dots and hats, punctuation, sub- and superscripts, money, letter-like signs,
#: fractions, arrows, operators, brackets, shapes, ticks
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x2B0, 0x2FF), (0x300, 0x304), (0x307, 0x308), (0x370, 0x3FF),
    (0x400, 0x45F), (0x591, 0x5F4), (0x1D2C, 0x1D6A), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2150, 0x218B), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x2308, 0x230B), (0x25A0, 0x25FF), (0x2713, 0x2717), (0x27E6, 0x27EB),
    (0x27F5, 0x27FA), (0x2C7C, 0x2C7C), (0xFFFD, 0xFFFD),
]  # fmt: skip
CHARACTERS = {code for first, last in RANGES for code in range(first, last + 1)}


def part(source: Path, target: str, characters: set[int]) -> set[int]:
    """Write those of the characters that a font has; the characters that it has."""
    font = TTFont(source)
    known = set(font.getBestCmap())
    options = subset.Options(
        hinting=False, layout_features=[], glyph_names=False, notdef_outline=True
    )
    options.name_IDs = ["*"]
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "kern", "meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters & known)
    subsetter.subset(font)
    font.recalcTimestamp = False
    font.save(FOLDER / f"{target}.ttf")
    return known


def main(croscore: str, dejavu: str) -> None:
    """Write all of them."""
    known: set[int] = set()
    for target, style in STYLES.items():
        known = part(Path(croscore, f"Arimo-{style}.ttf"), target, CHARACTERS)
    part(Path(dejavu, "DejaVuSans.ttf"), "signs", CHARACTERS - known)


if __name__ == "__main__":
    main(*sys.argv[1:])
