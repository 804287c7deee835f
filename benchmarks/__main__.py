"""Run the benchmarks: ``python -m benchmarks`` writes RESULTS.md and results.svg beside this file.

    python -m benchmarks [--quick] [--only TEXT]

``--quick`` checks on small numbers that all peers agree, and times nothing; ``--only`` picks the
tasks with that text in their names, and prints what it finds.
"""

import argparse
import sys
from pathlib import Path

from benchmarks import machine, report
from benchmarks.cases import tasks
from benchmarks.harness import Pool
from benchmarks.peers import PEERS


def main() -> int:
    """Return 1 if a peer failed or disagreed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", metavar="TEXT")
    options = parser.parse_args()
    chosen = {k: x for k, x in tasks(quick=options.quick).items() if options.only in k}
    one = {name: (name, 1) for name in PEERS}
    with Pool(one, quick=options.quick) as pool:
        versions, absent = pool.versions, pool.absent
        found = {"One core": _measured(pool, chosen, timed=not options.quick)}
    cores = machine.cores()
    if not options.quick and cores > 1:
        parallel = {name: x for name, x in chosen.items() if x.parallel}
        several = {}
        for name, spec in PEERS.items():
            if spec.parallel and name in versions:
                several |= {name: (name, cores), f"{name}, one core": (name, 1)}
        with Pool(several, quick=False) as pool:
            found[f"All {cores} cores"] = _measured(pool, parallel, timed=True)
    if not options.quick and not options.only:
        here = Path(__file__).parent
        report.write(here / "RESULTS.md", machine.describe(), versions, absent, found)
        report.plot(here / "results.svg", found["One core"])
    failures = [
        f"{table.name}: {row.peer}: {row.failure}"
        for tables in found.values()
        for table in tables
        for row in table.rows
        if row.failure
    ]
    print(*[f"left out: {name}: {why}" for name, why in absent.items()], *failures, sep="\n")
    return int(options.quick and bool(failures))


def _measured(pool: Pool, chosen: dict[str, report.Task], *, timed: bool) -> list[report.Table]:
    tables = []
    for name, task in chosen.items():
        table = report.Table(name, task, pool.measure(name, task, timed=timed))
        print(table.text() if timed else f"{name}: {len(table.rows)} peers", end="\n\n", flush=True)
        tables.append(table)
    return tables


if __name__ == "__main__":
    sys.exit(main())
