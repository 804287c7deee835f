"""What is installed, and what importing it costs."""

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import pytest

import autograd_lite as ag

ROOT = Path(__file__).parents[1]


def test_testing_loads_when_it_is_first_used():
    code = (
        "import sys, autograd_lite as ag; assert 'mpmath' not in sys.modules; "
        "ag.testing.check_gradients(ag.exp, 1.0); assert 'hypothesis' not in sys.modules; "
        "ag.testing.strategies.values()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not hasattr(ag, "nothing_of_that_name")


def test_types_are_published():
    for file in ("py.typed", "methods.pyi", "primitives/__init__.pyi"):
        assert resources.files("autograd_lite").joinpath(file).is_file()
    licences = metadata.metadata("autograd_lite")["License-Expression"]
    assert licences == "MIT AND OFL-1.1 AND Bitstream-Vera"  # the latter two are the fonts'
    assert metadata.version("autograd_lite") == ag.__version__


@pytest.mark.parametrize("python", ["cpython", "pypy"])
def test_what_compiles_the_engine_is_asked_for_where_it_can_be_installed(tmp_path, python):
    for name in ("setup.py", "pyproject.toml", "README.md", "autograd_lite/__init__.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "autograd_lite/engine", tmp_path / "autograd_lite/engine")
    code = (
        f"import sys; from setuptools import build_meta; sys.implementation.name = {python!r}; "
        "print(build_meta.get_requires_for_build_wheel())"
    )
    environment = os.environ | {"AUTOGRAD_LITE_BUILD": "auto"}
    asked = subprocess.check_output(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, text=True
    )
    compiles = python == "cpython" and shutil.which("cc")
    assert asked.endswith("['mypy>=2.4']\n" if compiles else "[]\n")


def links(markdown):
    return re.findall(r"]\(([^)\s]*)\)", markdown)


def test_links_of_the_readme_are_whole_on_an_index_page():
    told = metadata.metadata("autograd_lite")
    described = links(told.get_payload() or told["Description"])  # where a backport reads it
    assert described != []
    assert [link for link in described if not link.startswith("https://")] == []


def test_the_quick_tests_are_a_slice_of_everything():
    for path in Path(__file__).parent.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        tests, slow = text.count("\ndef test_"), text.count("\n@pytest.mark.slow\n")
        assert tests > slow, f"no test of {path.name} is left to make quick"


def test_import_loads_nothing_heavy_and_recording_needs_none_of_it():
    code = (
        "import sys, autograd_lite as ag; x = ag.Value(1.0); ag.exp(x * 2).backward(); print(x, "
        "[m for m in ('numpy', 'graphviz', 'matplotlib', 'mpmath') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
