"""What a learning rate does: too low, right, too high."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from autograd_lite.inputs.arraylike import real_array
from autograd_lite.inputs.checks import function, texts
from autograd_lite.modes import no_grad
from autograd_lite.value import Value
from autograd_lite.viz.plots import canvas, inputs
from autograd_lite.viz.plots.inputs import Floats, Limits

Cost = Callable[[Value], Any]
END: dict[str, Any] = {"marker": "o", "markersize": 9, "color": canvas.INK}
START: dict[str, Any] = {**END, "markerfacecolor": "white"}


def learning_rates(
    runs: Mapping[str, ArrayLike],
    cost: Cost | None = None,
    *,
    labels: Sequence[str] = (),
    low: float | None = None,
    high: float | None = None,
    title: str = "",
    xlabel: str | None = None,
    ylabel: str | None = None,
) -> Figure:
    """Draw how a weight moved under different learning rates, side by side in the same window.

    ``runs`` gives each run its name and the values of its weight, that at the start first. With
    ``cost``, a function of one Value, the steps are drawn on its curve; without it, over their
    number, and a run may have the shape (steps, weights), whose columns ``labels`` names. The
    window of the weight goes from ``low`` to ``high``; unless given, it has room for the start of
    every run and for the runs that do not diverge.

    Raises ValueError for a run that is empty, of a wrong shape, or starts at no finite number.

    >>> runs = {"too low": [4.0, 3.9, 3.8], "right": [4.0, 1.0, 0.2], "too high": [4.0, -6.0, 9.0]}
    >>> [axes.get_title() for axes in learning_rates(runs, lambda w: w * w).axes]
    ['too low', 'right', 'too high']
    """
    if cost is not None:
        function("cost", cost)
    labels = texts("labels", labels)
    named = inputs.by_name("runs", runs, "run")
    tracks = [_as_track(name, run, 1 if cost else len(labels)) for name, run in named.items()]
    costs = [_cost_at(cost, track[:, 0]) for track in tracks] if cost else []
    window = _valley(tracks, costs) if cost else _common_window(tracks)
    window = inputs.as_interval(
        "low, high", (window[0] if low is None else low, window[1] if high is None else high)
    )
    picture, places = canvas.panels(len(tracks), 3.4, 3.2)
    if cost:
        names = ("weight", "cost")
        for axes, track, heights in zip(places, tracks, costs, strict=True):
            _draw_descent(axes, cost, track[:, 0], heights, window)
        keys = [canvas.key("start", linestyle="", **START), canvas.key("end", linestyle="", **END)]
    else:
        names = ("step", "weight")
        for axes, track in zip(places, tracks, strict=True):
            _draw_track(axes, track, labels, window)
        keys = list(places[0].get_lines()) if labels else []
    across = names[0] if xlabel is None else xlabel
    up = names[1] if ylabel is None else ylabel
    for axes, name in zip(places, named, strict=True):
        canvas.write(axes, name, across, up if axes is places[0] else "")
    canvas.write_above(picture, title)
    canvas.explain(picture, keys)
    return picture


def _as_track(name: str, run: ArrayLike, columns: int) -> Floats:
    """The values of a run, shape (steps, weights), nan where they are too large to be drawn."""
    track = real_array(run, f"runs: {name}")
    if track.ndim == 1:
        track = track[:, np.newaxis]
    if track.ndim != 2 or not track.size or columns not in (0, track.shape[1]):
        row = "one value" if columns == 1 else f"a row of {columns or 'some'} values"
        raise ValueError(f"runs: {name} has the shape {track.shape}; {row} a step is needed")
    inputs.drawable(f"the start of {name}", track[:1])
    return inputs.gaps(track)


def _cost_at(cost: Cost, weights: Floats) -> Floats:
    with no_grad():
        costs = [inputs.numbers_of(cost(Value(weight))) for weight in weights.tolist()]
    return inputs.gaps(np.ravel(costs))


def _valley(tracks: list[Floats], costs: list[Floats]) -> Limits:
    """Both sides of the lowest place, as far as runs go that do not end higher than they began."""
    weights, heights = np.concatenate(tracks)[:, 0], np.concatenate(costs)
    lowest = 0.0 if np.isnan(heights).all() else weights[np.nanargmin(heights)]
    shown = [
        track if cost[-1] <= cost[0] else track[:1]
        for track, cost in zip(tracks, costs, strict=True)
    ]
    reach = 1.7 * float(np.nanmax(np.abs(np.concatenate(shown) - lowest))) or 1.0
    return float(lowest - reach), float(lowest + reach)


def _common_window(tracks: list[Floats]) -> Limits:
    """Room for every start, and for the runs that do not diverge."""
    calm = [track for track in tracks if not _diverges(track)]
    starts = [track[:1] for track in tracks]
    shown = np.concatenate([each.ravel() for each in [*calm, *starts]])
    return inputs.widened(shown, 0.1 if len(calm) == len(tracks) else 0.75)


def _diverges(track: Floats) -> bool:
    """Whether a weight jumps to and fro, farther at the end than at the start."""
    if np.isnan(track).any():
        return True
    moves = np.diff(track, axis=0)
    if len(moves) < 2:
        return False
    to_and_fro = moves[-1] * moves[-2] < 0.0
    return bool((to_and_fro & (np.abs(moves[-1]) > np.abs(moves[0]))).any())


def _draw_descent(axes: Axes, cost: Cost, weights: Floats, heights: Floats, window: Limits) -> None:
    """The curve of the cost, and a run on it."""
    sides = np.linspace(*window, 301)
    bowl = _cost_at(cost, sides)
    axes.plot(sides, bowl, color=canvas.MUTED, linewidth=2.2)
    axes.plot(weights, heights, color=canvas.COLORS[1], linewidth=1.6, marker="o", markersize=5)
    axes.plot(weights[:1], heights[:1], zorder=4, **START)
    axes.plot(weights[-1:], heights[-1:], zorder=3, **END)
    axes.set_xlim(window)
    known = bowl[~np.isnan(bowl)]
    if len(known):
        axes.set_ylim(inputs.widened(known, 0.06))


def _draw_track(axes: Axes, track: Floats, labels: Sequence[str], window: Limits) -> None:
    """The weights of a run, step by step."""
    for i, weights in enumerate(track.T):
        axes.plot(
            np.arange(len(weights)),
            weights,
            color=canvas.COLORS[i % len(canvas.COLORS)],
            linestyle=canvas.DASHES[i % len(canvas.DASHES)],
            linewidth=1.8,
            marker="o" if len(weights) <= canvas.FEW else "",
            markersize=4,
            label=labels[i] if labels else "",
        )
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=canvas.ROUND))
    axes.set_ylim(window)
