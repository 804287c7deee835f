"""Machine code that many programs call: it is made once, and kept as Python keeps byte code."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

pytest.importorskip("llvmlite")

import autograd_lite as ag
from autograd_lite.compiler import kernels
from autograd_lite.compiler.backends.llvm import files, kept, parts
from autograd_lite.compiler.backends.llvm.jit import BEST, QUICK
from autograd_lite.compiler.backends.llvm.module import Part
from autograd_lite.compiler.backends.llvm.target import target

ALL = sum(Part)
ROWS = np.linspace(-2.0, 2.0, 13)


@pytest.fixture
def efforts(monkeypatch):
    """The efforts with which parts are compiled, as in a process that has none of them yet."""
    found, emit = [], parts.emitted
    monkeypatch.setattr(
        parts, "emitted", lambda text, effort: found.append(effort) or emit(text, effort)
    )
    forget(monkeypatch)
    return found


def forget(monkeypatch):
    kept.sources.cache_clear()
    kept.stamp.cache_clear()
    monkeypatch.setattr(parts, "_efforts", {})
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(64, 100_000))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where byte code is kept."""
    target()  # what it keeps there is no part
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(files, "beside", lambda name: tmp_path / name)
    return tmp_path


def layer(weights, x):
    """Five sums: a tile of them, and what is left; a loss of all that there is."""
    sums = [
        sum(w * v for w, v in zip(weights[5 * i : 5 * i + 5], x, strict=True)) for i in range(5)
    ]
    return sum(ag.tanh(s) ** 2 for s in sums)


def results():
    """Of programs that call every part, with numbers for which products must be strong, too."""
    X = np.outer(ROWS, np.arange(1.0, 6.0))
    weights = np.linspace(-0.5, 0.5, 25)
    loss = ag.compile(layer, in_axes=(None, 0), reduce="mean", backend="llvm")
    found = [loss.value_and_grad(weights, X)]
    weights[3] = np.inf
    found.append(loss.value_and_grad(weights, X))
    found.append(ag.compile(lambda x: ag.sin(x) * ag.cos(x), backend="llvm").value_and_grad(0.7))
    return repr(found)


def test_parts_are_compiled_once_and_read_by_other_processes(efforts, folder, monkeypatch):
    first = results()
    assert efforts == [BEST] * len(Part)
    kept_now = {file.name.partition("-")[0] for file in folder.iterdir()}
    assert kept_now == {part.name for part in Part}
    forget(monkeypatch)
    assert results() == first
    assert len(efforts) == len(Part)


@pytest.mark.parametrize("damage", [lambda x: b"", lambda x: x[:-8], lambda x: x[:-1] + b"?"])
def test_a_damaged_part_is_compiled_anew(efforts, folder, monkeypatch, damage):
    first = results()
    files = {file: file.read_bytes() for file in folder.iterdir()}
    for file, content in files.items():
        file.write_bytes(damage(content))
    forget(monkeypatch)
    assert results() == first
    assert {file: file.read_bytes() for file in folder.iterdir()} == files


def test_another_part_under_its_name_is_not_taken_for_it(efforts, folder, monkeypatch):
    first = results()
    one, *others = sorted(folder.iterdir())
    for other in others:
        other.write_bytes(one.read_bytes())
    forget(monkeypatch)
    assert results() == first


def test_without_byte_code_nothing_is_kept_and_parts_are_made_in_a_hurry(
    efforts, folder, monkeypatch
):
    kept = results()
    for file in folder.iterdir():
        file.unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    forget(monkeypatch)
    efforts.clear()
    parts.load(ALL, QUICK)
    assert efforts == [BEST if part is Part.TILES else QUICK for part in Part]
    assert results() == kept
    parts.load(ALL, BEST)
    assert efforts[len(Part) :] == [BEST] * (len(Part) - 1)
    assert results() == kept
    assert not list(folder.iterdir())


def test_code_that_was_loaded_before_its_parts_became_better_runs_on(efforts, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(files, "beside", lambda name: None)
    angle = ag.compile(lambda x: ag.sin(x) * ag.cos(x), backend="llvm")
    before = angle.value_and_grad(0.3)
    parts.load(ALL, BEST)
    assert angle.value_and_grad(0.3) == before


def test_where_nothing_can_be_written_it_works_all_the_same(efforts, monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(files, "beside", lambda name: blocked / name)
    assert results()
    monkeypatch.setattr(os, "access", lambda *_: True)  # whatever the system says before
    forget(monkeypatch)
    assert results()
    assert blocked.read_text() == "no folder"


def test_a_cache_has_what_cannot_lie_beside_byte_code(efforts, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(files, "beside", lambda name: tmp_path / "beside" / name)
    X, weights = np.outer(ROWS, np.arange(1.0, 6.0)), np.linspace(-0.5, 0.5, 25)

    def gradient():
        loss = ag.compile(
            layer, in_axes=(None, 0), reduce="mean", backend="llvm", cache=tmp_path / "cache"
        )
        return repr(loss.value_and_grad(weights, X))

    first = gradient()
    assert efforts == [BEST, BEST]
    forget(monkeypatch)
    assert gradient() == first
    assert efforts == [BEST, BEST]
    assert not (tmp_path / "beside").exists()


def test_they_lie_where_byte_code_does(tmp_path):
    script = """
        import autograd_lite as ag
        print(ag.compile(lambda x: ag.sin(x), backend="llvm").value_and_grad(0.5))
    """
    known = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    found = {}
    for what in ({"PYTHONPYCACHEPREFIX": str(tmp_path)}, {"PYTHONDONTWRITEBYTECODE": "1"}):
        done = subprocess.run(
            [sys.executable, "-c", dedent(script)],
            env=known | {"PYTHONPYCACHEPREFIX": str(tmp_path / "none")} | what,
            capture_output=True,
            text=True,
            check=True,
        )
        found[done.stdout] = done.stderr
    assert list(found.values()) == [""]
    (file,) = tmp_path.rglob("ANGLES-*")
    assert list(file.parent.glob("parts.*.pyc"))
    assert not (tmp_path / "none").exists()


def test_sources_are_known_by_their_content(folder, monkeypatch, tmp_path):
    package = tmp_path / "package"
    for name in ("floats.py", "primitives/a.py", "compiler/core/b.py"):
        file = package / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    monkeypatch.setattr(kept, "_PACKAGE", package)

    def now():
        kept.sources.cache_clear()
        kept.stamp.cache_clear()
        return kept.sources()

    first = now()
    with monkeypatch.context() as patched:  # but files are not read again
        patched.setattr(Path, "read_bytes", lambda path: pytest.fail("it is read"))
        assert now() == first
    os.utime(file, (1.0, 1.0))
    assert now() == first
    for each in (file, package / "floats.py"):
        each.write_text("another")
        assert now() not in (b"", first)
        each.write_text(each.relative_to(package).as_posix())
    assert now() == first
    (package / "floats.py").unlink()
    assert now() == b""
    kept.sources.cache_clear()
    kept.stamp.cache_clear()


def test_what_writes_machine_code_is_looked_at_before_parts_are_read(monkeypatch, tmp_path):
    file = tmp_path / "compiler" / "backends" / "llvm" / "core" / "a.py"
    file.parent.mkdir(parents=True)
    file.write_text("x = 1")
    monkeypatch.setattr(kept, "_PACKAGE", tmp_path)

    def now():
        kept.stamp.cache_clear()
        return kept.stamp(kept.WRITERS)

    first = now()
    assert now() == first
    file.write_text("x = 1.0")
    assert now() not in (b"", first)
    file.unlink()  # as where byte code alone was installed: the next release looks the same
    assert now() == b""
    kept.stamp.cache_clear()
