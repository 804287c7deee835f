"""The digits of a sum over a batch depend on where its parts begin, and on nothing else."""

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite.compiler.backends.llvm.core import CHUNK
from autograd_lite.compiler.backends.numpy import BLOCK
from autograd_lite.compiler.backends.partials import add_neighbours


def f(w, x):
    return ag.exp(w[0] * x) + w[1] * x + ag.sin(w[2] * x)


WEIGHTS = np.array([0.3, 0.4, -0.5])


@pytest.mark.parametrize("parts", [0, 1, 2, 3, 5, 8, 37])
@pytest.mark.parametrize("more", [0, 1, 511])
@pytest.mark.parametrize(("backend", "size"), [("llvm", CHUNK), ("numpy", BLOCK)])
def test_a_batch_is_added_up_as_its_parts_are(backend, size, parts, more):
    x = np.random.default_rng(parts).normal(size=parts * size + more)
    many = ag.compile(f, in_axes=(None, 0), reduce="sum", backend=backend)
    value, gradient = many.value_and_grad(WEIGHTS, x)
    each = [many.value_and_grad(WEIGHTS, part) for part in np.split(x, range(size, len(x), size))]
    found, total = [value, *gradient], add_neighbours([[one, *slopes] for one, slopes in each])
    if backend == "llvm":
        assert found == total
    else:  # which adds up what a sum over the rows consists of, and that only in the end
        np.testing.assert_allclose(found, total, rtol=1e-14)


@pytest.mark.parametrize("threads", [2, 3, 7])
def test_threads_change_no_digit(threads):
    x = np.random.default_rng(0).normal(size=300_001)
    found = [
        ag.compile(f, in_axes=(None, 0), reduce="mean", threads=count).value_and_grad(WEIGHTS, x)
        for count in (1, threads)
    ]
    assert found[0][0] == found[1][0]
    assert (found[0][1] == found[1][1]).all()


def test_errors_grow_with_the_logarithm_of_the_parts():
    x = np.full(1_000_000, 0.1)
    for backend in ("llvm", "numpy"):
        total = ag.compile(lambda x: x * 1.0, in_axes=0, reduce="sum", backend=backend)(x)
        assert abs(total - 1e5) <= 20 * 2.0**-53 * 1e5
