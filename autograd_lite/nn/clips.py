"""What shortens a gradient before an optimizer takes a step."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import real_array
from autograd_lite.nn.arrays import Array

Clip = Callable[[Array], Array]


def clip_norm(limit: float) -> Clip:
    """Shorten a gradient whose Euclidean norm is above ``limit`` to that norm.

    >>> import numpy as np
    >>> clip_norm(1.0)(np.array([3.0, 4.0])).tolist()
    [0.6000000000000001, 0.8]
    """
    return partial(_shortened, checks.positive("limit", limit))


def clip_value(limit: float) -> Clip:
    """Move every number of a gradient into [−limit, limit].

    >>> import numpy as np
    >>> clip_value(1.0)(np.array([3.0, -0.5])).tolist()
    [1.0, -0.5]
    """
    return partial(_moved_within, checks.positive("limit", limit))


def _shortened(limit: float, gradient: Array) -> Array:
    gradient = real_array(gradient, "gradient")
    norm = math.hypot(*gradient.tolist())  # which does not overflow
    return gradient * (limit / norm) if norm > limit else gradient


def _moved_within(limit: float, gradient: Array) -> Array:
    return np.clip(real_array(gradient, "gradient"), -limit, limit)
