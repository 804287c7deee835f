"""Machine code in a directory: when it is used again, and that nothing else than that ever is."""

import numpy as np
import pytest

pytest.importorskip("llvmlite")

import autograd_lite as ag
from autograd_lite.compiler import kernels
from autograd_lite.compiler.backends.llvm import backend, kept

ROWS = np.linspace(-1.0, 1.0, 11)
POINT = np.array([0.5, -2.0])


def f(x, y):
    return ag.tanh(x * y) + x


def of_arrays(x):
    return ag.exp(x[0]) * x[1] / 3.0


#: calls with what they are compiled with
CALLS = {
    "numbers": (f, {"argnums": (0, 1)}, "value_and_grad", (0.5, 2.0)),
    "value": (f, {}, "value", (0.5, 2.0)),
    "arrays": (of_arrays, {}, "value_and_grad", (POINT,)),
    "hessian": (of_arrays, {}, "hessian", (POINT,)),
    "rows": (f, {"in_axes": 0}, "value_and_grad", (ROWS, ROWS)),
    "sum": (f, {"in_axes": (0, None), "reduce": "sum", "argnums": 1}, "grad", (ROWS, 2.0)),
    "mean": (f, {"in_axes": (0, None), "reduce": "mean", "argnums": 1}, "grad", (ROWS, 2.0)),
}


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch):
    forget(monkeypatch)


def forget(monkeypatch):
    """As in another process, nothing was compiled yet."""
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(64, 100_000))


def result(name, folder):
    function, options, method, args = CALLS[name]
    fast = ag.compile(function, backend="llvm", cache=folder, **options)
    found = fast(*args) if method == "value" else getattr(fast, method)(*args)
    return repr(found)


@pytest.mark.parametrize("name", CALLS)
def test_what_is_kept_is_neither_derived_nor_compiled_again(tmp_path, monkeypatch, name):
    first = result(name, tmp_path)
    forget(monkeypatch)
    for make in ("_made_of_numbers", "_made_of_arrays", "expand", "weak_chains"):
        monkeypatch.setattr(backend, make, lambda *_, **__: pytest.fail("it is made again"))
    assert result(name, tmp_path) == first


def test_each_has_a_file_of_its_own(tmp_path):
    for name in CALLS:
        result(name, tmp_path)
    for number in (1.0, np.nextafter(1.0, 2.0), -0.0, 0.0):  # numbers that a function holds
        ag.compile(lambda x, c=number: x * x + c, in_axes=0, backend="llvm", cache=tmp_path)(ROWS)
    assert len(list(tmp_path.glob("*.o"))) == len(CALLS) + 4


@pytest.mark.parametrize("name", CALLS)
def test_it_is_kept_in_every_folder_that_is_asked_for(tmp_path, name):
    """Also where this process has the code already."""
    for folder in (None, tmp_path / "one", tmp_path / "other"):
        result(name, folder)
    one, other = (sorted(x.name for x in path.glob("*.o")) for path in tmp_path.iterdir())
    assert one == other != []


def test_names_do_not_matter(tmp_path, monkeypatch):
    for function in (lambda x, y: x / y, lambda first, second: first / second):
        forget(monkeypatch)
        ag.compile(function, backend="llvm", cache=tmp_path)(1.0, 2.0)
    assert len(list(tmp_path.glob("*.o"))) == 1


def test_the_sources_of_the_compiler_matter(tmp_path, monkeypatch):
    first = result("rows", tmp_path)
    forget(monkeypatch)
    monkeypatch.setattr(kept, "sources", lambda: b"others")
    assert result("rows", tmp_path) == first
    assert len(list(tmp_path.glob("*.o"))) == 2


def test_nothing_is_kept_of_what_may_be_something_else(tmp_path, monkeypatch):
    @ag.custom_gradient(lambda m, out, x: (2.0,))
    def twice(m, x):
        return x + x

    assert ag.compile(twice, backend="llvm", cache=tmp_path).grad(1.0) == 2.0
    monkeypatch.setattr(kept, "sources", lambda: b"")  # a program without its sources
    result("rows", tmp_path)
    assert list(tmp_path.iterdir()) == []


DAMAGE = {
    "empty": lambda content: b"",
    "cut short": lambda content: content[:-100],
    "cut in its head": lambda content: content[:40],
    "one bit": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "another head": lambda content: content[:40] + b"\xff" * 8 + content[48:],
    "longer": lambda content: content + b"\0",
    "something else": lambda content: b"{}" * 5000,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_what_is_damaged_is_compiled_anew(tmp_path, monkeypatch, damage):
    first = result("rows", tmp_path)
    (file,) = tmp_path.glob("*.o")
    content = file.read_bytes()
    file.write_bytes(damage(content))
    forget(monkeypatch)
    assert result("rows", tmp_path) == first
    assert file.read_bytes() == content


def test_what_was_kept_for_another_program_is_not_taken_for_this(tmp_path, monkeypatch):
    """Files that have changed their names: their content says what they are of."""
    for name in ("rows", "sum"):
        result(name, tmp_path)
    first, second = tmp_path.glob("*.o")
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)
    forget(monkeypatch)
    for name in ("rows", "sum"):
        assert result(name, tmp_path) == result(name, None)


def test_results_that_are_nan_are_computed_again_from_what_is_kept(tmp_path, monkeypatch):
    def g(x):
        return ag.where(x[0] > 0.0, ag.sqrt(x[0]), 0.0) * x[1]

    at = np.array([0.0, 1.0])
    found = ag.compile(g, backend="llvm", cache=tmp_path).grad(at).tolist()
    for _ in range(2):
        forget(monkeypatch)
        assert ag.compile(g, backend="llvm", cache=tmp_path).grad(at).tolist() == found
    assert found == ag.grad(g)(at).tolist()


def test_what_was_found_can_still_be_read(tmp_path, monkeypatch):
    result("numbers", tmp_path)
    forget(monkeypatch)
    fast = ag.compile(f, argnums=(0, 1), backend="llvm", cache=tmp_path)
    fast.value_and_grad(0.5, 2.0)
    assert "d_y" in fast.source
