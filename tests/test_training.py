"""The training loop: what it computes, what it refuses, how it ends."""

import math
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, datasets, nn
from autograd_lite.nn.evaluators import EagerEvaluator

OR = datasets.gate("or")


def gate_neuron():
    return nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])


def numbers(model):
    return [p.data for p in model.parameters()]


def fit_gate(model=None, **settings):
    model = model or gate_neuron()
    settings = {"loss": "half_squared_error", "epochs": 3} | settings
    settings.setdefault("optimizer", nn.SGD(model.parameters(), 1.0))
    return model, nn.fit(model, *OR, **settings)


def test_batch_gradient_descent_is_that_of_the_slides():
    model, history = fit_gate(epochs=2)
    assert history.loss == pytest.approx([0.08891294752305501, 0.08400959542290769], rel=1e-15)
    model, _ = fit_gate(epochs=1)
    assert numbers(model)[2] == pytest.approx(0.03702352612570836, rel=1e-14)


@pytest.mark.parametrize("batch_size", [None, 1, 3, 4, 100])
def test_an_epoch_is_the_loop_that_is_written_by_hand(batch_size):
    model, history = fit_gate(batch_size=batch_size, shuffle=False, epochs=2)
    by_hand = gate_neuron()
    optimizer = nn.SGD(by_hand.parameters(), 1.0)
    size = batch_size or 4
    losses = []
    for _ in range(2):
        total = 0.0
        for i in range(0, 4, size):
            X, y = OR[0][i : i + size], OR[1][i : i + size]
            by_hand.zero_grad()
            C = nn.cost(by_hand, X, y, "half_squared_error")
            C.backward()
            optimizer.step()
            total += C.data * len(X)
        losses.append(total / 4)
    # the loop form divides each gradient, the other the sum: a rounding apart
    assert numbers(model) == pytest.approx(numbers(by_hand), rel=1e-14)
    assert history.loss == pytest.approx(losses, rel=1e-14)


def test_shuffling_goes_by_the_generator():
    runs = [numbers(fit_gate(batch_size=1, rng=rng)[0]) for rng in (5, np.random.default_rng(5), 6)]
    assert runs[0] == runs[1] != runs[2]
    in_order = [numbers(fit_gate(batch_size=1, shuffle=False)[0]) for _ in range(2)]
    assert in_order[0] == in_order[1] != runs[0]


def test_every_epoch_passes_over_every_example_in_a_new_order():
    seen = []

    def loss(prediction, target):
        seen.append(target)
        return ag.squared_error(prediction, target)

    X, y = np.arange(10.0)[:, np.newaxis] / 10, np.arange(10.0)
    model = nn.Neuron(1, "linear", weights=[0.0])
    nn.fit(model, X, y, loss=loss, batch_size=3, epochs=2, rng=0)
    first, second = seen[:10], seen[10:]
    assert sorted(first) == sorted(second) == y.tolist()
    assert first != second


@pytest.mark.parametrize("name", nn.LOSSES)
def test_every_loss_trains(name):
    loss = nn.LOSSES[name]
    X, y = OR
    outputs, last = 1, "linear"
    if loss.of_class:
        outputs = 2
    if name == "categorical_cross_entropy":
        last = "softmax"
    if name == "binary_cross_entropy":
        last = "sigmoid"
    if name == "hinge":
        y = 2 * y - 1
    model = nn.MLP(2, [3, outputs], ["tanh", last], rng=1)
    optimizer = nn.Adam(model.parameters(), 0.05)
    history = nn.fit(model, X, y, loss=name, optimizer=optimizer, epochs=150)
    least = 0.75 if name == "poisson_nll" else 0.0  # of a count of 1, s = 0 is best: exp(s) − s
    assert history.loss[-1] - least < 0.1 * (history.loss[0] - least)
    between = {"binary_cross_entropy_with_logits": 0.0, "poisson_nll": ag.log(0.5)}
    assert nn.accuracy(model, X, y, threshold=between.get(name)) == 1.0


def test_several_outputs_learn_several_targets():
    X = np.linspace(-1, 1, 8)[:, np.newaxis]
    y = np.hstack([2 * X, 1 - X])
    model = nn.Layer(1, 2, "linear", rng=0)
    nn.fit(model, X, y, optimizer=nn.SGD(model.parameters(), 0.5), epochs=200)
    assert model.predict([[0.5]]) == pytest.approx(np.array([[1.0, 0.5]]), abs=1e-6)
    assert nn.cost(model, X, y).data < 1e-12


def test_classes_have_the_loss_of_logits_and_of_probabilities_alike():
    logits = nn.MLP(2, [3, 3], ["tanh", "linear"], rng=0)
    probabilities = nn.MLP(2, [3, 3], ["tanh", "softmax"], rng=0)
    X, y = np.array([[0.0, 1.0], [1.0, -1.0]]), [2, 0]
    first = nn.cost(logits, X, y, "cross_entropy")
    second = nn.cost(probabilities, X, y, "categorical_cross_entropy")
    assert first.data == pytest.approx(second.data, rel=1e-14)
    assert sum(p.data for p in probabilities(X[0])) == pytest.approx(1.0)


def test_penalties_pull_on_the_weights_and_not_on_the_biases():
    model = nn.MLP(2, [2, 1], "linear", bias=1.0, rng=0)
    weights = [w for name, w in model.named_parameters() if "weights" in name]
    for penalty, total, slope in (
        (nn.L1(0.3), sum(abs(w.data) for w in weights), lambda w: math.copysign(1, w)),
        (nn.L2(0.3), sum(w.data**2 for w in weights) / 2, lambda w: w),
    ):
        model.zero_grad()
        cost = penalty(model)
        cost.backward()
        assert cost.data == pytest.approx(0.3 * total)
        assert [w.grad for w in weights] == pytest.approx([0.3 * slope(w.data) for w in weights])
        assert all(layer.neurons[0].bias.grad == 0.0 for layer in model.layers)


def test_l2_is_weight_decay():
    X, y = OR
    runs = []
    for settings, penalty in (({"weight_decay": 0.1}, None), ({}, nn.L2(0.1))):
        model = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6], bias=None)
        optimizer = nn.SGD(model.parameters(), 0.5, **settings)
        nn.fit(model, X, y, optimizer=optimizer, epochs=5, penalty=penalty)
        runs.append(numbers(model))
    assert runs[0] == pytest.approx(runs[1], rel=1e-13)


def test_a_model_without_weights_has_no_penalty():
    class Shift(nn.Module):
        def __init__(self):
            self.bias = Value(1.0)

        def __call__(self, inputs):
            return self.bias + inputs[0]

    assert nn.L2(1.0)(Shift()).data == 0.0


def test_parameters_that_the_optimizer_does_not_have_stay():
    model = nn.MLP(2, [2, 1], rng=0)
    frozen, trained = model.layers
    before = numbers(frozen), numbers(trained)
    nn.fit(model, *OR, optimizer=nn.SGD(trained.parameters()), epochs=2)
    assert numbers(frozen) == before[0]
    assert numbers(trained) != before[1]


def test_validation_by_share_and_by_data():
    X, y = datasets.moons(40, rng=0)
    runs = []
    for _ in range(2):
        model = nn.Neuron(2, "sigmoid", rng=0)
        history = nn.fit(model, X, y, epochs=3, validation=0.25, rng=0)
        assert len(history.validation_loss) == 3
        runs.append((numbers(model), history.validation_loss))
    assert runs[0] == runs[1]
    training, held_out = (np.sort(part) for part in _parts(40, 0.25))
    model = nn.Neuron(2, "sigmoid", rng=0)
    pair = X[held_out], y[held_out]
    history = nn.fit(model, X[training], y[training], epochs=3, validation=pair, rng=0)
    assert (numbers(model), history.validation_loss) == runs[0]
    assert history.validation_loss[-1] == pytest.approx(nn.cost(model, *pair).data, rel=1e-14)


def _parts(n, share):
    from autograd_lite.nn.data import split

    training, held_out = split(n, share)
    assert len(held_out) == round(n * share)
    assert sorted([*training, *held_out]) == list(range(n))
    return training, held_out


def test_patience_stops_and_returns_to_the_best_epoch():
    X, y = np.array([[0.0], [1.0], [2.0]]), np.array([0.0, 1.0, 2.0])
    model = nn.Neuron(1, "linear", weights=[0.0], bias=None)
    optimizer = nn.SGD(model.parameters(), 0.05)
    # what is held out wants the slope 0.5, which is passed on the way to 1
    held_out = [[1.0], [2.0]], [0.5, 1.0]
    weights = []
    history = nn.fit(
        model, X, y, optimizer=optimizer, epochs=100, validation=held_out, patience=4,
        callbacks=[lambda history: weights.append(model.weights[0].data)],
    )  # fmt: skip
    assert history.stopped == "no lower loss in 4 epochs"
    assert history.epochs == history.best_epoch + 4
    assert model.weights[0].data == weights[history.best_epoch - 1]
    assert optimizer.updates == history.best_epoch


def test_the_loss_of_the_history_has_the_penalty():
    model = nn.Neuron(1, "linear", weights=[3.0], bias=None)
    optimizer = nn.SGD(model.parameters(), 0.1)
    history = nn.fit(
        model, [[1.0]], [1.0], optimizer=optimizer, epochs=1, penalty=nn.L2(0.5),
        validation=([[1.0]], [1.0]),
    )  # fmt: skip
    assert history.loss == [2.0**2 + 0.5 * 0.5 * 3.0**2]
    assert history.validation_loss == [(model.weights[0].data - 1.0) ** 2]  # but not this one


def test_the_best_epoch_has_the_lowest_finite_loss():
    assert nn.History().best_epoch == 0
    assert nn.History([2.0, 1.0, 1.0]).best_epoch == 2
    assert nn.History([3.0, 2.0, 1.0], [math.nan, 0.5, math.inf]).best_epoch == 2


def test_patience_without_validation_only_stops():
    up = nn.Neuron(1, "linear", weights=[0.0], bias=None)
    optimizer = nn.SGD(up.parameters(), 1.2)  # too high: the loss grows
    history = nn.fit(up, [[1.0]], [1.0], optimizer=optimizer, patience=2)
    assert (history.epochs, optimizer.updates) == (3, 3)
    assert up.weights[0].data == pytest.approx(1.0 + 1.4**3)

    model = nn.Neuron(1, "linear", weights=[1.0], bias=None)
    history = nn.fit(model, [[1.0]], [1.0], optimizer=nn.SGD(model.parameters(), 0.1), patience=3)
    assert (history.epochs, history.best_epoch) == (4, 1)


def test_a_callback_sees_the_history_and_may_stop():
    seen = []

    def callback(history):
        seen.append((history.epochs, history.loss[-1]))
        return history.epochs == 2

    _, history = fit_gate(epochs=10, callbacks=[callback, lambda history: "not True"])
    assert [epoch for epoch, _ in seen] == [1, 2]
    assert [loss for _, loss in seen] == history.loss
    assert history.stopped == "a callback stopped it"
    assert repr(history).startswith("<History of 2 epochs: loss 0.08891 → 0.08401; a callback")


def test_a_high_learning_rate_diverges_with_a_clear_error():
    model = nn.Neuron(2, "linear", weights=[0.1, 0.6])
    optimizer = nn.SGD(model.parameters(), 50.0)
    with pytest.raises(nn.DivergenceError) as error:
        nn.fit(model, *OR, optimizer=optimizer, epochs=1000)
    text = str(error.value)
    assert text.startswith("epoch ")
    assert "the loss is inf" in text
    assert "the learning rate 50 is probably too high; try a tenth of it, or clip=" in text
    assert error.value.too_high == 50.0
    assert f": {error.value.what}. It comes from {error.value.operation}. The loss" in text
    assert text.endswith("The model is back at its best epoch, 1.")
    assert numbers(model) == [0.1, 0.6, 0.0]
    assert optimizer.updates == 0
    assert (optimizer.state["velocity"] == 0).all()


def test_an_operation_outside_its_domain_is_named():
    class Root(nn.Module):
        def __init__(self):
            self.w = Value(1.0, "w")

        def __call__(self, inputs):
            return ag.sqrt(self.w - 1.0 + inputs[0])

    model = Root()
    with pytest.raises(nn.DivergenceError, match=r"epoch 1: the gradient is not finite\. It comes"):
        nn.fit(model, [[0.0]], [1.0])
    with pytest.raises(nn.DivergenceError, match=r"the loss is nan\. It comes from sqrt\(-1\.0\)"):
        nn.fit(model, [[-1.0]], [1.0])
    assert model.w.data == 1.0


def test_an_interrupt_keeps_what_was_learnt():
    def interrupt(history):
        if history.epochs == 2:
            raise KeyboardInterrupt

    with pytest.warns(UserWarning, match="interrupted in epoch 3: the model keeps what it learnt"):
        model, history = fit_gate(epochs=10, callbacks=[interrupt])
    assert numbers(model) == numbers(fit_gate(epochs=2)[0])
    assert history.epochs == 2


def test_a_real_interrupt_in_the_middle_of_an_epoch():
    seen = []

    def loss(prediction, target):
        seen.append(target)
        if len(seen) == 11:  # in the third epoch of four examples
            signal.raise_signal(signal.SIGINT)
        return ag.half_squared_error(prediction, target)

    model = gate_neuron()
    with pytest.warns(UserWarning, match="interrupted in epoch 3"):
        fit_gate(model, loss=loss, epochs=10)
    assert numbers(model) == numbers(fit_gate(epochs=2)[0])


def test_progress_is_silent_where_there_is_no_terminal(capfd):
    def slow(history):
        time.sleep(0.6)

    fit_gate(epochs=3, callbacks=[slow])
    assert capfd.readouterr() == ("", "")


def test_progress_is_left_out_without_tqdm_unless_it_is_asked_for(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert fit_gate(epochs=2)[1].epochs == fit_gate(epochs=2, progress=False)[1].epochs == 2
    model = gate_neuron()
    before = numbers(model)
    with pytest.raises(ImportError, match=r'progress: tqdm .*"autograd_lite\[progress'):
        fit_gate(model, epochs=2, progress=True)
    assert numbers(model) == before


def test_progress_shows_on_a_terminal_when_the_work_is_long():
    code = (
        "import time; from autograd_lite import nn; "
        "nn.fit(nn.Neuron(1), [[1.0]], [1.0], epochs={}, callbacks=[lambda h: time.sleep(0.2)])"
    )
    termios = pytest.importorskip("termios")
    shown = []
    for epochs in (9, 1):
        ours, theirs = os.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        os.set_blocking(ours, False)
        subprocess.run([sys.executable, "-c", code.format(epochs)], stderr=theirs, check=True)
        try:
            shown.append(os.read(ours, 100_000))
        except BlockingIOError:  # nothing was written
            shown.append(b"")
        os.close(theirs)
        os.close(ours)
    assert b"epoch" in shown[0]
    assert b"loss" in shown[0]
    assert b"epoch" not in shown[1]


def two(last="linear"):
    return nn.MLP(2, [3, 2], ["tanh", last], rng=0)


def one(last="linear"):
    return nn.MLP(2, [3, 1], ["tanh", last], rng=0)


X, Y = OR


@pytest.mark.parametrize(
    ("fit", "text"),
    [
        (lambda: nn.fit(one(), [1, 2], [1, 2]), r"X: one row for each .* shape \(2,\); for exam"),
        (lambda: nn.fit(one(), [[1, 2], [3]], [1, 2]), "X: real numbers .* same count in every"),
        (lambda: nn.fit(one(), [[1, math.nan]], [1]), r"X: nan at X\[0, 1\]; leave such"),
        (lambda: nn.fit(one(), [[1, 2, 3]], [1]), "inputs: 2 are needed, got 3"),
        (lambda: nn.fit(one(), [], []), "X: there are no numbers in it"),
        (lambda: nn.fit(one(), X, Y[:3]), r"y: the shape \(4,\) is needed .* got \(3,\)"),
        (lambda: nn.fit(one(), X, [1, 0, math.inf, 0]), r"y: inf at y\[2\]"),
        (lambda: nn.fit(two(), X, Y), r"y: the shape \(4, 2\) is needed for 4 examples and 2"),
        (lambda: nn.fit(one(), X, Y, loss="hinge"), "y: 0 is a target, but .* needs −1 or 1"),
        (
            lambda: nn.fit(one("sigmoid"), X, 2 * Y - 1, loss="binary_cross_entropy"),
            "y: -1 is a target, but this loss needs a probability from 0 to 1",
        ),
        (
            lambda: nn.fit(one("sigmoid"), X, Y, loss="binary_cross_entropy_with_logits"),
            "loss: it brings the σ that the model ends in too; use 'binary_cross_entropy', or",
        ),
        (
            lambda: nn.fit(two("softmax"), X, Y, loss="cross_entropy"),
            "loss: it brings the softmax .* use 'categorical_cross_entropy', or end",
        ),
        (lambda: nn.fit(two(), X, Y + 1, loss="cross_entropy"), "y: 2 is a target, but .* index"),
        (lambda: nn.fit(two(), X, Y + 0.5, loss="cross_entropy"), "y: 0.5 is a target"),
        (lambda: nn.fit(one(), X, Y, loss="cross_entropy"), "loss: it needs one output for each"),
        (lambda: nn.fit(one(), X, Y, loss="squarred_error"), "did you mean squared_error"),
        (lambda: nn.fit(one(), X, Y, epochs=0), "epochs: a whole number from 1 on"),
        (lambda: nn.fit(one(), X, Y, batch_size=0), "batch_size: a whole number from 1 on"),
        (lambda: nn.fit(one(), X, Y, batch_size=2.5), "batch_size: a whole number from 1 on"),
        (lambda: nn.fit(one(), X, Y, validation=0.01), "validation: 0.01 of 4 .* leaves none"),
        (lambda: nn.fit(one(), X, Y, validation=1.0), "validation: 1.0 of 4 .* leaves none"),
        (lambda: nn.fit(one(), X, Y, validation=(X, Y[:2])), r"y: the shape \(4,\)"),
        (lambda: nn.accuracy(one(), X, Y + 1), "y: the labels 0 and 1, or −1 and 1, are needed"),
    ],
)
def test_the_door_says_what_is_wrong(fit, text):
    with pytest.raises((ValueError, TypeError), match=text):
        fit()


def test_the_door_refuses_what_is_no_number():
    with pytest.raises(TypeError, match=r"y: real numbers .* turn words and classes into numbers"):
        nn.fit(one(), X, ["blue", "red", "red", "red"])
    for words in (["blue", "red"] * 2, np.array(["blue", "red"] * 2, object)):
        with pytest.raises(TypeError, match=r"y: .*np\.unique\(y, return_inverse=True\)\[1\]"):
            nn.fit(one(), X, words)
    with pytest.raises(
        TypeError, match="X: an array of real numbers is needed, got one of complex"
    ):
        nn.fit(one(), X * 1j, Y)


def test_nothing_is_changed_when_the_door_stays_shut():
    model = one()
    before = numbers(model)
    with pytest.raises(ValueError, match="y:"):
        nn.fit(model, X, Y[:3])
    assert numbers(model) == before
    assert not any(p.has_gradient for p in model.parameters())


def test_a_column_of_targets_is_no_matrix_of_differences():
    by_column, by_row = one(), one()
    nn.fit(by_column, X, Y[:, np.newaxis], epochs=2)
    nn.fit(by_row, X, Y, epochs=2)
    assert numbers(by_column) == numbers(by_row)


@pytest.mark.parametrize("gradient", [[0.5], 0.5, [[0.5, 0.5]]])
def test_the_gradient_of_an_evaluator_has_a_number_for_each_parameter(gradient):
    class Short(EagerEvaluator):
        def loss_and_gradient(self, values, X, y):
            return 1.0, np.array(gradient)

    model = nn.Neuron(1, "linear", rng=0)
    with pytest.raises(ValueError, match="loss_and_gradient: the gradient has to have the shape"):
        nn.fit(model, [[1.0]], [1.0], backend=Short)


@pytest.mark.parametrize("backend", ["eager", "python"])
@pytest.mark.parametrize("validation", [None, ([[1.0]], [1.0])])
@pytest.mark.parametrize("way", ["rate", "clip"])
def test_the_last_update_may_diverge_too(way, validation, backend):
    """No loss is computed after it: the model was left with what is no number."""
    model = nn.Neuron(1, "linear", weights=[0.5])
    settings = {"rate": {"learning_rate": 1e308}, "clip": {"clip": lambda g: g * math.nan}}[way]
    with pytest.raises(nn.DivergenceError, match=r"a parameter is (-inf|nan).*as it began"):
        nn.fit(
            model, [[1e3]], [1.0], optimizer=nn.SGD(model.parameters(), **settings), epochs=1,
            validation=validation, backend=backend,
        )  # fmt: skip
    assert [parameter.data for parameter in model.parameters()] == [0.5, 0.0]


def test_another_evaluator_runs_the_same_loop():
    calls = []

    class Slope:
        """The loss (w − 3)², whatever the data."""

        name = "own"

        def __init__(self, objective):
            self.objective = objective

        def loss(self, values, X, y):
            return float((values[0] - 3.0) ** 2)

        def loss_and_gradient(self, values, X, y):
            calls.append(len(X))
            return self.loss(values, X, y), 2 * (values - 3.0)

    model = nn.Neuron(1, "linear", weights=[0.0], bias=None)
    optimizer = nn.SGD(model.parameters(), 0.25)
    history = nn.fit(
        model, [[0.0]] * 5, [0.0] * 5, optimizer=optimizer, epochs=20, batch_size=2, backend=Slope
    )
    assert calls == [2, 2, 1] * 20
    assert model.weights[0].data == pytest.approx(3.0)
    assert history.loss[0] > history.loss[-1]


def test_accuracy_of_labels_and_of_classes():
    model = nn.Neuron(1, "linear", weights=[1.0])
    points = [[-1.0], [0.4], [0.6], [2.0]]
    assert nn.accuracy(model, points, [0, 0, 1, 1]) == 1.0
    assert nn.accuracy(model, points, [-1, 1, 1, 1]) == 1.0
    assert nn.accuracy(model, points, [0, 0, 1, 1], threshold=0.0) == 0.75
    assert nn.accuracy(nn.Layer(1, 1, "linear", weights=[[1.0]]), points, [0, 0, 1, 1]) == 1.0
    layer = nn.Layer(1, 3, "linear", weights=[[0.0], [1.0], [-1.0]])
    assert nn.accuracy(layer, points, [2, 1, 1, 0]) == 0.75
    for labels, wrong in (([1, 2, 3, 1], "3"), ([0, -1, 0, 0], "-1"), ([0, 0.5, 0, 0], "0.5")):
        with pytest.raises(ValueError, match=rf"y: the index .* from 0 to 2, got {wrong}; for"):
            nn.accuracy(layer, points, labels)
