"""Learning rates that change: each schedule here is a function of the updates made before.

Any function of a whole number from 0 on can stand in for them.
"""

import math
from collections.abc import Callable

Schedule = Callable[[int], float]


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """The rate times ``factor`` after ``every`` updates, and again after as many.

    >>> [step_decay(1.0, 0.5, every=2)(t) for t in range(5)]
    [1.0, 1.0, 0.5, 0.5, 0.25]
    """
    return lambda t: rate * factor ** (t // every)


def exponential_decay(rate: float, factor: float, every: int) -> Schedule:
    """As `step_decay`, but smoothly.

    >>> exponential_decay(1.0, 0.25, every=2)(1)
    0.5
    """
    return lambda t: rate * factor ** (t / every)


def linear_decay(rate: float, final: float, updates: int) -> Schedule:
    """From ``rate`` to ``final`` in a straight line over ``updates``, and ``final`` after that.

    >>> [linear_decay(1.0, 0.5, updates=2)(t) for t in range(4)]
    [1.0, 0.75, 0.5, 0.5]
    """
    return lambda t: rate + (final - rate) * min(t / updates, 1.0)


def cosine_decay(rate: float, final: float, updates: int) -> Schedule:
    """From ``rate`` to ``final`` along half a cosine over ``updates``, and ``final`` after that.

    I. Loshchilov and F. Hutter: SGDR, ICLR 2017.

    >>> [round(cosine_decay(1.0, 0.0, updates=2)(t), 6) for t in range(4)]
    [1.0, 0.5, 0.0, 0.0]
    """
    return lambda t: final + (rate - final) * (1.0 + math.cos(math.pi * min(t / updates, 1.0))) / 2


def warm_up(updates: int, schedule: Schedule | float) -> Schedule:
    """A straight rise over the first ``updates``, and then ``schedule`` from its beginning.

    >>> [warm_up(4, 1.0)(t) for t in range(5)]
    [0.25, 0.5, 0.75, 1.0, 1.0]
    """
    then = schedule if callable(schedule) else lambda t: schedule
    return lambda t: then(0) * (t + 1) / updates if t < updates else then(t - updates)
