"""What outputs and targets mean: two classes, several classes, or numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize, to_rgba
from matplotlib.lines import Line2D

from autograd_lite.floats import real
from autograd_lite.viz.plots.canvas import COLORS, INK, MARKS, SCALE, TINTS, key, tint
from autograd_lite.viz.plots.inputs import Floats, drawable
from autograd_lite.viz.plots.plane import Plane, within_reach


@dataclass(frozen=True)
class Classes:
    """As many outputs as classes; the largest says which class it is."""

    crowd: int  # how many points there are in all; if they are many, each is small
    labels: tuple[float, ...]
    names: Sequence[str]

    def __post_init__(self) -> None:
        if len(self.names) not in (0, len(self.labels)):
            raise ValueError(
                f"class_names: got {len(self.names)} for {len(self.labels)} classes; give one each"
            )

    def paint(self, axes: Axes, plane: Plane, outputs: Floats) -> ScalarMappable | None:
        """Colour the plane by ``outputs``, shape (outputs, rows, columns); a line is between them.

        Returns what a bar of colours is to explain, if there is such a thing.
        """
        outputs = within_reach(outputs)
        tints = np.array([to_rgba(tint(color)) for _, color, _ in self._looks()])
        colors = tints[outputs.argmax(axis=0)]
        colors[np.isnan(outputs).any(axis=0)] = 0.0
        plane.fill(axes, colors)
        for i, scores in enumerate(outputs):
            others = np.delete(outputs, i, axis=0).max(axis=0)
            plane.border(axes, scores - others, 0.0)
        return None

    def mark(self, axes: Axes, points: Floats, targets: Floats, *, hollow: bool = False) -> None:
        """Draw the points of one class after the other, each with its colour and mark."""
        for label, color, mark in self._looks():
            members = points[targets == label]
            edge = color if hollow else "white"
            _scatter(axes, members, self.crowd, mark, "white" if hollow else color, edge)

    def keys(self, *, test: bool) -> list[Line2D]:
        """One sample for each class, with its name; of test points too, if there are any."""
        names = self.names or [f"y = {label:g}".replace("-", "−") for label in self.labels]
        classes = [
            key(name, linestyle="", marker=mark, color=color, markersize=8)
            for name, (_, color, mark) in zip(names, self._looks(), strict=True)
        ]
        return [*classes, _hollow_key("test", "o")] if test else classes

    def _looks(self) -> list[tuple[float, str, str]]:
        return [
            (label, COLORS[i % len(COLORS)], MARKS[i % len(MARKS)])
            for i, label in enumerate(self.labels)
        ]


@dataclass(frozen=True)
class TwoClasses(Classes):
    """One output: the second class lies above the threshold."""

    threshold: float

    def paint(self, axes: Axes, plane: Plane, outputs: Floats) -> ScalarMappable:
        """A tint that is deeper the farther the output is from the threshold."""
        reach = max(abs(label - self.threshold) for label in self.labels)
        norm = Normalize(self.threshold - reach, self.threshold + reach)
        image = plane.fill(axes, bounded(outputs[0], norm), cmap=TINTS, norm=norm)
        plane.border(axes, outputs[0], self.threshold)
        return image


@dataclass(frozen=True)
class Numbers:
    """One output that is to be near the target; both are shown on one scale."""

    crowd: int
    norm: Normalize

    def paint(self, axes: Axes, plane: Plane, outputs: Floats) -> ScalarMappable:
        """The scale itself."""
        return plane.fill(axes, bounded(outputs[0], self.norm), cmap=SCALE, norm=self.norm)

    def mark(self, axes: Axes, points: Floats, targets: Floats, *, hollow: bool = False) -> None:
        """A point of the right colour is one that the model meets."""
        colors = SCALE(self.norm(targets))
        _scatter(axes, points, self.crowd, "D" if hollow else "o", colors, INK)

    def keys(self, *, test: bool) -> list[Line2D]:
        """None for the colours, which the bar beside the picture tells."""
        return [_hollow_key("training", "o"), _hollow_key("test", "D")] if test else []


def read(
    targets: Floats, outputs: Floats, threshold: float | None, names: Sequence[str]
) -> Classes | Numbers:
    """Which reading fits the targets and the outputs, shape (outputs, rows, columns)."""
    count, present = len(targets), set(targets.tolist())
    pairs = [pair for pair in ((0.0, 1.0), (-1.0, 1.0)) if present <= set(pair)]
    if len(outputs) == 1 and pairs:
        border = sum(pairs[0]) / 2.0 if threshold is None else real(threshold, "threshold")
        drawable("threshold", np.array([border]))
        return TwoClasses(count, pairs[0], names, border)
    if threshold is not None:
        raise ValueError(
            "threshold: this is for one output and two classes, y of 0 and 1 or of −1 and 1"
        )
    if len(outputs) > 1:
        classes = tuple(map(float, range(len(outputs))))
        if strange := sorted(present.difference(classes)):
            raise ValueError(
                f"y: for a model with {len(outputs)} outputs, give the index of the class of each "
                f"point, 0 to {len(outputs) - 1}; got {strange[0]:g}"
            )
        return Classes(count, classes, names)
    if names:
        raise ValueError("class_names: with one output, classes are y of 0 and 1 or of −1 and 1")
    return Numbers(count, scale_of(targets))


def scale_of(numbers: Floats) -> Normalize:
    """From the least to the largest; with 0 in the middle if that is between them."""
    low, high = float(numbers.min()), float(numbers.max())
    if low < 0.0 < high:
        low, high = min(low, -high), max(high, -low)
    return Normalize(low, high) if low < high else Normalize(low - 0.5, high + 0.5)


def bounded(outputs: Floats, norm: Normalize) -> Floats:
    """Infinite outputs at the ends of a scale; between nodes they would become nan."""
    return np.clip(outputs, norm.vmin, norm.vmax)


def _hollow_key(label: str, mark: str) -> Line2D:
    look = {"markerfacecolor": "white", "markeredgecolor": INK}
    return key(label, linestyle="", marker=mark, markersize=8, **look)


def _scatter(axes: Axes, points: Floats, crowd: int, mark: str, face: Any, edge: Any) -> None:
    """Draw points; those of a large crowd are small."""
    x1, x2 = points.T
    area, line = np.clip(6000.0 / crowd, 16.0, 80.0), 0.8 if edge in ("white", INK) else 1.6
    axes.scatter(
        x1, x2, s=area, marker=mark, facecolors=face, edgecolors=edge, linewidths=line, zorder=3
    )
