"""C that the compiler wrote: many files as one library, with every warning an error."""

import ctypes
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

COMPILERS = [each for each in ("gcc", "clang") if shutil.which(each)]
FLAGS = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror"]


def library(texts: Sequence[str], compiler: str = "", optimized: str = "-O2") -> "Library":
    """The files, each of whose functions bears the number of its file."""
    parts = []
    for i, text in enumerate(texts):
        names = {*re.findall(r"^(?:static )?(?:double|void) (\w+)\(", text, re.MULTILINE)}
        lines = [f"#define {name} {name}_{i}" for name in names]
        parts += [*lines, f'#line 1 "file_{i}.c"', text, *[f"#undef {name}" for name in names]]
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "all.c"), Path(folder, "all.so")
        source.write_text("\n".join(parts), encoding="utf-8")
        command = [compiler or COMPILERS[0], *FLAGS, optimized, "-shared", "-fPIC"]
        done = subprocess.run(
            [*command, "-o", made, source, "-lm"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return Library(ctypes.CDLL(str(made)))


class Library:
    """What was compiled."""

    def __init__(self, loaded: ctypes.CDLL) -> None:
        self._loaded = loaded

    def call(self, name: str, *given: Any, results: Sequence[tuple[int, ...]]) -> list[Any]:
        """The arrays of these shapes that a function fills; ints are counts of rows."""
        function = getattr(self._loaded, name)
        function.restype = None
        kept = [x if isinstance(x, (int, float)) else np.array(x, dtype=float) for x in given]
        found = [np.full(shape, 123.0) for shape in results]
        function(*map(_passed, [*kept, *found]))
        return found


def _passed(x: Any) -> Any:
    if isinstance(x, float):
        return ctypes.c_double(x)
    return ctypes.c_size_t(x) if isinstance(x, int) else ctypes.c_void_p(x.ctypes.data)
