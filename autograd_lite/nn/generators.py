"""The states of NumPy's random generators: of which numbers each kind is made.

NumPy's own setters take a state on trust: with an index out of range the next draw reads foreign
memory or ends the process, and 1.5 is cut to 1.
"""

from typing import Any

import numpy as np

from autograd_lite.nn.layouts import chosen, row, such_that, table, text, whole

_32_BITS, _64_BITS, _128_BITS = whole(2**32 - 1), whole(2**64 - 1), whole(2**128 - 1)
_HALF = {"has_uint32": whole(1), "uinteger": _32_BITS}  # of 64 bits, kept for the next draw
_PCG = table(
    bit_generator=text,
    state=table(
        state=_128_BITS,
        # with an even one the period is short
        inc=such_that(_128_BITS, lambda number: number % 2 == 1, "an odd number"),
    ),
    **_HALF,
)
_MERSENNE_TWISTER = table(
    bit_generator=text,
    state=table(
        # zeros it never leaves; of the first number it takes one bit alone
        key=such_that(
            row(_32_BITS, 624), lambda key: key[0] >> 31 or any(key[1:]), "another number than 0"
        ),
        pos=whole(624),
    ),
)
_PHILOX = table(
    bit_generator=text,
    state=table(counter=row(_64_BITS, 4), key=row(_64_BITS, 2)),
    buffer=row(_64_BITS, 4),
    buffer_pos=whole(4, 1),  # a new buffer is only made to take its first number
    **_HALF,
)
_SFC64 = table(bit_generator=text, state=table(state=row(_64_BITS, 4)), **_HALF)

#: a state that the setter of its kind can be given
GENERATOR = chosen(
    "bit_generator",
    {
        "MT19937": _MERSENNE_TWISTER,
        "PCG64": _PCG,
        "PCG64DXSM": _PCG,
        "Philox": _PHILOX,
        "SFC64": _SFC64,
    },
)


def state_of(rng: np.random.Generator) -> Any:
    """The state as a file holds it, of lists and whole numbers."""
    return _plain(rng.bit_generator.state)


def _plain(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _plain(each) for name, each in part.items()}
    return part.tolist() if isinstance(part, np.ndarray) else part
