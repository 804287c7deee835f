"""np.pad: what NumPy makes of the numbers themselves, made by functions that know Values."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import numpy as np

from autograd_lite.arrays import quantiles, reductions
from autograd_lite.arrays.ufuncs import plain
from autograd_lite.inputs.checks import whole_number

#: by the mode of np.pad what stands at an end, of the numbers that are next to it
_MADE: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "maximum": reductions.REDUCED[np.maximum],
    "minimum": reductions.REDUCED[np.minimum],
    "mean": reductions.mean,
    "median": quantiles.median,
}


def _pad_lane(
    made: Callable[[list[Any]], Any],
    stat_length: Any,
    lane: Any,
    widths: tuple[int, int],
    axis: int,
    named: dict[str, Any],
) -> None:
    """Fill both ends of a lane."""
    before, after = widths
    inside = lane[before : len(lane) - after].tolist()
    first, last = (
        len(inside) if n is None else whole_number("stat_length", n, 0) for n in stat_length[axis]
    )
    start, end = made(inside[:first]), made(inside[max(0, len(inside) - last) :])
    lane[:before], lane[len(lane) - after :] = start, end


def pad(
    array: Any,
    pad_width: Any,
    mode: str | Callable[..., Any] = "constant",
    *,
    stat_length: Any = None,
    **named: Any,
) -> Any:
    """np.pad: extrema have equal shares at a tie, and are nan if a number is."""
    numbers, way = plain(array, "pad"), mode
    if isinstance(mode, str) and mode in _MADE:
        lengths = np.broadcast_to(np.array(stat_length, dtype=object), (numbers.ndim, 2))
        way = partial(_pad_lane, _MADE[mode], lengths)
    elif stat_length is not None:
        named["stat_length"] = stat_length
    return np.pad(numbers.astype(object), pad_width, way, **named)  # type: ignore[call-overload]  # its types want a literal


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {np.pad: pad}
