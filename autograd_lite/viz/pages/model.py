"""A model with two inputs as a page: what it answers, and how it learns."""

from html import escape
from typing import Any, NamedTuple

from autograd_lite.compiler.languages import javascript
from autograd_lite.compiler.program import Program
from autograd_lite.viz.formula.names import Name
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.pages.function import Here
from autograd_lite.viz.pages.graph import followed
from autograd_lite.viz.pages.page import Page
from autograd_lite.viz.pages.scripts import row, table, table_row, worded
from autograd_lite.viz.web.document import as_script, fill, labels, read
from autograd_lite.viz.words.words import Words

MOST_TOLD = 100  # weights, one by one, where there is no graph


class Learner(NamedTuple):
    """A model, as programs whose first inputs are its weights."""

    #: weights and a point -> outputs
    predict: Program
    #: of every number that it asks for first: its place among the weights, or itself
    order: list[dict[str, float]]
    #: weights, a point and a target -> the loss, and its gradient by the weights
    loss: Program
    weights: list[float]
    #: which of them are parameters; others the model has from elsewhere
    learnt: list[bool]
    names: list[Name]
    #: the graph of the loss; its variables are the weights, the point and the target
    here: Here


class Reading(NamedTuple):
    """What outputs and targets mean: two classes, several classes, or numbers."""

    kind: str
    labels: list[float]
    names: list[str]
    #: the least output, the one between classes, and the largest
    scale: tuple[float, float, float]


class ModelPage(Page):
    """The page of a model, on which it learns. A notebook shows it by itself."""

    __module__ = "autograd_lite.nn"

    def __init__(
        self,
        told: str,
        learner: Learner,
        reading: Reading,
        data: dict[str, Any],
        title: str,
        words: Words,
    ) -> None:
        self._told = told
        precision, names = data["precision"], data["names"]
        text = Text(precision, words)
        room, graph = "autograd_lite.viz.pages", followed(learner.here, precision, words)
        model = data | {
            "reading": reading._asdict(),
            "weights": learner.weights,
            "order": learner.order,
            "learnt": learner.learnt,
            "decimal": words.decimal,
        }
        rows = [row(name, f"x{i}", text.number(x)) for i, (name, x) in
                enumerate(zip(names, data["point"], strict=True))]  # fmt: skip
        rows.append(row(words("explore.prediction"), "answer", "", "forward"))
        page = fill(
            read("model.html", room),
            [
                read("page.css"),
                *(read(f"{x}.css", room) for x in ("plot", "graph", "explore", "model")),
            ],
            [
                f"const MODEL = {as_script(model)};",
                javascript.function(learner.predict, "computePrediction"),
                javascript.function(learner.loss, "computeLoss"),
                read("zoom.js"),
                read("numbers.js"),
                read("typed.js"),
                *(read(f"{name}.js", room) for name in ("plot", "hands", "field")),
                *graph.scripts,
                *(read(f"{name}.js", room) for name in ("training", "model")),
            ],
            **labels(words) | worded(words),
            title=escape(title),
            rate=_typed(data["rate"], words),
            steps=str(data["steps"]),
            size=str(data["size"]),
            rows="\n".join(rows),
            chooser=_chooser(reading, data["target"], words),
            picture=graph.picture,
            table=graph.table or _weights(learner, text, words),
        )
        super().__init__(page, title)

    def __repr__(self) -> str:
        return f"<ModelPage of {self._told}>"


def _weights(learner: Learner, text: Text, words: Words) -> str:
    """In the place of a graph that is not shown: the weights, whose gradients the script knows."""
    pairs = zip(learner.names[:MOST_TOLD], learner.weights, strict=False)
    rows = (
        table_row(
            name,
            f'<span data-weight="{i}">{text.number(x)}</span>',
            f'<span data-slope="{i}"></span>',
        )
        for i, (name, x) in enumerate(pairs)
    )
    return table("\n".join(rows), words)


def _typed(number: float, words: Words) -> str:
    """A number as one types it, with all digits."""
    return repr(float(number)).removesuffix(".0").replace(".", words.decimal)


def _chooser(reading: Reading, target: float, words: Words) -> str:
    """How a reader says which target the point has, whose gradient is shown, and a new one."""
    told = escape(words("explore.target"))
    if reading.kind == "numbers":
        return (
            f'<label>{told} <input id="target" type="text" inputmode="decimal" autocomplete="off" '
            f'value="{_typed(target, words)}"></label>'
        )
    choices = "".join(
        _choice(label, name, label == target)
        for label, name in zip(reading.labels, reading.names, strict=True)
    )
    return f"<fieldset><legend>{told}</legend>{choices}</fieldset>"


def _choice(label: float, name: str, chosen: bool) -> str:
    """A class; the script puts the mark of its points beside it."""
    checked = " checked" * chosen
    return (
        f'<label><input type="radio" name="target" value="{label:g}"{checked}>'
        f'<svg class="sample" viewBox="-7 -7 14 14" aria-hidden="true"></svg>{escape(name)}</label>'
    )
