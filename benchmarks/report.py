"""RESULTS.md and the plot."""

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from benchmarks.cases import Task
from benchmarks.harness import Row
from benchmarks.peers import REFERENCE


class Table(NamedTuple):
    """A task, and what was found out about it."""

    name: str
    task: Task
    rows: list[Row]

    def text(self) -> str:
        """As Markdown."""
        lines = [
            f"### {self.name}: {self.task.title}",
            "",
            f"| | time per {self.task.per[1]} | middle half | ÷ {REFERENCE} | first result "
            "| deviation |",
            "|---|--:|--:|--:|--:|--:|",
            *map(self._line, self.rows),
        ]
        return "\n".join(lines)

    def _line(self, row: Row) -> str:
        if row.failure:
            return f"| {row.peer} | {one_line(row.failure)} |"
        times = [x / self.task.per[0] for x in row.seconds]
        low, middle, high = quartiles(times)
        ratio = f"{statistics.median(row.ratios):.2f}" if row.ratios else ""
        cells = [
            f"**{row.peer}**" if row.peer == REFERENCE else row.peer,
            duration(middle),
            f"{duration(low)} – {duration(high)}",
            ratio,
            duration(row.first),
            f"{row.deviation:.0e}",
        ]
        return f"| {' | '.join(cells)} |"


def text_of(tables: Sequence[Table]) -> str:
    """One after the other, as Markdown."""
    return "\n\n".join(table.text() for table in tables)


def one_line(text: str) -> str:
    """The first line, cut, for a cell of a table."""
    line = text.splitlines()[0].replace("|", "/")
    return line if len(line) < 120 else f"{line[:120]}…"


def quartiles(numbers: Sequence[float]) -> tuple[float, float, float]:
    """The middle number, and those between which the middle half lies."""
    if len(numbers) == 1:
        return (numbers[0],) * 3
    low, middle, high = statistics.quantiles(numbers, n=4, method="inclusive")
    return low, middle, high


def duration(seconds: float) -> str:
    """Three digits and a unit.

    >>> duration(1.234e-8), duration(0.0456), duration(12.0)
    ('12.3 ns', '45.6 ms', '12.0 s')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.{2 - min(2, len(str(int(seconds / size))) - 1)}f} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def write(
    path: Path,
    machine: str,
    versions: Mapping[str, str],
    absent: Mapping[str, str],
    sections: Mapping[str, str],
) -> None:
    """Write everything that was found out: sections in Markdown by their titles."""
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines = ["# Benchmarks", "", _HOW, f"Machine: {machine}.", "", f"Peers: {peers}."]
    if absent:
        lines += ["", "Left out:", ""]
        lines += [f"- {name}: {one_line(reason)}" for name, reason in absent.items()]
    lines += ["", "![Time of every peer, relative to autograd_lite](results.svg)"]
    for title, text in sections.items():
        lines += ["", f"## {title}", "", text]
    lines += ["", _LIMITS.rstrip()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


_HOW = f"""`make bench` wrote this. All peers of a table compute the same numbers from the same
formula, and were timed in turn in one run, each in a process of its own. Times are medians of up
to 15 repetitions, with the quartiles beside them; a ratio is the median of those of repetitions
next to each other in time, and above 1 where the peer is slower than {REFERENCE}. "First result"
is the time from the Python function to its first result: recording, compiling and one call.
"Deviation" is the largest difference from the median of all peers, relative to the number itself or
to a thousandth of the largest one; a peer with more than a case allows is not timed. Times on one
core are those in which it was busy with the peer: what other programs took from it is not counted.
"""


_LIMITS = """## Where others are ahead, and why

Measured by a profile, not by the run above, on AMD EPYC with AVX-512.

**Networks over many examples** (JAX). A third of the time of 8-32-32-1 and 43 % of that of
2-16-16-1 is glibc's tanh, 14.5 ns for eight numbers, and a tenth is the exponential in its slope,
which is right to 3 ulp where 1 − tanh² has no digit left. Both together take 25 ns, JAX's 11 ns.
What is left, products and sums, takes 0.28 to 0.34 ns for eight multiplications and additions,
where the processor needs at least 0.25 and JAX's products of matrices take 0.32 to 0.44. So the
two are level, and only another tanh, with other last digits, would get further ahead.

**Two cores on networks.** They are cores of their own: C with OpenMP, whose threads spin until they
are needed, is twice as fast on both. A thread that is started for a call begins 40 µs later at
best, and 20 µs if C starts it. Parts of 512 examples go to whoever is free, so that a
part of this is lost, and not all of it.

**The Hessian in ten variables** (CasADi's C). The program has 2 660 operations, CasADi's 2 400:
slopes of quotients and logarithms do not overflow on the way, and an entry above the diagonal is
not taken from below it. The first 300 000 calls run code that is compiled in a hurry, and take
650 ns; later ones take 480 ("called often"). What is left is the compiler: gcc -O3 makes one
function of it and packs neighbouring operations into vectors. With LLVM's passes for that it takes
a fifth less, with the same digits, and is level with CasADi's C; but they take 330 ms, not 80,
which would pay after three million calls.

**A first fit** (scikit-learn). Of the 93 ms of the moons, 27 load llvmlite and ask it what the
processor is, 24 load modules of this library that scikit-learn's `import` has loaded before, 15
train, 10 are LLVM's, and the rest makes the model, the program and its text. scikit-learn
compiles nothing, and takes 55 in all; from the second fit on it takes almost twice our time.

**A first result of few operations** (CasADi). Of the 10 ms for 150, six are LLVM's and the loading
of its code. CasADi's machine, which compiles nothing, needs 4 in all, and 10 µs for every call of
the Hessian above.

**What `cache=` saves.** A hit runs the function once, 2 µs an operation. It asks which sources
there are (1 ms), and loads the code (1.3 ms and more). So 150 operations take 5 ms and 4 000 take
15. The share of the time without `cache=` is large because that fell too.
"""


def plot(path: Path, tables: Sequence[Table]) -> None:
    """Bars of the ratios, a panel for each table."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"  # letters as outlines made two thirds of the file
    import matplotlib.pyplot as plt

    columns = 3
    height = -(-len(tables) // columns)
    figure, axes = plt.subplots(height, columns, figsize=(15, 3.4 * height), squeeze=False)
    for axis, table in zip(axes.flat, tables, strict=False):
        _panel(axis, table)
    for axis in axes.flat[len(tables) :]:
        axis.set_axis_off()
    figure.tight_layout()
    # tight: titles may be wider than their panels
    figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")


def _panel(axis: Any, table: Table) -> None:
    rows = [row for row in table.rows if row.ratios and not row.failure][::-1]
    middles = [quartiles(row.ratios) for row in rows]
    bars = [middle for _, middle, _ in middles]
    errors = [[m - low for low, m, _ in middles], [high - m for _, m, high in middles]]
    axis.barh([row.peer for row in rows], bars, xerr=errors, color=[_colour(x) for x in rows])
    axis.set_xscale("log")
    axis.set_xlim(min(*bars, 0.5) / 2.0, max(*bars, 2.0) * 8.0)  # room for the numbers
    axis.minorticks_off()
    axis.axvline(1.0, color="black", linewidth=0.8)
    axis.set_title("\n".join([table.name, *wrap(table.task.title, 60)]), fontsize=9)
    axis.tick_params(labelsize=8)
    for row, (_, bar, high) in zip(rows, middles, strict=True):
        number = f"{bar:.2g}" if bar < 100.0 else f"{float(f'{bar:.2g}'):,.0f}"
        axis.annotate(f"  {number} ×", (high, row.peer), va="center", fontsize=7)


def _colour(row: Row) -> str:
    if row.peer.startswith(REFERENCE):
        return "tab:red"
    return "tab:gray" if row.peer.startswith("C ") else "tab:blue"
