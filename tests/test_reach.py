"""Machine code in a process with large arrays and small gaps: it is within reach of itself."""

import subprocess
import sys
from textwrap import dedent

import pytest

pytest.importorskip("llvmlite")

#: gaps of a page above an array of 5 GB, which is asked for, and never touched
SCRIPT = """
    import math
    import mmap

    import numpy as np

    import autograd_lite as ag

    page, kept = mmap.PAGESIZE, []

    def block(size):
        private = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
        kept.append(mmap.mmap(-1, size, flags=private, prot=mmap.PROT_READ))
        return np.frombuffer(kept[-1], np.uint8).ctypes.data

    def check(factor):
        f = ag.compile(lambda x: ag.exp(x * factor) + ag.sin(x) * 2.5, backend="llvm")
        kept.append(f)
        slope = factor * math.exp(0.5 * factor) + 2.5 * math.cos(0.5)
        assert math.isclose(f.grad(0.5), slope, rel_tol=1e-14)

    check(1.25)  # LLVM is loaded
    for _ in range(60):
        block(page)
    gaps = kept[-60::3]
    array = block(5 << 30)
    for size in (page << 8, page << 4, page):
        while block(size) > array:
            pass
    for count in range(1, 5):
        for _ in range(count):
            gap = gaps.pop()
            kept.remove(gap)
            gap.close()
        check(1.25 + count)
    print("alive")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system places memory otherwise")
@pytest.mark.skipif(sys.maxsize < 2**32, reason="all memory is within reach")
def test_code_is_within_reach_of_its_constants_whatever_gaps_there_are():
    done = subprocess.run(
        [sys.executable, "-c", dedent(SCRIPT)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr[-2000:]
