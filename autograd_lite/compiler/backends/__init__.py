"""The back ends: each is the file or folder that bears the name by which `compile` knows it.

To add one, write a module with the functions of `protocol.Backend`, and enter it in `BACKENDS`.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from autograd_lite.compiler.backends.protocol import Backend

#: every back end by its name, and the module that is one
BACKENDS = {
    "python": "autograd_lite.compiler.backends.python",
    "numpy": "autograd_lite.compiler.backends.numpy",
    "llvm": "autograd_lite.compiler.backends.llvm.backend",
}
#: batches from this many rows on are worth NumPy's overhead for every operation
ROWS_FOR_NUMPY = 8


def backend(name: str) -> "Backend":
    """The back end of that name."""
    return cast("Backend", import_module(BACKENDS[name]))


def choose(name: str, rows: int | None) -> str:
    """The back end for a batch of that many rows, or for one point."""
    if name != "auto":
        return name
    if sys.modules.get("llvmlite") or find_spec("llvmlite"):
        return "llvm"
    return "numpy" if rows is not None and rows >= ROWS_FOR_NUMPY else "python"
