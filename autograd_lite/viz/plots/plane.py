"""A window on the plane, and what is drawn at its nodes."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

from autograd_lite.inputs.checks import pair, whole_number
from autograd_lite.viz.plots.canvas import INK
from autograd_lite.viz.plots.inputs import LARGEST, Floats, Limits, as_interval, widened


@dataclass(frozen=True)
class Plane:
    """A rectangle, and how many nodes it has along either side; border nodes are included."""

    xlim: Limits
    ylim: Limits
    columns: int
    rows: int

    @classmethod
    def around(
        cls, points: Floats, xlim: Limits | None, ylim: Limits | None, grid: int | tuple[int, int]
    ) -> "Plane":
        """The window between the given limits, or else with all ``points`` and a margin."""
        wish = "a whole number from 2 on, or two of them,"
        sizes = pair("grid", grid if isinstance(grid, (tuple, list)) else (grid, grid), wish)
        columns, rows = (whole_number("grid", size, 2) for size in sizes)
        return cls(
            widened(points[:, 0], 0.1) if xlim is None else as_interval("xlim", xlim),
            widened(points[:, 1], 0.1) if ylim is None else as_interval("ylim", ylim),
            columns,
            rows,
        )

    def sides(self) -> tuple[Floats, Floats]:
        """The first coordinates of all columns, and the second ones of all rows."""
        return np.linspace(*self.xlim, self.columns), np.linspace(*self.ylim, self.rows)

    def nodes(self) -> Floats:
        """The points at which a model is evaluated, shape (rows · columns, 2)."""
        x1, x2 = np.meshgrid(*self.sides())
        return np.column_stack([x1.ravel(), x2.ravel()])

    def in_place(self, outputs: Floats) -> Floats:
        """Outputs of the shape (nodes, outputs), arranged as (outputs, rows, columns)."""
        return outputs.T.reshape(-1, self.rows, self.columns)

    def fill(self, axes: Axes, values: Any, **look: Any) -> AxesImage:
        """Show numbers or colours at the nodes, and what lies between them in between."""
        (left, right), (bottom, top) = self.xlim, self.ylim
        dx = (right - left) / (self.columns - 1) / 2.0  # a node is the middle of a pixel
        dy = (top - bottom) / (self.rows - 1) / 2.0
        return axes.imshow(
            values,
            extent=(left - dx, right + dx, bottom - dy, top + dy),
            origin="lower",
            interpolation="bilinear",
            aspect="auto",
            **look,
        )

    def border(self, axes: Axes, values: Floats, level: float) -> None:
        """The line where ``values`` cross ``level``."""
        finite = within_reach(values)
        known = finite[~np.isnan(finite)]
        if known.size and known.min() < level < known.max():
            axes.contour(*self.sides(), finite, levels=[level], colors=[INK], linewidths=1.6)

    def limit(self, axes: Axes) -> None:
        """Show this window, to scale unless it would become a narrow strip."""
        axes.set(xlim=self.xlim, ylim=self.ylim, aspect="equal" if self._ratio else "auto")

    def height(self, width: float) -> float:
        """How high a picture of this window is, when it is so wide."""
        return width * (self._ratio or 0.75)

    @property
    def _ratio(self) -> float | None:
        """The height by the width of a window that is shown to scale."""
        ratio = (self.ylim[1] - self.ylim[0]) / (self.xlim[1] - self.xlim[0])
        return ratio if 0.4 <= ratio <= 1.6 else None


def within_reach(outputs: Floats) -> Floats:
    """Outputs whose differences are finite, as the interpolation between nodes needs them."""
    return np.clip(outputs, -LARGEST, LARGEST)
