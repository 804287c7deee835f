"""What machine code is made for: a processor, and the functions of vectors that the system has.

This is the one place that asks LLVM about the machine. Two environment variables choose otherwise:
AUTOGRAD_LITE_CPU names a processor as LLVM does, and AUTOGRAD_LITE_VECTOR_LIBRARY=none does without
the functions of vectors. All else follows: which features code may use, how many numbers a register
holds, which functions of vectors fit. Nothing is made for a processor that can more than this
machine.

LLVM works for one thread at a time, and a fork waits for it.
"""

import ctypes
import hashlib
import os
import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from threading import RLock
from typing import Any, Final, NamedTuple

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm import files
from autograd_lite.compiler.backends.llvm.core import ATTRIBUTES, LANES, MASK, VECTOR, Function
from autograd_lite.compiler.backends.llvm.library import VectorLibrary
from autograd_lite.compiler.backends.llvm.loops import Tile
from autograd_lite.inputs.lookup import nearest, word
from autograd_lite.system.forks import survive_forks

CPU: Final = "AUTOGRAD_LITE_CPU"
LIBRARY: Final = "AUTOGRAD_LITE_VECTOR_LIBRARY"
NATIVE: Final = "native"


class Compiler:
    """Who holds the lock may ask LLVM for something."""

    lock: Any = RLock()


survive_forks(Compiler)


class Target(NamedTuple):
    """A processor, and what code for it may use."""

    cpu: str
    #: as LLVM wants them: those that code may use beyond the processor's, and may not use
    features: str
    #: how many numbers a register holds
    lanes: int
    library: VectorLibrary

    def __str__(self) -> str:
        library = "glibc's" if self.library.letter else "none"
        return f"{self.cpu}, {self.lanes} numbers in a register, functions of vectors: {library}"

    @property
    def tile(self) -> Tile:
        """As many sums at once as the registers hold: there are twice as many of 8 numbers."""
        return Tile(4, 4) if self.lanes == 8 else Tile(2, 2)

    def machine(self, effort: int) -> Any:
        """LLVM's compiler."""
        return _machine(self.cpu, self.features, effort)


@cache
def target() -> Target:
    """What code is made for in this process.

    Raises ValueError for a processor that LLVM does not know, or that this machine cannot be.
    """
    with Compiler.lock:
        initialize()
        wanted, library = os.environ.get(CPU) or NATIVE, os.environ.get(LIBRARY) or "auto"
        return chosen(wanted, library, llvm.get_host_cpu_features())


@cache
def initialize() -> None:
    """Have LLVM load what it knows of this kind of processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


def chosen(cpu: str, library: str, host: Mapping[str, bool]) -> Target:
    """The target of these names, on a machine that has these of LLVM's features."""
    word(LIBRARY, library, ("auto", "none"))
    if cpu == NATIVE:
        cpu = llvm.get_host_cpu_name()
        features = ",".join(f"{'+' if there else '-'}{name}" for name, there in host.items())
        lanes = _lanes_here(cpu, features)
    else:
        _check_name(cpu)
        features = ",".join(f"-{name}" for name, there in host.items() if not there)
        code = _assembly(_sample(), cpu, features)
        if code != _assembly(_sample(), cpu, ""):
            raise ValueError(
                f"{CPU}: code for {cpu!r} needs what this machine lacks; choose {NATIVE}, or a "
                "processor of which this one can do everything"
            )
        lanes = _lanes(code)
    return Target(cpu, features, lanes, _vector_library(lanes, library))


def _lanes_here(cpu: str, features: str) -> int:
    """How many numbers a register of this machine holds.

    It is kept beside byte code: the first code that LLVM makes in a process takes it 3 ms.
    """
    text = _sample()
    known = repr((llvm.llvm_version_info, cpu, features, text)).encode()
    path = files.beside(f"lanes-{hashlib.sha256(known).hexdigest()}")
    found = path and files.read(path)
    if not found:
        found = bytes([_lanes(_assembly(text, cpu, features))])
        if path:
            files.keep(path, found)
    return found[0]


def _lanes(code: str) -> int:
    return 8 if "zmm" in code else 4 if "ymm" in code else 2


def _sample() -> str:
    """What compiled programs do all the time, from which is seen what registers code may use."""
    f = Function(VECTOR, "sample", f"{VECTOR} %x, {VECTOR} %y", "#0")
    root = f.let(f"call {VECTOR} @llvm.sqrt.v{LANES}f64({VECTOR} %y)")
    total = f.fma("%x", "%y", root, VECTOR)
    less = f.let(f"fcmp olt {VECTOR} {total}, %y")
    f.do(f"ret {VECTOR} {f.let(f'select {MASK} {less}, {VECTOR} {total}, {VECTOR} %x')}")
    return f"{f}\n{ATTRIBUTES}"


def _assembly(text: str, cpu: str, features: str) -> str:
    made: str = _machine(cpu, features, 0).emit_assembly(llvm.parse_assembly(text))
    return made


@cache
def _machine(cpu: str, features: str, effort: int) -> Any:
    # once: what it knows of a processor takes 1 ms, as the code of 300 steps
    return new_machine(cpu=cpu, features=features, opt=effort)


def new_machine(**options: Any) -> Any:
    """LLVM for some processor; the model of memory puts constants near the code."""
    return llvm.Target.from_default_triple().create_target_machine(
        codemodel="small", reloc="pic", **options
    )


# A process in which LLVM is to make code for a processor that it does not know is ended by it, and
# what processors it knows it only prints.
_TRIAL = """
import sys
sys.path[:] = sys.argv[2:]
import llvmlite.binding as llvm
llvm.initialize_native_target()
llvm.initialize_native_asmprinter()
machine = llvm.Target.from_default_triple().create_target_machine(cpu=sys.argv[1])
machine.emit_assembly(llvm.parse_assembly("define void @f() { ret void }"))
"""


def _check_name(cpu: str) -> None:
    trial = _trial(cpu)
    if cpu != "help" and not trial.returncode and "not a recognized" not in trial.stderr:
        return
    names = re.findall(r"Select the (\S+) processor", _trial("help").stderr)
    hint = nearest(cpu, {NATIVE, *names} - {cpu})
    raise ValueError(
        f"{CPU}: LLVM makes no code for {cpu!r} on this machine"
        f"{hint or f'; choose {NATIVE}, which is this machine, or one of ' + ', '.join(names)}"
    )


def _trial(cpu: str) -> Any:
    import subprocess  # when it is needed

    if not sys.executable or getattr(sys, "frozen", False):  # a program: it would begin once more
        raise ValueError(f"{CPU}: only an interpreter can try {cpu!r} out; choose {NATIVE}")
    command = [sys.executable, "-c", _TRIAL, cpu, *map(str, sys.path)]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603  # ours


def _vector_library(lanes: int, wanted: str) -> VectorLibrary:
    """glibc's functions for such registers, on x86-64; from 2.35 on it has all."""
    library = VectorLibrary({8: "e", 4: "d", 2: "b"}[lanes], lanes)
    if wanted == "auto" and sys.platform == "linux":
        with suppress(OSError):
            if hasattr(ctypes.CDLL("libmvec.so.1"), library.mangled(1) + "tanh"):
                llvm.load_library_permanently("libmvec.so.1")
                return library
    return VectorLibrary("", 0)
