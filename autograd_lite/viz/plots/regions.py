"""What a model with two inputs answers all over the plane, and the points that it learnt from."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from numpy.typing import ArrayLike

from autograd_lite.inputs.checks import pair, texts
from autograd_lite.viz.plots import canvas
from autograd_lite.viz.plots.inputs import Floats, Limits, as_points, as_targets, evaluate
from autograd_lite.viz.plots.plane import Plane
from autograd_lite.viz.plots.readings import read


def decision_regions(
    model: Any,
    X: ArrayLike,
    y: ArrayLike,
    *,
    test: tuple[ArrayLike, ArrayLike] | None = None,
    unknown: ArrayLike | None = None,
    threshold: float | None = None,
    class_names: Sequence[str] = (),
    xlim: Limits | None = None,
    ylim: Limits | None = None,
    grid: int | tuple[int, int] = 80,
    title: str = "Decision regions",
    xlabel: str = "x₁",
    ylabel: str = "x₂",
) -> Figure:
    """Draw the answers of a model with two inputs, and the points X (n, 2) with targets y (n,).

    ``model`` is called with one example [x₁, x₂] and returns a Value, a number, or one for each
    class; or it has a method ``predict`` that takes an array (n, 2); or it is a list of models,
    one for each class. The targets say what its outputs mean:

    * y of 0 and 1, or of −1 and 1, and one output: two classes, with a line where the output is
      ``threshold``, halfway between unless given;
    * y of 0, 1, …, k − 1 and k outputs: the class with the largest output;
    * any other y and one output: a number, on the same scale of colours as the targets.

    ``test`` is a pair (X, y) of further points, drawn hollow. ``unknown`` is a point, or several,
    whose class is asked for: grey, with "???". The model is evaluated at ``grid`` × ``grid`` places
    or at (columns, rows), between ``xlim`` and ``ylim``; those are as wide as the points and a
    margin, unless given. Where an output is nan the plane stays white.

    Raises ValueError for arrays of a wrong shape, numbers that are not finite, and targets that
    do not fit the outputs.

    >>> from autograd_lite import datasets, nn
    >>> neuron = nn.Neuron(2, "sigmoid", weights=[2.0, 1.0], bias=-7.0)
    >>> figure = decision_regions(neuron, *datasets.flowers(), unknown=datasets.MYSTERY_FLOWER)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['???']
    """
    points, targets = _as_data("", X, y)
    class_names = texts("class_names", class_names)
    test_points, test_targets = points[:0], targets[:0]
    if test is not None:
        test_points, test_targets = _as_data("test ", *pair("test", test, "a pair (X, y)"))
    asked = points[:0] if unknown is None else as_points("unknown", unknown, 2)
    plane = Plane.around(np.vstack([points, test_points, asked]), xlim, ylim, grid)
    outputs = plane.in_place(evaluate(model, plane.nodes()))
    reading = read(np.concatenate([targets, test_targets]), outputs, threshold, class_names)

    picture = canvas.new_picture(6.4, plane.height(4.8) + 1.4)
    axes = canvas.new_axes(picture)
    canvas.write(axes, title, xlabel, ylabel)
    if painted := reading.paint(axes, plane, outputs):
        _add_scale(axes, painted, outputs)
    reading.mark(axes, points, targets)
    keys = reading.keys(test=test is not None)
    if test is not None:
        reading.mark(axes, test_points, test_targets, hollow=True)
    if len(asked):
        keys.append(_mark_unknown(axes, asked))
    plane.limit(axes)
    canvas.explain(picture, keys)
    return picture


def _as_data(argument: str, X: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    points = as_points(f"{argument}X", X, 2)
    return points, as_targets(f"{argument}y", y, len(points))


def _add_scale(axes: Axes, painted: ScalarMappable, outputs: Floats) -> None:
    """A bar that says which colour means which output; pointed where some lie beyond its end."""
    ends = {(False, False): "neither", (True, False): "min", (False, True): "max"}
    low, high = painted.get_clim()
    beyond = bool((outputs < low).any()), bool((outputs > high).any())
    place = axes.inset_axes((1.03, 0.0, 0.045, 1.0))  # as high as the axes, whatever their shape
    bar = axes.figure.colorbar(painted, cax=place, extend=ends.get(beyond, "both"))
    place.tick_params(color=canvas.MUTED, labelcolor=canvas.INK, labelsize=canvas.TICK)
    place.spines["outline"].set_color(canvas.MUTED)
    bar.set_label("prediction", fontsize=canvas.LABEL, color=canvas.INK)


def _mark_unknown(axes: Axes, asked: Floats) -> Line2D:
    """Grey points with question marks; returns their key."""
    look: Any = {"marker": "o", "mfc": canvas.UNKNOWN, "mec": canvas.INK, "markersize": 9}
    axes.plot(*asked.T, linestyle="", zorder=4, **look)
    for point in asked:
        axes.annotate(
            "???",
            point,
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=canvas.LABEL,
            fontweight="bold",
            color=canvas.INK,
            path_effects=[withStroke(linewidth=3, foreground="white")],
            zorder=5,
        )
    return canvas.key("unknown", linestyle="", **look)
