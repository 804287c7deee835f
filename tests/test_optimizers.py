"""Optimizers, learning-rate schedules and gradient clipping."""

import copy
import inspect
import math
import pickle
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.nn import schedules
from autograd_lite.nn.optimizers import OPTIMIZERS

START = [-1.2, 1.0, 0.5]


def loss_of(a, b, c):
    return (1 - a) ** 2 + 2 * (b - a * a) ** 2 + ag.sin(3 * c) * b


def five_steps(make):
    parameters = [Value(x) for x in START]
    optimizer = make(parameters)
    for _ in range(5):
        for parameter in parameters:
            parameter.zero_grad()
        loss_of(*parameters).backward()
        optimizer.step()
    return [parameter.data for parameter in parameters], optimizer


# What PyTorch 2.13 makes of the same five steps, in double precision.
PYTORCH = {
    "SGD": (
        lambda p: nn.SGD(p, 0.02),
        [-0.7908146956032348, 0.8947328275262217, 0.47036343567385147],
    ),
    "momentum": (
        lambda p: nn.SGD(p, 0.02, momentum=0.9, weight_decay=0.01),
        [-0.10805780449663703, 0.6463442933031969, 0.4174622287709043],
    ),
    "nesterov": (
        lambda p: nn.SGD(p, 0.02, momentum=0.9, nesterov=True),
        [-0.1139935853576103, 0.39206169377767375, 0.37955918452312165],
    ),
    "RMSProp": (
        lambda p: nn.RMSProp(p, 0.02, alpha=0.9, eps=1e-6),
        [-1.0154620241862677, 0.9724633837798796, 0.22944219014881972],
    ),
    "Adam": (
        lambda p: nn.Adam(p, 0.1, betas=(0.8, 0.99)),
        [-0.7670160253714294, 0.8960349782784549, 0.018929866178574145],
    ),
    "AdamW": (
        lambda p: nn.AdamW(p, 0.1, weight_decay=0.1),
        [-0.707308651339659, 0.8650452122437625, 0.02367199920416413],
    ),
    "clip_norm": (
        # PyTorch adds 1e-6 to the norm that it divides by, and so differs in the 7th digit
        lambda p: nn.SGD(p, 0.02, clip=nn.clip_norm(1.5)),
        [-1.0503307374537696, 1.0029494186665007, 0.49498123297492064],
    ),
    "clip_value": (
        lambda p: nn.SGD(p, 0.02, clip=nn.clip_value(1.5)),
        [-1.0499999999999998, 1.014138997122345, 0.46896697226285233],
    ),
}


@pytest.mark.parametrize("name", PYTORCH)
def test_five_steps_are_those_of_pytorch(name):
    make, expected = PYTORCH[name]
    found, optimizer = five_steps(make)
    # a few dozen roundings of numbers near 1
    assert found == pytest.approx(expected, rel=1e-6 if name == "clip_norm" else 1e-13)
    assert optimizer.updates == 5


@pytest.mark.parametrize("name", PYTORCH)
def test_step_and_update_are_the_same_and_nothing_changes_in_place(name):
    make, _ = PYTORCH[name]
    by_hand, _ = five_steps(make)
    parameters = [Value(x) for x in START]
    optimizer = make(parameters)
    values = optimizer.values()
    for _ in range(5):
        gradient = np.array(ag.grad(lambda p: loss_of(*p))(values.tolist()))
        before = values.copy(), gradient.copy(), {k: v.copy() for k, v in optimizer.state.items()}
        state = optimizer.state
        moved = optimizer.update(values, gradient)
        assert (values == before[0]).all()
        assert (gradient == before[1]).all()
        assert all((state[key] == before[2][key]).all() for key in state)
        values = moved
    assert values.tolist() == by_hand
    assert [p.data for p in parameters] == START


def test_a_step_needs_a_gradient_and_counts_a_missing_one_as_zero():
    w, v = Value(1.0), Value(2.0)
    optimizer = nn.SGD([w, v], 0.5)
    with pytest.raises(ValueError, match="no parameter has a gradient; call backward"):
        optimizer.step()
    (w * w).backward()
    optimizer.step()
    assert (w.data, v.data) == (0.0, 2.0)


def test_a_shared_parameter_moves_once():
    w = Value(1.0)
    optimizer = nn.SGD([w, w], 0.5)
    (3 * w).backward()
    optimizer.step()
    assert w.data == -0.5


def _stepped(optimizer):
    """The numbers of its parameters after a step from 1 with gradients of 1."""
    for parameter in optimizer.parameters:
        parameter.data, parameter.grad = 1.0, 1.0
    optimizer.step()
    return [parameter.data for parameter in optimizer.parameters]


def test_a_step_moves_the_parameters_that_the_list_holds_then():
    """A frozen layer is taken out, another one is put in, or the whole list is a new one."""
    first, second, third = (Value(1.0) for _ in range(3))
    optimizer = nn.SGD([first, second], 0.5)
    assert _stepped(optimizer) == [0.5, 0.5]
    optimizer.parameters[1] = third
    second.data = 7.0
    assert _stepped(optimizer) == [0.5, 0.5]
    assert (second.data, third.data) == (7.0, 0.5)
    optimizer.parameters = [second, first]
    assert _stepped(optimizer) == [0.5, 0.5]
    optimizer.parameters = (third, second)
    third.data = 9.0
    assert _stepped(optimizer) == [0.5, 0.5]
    assert optimizer.values().tolist() == [0.5, 0.5]
    optimizer.assign([2.0, 3.0])
    assert (third.data, second.data) == (2.0, 3.0)


@pytest.mark.parametrize("kind", [*OPTIMIZERS, partial(nn.SGD, momentum=0.5)])
@pytest.mark.parametrize("duplicate", [lambda x: x, copy.copy, copy.deepcopy])
def test_the_state_goes_where_the_parameters_go(kind, duplicate):
    """One that is new has the state of one whose gradient was 0 until then."""
    first, second, third = parameters = [Value(1.0) for _ in range(3)]
    optimizer, all_the_time = kind([first, second], 0.5), kind(parameters, 0.5)
    for optimizer_of_them in (all_the_time, optimizer):
        first.grad, second.grad, third.grad = 3.0, -0.25, 0.0
        optimizer_of_them.step()
    optimizer.parameters = [third, first, second]
    optimizer = duplicate(optimizer)
    for name, numbers in all_the_time.state.items():
        assert optimizer.state[name].tolist() == numbers[[2, 0, 1]].tolist()
    optimizer.parameters.pop(0)
    moved = optimizer.update(np.array([1.0, 2.0]), np.array([5.0, 6.0]))
    expected = all_the_time.update(np.array([1.0, 2.0, 3.0]), np.array([5.0, 6.0, 7.0]))
    assert moved.tolist() == expected.tolist()[:2]
    optimizer.state = dict(optimizer.state)
    assert all(each.shape == (2,) for each in optimizer.state.values())


def test_a_step_after_the_list_was_turned_round_is_that_of_the_same_parameters():
    kept, turned = ([Value(1.0), Value(2.0)] for _ in range(2))
    optimizers = [nn.Adam(list(each)) for each in (kept, turned)]
    for turn in (list, list.reverse, list):
        turn(optimizers[1].parameters)
        for optimizer, (first, second) in zip(optimizers, (kept, turned), strict=True):
            first.grad, second.grad = 3.0, -0.25
            optimizer.step()
    assert [x.data for x in turned] == [x.data for x in kept]


def test_a_state_that_is_no_array_of_the_parameters_stays():
    class Slower(nn.Optimizer):
        def move(self, values, gradient, rate, state):
            count = state.get("count", 0) + 1
            return values - rate * gradient / count, {"count": count}

    optimizer = Slower([Value(1.0), Value(1.0)], 0.5)
    assert _stepped(optimizer) == [0.5, 0.5]
    other = copy.deepcopy(optimizer)
    other.parameters.pop()
    assert (_stepped(other), _stepped(optimizer)) == ([0.75], [0.75, 0.75])


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_copy_of_an_optimizer_that_made_steps_moves_its_own_parameters(duplicate):
    optimizer = nn.Adam([Value(1.0), Value(1.0)], 0.5)
    _stepped(optimizer)
    other = duplicate(optimizer)
    optimizer.assign([8.0, 8.0])
    assert _stepped(other) == pytest.approx([0.5, 0.5])
    assert optimizer.values().tolist() == [8.0, 8.0]


GIVEN = {
    "rate": 0.5,
    "factor": 0.5,
    "every": 2,
    "final": 0.1,
    "updates": 3,
    "limit": 1.0,
    "value": 2.0,
}
GIVEN["schedule"] = schedules.linear_decay(0.5, 0.1, 2)


def _made(room, name):
    make = getattr(room, name)
    parameters = inspect.signature(make).parameters.values()
    return make(**{x.name: GIVEN[x.name] for x in parameters if x.default is x.empty})


@pytest.mark.parametrize("duplicate", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
@pytest.mark.parametrize("name", schedules.__all__)
def test_a_schedule_goes_where_its_optimizer_goes(name, duplicate):
    optimizer = nn.Adam([Value(1.0)], _made(schedules, name))
    other = duplicate(optimizer)
    for _ in range(5):
        assert _stepped(other) == _stepped(optimizer)


@pytest.mark.parametrize("name", [name for name in nn.__all__ if name.startswith("clip_")])
def test_a_clip_goes_where_its_optimizer_goes(name):
    optimizer = nn.SGD([Value(1.0), Value(2.0)], 0.5, clip=_made(nn, name))
    other = pickle.loads(pickle.dumps(optimizer))
    gradient = np.array([3.0, -4.0])
    assert other.clip(gradient).tolist() == optimizer.clip(gradient).tolist() != [3.0, -4.0]


def test_a_step_by_a_clipped_gradient_that_is_infinite_is_quiet():
    optimizer = nn.SGD([Value(1.0), Value(2.0)], 0.5, clip=nn.clip_norm(1.0))
    moved = optimizer.update(np.array([1.0, 2.0]), np.array([math.inf, 1.0]))
    assert np.isnan(moved).tolist() == [True, False]


@pytest.mark.parametrize("name", nn.init.__all__)
def test_a_scheme_of_weights_can_be_pickled(name):
    scheme = _made(nn.init, name)
    drawn = [
        each(np.random.default_rng(0), 3, 2)
        for each in (scheme, pickle.loads(pickle.dumps(scheme)))
    ]
    assert drawn[0].tolist() == drawn[1].tolist()


def test_gradient_descent_of_the_slides():
    """A2: with the rate 1 the bias moves from 0 to −0.125."""
    neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    optimizer = nn.SGD(neuron.parameters(), 1.0)
    neuron.zero_grad()
    ag.half_squared_error(neuron([0, 0]), 0).backward()
    optimizer.step()
    assert [p.data for p in neuron.parameters()] == [0.1, 0.6, -0.125]


@pytest.mark.parametrize(
    "parameters", [None, [], [1.0], [Constant(1.0)], nn.Neuron(2, rng=0), "ab"]
)
def test_parameters_are_values(parameters):
    with pytest.raises(TypeError, match=r"parameters: .* pass model\.parameters\(\)"):
        nn.SGD(parameters)


def test_parameters_are_leaves():
    w = Value(2.0)
    with pytest.raises(ValueError, match=r"parameters: Value\(data=1\.0, op=multiply\) was comp"):
        nn.SGD([w, 0.5 * w])
    nn.SGD([w, Value((0.5 * w).data)])


@pytest.mark.parametrize("bad", [0.0, -1.0, math.inf, math.nan])
def test_settings_are_checked(bad):
    w = [Value(1.0)]
    with pytest.raises(ValueError, match="learning_rate: a positive number is needed"):
        nn.SGD(w, bad)
    if bad:  # a schedule may end in 0
        with pytest.raises(ValueError, match="learning_rate: a finite number from 0 on is needed"):
            nn.SGD(w, lambda t: bad)
    with pytest.raises(ValueError, match="limit: a positive number is needed"):
        nn.clip_norm(bad)
    with pytest.raises(ValueError, match="limit: a positive number is needed"):
        nn.clip_value(bad)
    if bad:
        for make in (
            lambda: nn.SGD(w, momentum=bad),
            lambda: nn.SGD(w, weight_decay=bad),
            lambda: nn.RMSProp(w, alpha=bad),
            lambda: nn.RMSProp(w, eps=bad),
            lambda: nn.Adam(w, betas=(0.9, bad)),
            lambda: nn.AdamW(w, weight_decay=bad),
        ):
            with pytest.raises(ValueError, match="is needed, got"):
                make()


@pytest.mark.parametrize("clip", [nn.clip_norm(1.0), nn.clip_value(1.0)])
@pytest.mark.parametrize("bad", [nn.MLP(2, [1], rng=0), "a", None])
def test_what_is_no_gradient_is_not_clipped(clip, bad):
    with pytest.raises(TypeError, match="gradient: "):
        clip(bad)


def test_the_rate_follows_its_schedule():
    w = Value(0.0)
    optimizer = nn.SGD([w], schedules.step_decay(1.0, 0.5, every=2))
    steps = []
    for _ in range(4):
        w.grad = -1.0
        before = w.data
        optimizer.step()
        steps.append(w.data - before)
    assert steps == [1.0, 1.0, 0.5, 0.5]
    assert repr(optimizer) == "SGD(1 parameters, learning_rate=…)"


@pytest.mark.parametrize("decay", [schedules.linear_decay, schedules.cosine_decay])
def test_at_a_rate_of_0_nothing_moves(decay):
    model = nn.Neuron(1, "linear", weights=[0.0])
    optimizer = nn.SGD(model.parameters(), decay(0.1, 0.0, 4))
    nn.fit(model, [[1.0], [2.0]], [2.0, 4.0], optimizer=optimizer, epochs=4)
    trained = [p.data for p in model.parameters()]
    nn.fit(model, [[1.0], [2.0]], [2.0, 4.0], optimizer=optimizer, epochs=3)
    assert [p.data for p in model.parameters()] == trained
    assert optimizer.rate() == 0.0


def test_schedules_meet_their_ends():
    for decay in (schedules.linear_decay, schedules.cosine_decay):
        rates = [decay(1.0, 0.1, updates=10)(t) for t in range(13)]
        assert rates[0] == 1.0
        assert rates[10:] == [0.1] * 3
        assert rates == sorted(rates, reverse=True)
        assert decay(1.0, 0.1, updates=10)(5) == pytest.approx(0.55)
    assert schedules.exponential_decay(1.0, 0.5, every=3)(6) == 0.25
    warm = schedules.warm_up(2, schedules.exponential_decay(1.0, 0.5, every=1))
    assert [warm(t) for t in range(5)] == [0.5, 1.0, 1.0, 0.5, 0.25]


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=5), st.floats(1e-3, 1e3))
def test_a_clipped_gradient_keeps_its_direction_and_its_norm_is_bounded(gradient, limit):
    clipped = nn.clip_norm(limit)(np.array(gradient))
    norm = math.hypot(*gradient)
    assert math.hypot(*clipped) <= limit * (1 + 1e-12)
    if norm <= limit:
        assert clipped.tolist() == gradient
    else:
        assert math.hypot(*clipped) == pytest.approx(limit, rel=1e-9)
        assert (np.sign(clipped) * np.sign(gradient) >= 0).all()
    assert (abs(nn.clip_value(limit)(np.array(gradient))) <= limit).all()


class Moved(nn.Optimizer):
    """Returns from its rule what it is told to."""

    answer = staticmethod(lambda values, state: (values, state))

    def move(self, values, gradient, rate, state):
        return self.answer(values, state)


def clipped(answer):
    return lambda weights: nn.SGD(weights, clip=answer)


def moved(answer):
    def make(weights):
        made = Moved(weights, 0.1)
        made.answer = answer
        return made

    return make


WRONG = {
    "clip: one number": (clipped(lambda g: 0.0), ValueError, "clip: .* has"),
    "clip: too few": (clipped(lambda g: g[:1]), ValueError, "clip: .* has"),
    "clip: a row": (clipped(lambda g: g[np.newaxis]), ValueError, "clip: .* has"),
    "clip: nothing": (clipped(lambda g: None), TypeError, "clip: .* a real number is needed"),
    "clip: text": (clipped(lambda g: ["x"] * len(g)), TypeError, "clip: .* real numbers"),
    "move: no state": (moved(lambda v, state: v), TypeError, "move: it has to return a pair"),
    "move: nothing": (moved(lambda v, state: None), TypeError, "move: it has to return a pair"),
    "move: too few": (moved(lambda v, state: (v[:1], state)), ValueError, "move: .* has"),
}


@pytest.mark.parametrize("by_fit", [False, True])
@pytest.mark.parametrize(("make", "kind", "message"), WRONG.values(), ids=WRONG)
def test_what_a_function_of_the_users_returns_is_looked_at(make, kind, message, by_fit):
    """NumPy would spread one number over all, and say its own words for others."""
    model = nn.Neuron(2, "linear", weights=[0.5, 0.25])
    optimizer = make(model.parameters())
    nn.cost(model, [[1.0, 2.0]], [1.0]).backward()
    train = partial(nn.fit, model, [[1.0, 2.0]], [1.0], optimizer=optimizer, epochs=2)
    with pytest.raises(kind, match=message):
        (train if by_fit else optimizer.step)()
    assert [weight.data for weight in model.parameters()] == [0.5, 0.25, 0.0]
    assert optimizer.updates == 0


def test_lists_and_single_precision_are_numbers_too():
    for answer in (lambda v, state: (v.tolist(), state), lambda v, state: (v.astype("f4"), state)):
        model = nn.Neuron(2, "linear", weights=[0.5, 0.25])
        optimizer = moved(answer)(model.parameters())
        assert nn.fit(model, [[1.0, 2.0]], [1.0], optimizer=optimizer, epochs=2).epochs == 2
