"""How parts of a sum over a batch are added up.

Neighbours are added by pairs, and so what is found, until one is left. The digits then depend on
where the parts begin alone: a part of 2ᵏ others, anywhere in the order, may be added up elsewhere
first. The error grows with the logarithm of their count; N. J. Higham, The Accuracy of Floating
Point Summation, 1993.
"""

from autograd_lite.compiler.backends.protocol import Array


def add_neighbours(partials: Array) -> Array:
    """The sum along the first axis; of no parts, 0.

    >>> import numpy as np
    >>> add_neighbours(np.array([[1.0, 0.5], [2.0, 0.25], [4.0, 0.0]])).tolist()
    [7.0, 0.75]
    """
    import numpy as np

    if not len(partials):
        return np.zeros(partials.shape[1:])
    while len(partials) > 1:
        even = len(partials) // 2 * 2
        pairs = partials[:even:2] + partials[1:even:2]
        partials = np.concatenate([pairs, partials[even:]])
    total: Array = partials[0]
    return total
