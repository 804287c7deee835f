"""Files of C as they are saved, with the functions of every operation: compilers take them so."""

import subprocess

import c_files
import pytest
from test_compile_agreement import on_anything

import autograd_lite as ag
from autograd_lite.primitives.operation import TABLE

#: by the oldest standard, and where math.h declares all that it ever does
COMPILED = [["-std=c99", "-c"], ["-std=gnu17", "-D_GNU_SOURCE", "-fsyntax-only"]]


def remainder(j0, gamma, ceil, fabs):
    """A function, arguments and a result that are called as functions of math.h are."""
    rint = ag.remainder(j0, gamma) * ag.j0(ceil) + ag.gamma(fabs)
    rint.label = "rint"
    return ag.rint(rint) * ag.ceil(ceil) + abs(fabs)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The value, the gradient and the second derivatives of everything."""
    folder = tmp_path_factory.mktemp("saved")
    functions = {"of names": (remainder, 4)}
    for operation in TABLE.values():
        count = next(n for n in (2, 1, 3) if n in operation.arity)
        functions[operation.name] = (on_anything(operation), count)
    for name, (function, count) in functions.items():
        fast = ag.compile(function, argnums=range(count), backend="python")
        for method in ("value_and_grad", "hessian"):
            getattr(fast, method)(*[0.5] * count)
            fast.save(folder / f"{name} {method}.c", method)
    return folder


@pytest.mark.parametrize("flags", COMPILED, ids=lambda flags: flags[0])
@pytest.mark.parametrize("compiler", c_files.COMPILERS)
def test_a_file_of_c_compiles_as_it_was_saved(compiler, flags, folder):
    files = [each.name for each in folder.glob("*.c")]
    assert len(files) == 2 * (len(TABLE) + 1)
    command = [compiler, *c_files.FLAGS, *flags, *sorted(files)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
