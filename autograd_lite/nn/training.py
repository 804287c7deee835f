"""The training loop."""

import math
import sys
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import is_dask
from autograd_lite.modes import recorded
from autograd_lite.nn.choosing import find_evaluator
from autograd_lite.nn.data import Examples, InMemory, as_examples
from autograd_lite.nn.evaluators import Evaluator, Objective
from autograd_lite.nn.history import History
from autograd_lite.nn.losses import Loss, LossFunction, find_loss
from autograd_lite.nn.module import Module, check_model, check_value, holdings_of
from autograd_lite.nn.optimizers import OPTIMIZERS, Adam, Optimizer
from autograd_lite.nn.parameters import Gradients
from autograd_lite.nn.penalties import Penalty
from autograd_lite.nn.run import Run, check_trained, check_up_to_date
from autograd_lite.trace import derivatives_as_graphs

Callback = Callable[[History], object]


@recorded
def fit(
    model: Module,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: str | LossFunction = "squared_error",
    optimizer: Optimizer | None = None,
    epochs: int = 100,
    batch_size: int | None = None,
    shuffle: bool = True,
    rng: np.random.Generator | int | None = None,
    penalty: Penalty | None = None,
    validation: float | tuple[ArrayLike, ArrayLike] | None = None,
    patience: int | None = None,
    callbacks: Iterable[Callback] = (),
    progress: bool | None = None,
    backend: str | Callable[[Objective], Evaluator] = "auto",
) -> History:
    """Train the parameters of ``optimizer``, by default Adam's on all of ``model``.

    ``X`` has the shape (examples, inputs): an array, nested lists or a table. ``y`` has
    (examples,) for a model with one output and (examples, outputs) for several; for the
    cross-entropies it has the index of each example's class. ``loss`` is a name in `nn.LOSSES` or
    a function of (prediction, target), which may take the index of a class too.

    An epoch is one pass over all examples, ``batch_size`` of them for each update: None takes all
    at once (batch gradient descent), 1 is stochastic gradient descent. ``rng`` shuffles the
    examples of each epoch anew unless ``shuffle`` is False. ``penalty``, such as `nn.L2`, is a
    function of the model that is added to the loss of every update.

    Arrays of Dask are trained on in blocks (``pip install "autograd_lite[distributed]"``): an
    update takes whole blocks, in a new order for every epoch, until they have ``batch_size`` rows.

    ``validation`` holds examples out: a share of them, or a pair (X, y) of their own. After
    ``patience`` epochs, 1 or more, without a lower loss (of validation, if there is one) the
    training stops, and with None it does not; with a validation the model then has the parameters
    of its best epoch. Each of ``callbacks`` is called with the history after every epoch, and
    stops the training by returning True; the next epoch begins with the parameters that it leaves,
    and with the model: other attributes, layers and numbers in arrays are compiled anew.
    A progress bar shows on a terminal, on work of more than a second, unless ``progress`` is
    False; it needs tqdm (``pip install "autograd_lite[progress]"``), and only True insists on it.

    ``backend`` is "eager", one of those of `compile`, or a function that makes an `nn.Evaluator`
    of an `nn.Objective`. By default a model of this library's own modules is compiled if its
    epochs are long, and the history says so; the numbers are the same to rounding. Then a plain
    number that a loss or penalty of your own finds outside is frozen: let what changes be a Value.

    Ctrl-C ends the training with a warning, and the model keeps what was learnt. Gradients that
    the parameters have are left as they are, and callbacks find those.

    Raises ValueError or TypeError for data that do not fit, before anything is changed, and
    DivergenceError, with the likely cause, if the loss or a parameter is no longer finite: the
    model then has the parameters with which its best epoch began.

    >>> from autograd_lite import nn
    >>> model = nn.Neuron(1, "linear", weights=[0.0])
    >>> optimizer = nn.SGD(model.parameters(), 0.2)
    >>> nn.fit(model, [[0.0], [1.0]], [1.0, 3.0], optimizer=optimizer, epochs=200)
    <History of 200 epochs: loss 5 → 4.846e-15; all epochs done>
    >>> model.predict([[2.0]]).round(3).tolist()
    [5.0]
    """
    kind = find_loss(loss)
    epochs = checks.whole_number("epochs", epochs, 1)
    size = None if batch_size is None else checks.whole_number("batch_size", batch_size, 1)
    wait = math.inf if patience is None else checks.whole_number("patience", patience, 1)
    check_model(model)
    optimizer = _optimizer_of(model, optimizer)
    given = checks.items("callbacks", callbacks, "a list of functions")
    callbacks = [checks.function("callbacks", each) for each in given]
    if penalty is not None:
        with derivatives_as_graphs():
            value = checks.function("penalty", penalty, "; such as nn.L2(0.01)")(model)
        check_value("penalty", value)
    order = checks.generator("rng", rng) if checks.flag("shuffle", shuffle) else None
    wish = None if progress is None else checks.flag("progress", progress)
    data, held_out = _examples(model, X, y, kind), None
    if isinstance(validation, (tuple, list, str, dict)) or getattr(validation, "ndim", False):
        held_out = _examples(model, *_pair(validation), kind, "validation ")
    elif validation is not None:
        data, held_out = data.divided(validation)
    data, held_out = data.kept(), held_out and held_out.kept()
    objective = Objective(model, [*optimizer.parameters], kind, penalty)
    if not is_dask(data.X):
        check_up_to_date(objective, optimizer, data.X[:1], data.y[:1])
    evaluator = partial(find_evaluator, backend, objective, data, held_out, size)
    run = Run(objective, optimizer, evaluator, data, held_out)
    history, bar = run.history, _progress_bar(epochs, wish)
    gradients = Gradients([*model.parameters(), *optimizer.parameters])
    try:
        for _ in bar or range(epochs):
            run.epoch(run.data.batches(size, order))
            if bar:
                bar.set_postfix_str(f"loss {history.watched[-1]:.4g}", refresh=False)
            if callbacks:
                gradients.restore()  # eager code has left others
            before = holdings_of(model) if callbacks else None
            answers = [callback(history) for callback in callbacks]
            if before:
                run.look_again(before)
            if any(checks.is_bool(answer) and answer for answer in answers):
                history.stopped = "a callback stopped it"
            elif history.epochs - run.best_epoch >= wait:
                history.stopped = f"no lower loss in {patience} epochs"
            if history.stopped:
                break
        else:
            history.stopped = "all epochs done"
    except KeyboardInterrupt:
        history.stopped = f"interrupted in epoch {history.epochs + 1}"
        warnings.warn(f"{history.stopped}: the model keeps what it learnt", stacklevel=3)
    finally:
        optimizer.assign(run.values)
        gradients.restore()
    if patience is not None and held_out:
        run.go_back()
    return history


def _optimizer_of(model: Module, given: Optimizer | None) -> Optimizer:
    """The optimizer, if it trains the model or a part of it."""
    parameters = model.parameters()
    if not parameters:
        raise ValueError("model: it has no parameters that could be trained")
    if given is None:
        return Adam(parameters)
    if not isinstance(given, Optimizer):
        name = given if isinstance(given, str) else getattr(given, "__name__", "")
        names = {kind.__name__.lower(): kind.__name__ for kind in OPTIMIZERS}
        meant = names.get(name.lower(), "Adam")
        raise TypeError(
            f"optimizer: an optimizer is needed, got {checks.shown(given)}; write "
            f"optimizer=nn.{meant}(model.parameters())"
        )
    check_trained(parameters, given)
    return given


def _pair(validation: Any) -> tuple[Any, Any]:
    if isinstance(validation, tuple) and len(validation) == 2:
        return validation
    raise TypeError(
        "validation: a share between 0 and 1 or a tuple of two is needed, got "
        f"{checks.shown(validation)}; write validation=0.2 or validation=(X, y)"
    )


def _examples(model: Module, X: Any, y: Any, loss: Loss, of: str = "") -> Examples:
    """Inputs and targets that fit the model and the loss, in memory or in blocks."""
    if is_dask(X) or is_dask(y):
        from autograd_lite.nn.blocks import in_blocks  # with Dask

        return in_blocks(model, X, y, loss, of)
    return InMemory(*as_examples(model, X, y, loss, of))


def _is_terminal() -> bool:
    """Whether there is a terminal on which a bar would show."""
    return sys.stderr is not None and sys.stderr.isatty()


def _progress_bar(epochs: int, wanted: bool | None) -> Any:
    """A bar that goes through the epochs; None without one."""
    if wanted is False or (wanted is None and not _is_terminal()):
        return None  # tqdm takes longer to load than some trainings
    try:
        from tqdm import tqdm
    except ImportError:
        if wanted is None:
            return None
        raise ImportError(
            'progress: tqdm is needed; run: pip install "autograd_lite[progress]"'
        ) from None
    # disable=None: unless this is a terminal
    return tqdm(range(epochs), unit="epoch", leave=False, delay=1.0, disable=None)
