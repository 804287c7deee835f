"""The section of RESULTS.md about plain calls."""

from collections.abc import Sequence

from benchmarks.called.aims import aims
from benchmarks.peers import REFERENCE
from benchmarks.report import Table


def section(tables: Sequence[Table], others: Sequence[Table] = ()) -> str:
    """What was aimed at and what was found out, as Markdown; ``others`` are judged too."""
    found = {x.name: {row.peer: row for row in x.rows} for x in (*tables, *others)}
    lines = [_HOW, f"![Time of every peer, relative to {REFERENCE}](called.svg)", ""]
    lines += ["| aim | | measured | |", "|---|--:|--:|---|"]
    lines += [aim.line() for aim in aims(found)]
    for table in tables:
        lines += ["", table.text()]
    return "\n".join(lines)


_HOW = """What users do, as the documentation of every library does it: plain calls with arrays, a
loop over the parameters of a model, `nn.fit`, minimisation by SciPy, on one thread
each. "autograd_lite, bound" is the call that is bound to its arrays, and
an optimizer on flat arrays: what the plain calls are measured by.

All trainings of a table begin with the same parameters, see the same batches and end with the same
parameters, as far as the deviation says. A program is timed as somebody waits for it, from the
start of Python to its end: what `import` loads, the examples from a file, a first fit, and the
parameters written. A first fit alone is timed in a fresh process, from the shapes and the data to
the trained model: making it, compiling, training, and what a library loads when it is first used;
what `import` loads does not count. A second fit is that of another new model in the same process. A
first result is timed in a fresh process too, in which the peer compiled something small before.
"""
