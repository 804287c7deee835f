"""Sheets one after the other, as an animated GIF or WebP. Pillow writes it."""

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from autograd_lite.system.requirements import installation
from autograd_lite.viz.sheet.raster import raster
from autograd_lite.viz.sheet.shapes import Colors, Sheet, Stroke, Text, color, flat

if TYPE_CHECKING:
    from PIL import Image

PIXELS = 1280  # of its width
COLORS, SHADES = 256, 8  # that a GIF can have, and from one colour to another
_SETTINGS: Final[Mapping[str, Any]] = {
    "GIF": {"optimize": False},
    "WEBP": {"lossless": True, "quality": 80, "method": 4, "minimize_size": True},
}
LONGEST = 60.0  # seconds of a sheet


def animation(
    sheets: Sequence[Sheet], theme: Colors, seconds: Sequence[float], kind: Literal["GIF", "WEBP"]
) -> bytes:
    """The sheets, each for so many seconds, again and again; all are as large as the first.

    Raises ModuleNotFoundError if there is no Pillow.
    """
    try:
        from PIL import Image
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(
            f"an animation needs Pillow; run: {installation('slides') or 'pip install pillow'}"
        ) from missing
    scale = PIXELS / sheets[0].width
    images = [Image.fromarray(raster(sheet, theme, scale)) for sheet in sheets]
    if kind == "GIF":
        palette = _palette(sheets, theme)
        images = [x.quantize(palette=palette, dither=Image.Dither.NONE) for x in images]
    file = io.BytesIO()
    images[0].save(
        file, kind, save_all=True, append_images=images[1:], loop=0, **_SETTINGS[kind],
        duration=[round(1000 * min(each, LONGEST)) for each in seconds],
    )  # fmt: skip
    return file.getvalue()


def _palette(sheets: Sequence[Sheet], theme: Colors) -> "Image.Image":
    """The colours of the shapes, and what is between each of them and what may be behind it.

    One palette for all sheets: what stays the same then is not written again.
    """
    from PIL import Image

    shapes = [each for sheet in sheets for each in flat(sheet.shapes)]
    front = {color(theme, each.color) for each in shapes}
    behind = {color(theme, each.fill) for each in shapes if not isinstance(each, (Stroke, Text))}
    solid = {each[:7]: None for each in [theme.background, *sorted(front | behind)] if each}
    mixed = {
        tuple(round(a + (b - a) * i / SHADES) for a, b in zip(_rgb(one), _rgb(other), strict=True))
        for one in sorted({theme.background, *behind} - {""})
        for other in sorted(front - {""})
        for i in range(1, SHADES)
    }
    chosen = [*map(_rgb, solid), *sorted(mixed)][:COLORS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for each in chosen for part in each])
    return palette


def _rgb(value: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(value[1:7]))
