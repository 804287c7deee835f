"""The native engine: compiled by mypyc where there is a C compiler, left out where there is none.

The environment variable AUTOGRAD_LITE_BUILD decides: "native" makes a missing compiler an error,
"python" compiles nothing. All else about the package stands in pyproject.toml.
"""

import os
import runpy
import shutil
import sys
import tempfile
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

wanted = os.environ.get("AUTOGRAD_LITE_BUILD") or "auto"
if wanted not in ("auto", "native", "python"):
    sys.exit(f"AUTOGRAD_LITE_BUILD: native, python or auto is needed, got {wanted!r}")


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


def extensions() -> list[Extension]:
    """Translate copies of the sources to C."""
    from mypyc.build import mypycify

    NATIVE.mkdir()
    text = f'"""The engine, compiled from these sources."""\n\nDIGEST = {SOURCES["digest"]()}\n'
    NATIVE.joinpath("__init__.py").write_text(text)
    copies = [str(shutil.copy(ENGINE / f"{name}.py", NATIVE)) for name in SOURCES["COMPILED"]]
    made: list[Extension] = mypycify(
        ["--config-file=", "--follow-imports=silent", "--ignore-missing-imports", *copies],
        group_name="autograd_lite._native.engine",
        debug_level="0",
    )
    for copy in copies:  # else Python would take one for the native engine if a library is missing
        os.remove(copy)
    if os.name != "nt":
        for each in made:  # no fused multiply-add: the bits of interpreted Python
            each.extra_compile_args.append("-ffp-contract=off")
    return made


def native_parts() -> dict[str, Any]:
    """What the native engine adds to the build, unless it is not wanted or cannot be compiled."""
    if wanted == "python" or (wanted == "auto" and not has_compiler()):
        return {}
    if not BUILDING:
        return {"setup_requires": MYPYC}
    try:
        made = extensions()
    except (Exception, SystemExit) as error:  # SystemExit is how mypyc tells of errors
        if wanted == "native":
            raise
        print(f"the native engine is left out: {error}", file=sys.stderr)
        return {}
    for each in made:
        each.optional = wanted == "auto"
    return {"ext_modules": made}


if BUILDING:  # what an earlier build left must not get into this one
    shutil.rmtree(NATIVE, ignore_errors=True)
setup(**native_parts())
