"""Find a program that lays out DOT text, and run it with a time limit.

First come those that were registered. Three others are known, in this order: Graphviz's ``dot`` on
the path; pygraphviz, whose wheels carry Graphviz; graphviz-pure, a port of Graphviz that is one
small wheel with fonts of its own, and that comes with autograd_lite wherever it has wheels.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autograd_lite.inputs import checks
from autograd_lite.system.requirements import installation

TIME_LIMIT = 30.0  # seconds; the time to lay out a dense graph has no bound

#: makes a picture of DOT text in a format, which is svg
Layout = Callable[[str, str], bytes]


class LayoutError(RuntimeError):
    """No layout program was found, or it failed, or it took too long."""

    __module__ = "autograd_lite"


@dataclass(frozen=True)
class LayoutProgram:
    """What lays out DOT text. All other formats are made of the SVG that it draws."""

    name: str
    run: Layout


_REGISTERED: dict[str, LayoutProgram] = {}


def register_layout_program(name: str, run: Layout | None) -> None:
    """Draw diagrams by ``run(dot, file_format)``, which returns the bytes of the picture.

    For a place where no other layout program can be: a browser, in which Python is Pyodide and
    Graphviz is WebAssembly. It comes before all others. The format is svg, of which all others are
    made. The same ``name`` replaces what it stood for; with None for ``run`` it is forgotten.

    Raises TypeError for what is no function or no str.

    >>> from autograd_lite import Value, draw
    >>> register_layout_program("empty", lambda dot, file_format: b"<svg></svg>")
    >>> try:
    ...     picture = draw(Value(1.0)).svg()
    ... finally:
    ...     register_layout_program("empty", None)
    >>> "</svg>" in picture
    True
    """
    key = checks.text("name", name)
    given = None if run is None else checks.function("run", run)
    _REGISTERED.pop(key, None)
    if given is not None:
        _REGISTERED[key] = LayoutProgram(key, given)


def layout_programs() -> Iterator[LayoutProgram]:
    """The layout programs that there are here, best first."""
    import shutil  # here and below: imports that the first picture needs, and nothing before
    from importlib import util

    yield from reversed([*_REGISTERED.values()])
    if dot := shutil.which("dot"):
        yield LayoutProgram("dot", partial(_run, [dot]))
    if util.find_spec("pygraphviz"):
        python = partial(_run, [sys.executable, "-c", _PYGRAPHVIZ])
        yield LayoutProgram("pygraphviz", python)
    if pure := _graphviz_pure():
        yield LayoutProgram("graphviz-pure", partial(_run, [pure]))


# A process of its own, as for the others: it can be stopped when its time is over.
_PYGRAPHVIZ = """
import sys, warnings, pygraphviz
warnings.simplefilter("ignore")
graph = pygraphviz.AGraph(sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(graph.draw(format=sys.argv[1][2:], prog="dot"))
"""


def _run(command: list[str], dot: str, file_format: str) -> bytes:
    """A program of the machine: reads DOT on stdin, takes ``-Tformat``, writes to stdout."""
    import subprocess

    done = subprocess.run(  # noqa: S603  # an argument list, no shell; labels go to stdin
        [*command, f"-T{file_format}"],
        input=dot.encode(),
        capture_output=True,
        timeout=TIME_LIMIT,
    )
    if done.returncode:
        raise RuntimeError(
            done.stderr.decode(errors="replace") or f"it ended with {done.returncode}"
        )
    return done.stdout


def _graphviz_pure() -> str | None:
    from importlib import metadata

    try:
        package = metadata.distribution("graphviz-pure")
    except metadata.PackageNotFoundError:
        return None
    for file in package.files or []:
        if file.stem == "graphviz-pure":
            # pip install --target FOLDER moves it to FOLDER/bin, and does not write that down
            places = Path(str(file.locate())), Path(str(package.locate_file("bin")), file.name)
            return next((str(place) for place in places if place.exists()), None)
    return None


def layout_program() -> LayoutProgram:
    """The best program; raises LayoutError, which says what to install."""
    if best := next(layout_programs(), None):
        return best
    install = installation("graphviz")
    hint = f"run: {install}" if install else "give one to autograd_lite.viz.register_layout_program"
    raise LayoutError(f"no layout program was found; {hint}")


def lay_out(dot: str) -> str:
    """Return the picture of ``dot`` as an SVG document.

    Raises LayoutError, which says what to install or to change.
    """
    import subprocess

    program = layout_program()
    try:
        picture = program.run(dot, "svg")
    except subprocess.TimeoutExpired as late:
        raise LayoutError(
            f"{program.name} did not finish the layout in {late.timeout:g} s; draw a smaller part "
            "of the graph: draw(node) shows only what that node was computed from"
        ) from None
    except Exception as error:  # one that was registered may raise anything
        said = str(error).strip()[-500:] or repr(error)
        raise LayoutError(f"{program.name} failed: {said}") from error
    if not isinstance(picture, bytes) or b"<svg" not in picture[:2000]:
        raise LayoutError(
            f"{program.name} failed: bytes of svg are needed, got {checks.shown(picture)}"
        )
    return picture.decode()
