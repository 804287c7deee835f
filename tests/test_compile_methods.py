"""Compiled functions in classes: methods, of which every instance has its own."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest
from sending import Line

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.compiler.backends import BACKENDS


def classes(backend):
    class Model:
        def __init__(self, w):
            self.w, self.count = Value(w), 0

        @ag.compile(backend=backend)
        def cube(self, x, *, scale=1.0):
            self.count += 1
            return self.w * x * x * x * scale

        @ag.compile(backend=backend, in_axes=0, reduce="sum")
        def loss(self, x, y):
            return (self.w * x - y) ** 2

        @ag.compile(backend=backend, static_argnums=(0, 2), static_argnames="how")
        def power(self, x, n, how="plain"):
            return self.w * x**n if how == "plain" else ag.exp(self.w * x**n)

        @ag.compile(backend=backend)
        def __call__(self, x):
            return self.w * x + self.cube(x)

        @staticmethod
        @ag.compile(backend=backend)
        def twice(x):
            return 2.0 * x

    class Derived(Model):
        @ag.compile(backend=backend)
        def cube(self, x, *, scale=1.0):
            return 1.0 + super().cube(x, scale=scale)

    return Model, Derived


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_instance_has_its_own(backend):
    Model, Derived = classes(backend)
    a, b, c = Model(2.0), Model(3.0), Derived(5.0)
    for _ in range(2):
        assert [x.cube(2.0) for x in (a, b, c)] == [16.0, 24.0, 41.0]
        assert [x.cube.grad(2.0) for x in (a, b, c)] == [24.0, 36.0, 60.0]
        assert [ag.grad(x.cube)(2.0) for x in (a, b, c)] == [24.0, 36.0, 60.0]
        assert [ag.hessian(x.cube)(2.0) for x in (a, b, c)] == [24.0, 36.0, 60.0]
        assert a.cube(2.0, scale=0.5) == 8.0
        assert [x(1.0) for x in (a, b, c)] == [4.0, 6.0, 11.0]
        assert [a.power(3.0, 2), a.power(3.0, n=3), b.power(x=3.0, n=2)] == [18.0, 54.0, 27.0]
        assert a.power(0.5, 2, how="exp") == pytest.approx(np.exp(0.5))
        assert [Model.twice(4.0), a.twice(4.0), a.twice.grad(4.0)] == [8.0, 8.0, 2.0]
    a.w.data = 7.0
    assert (a.cube(2.0), b.cube(2.0)) == (56.0, 24.0)
    assert a.count <= 6  # of the traces
    rows = np.array([1.0, 2.0])
    assert a.loss.backward(rows, rows) == 36.0 + 144.0
    assert (a.w.grad, b.w.grad) == (2 * 6.0 + 2 * 12.0 * 2.0, 0.0)
    assert "def value_and_grad(p1, x):" in b.cube.source
    assert isinstance(a.cube(Value(2.0)), Value)
    assert isinstance(a.cube, ag.Compiled)


def test_a_method_of_an_instance_that_nobody_else_has():
    Model, _ = classes("auto")
    assert Model(2.0).cube(2.0) == 16.0
    derivative, bound = ag.grad(Model(2.0).cube), Model(3.0).cube.bind(2.0, method="value")
    pull = Model(5.0).cube.vjp(2.0)[1]
    gc.collect()
    assert (derivative(2.0), float(bound()), pull(1.0)) == (24.0, 24.0, (60.0,))


def test_instances_are_not_kept_alive():
    Model, _ = classes("auto")
    gc.collect()
    gc.disable()
    try:
        for i in range(3):
            model = Model(float(i))
            known = weakref.ref(model)
            assert model.cube(1.0) == ag.grad(model.cube)(1.0) / 3.0 == i
            assert len(Model.cube._instances) == 1
            del model
            assert known() is None
        assert not Model.cube._instances
    finally:
        gc.enable()


def test_what_is_compiled_stays_with_the_instance():
    Model, _ = classes("auto")
    model = Model(2.0)
    first = model.cube
    first(1.0)
    assert model.cube._plans is first._plans
    assert ag.grad(model.cube)._plans is ag.grad(model.cube)._plans
    assert Model.cube is Model.__dict__["cube"]


def test_equal_instances_are_two():
    class Same:
        def __init__(self, k):
            self.k = k

        def __eq__(self, other):
            return True

        def __hash__(self):
            return 1

        @ag.compile
        def f(self, x):
            return self.k * x

    class Unhashable(Same):
        __hash__ = None

    for kind in (Same, Unhashable):
        one, other = kind(2.0), kind(3.0)
        assert (one.f(1.0), other.f(1.0)) == (2.0, 3.0)


def test_an_instance_without_weak_references_is_refused():
    class Slotted:
        __slots__ = ()

        @ag.compile
        def f(self, x):
            return x

    with pytest.raises(TypeError, match=r"Slotted\.f: .* add '__weakref__' to its __slots__"):
        Slotted().f(1.0)

    class Slots:
        __slots__ = ("__weakref__",)
        f = Slotted.f

    assert Slots().f(1.0) == 1.0


def test_modules():
    class Net(nn.Module):
        def __init__(self, rng):
            self.layers = nn.MLP(2, [3, 1], rng=rng)

        @ag.compile
        def __call__(self, inputs):
            return self.layers(inputs)

        @ag.compile(in_axes=0, reduce="mean")
        def loss(self, x, y):
            return ag.squared_error(self.layers(x), y)

    one, other = Net(0), Net(1)
    x, y = np.arange(8.0).reshape(4, 2) / 8.0, np.ones(4)
    for net in (one, other):
        assert net([0.5, 1.0]) == pytest.approx(net.layers([0.5, 1.0]).data)
        eager = np.mean([(net.layers(row).data - 1.0) ** 2 for row in x])
        assert net.loss(x, y) == pytest.approx(eager)
        net.loss.backward(x, y)
        assert len(net.parameters()) == 13
        assert any(p.grad for p in net.parameters())
    assert one([0.5, 1.0]) != other([0.5, 1.0])


def test_callables_that_are_no_functions_bind_nothing():
    class Holder:
        exp = ag.compile(ag.exp)
        model = ag.compile(nn.Neuron(1, "linear", weights=[2.0]))

    assert Holder().exp(0.0) == 1.0
    assert Holder().model([3.0]) == Holder.model([3.0])


def test_methods_are_copied_and_pickled_with_their_instance():
    line = Line(2.0)
    for made in (line.at, ag.grad(line.at), ag.hessian(line.at)):
        known = made(3.0)
        twins = [pickle.loads(pickle.dumps(made, p)) for p in range(pickle.HIGHEST_PROTOCOL + 1)]
        twins += [copy.deepcopy(made), copy.copy(made)]
        assert [twin(3.0) for twin in twins] == [known] * len(twins)
    shared, own = copy.copy(line.at), copy.deepcopy(line.at)
    line.w.data = 5.0
    assert (shared(3.0), own(3.0)) == (45.0, 18.0)
    twin = pickle.loads(pickle.dumps(line))
    assert twin.at(1.0) == 5.0
    model, bound = pickle.loads(pickle.dumps((line, line.at)))
    model.w.data = 1.0
    assert bound(3.0) == 9.0


def test_a_method_taken_from_the_class_says_that_self_is_no_number():
    with pytest.raises(TypeError, match=r"self: a real number is needed, .*static_argnames"):
        Line.at(Line(2.0), 3.0)
