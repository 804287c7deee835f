"""Expanding the operations of a program by their own records, into the base functions."""

from collections.abc import Container

from autograd_lite.compiler.builder import Builder
from autograd_lite.compiler.program import Constant, Input, Output, Program, Step
from autograd_lite.compiler.symbols import BASE, Symbol, place_of, vocabulary
from autograd_lite.primitives.operation import Operation


def expand(
    program: Program, kept: Container[Operation], weak: Container[int] = frozenset()
) -> Program:
    """The same program in which only operations that are ``kept`` occur.

    Every other one is replaced by what its record does, and strong products at places that are
    ``weak`` by plain ones.
    """
    if not weak and all(node.op in kept for node in program.nodes if isinstance(node, Step)):
        return program
    b = Builder()
    m = vocabulary(b, kept)
    new: list[int] = []
    for place, node in enumerate(program.nodes):
        if isinstance(node, Input):
            new.append(b.input(*node))
        elif isinstance(node, Constant):
            new.append(b.constant(node.value))
        else:
            op = BASE["multiply"] if place in weak else node.op
            operands = [new[i] for i in node.operands]
            if op in kept:
                new.append(b.step(op, *operands, label=node.label))
            else:
                out = op.forward(m, *[Symbol(b, x) for x in operands])
                new.append(b.name(place_of(b, out), node.label))
    return b.program(Output(new[out.place], out.reduced) for out in program.outputs)
