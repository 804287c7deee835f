"""The native engine: compiled by mypyc where there is a C compiler, left out where there is none.

The environment variable AUTOGRAD_LITE_BUILD decides: "native" makes a missing compiler an error,
"python" compiles nothing. All else about the package stands in pyproject.toml.
"""

import os
import platform
import re
import runpy
import shutil
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from setuptools import Distribution, Extension, setup
from setuptools.command.build_ext import build_ext

ENGINE = Path("autograd_lite", "engine")
NATIVE = Path("autograd_lite", "_native")
SOURCES = runpy.run_path(str(ENGINE / "sources.py"))
#: the compiler of the sources; the package that it is in brings its runtime library along
MYPYC = ["mypy>=2.4"]
#: else the metadata are asked for, and what a build needs
BUILDING = not {"bdist_wheel", "editable_wheel", "build_ext"}.isdisjoint(sys.argv)

#: no fused multiply-add: the bits of interpreted Python
FLAGS = [] if os.name == "nt" else ["-ffp-contract=off"]
#: what to do if the engine should have been compiled
TO_SEE_WHY = "AUTOGRAD_LITE_BUILD=native pip install -v ... shows what it said"

wanted = os.environ.get("AUTOGRAD_LITE_BUILD") or "auto"
if wanted not in ("auto", "native", "python"):
    sys.exit(f"AUTOGRAD_LITE_BUILD: native, python or auto is needed, got {wanted!r}")


def readme() -> str:
    """README.md for an index page, which has none of the files that it links to."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    source, text = project["urls"]["Source"], Path("README.md").read_text(encoding="utf-8")
    text = re.sub(r"(!\[[^]]*]\()(?!https:)", rf"\1{source}/raw/HEAD/", text)
    return re.sub(r"(]\()(?!https:)", rf"\1{source}/blob/HEAD/", text)


def has_compiler() -> bool:
    """Whether a C compiler makes an extension module out of a line of code."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "probe.c")
        source.write_text("#include <Python.h>\nPyObject *PyInit_probe(void) { return NULL; }\n")
        probe = build_ext(Distribution({"ext_modules": [Extension("probe", [str(source)])]}))
        probe.build_lib = probe.build_temp = folder
        try:
            probe.ensure_finalized()
            probe.run()
        except Exception:  # whatever is wrong with a compiler, there is none
            return False
    return True


def hindrance() -> str:
    """Why the engine cannot be compiled here, or nothing.

    It is asked before mypy is, which cannot be installed where it cannot compile.
    """
    if sys.implementation.name != "cpython":
        return f"mypyc compiles for CPython, this is {platform.python_implementation()}"
    if sysconfig.get_config_var("Py_GIL_DISABLED") and sys.version_info < (3, 14):
        return "mypyc compiles for free-threaded CPython from 3.14 on"
    return "" if has_compiler() else "there was no C compiler"


def extensions() -> list[Extension]:
    """Translate copies of the sources to C."""
    from mypyc.build import mypycify

    describe("DIGEST", SOURCES["digest"]())
    copies = [str(shutil.copy(path, NATIVE)) for path in SOURCES["paths"]()]
    made: list[Extension] = mypycify(
        ["--config-file=", "--follow-imports=silent", "--ignore-missing-imports", *copies],
        group_name="autograd_lite._native.engine",
        debug_level="0",
    )
    for copy in copies:  # else Python would take one for the native engine if a library is missing
        os.remove(copy)
    for each in made:  # a newer compiler warns of more, which is no error
        kept = [flag for flag in each.extra_compile_args if flag != "-Werror"]
        each.extra_compile_args = [*kept, *FLAGS]
    return made


def describe(name: str, value: object, root: Path = Path()) -> None:
    """Write what the package of the native engine knows of itself: its sources, or a failure."""
    folder = root / NATIVE
    folder.mkdir(parents=True, exist_ok=True)
    text = f'"""The engine, compiled from these sources."""\n\n{name} = {value!r}\n'
    folder.joinpath("__init__.py").write_text(text, encoding="utf-8")


def leave_out(why: str, *roots: Path) -> None:
    """Note why there is no native engine, for ``engine_info()``, and say it."""
    print(f"the native engine is left out: {why}", file=sys.stderr)
    for root in roots:
        shutil.rmtree(root / NATIVE, ignore_errors=True)
        describe("FAILURE", why, root)


class BuildEngine(build_ext):
    """Compiles the native engine, and where that fails leaves it out, unless it is wanted."""

    def run(self) -> None:
        """Compile."""
        try:
            super().run()
        except Exception as error:
            if wanted == "native":
                raise
            print(error, file=sys.stderr)
            leave_out(f"the C compiler failed on it; {TO_SEE_WHY}", Path(), Path(self.build_lib))


def native_parts() -> dict[str, Any]:
    """What the native engine adds to the build, unless it is not wanted or cannot be compiled."""
    if wanted == "python":
        return {}
    if wanted == "auto" and (why := hindrance()):
        if BUILDING:
            leave_out(why, Path())
        return {}
    if not BUILDING:
        return {"setup_requires": MYPYC}
    try:
        return {"ext_modules": extensions(), "cmdclass": {"build_ext": BuildEngine}}
    except (Exception, SystemExit) as error:  # SystemExit is how mypyc tells of errors
        if wanted == "native":
            raise
        print(error, file=sys.stderr)
        leave_out(f"mypyc could not translate it; {TO_SEE_WHY}", Path())
        return {}


@contextmanager
def nothing_earlier() -> Iterator[None]:
    """Keep what an earlier build left out of this one, and after a wheel put it back.

    It is the engine of an editable installation, which a wheel for another place does not change.
    """
    stays = "bdist_wheel" in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        aside = Path(folder, NATIVE.name)
        if stays and NATIVE.exists():
            shutil.copytree(NATIVE, aside)
        shutil.rmtree(NATIVE, ignore_errors=True)
        try:
            yield
        finally:
            if aside.exists():
                shutil.rmtree(NATIVE, ignore_errors=True)
                shutil.copytree(aside, NATIVE)


with nothing_earlier() if BUILDING else nullcontext():
    setup(
        long_description=readme(),
        long_description_content_type="text/markdown",
        **native_parts(),
    )
