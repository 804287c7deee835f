"""The files that are compiled, and how a build is known to be of these very files.

The build of the package runs this file too, before the package can be imported.
"""

import zlib
from pathlib import Path

FOLDER = Path(__file__).parent
_COMPILER = FOLDER.parent / "compiler"
#: the modules that mypyc compiles, by their folders, as the package `autograd_lite._native`
COMPILED = {
    FOLDER: (
        *("rule", "rules", "node", "structure", "recording", "layers", "passes", "copies"),
        *("leaves", "contents"),
    ),
    _COMPILER / "core": ("growing", "builder", "templates", "expansion", "reverse", "weak"),
    _COMPILER / "backends" / "llvm" / "core": (
        *("units", "order", "repeats", "schedule", "storage", "assembly", "straight"),
    ),
}


def paths() -> list[Path]:
    """Their files."""
    return [folder / f"{name}.py" for folder, names in COMPILED.items() for name in names]


def digest() -> int:
    """A number for the text of the sources, which a build remembers."""
    return zlib.crc32(b"".join([path.read_bytes() for path in paths()]))
