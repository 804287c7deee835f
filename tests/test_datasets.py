"""The data sets: shapes, labels, borders, and how many labels the noise flips."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import datasets

CLOUDS = [
    datasets.moons, datasets.circle, datasets.xor_cloud, datasets.two_gaussians, datasets.spiral,
    datasets.plane, datasets.multi_gauss, datasets.clusters,
]  # fmt: skip
each_cloud = pytest.mark.parametrize("cloud", CLOUDS, ids=lambda cloud: cloud.__name__)


@each_cloud
@pytest.mark.parametrize("n", [1, 2, 201])
def test_shapes_and_the_same_data_for_the_same_seed(cloud, n):
    X, y = cloud(n, 0.2, rng=5)
    assert (X.shape, y.shape, X.dtype, y.dtype) == ((n, 2), (n,), float, float)
    again = cloud(n, 0.2, rng=np.random.default_rng(5))
    assert (again[0] == X).all()
    assert (y == again[1]).all()
    assert (cloud(n, 0.2, rng=6)[0] != X).any()


@each_cloud
def test_bad_arguments_are_named(cloud):
    with pytest.raises(ValueError, match="n: a whole number from 1 on is needed, got 0"):
        cloud(0)
    with pytest.raises(ValueError, match="noise: a finite number from 0 on is needed, got -1"):
        cloud(5, -1)
    with pytest.raises(ValueError, match="noise: a finite number"):
        cloud(5, float("nan"))


def test_gates():
    tables = {name: datasets.gate(name)[1].tolist() for name in ("and", "nand", "or", "xor")}
    assert tables == {
        "and": [0, 0, 0, 1],
        "nand": [1, 1, 1, 0],
        "or": [0, 1, 1, 1],
        "xor": [0, 1, 1, 0],
    }
    assert datasets.gate("or")[0].tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    with pytest.raises(ValueError, match="name: got 'imply'; choose one of and, nand, or, xor"):
        datasets.gate("imply")


def test_the_documents_tables():
    X, y = datasets.flowers()
    assert X.shape == (8, 2)
    assert y.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert X[[0, -1]].tolist() == [[1, 1], [5.5, 1]]
    X, y = datasets.people()
    assert np.column_stack([X, y]).tolist() == [[-2, -1, 1], [25, 6, 0], [17, 4, 0], [-15, -6, 1]]
    x, y = datasets.gaussian_curve()
    assert x.shape == (500, 1)
    assert (x[0, 0], x[-1, 0]) == (-5, 5)
    assert y == pytest.approx(np.exp(-(x[:, 0] ** 2)))


def test_without_noise_the_borders_are_clean():
    X, y = datasets.circle(1000, rng=0)
    radius = np.hypot(*X.T)
    assert ((radius < 2.5) == (y > 0)).all()
    assert not ((radius > 2.5) & (radius < 3.5)).any()
    assert radius.max() <= 5
    X, y = datasets.xor_cloud(1000, rng=0)
    assert (np.sign(X[:, 0] * X[:, 1]) == y).all()
    assert np.abs(X).min() >= 0.3
    assert np.abs(X).max() <= 5.3
    X, y = datasets.spiral(400, rng=0)
    turned = np.hypot(*X.T) / 5 * 1.75 * 2 * np.pi + np.where(y > 0, 0, np.pi)
    assert X[:, 0] == pytest.approx(np.hypot(*X.T) * np.sin(turned), abs=1e-9)
    X, y = datasets.plane(100, rng=0)
    assert y == pytest.approx(X.sum(axis=1) / 10)


def test_noise_40_flips_about_13_percent_of_the_xor_labels():
    X, y = datasets.xor_cloud(100_000, 0.4, rng=0)
    assert np.mean(np.sign(X[:, 0] * X[:, 1]) != y) == pytest.approx(0.134, abs=0.004)
    assert np.abs(X).max() <= 5.3  # the points themselves stay


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.5, 4.0)])
def test_the_clouds_widen_with_noise(noise, variance):
    X, y = datasets.two_gaussians(50_000, noise, rng=0)
    for label in (1, -1):
        cloud = X[y == label]
        assert cloud.mean(axis=0) == pytest.approx([2 * label] * 2, abs=0.05)
        assert cloud.var(axis=0) == pytest.approx([variance] * 2, rel=0.05)


def test_bumps_have_their_signs():
    X, y = datasets.multi_gauss(20_000, rng=0)
    for x, top in ((-4, 1), (0, -1), (4, 1)):
        for height, sign in ((2.5, top), (-2.5, -top)):
            near = np.hypot(X[:, 0] - x, X[:, 1] - height) < 0.2
            assert y[near] * sign == pytest.approx(0.95, abs=0.06)
    far = np.hypot(X[:, 0] - 2, X[:, 1]) < 0.5
    assert (y[far] == 0).all()


def test_moons_are_half_circles():
    X, y = datasets.moons(200, 0.0, rng=0)
    assert np.hypot(*X[y == 0].T) == pytest.approx(1.0)
    assert np.hypot(*(X[y == 1] - [1.0, 0.5]).T) == pytest.approx(1.0)
    assert X[y == 0][:, 1].min() >= -1e-15


def test_they_load_when_they_are_first_used():
    assert ag.datasets is datasets
