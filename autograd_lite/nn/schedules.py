"""Learning rates that change: each schedule here is a function of the updates made before.

Any function of a whole number from 0 on can stand in for them.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from autograd_lite.inputs.checks import not_negative, positive, whole_number
from autograd_lite.system.doors import door

__all__ = [
    "cosine_decay",
    "exponential_decay",
    "linear_decay",
    "step_decay",
    "warm_up",
]
if not TYPE_CHECKING:  # for type checkers there is nothing more than they see
    __getattr__, __dir__ = door(__name__, __all__, {})

Schedule = Callable[[int], float]


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """The rate times ``factor`` after ``every`` updates, and again after as many.

    >>> [step_decay(1.0, 0.5, every=2)(t) for t in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    start, less, often = _decay(rate, factor, every)
    return lambda t: start * less ** (t // often)


def exponential_decay(rate: float, factor: float, every: int) -> Schedule:
    """As `step_decay`, but smoothly.

    >>> exponential_decay(1.0, 0.25, every=2)(1)
    0.5
    """
    start, less, often = _decay(rate, factor, every)
    return lambda t: start * less ** (t / often)


def linear_decay(rate: float, final: float, updates: int) -> Schedule:
    """From ``rate`` to ``final`` in a straight line over ``updates``, and ``final`` after that.

    >>> [linear_decay(1.0, 0.5, updates=2)(t) for t in range(4)]
    [1.0, 0.75, 0.5, 0.5]
    """
    start, end, count = _way(rate, final, updates)
    return lambda t: start + (end - start) * min(t / count, 1.0)


def cosine_decay(rate: float, final: float, updates: int) -> Schedule:
    """From ``rate`` to ``final`` along half a cosine over ``updates``, and ``final`` after that.

    I. Loshchilov and F. Hutter: SGDR, ICLR 2017.

    >>> [round(cosine_decay(1.0, 0.0, updates=2)(t), 6) for t in range(4)]
    [1.0, 0.5, 0.0, 0.0]
    """
    start, end, count = _way(rate, final, updates)
    return lambda t: end + (start - end) * (1.0 + math.cos(math.pi * min(t / count, 1.0))) / 2


def warm_up(updates: int, schedule: Schedule | float) -> Schedule:
    """A straight rise over the first ``updates``, and then ``schedule`` from its beginning.

    >>> [warm_up(4, 1.0)(t) for t in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """
    count, then = whole_number("updates", updates, 1), _as_schedule(schedule)
    return lambda t: then(0) * (t + 1) / count if t < count else then(t - count)


def _as_schedule(given: Schedule | float) -> Schedule:
    if callable(given):
        return given
    rate = positive("schedule", given)
    return lambda t: rate


def _decay(rate: float, factor: float, every: int) -> tuple[float, float, int]:
    return positive("rate", rate), positive("factor", factor), whole_number("every", every, 1)


def _way(rate: float, final: float, updates: int) -> tuple[float, float, int]:
    count = whole_number("updates", updates, 1)
    return positive("rate", rate), not_negative("final", final), count
