"""Run the benchmarks of the eager engine: ``python -m benchmarks.eager`` writes EAGER.md.

    python -m benchmarks.eager [--quick] [--only TEXT]

``--quick`` checks on small graphs that all peers agree, and times nothing; ``--only`` picks the
tasks with that text in their names, and prints what it finds.
"""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from benchmarks import machine
from benchmarks.eager import report
from benchmarks.eager.aims import aims
from benchmarks.eager.cases import GROWTH, tasks
from benchmarks.eager.measure import Row, measure
from benchmarks.eager.peers import PEERS
from benchmarks.eager.worker import serve
from benchmarks.harness import Pool


def main() -> int:
    """Return 1 if a peer failed or disagreed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.eager", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="", metavar="TEXT")
    options = parser.parse_args()
    chosen = {k: x for k, x in tasks(quick=options.quick).items() if options.only in k}
    found: dict[str, dict[str, Row]] = {}
    loads = [_load()]
    with Pool({x: (x, 1) for x in PEERS}, quick=options.quick, target=serve) as pool:
        for name, task in chosen.items():
            found[name] = measure(pool, name, task, timed=not options.quick)
            if options.quick or name.startswith(GROWTH):
                print(f"{name}: {len(found[name])} peers", flush=True)
            else:
                print(report.table(name, found[name]), end="\n\n", flush=True)
            loads.append(_load())
    if not options.quick:
        print(report.growth(found), "", *(aim.line() for aim in aims(found)), sep="\n")
    if not options.quick and not options.only:
        load = f"load {min(loads):.1f} to {max(loads):.1f} during the run"
        here = f"{machine.describe()}; {load}; {date.today()}"
        path = Path(__file__).parents[1] / "EAGER.md"
        report.write(path, here, pool.versions, pool.absent, found)
    failures = [
        f"{k}: {x.peer}: {x.failure}" for k, r in found.items() for x in r.values() if x.failure
    ]
    print(*[f"left out: {name}: {why}" for name, why in pool.absent.items()], *failures, sep="\n")
    return int(bool(failures))


def _load() -> float:
    """How many programs wanted a core in the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


if __name__ == "__main__":
    sys.exit(main())
