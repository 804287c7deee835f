"""The matrix with fresh seeds, on every engine, for as long as is wished; or one case of it again.

    python tests/fuzz.py [--minutes 30] [--seed N]
    python tests/fuzz.py --case "power/2 -2.0 4.0:float hvp numpy batch"

A case is a formula, its operands (a number to differentiate by, or number:kind), a mode, and how
it runs: "eager", or a back end with "point" or "batch". A formula and a seed, or a graph alone,
repeat all that was tried of it. Printed are the kinds of failures, with a case of each, and how
many comparisons were made. The exit status is 1 if there was a failure.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence

from matrix import modes, oracle
from matrix.cases import ROWS, VARIABLE, Formula
from matrix.findings import by_kind, kind
from matrix.found import FOUND
from matrix.graphs import graph
from matrix.runs import ALL, run_graph, run_row
from matrix.units import Account, Fixed, Numbers, Unit

import autograd_lite as ag
from autograd_lite import engine

#: rows of a batch that repeats one point: a vector of eight, and one more
REPEATED = 9
#: of each operation, for the comparison of second derivatives with mpmath; graphs beside it
POINTS, GRAPHS = 4, 10


def formula(name: str) -> Formula:
    """The formula of that name."""
    if name in FOUND:
        return FOUND[name].formula
    return graph(int(name.removeprefix("graph/"))).formula if "graph/" in name else ROWS[name]


def run(name: str, seed: int, account: Account) -> None:
    """All that a seed tries of an operation or, whatever the seed, of a graph."""
    if name not in ROWS:
        run_graph(int(name.removeprefix("graph/")), ALL, account)
        return
    rng = random.Random(seed)
    run_row(ROWS[name], rng, ALL, account)
    if ROWS[name].count <= oracle.MOST_OPERANDS:
        points = list(oracle.points(ROWS[name]))
        for x in rng.sample(points, min(POINTS, len(points))):
            oracle.check_second(ROWS[name], x, account)


def repeat(case: str) -> Account:
    """Run a case, the words of a failure, or all of a formula and a seed."""
    name, *words = case.split()
    account = Account()
    if len(words) < 2:
        run(name, int(*words or [0]), account)
        return account
    way = words[-1:] if words[-1] == "eager" else words[-2:]
    *operands, mode = words[: -len(way)]
    pairs = [(float(x), kind or VARIABLE) for x, _, kind in (w.partition(":") for w in operands)]
    point = tuple(x for x, kind in pairs if kind == VARIABLE)
    others = [pair for pair in pairs if pair[1] != VARIABLE]
    fixed = Fixed(tuple(kind for _, kind in others), tuple(x for x, _ in others))
    variables = tuple(i for i, (_, kind) in enumerate(pairs) if kind == VARIABLE)
    unit = Unit(formula(name), variables, [fixed], [point] * REPEATED, account)
    _repeat_one(unit, point, mode, " ".join(way))
    return account


def _repeat_one(unit: Unit, point: Numbers, mode: str, way: str) -> None:
    if mode == oracle.MODE:
        oracle.check_second(unit.formula, point, unit.account)
    elif way == "eager":
        unit.eager(1, [mode])
    elif mode == modes.CLOSED_OVER:
        unit.closed_over(way)
    else:
        (unit.traced if mode in modes.TRACED else unit.methods)(way, [mode])


def fuzz(minutes: float, seed: int) -> Account:
    """All of it again and again, with other numbers and graphs."""
    account, rng, end = Account(), random.Random(seed), time.monotonic() + 60.0 * minutes
    seen: set[tuple[str, str]] = set()
    while True:
        for name in rng.sample([*ROWS], len(ROWS)):
            for each in [name, *(f"graph/{rng.randrange(10**9)}" for _ in range(GRAPHS))]:
                run_seed = rng.randrange(10**9)
                before = len(account.failures)
                run(each, run_seed, account)
                for failure in account.failures[before:]:
                    if kind(failure) not in seen:
                        seen.add(kind(failure))
                        alone = bool(repeat(failure.case).failures)
                        _print_case(failure.case if alone else f"{each} {run_seed}")
                if time.monotonic() > end:
                    return account


def _print_case(case: str) -> None:
    name = ag.engine_info().name
    print(f'{engine.VARIABLE}={name} {sys.executable} tests/fuzz.py --case "{case}"', flush=True)


def report(account: Account) -> None:
    """What was found, and how much was compared."""
    ways: Counter[str] = Counter()
    for (_, way), number in account.comparisons.items():
        ways[way] += number
    lines = [f"{ways.total()} comparisons on the engine {ag.engine_info().name}: {dict(ways)}"]
    print("\n".join([*by_kind(account.failures), *lines, f"{len(account.failures)} failures"]))


def on_every_engine(minutes: float, seed: int) -> int:
    """The same seed on each engine, side by side."""
    names = {"python", ag.engine_info().name}
    arguments = [sys.executable, __file__, "--minutes", str(minutes), "--seed", str(seed), "--here"]
    started = [
        subprocess.Popen(arguments, env=os.environ | {engine.VARIABLE: name}) for name in names
    ]
    return max(process.wait() for process in started)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--here", action="store_true", help="on this engine alone")
    parser.add_argument("--case")
    given = parser.parse_args(arguments)
    if not given.case and not given.here:
        print(f"seed {given.seed}", flush=True)
        return on_every_engine(given.minutes, given.seed)
    account = repeat(given.case) if given.case else fuzz(given.minutes, given.seed)
    report(account)
    return 1 if account.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
