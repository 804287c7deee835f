"""The parameters of functions, and which of them the arguments of a call are for."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any


def signature_of(f: Callable[..., Any]) -> inspect.Signature | None:
    """The signature of a function; None for some builtin ones."""
    try:
        return inspect.signature(f)
    except ValueError:
        return None


def by_place(signature: inspect.Signature | None) -> list[inspect.Parameter]:
    """The parameters that can be given by their place."""
    parameters = signature.parameters.values() if signature else ()
    return [x for x in parameters if x.kind in (x.POSITIONAL_ONLY, x.POSITIONAL_OR_KEYWORD)]


def bound(
    f: Callable[..., Any],
    signature: inspect.Signature,
    args: Sequence[Any],
    named: dict[str, Any],
) -> inspect.BoundArguments:
    """The arguments of a call of f: in their places, as far as they have some, and by name.

    Raises TypeError, as the call would.
    """
    try:
        return signature.bind(*args, **named)
    except TypeError as error:
        name = getattr(f, "__name__", type(f).__name__)
        raise TypeError(f"{name}: {error}") from None


def in_places(
    f: Callable[..., Any], args: Sequence[Any], named: dict[str, Any]
) -> tuple[Sequence[Any], dict[str, Any]]:
    """The arguments that have places, whether they came by place or by name, and the others.

    >>> in_places(lambda w, x, *, scale: w * x, (), {"scale": 1.0, "x": 3.0, "w": 2.0})
    ((2.0, 3.0), {'scale': 1.0})
    """
    signature = signature_of(f)
    if signature is None:
        return args, named
    found = bound(f, signature, args, named)
    return found.args, found.kwargs
