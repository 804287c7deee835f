"""Where the tests were run: benchmarks/PLATFORMS.md, which is a page of the reference.

    python tests/platforms.py [--write] [--emulated BY]

Runs quick tests of `FILES` with this Python, on every engine that it has, and those of compiled
code for every level of the processor. With ``--write`` the rows of this platform are written anew,
those of others stay. The exit status is 1 if a test failed. To run it with another Python, install
the package and the group ``test`` there.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
DOCUMENT = ROOT / "benchmarks" / "PLATFORMS.md"
FILES = [
    f"tests/test_{name}.py"
    for name in (
        "calculus", "compile", "compile_agreement", "draw", "engine", "graphs", "nn", "numpy",
        "operations", "table", "training", "value",
    )
]  # fmt: skip
HEADS = "Python", "system", "libraries", "native engine", "Python engine", "compiled code", "date"
#: what else the package is meant for, or may meet, by the words of a row
SYSTEMS = {
    "Linux on x86_64": "Linux x86_64",
    "Linux on aarch64": "Linux aarch64",
    "macOS": "Darwin",
    "Windows": "Windows",
    "CPython without its lock (free-threaded)": "free-threaded",
    "processors of x86-64-v4": "x86-64-v4",
}
INTRO = """\
# Platforms

`python tests/platforms.py --write` wrote this, once with every Python of the table. It runs a
slice of the tests, `pytest -m quick` of {files}, on each engine. Those of compiled code run again
for every level of the processor, with glibc's functions of vectors and without. A test that needs
what a machine lacks is skipped there.
"""
NOT_RUN = """
## Not run so far

The package is meant for these too, or may meet them. These tests were not run there:
"""


class Row(NamedTuple):
    """What ran where, and how it ended."""

    python: str
    system: str
    libraries: str
    native: str
    plain: str
    compiled: str
    date: str

    @property
    def key(self) -> tuple[str, ...]:
        """What a later run of the same replaces."""
        return self.python, self.system, self.libraries.partition(":")[0]


def python_and_system(emulator: str) -> tuple[str, str]:
    """What runs, and where."""
    from benchmarks.machine import describe

    lock = "" if getattr(sys, "_is_gil_enabled", lambda: True)() else ", free-threaded"
    system, _, python = describe().rpartition(", ")
    by = f"emulated by {emulator} on " if emulator else ""
    return python + lock, f"{platform.system()} {platform.machine()}: {by}{system}"


def libraries() -> str:
    """Whether the oldest that are allowed are installed, and the versions of some."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (least,) = (x.partition(">=")[2] for x in project["dependencies"] if x.startswith("numpy"))
    kind = "oldest" if version("numpy").startswith(f"{least}.") else "newest"
    found = []
    for name in ("numpy", "llvmlite", "matplotlib"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    return f"{kind}: {', '.join(found)}"


def ended(command: Sequence[str], **environment: str) -> Counter[str]:
    """How many tests passed, failed or were skipped."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "auto", *command],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    last = run.stdout.rstrip().rpartition("\n")[2]
    counts = {word: int(n) for n, word in re.findall(r"(\d+) (passed|failed|skipped|error)", last)}
    if run.returncode:
        print(run.stdout[-3000:], run.stderr[-3000:], sep="\n")
        counts = counts or {"failed": 1}
    return Counter(counts)


def in_words(counts: Counter[str]) -> str:
    """As in pytest's last line."""
    return ", ".join(f"{n} {word}" for word, n in counts.items()) or "–"


def measured(emulator: str) -> Row:
    """Run the tests."""
    import autograd_lite as ag

    plain = in_words(ended(["-m", "quick", *FILES], AUTOGRAD_LITE_ENGINE="python"))
    native = "–"
    if ag.engine_info().name == "native":
        native = in_words(ended(["-m", "quick", *FILES], AUTOGRAD_LITE_ENGINE="native"))
    compiled = of_levels() if find_spec("llvmlite") else "–"
    found = native, plain, compiled, str(date.today())
    return Row(*python_and_system(emulator), libraries(), *found)


def of_levels() -> str:
    """How the tests of compiled code end, for every level of the processor that is here."""
    import levels

    files = [f"tests/{name}" for name in levels.TESTS]
    found = levels.supported()[1:]
    counts: Counter[str] = Counter()
    for level in found:
        for library in ("auto", "none"):
            counts += ended(
                ["-m", "quick", "-k", "not (python or numpy)", *files],
                **levels.choice(level, library),
            )
    return f"{in_words(counts)} for {', '.join(found)}"


def kept(text: str) -> list[Row]:
    """The rows of the document as it is."""
    lines = re.findall(r"^\| (?!---)(.*) \|$", text, re.M)
    return [Row(*x.split(" | ")) for x in lines if not x.startswith(HEADS[0])]


def written(rows: Sequence[Row]) -> str:
    """The document."""
    files = ", ".join(f"`{Path(name).name}`" for name in FILES)
    table = [f"| {' | '.join(row)} |" for row in (HEADS, ["---"] * len(HEADS), *sorted(rows))]
    untried = [f"* {name}" for name in missing(rows)]
    return "\n".join([INTRO.format(files=files), *table, NOT_RUN, *untried, ""])


def missing(rows: Sequence[Row]) -> list[str]:
    """The Pythons, systems and levels of processors of which there is no row."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pythons = re.findall(r"Python :: (3\.\d+)", " ".join(project["classifiers"]))
    wanted = {f"CPython {x}": f"CPython {x}." for x in pythons} | {"PyPy": "PyPy"} | SYSTEMS
    return [name for name, words in wanted.items() if not any(words in " ".join(x) for x in rows)]


def main() -> int:
    parser = argparse.ArgumentParser(description="Run a slice of the tests on this platform.")
    parser.add_argument("--write", action="store_true", help=f"write {DOCUMENT.name}")
    parser.add_argument("--emulated", metavar="BY", default="", help="by what the processor is")
    options = parser.parse_args()
    row = measured(options.emulated)
    print(*row, sep=" | ")
    if options.write:
        before = kept(DOCUMENT.read_text("utf-8")) if DOCUMENT.exists() else []
        known = {each.key: each for each in [*before, row]}
        DOCUMENT.write_text(written([*known.values()]), encoding="utf-8")
    return any(word in " ".join(row) for word in (" failed", " error"))


if __name__ == "__main__":
    sys.exit(main())
