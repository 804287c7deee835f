"""Text that was written here, in Python, as a function."""

import math
from collections.abc import Callable
from typing import Any


def executable(text: str, names: dict[str, Any]) -> Callable[..., Any]:
    """The function ``compiled`` of a text, in which these names are known too."""
    known = {"inf": math.inf, "nan": math.nan} | names
    exec(compile(text, "<autograd_lite.compile>", "exec"), known)  # noqa: S102  # our own text
    function: Callable[..., Any] = known["compiled"]
    return function
