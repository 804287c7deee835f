"""Functions of one number: activations with their derivatives, and models with one input."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from autograd_lite.calculus import value_and_grad
from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import look_up
from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz.plots import canvas, inputs

Function = str | Callable[[Any], Any]
STEPS = 501  # odd, so that the middle of the interval, where kinks are, is among them


def activations(
    functions: Function | Iterable[Function] | Mapping[str, Function],
    *,
    derivative: bool = True,
    low: float = -5.0,
    high: float = 5.0,
    title: str = "",
) -> Figure:
    """Draw functions of one number in green, and their derivatives in red, each in its own axes.

    A function is the name of an operation that takes one operand, an operation, or any function
    of a Value; a dict gives names of your own. Where a function is nan or infinite, its line has
    a gap.

    Raises ValueError for a name that is not in the table and for an interval without a length.

    >>> from autograd_lite import leaky_relu
    >>> figure = activations({"sigmoid": "sigmoid", "leaky": lambda x: leaky_relu(x, 0.1)})
    >>> [axes.get_title() for axes in figure.axes]
    ['sigmoid', 'leaky']
    """
    chosen, slope = _named(functions), checks.flag("derivative", derivative)
    points = np.linspace(*inputs.as_interval("low, high", (low, high)), STEPS)
    looks: dict[str, dict[str, Any]] = {"f(x)": {"color": canvas.FORWARD, "linewidth": 2.2}}
    if slope:
        red = {"color": canvas.BACKWARD, "linewidth": 1.8, "linestyle": "--"}
        looks["derivative f′(x)"] = red
    picture, places = canvas.panels(len(chosen), 3.4, 2.7)
    for axes, (name, function) in zip(places, chosen.items(), strict=True):
        pairs = np.array([value_and_grad(function)(x) for x in points.tolist()])
        axes.axhline(0.0, color=canvas.MUTED, linewidth=0.8)
        axes.axvline(0.0, color=canvas.MUTED, linewidth=0.8)
        for numbers, look in zip(pairs.T, looks.values(), strict=False):
            axes.plot(points, inputs.gaps(numbers), **look)
        axes.set_xlim(low, high)
        canvas.write(axes, name, xlabel="x")
    canvas.write_above(picture, title)
    canvas.explain(picture, [canvas.key(label, **look) for label, look in looks.items()])
    return picture


def curve(
    model: Any,
    X: ArrayLike | None = None,
    y: ArrayLike | None = None,
    *,
    true: Callable[[float], Any] | None = None,
    low: float | None = None,
    high: float | None = None,
    title: str = "",
    xlabel: str = "x",
    ylabel: str = "y",
) -> Figure:
    """Draw models with one input as curves, over the data and the true function if there are any.

    ``model`` is called with one example [x] and has one output, or has a method ``predict`` that
    takes an array (n, 1); a dict of models gives each its name. The data X, of the shape (n, 1) or
    (n,), and y (n,) are points; ``true`` is a function of the number x. The curves go from ``low``
    to ``high``: unless given, as far as the data, or from −5 to 5.

    Raises ValueError for arrays of a wrong shape or that are not finite, for X without y, and for
    a model with several outputs.

    >>> figure = curve(
    ...     {"least squares": lambda x: 0.9 * x[0] + 0.1}, [0.0, 1.0, 2.0], [0.0, 1.2, 1.8]
    ... )
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['data', 'least squares']
    """
    if (X is None) != (y is None):
        raise ValueError("X, y: give both or none")
    data = None if X is None or y is None else inputs.as_points("X", X, 1)[:, 0]
    reach = (-5.0, 5.0) if data is None else inputs.widened(data, 0.05)
    limits = (reach[0] if low is None else low, reach[1] if high is None else high)
    points = np.linspace(*inputs.as_interval("low, high", limits), STEPS)

    picture = canvas.new_picture()
    axes = canvas.new_axes(picture)
    if data is not None and y is not None:
        axes.plot(
            data,
            inputs.as_targets("y", y, len(data)),
            linestyle="",
            marker="o",
            markersize=7 if len(data) <= canvas.FEW else 3,
            markerfacecolor=canvas.MUTED,
            markeredgecolor="white",
            markeredgewidth=0.5,
            label="data",
        )
    if true is not None:
        checks.function("true", true)
        exact = [inputs.numbers_of(true(x)) for x in points.tolist()]
        axes.plot(
            points,
            inputs.gaps(np.ravel(exact)),
            color=canvas.INK,
            linewidth=4.5,
            alpha=0.35,
            label="true function",
        )
    for i, (name, each) in enumerate(inputs.by_name("model", model, "model").items()):
        axes.plot(
            points,
            inputs.gaps(inputs.evaluate_single(each, points[:, np.newaxis])),
            color=canvas.COLORS[(i + 1) % len(canvas.COLORS)],
            linestyle=canvas.DASHES[i % len(canvas.DASHES)],
            linewidth=2.2,
            label=name,
        )
    axes.set_xlim(*limits)
    canvas.write(axes, title, xlabel, ylabel)
    canvas.explain(picture, axes.get_lines())
    return picture


def _named(functions: Any) -> dict[str, Callable[[Any], Any]]:
    """The functions by their names."""
    if isinstance(functions, str) or callable(functions):
        functions = [functions]
    if not isinstance(functions, Mapping):
        wish = "a function, its name, or a list or dict of them"
        functions = checks.items("functions", functions, wish)
        functions = {str(getattr(x, "name", getattr(x, "__name__", x))): x for x in functions}
    if not functions:
        raise ValueError("functions: give at least one")
    return {str(name): _function(each) for name, each in functions.items()}


def _function(function: Function) -> Callable[[Any], Any]:
    if isinstance(function, str):
        unary = {name: row for name, row in TABLE.items() if row.unary}
        return look_up("functions", function, unary)
    if not callable(function):
        raise TypeError(f"functions: a name or a function is needed, got {function!r}")
    return function
