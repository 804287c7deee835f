"""The options of `compile`, for type checkers."""

from collections.abc import Sequence
from os import PathLike
from typing import TypedDict

from autograd_lite.compiler.arguments import Axes


class CompileOptions(TypedDict, total=False):
    """What `compile` takes beside the function."""

    argnums: int | Sequence[int]
    in_axes: Axes
    reduce: str | None
    backend: str
    threads: int | None
    cache: str | PathLike[str] | None
    static_argnums: int | Sequence[int] | None
    static_argnames: str | Sequence[str] | None
