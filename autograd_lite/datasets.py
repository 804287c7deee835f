"""The small data sets of the examples, as pairs (X, y) of float arrays.

X has one row for each point and one column for each feature, y one number for each point. ``rng``
is a NumPy generator or a seed; the same one makes the same data. ``noise`` is 0 for none.

The clouds `circle`, `xor_cloud`, `two_gaussians`, `spiral`, `plane` and `multi_gauss` are those of
the browser playground of neural networks at playground.tensorflow.org, whose noise slider of 40
is ``noise=0.4`` here. Its labels are ±1. In all but `two_gaussians` and `spiral` noise moves the
point at which the label is taken, and not the point itself: labels flip near the border.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from autograd_lite.inputs.checks import generator, not_negative, whole_number
from autograd_lite.inputs.lookup import look_up

__all__ = [
    "circle", "clusters", "flowers", "gate", "gaussian_curve", "moons", "multi_gauss", "people",
    "plane", "spiral", "two_gaussians", "xor_cloud",
]  # fmt: skip
__dir__ = __all__.copy

Array = NDArray[np.float64]
Data = tuple[Array, Array]
RNG = np.random.Generator | int | None

_GATES: dict[str, list[float]] = {
    "and": [0, 0, 0, 1],
    "nand": [1, 1, 1, 0],
    "or": [0, 1, 1, 1],
    "xor": [0, 1, 1, 0],
}

MYSTERY_FLOWER = (4.5, 1.0)


def gate(name: str) -> Data:
    """The truth table of "and", "nand", "or" or "xor": X (4, 2), y (4,) of 0 and 1.

    >>> gate("or")[1].tolist()
    [0.0, 1.0, 1.0, 1.0]
    """
    outputs = look_up("name", name, _GATES)
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array(outputs, float)


def flowers() -> Data:
    """Length and width of eight flowers, X (8, 2), and their colour, blue 0 or red 1, y (8,).

    `MYSTERY_FLOWER` is the one whose colour is asked for; it should be red.
    """
    rows = [(1, 1, 0), (2, 1, 0), (2, 0.5, 0), (3, 1, 0), (3, 1.5, 1), (3.5, 0.5, 1), (4, 1.5, 1),
            (5.5, 1, 1)]  # fmt: skip
    table = np.array(rows, float)
    return table[:, :2], table[:, 2]


def people() -> Data:
    """Weight − 135 lb and height − 66 in of four people, X (4, 2); 1 for female, y (4,)."""
    table = np.array([(-2, -1, 1), (25, 6, 0), (17, 4, 0), (-15, -6, 1)], float)
    return table[:, :2], table[:, 2]


def gaussian_curve(n: int = 500, noise: float = 0.0, rng: RNG = None) -> Data:
    """exp(−x²) at n points from −5 to 5, X (n, 1), y (n,); noise is its standard deviation."""
    generator = _generator(n, noise, rng)
    x = np.linspace(-5.0, 5.0, n)
    return x[:, np.newaxis], np.exp(-(x**2)) + noise * generator.standard_normal(n)


def moons(n: int = 100, noise: float = 0.1, rng: RNG = None) -> Data:
    """Two half circles that reach into each other, X (n, 2), y (n,) of 0 and 1.

    The upper one is that of the unit circle; noise is the standard deviation of each coordinate.
    """
    generator = _generator(n, noise, rng)
    upper, lower = (_polar(1.0, np.linspace(0.0, np.pi, count)) for count in _halves(n))
    X = np.vstack([upper, [1.0, 0.5] - lower])
    y = np.repeat([0.0, 1.0], _halves(n))
    return _shuffled(X + noise * generator.standard_normal(X.shape), y, generator)


def circle(n: int = 200, noise: float = 0.0, rng: RNG = None) -> Data:
    """A disc of radius 2.5, +1, in a ring from 3.5 to 5, −1: X (n, 2), y (n,)."""
    generator = _generator(n, noise, rng)
    least, most = np.repeat([[0.0, 3.5], [2.5, 5.0]], _halves(n), axis=1)
    X = _polar(generator.uniform(least, most), generator.uniform(0.0, 2.0 * np.pi, n))
    seen = X + 5.0 * noise * generator.uniform(-1.0, 1.0, X.shape)
    y = np.where(np.hypot(*seen.T) < 2.5, 1.0, -1.0)
    return _shuffled(X, y, generator)


def xor_cloud(n: int = 200, noise: float = 0.0, rng: RNG = None) -> Data:
    """Points within ±5 and 0.3 off the axes; the sign of x · y: X (n, 2), y (n,) of ±1."""
    generator = _generator(n, noise, rng)
    X = generator.uniform(-5.0, 5.0, (n, 2))
    X += np.where(X > 0.0, 0.3, -0.3)
    seen = X + 5.0 * noise * generator.uniform(-1.0, 1.0, X.shape)
    return X, np.where(seen[:, 0] * seen[:, 1] >= 0.0, 1.0, -1.0)


def two_gaussians(n: int = 200, noise: float = 0.0, rng: RNG = None) -> Data:
    """Normal clouds at (2, 2), +1, and (−2, −2), −1, of variance 0.5 + 7 · noise."""
    generator = _generator(n, noise, rng)
    y = np.repeat([1.0, -1.0], _halves(n))
    spread = np.sqrt(0.5 + 7.0 * noise)
    X = 2.0 * y[:, np.newaxis] + spread * generator.standard_normal((n, 2))
    return _shuffled(X, y, generator)


def clusters(n: int = 200, noise: float = 0.0, rng: RNG = None, *, classes: int = 3) -> Data:
    """Normal clouds around ``classes`` places on a circle: X (n, 2), y (n,) of 0, 1, 2, …

    The circle has the radius 3.5, and the first place is on the right; the clouds have the variance
    0.25 + 3.5 · noise, and as many points each as the others, or one more.

    >>> X, y = clusters(9, classes=3, rng=0)
    >>> X.shape, sorted(y.tolist())
    ((9, 2), [0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0])
    """
    generator = _generator(n, noise, rng)
    y = (np.arange(n) % whole_number("classes", classes, 2)).astype(float)
    spread = np.sqrt(0.25 + 3.5 * noise)
    X = _polar(3.5, 2.0 * np.pi * y / classes) + spread * generator.standard_normal((n, 2))
    return _shuffled(X, y, generator)


def spiral(n: int = 200, noise: float = 0.0, rng: RNG = None) -> Data:
    """Two arms of 1¾ turns out to radius 5, +1 and −1; each coordinate moves by up to ± noise."""
    generator = _generator(n, noise, rng)
    steps = np.concatenate([np.arange(count) / max(count, 1) for count in _halves(n)])
    y = np.repeat([1.0, -1.0], _halves(n))
    angle = 1.75 * 2.0 * np.pi * steps + np.where(y > 0.0, 0.0, np.pi)
    X = _polar(5.0 * steps, angle)[:, ::-1] + noise * generator.uniform(-1.0, 1.0, (n, 2))
    return _shuffled(X, y, generator)


def plane(n: int = 200, noise: float = 0.0, rng: RNG = None) -> Data:
    """The regression target (x + y)/10 at points within ±6: X (n, 2), y (n,)."""
    return _regression(lambda x, y: (x + y) / 10.0, n, noise, rng)


def multi_gauss(n: int = 200, noise: float = 0.0, rng: RNG = None) -> Data:
    """The regression target of six bumps, + − + over − + −, within ±6: X (n, 2), y (n,)."""
    bumps = [(-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1)]

    def target(x: Array, y: Array) -> Array:
        heights = np.array(
            [sign * np.maximum(1.0 - np.hypot(x - p, y - q) / 2.0, 0.0) for p, q, sign in bumps]
        )
        largest: Array = heights[np.abs(heights).argmax(axis=0), np.arange(len(x))]
        return largest

    return _regression(target, n, noise, rng)


def _regression(
    target: Callable[[Array, Array], Array],
    n: int,
    noise: float,
    rng: RNG,
) -> Data:
    generator = _generator(n, noise, rng)
    X = generator.uniform(-6.0, 6.0, (n, 2))
    seen = X + 6.0 * noise * generator.uniform(-1.0, 1.0, X.shape)
    return X, target(*seen.T)


def _generator(n: int, noise: float, rng: RNG) -> np.random.Generator:
    whole_number("n", n, 1)
    not_negative("noise", noise)
    return generator("rng", rng)


def _halves(n: int) -> tuple[int, int]:
    return n // 2, n - n // 2


def _polar(radius: Array | float, angle: Array) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _shuffled(X: Array, y: Array, generator: np.random.Generator) -> Data:
    order = generator.permutation(len(y))
    return X[order], y[order]
