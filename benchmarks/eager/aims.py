"""What the engine is meant to reach, and whether it does."""

import math
from collections.abc import Mapping

from benchmarks.aims import Aim
from benchmarks.eager.cases import CHAIN, GROWTH, NETWORK, PER_OPERATION, TASKS
from benchmarks.eager.measure import Row, ratio
from benchmarks.eager.peers import MICROGRAD, NATIVE, PYTHON

_FASTER = "times as fast as micrograd"
Found = Mapping[str, Mapping[str, Row]]


def aims(found: Found) -> list[Aim]:
    """All of them; nan where something was not measured."""
    return [
        *_of_engine(found, PYTHON, per_operation=2.5, network=8.0, size=230.0),
        *_of_engine(found, NATIVE, per_operation=12.0, network=40.0, size=130.0),
    ]


def _of_engine(
    found: Found, engine: str, *, per_operation: float, network: float, size: float
) -> list[Aim]:
    listed = []
    for case, limit in ((PER_OPERATION, per_operation), (NETWORK, network)):
        rows = found.get(case, {})
        for collector, condition in ((True, ""), (False, ", without the collector")):
            faster = ratio(rows.get(MICROGRAD), rows.get(engine), collector=collector)
            text = f"{engine} | {_FASTER}, {case}{condition}"
            listed.append(Aim(text, "≥", limit, faster))
    chain = found.get(CHAIN, {}).get(engine)
    bytes_each = chain.memory[0] / TASKS[CHAIN].per[0] if chain else math.nan
    worst, case = _backward_by_forward(found, engine)
    listed.append(Aim(f"{engine} | bytes per operation, {CHAIN}", "≤", size, bytes_each))
    text = f"{engine} | backward ÷ forward without the collector, at most: {case}"
    listed.append(Aim(text, "≤", 1.0, worst))
    for step in ("forward", "backward"):
        text = f"{engine} | {step}, slowest ÷ fastest size without the collector, {GROWTH}"
        listed.append(Aim(text, "≤", 1.5, _growth(found, engine, step)))
    return listed


def _backward_by_forward(found: Found, engine: str) -> tuple[float, str]:
    ratios = [(math.nan, "")]
    for case, rows in found.items():
        if engine in rows:
            row = rows[engine]
            forward = row.middle("forward", collector=False)
            ratios.append((row.middle("backward", collector=False) / forward, case))
    return max(ratios[1:] or ratios)


def _growth(found: Found, engine: str, step: str) -> float:
    each = [
        rows[engine].middle(step, collector=False) / TASKS[case].per[0]
        for case, rows in found.items()
        if case.startswith(GROWTH) and engine in rows
    ]
    return max(each) / min(each) if each else math.nan
