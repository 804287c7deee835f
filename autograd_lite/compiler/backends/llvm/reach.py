"""A place for machine code where all of it is within reach of itself.

Code finds its constants by distances of 32 bits, but LLVM asks the system for memory for each kind
of section by itself. In a process with large arrays the system may put one of them into a small gap
above these, and the next one below, out of reach: LLVM then ends the process. With 64 bits code
would be slower, and LLVM's own way to ask for all memory at once forgets some on x86-64.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: far less than a distance of 32 bits
_REACH = 1 << 30
#: what is asked for beside the objects: tables of addresses, and the rest of pages
_PAGES = 16
#: gaps that are filled at most: filling them takes some ms
_MOST_GAPS = 10_000

if sys.platform == "linux":
    import mmap

    @contextmanager
    def within_reach(size: int) -> Iterator[None]:
        """What the system is asked for in this block, ``size`` bytes and a little more, it puts
        side by side, or nearly so: gaps that are elsewhere are filled meanwhile.
        """
        filled: list[mmap.mmap] = []
        try:
            with suppress(OSError):  # no room for more than LLVM needs: so much is left to chance
                _fill_gaps(size, filled)
            yield
        finally:
            for each in filled:
                each.close()

    def _fill_gaps(size: int, filled: list[mmap.mmap]) -> None:
        part = mmap.PAGESIZE * _PAGES
        while part < 2 * size:
            part *= 2
        room = _block(part)
        place = _address(room)
        while part >= mmap.PAGESIZE:  # a block takes the first gap that is large enough
            other = _block(part)
            if abs(_address(other) - place) > _REACH and len(filled) < _MOST_GAPS:
                filled.append(other)
            else:
                other.close()
                part //= 2
        room.close()

    def _block(size: int) -> mmap.mmap:
        return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)

    def _address(block: mmap.mmap) -> int:
        return ctypes.addressof(ctypes.c_char.from_buffer(block))

else:

    @contextmanager
    def within_reach(size: int) -> Iterator[None]:
        """Nobody has seen it elsewhere."""
        yield
