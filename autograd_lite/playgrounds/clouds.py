"""The examples of a configuration: those that are trained on, and those that are held out."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from autograd_lite import datasets
from autograd_lite.nn.arrays import Array
from autograd_lite.playgrounds.configuration import DATA, SEVERAL, Configuration
from autograd_lite.playgrounds.targets import as_signs

#: the generated data sets by their names in a configuration
GENERATORS: Final[dict[str, Callable[..., tuple[Array, Array]]]] = {
    "circle": datasets.circle,
    "xor": datasets.xor_cloud,
    "gauss": datasets.two_gaussians,
    "spiral": datasets.spiral,
    "clusters": datasets.clusters,
    "plane": datasets.plane,
    "multi-gauss": datasets.multi_gauss,
}
#: how much of each axis is shown, unless there are points beyond
EXTENT: Final = 6.0
#: as many points are looked at from nearby; to fewer some may be added far from them
MANY: Final = 20


class Examples(NamedTuple):
    """Points (n, 2) and their targets (n,)."""

    points: Array
    targets: Array

    def rows(self) -> list[list[float]]:
        """x, y and target of each."""
        return np.column_stack(self).tolist()  # type: ignore[no-any-return]


class Cloud(NamedTuple):
    """All examples of a run."""

    train: Examples
    test: Examples

    @property
    def all(self) -> Examples:
        """Those of training, and then the others."""
        return Examples(*map(np.concatenate, zip(self.train, self.test, strict=True)))


def cloud_of(configuration: Configuration) -> Cloud:
    """The examples of a configuration.

    Generated ones come in a random order, of which the first are trained on, and so are those that
    were added to them. Of own points the first is, the second is not, and each of the others is
    with the probability of the share, by the seed: so those that were there stay what they are
    when one is added.
    """
    own = np.array(configuration.points, float).reshape(-1, 3)
    if configuration.data == "own":
        chance = np.random.default_rng(configuration.seed).random(max(len(own), 2))
        chance[:2] = 0.0, 1.0
        chosen = (chance < configuration.train_share / 100)[: len(own)]
        return Cloud(_examples(own[chosen]), _examples(own[~chosen]))
    X, y = generated(configuration)
    count = drawn(configuration)
    added = _examples(own)
    train = Examples(np.vstack([X[:count], added.points]), np.append(y[:count], added.targets))
    return Cloud(train, Examples(X[count:], y[count:]))


def drawn(configuration: Configuration) -> int:
    """How many of generated points are trained on."""
    return configuration.size * configuration.train_share // 100


def generated(configuration: Configuration) -> tuple[Array, Array]:
    """The generated data of a configuration."""
    more = {"classes": configuration.classes} if configuration.data == "clusters" else {}
    make = GENERATORS[configuration.data]
    noise, seed = configuration.noise / 100, configuration.seed
    X, y = make(configuration.size, noise, seed, **more)
    return X, as_signs(y) if more and configuration.kind == "two" else y


def _examples(rows: Array) -> Examples:
    return Examples(rows[:, :2], rows[:, 2])


def view_of(examples: Examples) -> dict[str, list[float]]:
    """From where to where each axis is shown, so that all points are seen, and not from afar.

    >>> view_of(Examples(np.array([[2.0, -1.0]] * MANY), np.ones(MANY)))
    {'x': [-3.0, 3.0], 'y': [-3.0, 3.0]}
    """
    found = {}
    extent = EXTENT
    if len(examples.points) >= MANY:
        reach = float(np.abs(examples.points).max())
        while 0.0 < reach <= extent / 2.0:
            extent /= 2.0
    for axis, numbers in zip("xy", examples.points.T, strict=True):
        low, high = (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 0.0)
        margin = 0.05 * (high - low) or 1.0
        within = low >= -EXTENT and high <= EXTENT
        found[axis] = [-extent, extent] if within else [low - margin, high + margin]
    return found


def scale_of(configuration: Configuration, targets: Array) -> tuple[float, float]:
    """The targets at the two ends of the colour scale."""
    if configuration.kind == "classes":
        return 0.0, float(configuration.classes - 1)
    if configuration.kind == "two" or not len(targets):
        return -1.0, 1.0
    low, high = float(targets.min()), float(targets.max())
    if low < 0.0 < high or low == high:
        high = max(-low, high) or 1.0
        low = -high
    return low, high


def data_sets() -> list[dict[str, object]]:
    """What a page says of the data sets: name, problem, number of classes or None for any."""
    return [
        {"name": name, "problem": problem, "classes": _count_of_classes(problem, name)}
        for problem, names in DATA.items()
        for name in names
    ]


def _count_of_classes(problem: str, data: str) -> int | None:
    """The number of classes of a data set; None where it is a setting, 0 for numbers."""
    if problem == "regression":
        return 0
    return None if data in SEVERAL else 2
