"""Run the benchmarks: ``python -m benchmarks`` writes RESULTS.md and its pictures beside this file.

    python -m benchmarks [--quick] [--only TEXT]

``--quick`` checks on small numbers that all peers agree, and times nothing; ``--only`` picks the
tasks with that text in their names, and prints what it finds.
"""

import argparse
import compileall
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import autograd_lite
from benchmarks import called, cases, machine, report
from benchmarks.called.cases import tasks as called_tasks
from benchmarks.called.peers import PEERS as CALLED
from benchmarks.called.report import section
from benchmarks.called.worker import serve as serve_called
from benchmarks.cases import Task
from benchmarks.harness import Pool, Target
from benchmarks.peers import PEERS
from benchmarks.worker import serve


class Part(NamedTuple):
    """A part of the run: its title, its tasks, and the peers with their numbers of threads."""

    title: str
    tasks: Mapping[str, Task]
    peers: dict[str, tuple[str, int]]
    target: Target = serve


def main() -> int:
    """Return 1 if a peer failed or disagreed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", metavar="TEXT")
    options = parser.parse_args()
    # as pip does with what it installs, so that nobody's first result waits for Python's compiler
    compileall.compile_dir(Path(autograd_lite.__file__).parent, quiet=1)
    versions: dict[str, str] = {}
    absent: dict[str, str] = {}
    found: dict[str, list[report.Table]] = {}
    for part in _parts(quick=options.quick):
        chosen = {name: x for name, x in part.tasks.items() if options.only in name}
        if not chosen:
            continue
        with Pool(part.peers, quick=options.quick, target=part.target) as pool:
            versions |= pool.versions
            absent |= pool.absent
            found[part.title] = _measured(pool, chosen, timed=not options.quick)
    if not options.quick and not options.only:
        _write(versions, absent, found)
    failures = [
        f"{table.name}: {row.peer}: {row.failure}"
        for tables in found.values()
        for table in tables
        for row in table.rows
        if row.failure
    ]
    print(*[f"left out: {name}: {why}" for name, why in absent.items()], *failures, sep="\n")
    return int(options.quick and bool(failures))


def _parts(*, quick: bool) -> list[Part]:
    cores = machine.cores()
    one = {name: (name, 1) for name in PEERS}
    several: dict[str, tuple[str, int]] = {}
    for name, spec in PEERS.items():
        if spec.parallel:
            several |= {name: (name, cores), f"{name}, one core": (name, 1)}
    parts = [
        Part(called.TITLE, called_tasks(quick=quick), {x: (x, 1) for x in CALLED}, serve_called),
        Part("One core", cases.tasks(quick=quick), one),
    ]
    if not quick and cores > 1:
        parallel = {name: x for name, x in cases.tasks().items() if x.parallel}
        parts.append(Part(f"All {cores} cores", parallel, several))
    return parts


def _measured(pool: Pool, chosen: Mapping[str, Task], *, timed: bool) -> list[report.Table]:
    tables = []
    for name, task in chosen.items():
        table = report.Table(name, task, pool.measure(name, task, timed=timed))
        print(table.text() if timed else f"{name}: {len(table.rows)} peers", end="\n\n", flush=True)
        tables.append(table)
    return tables


def _write(
    versions: Mapping[str, str], absent: Mapping[str, str], found: dict[str, list[report.Table]]
) -> None:
    here = Path(__file__).parent
    sections = {title: report.text_of(tables) for title, tables in found.items()}
    sections[called.TITLE] = section(found[called.TITLE], found["One core"])
    where = f"{machine.describe()}; {date.today()}"
    report.write(here / "RESULTS.md", where, versions, absent, sections)
    report.plot(here / "called.svg", [x for x in found[called.TITLE] if len(x.rows) > 2])
    report.plot(here / "results.svg", found["One core"])


if __name__ == "__main__":
    sys.exit(main())
