"""Runs the cells of a page in the browser as a notebook would, and sends on what they show.

Whoever starts it gives ``post(kind, text)``, of which the kinds are those of ``KINDS``.
"""

import ast
import io
import linecache
import sys
import traceback
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

Post = Callable[[str, str], object]
#: what a page can show, best first: of what was displayed; what was printed; an error
LOOKS = {"text/html": "_repr_html_", "image/svg+xml": "_repr_svg_", "text/plain": "__repr__"}
PRINTED, ERROR = "printed", "error"
KINDS = (*LOOKS, PRINTED, ERROR)


class Printed(io.TextIOBase):
    """What takes the place of the terminal."""

    def __init__(self, post: Post) -> None:
        self.post = post

    def write(self, text: str) -> int:
        """Send it on."""
        self.post(PRINTED, text)
        return len(text)


class Cells:
    """The names that all cells share, and how one is run."""

    def __init__(self, post: Post) -> None:
        self.post = post
        self.names: dict[str, Any] = {"__name__": "__main__", "display": self.display}

    def run(self, source: str, name: str) -> None:
        """Run a cell; show what its last line gives, or the error as Python tells it."""
        linecache.cache[name] = len(source), None, source.splitlines(keepends=True), name
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = Printed(self.post)
        try:
            self._run(source, name)
        except BaseException as error:  # SystemExit, too: there is nothing to leave
            told = traceback.format_exception(error.with_traceback(_of_the_cell(error)))
            self.post(ERROR, "".join(told))
        finally:
            sys.stdout, sys.stderr = before

    def display(self, *things: Any) -> None:
        """Show things in their best looks."""
        for thing in things:
            kind, text = next(_looks(thing))
            self.post(kind, text)

    def _run(self, source: str, name: str) -> None:
        tree = compile(source, name, "exec", ast.PyCF_ONLY_AST)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), self.names)  # noqa: S102  # what the page is for
        if last is not None:
            code = compile(ast.Expression(last.value), name, "eval")
            if (given := eval(code, self.names)) is not None:  # noqa: S307
                self.display(given)


def _of_the_cell(error: BaseException) -> TracebackType | None:
    """The trace of an error without the lines of this file, which the reader did not write."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_code.co_filename == Cells.run.__code__.co_filename:
        trace = trace.tb_next
    return trace


def _looks(thing: Any) -> Iterator[tuple[str, str]]:
    """The looks of a thing, best first."""
    bundle = thing._repr_mimebundle_() if hasattr(thing, "_repr_mimebundle_") else {}
    for kind, method in LOOKS.items():
        if kind in bundle:
            yield kind, bundle[kind]
        elif hasattr(thing, method):
            yield kind, getattr(thing, method)()
