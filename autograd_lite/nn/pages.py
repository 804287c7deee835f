"""The page of a model with two inputs, on which a reader trains it."""

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_lite import primitives
from autograd_lite.compiler.tracing import with_gradient_of_closure
from autograd_lite.functions import softmax
from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import admit, real_array
from autograd_lite.inputs.trees import leaves
from autograd_lite.modes import recorded
from autograd_lite.nn.arrays import Array, as_rows
from autograd_lite.nn.data import as_examples
from autograd_lite.nn.losses import Loss, LossFunction, find_loss
from autograd_lite.nn.module import Module, check_model
from autograd_lite.value import Constant, Value
from autograd_lite.viz.formula.names import name_nodes
from autograd_lite.viz.pages.function import Here, is_same, program_of
from autograd_lite.viz.pages.limits import LARGEST, NEAREST, limits_of
from autograd_lite.viz.pages.model import Learner, ModelPage, Reading
from autograd_lite.viz.words.languages import Language, choose_language
from autograd_lite.viz.words.words import Words

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

MOST_PARAMETERS = 2_000
MOST_POINTS = 10_000
MOST_STEPS = 100_000_000


@recorded
def page(
    model: Module,
    X: "ArrayLike",
    y: "ArrayLike",
    *,
    loss: str | LossFunction = "squared_error",
    unknown: "ArrayLike | None" = None,
    class_names: Sequence[str] = (),
    xlim: tuple[float, float] | None = None,
    ylim: tuple[float, float] | None = None,
    grid: float | None = None,
    learning_rate: float = 0.1,
    steps: int = 10_000,
    batch_size: int | None = 1,
    start: tuple[float, float] = (-1.0, 1.0),
    seed: int = 0,
    title: str | None = None,
    xlabel: str = "x₁",
    ylabel: str = "x₂",
    language: Language = "en",
    precision: int = 4,
) -> ModelPage:
    """Return a page on which a model with two inputs is seen, and learns: one file, no server.

    It shows the points X (n, 2) in the colours of their targets y (n,), the plane in the tint of
    what the model answers, and at the pointer the answer in numbers. Beside it is the graph of the
    loss of one point, if it has at most 60 nodes and is one for all targets, or else the weights,
    with every gradient. On the page the model goes on learning by stochastic gradient descent, some
    random points a step, by the code that the compiler wrote in JavaScript; with new start weights,
    drawn from ``start``, if a reader wants; and a press adds a point.

    What the targets say is as in `plots.decision_regions`: y of 0 and 1, or of −1 and 1, and one
    output are two classes; whole numbers and as many outputs several; any others are numbers.
    ``loss`` is the name of one of `LOSSES` or a function of (prediction, target). ``unknown`` is a
    point, or several, whose class is asked for: grey, with "???". ``xlim`` and ``ylim`` say how
    much is shown at first, ``grid`` how far apart the places are where the model is asked. The
    fields of the page begin with the ``learning_rate``, the ``steps`` and the ``batch_size``, for
    which None means all points, each of them once; its random numbers with ``seed``, or that at the
    end of the address: ``#seed=7``. ``language`` is as `choose_language` has it.

    Raises ValueError for data that do not fit the model or the loss, for a model with noise and for
    one of more than 2 000 parameters; TracingError for one that branches on its input; LayoutError
    as `draw`.

    >>> from autograd_lite import datasets, nn
    >>> neuron = nn.Neuron(2, "sigmoid", weights=[2.0, 1.0], bias=-7.0)
    >>> nn.page(neuron, *datasets.flowers(), unknown=datasets.MYSTERY_FLOWER, steps=50_000)
    <ModelPage of Neuron(2, 'sigmoid') and 8 points>
    """
    check_model(model)
    words, kind = choose_language(language), find_loss(loss)
    rows, targets = _points(model, X, y, kind)
    asked = rows[:0] if unknown is None else _asked(unknown)
    reading = _reading(model, rows, targets, kind, checks.texts("class_names", class_names), words)
    everything = np.vstack([rows, asked])
    view = {
        "x": _limits("xlim", xlim, everything[:, 0]),
        "y": _limits("ylim", ylim, everything[:, 1]),
    }
    middle = [sum(view["x"]) / 2, sum(view["y"]) / 2]
    point = (asked[0] if len(asked) else np.array(middle)).tolist()
    low, high = checks.pair("start", admit(start, "start"), "a pair (low, high)")
    data = {
        "points": np.column_stack([rows, targets]).tolist(),
        "unknown": asked.tolist(),
        "view": view,
        "grid": _spacing(view) if grid is None else checks.positive("grid", grid),
        "point": point,
        "target": reading.labels[-1] if reading.labels else float(targets[0]),
        "rate": checks.positive("learning_rate", learning_rate),
        "steps": checks.whole_number("steps", steps, 1, MOST_STEPS),
        "size": len(rows)
        if batch_size is None
        else checks.whole_number("batch_size", batch_size, 1),
        "start": [checks.finite("start", low), checks.finite("start", high)],
        "seed": checks.whole_number("seed", seed, 0, 2**32 - 1),
        "names": checks.texts("xlabel, ylabel", [xlabel, ylabel]),
        "precision": checks.whole_number("precision", precision, 1, 17),
    }
    learner = _learner(model, kind, point, data["target"])
    own = type(model).__repr__ is not object.__repr__
    name = repr(model) if own else type(model).__name__  # not where it is in memory
    heading = words("explore.title_model", model=name) if title is None else title
    told = f"{name} and {len(rows)} point{'s' * (len(rows) != 1)}"
    return ModelPage(told, learner, reading, data, checks.text("title", heading), words)


def _points(model: Module, X: Any, y: Any, loss: Loss) -> tuple[Array, Array]:
    given = as_rows(X)
    if given.shape[1] != 2:
        raise ValueError(
            f"X: two columns are needed, the coordinates of a point, got {given.shape[1]}"
        )
    rows, targets = as_examples(model, X, y, loss)
    if targets.ndim > 1:
        raise ValueError(
            "y: one number for each point is needed; for a model with several outputs choose "
            "loss='cross_entropy' or 'categorical_cross_entropy'"
        )
    if len(rows) > MOST_POINTS:
        raise ValueError(f"X: {len(rows)} points are more than a page shows, {MOST_POINTS}")
    return _drawable("X", rows), targets


def _asked(unknown: Any) -> Array:
    given = real_array(unknown, "unknown")
    asked = given.reshape(1, -1) if given.ndim == 1 else given
    if asked.ndim != 2 or asked.shape[1] != 2:
        raise ValueError(
            f"unknown: one point of two numbers, or rows of them, is needed, got the shape "
            f"{given.shape}"
        )
    return _drawable("unknown", asked)


def _drawable(argument: str, rows: Array) -> Array:
    if not (np.abs(rows) <= LARGEST).all():
        raise ValueError(f"{argument}: finite numbers up to {LARGEST:g} are needed")
    return rows


def _limits(argument: str, given: Any, numbers: Array) -> tuple[float, float]:
    """From where to where an axis goes: as wide as the points and a margin, unless given."""
    if given is None:
        low, high = float(numbers.min()), float(numbers.max())
        margin = 0.15 * (high - low) or 1.0
        margin = max(margin, NEAREST * max(abs(low), abs(high)))  # so that the axis has numbers
        return low - margin, high + margin
    return limits_of(argument, given)


def _spacing(view: dict[str, tuple[float, float]]) -> float:
    """How far apart the places are where the model is asked, unless that is given."""
    return max(high - low for low, high in view.values()) / 70


def _reading(
    model: Module, rows: Array, targets: Array, loss: Loss, names: list[str], words: Words
) -> Reading:
    """What the targets and the outputs mean."""
    output, present = model(rows[0].tolist()), {*targets.tolist()}
    pairs = [pair for pair in ([0.0, 1.0], [-1.0, 1.0]) if present <= {*pair}]
    if not isinstance(output, Value):
        labels, kind = [float(k) for k in range(len(output))], "classes"
    elif pairs:
        labels, kind = pairs[0], "two"
    elif names:
        raise ValueError("class_names: with one output, classes are y of 0 and 1 or of −1 and 1")
    else:
        low, high = float(targets.min()), float(targets.max())
        if low == high:
            low, high = low - 0.5, high + 0.5
        return Reading("numbers", [], [], (low, (low + high) / 2, high))
    if len(names) not in (0, len(labels)):
        raise ValueError(f"class_names: got {len(names)} for {len(labels)} classes; give one each")
    written = names or [f"{label:g}".replace("-", "−") for label in labels]
    return Reading(kind, labels, written, (labels[0], (labels[0] + labels[-1]) / 2, labels[-1]))


def _learner(model: Module, loss: Loss, point: list[float], target: float) -> Learner:
    """The programs of a model and of its loss, and the graph of that."""

    def predict(a: Any, b: Any) -> Any:
        return _as_probability(model([a, b]), loss)

    def of_point(a: Any, b: Any, t: Any) -> Any:
        return loss.function(model([a, b]), t)

    learn = program_of(with_gradient_of_closure(of_point), ["x", "y", "t"])
    weights = learn.closure
    if len(weights) > MOST_PARAMETERS:
        raise ValueError(
            f"model: {len(weights)} parameters are more than a page trains, {MOST_PARAMETERS}"
        )
    prediction = program_of(predict, ["x", "y"])
    forward = program_of(of_point, ["x", "y", "t"])
    if not is_same(forward, program_of(of_point, ["x", "y", "t"])):
        raise ValueError(
            "model: it does not compute the same every time; a page shows one without noise, as "
            "from dropout"
        )
    places = {weight: i for i, weight in enumerate(weights)}
    learnt = {*model.parameters()}
    if not learnt & {*weights}:
        raise ValueError("model: its loss depends on no parameter, so that it cannot learn")
    return Learner(
        prediction.program,
        [{"weight": places[x]} if x in places else {"number": x.data} for x in prediction.closure],
        learn.program,
        [x.data for x in weights],
        [x in learnt for x in weights],
        [*name_nodes(weights).values()],
        _graph(model, loss, weights, point, target, everywhere=not forward.asks),
    )


def _as_probability(output: Any, loss: Loss) -> Any:
    """What a model says, where the loss brings its last activation."""
    if loss.brings is primitives.softmax_component:
        return softmax(output)
    return output if loss.brings is None else [loss.brings(x) for x in leaves(output)]


def _graph(
    model: Module,
    loss: Loss,
    weights: list[Value],
    point: list[float],
    target: float,
    *,
    everywhere: bool,
) -> Here:
    """The graph of the loss of a point, with its gradients."""
    x, y = (Constant(number, f"x{sign}") for number, sign in zip(point, "₁₂", strict=True))
    t = Constant(target, "y")
    prediction = model([x, y])
    root = loss.function(prediction, t)
    root.label = "L"
    if isinstance(prediction, Value) and loss.brings is None:
        prediction.label = "ŷ"
    made, variables = copy.deepcopy((root, [*weights, x, y, t]))
    made.zero_grad()
    made.backward()
    return Here(made, variables, everywhere)
