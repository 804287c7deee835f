"""What many programs call: machine code that is made once, for all of them.

It is kept as Python keeps byte code: beside this file, or where ``PYTHONPYCACHEPREFIX`` says, and
not with ``PYTHONDONTWRITEBYTECODE``. So the first process after an installation makes it, and the
others read it; where nothing can be written, every process that needs it makes it. It is found
again by the stamp of what writes it there, and in a folder by the content of our sources.
"""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm import angles, files, kept, loops, transfers
from autograd_lite.compiler.backends.llvm.jit import BEST, emitted, engine_of
from autograd_lite.compiler.backends.llvm.library import INTRINSICS, declarations
from autograd_lite.compiler.backends.llvm.module import Part
from autograd_lite.compiler.backends.llvm.target import Compiler, target

#: the effort of the code of those that are loaded, and what has it in memory: for as long as this
#: process runs, for programs that were loaded before call the first one still
_efforts: dict[Part, int] = {}
_engines: list[Any] = []


def load(parts: int, effort: int, folder: str | None = None) -> None:
    """Have these parts ready for programs that are loaded from now on: code of this effort at
    least, unless it can be kept, which is always the best.

    What cannot be kept beside byte code is kept in the folder, where programs are.
    """
    with Compiler.lock:
        missing = [part for part in Part if parts & part and _efforts.get(part, -1) < effort]
        made = [_made(part, BEST if part is Part.TILES else effort, folder) for part in missing]
        if not made:
            return
        engine = engine_of(*[each.code for each in made])
        _engines.append(engine)
        for part, each in zip(missing, made, strict=True):
            _efforts[part] = each.effort
            for name in each.names:
                llvm.add_symbol(name, engine.get_function_address(name))


class _Made(NamedTuple):
    """An object file, and the functions that it is for."""

    effort: int
    names: list[str]
    code: bytes


def _made(part: Part, effort: int, folder: str | None) -> _Made:
    """The code of a part: what is kept, or new code, which is kept if it can be."""
    beside, own = _paths(part, folder)
    for path in (beside, own):
        if path and (content := files.read(path)):
            names, _, code = content.partition(b"\n")
            return _Made(BEST, names.decode().split(), code)
    text = "\n".join([*INTRINSICS, *_functions(part)])
    found = re.findall(r"^define (?!internal).*?@(\w+)\(", text, re.MULTILINE)
    new = beside if beside and files.can_keep(beside) else own
    if new is None:
        return _Made(effort, found, emitted(text, effort))
    code = emitted(text, BEST)
    with suppress(OSError):  # as for byte code
        files.write(new, " ".join(found).encode() + b"\n" + code)
    return _Made(BEST, found, code)


def _paths(part: Part, folder: str | None) -> tuple[Path | None, Path | None]:
    """Where a part may be: beside byte code, and in a folder; nowhere if sources are unknown."""

    def name(known: bytes) -> str:
        return f"{part.name}-{kept.origin(known, part.name)}"

    stamp, sources = kept.stamp(kept.WRITERS), kept.sources() if folder else b""
    beside = files.beside(name(stamp)) if stamp else None
    return beside, Path(folder, name(sources)) if folder and sources else None


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
