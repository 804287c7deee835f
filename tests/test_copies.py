"""Copies and pickles of graphs: what was shared stays shared, at any depth, in every way."""

import copy
import gc
import io
import math
import pickle
import random
import weakref

import cloudpickle
import engine_report
import pytest

import autograd_lite as ag
from autograd_lite import Constant, Value
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.compiler.tracer import TracingError
from autograd_lite.graph import topological_order
from autograd_lite.primitives.operation import INTERNAL, TABLE


class Parameter(Value):
    """A subclass, to which attributes can be added."""


class Slotted(Value):
    """One that adds a slot."""

    __slots__ = ("extra",)


def in_python(thing):
    """Through the pickler that is written in Python, which others build on."""
    file = io.BytesIO()
    pickle._Pickler(file).dump(thing)
    file.seek(0)
    return pickle._Unpickler(file).load()


def pickled(protocol):
    return lambda thing: pickle.loads(pickle.dumps(thing, protocol))


PICKLES = {f"protocol {i}": pickled(i) for i in range(pickle.HIGHEST_PROTOCOL + 1)} | {
    "in Python": in_python,
    "cloudpickle": lambda thing: cloudpickle.loads(cloudpickle.dumps(thing)),
}
WAYS = PICKLES | {"deepcopy": copy.deepcopy}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def duplicate(request):
    return request.param


def are(ones, others):
    """Whether these are the very same objects."""
    return [*map(id, ones)] == [*map(id, others)]


def facts(node):
    return (
        type(node),
        node.data.hex(),
        node.grad.hex(),
        node.has_gradient,
        node.label,
        node.op,
        [x.hex() for x in node.local_gradients],
    )


def same_graph(nodes, twins):
    """Equal node by node, with one twin for each node, which is not the node."""
    twin_of = dict(zip(nodes, twins, strict=True))
    assert len({*twin_of.values()}) == len(twin_of)
    assert {*nodes}.isdisjoint(twins)
    for node, twin in twin_of.items():
        assert facts(node) == facts(twin)
        assert are(twin.parents, [twin_of[x] for x in node.parents])


def chain(length, x):
    node = x * 2
    for _ in range(length):
        node = node + x
    return node


@pytest.mark.parametrize("seed", range(6))
def test_all_nodes_in_any_order_stay_shared(duplicate, seed):
    rng = random.Random(seed)
    _, root = engine_report.random_graph(rng)
    if seed % 2:
        root.backward(0.75)
    nodes = topological_order(root)
    for node in rng.sample(nodes, len(nodes) // 2):
        node.label = f"n{rng.randrange(100)}"
    for order in (nodes, nodes[::-1], rng.sample(nodes, len(nodes))):
        same_graph(order, duplicate(order))


def test_two_roots_share_their_inner_nodes(duplicate):
    x = Value(0.5, "x")
    inner = ag.tanh(chain(50, x))
    roots = {"f": inner * 3, "g": ag.exp(inner), "inner": inner, "x": x}
    twins = duplicate(roots)
    assert twins["f"].parents[0] is twins["g"].parents[0] is twins["inner"]
    same_graph(topological_order(*roots.values()), topological_order(*twins.values()))
    twins["f"].backward()
    assert (x.grad, inner.has_gradient) == (0.0, False)


def test_constants_and_gradients_given_by_hand(duplicate):
    c, d, x = Constant(2.0, "c"), Constant(-0.0), Value(math.inf)
    d.grad = 3.0
    y = ag.linear([c, d], [x, c], d)
    same_graph([c, d, x, y], duplicate([c, d, x, y]))


def test_attributes_of_subclasses_are_copied(duplicate):
    x, s = Parameter(1.0), Slotted(2.0)
    x.history, s.extra = [1.0], {"x": x}
    root = x * s
    twin, x2, s2 = duplicate([root, x, s])
    assert are(twin.parents, (x2, s2))
    assert [*s2.extra] == ["x"]
    assert s2.extra["x"] is x2
    assert x2.history == [1.0]
    assert x2.history is not x.history


def test_attributes_that_refer_to_the_graph(duplicate):
    x = Parameter(1.0)
    root = chain(20_000, x)
    x.root, x.self, x.inner = root, x, [{"mid": root.parents[0]}]
    x2, twin = duplicate((x, root))
    assert x2.root is twin
    assert x2.self is x2
    assert x2.inner[0]["mid"] is twin.parents[0]
    assert topological_order(twin)[0] is x2
    assert duplicate(root).parents[1].root.parents[1].self.label == ""


@pytest.mark.slow
def test_long_ways_over_attributes(duplicate):
    links = [Parameter(i) for i in range(5000)]
    for link, following in zip(links, [*links[1:], links[0]], strict=True):
        link.following = [following * 1.0]
    first = link = duplicate(links[0])
    for _ in links:
        (product,) = link.following
        link = product.parents[0]
    assert link is first


def test_a_node_of_a_subclass_with_operands(duplicate):
    x, y = Value(2.0), Parameter(3.0)
    y.parents, y.note = (x, x), ["made by hand"]
    z = y * 2
    x2, y2, z2 = duplicate((x, y, z))
    assert are((z2.parents[0], *y2.parents), (y2, x2, x2))
    assert y2.note == y.note


class Shared(Value):
    """One that is not copied."""

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return "SHARED"


SHARED = Shared(1.0)


class Careful(Value):
    """One that leaves something out, and makes it anew."""

    def __init__(self, data):
        super().__init__(data)
        self.handle = iter("abc")

    def __getstate__(self):
        return super().__getstate__() | {"handle": None}

    def __setstate__(self, state):
        super().__setstate__(state | {"handle": "made anew"})

    def __reduce_ex__(self, protocol):
        return super().__reduce_ex__(protocol)


def test_what_subclasses_say_about_copies_is_heard(duplicate):
    x = Careful(2.0)
    root, x2 = duplicate((SHARED * x, x))
    assert are(root.parents, (SHARED, x2))
    assert x2.handle == "made anew"


class Capsule:
    """Something that makes a pickle of its own while it is pickled."""

    def __init__(self, thing):
        self.thing = thing

    def __reduce__(self):
        return pickle.loads, (pickle.dumps(self.thing),)


@pytest.mark.parametrize("duplicate", PICKLES.values(), ids=PICKLES)
def test_a_pickle_within_a_pickle(duplicate):
    x, y = Parameter(1.0), Parameter(2.0)
    root = chain(5, Value(0.5))
    x.first, x.capsule, x.second = root, Capsule([root, root.parents[0], y]), root.parents[0]
    x.again, y.note = Capsule(Capsule(y)), [root]
    x2, twin = duplicate([x, root])
    assert x2.first is twin
    assert x2.second is twin.parents[0]
    inside, parent, y2 = x2.capsule
    assert inside is not twin
    assert inside.parents[0] is parent
    assert are(y2.note, [inside])
    assert x2.again.note[0].data == root.data


def test_one_pickler_for_several_dumps():
    x = Value(1.0)
    root = chain(5, x)
    file = io.BytesIO()
    pickler = pickle.Pickler(file)
    pickler.dump(root)
    pickle.dumps(root)
    pickler.dump((root.parents[0], x))
    file.seek(0)
    unpickler = pickle.Unpickler(file)
    twin, (inner, leaf) = unpickler.load(), unpickler.load()
    assert leaf is topological_order(twin)[0]
    assert inner.data == root.parents[0].data


def test_what_cannot_be_pickled_breaks_nothing():
    x = Parameter(1.0)
    x.lock = iter("")
    root = x * Value(2.0)
    x.lock = lambda: None
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(root)
    x.lock = [root]
    assert pickle.loads(pickle.dumps(root)).parents[0].lock[0].data == 2.0


def test_copies_keep_nothing_alive():
    x = Parameter(1.0)
    root = chain(10, x)
    end = weakref.ref(root)
    gc.disable()
    try:
        pickle.dumps([root, root.parents[0]])
        copy.deepcopy([root, x])
        del root
        assert end() is None
    finally:
        gc.enable()


def test_a_cycle_made_by_hand_is_an_error(duplicate):
    a = Value(1.0)
    b = a * 2
    c = b * 3
    b.parents = (c, a)
    with pytest.raises(ValueError, match="cycle"):
        duplicate(c)


@pytest.mark.slow
@pytest.mark.parametrize("duplicate", [pickled(None), copy.deepcopy], ids=["pickle", "deepcopy"])
def test_a_million_nodes_deep(duplicate):
    root = chain(1_000_000, Value(1.0))
    twin, inner = duplicate([root, root.parents[0]])
    assert twin.parents[0] is inner
    twin.backward()
    assert (inner.parents[1].grad, root.parents[1].grad) == (1_000_002.0, 0.0)


def test_a_shallow_copy_shares_operands_and_attributes():
    x = Parameter(2.0)
    x.history = [1.0]
    assert copy.copy(x).history is x.history
    for y in (x * x, ag.sum([x, x, x]), x):
        y.label = "y"
        twin = copy.copy(y)
        assert twin is not y
        assert facts(twin) == facts(y)
        assert are(twin.parents, y.parents)


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize("backend", BACKENDS)
def test_copies_in_a_function_that_is_compiled(duplicate, inner, backend):
    def f(x, y):
        twin = duplicate(x * y if inner else x)
        return twin * x + y

    compiled = ag.compile(f, argnums=(0, 1), backend=backend)
    assert compiled.value_and_grad(3.0, 2.0) == ag.value_and_grad(f, (0, 1))(3.0, 2.0)


def test_no_pickle_has_a_number_that_is_not_known():
    kept = []

    def f(x):
        kept.append(x * 2)
        return pickle.loads(pickle.dumps(x * x)) * x

    with pytest.raises(TracingError, match="is not known while the function is compiled"):
        ag.compile(f)(3.0)
    for duplicate in (copy.deepcopy, pickle.dumps):
        with pytest.raises(TracingError, match="must not keep what it computes"):
            duplicate(kept)


@pytest.mark.parametrize("other", [b"builtins\nstr", b"builtins\nlen", b"builtins\nobject"])
def test_a_pickle_with_another_class_for_nodes_is_refused(other):
    for root in (Parameter(1.0), Parameter(1.0) * 2.0):
        sent = pickle.dumps(root, 0)
        name = f"{Parameter.__module__}\n{Parameter.__qualname__}".encode()
        assert name in sent
        with pytest.raises(pickle.UnpicklingError, match=r"is damaged: it has .* for a class of"):
            pickle.loads(sent.replace(name, other))


@pytest.mark.parametrize("row", INTERNAL.values(), ids=INTERNAL)
def test_a_row_that_nobody_calls_is_pickled_by_its_name(row, duplicate):
    assert duplicate(row) is row
    assert row.name not in TABLE
