"""The functions that a program calls and a language has not, from the records of the table."""

import inspect
from collections.abc import Container, Iterable
from functools import cache
from typing import NamedTuple

from autograd_lite import floats
from autograd_lite.compiler.core import Builder, expand
from autograd_lite.compiler.languages.notation import Language
from autograd_lite.compiler.languages.writer import Body, write
from autograd_lite.compiler.program import Output, Program, Step
from autograd_lite.compiler.symbols import BASE, Symbol, all_rows, place_of
from autograd_lite.primitives.operation import TABLE, Operation

_ARITHMETIC = {TABLE[name] for name in ("add", "subtract", "multiply", "negative")}


class Function(NamedTuple):
    """A function of numbers that returns one."""

    name: str
    inputs: list[str]
    lines: list[str]
    result: str
    #: operations that it calls, with the numbers of their operands
    calls: list[tuple[Operation, int]]


def with_calls(program: Program) -> Program:
    """The program in which operations of the table are called by their names.

    Formulas of + − × alone, as that of `linear`, are written out.
    """
    steps = [node for node in program.nodes if isinstance(node, Step)]
    called = {
        step.op for step in steps if step.op.is_row and _is_called(step.op, len(step.operands))
    }
    return expand(program, called.union(BASE.values()))


@cache
def _is_called(operation: Operation, count: int) -> bool:
    """Whether this is no formula of + − × alone, and a call looks as it does in the program."""
    places = tuple(range(count))
    try:
        if operation.unpack(*places) != places:
            return False
    except TypeError:
        return False
    b = Builder()
    operands = [Symbol(b, b.input(f"x{i}")) for i in range(count)]
    operation.forward(b.vocabulary, *operands)
    return any(op is not None and op not in _ARITHMETIC for op in b.ops)


def functions(
    calls: Iterable[tuple[Operation, int]], language: Language, elsewhere: Container[str] = ()
) -> list[Function]:
    """What is called, and what that calls in turn; every function after those that it calls.

    Operations whose names are ``elsewhere`` are not written.
    """
    found: dict[str, Function] = {}

    def add(calls: Iterable[tuple[Operation, int]]) -> None:
        for op, count in calls:
            name = language.called(op, count)
            if name not in found and op.name not in elsewhere:
                body = _body(op, count, language)
                add(body.calls)
                found[name] = _function(name, body)

    add(calls)
    return [*found.values()]


def _function(name: str, body: Body) -> Function:
    (result,) = body.results
    lines = [line.text for line in body.lines]
    if body.lines and body.lines[-1].name == result:  # which needs no name
        return Function(name, body.inputs, lines[:-1], body.lines[-1].written.text, body.calls)
    return Function(name, body.inputs, lines, result, body.calls)


def _body(op: Operation, count: int, language: Language) -> Body:
    b = Builder()
    rule = language.rules.get(op.name)
    formula = rule or floats.COMPOSED.get(op.name) or op.forward
    operands = [Symbol(b, b.input(name)) for name in _operands(op, count)]
    result = place_of(b, formula(all_rows(b), *operands))
    own = {name: each for name, each in language.rules.items() if each is not rule}
    return write(with_calls(b.program([Output(result)])), language._replace(rules=own))


def _operands(op: Operation, count: int) -> list[str]:
    """The names of the operands, as the record of the operation has them."""
    _, *named = inspect.signature(op.forward).parameters.values()
    fixed = [each.name for each in named if each.kind is not each.VAR_POSITIONAL]
    return fixed if len(fixed) == count else [f"x{i}" for i in range(1, count + 1)]
