"""What `test_inputs` tries: a right call of everything public, and the kind of every argument.

To each kind belong values that have to be refused, and some that have to be taken.
"""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse

import autograd_lite as ag
from autograd_lite import Value, datasets, linalg, nn
from autograd_lite.nn import init, optimizers, penalties, schedules
from autograd_lite.viz import plots

OBJECT = object()
MASKED = np.ma.array([[1.0, 2.0]] * 4, mask=[[False, True]] * 4)
SPARSE = [scipy.sparse.csr_array(np.eye(2)), scipy.sparse.coo_matrix(np.eye(2))]

#: for every kind of argument, what is none
WRONG: dict[str, list[Any]] = {
    "whole": [1.5, 2.0, "2", True, np.True_, None, math.nan, [1], 10**30, -(10**30), OBJECT, 2j],
    "whole or none": [1.5, 2.0, "2", True, math.nan, [1], 10**30, -(10**30), OBJECT],
    "count": [0, -1, 1.5, 2.0, "2", True, np.False_, None, math.inf, [1], 10**30, OBJECT],
    "port": [-1, 65536, 1.5, "2", True, None, math.nan, [1], 10**30, OBJECT],
    "count or none": [0, -1, 1.5, 2.0, "2", True, math.inf, [1], 10**30, OBJECT],
    "order": [0, 3, 1.5, 2.0, "2", True, None, OBJECT],
    "places": [1.0, "x", True, None, [0.0], ["x"], {0: 1}, OBJECT, math.nan, [True], b"0"],
    "places or none": [1.0, "x", True, [0.0], ["x"], {0: 1}, OBJECT, math.nan, 2, -3],
    "names or none": [3, "ab", [3], OBJECT, [None], ["x", "ab"], 1.5],
    "axes": [1.0, "0", True, False, ["x"], [0.0], {"x": 0}, OBJECT, math.nan],
    "number": ["1", None, [1.0], 1j, OBJECT, Decimal(1), np.array([1.0, 2.0]), Value(1.0)],
    "finite": ["1", None, [1.0], 1j, OBJECT, math.nan, math.inf],
    "finite or none": ["1", [1.0], 1j, OBJECT, math.nan, math.inf],
    "positive": ["1", None, [1.0], 1j, OBJECT, math.nan, math.inf, 0.0, -1, Value(1.0)],
    "positive or none": ["1", [1.0], 1j, OBJECT, math.nan, math.inf, 0.0, -1, Value(1.0)],
    "not negative": ["1", None, [1.0], 1j, OBJECT, math.nan, math.inf, -1e-9],
    "share": ["1", None, [0.5], 1j, OBJECT, math.nan, 1.0, -0.5],
    "flag": ["no", "True", 2, None, [], 0.5, OBJECT, math.nan, np.ones(2)],
    "flag of f": ["no", "True", 2, None, [], 0.5, OBJECT, math.nan, np.ones(2)],
    "flag or none": ["no", "True", 2, [], 0.5, OBJECT, math.nan, np.ones(2)],
    "function": [3, "x", None, [], OBJECT, 1.5],
    "function or none": [3, "x", [], OBJECT, 1.5, True],
    "functions": [3, "ab", None, [3], print, [None], {"a": print}, OBJECT],
    "word": ["nonesuch", 3, None, [], True, OBJECT, b"x", np.ones(2), 1.5],
    "word or none": ["nonesuch", 3, [], True, OBJECT, np.ones(2)],
    "words or none": ["nonesuch", 3, [], True, OBJECT, np.ones(2), ["nonesuch"], [3]],
    "language": ["nonesuch", 3, None, [], True, OBJECT, 1.5, {"page": 3}, {"nonesuch": {"x": "y"}}],
    "texts by node": [3, "ab", ["x"], OBJECT, {1.5: "x"}, {Value(1.0): 3}, {Value(1.0): None}],
    "optimizer or none": [3, "adam", OBJECT, nn.SGD, [], True],
    "text": [3, None, b"x", ["x"], OBJECT],
    "text or none": [3, b"x", ["x"], OBJECT],
    "texts": [3, None, "ab", [3], OBJECT, [None]],
    "path": [3, None, ["x"], OBJECT, 1.5, b"x.svg"],
    "path or none": [3, ["x"], OBJECT, 1.5, b"x"],
    "Value": [3, None, "x", [], OBJECT, [Value(1.0)]],
    "array": ["x", None, OBJECT, ["a", "b"], [[1, 2], [3]], MASKED, [1j], *SPARSE, {"a": 1},
              np.array(["2020"], "M8[D]"), [[1.0, None]], [["1", "2"]], pd.Series(["1"]),
              pd.DataFrame({"a": [1.0, None]}), [Value(1.0)], MASKED[0], [MASKED[0]]],
    "array or none": ["x", OBJECT, ["a", "b"], [[1, 2], [3]], MASKED, [1j], *SPARSE, {"a": 1}],
    "operand": ["x", None, OBJECT, 1j, {"a": 1}, *SPARSE, MASKED, Decimal(1), ["x"]],
    "operands": ["ab", None, OBJECT, 3.0, {"a": 1}, *SPARSE, MASKED, ["x"], Value(1.0)],
    "arguments": [3, None, "x", {"a": 1}, OBJECT, np.ones(1), Value(1.0), (MASKED,)],
    "leaves": ["ab", None, OBJECT, *SPARSE, MASKED, 1j, np.array(["a"])],
    "sequence": ["ab", None, OBJECT, 3.0, {"a": 1}, *SPARSE, MASKED, Value(1.0)],
    "runs": ["x", None, OBJECT, ["a", "b"], [[1, 2], [3]], MASKED, [1j], *SPARSE],
    "seed": ["x", 1.5, -1, True, OBJECT, {"a": 1}, 1j],
    "interval or none": ["ab", 3, [1.0], [1.0, 0.0], [math.nan, 1.0], OBJECT, ("a", "b")],
    "interval": [None, "ab", 3, [1.0], [1.0, 0.0, 2.0], [math.nan, 1.0], OBJECT, ("a", "b")],
    "model or none": [3, "x", OBJECT, nn.Neuron, lambda x: Value(1.0)],
    "model": [3, None, "x", OBJECT, nn.Neuron, lambda x: Value(1.0)],
    "callable model": [3, None, "x", OBJECT],
    "anything": [],
}  # fmt: skip
#: what NumPy and pandas have for them, beside what Python has
TAKEN: dict[str, list[tuple[Any, Any]]] = {
    "whole": [(np.int64(0), 0), (np.uint8(1), 1)],
    "whole or none": [(np.int64(0), 0), (np.array(0), 0)],
    "count": [(np.int64(2), 2), (np.uint8(3), 3)],
    "count or none": [(np.int32(2), 2)],
    "places": [(np.int64(0), 0), (np.array([0]), (0,))],
    "axes": [(np.int64(0), 0)],
    "number": [(np.float32(0.5), 0.5), (np.array(0.25), 0.25)],
    "positive": [(np.float32(0.5), 0.5), (np.array(0.25), 0.25)],
    "share": [(np.float32(0.5), 0.5)],
    "flag": [(np.True_, True), (np.False_, False), (0, False)],
    "seed": [(np.int64(3), 3), (np.uint8(1), 1)],
}  # fmt: skip


@dataclass
class Case:
    """A right call, and what its arguments are."""

    function: Callable[..., Any]
    right: Callable[[], dict[str, Any]]
    kinds: dict[str, str]


X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([0.0, 1.0, 1.0, 1.0])


def square(x):
    return x * x


def compiled(name):
    def call(*, x):
        return getattr(ag.compile(lambda x: ag.sum(x * x)), name)(x)

    return call


def called():
    fast = ag.compile(square)
    fast(2.0)
    return fast


def compiled_products(name):
    return lambda *, primals, tangents: getattr(ag.compile(square), name)(primals, tangents)


def fitted(**named):
    model = nn.Neuron(2, rng=0)
    return nn.fit(**{"model": model, "progress": False, "epochs": 1, **named}).loss


def shown(make):
    return lambda **named: repr(make(**named))


def penalized(make):
    return lambda **named: make(**named)(nn.Neuron(2, rng=0)).data


def module(make):
    def call(**named):
        made = make(**named)
        return made, [(name, x.data) for name, x in made.named_parameters()]

    return call


def at_work(make):
    return lambda **named: [make(**named)(t) for t in range(6)]


def drawn(make):
    return lambda **named: make(**named)(np.random.default_rng(0), 3, 2).tolist()


def clipped(make):
    return lambda **named: make(**named)(np.array([3.0, 4.0])).tolist()


def saved(things):
    return lambda path: things().save(path)


def data(make):
    return lambda **named: [part.tolist() for part in make(**named)]


def graph():
    return ag.sigmoid(Value(2.0, "w") * 3.0 + 1.0)


CASES: dict[str, Case] = {}


def case(name: str, function: Callable[..., Any], /, right: Any = dict, **kinds: str) -> None:
    CASES[name] = Case(function, right if callable(right) else lambda: dict(right), kinds)


def own(room: Any) -> dict[str, Any]:
    """The functions that a module defines for others."""
    return {
        name: made
        for name, made in vars(room).items()
        if inspect.isfunction(made) and made.__module__ == room.__name__ and name[0] != "_"
    }


#: what an argument is, and a right one, by its name in whatever stands in a roster ...
NAMED: dict[str, tuple[str, Any]] = {
    "parameters": ("functions", [Value(1.0)]),
    "learning_rate": ("positive", 0.1),
    "clip": ("function or none", None),
    "momentum": ("share", 0.0),
    "alpha": ("share", 0.9),
    "weight_decay": ("not negative", 0.0),
    "eps": ("not negative", 1e-8),
    "rate": ("positive", 1.0),
    "factor": ("positive", 0.5),
    "final": ("not negative", 0.5),
    "schedule": ("positive", 1.0),
}
#: ... and else by its type
TYPED: dict[Any, tuple[str, Any]] = {
    float: ("finite", 0.5),
    int: ("count", 2),
    bool: ("flag", False),
    tuple[float, float]: ("interval or none", (0.9, 0.99)),
}


def case_of(thing: Any, at_work: Callable[[Any], Any], **kinds: str) -> None:
    """A case of what stands in a roster, made from its signature."""
    found = {
        name: NAMED.get(name) or TYPED[parameter.annotation]
        for name, parameter in inspect.signature(thing).parameters.items()
    }
    case(
        thing.__name__,
        at_work(thing),
        {name: right for name, (_, right) in found.items()},
        **{name: kind for name, (kind, _) in found.items()} | kinds,
    )


for name in ("grad", "jacobian", "hessian", "value_and_grad"):
    make = getattr(ag, name)
    case(
        name,
        lambda make=make, **named: make(**named)(0.5),
        {"f": square},
        f="function",
        argnums="places",
        has_aux="flag of f",
    )
for name in ("jvp", "hvp"):
    case(
        name,
        getattr(ag, name),
        {"f": square, "primals": (2.0,), "tangents": (1.0,)},
        f="function",
        primals="arguments",
        tangents="arguments",
        **({"has_aux": "flag of f"} if name == "jvp" else {}),
    )
case(
    "register_layout_program",
    ag.register_layout_program,
    {"name": "none", "run": None},
    name="text",
    run="function or none",
)
case(
    "vjp",
    lambda f, **named: ag.vjp(f, 2.0, **named)[0],
    {"f": square},
    f="function",
    has_aux="flag of f",
)
case(
    "compile",
    lambda **named: ag.compile(**named)(np.ones(2), np.ones(2)),
    {"f": lambda x, y: x * y, "in_axes": 0},
    f="function or none",
    argnums="places",
    in_axes="axes",
    reduce="word or none",
    backend="word",
    threads="count or none",
    cache="path or none",
    static_argnums="places or none",
    static_argnames="names or none",
)
for name in ("__call__", "value_and_grad", "grad", "jacobian", "hessian"):
    case(f"compiled {name}", compiled(name), {"x": np.ones(2)}, x="leaves")
for name in ("jvp", "hvp"):
    case(
        f"compiled {name}",
        compiled_products(name),
        {"primals": (2.0,), "tangents": (1.0,)},
        primals="arguments",
        tangents="arguments",
    )
case(
    "compiled bind",
    lambda method: ag.compile(square).bind(2.0, method=method),
    {"method": "value"},
    method="word",
)
case(
    "compiled source_in",
    lambda **named: called().source_in(**named),
    {"language": "c"},
    language="word",
    method="word or none",
)
case("compiled save", saved(called), {"path": "/nonesuch/x.c"}, path="path")
case(
    "custom_gradient",
    lambda forward=square, **named: ag.custom_gradient(**named)(forward),
    {"gradients": lambda m, out, x: (2.0 * x,)},
    gradients="function",
    symbol="text or none",
    latex="function or none",
    domain="function",
    smooth="function",
    forward="function",
)
case("Value", ag.Value, {"data": 1.0}, data="operand", label="text")
case("Constant", ag.Constant, {"data": 1.0}, data="operand", label="text")
case(
    "Value.backward",
    lambda **named: graph().backward(**named),
    {"gradient": 1.0},
    gradient="operand",
    hook="function or none",
)
case(
    "topological_order",
    lambda root: ag.topological_order(root),
    lambda: {"root": graph()},
    root="Value",
)
case("parse", ag.parse, {"text": "x"}, text="text")
case(
    "draw",
    lambda **named: ag.draw(**named).dot(),
    lambda: {"root": graph()},
    root="Value",
    layout="word",
    theme="word",
    direction="word",
    show="word",
    partials="word",
    local_gradients="flag",
    language="language",
    precision="count",
    highlight="anything",
    modules="anything",
    fold="anything",
    max_nodes="count",
    max_edges="count or none",
)
case(
    "explain",
    lambda **named: str(ag.explain(**named)),
    lambda: {"root": ag.exp(ag.Value(0.5))},  # of no more nodes than max_nodes
    root="Value",
    blank="words or none",
    language="language",
    symbols="texts by node",
    derivations="flag",
    entries="flag",
    precision="count",
    max_nodes="count",
    max_edges="count or none",
)
case(
    "walkthrough",
    lambda **named: ag.walkthrough(**named).html(),
    lambda: {"root": graph()},
    root="Value",
    title="text or none",
    layout="word",
    blank="words or none",
    titles="texts by node",
    notes="texts by node",
    symbols="texts by node",
    language="language",
    precision="count",
    entries="flag",
    optimizer="optimizer or none",
    learning_rate="positive or none",
    modules="anything",
    fold="anything",
    enter="anything",
    live="flag",
    examples="anything",
    max_nodes="anything",
    max_edges="anything",
)
case(
    "walkthrough with updates",
    lambda **named: ag.walkthrough(learning_rate=0.5, **named).html(),
    lambda: {"root": graph()},
    iterations="count or none",
)
case(
    "batch",
    lambda model, X, y, **named: ag.batch(model, X, y, **named),
    lambda: {"model": nn.Neuron(2, rng=0), "X": X, "y": Y},
    model="callable model",
    X="array",
    y="array",
    loss="word",
    reduce="word",
)
case(
    "explore",
    lambda **named: ag.explore(**named).html(),
    {"f": square},
    f="function",
    x="interval",
    y="interval or none",
    at="anything",
    title="text or none",
    language="language",
    precision="count",
)
case(
    "Page.save",
    saved(lambda: ag.explore(square)),
    {"path": "/nonesuch/x.html"},
    path="path",
)
case("choose_language", ag.choose_language, {"language": "en"}, language="language")
case(
    "derivation",
    ag.derivation,
    {"of": ag.sigmoid},
    of="Value",
    language="language",
    precision="count",
)
case(
    "Walkthrough.save_pictures",
    lambda **named: ag.walkthrough(graph()).save_pictures(**named),
    {"folder": "/nonesuch/x"},
    folder="path",
    file_format="word",
    theme="word",
)
case(
    "Words.save",
    saved(lambda: ag.choose_language("en")),
    {"path": "/nonesuch/x.toml"},
    path="path",
)
case("Diagram.save", saved(lambda: ag.draw(graph())), {"path": "/nonesuch/x.dot"}, path="path")
case(
    "Walkthrough.save",
    saved(lambda: ag.walkthrough(graph())),
    {"path": "/nonesuch/x.html"},
    path="path",
)
case("softmax", ag.softmax, {"xs": [1.0, 2.0]}, xs="sequence")
case("softmin", ag.softmin, {"xs": [1.0, 2.0]}, xs="sequence")
case(
    "kl_divergence",
    ag.kl_divergence,
    {"ps": [0.5, 0.5], "qs": [0.25, 0.75]},
    ps="sequence",
    qs="sequence",
)
case(
    "cosine_distance",
    ag.cosine_distance,
    {"xs": [0.5, 0.5], "ys": [0.25, 0.75]},
    xs="sequence",
    ys="sequence",
)
case(
    "triplet",
    ag.triplet,
    {"anchor": [0.5, 1.0], "positive": [0.0, 2.0], "negative": [3.0, 0.0], "margin": 1.0},
    anchor="sequence",
    positive="sequence",
    negative="sequence",
    margin="operand",
)
case(
    "focal_with_logits",
    ag.focal_with_logits,
    {"logit": 0.5, "target": 1.0, "gamma": 2.0, "alpha": 0.25},
    logit="operand",
    target="operand",
    gamma="operand",
    alpha="operand",
)
case("log_softmax", ag.log_softmax, {"xs": [1.0, 2.0]}, xs="sequence")

# nn
case(
    "Neuron",
    module(nn.Neuron),
    {"inputs": 2, "rng": 0},
    inputs="count",
    activation="word",
    weights="operands",
    bias="anything",
    rng="seed",
)
case(
    "Maxout",
    module(nn.Maxout),
    {"inputs": 2, "rng": 0},
    inputs="count",
    pieces="count",
    weights="anything",
    bias="anything",
    rng="seed",
)
case(
    "Layer",
    module(nn.Layer),
    {"inputs": 2, "outputs": 2, "rng": 0},
    inputs="count",
    outputs="count",
    activation="word",
    weights="anything",
    bias="anything",
    rng="seed",
)
case(
    "MLP",
    module(nn.MLP),
    {"inputs": 2, "outputs": [2, 1], "rng": 0},
    inputs="count",
    outputs="operands",
    activation="word",
    weights="anything",
    bias="anything",
    rng="seed",
)
case(
    "Neuron()",
    lambda inputs: nn.Neuron(2, rng=0)(inputs).data,
    {"inputs": [1.0, 2.0]},
    inputs="anything",
)
case(
    "fit",
    fitted,
    {"X": X, "y": Y, "rng": 0},
    model="model",
    X="array",
    y="array",
    loss="word",
    optimizer="word or none",
    epochs="count",
    batch_size="count or none",
    shuffle="flag",
    rng="seed",
    penalty="function or none",
    validation="interval or none",
    patience="count or none",
    callbacks="functions",
    progress="flag or none",
    backend="word",
)
case("predict", lambda X: nn.Neuron(2, rng=0).predict(X).tolist(), {"X": X}, X="array")
case(
    "accuracy",
    nn.accuracy,
    lambda: {"model": nn.Neuron(2, rng=0), "X": X, "y": Y},
    model="model",
    X="array",
    y="array",
    threshold="finite or none",
)
case(
    "cost",
    lambda **named: nn.cost(**named).data,
    lambda: {"model": nn.Neuron(2, rng=0), "X": X, "y": Y},
    model="callable model",
    X="operands",
    y="operands",
    loss="word",
)


def served(**named: Any) -> None:
    """The playground, but for its browser."""
    with ag.playground(**({"browser": False} | named)):
        pass


case(
    "playground",
    served,
    lambda: {"model": nn.Neuron(2, "sigmoid", rng=0), "X": X, "y": Y},
    model="model or none",
    X="array or none",
    y="array or none",
    loss="word or none",
    link="text",
    port="port",
    browser="flag or none",
)
case(
    "page",
    lambda **named: nn.page(**named).html(),
    lambda: {"model": nn.Neuron(2, rng=0), "X": X, "y": Y},
    model="model",
    X="array",
    y="array",
    loss="word",
    unknown="array or none",
    class_names="texts",
    xlim="interval or none",
    ylim="interval or none",
    grid="positive or none",
    learning_rate="positive",
    steps="count",
    batch_size="count or none",
    start="interval",
    seed="whole",
    title="text or none",
    xlabel="text",
    ylabel="text",
    language="language",
    precision="count",
)
case(
    "categorical_cross_entropy",
    nn.categorical_cross_entropy,
    {"probabilities": [Value(0.5), Value(0.5)], "target": 0},
    probabilities="sequence",
    target="anything",
)
for penalty in penalties.PENALTIES:
    case_of(penalty, penalized, rate="not negative")
for optimizer in optimizers.OPTIMIZERS:
    case_of(optimizer, shown)
case("clip_norm", clipped(nn.clip_norm), {"limit": 1.0}, limit="positive")
case("clip_value", clipped(nn.clip_value), {"limit": 1.0}, limit="positive")
for schedule in own(schedules).values():
    case_of(schedule, at_work)
case("uniform", drawn(init.uniform), low="finite", high="finite")
case("normal", drawn(init.normal), mean="finite", deviation="not negative")
case("constant", drawn(init.constant), {"value": 1.0}, value="number")
case("xavier", drawn(init.xavier), distribution="word")
case("he", drawn(init.he), distribution="word")

# datasets
case("gate", data(datasets.gate), {"name": "or"}, name="word")
for name in (
    "gaussian_curve",
    "moons",
    "circle",
    "xor_cloud",
    "two_gaussians",
    "spiral",
    "plane",
    "multi_gauss",
):
    case(
        name,
        data(getattr(datasets, name)),
        {"n": 6, "rng": 0},
        n="count",
        noise="not negative",
        rng="seed",
    )
case(
    "clusters",
    data(datasets.clusters),
    {"n": 6, "rng": 0},
    n="count",
    noise="not negative",
    rng="seed",
    classes="count",
)

# linear algebra
case("solve", linalg.solve, {"A": np.eye(2), "b": np.ones(2)}, A="sequence", b="sequence")
for name in ("inv", "det", "slogdet", "cholesky"):
    case(name, getattr(linalg, name), {"A": np.eye(2)}, A="sequence")

# functions of parameters
for name in ("gammainc", "gammaincc"):
    case(name, getattr(ag, name), {"a": 2.0, "x": 0.5}, a="positive", x="operand")
case(
    "betainc",
    ag.betainc,
    {"a": 2.0, "b": 3.0, "x": 0.5},
    a="positive",
    b="positive",
    x="operand",
)

# numerical methods
POINTS = {"xs": [0.0, 1.0], "ys": [2.0, 3.0]}
case("interp", ag.interp, {"x": 0.5, **POINTS}, x="operand", xs="sequence", ys="sequence")
case(
    "polyval",
    ag.polyval,
    {"coefficients": [1.0, 2.0], "x": 0.5},
    coefficients="sequence",
    x="operand",
)
case(
    "root",
    ag.root,
    {"f": lambda x: x - 0.5, "start": 0.25},
    f="function",
    start="leaves",
    bracket="interval or none",
    tolerance="positive",
    max_steps="count",
)
case(
    "fixed_point",
    ag.fixed_point,
    {"f": lambda x: 0.0 * x + 0.5, "start": 0.25},
    f="function",
    start="leaves",
    relaxation="positive",
    tolerance="positive",
    max_steps="count",
)

# plots
TEXTS = {"title": "text", "xlabel": "text", "ylabel": "text"}
case(
    "activations",
    plots.activations,
    {"functions": "relu"},
    functions="word",
    derivative="flag",
    low="finite",
    high="finite",
    title="text",
)
case(
    "cost_curve",
    plots.cost_curve,
    {"losses": [2.0, 1.0]},
    losses="array",
    validation="anything",
    steps="array or none",
    log="flag",
    **TEXTS,
)
case(
    "curve",
    plots.curve,
    {"model": lambda x: x[0], "X": [0.0, 1.0], "y": [0.0, 1.0]},
    model="callable model",
    X="array",
    y="array",
    true="function or none",
    low="finite or none",
    high="finite or none",
    **TEXTS,
)
case(
    "decision_regions",
    plots.decision_regions,
    lambda: {"model": nn.Neuron(2, rng=0), "X": X, "y": Y, "grid": 5},
    model="callable model",
    X="array",
    y="array",
    test="interval or none",
    unknown="array or none",
    threshold="finite or none",
    class_names="texts",
    xlim="interval or none",
    ylim="interval or none",
    grid="count",
    **TEXTS,
)
case(
    "neuron_outputs",
    plots.neuron_outputs,
    lambda: {"model": nn.MLP(2, [2, 1], rng=0), "X": X, "y": Y, "grid": 5},
    model="model",
    X="array",
    y="array",
    threshold="finite or none",
    xlim="interval or none",
    ylim="interval or none",
    grid="count",
    title="text",
)
case(
    "learning_rates",
    plots.learning_rates,
    {"runs": {"a": [2.0, 1.0]}},
    runs="runs",
    cost="function or none",
    labels="texts",
    low="finite or none",
    high="finite or none",
    title="text",
    xlabel="text or none",
    ylabel="text or none",
)
case("plots.save", lambda folder: plots.save(folder), {"folder": "out"}, folder="path")

case(
    "check_gradients",
    lambda **named: ag.testing.check_gradients(named.pop("f"), 0.5, **named),
    {"f": square},
    f="function",
    order="order",
    tolerance="positive",
    seed="whole",
)
