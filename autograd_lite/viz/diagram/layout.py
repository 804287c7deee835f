"""Find a program that lays out DOT text, and run it with a time limit.

Three are known, in this order: Graphviz's ``dot`` on the path; pygraphviz, whose wheels carry
Graphviz; graphviz-pure, a port of Graphviz that is one small wheel with fonts of its own, and
that comes with autograd_lite wherever it has wheels.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

TIME_LIMIT = 30.0  # seconds; the time to lay out a dense graph has no bound

# A process of its own, as for the others: it can be stopped when its time is over.
_PYGRAPHVIZ = """
import sys, warnings, pygraphviz
warnings.simplefilter("ignore")
graph = pygraphviz.AGraph(sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(graph.draw(format=sys.argv[1][2:], prog="dot"))
"""


class LayoutError(RuntimeError):
    """No layout program was found, or it failed, or it took too long."""

    __module__ = "autograd_lite"


@dataclass(frozen=True)
class Engine:
    """A layout program: reads DOT on stdin, takes ``-Tformat``, writes to stdout."""

    name: str
    command: tuple[str, ...]
    formats: tuple[str, ...]


def engines() -> Iterator[Engine]:
    """The layout programs that this machine has, best first."""
    import shutil  # here and below: imports that the first picture needs, and nothing before
    from importlib import util

    if dot := shutil.which("dot"):
        yield Engine("dot", (dot,), ("svg", "png", "pdf"))
    if util.find_spec("pygraphviz"):
        yield Engine("pygraphviz", (sys.executable, "-c", _PYGRAPHVIZ), ("svg", "png", "pdf"))
    if pure := _graphviz_pure():
        yield Engine("graphviz-pure", (pure,), ("svg", "png"))


def _graphviz_pure() -> str | None:
    from importlib import metadata

    try:
        files = metadata.files("graphviz-pure") or []
    except metadata.PackageNotFoundError:
        return None
    programs = (str(file.locate()) for file in files if file.stem == "graphviz-pure")
    return next(programs, None)


def lay_out(dot: str, file_format: str) -> bytes:
    """Return the picture of ``dot`` in ``file_format``: "svg", "png" or "pdf".

    Raises LayoutError, which says what to install or to change.
    """
    import subprocess

    found = list(engines())
    able = [engine for engine in found if file_format in engine.formats]
    if not able:
        names = ", ".join(engine.name for engine in found) or "none"
        raise LayoutError(
            f"no layout program for {file_format} was found (found: {names}); "
            'run: pip install "autograd_lite[graphviz]"'
        )
    engine = able[0]
    try:
        done = subprocess.run(  # noqa: S603  # an argument list, no shell; labels go to stdin
            [*engine.command, f"-T{file_format}"],
            input=dot.encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise LayoutError(
            f"{engine.name} did not finish the layout in {TIME_LIMIT:g} s; draw a smaller part "
            "of the graph: draw(node) shows only what that node was computed from"
        ) from None
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error).encode()).decode(errors="replace")
        raise LayoutError(f"{engine.name} failed: {said.strip()[-500:]}") from None
    return done.stdout
