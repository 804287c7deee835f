"""The memory of a call: an array of words, and the arrays that they tell of."""

import ctypes
import math
from collections.abc import Callable
from enum import IntEnum
from itertools import accumulate
from typing import Any, NamedTuple, cast

from autograd_lite.compiler.backends.llvm.core import CHUNK, LANES
from autograd_lite.compiler.backends.protocol import Array, Arrays, Buffers


class Word(IntEnum):
    """The words of a job: numbers, and addresses of arrays and of the answer to Python."""

    ROWS = 0
    UNIFORMS = 1
    SCRATCH = 2
    PARTIALS = 3
    RESULTS = 4
    COLUMNS = 5
    OUTPUTS = 6
    GIVEN = 7
    GIVEN_COUNT = 8
    TAKEN = 9
    TAKEN_COUNT = 10
    ANSWER = 11
    #: the next part of the batch, which the first thread that is free takes
    NEXT = 12


class Room(NamedTuple):
    """The memory that a call works on, besides the arrays that it is given."""

    #: numbers that are the same for all rows, and what is added up
    shared: int
    totals: int
    #: bytes for a block of rows
    scratch: int


class Job(int):
    """The address of the job of a call on these arrays; it keeps alive what it refers to."""

    words: Array
    space: Array
    #: the arrays, as long as a call may be made
    buffers: Buffers | None
    #: where those with rows were last
    addresses: list[int]
    answer: object
    #: of rows
    vectors: int
    #: computes the results where code cannot, or not as well as it could
    instead: Callable[["Job"], object]

    def __call__(self) -> object:
        """Compute the results otherwise, and return the answer."""
        return self.instead(self)

    def __new__(cls, room: Room, buffers: Buffers) -> "Job":
        """Find room, and write down where everything is."""
        import numpy as np

        uniforms, columns, rows, totals, answer = buffers
        chunks = max(1, -(-buffers.row_count // CHUNK))
        sizes = [8 * n for n in (room.shared, chunks * room.totals, room.totals)]
        space = aligned(room.scratch + sum(sizes))
        tables = [_places(columns), _places(rows), _segments(uniforms), _segments(totals)]
        space[room.scratch :] = 0  # there is no nan behind the results
        words = np.empty(len(Word) + sum(map(len, tables)), dtype=np.int64)
        scratch, here = address_of(space), address_of(words)
        u, partials, results, _ = accumulate(sizes, initial=scratch + room.scratch)
        lengths = (8 * len(table) for table in tables)
        columns_at, outputs, given, taken, _ = accumulate(lengths, initial=here + 8 * len(Word))
        head = [buffers.row_count, u, scratch, partials, results, columns_at, outputs]  # as in Word
        head += [given, len(uniforms), taken, len(totals), id(answer), 0]
        words[:] = [*head, *(word for table in tables for word in table)]
        job = super().__new__(cls, here)
        job.words, job.space, job.buffers, job.answer = words, space, buffers, answer
        job.vectors = -(-buffers.row_count // LANES)
        job.addresses = [address_of(x) for x in buffers.strided]
        return job

    def move_to(self, buffers: Buffers) -> None:
        """Work on other arrays, which have the shapes and strides of those before."""
        self.buffers = buffers
        numbers, place = memoryview(cast(Any, self.words)), len(Word)
        for i, array in enumerate(buffers.strided):
            size, address = 2 * math.prod(array.shape[1:]), address_of(array)
            if size == 2:
                numbers[place] = address
            else:
                self.words[place : place + size : 2] += address - self.addresses[i]
            self.addresses[i] = address
            place += size
        for array in buffers.contiguous:
            numbers[place] = address_of(array)
            place += 2


def address_of(array: Array) -> int:
    """Where its numbers begin."""
    try:
        return ctypes.addressof(_begin_of(array))
    except (TypeError, ValueError, BufferError):  # not writable, empty, or not contiguous
        address: int = array.__array_interface__["data"][0]  # which takes four times as long
        return address


_begin_of: Callable[[Any], ctypes.c_char] = ctypes.c_char.from_buffer


def aligned(size: int) -> Array:
    """Memory that begins with a cache line."""
    import numpy as np

    space = np.empty(size + 64, dtype=np.uint8)
    return space[-address_of(space) % 64 :]


def _segments(arrays: Arrays) -> list[int]:
    """The address and the size of each."""
    return [number for x in arrays for number in (address_of(x), x.size)]


def _places(arrays: Arrays) -> list[int]:
    """The address and the stride of each column of arrays that have the rows along axis 0."""
    found = []
    for x in arrays:
        places = [address_of(x)]
        for length, stride in zip(x.shape[1:], x.strides[1:], strict=True):
            places = [place + i * stride for place in places for i in range(length)]
        found += [number for place in places for number in (place, x.strides[0])]
    return found
