"""A sheet as a PNG image."""

import struct
import zlib
from typing import TYPE_CHECKING

from autograd_lite.viz.sheet.raster import raster
from autograd_lite.viz.sheet.shapes import Colors, Sheet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DPI = 192  # dots in an inch, which is 72 points
MOST = 40_000_000  # dots of an image; of more, they are larger


def png(sheet: Sheet, theme: Colors) -> bytes:
    """The sheet as a PNG image of `DPI`, in the colours of a theme."""
    scale = min(DPI / 72, (MOST / (sheet.width * sheet.height)) ** 0.5)
    return encode(raster(sheet, theme, scale), scale, sheet.description)


def encode(pixels: "NDArray[np.uint8]", scale: float, description: str) -> bytes:
    """Rows of red, green and blue as a PNG image, of which so many are in a point."""
    import numpy as np

    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    rows[1:, 0] = 2  # how a row is written: as the difference from the one above
    rows[:, 1:] = pixels.reshape(height, -1)
    rows[1:, 1:] -= pixels.reshape(height, -1)[:-1]
    meter = round(scale * 72 / 0.0254)
    told = b"Description\0\0\0\0\0" + description.encode(errors="replace")
    parts = {
        b"IHDR": struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0),
        b"pHYs": struct.pack(">2LB", meter, meter, 1),
        b"iTXt": told,
        b"IDAT": zlib.compress(rows.tobytes(), 6),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in parts.items()
    )
