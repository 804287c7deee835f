"""Expanding the operations of a program by their own records, into the base functions."""

from collections.abc import Collection, Container
from functools import partial
from typing import Any

from autograd_lite.compiler.program import Output, Program
from autograd_lite.compiler.symbols import BASE, vocabulary
from autograd_lite.primitives.operation import Operation

from .builder import Builder
from .templates import Templates

__all__ = ["expand"]


def _forward(op: Operation, m: Any, symbols: list[Any]) -> list[Any]:
    return [op.forward(m, *symbols)]


def expand(program: Program, kept: Container[Operation], weak: Collection[int] = ()) -> Program:
    """The same program in which only operations that are ``kept`` occur.

    Every other one is replaced by what its record does, and strong products at places that are
    ``weak`` by plain ones.
    """
    ops: list[Any] = program.ops
    all_operands: list[tuple[int, ...]] = program.operands
    product: Any = BASE["multiply"]
    stays = {op: op is None or op in kept for op in {*ops, product}}
    if not weak and all(stays.values()):
        return program
    b = Builder()
    templates = Templates(partial(_vocabulary, kept), _forward)
    new: list[int] = []
    labels: dict[int, str] = program.labels
    plain: set[int] = set()
    plain.update(weak)
    for place in range(len(ops)):
        op = ops[place]
        operands = all_operands[place]
        if op is None:
            each = program.given.get(place)
            if each is not None:
                new.append(b.input(each.name, each.batched))
            else:
                new.append(b.constant(program.constants[place]))
            continue
        if place in plain:
            op = product
        if stays[op]:
            if len(operands) == 2:
                found = b.add(op, (new[operands[0]], new[operands[1]]))
            else:
                found = b.add(op, tuple([new[i] for i in operands]))
        else:
            template = templates.of(op, len(operands))
            found = template.apply(b, [new[i] for i in operands])[0]
        new.append(found)
    for place, label in labels.items():
        b.name(new[place], label)
    return b.program([Output(new[out.place], out.reduced) for out in program.outputs])


def _vocabulary(kept: Any, template: Any) -> Any:
    return vocabulary(template, kept)
