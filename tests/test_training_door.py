"""What `fit` refuses before it changes anything, and what it takes from callbacks."""

import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value, datasets, nn
from autograd_lite.compiler import backends
from autograd_lite.nn.optimizers import OPTIMIZERS

X, Y = datasets.gate("or")


def neuron():
    return nn.Neuron(2, rng=0)


def two():
    return nn.MLP(2, [3, 2], ["tanh", "linear"], rng=0)


@pytest.mark.parametrize("kind", [nn.SGD, nn.Adam])
def test_the_optimizer_of_another_model_is_refused(kind):
    model, optimizer = neuron(), kind(neuron().parameters())
    with pytest.raises(ValueError, match=rf"none of the model's .* nn\.{kind.__name__}\(model"):
        nn.fit(model, X, Y, optimizer=optimizer)
    own, scale, idle = model.parameters(), Value(1.0), Value(0.0)
    # all of them, a part, and others beside: those that do nothing, too, where none is left out
    for some in (own, own[:1], [*own[1:], scale], [*own, idle]):
        before = [p.data for p in (*own, scale)]
        nn.fit(model, X, Y, loss=lambda p, t: (p - t) ** 2 * scale, optimizer=kind(some), epochs=1)
        changed = [p for p, x in zip((*own, scale), before, strict=True) if p.data != x]
        assert {*changed} == {*some} - {idle}


@pytest.mark.parametrize("penalty", [None, nn.L2(0.1)])
def test_nor_is_one_taken_that_was_made_before_a_part_was_replaced(penalty):
    model = two()
    optimizer = nn.Adam(model.parameters())
    model.layers[1] = nn.Layer(3, 2, "linear", rng=1)
    with pytest.raises(ValueError, match=r"8 of its parameters .* 8 of the model's .* nn\.Adam\("):
        nn.fit(model, X, Y, loss="cross_entropy", optimizer=optimizer, penalty=penalty)
    nn.fit(
        model, X, Y, loss="cross_entropy", optimizer=nn.Adam(model.layers[1].parameters()), epochs=1
    )


@pytest.mark.parametrize("answer", [True, np.True_, np.array([1.0, 2.0]).any()])
def test_a_callback_stops_by_any_true(answer):
    history = nn.fit(neuron(), X, Y, epochs=5, callbacks=[lambda history: answer])
    assert (history.epochs, history.stopped) == (1, "a callback stopped it")


@pytest.mark.parametrize("answer", [None, False, np.False_, 1, "stop"])
def test_a_callback_goes_on_with_anything_else(answer):
    assert nn.fit(neuron(), X, Y, epochs=3, callbacks=[lambda history: answer]).epochs == 3


@pytest.mark.parametrize("backend", ["eager", *backends.BACKENDS])
@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_what_a_callback_leaves_is_trained_on(kind, backend):
    """As Wasserstein critics clip their weights; those that are not trained count as well."""
    trained = []
    for epochs, times in ((6, 1), (1, 6)):
        model = nn.MLP(2, [2, 1], ["tanh", "linear"], rng=3)
        first, last = (layer.parameters() for layer in model.layers)
        optimizer = kind(last, 0.1)

        def clip(history, first=first, last=last):
            first[0].data += 0.125
            for parameter in last:
                parameter.data = min(max(parameter.data, -0.25), 0.25)

        for _ in range(times):
            nn.fit(
                model, X, Y, optimizer=optimizer, epochs=epochs, shuffle=False, backend=backend,
                callbacks=[clip],
            )  # fmt: skip
        assert max(abs(parameter.data) for parameter in last) == 0.25
        trained.append([parameter.data for parameter in model.parameters()])
    assert trained[0] == trained[1]


class Changing(nn.Module):
    """A network, and all that a callback may exchange in a model."""

    def __init__(self):
        self.net = nn.MLP(2, [2, 1], ["tanh", "linear"], rng=3)
        self.keep, self._scale, self.training = 1.0, 2.0, True
        self.factors, self.rows = {"a": 0.5}, [1.0]
        self.mask, self.shift = np.ones(2), ag.Constant(0.0)

    def __call__(self, inputs):
        output = self.net(inputs) * self._scale * self.factors["a"] * self.rows[0] * self.mask[1]
        output = output + self.shift
        return output * self.keep if self.training else output


CHANGES = {
    "a number": lambda model: setattr(model, "keep", model.keep / 2),
    "a number of its own": lambda model: setattr(model, "_scale", model._scale / 2),
    "a switch": lambda model: setattr(model, "training", not model.training),
    "a dict": lambda model: model.factors.update(a=model.factors["a"] / 2),
    "a list": lambda model: model.rows.insert(0, model.rows[0] / 2),
    "an array of numbers": lambda model: model.mask.__imul__(0.5),
    "a constant": lambda model: setattr(model.shift, "data", model.shift.data + 0.5),
    "one more layer": lambda model: model.net.layers.append(nn.Layer(1, 1, "tanh", rng=1)),
    "another layer": lambda model: model.net.layers.__setitem__(0, nn.Layer(2, 2, "relu", rng=1)),
    "a weight": lambda model: model.net.layers[1].neurons[0].weights.__setitem__(0, Value(0.5)),
}


@pytest.mark.parametrize("backend", backends.BACKENDS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_a_callback_makes_of_the_model_counts_for_compiled_code(change, backend):
    found = []
    for name in ("eager", backend):
        model = Changing()
        history = nn.fit(
            model, X, Y, optimizer=nn.SGD(model.parameters(), 0.1), epochs=4, shuffle=False,
            validation=(X[:2], Y[:2]), penalty=nn.L2(0.1), backend=name,
            callbacks=[lambda history, model=model: change(model)],
        )  # fmt: skip
        assert history.backend == name
        found.append([*history.loss, *history.validation_loss])
    assert found[1] == pytest.approx(found[0], rel=1e-12)


@pytest.mark.parametrize("backend", ["eager", *backends.BACKENDS])
@pytest.mark.parametrize("ends", ["patience", "divergence"])
def test_going_back_takes_all_parameters_along(ends, backend):
    """Those too that only a callback changes: without them it is not the best epoch's model."""
    model = nn.MLP(2, [2, 1], ["tanh", "linear"], rng=3)
    first, last = (layer.parameters() for layer in model.layers)
    numbers = []

    def change(history):
        numbers.append([parameter.data for parameter in model.parameters()])
        for parameter in first:
            parameter.data += 0.5 if len(numbers) < 6 else -1.0
        if ends == "divergence" and len(numbers) == 9:
            last[0].data = math.inf

    settings = {
        "optimizer": nn.SGD(last, 0.05), "epochs": 30, "shuffle": False, "backend": backend,
        "validation": (X[:3], Y[:3]), "patience": 3 if ends == "patience" else None,
        "callbacks": [change],
    }  # fmt: skip
    if ends == "divergence":
        with pytest.raises(nn.DivergenceError, match="back at its best epoch"):
            nn.fit(model, X, Y, **settings)
        assert [parameter.data for parameter in model.parameters()] in numbers[:-1]
    else:
        history = nn.fit(model, X, Y, **settings)
        assert history.best_epoch < history.epochs < 30
        cost = nn.cost(model, X[:3], Y[:3]).data
        assert cost == pytest.approx(min(history.validation_loss), rel=1e-12)


def test_a_callback_that_leaves_nothing_to_train_is_told():
    model = Changing()

    def exchange(history):
        model.net = nn.Neuron(2, rng=0)

    with pytest.raises(ValueError, match="optimizer: it has none of the model's parameters"):
        nn.fit(model, X, Y, epochs=2, callbacks=[exchange])


def test_a_callback_may_go_back_to_what_was_saved(tmp_path):
    model = nn.Neuron(2, "linear", rng=0)
    optimizer = nn.Adam(model.parameters(), 0.1)
    path = nn.save(tmp_path / "start.json", model, optimizer)
    start = [parameter.data for parameter in model.parameters()]
    nn.fit(
        model, X, Y, optimizer=optimizer, epochs=3,
        callbacks=[lambda history: nn.load(path, model, optimizer)],
    )  # fmt: skip
    assert [parameter.data for parameter in model.parameters()] == start


def in_place(optimizer, parameters):
    optimizer.parameters[:] = parameters


@pytest.mark.parametrize("exchange", [in_place, lambda x, new: setattr(x, "parameters", new)])
@pytest.mark.parametrize("backend", ["eager", "python"])
def test_a_callback_that_exchanges_the_parameters_is_told_how(backend, exchange):
    model = two()
    optimizer = nn.Adam(model.layers[1].parameters(), 0.1)

    def thaw(history):
        exchange(optimizer, model.parameters())

    with pytest.raises(ValueError, match="a callback gave it other parameters; stop the training"):
        nn.fit(
            model, X, np.stack([Y, Y], 1), optimizer=optimizer, epochs=3, callbacks=[thaw],
            backend=backend,
        )  # fmt: skip
    nn.fit(model, X, np.stack([Y, Y], 1), optimizer=optimizer, epochs=3, backend=backend)


def test_callbacks_may_come_from_a_generator():
    calls = []
    nn.fit(neuron(), X, Y, epochs=3, callbacks=(calls.append for _ in range(2)))
    assert len(calls) == 6


def test_patience_counts_epochs():
    def run(patience):
        optimizer = nn.SGD(model.parameters(), 1e-300)  # which moves nothing
        return nn.fit(model, X, Y, optimizer=optimizer, epochs=6, patience=patience).epochs

    model = neuron()
    assert [run(patience) for patience in (None, 1, 3, np.int64(2))] == [6, 2, 4, 3]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"optimizer": "adam"}, r"optimizer: .* 'adam' .* write optimizer=nn\.Adam\(model"),
        ({"optimizer": nn.SGD}, r"optimizer: .* write optimizer=nn\.SGD\(model\.parameters"),
        ({"optimizer": "nonesuch"}, r"write optimizer=nn\.Adam"),
        ({"validation": [X, Y]}, r"validation: .*; write validation=0\.2 or validation=\(X, y\)"),
        ({"validation": np.array(X)}, r"validation: .*ndarray.*; write validation=0\.2 or"),
        ({"validation": "0.2"}, r"validation: a share between 0 and 1 or a tuple"),
        ({"callbacks": print}, "callbacks: a list of functions is needed, got .*print"),
        ({"penalty": 0.1}, r"penalty: a function is needed, got 0\.1 .* nn\.L2"),
        ({"penalty": lambda model: 0.1}, "penalty: it has to return a Value, and returned 0.1"),
        ({"loss": lambda p, t: (p.data - t) ** 2}, "loss: it has to return a Value"),
        ({"backend": lambda objective: 3}, r"backend: .* returned 3 \(int\), which has no name"),
        ({"model": nn.Neuron}, "model: an nn.Module is needed, .* make one of the class first"),
        ({"model": lambda x: Value(x[0])}, "model: an nn.Module is needed, got <function"),
        ({"model": two(), "y": np.eye(2)[Y.astype(int)], "loss": "cross_entropy"},
         r"y: one number for the class .* shape \(4, 2\); .* y\.argmax\(axis=1\)"),
        ({"model": two()}, r"y: the shape \(4, 2\) .* classes use loss='cross_entropy'"),
    ],
)  # fmt: skip
def test_the_door_says_what_to_do(options, text):
    with pytest.raises((TypeError, ValueError), match=text):
        nn.fit(**{"model": neuron(), "X": X, "y": Y, **options})


def test_a_model_without_parameters_or_values_is_refused():
    class Fixed(nn.Module):
        def __call__(self, inputs):
            return Value(1.0)

    class Plain(nn.Neuron):
        def __call__(self, inputs):
            return super().__call__(inputs).data

    with pytest.raises(ValueError, match="model: it has no parameters"):
        nn.fit(Fixed(), X, Y)
    with pytest.raises(TypeError, match="model: a call has to return a Value or a list"):
        nn.fit(Plain(2), X, Y)


def test_an_activation_has_to_return_a_value():
    for make in (nn.Neuron, nn.Layer):
        sizes = (2,) if make is nn.Neuron else (2, 2)
        with pytest.raises(TypeError, match="activation: it has to return a Value, and returned"):
            make(*sizes, lambda z: z.data, rng=0)([1.0, 2.0])


def test_a_cost_takes_classes_as_training_does():
    expected = nn.cost(two(), X, Y.astype(int), loss="cross_entropy").data
    assert nn.cost(two(), X, Y, loss="cross_entropy").data == expected
    with pytest.raises(TypeError, match=r"target: the index of a class is needed, got 0\.5"):
        nn.cost(two(), X, [0.5] * 4, loss="cross_entropy")
    with pytest.raises(TypeError, match="for a row that marks it by a 1, the place of that"):
        ag.cross_entropy([1.0, 2.0], [0, 1])
    with pytest.raises(ValueError, match=r"X, y: one target for each .* got 3 for 4"):
        nn.cost(two(), X, Y[:3])


def test_a_cost_takes_a_target_for_each_output():
    assert nn.cost(neuron(), X, Y[:, np.newaxis]).data == nn.cost(neuron(), X, Y).data
    for targets in (Y, np.ones((4, 3)), Y[:, np.newaxis]):
        with pytest.raises(ValueError, match=r"y: a target for each of 2 outputs .*cross_entropy"):
            nn.cost(two(), X, targets)
    with pytest.raises(ValueError, match=r"y: a target for each of 1 outputs is needed"):
        nn.cost(neuron(), X, np.ones((4, 2)))


@pytest.mark.parametrize("returned", [None, 1.5, "1.5", {"y": Value(1.5)}])
def test_a_model_that_returns_no_output_is_named_by_the_cost(returned):
    message = "model: a call has to return a Value or a list of Values, and returned "
    for loss, target in (("squared_error", 1.0), ("cross_entropy", 0)):
        with pytest.raises(TypeError, match=message):
            nn.cost(lambda x: returned, [[1.0]], [target], loss)


def test_a_model_that_forgets_to_return_predicts_no_nan():
    class Forgetful(nn.Module):
        def __call__(self, inputs):
            ag.tanh(inputs[0])

    with pytest.raises(TypeError, match="model: a real number is needed, got None"):
        Forgetful().predict([[1.0]])


@pytest.mark.parametrize("backend", ["eager", "numpy"])
def test_training_under_no_grad_is_training(backend):
    def trained():
        model = nn.Neuron(1, "sigmoid", weights=[1.0])
        nn.fit(model, [[1.0]], [0.0], epochs=3, backend=backend)
        return [p.data for p in model.parameters()]

    expected = trained()
    with ag.no_grad():
        assert trained() == expected != [1.0, 0.0]
        with pytest.raises(ValueError, match="it brings the σ that the model ends in too"):
            nn.fit(nn.Neuron(1), [[1.0]], [0.0], loss="binary_cross_entropy_with_logits")
        assert ag.square(Value(2.0)).parents == ()
