"""What many programs call: machine code that is made once, for all of them.

It is kept as Python keeps byte code: beside this file, or where ``PYTHONPYCACHEPREFIX`` says, and
not with ``PYTHONDONTWRITEBYTECODE``. So the first process after an installation makes it, and the
others read it; where nothing can be written, every process that needs it makes it. It is found
again by its text, by LLVM's version and by the processor, and its content is checked.
"""

import hashlib
import os
import re
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm import angles, kept, loops, transfers
from autograd_lite.compiler.backends.llvm.jit import BEST, emitted, engine_of
from autograd_lite.compiler.backends.llvm.library import INTRINSICS, declarations
from autograd_lite.compiler.backends.llvm.module import Part
from autograd_lite.compiler.backends.llvm.target import Compiler, target

#: the effort of the code of those that are loaded, and what has it in memory: for as long as this
#: process runs, for programs that were loaded before call the first one still
_efforts: dict[Part, int] = {}
_engines: list[Any] = []


def load(parts: int, effort: int) -> None:
    """Have these parts ready for programs that are loaded from now on: code of this effort at
    least, unless it can be kept, which is always the best.
    """
    with Compiler.lock:
        for part in Part:
            if parts & part and _efforts.get(part, -1) < effort:
                _load(part, BEST if part is Part.TILES else effort)


def _load(part: Part, effort: int) -> None:
    text = "\n".join([*INTRINSICS, *_functions(part)])
    effort, made = _made(part, text, effort)
    engine = engine_of(made)
    for name in re.findall(r"^define (?!internal).*?@(\w+)\(", text, re.MULTILINE):
        llvm.add_symbol(name, engine.get_function_address(name))
    _engines.append(engine)
    _efforts[part] = effort


def _functions(part: Part) -> list[str]:
    """The text of each function, and declarations of what they call."""
    tile, strong = target().tile, [loops.strong_sums(), loops.strong_products()]
    if part is Part.ANGLES:
        return [*declarations(["sin", "cos"], target().library), angles.sine_and_cosine()]
    if part is Part.TILES:
        found = [loops.sums(tile), loops.products(tile)]
        return [f.declaration for f in strong] + [str(f) for f in found]
    single = tile._replace(sums=1)
    found = [*strong, loops.sums(single), loops.products(single), loops.totals(), loops.mask()]
    return [str(f) for f in (*found, *map(transfers.transfer, transfers.ALL))]


def _made(part: Part, text: str, effort: int) -> tuple[int, bytes]:
    """The object file of a part, and the effort of it: one that is kept, or a new one."""
    origin = repr((text, llvm.llvm_version_info, tuple(target())))
    path = _path(f"{part.name}-{hashlib.sha256(origin.encode()).hexdigest()[:32]}.o")
    if path is None:
        return effort, emitted(text, effort)
    made = kept.read(path)
    if made is not None:
        return BEST, made
    if sys.dont_write_bytecode or not os.access(path.parent, os.W_OK):
        return effort, emitted(text, effort)
    made = emitted(text, BEST)
    with suppress(OSError):  # as for byte code
        kept.write(path, made)
    return BEST, made


def _path(name: str) -> Path | None:
    try:
        return Path(cache_from_source(__file__)).with_name(name)
    except NotImplementedError:  # this Python keeps no byte code
        return None
