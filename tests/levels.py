"""The tests of compiled code, once for every level of the processor that this machine has.

``python tests/levels.py`` runs them all, and ``python tests/levels.py x86-64-v2`` at one level.
"""

import os
import subprocess
import sys
from pathlib import Path

import llvmlite.binding as llvm

from autograd_lite.compiler.backends.llvm import target

#: what x86-64 has been able to do over the years, as the compilers agreed; elsewhere there is one
LEVELS = ["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"]
TESTS = ["test_compile.py", "test_compile_agreement.py", "test_weak.py", "test_target.py"]


def supported() -> list[str]:
    """The levels of this machine, and the processor itself."""
    target.initialize()
    found = [target.NATIVE]
    for level in LEVELS if llvm.get_process_triple().startswith("x86_64") else ["generic"]:
        try:
            target.chosen(level, "none", llvm.get_host_cpu_features())
        except ValueError:
            continue
        found.append(level)
    return found


def choice(level: str, library: str) -> dict[str, str]:
    """The environment variables that choose them."""
    return {target.CPU: level, target.LIBRARY: library}


def test(level: str, library: str) -> bool:
    """Whether all tests pass."""
    print(f"{target.CPU}={level} {target.LIBRARY}={library}", flush=True)
    here = Path(__file__).parent
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "-k", "not (python or numpy)"]
    environment = os.environ | choice(level, library)
    run = subprocess.run([*command, *(here / x for x in TESTS)], env=environment, check=False)
    return not run.returncode


if __name__ == "__main__":
    chosen = sys.argv[1:] or supported()
    passed = [test(level, library) for level in chosen for library in ("auto", "none")]
    sys.exit(not all(passed))
