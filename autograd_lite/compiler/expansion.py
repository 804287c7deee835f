"""Expanding the operations of a program by their own records, into the base functions."""

from collections.abc import Container
from functools import partial
from typing import Any

from autograd_lite import floats
from autograd_lite.compiler.builder import BASE, Builder
from autograd_lite.compiler.program import Constant, Input, Output, Program, Step
from autograd_lite.primitives.operation import Namespace, Operation


class Symbol:
    """A result of a growing program, for the rules of the table to compute with."""

    __slots__ = ("builder", "place")

    def __init__(self, builder: Builder, place: int) -> None:
        self.builder: Builder = builder
        self.place: int = place

    def __bool__(self) -> bool:
        raise TypeError(
            "a rule that branches on its operands cannot be compiled; "
            "write m.where(condition, x, y)"
        )


def _place(b: Builder, x: Any) -> int:
    return x.place if isinstance(x, Symbol) else b.constant(float(x))


def _apply(b: Builder, op: Operation, *operands: Any) -> Symbol:
    return Symbol(b, b.step(op, *[_place(b, x) for x in operands]))


def _operator(op: Operation, reflected: bool = False) -> Any:
    def apply(self: Symbol, *other: Any) -> Symbol:
        return _apply(self.builder, op, *((*other, self) if reflected else (self, *other)))

    return apply


_OPERATORS = {
    "add": "add",
    "sub": "subtract",
    "mul": "multiply",
    "truediv": "divide",
    "pow": "power",
    "neg": "negative",
    "abs": "abs",
    "lt": "less",
    "le": "less_equal",
    "gt": "greater",
    "ge": "greater_equal",
    "eq": "equal",
    "ne": "not_equal",
}
for _special, _op in _OPERATORS.items():
    setattr(Symbol, f"__{_special}__", _operator(BASE[_op]))
    setattr(Symbol, f"__r{_special}__", _operator(BASE[_op], reflected=True))


def vocabulary(b: Builder, kept: Container[Operation] = BASE.values()) -> Namespace:
    """What the rules of the table are written with, for symbols of ``b``.

    Base functions that are not ``kept`` follow from others.
    """
    m = Namespace({name: partial(_apply, b, row) for name, row in BASE.items()})
    for name, rule in floats.COMPOSED.items():
        if BASE[name] not in kept:
            setattr(m, name, partial(rule, m))
    return m


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
            operands = [new[i] for i in node.operands]
            if place in weak:
                node = node._replace(op=BASE["multiply"])
            new.append(_expanded(b, m, node, operands, kept))
    return b.program(Output(new[out.place], out.reduced) for out in program.outputs)


def _expanded(
    b: Builder, m: Namespace, step: Step, operands: list[int], kept: Container[Operation]
) -> int:
    if step.op in kept:
        return b.step(step.op, *operands, label=step.label)
    out = step.op.forward(m, *[Symbol(b, x) for x in operands])
    return b.name(_place(b, out), step.label)
