"""The inputs that a network of the playground can have: functions of the coordinates of a point."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from autograd_lite import primitives


class Feature(NamedTuple):
    """One input of a network."""

    #: how a link spells it
    spelling: str
    #: of numbers, arrays and Values
    function: Callable[[Any, Any], Any]
    #: as Python, after ``import autograd_lite as ag``
    source: str


FEATURES: Final = {
    "x": Feature("x", lambda x, y: x, "x"),
    "y": Feature("y", lambda x, y: y, "y"),
    "x²": Feature("xx", lambda x, y: x * x, "x * x"),
    "y²": Feature("yy", lambda x, y: y * y, "y * y"),
    "xy": Feature("xy", lambda x, y: x * y, "x * y"),
    "sin x": Feature("sinx", lambda x, y: primitives.sin(x), "ag.sin(x)"),
    "sin y": Feature("siny", lambda x, y: primitives.sin(y), "ag.sin(y)"),
}


def inputs_at(features: Sequence[str], x: Any, y: Any) -> list[Any]:
    """The inputs of a network at a point, or at many.

    >>> inputs_at(["x", "xy"], 2.0, 3.0)
    [2.0, 6.0]
    """
    return [FEATURES[name].function(x, y) for name in features]
