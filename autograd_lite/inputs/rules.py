"""Whether two functions can be the rules of an operation, before it is called."""

import inspect
from collections.abc import Callable
from typing import Any


def operands_of(name: str, forward: Callable[..., Any], gradients: Callable[..., Any]) -> str:
    """The operands as they stand in a call, such as "(x, y)", or "(...)" if nobody knows.

    Raises TypeError if the rules do not take ``m`` first, and ``gradients`` ``out`` after it, or if
    an operand has a default or comes by name alone.

    >>> operands_of("area", lambda m, x, y: x * y, lambda m, out, x, y: (y, x))
    '(x, y)'
    >>> operands_of("area", lambda m, x, y: x * y, lambda x, y: (y, x))
    Traceback (most recent call last):
    TypeError: gradients of area: (m, out, x, y) are needed, as forward takes (m, x, y); got (x, y)
    """
    forwards, backwards = _signature(forward), _signature(gradients)
    if forwards is None:
        return "(...)"
    own = [*forwards.parameters.values()]
    m, operands = own[:1], own[1:]
    if not operands and not any(x.kind is x.VAR_POSITIONAL for x in m):
        raise TypeError(
            f"forward of {name}: (m, x) is needed, m being the functions of the table and x an "
            f"operand, or (m, x, y) and so on; got {forwards}"
        )
    if any(x.default is not x.empty or x.kind in (x.KEYWORD_ONLY, x.VAR_KEYWORD) for x in operands):
        raise TypeError(
            f"forward of {name}: operands are given by place and have no defaults, as in "
            f"(m, x, y); got {forwards}; a number that is no operand is taken from outside"
        )
    if backwards is not None and not _fits(backwards, 2 + len(operands)):
        wanted = ", ".join(map(str, [*m, "out", *operands]))
        raise TypeError(
            f"gradients of {name}: ({wanted}) are needed, as forward takes {forwards}; "
            f"got {backwards}"
        )
    return f"({', '.join(map(str, operands))})"


def _signature(rule: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(rule)
    except ValueError:  # of some functions in C nobody knows it
        return None


def _fits(signature: inspect.Signature, count: int) -> bool:
    try:
        signature.bind(*[None] * count)
    except TypeError:
        return False
    return True
