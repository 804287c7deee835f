"""EAGER.md."""

import math
from collections.abc import Mapping
from pathlib import Path

from benchmarks.eager.aims import Found, aims
from benchmarks.eager.cases import GROWTH, TASKS
from benchmarks.eager.measure import Row, ratio
from benchmarks.eager.peers import NATIVE, PYTHON
from benchmarks.report import duration, one_line, quartiles

#: tasks whose graphs are so large that what else is in memory does not matter
_LARGE = 50_000


def write(
    path: Path,
    machine: str,
    versions: Mapping[str, str],
    absent: Mapping[str, str],
    found: Found,
) -> None:
    """Write everything that was found out."""
    peers = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines = ["# The eager engine", "", _HOW, f"Machine: {machine}.", "", f"Peers: {peers}."]
    if absent:
        lines += ["", "Left out:", ""]
        lines += [f"- {name}: {one_line(reason)}" for name, reason in absent.items()]
    lines += ["", "## What is to be reached", "", "| engine | | aim | measured | |"]
    lines += ["|---|---|--:|--:|---|"]
    lines += [aim.line() for aim in aims(found)]
    for case, rows in found.items():
        if not case.startswith(GROWTH):
            lines += ["", table(case, rows)]
    lines += [
        "",
        growth({x: rows for x, rows in found.items() if x.startswith(GROWTH)}),
        "",
        _PEERS,
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def table(case: str, rows: Mapping[str, Row]) -> str:
    """A task, as Markdown."""
    operations, unit = TASKS[case].per
    titles = ["", "forward", "backward", "free", f"per {unit}", "middle half",
              "without collector", "÷ native", "÷ python"]  # fmt: skip
    if operations >= _LARGE:
        titles += [f"bytes per {unit}", "at most"]
    lines = [f"## {case}", "", f"{TASKS[case].title[0].upper()}{TASKS[case].title[1:]}.", ""]
    lines += [_row(titles), f"|---|{'--:|' * (len(titles) - 1)}"]
    return "\n".join(lines + [_line(row, rows, operations) for row in rows.values()])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _line(row: Row, rows: Mapping[str, Row], operations: int) -> str:
    if row.failure:
        return _row([row.peer, one_line(row.failure)])
    steps = [row.middle(x, collector=True) for x in ("forward", "backward", "free")]
    each = [x / operations for x in row.seconds(collector=True).values()]
    low, middle, high = quartiles(each)
    calm = row.middle(collector=False) / operations
    cells = [
        f"**{row.peer}**" if row.peer in (NATIVE, PYTHON) else row.peer,
        *map(duration, steps),
        duration(middle),
        f"{duration(low)} – {duration(high)}",
        duration(calm),
        *(_ratios(row, rows.get(engine)) for engine in (NATIVE, PYTHON)),
    ]
    if operations >= _LARGE:
        cells += [f"{x / operations:.0f}" for x in row.memory]
    return _row(cells)


def _ratios(row: Row, reference: Row | None) -> str:
    as_it_runs, calm = (ratio(row, reference, collector=x) for x in (True, False))
    return "" if math.isnan(as_it_runs) else f"{as_it_runs:.2f} ({calm:.2f})"


def growth(found: Found) -> str:
    """Time per operation from small graphs to large ones, as Markdown."""
    titles = ["", "operations", "forward", "backward", "free", "collector", "its share"]
    lines = [
        f"## {GROWTH}",
        "",
        "A chain, longer and longer: time per operation without the collector, and that of it.",
        "A short one is recorded into the memory that the last one left, which is in the cache.",
        "",
        _row(titles),
        f"|---|{'--:|' * (len(titles) - 1)}",
    ]
    for engine in (NATIVE, PYTHON):
        for case, rows in found.items():
            if case.startswith(GROWTH) and engine in rows:
                lines.append(_growth_line(case, rows[engine]))
    return "\n".join(lines)


def _growth_line(case: str, row: Row) -> str:
    operations = TASKS[case].per[0]
    if row.failure:
        return _row([row.peer, f"{operations:,}", one_line(row.failure)])
    steps = [row.middle(x, collector=False) for x in ("forward", "backward", "free")]
    together, calm = row.middle(collector=True), row.middle(collector=False)
    times = [duration(x / operations) for x in (*steps, together - calm)]
    return _row([row.peer, f"{operations:,}", *times, f"{1 - calm / together:.0%}"])


_HOW = """`make bench-eager` wrote this. All peers of a table record the same expression, and agree
on its value and its derivatives. They were timed in turn in one run, each in a process of its own.
A call is a forward pass that records, a backward pass, and dropping the graph. Times are medians of
up to 15 repetitions, of seconds in which the core was busy with the peer; a ratio is the median of
those of repetitions next to each other in time, above 1 where the peer is slower than autograd_lite
on its native engine or on plain Python.

Python's cyclic collector runs as it does by itself: mostly while objects are made, and so in the
forward pass. It is most of the time of engines that leave cycles, which it alone can free, and much
of that of engines that make many objects. Users pay for it, but how much depends on what else their
program holds; so times without it stand beside, and ratios of these in brackets, and the aims are
judged in both ways.

Bytes are those by which a fresh process grew in the forward pass, and at most until the end of the
backward pass.
"""

_PEERS = """## The peers

micrograd's backward pass, and propgrad's, calls itself once for every operation in a row. Python
allows 1 000 such calls, so that they have no part in the long chain and the long sum; who raises
the limit can go further on CPython 3.11 and later.

XAD keeps a tape in C++: its backward pass touches no Python object, and the collector sees next to
nothing; nor does who wants to look at the graph. It has no network. PyTorch and autograd are made
for arrays, and are here beyond what they are meant for; where they would need minutes they are left
out. PyTorch's network computes on a row of numbers at once.

In the sums it is making the leaves that takes the time of autograd_lite, not adding them up.

Of the small scalar engines on PyPI most are micrograd with further functions: the same closures,
sets and recursion. propgrad stands for them. Others were left out: micrograd-rust, oxigrad and
sleipnirgroup-jormungandr have no wheel for this Python; lilgrad takes the name micrograd for its
own package; pyautograd is an empty package; omnigrad has no ReLU.
"""
