"""How compiled functions take arguments: by place and name, static, with axes for their parts."""

import itertools
import math

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.inputs.trees import leaves

ROWS = 3


@pytest.fixture(params=BACKENDS)
def compile(request):
    def choose(f=None, **options):
        return ag.compile(f, **{"backend": request.param} | options)

    return choose


# Ways to call -------------------------------------------------------------------------------


def by_place(x, y, /, z=3.0):
    return x * y + ag.exp(x) * z


def by_both(x, y=2.0, z=3.0):
    return x * y + ag.exp(x) * z


def by_name(x, *, y, z=3.0):
    return x * y + ag.exp(x) * z


def many(x, *rest, z=3.0):
    return x * rest[0] + ag.exp(x) * (rest[1] if len(rest) > 1 else z)


def anything(x, **named):
    return x * named["y"] + ag.exp(x) * named.get("z", 3.0)


def mixed(x, /, y, *rest, z=3.0, **named):
    return x * y + ag.exp(x) * z + sum(rest) + sum(named.values())


X, Y, Z = 0.25, 1.5, -2.0
WAYS = [
    (by_place, (X, Y), {}),
    (by_place, (X, Y), {"z": Z}),
    (by_both, (X,), {}),
    (by_both, (X,), {"z": Z}),
    (by_both, (X,), {"z": Z, "y": Y}),
    (by_both, (), {"z": Z, "y": Y, "x": X}),
    (by_both, (X, Y, Z), {}),
    (by_name, (X,), {"y": Y}),
    (by_name, (X,), {"z": Z, "y": Y}),
    (by_name, (), {"y": Y, "x": X}),
    (many, (X, Y), {}),
    (many, (X, Y, Z), {}),
    (many, (X, Y), {"z": Z}),
    (anything, (X,), {"y": Y}),
    (anything, (X,), {"z": Z, "y": Y}),
    (mixed, (X, Y), {}),
    (mixed, (X, Y, 1.0, 2.0), {"z": Z, "b": 5.0, "a": 7.0}),
]
each_way = pytest.mark.parametrize(
    ("f", "args", "named"), WAYS, ids=[f"{f.__name__}-{len(a)}-{''.join(n)}" for f, a, n in WAYS]
)
KINDS = ["__call__", "value_and_grad", "grad", "jacobian", "hessian"]


def expected(kind, f, *args, **named):
    return f(*args, **named) if kind == "__call__" else getattr(ag, kind)(f)(*args, **named)


def as_given_by_place(args, named):
    """With x by place, as `ag.grad` needs it."""
    return (args, named) if args else ((named["x"],), {k: v for k, v in named.items() if k != "x"})


@pytest.mark.parametrize("kind", KINDS)
@each_way
def test_every_way_to_call_is_that_of_the_function(compile, kind, f, args, named):
    known = expected(
        kind, f, *as_given_by_place(args, named)[0], **as_given_by_place(args, named)[1]
    )
    fast = compile(f)
    for order in itertools.permutations(named.items()):
        assert getattr(fast, kind)(*args, **dict(order)) == pytest.approx(known, rel=1e-14)
    assert len(fast._plans) == 1


@pytest.mark.parametrize("kind", KINDS)
@each_way
def test_every_way_to_call_works_over_a_batch(compile, kind, f, args, named):
    rows = np.linspace(-1.0, 1.0, ROWS)
    fast = compile(f, in_axes=0)
    batched = [x + rows for x in args]
    found = getattr(fast, kind)(*batched, **{name: x + rows for name, x in named.items()})
    for i, step in enumerate(rows):
        point = as_given_by_place([x + step for x in args], {k: x + step for k, x in named.items()})
        known = expected(kind, f, *point[0], **point[1])
        assert [x[i] for x in (found if isinstance(found, tuple) else [found])] == pytest.approx(
            leaves(known), rel=1e-14
        )


@each_way
def test_values_go_every_way_too(compile, f, args, named):
    args, named = [Value(x) for x in args], {name: Value(x) for name, x in named.items()}
    found = compile(f)(*args, **named)
    assert isinstance(found, Value)
    assert found.data == f(*[x.data for x in args], **{k: x.data for k, x in named.items()})


def test_a_number_by_name_is_traced_like_one_by_place(compile):
    traced = []

    @compile
    def f(x, *, scale):
        traced.append(1)
        return x * scale

    assert [f(2.0, scale=s) for s in (1.0, 2.0, 3)] == [2.0, 4.0, 6.0]
    assert f(np.ones(2), scale=np.arange(2.0)).tolist() == [0.0, 1.0]
    assert len(traced) == 2


def test_wrong_calls_say_which_argument(compile):
    fast = compile(by_name)
    for args, named, text in [
        ((X,), {}, "by_name: missing a required .*argument: 'y'|missing 1 required .* 'y'"),
        ((X,), {"y": 1.0, "q": 2.0}, "by_name: got an unexpected keyword argument 'q'"),
        ((X, Y), {"y": 1.0}, "by_name: too many positional arguments"),
        ((X,), {"y": "text"}, "y: a real number is needed, got 'text'"),
    ]:
        with pytest.raises(TypeError, match=text):
            fast(*args, **named)
    with pytest.raises(ValueError, match="argnums: got 1, but f was called with 1 arguments"):
        compile(by_name, argnums=1).grad(X, y=Y)


# Static arguments -----------------------------------------------------------------------------


def repeated(x, n, *, how="sum"):
    if how == "sum":
        return ag.sum([ag.sin(x * (i + 1)) for i in range(n)])
    return math.prod([ag.sin(x * (i + 1)) for i in range(n)])


STATIC = [
    {"static_argnums": 1, "static_argnames": "how"},
    {"static_argnums": (1,), "static_argnames": ["how"]},
    {"static_argnums": -1, "static_argnames": ("how",)},
    {"static_argnames": ["n", "how"]},
    {"static_argnames": ("how", "n")},
    {"static_argnums": np.array([1]), "static_argnames": "how"},
]


@pytest.mark.parametrize("options", STATIC, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_static_arguments_are_part_of_the_program(compile, kind, options):
    fast = compile(repeated, **options)
    for n, how in [(1, "sum"), (3, "product"), (3, "sum")]:
        known = pytest.approx(expected(kind, repeated, X, n, how=how), rel=1e-13)
        assert getattr(fast, kind)(X, n, how=how) == known
        assert getattr(fast, kind)(X, how=how, n=n) == known
        assert getattr(fast, kind)(how=how, n=n, x=X) == known
    assert len(fast._plans) == 3
    assert fast(X, 2) == pytest.approx(repeated(X, 2))


def test_a_static_argument_stands_anywhere(compile):
    fast = compile(lambda n, x, m, y: n * x * m * y * y, static_argnums=(0, 2), argnums=(3, 1))
    assert fast(2, 3.0, 5, 7.0) == 1470.0
    assert fast.grad(2, 3.0, 5, 7.0) == (420.0, 490.0)
    assert fast.hessian(2, 3.0, 5, 7.0) == ((60.0, 140.0), (140.0, 0.0))
    assert fast(3, 3.0, 5, 7.0) == 2205.0  # not that of another number
    many = compile(
        lambda n, x, y: n * x * y[0], static_argnums=0, argnums=(1, 2), in_axes=(None, 0, 1)
    )
    found = many.grad(3, np.ones(2), np.full((1, 2), 5.0))
    assert [x.tolist() for x in found] == [[15.0, 15.0], [[3.0], [3.0]]]


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (1, True), (0.0, -0.0), ((1,), (True,)), ("a", b"a"), (np.float64(1), 1.0)],
)
def test_statics_that_python_calls_equal_are_told_apart(one, other):
    fast = ag.compile(lambda x, s: x * (repr(s) == repr(one)), static_argnums=1)
    assert fast(2.0, one) == 2.0
    assert fast(2.0, other) == 0.0


def test_the_same_static_is_not_traced_again():
    fast = ag.compile(lambda x, s: x, static_argnums=1)
    for s in (math.nan, float("nan"), 1.0, 1.0, (1, (2.0,)), (1, (2.0,)), frozenset("ab"), None):
        fast(1.0, s)
    assert len(fast._plans) == 5


@pytest.mark.parametrize("static", [[1], {"a": 1}, np.ones(2), ([1],), {1}])
def test_a_static_argument_that_is_not_hashable_is_refused(static):
    with pytest.raises(TypeError, match="n: a static argument must be hashable, got"):
        ag.compile(repeated, static_argnums=1)(X, static)


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"static_argnums": 2}, ValueError, "static_argnums: got 2, but f has 2 parameters"),
        ({"static_argnums": -3}, ValueError, "static_argnums: got -3"),
        ({"static_argnums": "n"}, TypeError, "static_argnums: a whole number"),
        ({"static_argnames": "m"}, ValueError, r"static_argnames: got 'm'.*\['x', 'n', 'how'\]"),
        ({"static_argnames": 3}, TypeError, "static_argnames: a list of str"),
    ],
)
def test_what_names_no_argument_is_refused(options, error, text):
    with pytest.raises(error, match=text):
        ag.compile(repeated, **options)


def test_nothing_is_differentiated_by_a_static_argument():
    fast = ag.compile(lambda n, x: n * x, static_argnums=0)
    assert fast(3, 2.0) == 6.0
    for call in (fast.grad, fast.value_and_grad, fast.jacobian, fast.hessian):
        with pytest.raises(ValueError, match="argnums: argument 0 is static"):
            call(3, 2.0)
    with pytest.raises(ValueError, match=r"hvp: .* argument 0 is static; .*functools\.partial"):
        fast.hvp((3, 2.0), (0, 1.0))
    with pytest.raises(ValueError, match="in_axes: argument 0 is static; its entry must be None"):
        ag.compile(lambda n, x: n * x, static_argnums=0, in_axes=(0, 0))(3, np.ones(2))


# Axes of trees ----------------------------------------------------------------------------------


def weighted(p, x):
    return p["w"] * p["x"] * x[0] + ag.sin(p["b"][1]) * p["b"][0] * x[1]


def axes_of_weighted():
    for w, px, b in itertools.product((None, 0), (0,), (None, 0, (0, None), [None, -1])):
        yield ({"w": w, "x": px, "b": b}, (0, None))
    yield (0, None)
    yield ({"b": 0, "x": 0, "w": 0}, 0)  # in another order
    yield (None, 0)


def batch_along(prefix, tree, count):
    """A tree with rows where a prefix says so, and the trees of single rows."""
    if prefix is None:
        return tree, [tree] * count
    if isinstance(prefix, int) and not isinstance(tree, (dict, list, tuple)):
        rows = [tree + 0.5 * i for i in range(count)]
        return np.array(rows), rows
    keys = tree if isinstance(tree, dict) else range(len(tree))
    pairs = {
        k: batch_along(prefix if isinstance(prefix, int) else prefix[k], tree[k], count)
        for k in keys
    }
    if isinstance(tree, dict):
        return {k: x for k, (x, _) in pairs.items()}, [
            {k: rows[i] for k, (_, rows) in pairs.items()} for i in range(count)
        ]
    return [x for x, _ in pairs.values()], [
        [rows[i] for _, rows in pairs.values()] for i in range(count)
    ]


@pytest.mark.parametrize("reduce", [None, "sum", "mean"])
@pytest.mark.parametrize("axes", [*axes_of_weighted()], ids=str)
def test_axes_are_a_tree_that_begins_like_the_argument(compile, axes, reduce):
    points = ({"w": 2.0, "x": 0.5, "b": (1.5, 0.25)}, [3.0, -1.0])
    pairs = [batch_along(axis, point, ROWS) for axis, point in zip(axes, points, strict=True)]
    args, rows = [x for x, _ in pairs], [*zip(*(rows for _, rows in pairs), strict=True)]
    fast = compile(weighted, argnums=(0, 1), in_axes=axes, reduce=reduce)
    value, gradient = fast.value_and_grad(*args)
    every = [ag.value_and_grad(weighted, (0, 1))(*row) for row in rows]
    shares = 1 if reduce != "mean" else ROWS
    known = np.array([x for x, _ in every])
    assert value == pytest.approx(known if reduce is None else known.sum() / shares)
    columns = np.array([leaves(g) for _, g in every]).T
    shared = [np.ndim(x) == 0 for x in [args[0]["w"], args[0]["x"], *args[0]["b"], *args[1]]]
    parts = [gradient[0]["w"], gradient[0]["x"], *gradient[0]["b"], *gradient[1]]
    for part, column, once in zip(parts, columns, shared, strict=True):
        assert part == pytest.approx(column.sum() / shares if once and reduce else column / shares)
    # and the same on Values
    on_values = fast.on_values("value_and_grad", *args)[1]
    assert [x.data if isinstance(x, Value) else x for x in leaves(on_values)] == pytest.approx(
        leaves(gradient)
    )


@pytest.mark.parametrize(
    ("axes", "error", "text"),
    [
        (
            ({"w": 0}, 0),
            ValueError,
            r"in_axes: \{'w': 0\} does not fit p, which is a dict with the",
        ),
        (({"w": 0, "x": 0, "b": [0]}, 0), ValueError, r"\[0\] does not fit p\['b'\].* 2 parts"),
        (({"w": {"a": 0}, "x": 0, "b": 0}, 0), ValueError, r"does not fit p\['w'\].* one number"),
        (([0, 0, 0], 0), ValueError, r"in_axes: \[0, 0, 0\] does not fit p"),
        (({"w": 1.5, "x": 0, "b": 0}, 0), TypeError, r"in_axes\[0\]\['w'\]: a whole number"),
        ({"w": 0}, TypeError, r"in_axes: .* for one argument write \(\{\.\.\.\},\)"),
    ],
)
def test_axes_that_do_not_fit_are_named(axes, error, text):
    p = {"w": np.ones(2), "x": np.ones(2), "b": (np.ones(2), np.ones(2))}
    with pytest.raises(error, match=text):
        ag.compile(weighted, in_axes=axes)(p, [np.ones(2), np.ones(2)])


def test_what_has_no_place_is_mapped_along_its_first_axis_as_by_vmap(compile):
    f = compile(lambda w, x=1.0, *, y: w * x * y, in_axes=(None, 0))
    rows = np.arange(3.0)
    assert f(2.0, rows, y=rows).tolist() == [0.0, 2.0, 8.0]
    assert f(2.0, y=rows).tolist() == [0.0, 2.0, 4.0]
    assert f(x=rows, y=rows, w=2.0).tolist() == [0.0, 2.0, 8.0]
    with pytest.raises(ValueError, match="y: in_axes=0 needs an array"):
        f(2.0, rows, y=1.0)
    shared = compile(lambda w, *, y: w * y, in_axes=0)
    assert shared(rows, y=rows).tolist() == [0.0, 1.0, 4.0]


# Arrays of objects, as tables have ----------------------------------------------------------

METHODS = ["__call__", "value_and_grad", "grad"]


def points(dtype):
    return np.array([[0.5, 2.0], [-1.0, 3.0], [4.0, -0.25]], dtype)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("options", [{"in_axes": 0}, {"in_axes": 0, "reduce": "mean"}, {}], ids=str)
def test_numbers_in_an_array_of_objects_are_compiled(compile, options, method):
    seen = []

    def f(x):
        seen.append(x)
        return ag.sum(x * x)

    call = getattr(compile(f, **options), method)
    objects = call(points(object))
    runs = len(seen)
    np.testing.assert_array_equal(leaves(call(points(object))), leaves(objects))
    np.testing.assert_array_equal(leaves(call(points(float))), leaves(objects))
    assert len(seen) == runs
    assert not any(isinstance(x, Value) for x in leaves(objects))


@pytest.mark.parametrize("odd", [None, "a", 1j, object, {"k": 1}, [1.0]], ids=repr)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("options", [{"in_axes": 0}, {}], ids=str)
def test_what_is_no_number_in_an_array_of_objects_is_named(compile, options, method, odd):
    array = points(object)
    array[1, 0] = odd
    with pytest.raises(TypeError, match=r"an entry of x: a real number is needed, got"):
        getattr(compile(lambda x: ag.sum(x * x), **options), method)(array)
