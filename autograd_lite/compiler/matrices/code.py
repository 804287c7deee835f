"""The functions of a program over arrays, ready to run."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from autograd_lite.compiler.core import expand, weak_chains
from autograd_lite.compiler.executable import executable
from autograd_lite.compiler.languages import python
from autograd_lite.compiler.matrices.functions import (
    KEPT,
    SIGNS,
    Matrices,
    MatricesOfNumpy,
    functions,
)
from autograd_lite.compiler.matrices.gathering import CONSTANTS
from autograd_lite.compiler.matrices.graph import Graph, graph
from autograd_lite.compiler.matrices.library import Library
from autograd_lite.compiler.matrices.writing import Layout, write
from autograd_lite.compiler.program import Program

_LANGUAGE: Final = python.language(SIGNS)

#: a function of arrays that returns some
Function = Callable[..., Sequence[Any]]


class Code(NamedTuple):
    """The functions that `writing.Text` describes."""

    before: Function
    rows: Function
    #: None if ``rows`` is exact
    exact: Function | None
    after: Function
    width: int
    step: int


def sums_found(program: Program) -> Graph:
    """A program as matrices are made of it."""
    expanded = expand(program, KEPT)
    return graph(expanded, weak_chains(expanded))


def code(of: Graph, layout: Layout, library: Library | None = None) -> Code:
    """The functions for NumPy's arrays, or for those of another library."""
    text = write(of, layout, _LANGUAGE)
    known: dict[str, Any] = {}
    if library is None:
        import numpy as np

        known |= functions(np) | MatricesOfNumpy(np).table()
        known |= {CONSTANTS: np.array(text.constants)}
        known |= {name: np.array(places) for name, places in text.positions.items()}
    else:
        known |= functions(library.xp) | Matrices(library.xp).table() | {"where": library.where}
        known |= {CONSTANTS: library.known(text.constants)}
        known |= {name: library.known(x) for name, x in text.positions.items()}
    return Code(
        before=executable(text.before, known),
        rows=executable(text.rows, known),
        exact=executable(text.exact, known) if text.exact else None,
        after=executable(text.after, known),
        width=text.width,
        step=text.step,
    )
