"""The code of pages, README.md and docs/**/*.md: what kinds there are, and how each is run.

The blocks of one page are run in order, in one namespace and one folder, by their kinds:

* ``{code-cell}``: run, and what its last line gives is shown to nobody (the site does that);
* ``python`` with ``>>>``: a doctest;
* ``python``: run;
* ``sh``: commands of autograd-lite are run; what ``pip install`` and ``make`` are asked for exists;
* ``text``, ``math`` and directives such as ``{list-table}``: no code.

Before any other, and before one that shall not run, ``<!-- not run: WHY -->`` says why.
"""

import ast
import contextlib
import doctest
import io
import re
import shlex
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograd_lite.cli import main

ROOT = Path(__file__).parents[1]
FENCE = re.compile(
    r"(?P<why><!-- not run: [^>]+-->\s*\n)?^(?P<fence>`{3,})(?P<kind>\S*)[^\n]*\n"
    r"(?P<code>.*?)^(?P=fence)\s*$",
    re.MULTILINE | re.DOTALL,
)
OPTION = re.compile(r"^:[\w-]+:.*\n", re.MULTILINE)
CELL, RAISES = "{code-cell}", "raises-exception"
NO_CODE = {"text", "math"}
#: how a notebook asks a thing for its looks
LOOKS = "_repr_mimebundle_", "_repr_html_", "_repr_svg_", "_repr_png_"
#: commands that end when someone ends them, or depend on the machine
ENDLESS = {"docs", "doctor", "playground"}


@dataclass(frozen=True)
class Block:
    """A block of code of a page."""

    line: int
    kind: str
    code: str
    why_not: str

    @property
    def is_code(self) -> bool:
        """Whether someone could run it."""
        return self.kind == CELL or not (self.kind in NO_CODE or self.kind.startswith("{"))


def pages() -> list[str]:
    """The pages, as paths from the root of the repository."""
    return [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    ]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of code of a page."""
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start("code"))
        yield Block(line, found["kind"], found["code"], (found["why"] or "").strip())


def needed(text: str) -> list[str]:
    """The packages that a page says it needs beside ours: ``<!-- needs: jax casadi -->``."""
    return " ".join(re.findall(r"<!-- needs: ([\w ]+?) *-->", text)).split()


def run(page: str, folder: Path) -> list[str]:
    """Run the code of a page in a folder; return what went wrong in doctests. Else it raises."""
    names: dict[str, Any] = {"__name__": "__main__", "display": show}
    told: list[str] = []
    with contextlib.chdir(folder):
        for block in blocks((ROOT / page).read_text(encoding="utf-8")):
            if block.is_code and not block.why_not:
                told += run_block(block, page, names)
    return told


def run_block(block: Block, page: str, names: dict[str, Any]) -> list[str]:
    """Run a block by its kind."""
    if block.kind == "sh":  # what it writes is not what the page shows
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            return [f"{page}: {line}: {why}" for line in lines(block.code) if (why := wrong(line))]
    if block.kind == "python" and block.code.lstrip().startswith(">>>"):
        return run_doctest(block, page, names)
    if block.kind in ("python", CELL):
        run_cell(block, page, names)
        return []
    return [f"{page}, line {block.line}: nobody runs a block of {block.kind or 'no kind'}"]


def run_doctest(block: Block, page: str, names: dict[str, Any]) -> list[str]:
    """Run a doctest; return its complaints."""
    told: list[str] = []
    test = doctest.DocTestParser().get_doctest(block.code, names, page, page, block.line)
    doctest.DocTestRunner().run(test, out=told.append, clear_globs=False)
    names.update(test.globs)
    return told


def run_cell(block: Block, page: str, names: dict[str, Any]) -> None:
    """Run statements, and look at what the last one gives as a notebook would."""
    options = "".join(OPTION.findall(block.code))
    tree = ast.parse(OPTION.sub("\n", block.code))
    ast.increment_lineno(tree, block.line)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(tree, page, "exec"), names)
            if last is not None:
                show(eval(compile(ast.Expression(last.value), page, "eval"), names))
    except Exception:
        if RAISES not in options:
            raise
    else:
        if RAISES in options:
            raise AssertionError(f"{page}, line {block.line}: it should have raised")


def show(*things: Any) -> None:
    """Ask things for their looks."""
    for thing in things:
        for look in LOOKS:
            if hasattr(thing, look):
                getattr(thing, look)()


# Commands ------------------------------------------------------------------------------------


def lines(code: str) -> Iterator[str]:
    """The commands of a shell's block."""
    for line in code.replace("\\\n", " ").splitlines():
        if line.strip():
            yield line


def wrong(command: str) -> str:
    """What is wrong with a command; nothing, if it ran or could run."""
    program, *arguments = shlex.split(command, comments=True) or ["true"]
    if program == "autograd-lite" and arguments[0] not in ENDLESS:
        output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with contextlib.redirect_stdout(output):
            status = main(arguments)
        return f"status {status}" if status else ""
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        unknown = [a for a in arguments if "=" not in a and f"\n{a}:" not in makefile]
        return f"no target {', '.join(unknown)}" if unknown else ""
    if arguments[:1] == ["install"] and program == "pip":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        extras = {e for a in arguments for e in re.findall(r"[\w-]+", (a + "[").split("[")[1])}
        unknown = sorted(extras - {*project["optional-dependencies"]})
        return f"no extra {', '.join(unknown)}" if unknown else ""
    return "" if program in ("autograd-lite", "true") else f"nobody runs {program}"
