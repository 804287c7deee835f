"""The digest of a program: equal for two that compute the same in the same steps.

Names and labels do not matter to what is compiled. So a model that is made anew, or another one of
the same shape, has a program with the same digest.
"""

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import INTERNAL, Operation


def digest(program: Program) -> bytes | None:
    """The digest of a program; None if it has operations of a user's own.

    It is the same in every process. The rules of such operations may be anything, and something
    else the next time.

    >>> from autograd_lite import primitives
    >>> from autograd_lite.compiler.core import Builder
    >>> from autograd_lite.compiler.program import Output
    >>> def double(name):
    ...     b = Builder()
    ...     x = b.input(name)
    ...     return b.program([Output(b.step(primitives.add, x, x))])
    >>> digest(double("x")) == digest(double("y"))
    True
    """
    if program.digest is not None:
        return program.digest
    return digest_of(
        program.ops,
        program.operands,
        [x for place, each in program.given.items() for x in (place, each.batched)],
        program.constants,
        [x for out in program.outputs for x in out],
        numbers=program.constants.values(),
    )


def digest_of(
    ops: Sequence[Operation | None],
    operands: Sequence[Sequence[int]],
    *rest: Iterable[int],
    numbers: Iterable[float],
) -> bytes | None:
    """The digest of operations, None where there is none, with the places of their operands.

    What else matters follows, as integers and as numbers.
    """
    kinds = dict.fromkeys(ops)
    if not all(op is None or op.is_row or INTERNAL.get(op.name) is op for op in kinds):
        return None
    codes = {op: code for code, op in enumerate(kinds)}
    parts: list[array[Any]] = [
        array("q", map(codes.__getitem__, ops)),
        array("q", map(len, operands)),
        array("q", chain.from_iterable(operands)),
        *(array("q", part) for part in rest),
        array("d", numbers),
    ]
    names = " ".join(op.name if op else "-" for op in kinds)
    head = f"{' '.join(str(len(part)) for part in parts)} {names}\n"
    return hashlib.sha256(b"".join((head.encode(), *parts))).digest()
