"""Everything that stands in a roster is tried against a formula of its own; a new one has to be.

The rosters are the losses of `nn.LOSSES`, the penalties, the optimizers, the schedules and the
schemes of start values. Whoever adds one adds its formula here, as a book has it, or a test fails;
an optimizer is compared in `test_optimizers`, with numbers of other makers. All else that is tried
of it comes from the roster: wrong settings (`cases`), files, training on compiled code.
"""

import math

import mpmath
import numpy as np
import pytest
from cases import own
from hypothesis import given
from hypothesis import strategies as st
from test_optimizers import PYTORCH

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.nn import init, optimizers, penalties, schedules

# Losses -------------------------------------------------------------------------------------

mp = mpmath.mp.clone()
mp.dps = 50


def softmax(x, k):
    return mp.exp(x[k]) / sum(map(mp.exp, x))


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def cross_entropy(p, t):
    return -t * mp.log(p) - (1 - t) * mp.log(1 - p)


#: of one output and its target, or of all outputs and the index of a class
FORMULAS = {
    "squared_error": lambda p, t: (p - t) ** 2,
    "half_squared_error": lambda p, t: (p - t) ** 2 / 2,
    "huber": lambda p, t: (p - t) ** 2 / 2 if abs(p - t) <= 1 else abs(p - t) - mp.mpf(1) / 2,
    "log_cosh": lambda p, t: mp.log(mp.cosh(p - t)),
    "pinball": lambda p, t: abs(t - p) / 2,
    "hinge": lambda p, t: max(mp.mpf(0), 1 - p * t),
    "binary_cross_entropy": cross_entropy,
    "binary_cross_entropy_with_logits": lambda p, t: cross_entropy(sigmoid(p), t),
    "poisson_nll": lambda p, t: mp.exp(p) - t * p,
    "cross_entropy": lambda x, k: -mp.log(softmax(x, k)),
    "categorical_cross_entropy": lambda x, k: -mp.log(x[k]),
}


def test_every_loss_has_a_formula():
    assert nn.LOSSES.keys() == FORMULAS.keys()


@pytest.mark.parametrize("name", nn.LOSSES)
@given(st.lists(st.floats(0.05, 0.95), min_size=3, max_size=3), st.integers(0, 2), st.booleans())
def test_a_loss_is_its_formula(name, outputs, k, high):
    loss, formula = nn.LOSSES[name], FORMULAS[name]
    exact, values = [*map(mp.mpf, outputs)], [*map(Value, outputs)]
    target = 1.0 if high else -1.0 if name == "hinge" else 0.0
    if loss.of_class:
        found, expected = loss.function(values, k), formula(exact, k)
    else:
        found = loss.function(values, [target] * 3)
        expected = sum(formula(x, mp.mpf(target)) for x in exact) / 3
        single = loss.function(values[0], target)
        assert single.data == pytest.approx(float(formula(exact[0], mp.mpf(target))), rel=1e-13)
    assert found.data == pytest.approx(float(expected), rel=1e-13)
    assert loss.accepts(np.array([float(k) if loss.of_class else target]), 3).all()
    assert not loss.accepts(np.array([-1.0, 3.0, 0.5]), 3).all() or loss.meant_for == "any number"


@pytest.mark.parametrize("name", [name for name, loss in nn.LOSSES.items() if loss.needs])
@pytest.mark.parametrize("last", ["linear", "tanh"])
def test_a_loss_of_probabilities_says_why_others_do_not_fit(name, last):
    loss = nn.LOSSES[name]
    sizes, y = ([2], [0, 1]) if loss.of_class else ([1], [0.0, 1.0])
    weights = [[[1.0]] * 2] if loss.of_class else [[[1.0]]]
    model = nn.MLP(1, sizes, last, weights=weights, bias=-3.0)
    with pytest.raises(
        ValueError, match=f"loss: probabilities .* '{loss.needs}'.* '{loss.instead}'"
    ):
        nn.fit(model, [[0.5], [1.0]], y, loss=name)
    assert nn.LOSSES[loss.instead].brings.name.startswith(loss.needs)
    right = nn.MLP(1, sizes, loss.needs, rng=0)
    assert nn.fit(right, [[0.5], [1.0]], y, loss=name, epochs=2).epochs == 2


def test_a_prediction_that_leaves_the_probabilities_is_named():
    class Line(nn.Module):
        def __init__(self):
            self.w = Value(0.5, "w")

        def __call__(self, inputs):
            return ag.identity(self.w * inputs[0])

    with pytest.raises(nn.DivergenceError, match=r"probabilities are needed.* is 1\.5; end the"):
        nn.fit(Line(), [[1.0], [3.0]], [0, 0], loss="binary_cross_entropy")


# Penalties ----------------------------------------------------------------------------------

#: of the rate and the weights
PENALTIES = {
    "L1": lambda rate, w: rate * sum(map(abs, w)),
    "L2": lambda rate, w: rate / 2 * sum(x * x for x in w),
}


def test_every_penalty_is_public_and_has_a_formula():
    assert {*penalties.PENALTIES} == classes_of(penalties)
    names = {kind.__name__ for kind in penalties.PENALTIES}
    assert names == {*penalties.__all__} == PENALTIES.keys()


@pytest.mark.parametrize("kind", penalties.PENALTIES)
@given(st.lists(st.floats(-9.0, 9.0), min_size=4, max_size=4), st.floats(0.0, 2.0))
def test_a_penalty_is_its_formula_of_the_weights_alone(kind, weights, rate):
    layer = nn.Layer(2, 2, weights=[weights[:2], weights[2:]], bias=7.0)
    expected = PENALTIES[kind.__name__](mp.mpf(rate), [*map(mp.mpf, weights)])
    assert kind(rate)(layer).data == pytest.approx(float(expected), rel=1e-13, abs=1e-300)
    assert kind(rate)(nn.Neuron(1, weights=[0.0], bias=7.0)).data == 0.0


# Optimizers ---------------------------------------------------------------------------------


def classes_of(room):
    """The public classes whose methods stand in a module."""
    return {
        made
        for name, made in vars(room).items()
        if isinstance(made, type) and name[0] != "_"
        if any(getattr(part, "__globals__", None) is vars(room) for part in vars(made).values())
    }


def test_every_optimizer_is_public_and_compared_with_another_maker():
    assert {*optimizers.OPTIMIZERS, nn.Optimizer} == classes_of(optimizers)
    assert {type(make([Value(1.0)])) for make, _ in PYTORCH.values()} == {*optimizers.OPTIMIZERS}
    public = [*classes_of(optimizers), *own(optimizers).values()]
    assert {*optimizers.__all__} == {made.__name__ for made in public}


@pytest.mark.parametrize("kind", optimizers.OPTIMIZERS)
def test_an_optimizer_goes_downhill_and_keeps_what_it_says(kind):
    w = [Value(3.0), Value(-2.0)]
    optimizer = kind(w, 0.05)
    assert optimizer.state.keys() == set(kind.state_names)
    costs = []
    for _ in range(200):
        cost = w[0] * w[0] + 0.5 * w[1] * w[1]
        for parameter in w:
            parameter.zero_grad()
        cost.backward()
        costs.append(cost.data)
        optimizer.step()
    assert costs[-1] < 0.5 * costs[0]
    assert optimizer.state.keys() == set(kind.state_names)
    assert all(each.shape == (2,) for each in optimizer.state.values())


# Schedules ----------------------------------------------------------------------------------

#: the arguments of each, and the rate after t updates
SCHEDULES = {
    "step_decay": ((0.8, 0.5, 3), lambda t: 0.8 * 0.5 ** math.floor(t / 3)),
    "exponential_decay": ((0.8, 0.5, 3), lambda t: 0.8 * math.exp(math.log(0.5) * t / 3)),
    "linear_decay": ((0.8, 0.2, 4), lambda t: 0.8 - 0.15 * t if t < 4 else 0.2),
    "cosine_decay": (
        (0.8, 0.2, 4),
        lambda t: 0.5 + 0.3 * math.cos(math.pi * t / 4) if t < 4 else 0.2,
    ),
    "warm_up": ((4, 0.8), lambda t: 0.2 * (t + 1) if t < 4 else 0.8),
}


def test_every_schedule_has_a_formula():
    assert own(schedules).keys() == SCHEDULES.keys()


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_is_its_formula(name):
    given, formula = SCHEDULES[name]
    schedule = getattr(schedules, name)(*given)
    optimizer = nn.SGD([Value(0.0)], schedule)
    for t in range(12):
        assert schedule(t) == pytest.approx(formula(t), rel=1e-14)
        optimizer.updates = t
        assert optimizer.rate() == schedule(t)


# Schemes ------------------------------------------------------------------------------------

#: the variance for n inputs and m outputs
VARIANCES = {
    "uniform": lambda n, m: 1 / 3,
    "normal": lambda n, m: 1.0,
    "xavier": lambda n, m: 2 / (n + m),
    "he": lambda n, m: 2 / n,
}


def test_every_scheme_has_its_variance():
    assert init.SCHEMES.keys() == VARIANCES.keys()
    for name, variance in VARIANCES.items():
        drawn = init.SCHEMES[name]()(np.random.default_rng(0), 300, 200)
        assert drawn.shape == (200, 300)
        assert drawn.var() == pytest.approx(variance(300, 200), rel=0.02)
        assert abs(drawn.mean()) < 0.02 * math.sqrt(variance(300, 200))
