"""How the cost went down in training."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

from autograd_lite.inputs.checks import flag
from autograd_lite.viz.plots import canvas, inputs
from autograd_lite.viz.plots.inputs import Floats

Curve = tuple[Floats, Floats, dict[str, Any]]  # steps, costs, look


def cost_curve(
    losses: Any,
    validation: Any = None,
    *,
    steps: Sequence[float] | None = None,
    log: bool = True,
    title: str = "Cost",
    xlabel: str = "epoch",
    ylabel: str = "cost",
) -> Figure:
    """Draw how the cost of a training run, or of several, went down.

    ``losses`` is a sequence of numbers, or a history with ``loss`` and ``validation_loss``; a dict
    of these draws several runs. ``validation`` has the costs of data that were not trained on, in
    the same form; they are dashed. The costs are those of the epochs 1, 2, …, or of ``steps``.
    With ``log=True`` the axis is logarithmic, unless a cost is negative or none is positive; a
    cost of 0 is then a mark at the bottom, and one that is nan or infinite is a cross at the top.

    Raises ValueError for an empty sequence and for lengths or names that do not fit together.

    >>> figure = cost_curve({"rate 0.1": [0.9, 0.8, 0.7], "rate 1": [0.9, 0.2, 0.1]})
    >>> figure.axes[0].get_yscale(), len(figure.axes[0].lines)
    ('log', 2)
    """
    log, curves = flag("log", log), _curves(losses, validation, steps)
    everything = np.concatenate([costs for _, costs, _ in curves])
    known = everything[~np.isnan(inputs.gaps(everything))]
    log = log and bool((known >= 0.0).all() and (known > inputs.SMALLEST).any())

    picture = canvas.new_picture()
    axes = canvas.new_axes(picture)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=canvas.ROUND))
    axes.set_xlim(inputs.widened(np.concatenate([places for places, _, _ in curves]), 0.03))
    if log:
        axes.set_yscale("log")
        _write_plainly(axes.yaxis, known[known > inputs.SMALLEST])
    lost, zeros = [], []
    for places, costs, look in curves:
        is_lost, is_zero = np.isnan(inputs.gaps(costs)), (costs < inputs.SMALLEST) & log
        lost.append(places[is_lost])
        zeros.append(places[is_zero])
        shown = np.where(is_lost | is_zero, np.nan, costs)
        axes.plot(places, shown, **look)
    keys = list(axes.get_lines()) if len(curves) > 1 else []
    keys += _mark_border(axes, lost, 0.97, marker="x", label="overflow or nan")
    keys += _mark_border(axes, zeros, 0.03, marker="v", label="0")
    canvas.write(axes, title, xlabel, ylabel)
    canvas.explain(picture, keys)
    return picture


def _curves(losses: Any, validation: Any, steps: Any) -> list[Curve]:
    runs = inputs.by_name("losses", losses, "training")
    checks = {} if validation is None else inputs.by_name("validation", validation, "training")
    if checks.keys() - runs.keys():
        raise ValueError(f"validation: give a dict with the names of the runs: {', '.join(runs)}")
    curves = []
    for i, (name, run) in enumerate(runs.items()):
        costs = inputs.as_series(f"losses of {name}", getattr(run, "loss", run))
        places = (
            np.arange(1.0, len(costs) + 1.0)
            if steps is None
            else inputs.drawable("steps", inputs.as_series("steps", steps))
        )
        look = {"label": name, "color": canvas.COLORS[i % len(canvas.COLORS)], "linewidth": 2.2}
        if len(runs) > 1 or len(costs) <= canvas.FEW:  # lines differ in print without colours, too
            mark, every = canvas.MARKS[i % len(canvas.MARKS)], -(-len(costs) // 12)
            look |= {"marker": mark, "markersize": 5, "markevery": every}
        curves.append((places, costs, look))
        check = checks.get(name, getattr(run, "validation_loss", ()))
        if len(check):
            look = look | {"linestyle": "--", "label": f"{name}, validation"}
            if len(runs) == 1:
                look |= {"color": canvas.COLORS[1], "label": "validation"}
            curves.append((places, inputs.as_series(f"validation of {name}", check), look))
    for places, costs, look in curves:
        if len(places) != len(costs):
            raise ValueError(
                f"{look['label']}: got {len(costs)} costs for {len(places)} steps; give one each"
            )
    return curves


def _write_plainly(axis: Axis, numbers: Floats) -> None:
    """Label a short logarithmic axis 0.2, 0.5, 1: by itself it says 2 × 10⁻¹, or hardly a thing."""
    decades = np.ptp(np.log10(numbers))
    if decades < 3.0:
        close = MaxNLocator(6, steps=canvas.ROUND)
        axis.set_major_locator(close if decades < 1.0 else LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter(NullFormatter())


def _mark_border(axes: Axes, places: list[Floats], height: float, **look: Any) -> list[Line2D]:
    """Mark steps at a border of the picture; returns what that means, if there are any."""
    at = np.unique(np.concatenate(places))
    if not len(at):
        return []
    across = axes.get_xaxis_transform()
    return axes.plot(
        at, np.full(len(at), height), transform=across, color=canvas.INK, linestyle="", **look
    )
