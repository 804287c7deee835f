"""What machine code is made for, when that is not this machine as it is."""

import os
import subprocess
import sys

import pytest

llvm = pytest.importorskip("llvmlite.binding")

from levels import LEVELS, supported  # noqa: E402  # it needs llvmlite

from autograd_lite.compiler import kernels  # noqa: E402  # it comes after what needs llvmlite
from autograd_lite.compiler.backends.llvm import target  # noqa: E402  # it needs llvmlite
from autograd_lite.doctor import diagnose  # noqa: E402  # the same

CODE = """
import numpy as np, autograd_lite as ag
x = np.linspace(0.5, 2.0, 21)
f = ag.compile(lambda x: ag.tanh(x) * ag.exp(-x) + ag.sin(x) / x, in_axes=0, backend="llvm",
               cache={folder!r})
w = ag.compile(lambda w, x: ag.sum(w * x) ** 2, in_axes=(None, 0), reduce="sum", backend="llvm")
print(*f.value_and_grad(x), *w.value_and_grad(np.ones(5), np.outer(x, np.arange(5.0))))
"""


@pytest.fixture(scope="module")
def host():
    target.initialize()
    return llvm.get_host_cpu_features()


def run(folder, **environment):
    done = [sys.executable, "-c", CODE.format(folder=str(folder))]
    found = subprocess.run(
        done, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    return found.stdout.split(), found.stderr


@pytest.mark.slow
def test_every_level_computes_the_same_and_keeps_code_of_its_own(tmp_path):
    ways = [(level, library) for level in supported() for library in ("auto", "none")]
    found = []
    for level, library in ways:
        found.append(run(tmp_path, **{target.CPU: level, target.LIBRARY: library}))
        assert not found[-1][1], (level, library)
    numbers = [[float(x.strip("[]")) for x in words if x.strip("[]")] for words, _ in found]
    for each in numbers:
        assert each == pytest.approx(numbers[0], rel=1e-14)
    assert len(list(tmp_path.glob("*.o"))) == len({*ways}) - _same_twice(ways)


def _same_twice(ways):
    """How often two ways are one target: where there are no functions of vectors."""
    made = [target.chosen(*way, llvm.get_host_cpu_features()) for way in ways]
    return len(made) - len({*made})


def test_the_width_of_vectors_follows_from_the_processor(host):
    found = [target.chosen(level, "auto", host) for level in supported()[1:]]
    if found[0].cpu == LEVELS[0]:
        assert [x.lanes for x in found] == [2, 2, 4, 8][: len(found)]
    assert all(x.library.lanes in (0, x.lanes) for x in found)


@pytest.mark.parametrize("writes", [True, False])
def test_llvm_is_asked_once_for_the_width_of_registers(host, monkeypatch, tmp_path, writes):
    asked = []
    ask = target._assembly
    monkeypatch.setattr(target, "_assembly", lambda *given: asked.append(given) or ask(*given))
    monkeypatch.setattr(target.files, "beside", tmp_path.joinpath)
    monkeypatch.setattr(sys, "dont_write_bytecode", not writes)
    native = [target.chosen(target.NATIVE, "auto", host) for _ in range(3)]
    assert len({*native}) == 1
    assert len(asked) == (1 if writes else 3)
    kept = [*tmp_path.iterdir()]
    assert len(kept) == writes
    for path in kept:
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
        assert target.chosen(target.NATIVE, "auto", host) == native[0]
        assert len(asked) == 2


def test_what_is_kept_of_registers_is_that_of_one_processor(host, monkeypatch, tmp_path):
    monkeypatch.setattr(target.files, "beside", tmp_path.joinpath)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    machine = llvm.get_host_cpu_name()
    without = ",".join(f"-{name}" for name in host if name.startswith("avx"))
    kinds = [(machine, ""), (machine, without), ("x86-64", "")]
    if not without:
        pytest.skip("these are processors with other registers")
    first, again = ([target._lanes_here(*kind) for kind in kinds] for _ in range(2))
    assert first == again
    assert first[1:] == [2, 2]
    assert len([*tmp_path.iterdir()]) == 3


def test_without_functions_of_vectors(host):
    assert not target.chosen(target.NATIVE, "none", host).library.letter
    with pytest.raises(ValueError, match=f"{target.LIBRARY}: got 'svml'; choose one of auto, none"):
        target.chosen(target.NATIVE, "svml", host)


@pytest.mark.parametrize("name", ["nonsense", "help", "x86-64-v9"])
def test_a_processor_that_is_none(name, host):
    with pytest.raises(ValueError, match=f"{target.CPU}: LLVM makes no code for '{name}'.*; "):
        target.chosen(name, "auto", host)


def test_a_compiled_call_says_what_is_wrong_with_the_processor(tmp_path):
    assert run(tmp_path, **{target.CPU: "nativ"})[1].endswith(
        "ValueError: AUTOGRAD_LITE_CPU: LLVM makes no code for 'nativ' on this machine; did you "
        "mean native?\n"
    )


@pytest.mark.parametrize(("attribute", "found"), [("executable", None), ("frozen", True)])
def test_a_program_that_is_no_interpreter_is_not_started(attribute, found, host, monkeypatch):
    monkeypatch.setattr(sys, attribute, found, raising=False)
    with pytest.raises(ValueError, match="only an interpreter can try 'x86-64' out; choose native"):
        target.chosen("x86-64", "auto", host)
    assert target.chosen(target.NATIVE, "auto", host).cpu == llvm.get_host_cpu_name()


def test_a_name_is_tried_out_with_the_packages_of_this_process(host, monkeypatch):
    level = supported()[-1]
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(ValueError, match=f"LLVM makes no code for '{level}'"):
        target.chosen(level, "auto", host)


@pytest.mark.skipif(LEVELS[2] not in supported(), reason="only where there is a choice")
@pytest.mark.parametrize(("lacks", "level"), [("avx512f", 3), ("avx2", 3), ("fma", 2), ("avx", 2)])
def test_code_beyond_the_machine_is_refused(lacks, level, host):
    less = host | {name: False for name in host if name.startswith(lacks)}
    with pytest.raises(ValueError, match=f"code for '{LEVELS[level]}' needs what this machine"):
        target.chosen(LEVELS[level], "auto", less)
    assert target.chosen(LEVELS[1], "auto", less).lanes == 2


def test_doctor_says_what_code_is_made_for_or_why_none_is(monkeypatch):
    assert f"for     {target.target()}\n" in diagnose()[0]
    monkeypatch.setenv(target.CPU, "nativ")
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(0, 0))  # nothing was compiled yet
    target.target.cache_clear()
    try:
        assert "llvm    no: AUTOGRAD_LITE_CPU: LLVM makes no code for 'nativ'" in diagnose()[0]
    finally:
        target.target.cache_clear()
