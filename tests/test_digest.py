"""The digest of a program: of everything that matters to what is compiled, and of nothing else."""

import math
import subprocess
import sys
from pathlib import Path

import pytest

import autograd_lite as ag
from autograd_lite.compiler.digest import digest
from autograd_lite.compiler.program import Constant, Input, Output, Program, Step
from autograd_lite.primitives.operation import INTERNAL, TABLE

NODES = (Input("x"), Input("y", batched=True), Constant(0.5), Step(TABLE["add"], (0, 1), "sum"))
PROGRAM = Program((*NODES, Step(TABLE["multiply"], (2, 3))), (Output(4, reduced=True),))


def changed(place, node):
    nodes = list(PROGRAM.nodes)
    nodes[place] = node
    return Program(tuple(nodes), PROGRAM.outputs)


ALIKE = {
    "input": changed(0, Input("another name")),
    "batched": changed(1, Input("z", batched=True)),
    "label": changed(3, Step(TABLE["add"], (0, 1))),
}
OTHERS = {
    "row": changed(3, Step(TABLE["subtract"], (0, 1))),
    "operand": changed(3, Step(TABLE["add"], (1, 0))),
    "count": changed(3, Step(TABLE["sum"], (0, 1, 1))),
    "kind of input": changed(0, Input("x", batched=True)),
    "number": changed(2, Constant(math.nextafter(0.5, 1.0))),
    "zero": changed(2, Constant(0.0)),
    "negative zero": changed(2, Constant(-0.0)),
    "nan": changed(2, Constant(math.nan)),
    "step for constant": changed(2, Step(TABLE["add"], (0, 1))),
    "result": Program(PROGRAM.nodes, (Output(3, reduced=True),)),
    "sum of results": Program(PROGRAM.nodes, (Output(4),)),
    "two results": Program(PROGRAM.nodes, PROGRAM.outputs * 2),
    "one more": Program((*PROGRAM.nodes, Input("z")), PROGRAM.outputs),
}


@pytest.mark.parametrize("program", ALIKE.values(), ids=ALIKE)
def test_names_do_not_matter(program):
    assert digest(program) == digest(PROGRAM)


def test_all_else_does():
    found = {digest(program) for program in (PROGRAM, *OTHERS.values())}
    assert len(found) == 1 + len(OTHERS)
    assert None not in found


def test_steps_are_told_from_operands():
    def program(*steps):
        nodes = (Input("x"), Input("y"), Input("z"))
        return Program((*nodes, *[Step(TABLE["sum"], x) for x in steps]), (Output(3),))

    assert digest(program((1, 2), (2,))) != digest(program((1, 2, 0, 2)))


def test_every_row_is_told_from_every_other():
    rows = [*TABLE.values(), *INTERNAL.values()]
    programs = [Program((Input("x"), Step(row, (0, 0))), (Output(1),)) for row in rows]
    assert len({digest(program) for program in programs}) == len(rows)


def test_an_operation_of_ones_own_may_be_anything():
    @ag.custom_gradient(lambda m, out, x: (2.0,))
    def add(m, x):
        return x + x

    assert digest(changed(3, Step(add, (0,)))) is None


def test_it_is_the_same_in_every_process():
    code = "import test_digest as t; print(t.digest(t.PROGRAM).hex())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent,
    )
    assert done.stdout.strip() == digest(PROGRAM).hex()
