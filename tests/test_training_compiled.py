"""Training on compiled code: the numbers of the eager loop to rounding, chosen when it pays."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import datasets, nn
from autograd_lite.compiler import backends
from autograd_lite.compiler.tracer import TracingError
from autograd_lite.nn.penalties import PENALTIES

X, Y = datasets.moons(30, rng=0)
# some hundred rounded updates of numbers near 1, summed up in another order
CLOSE = {"rel": 1e-9, "abs": 1e-12}


def model_for(loss, outputs=1):
    last = {"binary_cross_entropy": "sigmoid", "categorical_cross_entropy": "softmax"}
    return nn.MLP(2, [4, outputs], ["tanh", last.get(loss, "linear")], rng=3)


def targets_for(loss):
    return 2 * Y - 1 if loss == "hinge" else Y


def both(make, X, y, **settings):
    """The parameters and the histories, eager and compiled."""
    found = []
    for backend in ("eager", backends.choose("auto", len(X))):
        model = make()
        optimizer = nn.SGD(model.parameters(), 0.1, momentum=0.5)
        history = nn.fit(
            model, X, y, optimizer=optimizer, backend=backend, rng=7, **{"epochs": 4} | settings
        )
        assert history.backend == backend
        found.append(([p.data for p in model.parameters()], history))
    return found


def check_alike(found):
    (eager, first), (compiled, second) = found
    assert compiled == pytest.approx(eager, **CLOSE)
    assert second.loss == pytest.approx(first.loss, **CLOSE)
    assert second.validation_loss == pytest.approx(first.validation_loss, **CLOSE)


@pytest.mark.parametrize("loss", nn.LOSSES)
def test_every_loss_trains_alike(loss):
    outputs = 3 if nn.LOSSES[loss].of_class else 1
    check_alike(
        both(
            lambda: model_for(loss, outputs), X, targets_for(loss), loss=loss, batch_size=8,
            validation=0.2,
        )
    )  # fmt: skip


class Listing(nn.Module):
    """A model that takes its inputs for the list that it gets everywhere else."""

    def __init__(self):
        self.weights = [ag.Value(1.0 + 0.5 * i) for i in range(3)]

    def __call__(self, inputs):
        longer = inputs + [1.0]  # noqa: RUF005  # which is a sum for arrays
        output = sum(w * x for w, x in zip(self.weights, longer, strict=True))
        return [output, -output]


@pytest.mark.parametrize("backend", backends.BACKENDS)
def test_models_and_losses_are_given_lists_in_every_mode(backend):
    def loss(prediction, target):
        longer = target + [1.0]  # noqa: RUF005  # as above
        return sum((p - t) ** 2 for p, t in zip([*prediction, 0.5], longer, strict=True))

    targets = np.column_stack([Y, 1 - Y])
    found = []
    for name in ("eager", backend):
        model = Listing()
        optimizer = nn.SGD(model.parameters(), 0.1)
        history = nn.fit(
            model, X, targets, loss=loss, optimizer=optimizer, epochs=3, backend=name,
            validation=0.2,
        )  # fmt: skip
        found.append(([p.data for p in model.parameters()], history))
    check_alike(found)


@pytest.mark.parametrize("backend", ["eager", *backends.BACKENDS])
def test_gradients_are_left_as_they_are(backend):
    model = nn.MLP(2, [2, 1], ["tanh", "linear"], rng=0)
    first, last = (layer.parameters() for layer in model.layers)
    first[0].grad, last[0].grad = 7.0, -3.0
    found = []

    def look(history):
        found.append([p.grad for p in first + last if p.has_gradient])
        nn.cost(model, X, Y).backward()

    nn.fit(model, X, Y, optimizer=nn.SGD(last, 0.1), epochs=2, backend=backend, callbacks=[look])
    look(None)
    assert found == [[7.0, -3.0]] * 3


@pytest.mark.parametrize("backend", backends.BACKENDS)
def test_a_target_may_be_missing_and_a_penalty_nothing(backend):
    def branching(prediction, target):
        return (prediction - target) ** 2 if target >= 0.0 else ag.Constant(0.0)

    def choosing(prediction, target):
        return ag.where(target >= 0.0, (prediction - target) ** 2, 0.0)

    found = []
    for name, loss in (("eager", branching), (backend, choosing)):
        model = model_for("squared_error")
        history = nn.fit(
            model, X, np.where(Y > 0.5, Y, -1.0), loss=loss, backend=name, epochs=3, rng=0,
            penalty=lambda model: ag.Constant(0.25), optimizer=nn.SGD(model.parameters(), 0.1),
        )  # fmt: skip
        found.append(([p.data for p in model.parameters()], history))
    check_alike(found)


@pytest.mark.parametrize("batch_size", [None, 1, 7])
@pytest.mark.parametrize("penalty", [None, *(kind(0.02) for kind in PENALTIES)])
def test_batches_and_penalties_train_alike(batch_size, penalty):
    settings = {"batch_size": batch_size, "penalty": penalty}
    check_alike(both(lambda: model_for("squared_error"), X, Y, **settings))


@pytest.mark.parametrize(
    "make",
    [
        lambda: nn.Neuron(2, "sigmoid", rng=0),
        lambda: nn.Neuron(2, "gelu", bias=None, rng=0),
        lambda: nn.Layer(2, 1, "elu", rng=0),
        lambda: nn.MLP(2, [3, 1], ["maxout", "linear"], rng=0),
    ],
)
def test_every_module_trains_alike(make):
    check_alike(both(make, X, Y))


#: each derivative of u at t, as a model asks for it
DERIVATIVES = {
    "grad": lambda u, t: ag.grad(u)(t),
    "value_and_grad": lambda u, t: ag.value_and_grad(u)(t)[1],
    "jacobian": lambda u, t: ag.jacobian(u)(t),
    "hessian": lambda u, t: ag.hessian(u)(t),
    "jvp": lambda u, t: ag.jvp(u, (t,), (1.0,))[1],
    "vjp": lambda u, t: ag.vjp(u, t)[1](1.0)[0],
    "hvp": lambda u, t: ag.hvp(u, (t,), (1.0,)),
    "compiled": lambda u, t: ag.compile(u).grad(t),
}


class Equation(nn.Module):
    """What is left of u′ = −u: a network that solves it makes that small."""

    def __init__(self, derivative):
        self.net = nn.MLP(1, [2, 1], ["tanh", "linear"], rng=0)
        self._derivative = derivative

    def slope(self, t):
        return self._derivative(lambda t: self.net([t]), t)

    def __call__(self, inputs):
        return self.slope(inputs[0]) + self.net(inputs)


@pytest.mark.parametrize("derivative", DERIVATIVES.values(), ids=DERIVATIVES)
@pytest.mark.parametrize("place", ["model", "loss", "penalty"])
def test_derivatives_are_trained_through_alike(place, derivative):
    """Those of plain numbers are plain numbers elsewhere, without gradients by the weights."""
    model, times, goals = Equation(derivative), np.array([[0.0], [0.5], [1.0]]), [0.0, 0.0, 0.0]
    start = nn.SGD(model.parameters()).values()

    def as_it_began():
        nn.SGD(model.parameters()).assign(start)
        return model

    settings = {
        "model": {},
        "loss": {"loss": lambda p, t: (p - t) ** 2 + model.slope(0.25) ** 2},
        "penalty": {"penalty": lambda model: model.slope(0.25) ** 2},
    }[place]
    check_alike(both(as_it_began, times, goals, **settings))


@pytest.mark.parametrize("derivative", DERIVATIVES.values(), ids=DERIVATIVES)
def test_a_cost_has_the_gradient_of_derivatives_in_it(derivative):
    model, times = Equation(derivative), [[0.0], [0.5]]
    nn.cost(model, times, [0.0, 0.0]).backward()
    found = [parameter.grad for parameter in model.parameters()]
    model.zero_grad()
    mean = ag.compile(lambda x: ag.squared_error(model(x), 0.0), in_axes=0, reduce="mean")
    mean.backward(np.array(times))
    assert found == pytest.approx([parameter.grad for parameter in model.parameters()], **CLOSE)


WEIGHTS = (3.0, 0.5)
OWN = {
    "cross-entropy": lambda z, k: ag.cross_entropy(z, k),
    "weights": lambda z, k: ag.where(k == 1, *WEIGHTS) * ag.cross_entropy(z, k),
    "one output for each class": lambda z, k: ag.where(k == 0, z[0], z[1]) ** 2,
}


@pytest.mark.parametrize("loss", OWN.values(), ids=OWN)
@pytest.mark.parametrize("kind", [int, float, np.uint8])
def test_a_loss_of_ones_own_may_take_the_index_of_a_class(loss, kind):
    settings = {"loss": loss, "batch_size": 7, "validation": 0.2}
    check_alike(both(lambda: model_for(None, 2), X, Y.astype(kind), **settings))


def test_an_index_chooses_from_a_list_where_nothing_is_compiled():
    found = []
    for loss in (OWN["weights"], lambda z, k: WEIGHTS[1 - k] * ag.cross_entropy(z, k)):
        model = model_for(None, 2)
        nn.fit(model, X, Y, loss=loss, epochs=2)
        found.append([p.data for p in model.parameters()])
    assert found[0] == found[1]


def test_several_outputs_train_alike():
    check_alike(both(lambda: model_for("squared_error", 2), X, np.column_stack([Y, 1 - Y])))


def test_a_part_of_the_parameters_trains_alike():
    found = []
    for backend in ("eager", *backends.BACKENDS):
        model = model_for("squared_error")
        optimizer = nn.Adam(model.layers[1].parameters()[::-1], 0.1)
        nn.fit(model, X, Y, optimizer=optimizer, epochs=3, backend=backend, penalty=nn.L2(0.1))
        found.append([p.data for p in model.parameters()])
    assert all(each == pytest.approx(found[0], **CLOSE) for each in found)
    assert found[1][:12] == [p.data for p in model_for("squared_error").parameters()][:12]


class Branch(nn.Module):
    """A model that looks at its numbers."""

    def __init__(self):
        self.w = ag.Value(0.5)

    def __call__(self, inputs):
        out = self.w * inputs[0]
        return out if out > 0 else -out


def chosen(model, X, y, **settings):
    optimizer = nn.SGD(model.parameters(), 1e-3)
    return nn.fit(model, X, y, optimizer=optimizer, **{"epochs": 1} | settings).backend


def test_what_pays_is_compiled_and_the_history_says_so():
    large, small = nn.MLP(2, [16, 16, 1], rng=0), nn.MLP(2, [2, 1], rng=0)
    many = datasets.moons(200, rng=0)
    assert chosen(large, *many) == (fast := backends.choose("auto", len(many)))
    assert chosen(small, X, Y) == "eager"
    for kind in PENALTIES:
        assert chosen(large, *many, penalty=kind(0.01)) == fast
    optimizer = nn.SGD(large.parameters(), 0.01)
    assert f"; backend {fast};" in repr(nn.fit(large, *many, optimizer=optimizer, epochs=1))


@pytest.mark.parametrize(
    "change",
    [
        {"loss": lambda prediction, target: ag.squared_error(prediction, target)},
        {"penalty": lambda model: ag.Value(0.0)},
    ],
)
def test_code_of_ones_own_is_compiled_only_if_asked_for(change):
    many = datasets.moons(200, rng=0)
    assert chosen(nn.MLP(2, [16, 16, 1], rng=0), *many, **change) == "eager"
    assert chosen(nn.MLP(2, [16, 16, 1], rng=0), *many, backend="numpy", **change) == "numpy"


def test_an_activation_of_ones_own_stays_eager():
    model = nn.MLP(2, [16, 16, 1], lambda x: x if x > 0 else 0.1 * x, rng=0)
    assert chosen(model, *datasets.moons(200, rng=0)) == "eager"


def test_a_model_derived_from_one_of_the_library_stays_eager():
    class Clipped(nn.MLP):
        def __call__(self, inputs):
            out = super().__call__(inputs)
            return out if out > 0 else 0.0 * out

    rows, targets = datasets.moons(1000, rng=0)
    model = Clipped(2, [4, 1], rng=0)
    assert chosen(model, rows[:200], targets[:200]) == "eager"
    assert model.predict(rows).min() == 0.0


def test_a_branch_cannot_be_compiled():
    assert chosen(Branch(), X, Y) == "eager"
    with pytest.raises(TracingError, match=r"ag\.where"):
        chosen(Branch(), X, Y, backend="python")
    with pytest.raises(ValueError, match="backend: got 'numppy'; did you mean numpy"):
        chosen(Branch(), X, Y, backend="numppy")


def test_divergence_is_told_alike():
    texts = []
    for backend in ("eager", *backends.BACKENDS):
        model = nn.Neuron(2, "linear", weights=[0.1, 0.6])
        optimizer = nn.SGD(model.parameters(), 50.0)
        with pytest.raises(nn.DivergenceError) as error:
            nn.fit(model, X, Y, optimizer=optimizer, epochs=1000, backend=backend)
        texts.append(str(error.value).partition("(")[0])  # the numbers follow
        assert [p.data for p in model.parameters()] == [0.1, 0.6, 0.0]
    assert len({*texts}) == 1


@pytest.mark.parametrize("loss", [name for name in nn.LOSSES if nn.LOSSES[name].of_class])
def test_divergence_over_classes_names_the_operation(loss):
    texts = []
    for backend in ("eager", *backends.BACKENDS):
        model = model_for(loss, 3)
        optimizer = nn.SGD(model.parameters(), 1e308)
        with pytest.raises(nn.DivergenceError, match=r"It comes from (linear|log)\(") as error:
            nn.fit(
                model, X, Y, loss=loss, optimizer=optimizer, backend=backend, batch_size=8, rng=0
            )
        texts.append(str(error.value).partition("(")[0])
        assert [p.data for p in model.parameters()] == [
            p.data for p in model_for(loss, 3).parameters()
        ]
    assert len({*texts}) == 1


@pytest.mark.parametrize("outputs", [1, 3])
def test_many_rows_are_predicted_alike(outputs):
    model = nn.MLP(2, [4, outputs], rng=0)
    rows = np.random.default_rng(0).normal(size=(1200, 2))
    many = model.predict(rows)
    few = np.concatenate([model.predict(rows[:600]), model.predict(rows[600:])])
    assert many.shape == few.shape
    np.testing.assert_allclose(many, few, rtol=1e-13, atol=1e-15)
