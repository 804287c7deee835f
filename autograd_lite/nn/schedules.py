"""Learning rates that change: each schedule here is a function of the updates made before.

Any function of a whole number from 0 on can stand in for them.
"""

import math
from collections.abc import Callable
from functools import partial

from autograd_lite.inputs.checks import not_negative, positive, whole_number

__all__ = ["cosine_decay", "exponential_decay", "linear_decay", "step_decay", "warm_up"]
__dir__ = __all__.copy

Schedule = Callable[[int], float]


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """The rate times ``factor`` after ``every`` updates, and again after as many.

    >>> [step_decay(1.0, 0.5, every=2)(t) for t in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    return partial(_stepped, *_decay(rate, factor, every))


def exponential_decay(rate: float, factor: float, every: int) -> Schedule:
    """As `step_decay`, but smoothly.

    >>> exponential_decay(1.0, 0.25, every=2)(1)
    0.5
    """
    return partial(_smooth, *_decay(rate, factor, every))


def linear_decay(rate: float, final: float, updates: int) -> Schedule:
    """From ``rate`` to ``final`` in a straight line over ``updates``, and ``final`` after that.

    >>> [linear_decay(1.0, 0.5, updates=2)(t) for t in range(4)]
    [1.0, 0.75, 0.5, 0.5]
    """
    return partial(_straight, *_way(rate, final, updates))


def cosine_decay(rate: float, final: float, updates: int) -> Schedule:
    """From ``rate`` to ``final`` along half a cosine over ``updates``, and ``final`` after that.

    I. Loshchilov and F. Hutter: SGDR, ICLR 2017.

    >>> [round(cosine_decay(1.0, 0.0, updates=2)(t), 6) for t in range(4)]
    [1.0, 0.5, 0.0, 0.0]
    """
    return partial(_along_cosine, *_way(rate, final, updates))


def warm_up(updates: int, schedule: Schedule | float) -> Schedule:
    """A straight rise over the first ``updates``, and then ``schedule`` from its beginning.

    >>> [warm_up(4, 1.0)(t) for t in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """
    return partial(_risen, whole_number("updates", updates, 1), _as_schedule(schedule))


# Functions with names, and not closures: so an optimizer can be pickled with its schedule


def _stepped(start: float, factor: float, every: int, t: int) -> float:
    return start * math.pow(factor, t // every)


def _smooth(start: float, factor: float, every: int, t: int) -> float:
    return start * math.pow(factor, t / every)


def _straight(start: float, end: float, count: int, t: int) -> float:
    return start + (end - start) * (t / count) if t < count else end


def _along_cosine(start: float, end: float, count: int, t: int) -> float:
    return end + (start - end) * (1.0 + math.cos(math.pi * min(t / count, 1.0))) / 2


def _risen(count: int, then: Schedule, t: int) -> float:
    return then(0) * (t + 1) / count if t < count else then(t - count)


def _steady(rate: float, t: int) -> float:
    return rate


def _as_schedule(given: Schedule | float) -> Schedule:
    return given if callable(given) else partial(_steady, positive("schedule", given))


def _decay(rate: float, factor: float, every: int) -> tuple[float, float, int]:
    return positive("rate", rate), positive("factor", factor), whole_number("every", every, 1)


def _way(rate: float, final: float, updates: int) -> tuple[float, float, int]:
    count = whole_number("updates", updates, 1)
    return positive("rate", rate), not_negative("final", final), count
