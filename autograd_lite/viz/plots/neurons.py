"""A network as a picture of pictures: what every neuron answers all over the plane."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import ArrayLike

from autograd_lite.labels import subscript
from autograd_lite.modes import no_grad
from autograd_lite.viz.plots import canvas
from autograd_lite.viz.plots.inputs import Floats, Limits, as_points, as_targets, numbers_of
from autograd_lite.viz.plots.plane import Plane, within_reach
from autograd_lite.viz.plots.readings import read

MOST_TILES = 32  # above each other
# inches: the sides of a tile and of the result, the gaps between tiles, the margins
TILE, RESULT, ACROSS, DOWN = 0.85, 3.2, 1.0, 0.3
LEFT, RIGHT, BOTTOM, TOP = 0.3, 0.6, 1.0, 0.9
WIDEST = 5.0  # points

Box = tuple[float, float, float, float]


def neuron_outputs(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    threshold: float | None = None,
    xlim: Limits | None = None,
    ylim: Limits | None = None,
    grid: int | tuple[int, int] = 50,
    title: str = "",
) -> Figure:
    """Draw a network with two inputs: a tile for each neuron, its output over the plane.

    ``model`` has ``layers``, as `nn.MLP` has: each is called with the outputs of the one before.
    The ``weights`` of their ``neurons`` are lines, blue below 0 and red above, and wider where they
    are larger. A tile is white where the output is 0, and in full colour where it is largest in
    magnitude. The last picture shows the result as `decision_regions` does, with the points
    X (n, 2) and their targets y (n,).

    Raises TypeError for a model without layers, ValueError for data that do not fit and for a
    layer of more neurons than can be told apart.

    >>> from autograd_lite import datasets, nn
    >>> model = nn.MLP(2, [4, 3, 1], "tanh", rng=0)
    >>> len(neuron_outputs(model, *datasets.xor_cloud(40, rng=0), grid=10).axes)  # 2 + 4 + 3 + 1
    10
    """
    points = as_points("X", X, 2)
    targets = as_targets("y", y, len(points))
    plane = Plane.around(points, xlim, ylim, grid)
    layers = _layers_of(model)
    stages = [plane.in_place(outputs) for outputs in _run(layers, plane.nodes())]
    reading = read(targets, stages[-1], threshold, ())
    tiles = stages if len(stages[-1]) > 1 else stages[:-1]
    sheet = Sheet([len(stage) for stage in tiles])

    picture = canvas.new_picture(*sheet.size())
    picture.set_layout_engine("none")  # every place is given
    sheet.head(picture, ["inputs", *[f"layer {i}" for i in range(1, len(tiles))], "output"])
    for i, stage in enumerate(tiles):
        for j, outputs in enumerate(stage):
            name = f"x{subscript(j + 1)}" if i == 0 else f"{j + 1}"
            _draw_tile(picture.add_axes(sheet.tile(i, j), facecolor="white"), plane, outputs, name)
    result = picture.add_axes(sheet.tile(len(tiles), 0), facecolor="white")
    canvas.style(result)
    result.yaxis.tick_right()  # the wires come from the left
    reading.paint(result, plane, stages[-1])
    reading.mark(result, points, targets)
    result.set(xlim=plane.xlim, ylim=plane.ylim)
    keys = [*reading.keys(test=False), *_draw_wires(picture, sheet, layers)]
    canvas.write_above(picture, title)
    canvas.explain(picture, keys, loc="lower center")
    return picture


@dataclass(frozen=True)
class Sheet:
    """Where everything is, in shares of the picture; ``columns`` are the numbers of tiles."""

    columns: list[int]

    def __post_init__(self) -> None:
        if max(self.columns) > MOST_TILES:
            raise ValueError(
                f"model: a layer has {max(self.columns)} outputs, and no more than {MOST_TILES} "
                "can be told apart; decision_regions shows the output of any model"
            )

    def tile(self, column: int, row: int) -> Box:
        """The tile of a neuron; in the column after the last, the picture of the result."""
        if column == len(self.columns):
            return self._box(column, -RESULT / 2.0, RESULT)
        count = self.columns[column]
        above = (count * TILE + (count - 1) * DOWN) / 2.0 - row * (TILE + DOWN) - TILE
        return self._box(column, above, TILE)

    def wire(self, column: int, row: int, to: int) -> Path:
        """The way from a tile to one of the next column, or to the result."""
        left, bottom, width, height = self.tile(column, row)
        start = left + width, bottom + height / 2.0
        left, bottom, _, height = self.tile(column + 1, to)
        end = left, bottom + height / 2.0
        bend = (start[0] + end[0]) / 2.0
        return Path(
            [start, (bend, start[1]), (bend, end[1]), end],
            [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
        )

    def head(self, picture: canvas.Picture, names: list[str]) -> None:
        """Write what the columns are."""
        y = 1.0 - (TOP - 0.3) / self.size()[1]
        for column, name in enumerate(names):
            left, _, width, _ = self.tile(column, 0)
            x = left + width / 2.0
            picture.text(x, y, name, ha="center", fontsize=canvas.TICK, color=canvas.MUTED)

    def size(self) -> tuple[float, float]:
        """The width and the height of the picture, in inches."""
        width = LEFT + len(self.columns) * (TILE + ACROSS) + RESULT + RIGHT
        return width, BOTTOM + self._body() + TOP

    def _body(self) -> float:
        return max(RESULT, max(self.columns) * (TILE + DOWN))

    def _box(self, column: int, above: float, side: float) -> Box:
        """A square so far above the middle, in inches."""
        width, height = self.size()
        left, bottom = LEFT + column * (TILE + ACROSS), BOTTOM + self._body() / 2.0 + above
        return left / width, bottom / height, side / width, side / height


def _layers_of(model: Any) -> list[Any]:
    try:
        layers = list(model.layers)
    except (AttributeError, TypeError):
        layers = []
    if not layers or not all(map(callable, layers)):
        raise TypeError(
            f"model: a network with layers is needed, as nn.MLP, got a {type(model).__name__}; "
            "decision_regions takes any model"
        )
    return layers


def _run(layers: list[Any], rows: Floats) -> Iterator[Floats]:
    """The inputs, and the outputs of layer after layer, each of the shape (rows, outputs)."""
    yield rows
    values = rows.tolist()
    for layer in layers:
        with no_grad():
            values = [layer(row) for row in values]
        yield np.array([numbers_of(row) for row in values])


def _draw_tile(axes: Axes, plane: Plane, outputs: Floats, name: str) -> None:
    """The outputs of one neuron, white at 0."""
    outputs = within_reach(outputs)
    largest = np.nanmax(np.abs(outputs), initial=0.0) or 1.0
    norm = Normalize(-largest, largest)
    plane.fill(axes, outputs, cmap=canvas.SCALE, norm=norm)
    axes.set(xticks=[], yticks=[], xlim=plane.xlim, ylim=plane.ylim)
    axes.set_title(name, fontsize=canvas.TICK - 1, color=canvas.INK, pad=2)
    for spine in axes.spines.values():
        spine.set_color(canvas.MUTED)


def _draw_wires(picture: canvas.Picture, sheet: Sheet, layers: list[Any]) -> list[Line2D]:
    """The weights as lines between the tiles; returns what the colours mean."""
    sizes = [*sheet.columns, 1]
    weights = {
        (column, row, to): weight
        for column, layer in enumerate(layers)
        for to, neuron in enumerate(getattr(layer, "neurons", None) or [None] * sizes[column + 1])
        for row, weight in enumerate(_weights_of(neuron, sizes[column]))
    }
    if len(sheet.columns) > len(layers):  # several outputs: which is the largest
        weights |= {(len(layers), row, 0): np.nan for row in range(sizes[-2])}
    largest = np.nanmax(np.abs([*weights.values(), 0.0]))
    for place, weight in weights.items():
        known = np.isfinite(weight)
        look = {
            "edgecolor": canvas.MUTED if not known else canvas.COLORS[weight > 0.0],
            "linewidth": 0.6 + WIDEST * (abs(weight) / largest if known and largest else 0.0),
        }
        wire = PathPatch(sheet.wire(*place), facecolor="none", alpha=0.8, zorder=-1.0, **look)
        picture.add_artist(wire)
    return [
        canvas.key("weight < 0", color=canvas.COLORS[0], linewidth=WIDEST),
        canvas.key("weight > 0", color=canvas.COLORS[1], linewidth=WIDEST),
        canvas.key(f"|weight| = {largest:.3g}", color=canvas.MUTED, linewidth=0.6 + WIDEST),
        canvas.key("output 0", ls="", marker="s", markersize=11, color="white", mec=canvas.MUTED),
    ]


def _weights_of(neuron: Any, inputs: int) -> list[float]:
    """A weight for each input; nan for a neuron that is no plain weighted sum."""
    weights = numbers_of(getattr(neuron, "weights", []))
    return weights if len(weights) == inputs else [np.nan] * inputs
