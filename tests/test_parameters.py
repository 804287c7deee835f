"""Parameters: which a model has, known until it changes, and many read and written at once."""

import copy
import pickle
import struct
from dataclasses import dataclass
from functools import partial

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.engine import Contents, Leaves
from autograd_lite.nn.parameters import parameters_of


class Holder(nn.Module):
    """A model with a parameter wherever one can be."""

    __slots__ = ("slot", "unset")

    def __init__(self):
        self.slot = ag.Value(9.0)
        self._parameters = {"a name": "of the user's"}
        self.alone = ag.Value(1.0)
        self.several = [ag.Value(2.0), ag.Value(3.0)]
        self.nested = {"a": [ag.Value(4.0)], "b": (ag.Value(5.0), [ag.Value(6.0)])}
        self.array = np.array([[ag.Value(10.0 * i + j) for j in range(2)] for i in range(5)])
        self.part = nn.Neuron(2, weights=[7.0, 8.0])
        self.floats = np.zeros(3)
        self.constant = ag.Constant(1.0)
        self._hidden = ag.Value(0.0)

    def __call__(self, inputs):
        return self.alone * inputs[0]


def remove(holder):
    del holder.alone


CHANGES = {
    "an attribute": lambda m: setattr(m, "alone", ag.Value(-1.0)),
    "a new attribute": lambda m: setattr(m, "late", ag.Value(-1.0)),
    "an attribute less": remove,
    "an attribute of a part": lambda m: setattr(m.part, "bias", None),
    "past the attributes": lambda m: vars(m).update(alone=ag.Value(-1.0)),
    "all attributes": lambda m: setattr(m, "__dict__", {"only": ag.Value(-1.0)}),
    "all attributes of a part": lambda m: setattr(
        m.part, "__dict__", {"weights": [ag.Value(-1.0)], "bias": None}
    ),
    "in a slot": lambda m: setattr(m, "slot", ag.Value(-1.0)),
    "in an empty slot": lambda m: setattr(m, "unset", ag.Value(-1.0)),
    "an item": lambda m: m.several.__setitem__(1, ag.Value(-1.0)),
    "an equal item": lambda m: m.several.__setitem__(1, ag.Value(3.0)),
    "an item more": lambda m: m.several.append(ag.Value(-1.0)),
    "an item less": lambda m: m.several.pop(),
    "the order": lambda m: m.several.reverse(),
    "in a dict": lambda m: m.nested["a"].__setitem__(0, ag.Value(-1.0)),
    "a key": lambda m: m.nested.__setitem__("c", m.nested.pop("a")),
    "in a tuple": lambda m: m.nested["b"][1].append(ag.Value(-1.0)),
    "in an array": lambda m: m.array.__setitem__((4, 1), ag.Value(-1.0)),
    "a part": lambda m: setattr(m, "part", nn.Neuron(1, weights=[9.0])),
    "a weight": lambda m: m.part.weights.__setitem__(0, ag.Value(-1.0)),
}


def test_every_parameter_is_found_with_the_way_to_it():
    assert [(name, p.data) for name, p in Holder().named_parameters()] == [
        ("alone", 1.0),
        *[("several.0", 2.0), ("several.1", 3.0)],
        *[("nested.a.0", 4.0), ("nested.b.0", 5.0), ("nested.b.1.0", 6.0)],
        *[(f"array.{i}.{j}", 10.0 * i + j) for i in range(5) for j in range(2)],
        *[("part.weights.0", 7.0), ("part.weights.1", 8.0), ("part.bias", 0.0)],
        ("slot", 9.0),
    ]


def test_an_unchanged_model_is_not_walked_through_again():
    model = Holder()
    known = parameters_of(model, nn.Module)
    contents = known.contents
    model.alone.data = 5.0  # the same node
    assert model.parameters() == known.values
    assert parameters_of(model, nn.Module).contents is contents
    model.parameters().clear()  # a list of the caller's own
    assert len(model.parameters()) == 20


def test_nor_is_one_that_was_called():
    model = nn.MLP(2, [3, 1], rng=0)
    model.zero_grad()
    contents = parameters_of(model, nn.Module).contents
    for _ in range(2):
        model([1.0, 2.0]).backward()
        model.zero_grad()
        assert parameters_of(model, nn.Module).contents is contents
    model.layers[0].neurons[0].weights[0] = late = ag.Value(0.5)
    model([1.0, 2.0]).backward()
    assert late.has_gradient


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed_wherever_it_is(change):
    model, other = Holder(), Holder()
    model.parameters()
    CHANGES[change](model)
    CHANGES[change](other)  # before anything is known of it
    numbers = [(name, p.data) for name, p in model.named_parameters()]
    assert numbers == [(name, p.data) for name, p in other.named_parameters()]
    place = dict(model.named_parameters())
    assert all(p is place[name] for name, p in zip(place, model.parameters(), strict=True))
    model.zero_grad()
    for p in model.parameters():
        (p * p).backward()
    model.zero_grad()
    assert [p.has_gradient for p in place.values()] == [False] * len(place)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_a_copy_has_parameters_of_its_own(copied):
    model = Holder()
    model.parameters()
    other = copied(model)
    assert [p.data for p in other.parameters()] == [p.data for p in model.parameters()]
    assert {id(p) for p in other.parameters()}.isdisjoint({id(p) for p in model.parameters()})


def test_a_shallow_copy_goes_its_own_way():
    model = Holder()
    model.parameters()
    other = copy.copy(model)
    other.alone = ag.Value(-1.0)
    assert (other.parameters()[0].data, model.parameters()[0].data) == (-1.0, 1.0)


def test_a_frozen_dataclass_is_a_model():
    @dataclass(frozen=True)
    class Line(nn.Module):
        slope: ag.Value

        def __call__(self, inputs):
            return self.slope * inputs[0]

    assert Line(ag.Value(2.0)).named_parameters() == [("slope", ag.Value(2.0))]


def test_what_a_subclass_says_of_its_parameters_holds():
    class Frozen(nn.Neuron):
        def named_parameters(self):
            return super().named_parameters()[-1:]

    model = Frozen(2, weights=[1.0, 2.0])
    model([1.0, 1.0]).backward()
    model.zero_grad()
    assert model.parameters() == [model.bias]
    assert [p.has_gradient for p in (*model.weights, model.bias)] == [True, True, False]


# Many at once -------------------------------------------------------------------------------

NUMBERS = [1.5, -0.0, float("inf"), float("-inf"), 5e-324, 1.7976931348623157e308]


def as_array(numbers):
    return np.frombuffer(numbers, "<f8")


def test_numbers_are_read_and_written_to_the_last_bit():
    values = [ag.Value(x) for x in [*NUMBERS, float("nan")]]
    leaves = Leaves(values)
    assert leaves.numbers() == np.array([*NUMBERS, float("nan")], "<f8").tobytes()
    leaves.assign(np.array([*reversed(NUMBERS), 0.1], "<f8").tobytes())
    assert [x.data for x in values] == [*reversed(NUMBERS), 0.1]
    assert str(values[4].data) == "-0.0"


def test_gradients_are_those_that_each_would_have_alone():
    values, alone = ([ag.Value(x) for x in (1.0, 2.0, 3.0)] for _ in range(2))
    leaves = Leaves(values)
    assert not leaves.have_gradients()
    for x in (values[0], alone[0]):
        (x * x).backward()
    for _ in range(2):
        leaves.add_gradients(np.array([0.5, 0.25, 0.0], "<f8").tobytes())
        for x, gradient in zip(alone, (0.5, 0.25, 0.0), strict=True):
            x.grad += gradient
    assert [x.grad for x in values] == [x.grad for x in alone]
    assert as_array(leaves.gradients()).tolist() == [x.grad for x in alone]
    assert [x.has_gradient for x in values] == [True] * 3
    assert leaves.have_gradients()
    leaves.forget()
    assert [(x.grad, x.has_gradient) for x in values] == [(0.0, False)] * 3


def test_a_constant_that_is_forgotten_stays_one():
    constant = ag.Constant(2.0)
    Leaves([constant]).forget()
    (x := ag.Value(1.0) * constant).backward()
    assert (constant.grad, constant.has_gradient, x.grad) == (0.0, False, 1.0)


def test_too_few_numbers_are_an_error():
    with pytest.raises((IndexError, struct.error), match=r"range|buffer"):
        Leaves([ag.Value(1.0)]).assign(b"")


@pytest.mark.parametrize("kind", [list, dict])
def test_contents_go_by_identity(kind):
    thing = ag.Value(1.0)
    container = kind([(1, thing)] if kind is dict else [thing])
    contents = Contents()
    (contents.add_dict if kind is dict else contents.add_list)(container)
    assert contents.are_unchanged()
    container[1 if kind is dict else 0] = ag.Value(1.0)  # an equal one
    assert not contents.are_unchanged()


def test_an_optimizer_wants_a_number_for_each_parameter():
    class Wrong(nn.Optimizer):
        def move(self, values, gradient, rate, state):
            return values[:-1], state

    x = ag.Value(1.0)
    (x * x).backward()
    with pytest.raises(ValueError, match=r"^move: .* the shape \(1,\).* and has \(0,\)"):
        Wrong([x], 0.1).step()
    assert x.data == 1.0


def test_zero_grad_knows_the_parameters_of_now():
    model = Holder()
    model.zero_grad()
    model.several[0] = late = ag.Value(2.0)
    (late * model.alone).backward()
    model.zero_grad()
    assert [late.has_gradient, model.alone.has_gradient] == [False, False]


def test_a_subclass_with_parameters_of_its_own_choice():
    class Some(nn.Neuron):
        def parameters(self):
            return self.weights

    model = Some(1, weights=[1.0])
    model([1.0]).backward()
    model.zero_grad()
    assert [p.has_gradient for p in (*model.weights, model.bias)] == [False, True]


def test_parameters_without_a_name_are_neither_lost_by_a_file_nor_by_a_penalty(tmp_path):
    class Hidden(Holder):
        def __init__(self):
            super().__init__()
            self._two = ag.Value(1.0), ag.Value(2.0)

        def parameters(self):
            return [*super().parameters(), *self._two]

    message = r"model: 2 of its parameters have no name in named_parameters\(\)"
    for use in (partial(nn.save, tmp_path / "model.json"), nn.L1(0.5), nn.L2(0.5)):
        with pytest.raises(ValueError, match=message):
            use(Hidden())
    assert not [*tmp_path.iterdir()]
