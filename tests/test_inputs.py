"""Wrong arguments: every error names the argument, and what only looks right is not accepted."""

import inspect

import pytest
from cases import CASES, TAKEN, WRONG, own
from matplotlib.figure import Figure

import autograd_lite as ag
from autograd_lite import datasets, linalg, nn
from autograd_lite.nn import init, schedules
from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz import plots

#: what has no argument, is made by others, or is tried with the files
UNTRIED = {
    "engine_info", "no_grad", "detect_anomaly", "flowers", "people", "Module", "Optimizer",
    "Bound", "Compiled", "EngineInfo", "Explanation", "Expression", "LayoutError", "Operation",
    "ParseError", "TracingError", "Walkthrough", "Diagram", "History", "DivergenceError",
    "FileError", "Evaluator", "Objective", "Mode", "save", "load", "Batch", "BatchExplanation",
    "Derivation", "Words", "Worksheet", "Exploration", "ModelPage", "Playground",
    "ConvergenceError", "WorkerError",
}  # fmt: skip
#: arguments that are tried under another name
ELSEWHERE = {
    "vjp": {"primals"}, "topological_order": {"roots"}, "batch": {"data"},
    "walkthrough": {"iterations"}, "root": {"arguments"}, "fixed_point": {"arguments"},
}  # fmt: skip
ROOMS = [
    *[(room, room.__all__) for room in (ag, nn, plots)],
    (init, ["constant", *init.SCHEMES]),
    (schedules, own(schedules)),
    (datasets, own(datasets)),
    (linalg, own(linalg)),
]
PUBLIC = {
    name: getattr(room, name)
    for room, names in ROOMS
    for name in names
    if callable(getattr(room, name)) and name not in TABLE
}


@pytest.mark.parametrize("name", sorted(PUBLIC.keys() - UNTRIED))
def test_every_public_function_and_argument_is_tried(name):
    thing = PUBLIC[name]
    arguments = inspect.signature(thing.__init__ if isinstance(thing, type) else thing).parameters
    assert arguments.keys() - {"self"} - ELSEWHERE.get(name, set()) <= CASES[name].kinds.keys()


WRONG_ARGUMENTS = [
    pytest.param(name, argument, value, id=f"{name}-{argument}-{i}")
    for name, each in CASES.items()
    for argument, kind in each.kinds.items()
    for i, value in enumerate(WRONG[kind])
]


@pytest.mark.parametrize(("name", "argument", "value"), WRONG_ARGUMENTS)
def test_a_wrong_argument_is_named(name, argument, value):
    one = CASES[name]
    with pytest.raises((TypeError, ValueError, OverflowError)) as error:
        one.function(**{**one.right(), argument: value})
    assert argument in str(error.value) or name in str(error.value)


TAKEN_ARGUMENTS = [
    pytest.param(name, argument, theirs, ours, id=f"{name}-{argument}-{i}")
    for name, each in CASES.items()
    for argument, kind in each.kinds.items()
    for i, (theirs, ours) in enumerate(TAKEN.get(kind, ()))
]


@pytest.mark.parametrize(("name", "argument", "theirs", "ours"), TAKEN_ARGUMENTS)
def test_numbers_of_numpy_are_taken_as_those_of_python(name, argument, theirs, ours):
    one = CASES[name]
    found, expected = (one.function(**{**one.right(), argument: x}) for x in (theirs, ours))
    if not isinstance(expected, Figure):
        assert repr(found) == repr(expected)


def test_a_folder_is_asked_for_where_one_is_needed():
    with pytest.raises(TypeError, match=r"^cache: the path of a folder is needed, got 3"):
        ag.compile(abs, cache=3)
