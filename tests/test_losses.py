"""Losses beside the conventions of PyTorch, at their kinks, in training, and their table."""

import math

import make_losses
import numpy as np
import pytest
import scipy.special

import autograd_lite as ag
from autograd_lite import Value, nn, objectives
from autograd_lite.primitives import activations, likelihoods
from autograd_lite.primitives.operation import FLOATS, Operation


def slopes(operation, *x):
    return operation.gradients(FLOATS, operation.forward(FLOATS, *x), *x)


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


@pytest.mark.parametrize("y", [-2.0, 0.5, 3.0])
@pytest.mark.parametrize("x", [-3.0, -0.25, 0.5, 2.0])
def test_losses_are_those_of_pytorch(x, y):
    close = pytest.approx
    assert ag.log_cosh(x, y) == close(math.log(math.cosh(x - y)), rel=1e-14)
    assert ag.pinball(x, y, 0.9) == close(max(0.9 * (y - x), -0.1 * (y - x)), rel=1e-14)
    assert ag.poisson_nll(x, abs(y)) == close(math.exp(x) - abs(y) * x, rel=1e-14)
    v = 0.5 + abs(x)
    assert ag.gaussian_nll(x, y, v) == close(0.5 * (math.log(v) + (x - y) ** 2 / v), rel=1e-14)


@pytest.mark.parametrize("target", [0.0, 1.0, 0.25])
@pytest.mark.parametrize("x", [-3.0, 0.0, 1.5])
def test_focal_loss_is_that_of_torchvision(x, target):
    p = sigmoid(x)
    entropy = -target * math.log(p) - (1 - target) * math.log(1 - p)
    p_t = p * target + (1 - p) * (1 - target)
    for gamma, alpha in [(2.0, 0.25), (0.5, 0.9), (0.0, 0.5)]:
        weight = alpha * target + (1 - alpha) * (1 - target)
        expected = weight * entropy * (1 - p_t) ** gamma
        assert ag.focal_with_logits(x, target, gamma, alpha) == pytest.approx(expected, rel=1e-13)
    with pytest.raises(ValueError, match="alpha: a share from 0 to 1 is needed, got -1"):
        ag.focal_with_logits(x, target, alpha=-1)
    ag.testing.check_gradients(lambda z: ag.focal_with_logits(z, target), x)
    assert ag.focal_with_logits(800.0, 1.0) == 0.0


def test_vectors():
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(size=(3, 4))
    p, q = np.abs(a) / np.abs(a).sum(), np.abs(b) / np.abs(b).sum()
    assert ag.kl_divergence(p, q) == pytest.approx(scipy.special.rel_entr(p, q).sum(), rel=1e-13)
    cosine = a @ b / np.linalg.norm(a) / np.linalg.norm(b)
    assert ag.cosine_distance(a, b) == pytest.approx(1 - cosine, rel=1e-13)
    nearer = np.linalg.norm(a - b) - np.linalg.norm(a - c) + 3.0
    assert ag.triplet(a, b, c, margin=3.0) == pytest.approx(nearer, rel=1e-13)
    assert ag.triplet(a, a, a + 1.0) == 0.0
    for f, vectors in [
        (ag.kl_divergence, (p, q)),
        (ag.cosine_distance, (a, b)),
        (lambda x, y, z: ag.triplet(x, y, z, 3.0), (a, b, c)),
    ]:
        ag.testing.check_gradients(f, *[x.tolist() for x in vectors])
        fast = ag.compile(f, argnums=0)
        assert fast(*vectors) == pytest.approx(f(*vectors), rel=1e-14)


def test_vectors_at_the_edges():
    small = [1.0, 1e-9]
    assert ag.cosine_distance([1.0, 0.0], small) == pytest.approx(5e-19, rel=1e-6)
    assert ag.cosine_distance([1e200, 1e200], [-1e-200, -1e-200]) == pytest.approx(2.0)
    assert math.isnan(ag.cosine_distance([0.0, 0.0], [1.0, 2.0]))
    assert ag.cosine_distance([-2.0], [3.0]) == 2.0
    leaves = [Value(1.0), Value(2.0)]
    ag.triplet(leaves, [1.0, 2.0], [4.0, 6.0], margin=9.0).backward()
    assert [x.grad for x in leaves] == pytest.approx([0.6, 0.8])  # of the negative one alone
    assert ag.kl_divergence([0.0, 1.0], [0.0, 1.0]) == 0.0
    assert ag.kl_divergence([0.5, 0.5], [0.0, 1.0]) == math.inf
    for call in (ag.kl_divergence, ag.cosine_distance):
        with pytest.raises(ValueError, match="have 2 and 1 numbers; pass as many of each"):
            call([1.0, 2.0], [1.0])


@pytest.mark.parametrize(
    ("operation", "x", "expected"),
    [
        (ag.pinball, (2.0, 2.0, 0.9), (0.5 - 0.9, 0.9 - 0.5, 0.0)),
        (ag.pinball, (2.0, 2.0, 0.5), (0.0, 0.0, 0.0)),
        (ag.log_cosh, (2.0, 2.0), (0.0, 0.0)),
        (ag.log_cosh, (1e300, 0.0), (1.0, -1.0)),
        (ag.poisson_nll, (-math.inf, 0.0), (0.0, math.inf)),
        (ag.gaussian_nll, (1.0, 1.0, 0.5), (0.0, 0.0, 1.0)),
        (ag.gaussian_nll, (1.0, 2.0, 1.0), (-1.0, 1.0, 0.0)),
    ],
)
def test_slopes_at_kinks_and_edges(operation, x, expected):
    assert slopes(operation, *x) == pytest.approx(expected, rel=1e-15, abs=0)


def test_small_residuals_keep_their_digits():
    assert ag.log_cosh(1e-10, 0.0) == pytest.approx(5e-21, rel=1e-15)
    assert ag.log_cosh(1e300, 0.0) == 1e300
    assert ag.poisson_nll(-math.inf, 0.0) == 0.0


@pytest.mark.parametrize("activation", ["mish", "softsign", "hardtanh", "hard_swish", "selu"])
@pytest.mark.parametrize("loss", ["log_cosh", "pinball"])
def test_they_train_by_name(activation, loss):
    X = np.linspace(-1.0, 1.0, 12)[:, np.newaxis]
    model = nn.MLP(1, [6, 1], [activation, "linear"], rng=0)
    optimizer = nn.Adam(model.parameters(), 0.03)
    history = nn.fit(model, X, X[:, 0] ** 2, loss=loss, optimizer=optimizer, epochs=200)
    assert history.loss[-1] < 0.5 * history.loss[0]


def test_counts_are_asked_for():
    model = nn.Neuron(1, "linear", rng=0)
    with pytest.raises(ValueError, match="needs a count, 0 or more"):
        nn.fit(model, [[0.0], [1.0]], [1.0, -1.0], loss="poisson_nll", epochs=1)
    with pytest.raises(ValueError, match=r"loss: 'gaussian_nll' is no loss of an output and a tar"):
        nn.fit(model, [[0.0], [1.0]], [1.0, 2.0], loss="gaussian_nll", epochs=1)
    with pytest.raises(ValueError, match="'log_softmax' joins the neurons"):
        nn.Neuron(1, "log_softmax")
    with pytest.raises(ValueError, match="'prelu' has a slope to learn; pass a Module"):
        nn.Neuron(1, "prelu")


def test_a_mean_and_a_variance_are_learned():
    rng = np.random.default_rng(1)
    X = np.zeros((200, 1))
    y = 2.0 + 0.5 * rng.normal(size=200)
    model = nn.Layer(1, 2, "linear", rng=0)
    optimizer = nn.Adam(model.parameters(), 0.1)

    def loss(outputs, target):
        mean, log_variance = outputs
        return ag.gaussian_nll(mean, target, ag.exp(log_variance))

    nn.fit(model, X, y, loss=loss, optimizer=optimizer, epochs=120)
    mean, log_variance = (x.data for x in model([0.0]))
    assert mean == pytest.approx(y.mean(), abs=0.05)
    assert math.exp(log_variance) == pytest.approx(y.var(), rel=0.2)


def test_the_table_is_whole_and_is_what_the_records_say():
    assert make_losses.PATH.read_text(encoding="utf-8") == make_losses.text()
    rows = {name for name, row in vars(activations).items() if isinstance(row, Operation)}
    helpers = {"clip", "logistic_density"}
    assert rows - helpers <= make_losses.ACTIVATIONS.keys()
    own = [name for name in vars(objectives) if name in ag.__all__]
    likely = [name for name, row in vars(likelihoods).items() if isinstance(row, Operation)]
    assert {*nn.LOSSES, *likely, *own} - {"Value"} == {*make_losses.LOSSES}
