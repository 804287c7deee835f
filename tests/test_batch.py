"""Batches: matrices that hold the numbers of single examples, and what is told of them."""

import math
import re
import shutil
import subprocess
from functools import partial

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.nn.losses import LOSSES
from autograd_lite.viz.batch.names import transposed
from autograd_lite.viz.formula.names import name_of

OR = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 1]


def or_gate(**options):
    neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    return ag.batch(neuron, *OR, **options)


def close(a, b):
    return np.allclose(np.array(a, float), np.array(b, float), rtol=1e-12, atol=1e-300)


# The slides ---------------------------------------------------------------------------------


def test_the_numbers_of_the_slides():
    batch = or_gate()
    shapes = {name: batch.shape(name) for name in batch.names}
    assert shapes == {
        "W": (1, 2), "X": (2, 4), "b": (1, 1), "Z": (1, 4), "Ŷ": (1, 4), "Y": (1, 4), "C": (1, 1),
    }  # fmt: skip
    assert close(batch.value("Z"), [[0, 0.6, 0.1, 0.7]])
    assert np.allclose(batch.value("Ŷ"), [[0.5, 0.645656, 0.524979, 0.668188]], atol=1e-6)
    assert close(batch.value("C"), [[0.08891294752305501]])
    expected = {
        "Ŷ": [[0.125, -0.088586, -0.118755, -0.082953]],
        "Z": [[0.03125, -0.020267, -0.029615, -0.018392]],
        "W": [[-0.048006, -0.038659]],
    }
    for name, gradient in expected.items():
        assert np.allclose(batch.gradient(name), gradient, atol=1e-6)
    assert close(batch.gradient("b"), [[-0.03702352612570836]])


def test_the_formulas_of_the_slides():
    assert (
        str(ag.explain(or_gate(), precision=3, entries=True))
        == """\
Given: m = 4 examples

  W = [0.1  0.6]   1×2
  X = ⎡0  0  1  1⎤   2×4
      ⎣0  1  0  1⎦
  b = [0]   1×1
  Y = [0  1  1  1]   1×4

Forward pass

  Z = W·X + b = [0.1  0.6]·⎡0  0  1  1⎤ + [0] = [0  0.6  0.1  0.7]   1×4
                           ⎣0  1  0  1⎦
  Ŷ = σ(Z) = [0.5  0.646  0.525  0.668]   1×4
  C = 1/(2m)·Σ(Y − Ŷ)² = 0.0889   1×1

Backward pass

  ∂C/∂C = 1
  ∂C/∂Ŷ = −(1/m)·(Y − Ŷ)
        = −(1/m)·([0  1  1  1] − [0.5  0.646  0.525  0.668])
        = [0.125  −0.0886  −0.119  −0.083]
  ∂Ŷ/∂Z = Ŷ ⊙ (1 − Ŷ) = [0.25  0.229  0.249  0.222]
  ∂C/∂Z = ∂C/∂Ŷ ⊙ ∂Ŷ/∂Z
        = ∂C/∂Ŷ ⊙ Ŷ ⊙ (1 − Ŷ)
        = [0.125  −0.0886  −0.119  −0.083] ⊙ [0.25  0.229  0.249  0.222]
        = [0.0312  −0.0203  −0.0296  −0.0184]
  ∂Z/∂W = Xᵀ
                                                         ⎡0  0⎤
  ∂C/∂W = ∂C/∂Z·Xᵀ = [0.0312  −0.0203  −0.0296  −0.0184]·⎢0  1⎥ = [−0.048  −0.0387]
                                                         ⎢1  0⎥
                                                         ⎣1  1⎦
  ∂C/∂w₁ = 0.0312·0 − 0.0203·0 − 0.0296·1 − 0.0184·1 = −0.048
  ∂C/∂w₂ = 0.0312·0 − 0.0203·1 − 0.0296·0 − 0.0184·1 = −0.0387
  ∂Z/∂b = 1
  ∂C/∂b = Σ ∂C/∂Z = [−0.037]
  ∂C/∂b = 0.0312 − 0.0203 − 0.0296 − 0.0184 = −0.037
  ∂Z/∂X = Wᵀ"""
    )


# Any model ----------------------------------------------------------------------------------

GENERATOR = np.random.default_rng(15)
DATA = GENERATOR.normal(size=(5, 3))
SINGLE = {"hinge": np.sign(DATA[:, 0]), "binary_cross_entropy": [0.0, 1.0, 0.5, 1.0, 0.0]}
SINGLE["binary_cross_entropy_with_logits"] = SINGLE["binary_cross_entropy"]
SINGLE["poisson_nll"] = [0.0, 3.0, 1.0, 0.0, 2.0]
MODELS = {
    "neuron": lambda last: nn.Neuron(3, last, rng=1),
    "layers": lambda last: nn.MLP(3, [4, 2, 1], ["tanh", "relu", last], rng=2),
    "maxout": lambda last: nn.MLP(3, [2, 1], ["maxout", last], rng=3),
    "without bias": lambda last: nn.MLP(3, [2, 1], ["elu", last], bias=None, rng=4),
}
SEVERAL = {
    "one layer": lambda last: nn.Layer(3, 3, last, rng=5),
    "layers": lambda last: nn.MLP(3, [4, 3], ["softplus", last], rng=6),
}
CASES = [
    (loss, name) for loss, kind in LOSSES.items() for name in (SEVERAL if kind.of_class else MODELS)
]


def case(loss, name, reduce="mean"):
    kind = LOSSES[loss]
    last = kind.needs or "linear"
    if kind.of_class:
        model, y = SEVERAL[name](last), [0, 2, 1, 1, 0]
    else:
        model, y = MODELS[name](last), SINGLE.get(loss, DATA[:, 1])
    return model, y, ag.batch(model, DATA, y, loss=loss, reduce=reduce)


@pytest.mark.parametrize("reduce", ["mean", "sum"])
@pytest.mark.parametrize(("loss", "name"), CASES)
def test_the_gradients_are_those_of_the_compiled_cost(loss, name, reduce):
    model, y, batch = case(loss, name, reduce)
    function = LOSSES[loss].function
    targets = np.asarray(y)

    if LOSSES[loss].of_class:
        costs = [function(model(row), int(k)) for row, k in zip(DATA.tolist(), y, strict=True)]
        (ag.mean(costs) if reduce == "mean" else ag.sum(costs)).backward()
    else:
        compiled = ag.compile(
            lambda x, t: function(model(list(x)), t), in_axes=0, reduce=reduce, backend="python"
        )
        compiled.backward(DATA, targets.astype(float))
    expected = {parameter.label: parameter.grad for parameter in model.parameters()}
    found = {}
    for matrix in batch.parts.parameters:
        gradients = batch.gradient(matrix.name.text)
        for row, lanes in zip(gradients, matrix.grid, strict=True):
            found |= {lane.label: g for g, lane in zip(row, lanes, strict=True)}
    assert found.keys() == expected.keys()
    for label, gradient in expected.items():
        assert math.isclose(found[label], gradient, rel_tol=1e-12, abs_tol=1e-15), label


@pytest.mark.parametrize(("loss", "name"), CASES)
def test_matrices_hold_what_every_example_computes(loss, name):
    _, _, batch = case(loss, name)
    for application in batch.parts.applications:
        if application.how == "linear":
            W, X, *b = (np.array(each.values) for each in application.operands)
            z = W @ X + (b[0] if b else 0.0)
            assert np.allclose(application.out.values, z, rtol=1e-12)
        if application.how == "cost":
            losses = [node.data for lane in application.rows for node in lane.nodes]
            assert math.isclose(batch.value("C")[0][0], np.mean(losses), rel_tol=1e-12)


@pytest.mark.parametrize(("loss", "name"), CASES)
def test_what_is_sent_adds_up_to_the_gradient(loss, name):
    assert_it_adds_up(case(loss, name)[2])


def assert_it_adds_up(batch):
    story = story_of(batch)
    for matrix in batch.parts.matrices:
        if matrix.differentiable and matrix.role != "cost":
            sent = [story.gradients.sent(each, matrix) for each in batch.parts.consumers(matrix)]
            assert np.allclose(np.sum(sent, axis=0), story.gradients.of(matrix), rtol=1e-12)


def test_what_examples_share_is_sent_once():
    w = ag.Value(2.0, "w")
    s = ag.sin(w)
    assert_it_adds_up(ag.batch(lambda x: (s * x + w * s) ** 2 + s, [1.0, 2.0, 3.0]))


def test_a_row_that_is_used_twice_sends_both():
    model = nn.Layer(2, 3, "tanh", rng=0)
    loss = lambda p, y: ag.exp(p[0] * y[0]) + ag.sin(p[0])  # noqa: E731
    batch = ag.batch(model, OR[0], [[1.0, 2.0, 3.0]] * 4, loss=loss)
    assert len(batch.parts.consumers(batch._named("A"))) == 2
    assert_it_adds_up(batch)


def story_of(batch):
    from autograd_lite.viz.batch.steps import Story
    from autograd_lite.viz.bounds import Bounds

    return Story(batch, "test", Bounds(100, 400))


@pytest.mark.parametrize(("loss", "name"), CASES)
def test_everything_can_be_shown(loss, name):
    _, _, batch = case(loss, name)
    explanation = ag.explain(batch, entries=True)
    assert "nan" not in str(explanation)
    assert explanation.markdown().count("$$") % 2 == 0
    assert ag.draw(batch).svg().startswith("<svg")
    deck = ag.walkthrough(batch, entries=True).deck
    assert len(deck.slides) == 3 + sum(1 for _ in batch.parts.applications) * 2


def test_the_mean_over_several_outputs_is_one_of_all_of_them():
    batch = ag.batch(nn.Layer(2, 3, "tanh", rng=0), OR[0], [[0.0, 1.0, 0.5]] * 4)
    text = str(ag.explain(batch))
    assert "C = 1/(2nm)·Σ(Y − Ŷ)² =" in text
    assert "∂C/∂Ŷ = −1/(nm)·(Y − Ŷ)" in text
    Y, predictions = (np.array(batch.value(name)) for name in "YŶ")
    assert close(batch.value("C"), [[np.sum((Y - predictions) ** 2) / 24]])
    assert close(batch.gradient("Ŷ"), (predictions - Y) / 12)


def test_a_cross_entropy_sends_what_its_formula_says():
    batch = ag.batch(nn.Layer(3, 4, "linear", rng=0), DATA, [0, 2, 1, 1, 3], loss="cross_entropy")
    assert "∂C/∂Z = (1/m)·(softmax(Z) − Y)" in str(ag.explain(batch))
    powers = np.exp(batch.value("Z"))
    assert close(batch.gradient("Z"), (powers / powers.sum(axis=0) - batch.value("Y")) / 5)


def test_a_softmax_sends_what_its_formula_says():
    batch = ag.batch(nn.Layer(3, 3, "softmax", rng=0), DATA, [0, 2, 1, 1, 0],
                     loss="categorical_cross_entropy")  # fmt: skip
    text = str(ag.explain(batch))
    assert "∂ŷᵢ/∂zᵢ = ŷᵢ·(1 − ŷᵢ)" in text
    assert "∂ŷᵢ/∂zₖ = −ŷᵢ·ŷₖ" in text
    assert "∂C/∂Z = Ŷ ⊙ (∂C/∂Ŷ − Σ Ŷ ⊙ ∂C/∂Ŷ)" in text
    p, upstream = (np.array(each) for each in (batch.value("Ŷ"), batch.gradient("Ŷ")))
    assert np.allclose(batch.gradient("Z"), p * (upstream - (p * upstream).sum(axis=0)))


@pytest.mark.parametrize("classes", [[0, 3], [2, 1], [3, 3]])
def test_the_outputs_of_a_model_are_one_matrix_whatever_the_loss_takes_of_them(classes):
    model = nn.Layer(2, 4, "softmax", rng=0)
    batch = ag.batch(model, DATA[:2, :2], classes, loss="categorical_cross_entropy")
    assert close(np.array(batch.value("Ŷ")).T, model.predict(DATA[:2, :2]))
    cost = nn.cost(model, DATA[:2, :2], classes, "categorical_cross_entropy")
    cost.backward()
    assert close(batch.value("C"), [[cost.data]])
    assert close(batch.gradient("W"), [[w.grad for w in n.weights] for n in model.neurons])


def test_one_hot_rows_are_the_same_as_classes():
    model = nn.Layer(3, 3, "linear", rng=0)
    classes = [0, 2, 1, 1, 0]
    a = ag.batch(model, DATA, classes, loss="cross_entropy")
    b = ag.batch(model, DATA, np.eye(3)[classes], loss="cross_entropy")
    assert a.value("Y") == b.value("Y") == np.eye(3)[classes].T.tolist()
    assert str(ag.explain(a)) == str(ag.explain(b))
    assert "∂C/∂Z = (1/m)·(softmax(Z) − Y)" in str(ag.explain(a))


@pytest.mark.parametrize("classes", [[1, 1, 1, 1, 1], [0, 2, 1, 1, 0]])
def test_the_rows_of_a_layer_are_in_the_order_of_the_model(classes):
    """Cross-entropy has the logit of the true class first, and so visits it first."""
    model = nn.Layer(3, 3, "linear", rng=0)
    batch = ag.batch(model, DATA, classes, loss="cross_entropy")
    weights = [[w.data for w in neuron.weights] for neuron in model.neurons]
    assert batch.value("W") == weights


# Data as they come --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    {
        "lists": lambda a: a.tolist(),
        "array": lambda a: a,
        "whole": lambda a: a.astype(int),
        "frame": lambda a: pytest.importorskip("pandas").DataFrame(a),
    }.items(),
    ids=lambda item: item[0],
)
def test_data_come_in_many_forms(form):
    _, convert = form
    X, y = map(np.array, OR)
    for target in (y, y[:, np.newaxis]):
        batch = ag.batch(
            nn.Neuron(2, weights=[0.1, 0.6]),
            convert(X.astype(float)),
            convert(target.astype(float)),
        )
        assert repr(batch) == repr(or_gate())
        assert batch.gradient("W") == or_gate().gradient("W")


def test_one_example_and_one_feature():
    batch = ag.batch(nn.Neuron(1, weights=[2.0]), [[3.0]], [1.0])
    assert {name: batch.shape(name) for name in batch.names}["X"] == (1, 1)
    assert "m = 1 example\n" in str(ag.explain(batch))


@pytest.mark.slow
def test_many_examples_are_counted():
    X = GENERATOR.normal(size=(1000, 2))
    batch = ag.batch(nn.MLP(2, [3, 1], rng=0), X, X[:, 0])
    text = str(ag.explain(batch))
    assert "(… 990 more columns)" in text
    assert re.search("dots{}~99[0-9]~more~columns", ag.explain(batch).latex())
    model = nn.MLP(2, [3, 1], rng=0)
    ag.nn.cost(model, X, X[:, 0], "half_squared_error").backward()
    assert close(batch.gradient("W⁽²⁾"), [[w.grad for w in model.layers[1].neurons[0].weights]])


def test_at_most_ten_by_ten_numbers_are_shown():
    X = GENERATOR.normal(size=(64, 12))
    batch = ag.batch(nn.Layer(12, 11, "linear", rng=0), X, [0] * 64, loss="cross_entropy")
    text = str(ag.explain(batch))
    assert "(… 54 more columns, … 2 more rows)" in text
    assert "(… 54 more columns, … 1 more row)" in text
    svg = ag.draw(batch).svg()
    assert re.search("… [0-9]+ more columns", svg)


# Functions ----------------------------------------------------------------------------------


def test_a_function_of_an_example_has_a_row_for_every_node():
    w, c = ag.Value(2.0, "w"), ag.Value(1.0, "c")
    batch = ag.batch(lambda x: (w * x[0] - c) ** 2 + ag.sin(x[1] * w), OR[0])
    assert batch.shape("X₁") == (1, 4)
    expected = [(2 * (w.data * a - 1) * a + math.cos(2 * b) * b) / 4 for a, b in OR[0]]
    assert math.isclose(batch.gradient("w")[0][0], sum(expected), rel_tol=1e-12)


def test_a_function_of_a_number():
    w = ag.Value(2.0, "w")
    batch = ag.batch(lambda x: (w * x) ** 2, [1.0, 2.0, 3.0], reduce="sum")
    assert batch.value("X") == [[1.0, 2.0, 3.0]]
    assert batch.gradient("w") == [[56.0]]


@pytest.mark.parametrize("reduce", ["mean", "sum", None])
def test_a_compiled_function(reduce):
    def loss(w, x, y):
        return ag.half_squared_error(ag.sigmoid(ag.dot(w, x)), y)

    compiled = ag.compile(loss, in_axes=(None, 0, 0), reduce=reduce, backend="python")
    X, y = (np.array(each, float) for each in OR)
    batch = ag.batch(compiled, np.array([0.1, 0.6]), X, y)
    whole = ag.compile(loss, in_axes=(None, 0, 0), reduce=reduce or "mean", backend="python")
    assert close(batch.gradient("W"), [whole.grad(np.array([0.1, 0.6]), X, y)])
    assert "1/(2m)·Σ(Y − V₂)²" in str(ag.explain(batch)) or reduce == "sum"


def test_axes_and_trees_of_a_compiled_function():
    def loss(p, x):
        return (p["w"] * x[0] + p["b"] - x[1]) ** 2

    compiled = ag.compile(loss, in_axes=(None, 1), reduce="mean", backend="python")
    p, x = {"w": 1.0, "b": 2.0}, np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 5.0]])
    batch = ag.batch(compiled, p, x)
    expected = compiled.grad(p, x)
    assert batch.gradient("w") == [[expected["w"]]]
    assert batch.gradient("b") == [[expected["b"]]]


class Cell(nn.Module):
    """An LSTM cell with two units."""

    def __init__(self):
        gates = ("sigmoid", "sigmoid", "sigmoid", "tanh")
        self.gates = [nn.Layer(4, 2, name, rng=i) for i, name in enumerate(gates)]
        self.out = nn.Neuron(2, "linear", rng=0)

    def __call__(self, x):
        h, c = ([ag.Constant(v, letter) for v in (0.1, 0.2)] for letter in "hc")
        i, f, o, g = (gate([*x, *h]) for gate in self.gates)
        c = [a * b + d * e for a, b, d, e in zip(f, c, i, g, strict=True)]
        return self.out([a * ag.tanh(b) for a, b in zip(o, c, strict=True)])


def test_an_lstm_cell_is_matrices():
    batch = ag.batch(Cell(), *OR)
    kinds = [a.operation.name for a in batch.parts.applications if a.operation]
    assert kinds.count("linear") == 5
    assert kinds.count("sigmoid") == 3
    assert kinds.count("multiply") == 3  # f ⊙ c, i ⊙ g and o ⊙ tanh(c), each once for both units
    assert ag.draw(batch).svg()


def test_a_deep_chain_is_no_recursion():
    w = ag.Value(1.0, "w")

    def f(x):
        for _ in range(1500):
            x = ag.tanh(x * w)
        return x

    assert len(ag.batch(f, [1.0, 2.0]).names) == 3003


def test_weights_used_twice_get_both_gradients():
    layer = nn.Layer(2, 2, "tanh", rng=0)
    batch = ag.batch(lambda x: ag.sum(layer(layer(x))), OR[0])
    model = ag.mean([ag.sum(layer(layer(x))) for x in OR[0]])
    model.backward()
    assert close(batch.gradient("W"), [[w.grad for w in n.weights] for n in layer.neurons])
    text = str(ag.explain(batch))
    assert text.count("∂C/∂W = [") + text.count("∂C/∂W = ⎡") <= 1


def test_a_notebook_shows_the_picture():
    shown = or_gate()._repr_mimebundle_()
    assert shown["text/plain"].startswith("<Batch of 4 examples: W 1×2")
    assert shown["image/svg+xml"].startswith("<svg")


# What is refused ----------------------------------------------------------------------------


def test_examples_computed_in_different_ways_are_refused():
    w = ag.Value(1.0, "w")
    with pytest.raises(ValueError, match=r"^example 1: it is computed in another way than exampl"):
        ag.batch(lambda x: w * x if x.data > 1 else w + x, [0.0, 2.0]).names  # noqa: B018


WEIGHT = {ag.Value(1.0): "w"}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ag.batch(3, [[1.0]]), "^model: a function is needed"),
        (lambda: ag.batch(nn.Neuron(2)), "^data: X, or X and y"),
        (lambda: ag.batch(nn.Neuron(2), [[1.0, 2.0]], [1.0, 2.0]), "^y: the shape"),
        (lambda: ag.batch(nn.Neuron(2), [[1.0]], [1.0]), "^inputs: 2 are needed"),
        (lambda: ag.batch(nn.Neuron(1), [[1.0]], [1.0], loss="huge"), "^loss: "),
        (lambda: ag.batch(nn.Neuron(1), [[1.0]], [1.0], reduce="all"), "^reduce: "),
        (lambda: ag.batch(lambda x: 3.0, [1.0]), "^model: it has to return a Value"),
        (lambda: ag.batch(lambda x: x * 2.0, [1.0]), "^model: no gradient flows"),
        (lambda: or_gate().value("Q"), "^name: there is no matrix 'Q'; choose one of W, X"),
        (lambda: or_gate().gradient("X"), "^name: no gradient flows into X"),
        (lambda: ag.draw(or_gate(), direction="TB"), "^direction: a batch is shown without"),
        (lambda: ag.explain(or_gate(), symbols=WEIGHT), "^symbols: a batch is shown without"),
        (lambda: ag.explain(or_gate(), blank="all"), "^blank: a batch is shown without"),
        (lambda: ag.explain(or_gate(), derivations=True), "^derivations: a batch is shown"),
        (lambda: ag.draw(or_gate(), max_nodes=3), "^root: the batch has 7 matrices"),
        (lambda: ag.explain(or_gate(), max_nodes=3), "^root: the batch has 7 matrices"),
        (lambda: ag.explain(or_gate(), entries="yes"), "^entries: True or False"),
    ],
)
def test_errors_say_what_to_do(call, message):
    with pytest.raises((ValueError, TypeError), match=message):
        call()


# Written ------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>$\\input{x}$\u202e"


def test_labels_are_text():
    w = ag.Value(1.0, HOSTILE)
    batch = ag.batch(lambda x: ag.sigmoid(w * x), [1.0, 2.0])
    for text in (ag.draw(batch).svg(), ag.walkthrough(batch).html()):
        assert "<script>alert" not in text
    assert "\\input" not in ag.explain(batch).latex()
    assert "\u202e" not in str(ag.explain(batch))


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="there is no LaTeX")
@pytest.mark.slow
def test_the_latex_compiles(tmp_path):
    X = GENERATOR.normal(size=(12, 3))
    batches = [
        or_gate(),
        ag.batch(nn.MLP(3, [12, 3], ["relu", "linear"], rng=0), X, [0, 1, 2] * 4,
                 loss="cross_entropy"),
    ]  # fmt: skip
    body = "\n".join(ag.explain(batch, entries=True).latex() for batch in batches)
    (tmp_path / "x.tex").write_text(
        "\\documentclass{article}\\usepackage{amsmath}\\allowdisplaybreaks\\begin{document}\n"
        f"{body}\n\\end{{document}}",
        encoding="utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "x.tex"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize(("label", "text"), {"X": "Xᵀ", "W⁽¹⁾": "(W⁽¹⁾)ᵀ"}.items())
def test_transposes(label, text):
    assert transposed(name_of(label)).text == text


@pytest.mark.parametrize("X", [[-1.0, 2.0], [2.0, -1.0]])
@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "abs", "elu"])
def test_branches_are_told_where_they_hold(activation, X):
    w = ag.Value(1.0, "w")
    act = partial(getattr(ag, activation))
    text = str(ag.explain(ag.batch(lambda x: act(w * x), X)))
    assert re.search(r"∂L/∂V₁ = .*\((L = 0|V₁ [<≤] 0)\)", text), text
    assert re.search(r"∂L/∂V₁ = 1  \((L|V₁) > 0\)", text), text


# Updates ------------------------------------------------------------------------------------


def told(deck, kind):
    return [slide.spoken for slide in deck.slides if slide.kind == kind]


def test_the_second_iteration_of_the_slides():
    neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    optimizer = nn.SGD(neuron.parameters(), 1.0)
    batch = ag.batch(neuron, *OR)
    deck = ag.walkthrough(batch, optimizer=optimizer, iterations=2, precision=6).deck
    update, _ = told(deck, "update")
    assert (
        "W becomes W − α·∂C/∂W = [0.1, 0.6] − 1·[−0.0480065, −0.0386588] = [0.148006, 0.638659]."
        in update
    )
    assert "b becomes b − α·∂C/∂b = [0] − 1·[−0.0370235] = [0.0370235]." in update
    spoken = " ".join(told(deck, "forward"))
    for expected in (
        "[0.0370235, 0.675682, 0.18503, 0.823689]",
        "[0.509255, 0.662774, 0.546126, 0.695019]",
        "0.0840096",
    ):
        assert expected in spoken
    assert [p.data for p in neuron.parameters()] == [0.1, 0.6, 0.0]
    assert "C falls from 0.0889129 to 0.0800475." in told(deck, "outcome")[0]


@pytest.mark.parametrize("name", ["SGD", "Adam", "RMSProp", "AdamW"])
def test_updates_are_those_of_training(name):
    model = nn.MLP(2, [3, 1], "sigmoid", rng=0)
    make = getattr(nn, name)
    batch = ag.batch(model, *OR)
    deck = ag.walkthrough(batch, optimizer=make(model.parameters(), 0.1), iterations=3).deck
    assert len(told(deck, "update")) == 3
    optimizer = make(model.parameters(), 0.1)
    for _ in range(3):
        model.zero_grad()
        nn.cost(model, *OR, "half_squared_error").backward()
        optimizer.step()
    cost = nn.cost(model, *OR, "half_squared_error").data
    assert f"to {cost:.4g}." in told(deck, "outcome")[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"iterations": 2}, "^iterations: pass an optimizer"),
        ({"optimizer": nn.SGD([ag.Value(1.0)], 0.1)}, "^optimizer: none of its parameters"),
        ({"learning_rate": 0.1, "iterations": 0}, "^iterations: "),
        ({"learning_rate": -1.0}, "^learning_rate: "),
        ({"layout": "network"}, "^layout: a batch is shown without it"),
        ({"blank": "all"}, "^blank: a batch"),
        ({"titles": {1: "x"}}, "^titles: a batch"),
        ({"notes": {1: "x"}}, "^notes: a batch"),
        ({"symbols": WEIGHT}, "^symbols: a batch"),
        ({"modules": nn.Neuron(2)}, "^modules: a batch"),
        ({"fold": nn.Neuron}, "^fold: a batch"),
        ({"enter": nn.Neuron}, "^enter: a batch"),
    ],
)
def test_what_a_walkthrough_of_a_batch_refuses(options, message):
    with pytest.raises((ValueError, TypeError), match=message):
        ag.walkthrough(or_gate(), **options)


def test_a_learning_rate_is_enough():
    w = ag.Value(2.0, "w")
    deck = ag.walkthrough(ag.batch(lambda x: (w * x) ** 2, [1.0, -1.0]), learning_rate=0.5).deck
    assert "w becomes w − α·∂C/∂w = 2 − 0.5·4 = 0." in told(deck, "update")[0]


def test_of_many_iterations_the_first_and_the_last_are_compared():
    deck = ag.walkthrough(or_gate(), learning_rate=1.0, iterations=6).deck
    (outcome,) = (slide for slide in deck.slides if slide.kind == "outcome")
    assert re.findall("Iteration [0-9]", outcome.body) == [f"Iteration {i}" for i in (1, 2, 7)]
    assert outcome.body.count("…") == 1 + len("CWb")
    first, *later = told(deck, "given")
    assert "with the new numbers" not in first
    assert all("with the new numbers" in each for each in later)


@pytest.mark.parametrize("form", ["model", "function", "compiled"])
def test_a_derivative_in_the_loss_counts(form):
    """That of a plain number is a plain number elsewhere, without gradients by the weights."""
    net, X, y = nn.MLP(1, [2, 1], ["tanh", "linear"], rng=0), np.array([[0.0], [0.5]]), np.zeros(2)

    def loss(prediction, target):
        slope = ag.grad(lambda t: net([t]))(0.25)
        return (prediction - target) ** 2 + slope**2

    shown = {
        "model": lambda: ag.batch(net, X, y, loss=loss),
        "function": lambda: ag.batch(lambda x: loss(net(x), 0.0), X),
        "compiled": lambda: ag.batch(
            ag.compile(lambda x, t: loss(net(x), t), in_axes=0, reduce="mean"), X, y
        ),
    }[form]()
    nn.cost(net, X, y, loss).backward()
    found = [shown.derivatives[parameter] for parameter in net.parameters()]
    assert found == pytest.approx([parameter.grad for parameter in net.parameters()], rel=1e-12)
