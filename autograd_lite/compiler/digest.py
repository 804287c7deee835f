"""The digest of a program: equal for two that compute the same in the same steps.

Names and labels do not matter to what is compiled. So a model that is made anew, or another one of
the same shape, has a program with the same digest.
"""

import hashlib
from array import array

from autograd_lite.compiler.program import Input, Program, Step
from autograd_lite.primitives.operation import INTERNAL, Operation


def digest(program: Program) -> bytes | None:
    """The digest of a program; None if it has operations of a user's own.

    It is the same in every process. The rules of such operations may be anything, and something
    else the next time.

    >>> from autograd_lite import primitives
    >>> from autograd_lite.compiler.builder import Builder
    >>> from autograd_lite.compiler.program import Output
    >>> def double(name):
    ...     b = Builder()
    ...     x = b.input(name)
    ...     return b.program([Output(b.step(primitives.add, x, x))])
    >>> digest(double("x")) == digest(double("y"))
    True
    """
    codes: dict[Operation, int] = {}
    words, numbers = array("q"), array("d")
    for node in program.nodes:
        if isinstance(node, Step):
            operands = node.operands
            words.append(codes.setdefault(node.op, len(codes)))
            words.append(len(operands))
            words.extend(operands)
        elif isinstance(node, Input):
            words.append(-2 if node.batched else -1)
        else:
            words.append(-3)
            numbers.append(node.value)
    if not all(op.is_row or INTERNAL.get(op.name) is op for op in codes):
        return None
    count = len(words)
    words.extend([out.place * 2 + out.reduced for out in program.outputs])
    head = f"{count} {len(words)} {len(numbers)} {' '.join(op.name for op in codes)}\n"
    return hashlib.sha256(b"".join((head.encode(), words, numbers))).digest()
