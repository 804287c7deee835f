"""What plain calls are meant to reach, and whether they do."""

import math
import statistics
from collections.abc import Mapping

from benchmarks.aims import Aim
from benchmarks.called.cases import (
    ADAM,
    ARRAY,
    BACKWARD,
    FIRST_FIT,
    FIRST_RESULTS,
    FITS,
    LIST,
    LOOP,
    SECOND_FIT,
    SECOND_PROCESS,
    SGD,
    SIZES,
    ZERO_GRAD,
    count,
)
from benchmarks.called.peers import BOUND, CACHED
from benchmarks.cases import compile_time
from benchmarks.cases.compile_time import STEP
from benchmarks.harness import Row
from benchmarks.peers import REFERENCE

Found = Mapping[str, Mapping[str, Row]]
_N = count(SIZES)


def aims(found: Found) -> list[Aim]:
    """All of them; nan where something was not measured."""
    return [*_of_calls(found), *_of_training(found), *_of_first_results(found)]


def _of_calls(found: Found) -> list[Aim]:
    listed = []
    for case, each in ((ARRAY, 5e-9), (LIST, 5e-9), (BACKWARD, 40e-9)):
        limit = 1e6 * (15e-6 + each * _N)
        beyond = 1e6 * (_seconds(found, case) - _seconds(found, case, BOUND))
        text = f"{case}: µs beyond the bound call, 15 and {each * 1e9:g} ns for each of {_N}"
        listed.append(Aim(text, "≤", round(limit, 1), beyond))
    for case, limit in ((ZERO_GRAD, 20.0), (SGD, 20.0), (ADAM, 60.0)):
        text = f"{case}: ns a parameter"
        listed.append(Aim(text, "≤", limit, 1e9 * _seconds(found, case) / _N))
    times = _ratio(found, LOOP, "PyTorch")
    return [*listed, Aim(f"{LOOP}: times as fast as PyTorch", "≥", 2.0, times)]


def _of_training(found: Found) -> list[Aim]:
    digits, *others = FITS
    limits = [
        (f"{digits}, {FIRST_FIT}", "scikit-learn", 1 / 1.5),
        (f"{digits}, {SECOND_FIT}", "scikit-learn", 1.0),
        (f"{digits}, {FIRST_FIT}", "PyTorch", 1.0),
        (f"{digits}, {SECOND_FIT}", "PyTorch", 1.0),
        *(
            (f"{case}, {turn}", peer, 1.0)
            for case in others
            for turn in (FIRST_FIT, SECOND_FIT)
            for peer in ("scikit-learn", "PyTorch")
        ),
    ]
    return [
        Aim(f"{case}: times as fast as {peer}", "≥", round(limit, 3), _ratio(found, case, peer))
        for case, peer, limit in limits
    ]


def _of_first_results(found: Found) -> list[Aim]:
    listed = []
    for steps, case in FIRST_RESULTS.items():
        again = f"{case}, {SECOND_PROCESS}"
        seconds = _seconds(found, case)
        if case == [*FIRST_RESULTS.values()][-1]:
            listed.append(Aim(f"{case}: seconds", "≤", 0.6, seconds))
        listed += [
            Aim(f"{case}: µs an operation", "≤", 25.0, 1e6 * seconds / (steps * STEP)),
            Aim(f"{case}: times as fast as ddx-ad", "≥", 1.0, _ratio(found, case, "ddx-ad")),
            Aim(f"{case}: times CasADi's time", "≤", 1.5, 1.0 / _ratio(found, case, "CasADi")),
            Aim(f"{again}: share of the time without cache=", "≤", 0.15,
                _ratio(found, again, CACHED)),
        ]  # fmt: skip
    for size in compile_time.SIZES[1:]:
        case = compile_time.name_of(size)
        each = 1e6 * _seconds(found, case) / compile_time.operations(size)
        listed.append(Aim(f"{case}: µs an operation", "≤", 25.0, each))
        faster = _ratio(found, case, "ddx-ad")
        listed.append(Aim(f"{case}: times as fast as ddx-ad", "≥", 1.0, faster))
    return listed


def _seconds(found: Found, case: str, peer: str = REFERENCE) -> float:
    """The median; nan if there is none."""
    row = found.get(case, {}).get(peer)
    return statistics.median(row.seconds if row and row.seconds else [math.nan])


def _ratio(found: Found, case: str, peer: str) -> float:
    """How many times as long as we a peer takes."""
    row = found.get(case, {}).get(peer)
    return statistics.median(row.ratios if row and row.ratios else [math.nan])
