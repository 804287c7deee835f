"""The files of the engine that are compiled, and how a build is known to be of these very files.

The build of the package runs this file too, before the package can be imported.
"""

import zlib
from pathlib import Path

#: the modules of this folder that mypyc compiles, as the package `autograd_lite._native`
COMPILED = (
    *("rule", "rules", "node", "structure", "recording", "layers", "passes", "copies"),
    *("leaves", "contents"),
)
FOLDER = Path(__file__).parent


def digest() -> int:
    """A number for the text of the sources, which a build remembers."""
    return zlib.crc32(b"".join([FOLDER.joinpath(f"{name}.py").read_bytes() for name in COMPILED]))
