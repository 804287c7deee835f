"""Several examples at once, for pictures in matrices."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd_lite.compiler.compiled import Compiled
from autograd_lite.inputs.arraylike import real_array
from autograd_lite.inputs.checks import function
from autograd_lite.inputs.lookup import word
from autograd_lite.labels import subscript
from autograd_lite.nn.data import as_examples
from autograd_lite.nn.losses import Loss, LossFunction, find_loss
from autograd_lite.nn.module import check_value
from autograd_lite.trace import derivatives_as_graphs
from autograd_lite.value import Value, make_constant
from autograd_lite.viz.batch.batch import Batch, Example

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

REDUCTIONS = ("mean", "sum")


def batch(
    model: Callable[..., Any],
    *data: Any,
    loss: str | LossFunction = "half_squared_error",
    reduce: str = "mean",
) -> Batch:
    """Return a model, or a function, on several examples at once: for pictures in matrices.

    ``batch(model, X, y)``: X has a row of inputs for each example, y its target, as `nn.fit` takes
    them: arrays, nested lists or tables; for a cross-entropy the index of a class or a one-hot row.
    ``loss`` is a name in `nn.LOSSES` or a function of (prediction, target). The cost is the mean of
    the losses, or their sum with ``reduce="sum"``.

    ``batch(f, X)``: a function of one example, which returns its loss; f is called with a list of
    Values, or with one Value if X has one dimension.

    ``batch(compiled, *arguments)``: a compiled function with ``in_axes``, and its own ``reduce`` if
    it has one. By the arguments in its ``argnums``, and by the Values that it closes over, is
    differentiated.

    `draw`, `explain` and `walkthrough` show the result. Raises ValueError for data that do not fit
    each other, and where examples are not all computed in the same way: a branch that depends on an
    example has to be written with `where`.

    >>> from autograd_lite import nn
    >>> neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    >>> batch(neuron, [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 1])
    <Batch of 4 examples: W 1×2, X 2×4, b 1×1, Z 1×4, Ŷ 1×4, Y 1×4, C 1×1>
    """
    function("model", model)
    word("reduce", reduce, REDUCTIONS)
    if isinstance(model, Compiled):
        return Batch(_of_compiled(model, data), model.reduce or reduce)
    if not 1 <= len(data) <= 2:
        raise TypeError(f"data: X, or X and y are needed, got {len(data)} arguments")
    if len(data) == 1:
        return Batch(_of_function(model, real_array(data[0], "X")), reduce)
    kind = find_loss(loss)
    X, y = as_examples(model, data[0], _as_classes(data[1], kind), kind)  # type: ignore[arg-type]
    return Batch(_of_model(model, X, y, kind), reduce, predicts=kind.brings is None)


def _mimebundle(shown: Batch, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """What a notebook shows of a batch: its picture."""
    from autograd_lite.viz.diagram.draw import draw  # with the first display

    return draw(shown)._repr_mimebundle_() | {"text/plain": repr(shown)}


Batch._repr_mimebundle_ = _mimebundle  # type: ignore[attr-defined]  # IPython's name for it


def _as_classes(y: "ArrayLike", kind: Loss) -> Any:
    """Classes by their index, where one-hot rows mark them."""
    if not kind.of_class:
        return y
    marks = real_array(y, "y")
    one_hot = marks.ndim == 2 and marks.shape[1] > 1 and np.isin(marks, (0.0, 1.0)).all()
    return marks.argmax(axis=1) if one_hot and (marks.sum(axis=1) == 1.0).all() else marks


def _of_model(model: Callable[[Any], Any], X: Any, y: Any, kind: Loss) -> Iterator[Example]:
    for i, (row, target) in enumerate(zip(X.tolist(), y.tolist(), strict=True)):
        inputs = _constants("x", row)
        targets, goal = {}, target
        if not kind.of_class and not isinstance(target, int):
            several = isinstance(target, list)
            found = _constants("y", target if several else [target])
            if not several:
                found[0].label = "y"
            targets, goal = _given("y", found), found if several else found[0]
        with derivatives_as_graphs():
            output = model(inputs)
            outputs = (output,) if isinstance(output, Value) else tuple(output)
            loss = kind.function(output, goal)
        check_value("loss", loss)
        yield Example(f"example {i}", outputs, loss, _given("x", inputs) | targets)


def _of_function(f: Callable[[Any], Any], X: Any) -> Iterator[Example]:
    for i, row in enumerate(X.tolist()):
        inputs = _constants("x", row) if isinstance(row, list) else [make_constant(row, "x")]
        with derivatives_as_graphs():
            loss = f(inputs if isinstance(row, list) else inputs[0])
        check_value("model", loss)
        yield Example(f"example {i}", (), loss, _given("x", inputs))


def _of_compiled(f: Compiled, arguments: Sequence[Any]) -> Iterator[Example]:
    for i, row in enumerate(f.rows_on_values(*arguments)):
        check_value("model", row.result)
        yield Example(f"row {i}", (), row.result, row.leaves)


def _constants(letter: str, numbers: Sequence[float]) -> list[Value]:
    return [make_constant(x, letter + subscript(i)) for i, x in enumerate(numbers, start=1)]


def _given(letter: str, leaves: Sequence[Value]) -> dict[Value, tuple[str, int]]:
    return {leaf: (letter, i) for i, leaf in enumerate(leaves)}
