"""The rules of the engine, autograd_lite/engine/rules.py, from the table of operations.

Each rule runs once on symbols, and what it computes is written down as straight-line Python. Only
common subexpressions are found: the code performs the very operations of the rule, and so gives the
same bits. An operation on any number of operands gets a loop of `autograd_lite.engine.rule` where
the program of the loop is that of the rule.
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import autograd_lite
from autograd_lite import floats
from autograd_lite.compiler.core.builder import Builder  # the source, which can be changed
from autograd_lite.compiler.languages.notation import call, choice
from autograd_lite.compiler.languages.python import SIGNS, write
from autograd_lite.compiler.program import Output, Program, Step
from autograd_lite.compiler.symbols import Symbol, vocabulary
from autograd_lite.engine import rule
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation

PATH = Path(autograd_lite.__file__).parent.joinpath("engine", "rules.py")

HEADER = '''\
"""The rules of the table on floats, as straight-line code: made from it by ``make rules``.

A test demands that this is what the table says, and that every rule gives the same bits as its
record. The formulas stand in `autograd_lite.primitives`.
"""

from collections.abc import Callable
from math import inf, nan
from typing import Final

from autograd_lite import primitives
from autograd_lite.primitives.operation import FLOATS, Operation

from .rule import {imported}  # a relative import: this file is compiled as part of another package

'''

TABLE_OF_RULES = """\
_ALL: Final[list[Rule]] = [
{}]
RULES: Final[dict[Operation, Rule]] = {{each.operation: each for each in _ALL}}
_WITH_COSTLY_GRADIENTS: Final[list[Operation]] = [
{}]
#: those that are quickly asked for a value, though they give gradients too
WITH_CHEAP_GRADIENTS: Final[dict[Operation, Rule]] = {{
    each.operation: each for each in _ALL if each.operation not in _WITH_COSTLY_GRADIENTS
}}
"""

#: base functions that the compiler of the engine can make fast stand in `rule`
KNOWN = {name for name in floats.BASE if hasattr(rule, name)}
NOTATION = SIGNS | {
    "where": choice("{1} if {0} else {2}"),
    "abs": call("abs({0})"),
}
LOOPS = (rule.Sum, rule.Products)
COMMUTATIVE = {TABLE["add"], TABLE["multiply"]}


class Literal(Builder):
    """A program in which every step is one of the rule, but |−x| is |x|, and −0.0 + x is x."""

    def add(self, op: Operation, operands: tuple[int, ...]) -> int:
        if op is TABLE["strong_product"]:
            return op.forward(vocabulary(self), *[Symbol(self, x) for x in operands]).place
        if op is TABLE["abs"] and self.ops[operands[0]] is TABLE["negative"]:
            operands = self.operands[operands[0]]
        if op is TABLE["add"] and str(self.values.get(operands[0])) == "-0.0":
            return operands[1]
        known = self._known.setdefault(op, {})
        key = tuple(sorted(operands)) if op in COMMUTATIVE else operands
        if key not in known:
            known[key] = self._add(op, operands, 0)
        return known[key]


def places(b: Builder, found: Iterable[Any]) -> list[int]:
    return [x.place if isinstance(x, Symbol) else b.constant(x) for x in found]


def program(operation: Operation, n: int) -> Program:
    """The value and all local gradients at n operands."""
    b = Literal()
    m = vocabulary(b)
    x = [Symbol(b, b.input(name)) for name in names(n)]
    out = operation.forward(m, *x)
    found = places(b, [out, *operation.gradients(m, out, *x)])
    for place, name in zip(found, ["out", *(f"by_{x}" for x in names(n))], strict=True):
        b.name(place, name)
    return b.program(map(Output, found))


def program_of_value(operation: Operation, n: int) -> Program:
    b = Literal()
    x = [Symbol(b, b.input(name)) for name in names(n)]
    return b.program(map(Output, places(b, [operation.forward(vocabulary(b), *x)])))


def has_costly_gradients(operation: Operation, n: int) -> bool:
    """Whether gradients call more of the functions that take Python long than the value does."""
    return long_calls(program(operation, n)) > long_calls(program_of_value(operation, n))


def long_calls(found: Program) -> int:
    names = [node.op.name for node in found.nodes if isinstance(node, Step)]
    called = [name for name in names if name not in KNOWN | NOTATION.keys()]
    return sum(isinstance(getattr(FLOATS, name), partial) for name in called)


def program_of_loop(loop: rule.Rule, n: int) -> Program:
    b = Literal()
    x = [Symbol(b, b.input(name)) for name in names(n)]
    out, gradients = loop.many(x)
    return b.program(map(Output, places(b, [out, *gradients])))


def names(n: int) -> list[str]:
    return ["x", "y"][:n] if n <= 2 else [f"x{i}" for i in range(n)]


def loop_of(operation: Operation) -> type[rule.Rule]:
    """The loop that does what the rule does, at every number of operands that was tried."""
    counts = [n for n in range(2, 12) if n in operation.arity]
    for loop in LOOPS if len(operation.arity) > 1 else ():
        if all(same(program_of_loop(loop(operation), n), program(operation, n)) for n in counts):
            return loop
    return rule.Rule


def same(one: Program, other: Program) -> bool:
    """Whether the results are the same expressions."""
    known: dict[Any, int] = {}
    return expressions(one, known) == expressions(other, known)


def expressions(program: Program, known: dict[Any, int]) -> list[int]:
    """A number for the expression of each output; equal ones have equal numbers."""
    found: list[int] = []
    for node in program.nodes:
        key = (node.op, *(found[i] for i in node.operands)) if isinstance(node, Step) else node
        found.append(known.setdefault(key, len(known)))
    return [found[out.place] for out in program.outputs]


def method(operation: Operation, n: int, calls: set[str]) -> str:
    found = program(operation, n)
    text, called = write(found, "rule", NOTATION)
    calls.update(op.name for op, _ in called)
    lines = [line for line in text.splitlines()[1:] if not line.strip().startswith("#")]
    head = f"def {['one', 'two'][n - 1]}(self, {', '.join(f'{x}: float' for x in names(n))})"
    returned = f"tuple[{', '.join(['float'] * (n + 1))}]"
    return "\n".join([f"    {head} -> {returned}:", *["    " + line for line in lines]])


def class_name(operation: Operation) -> str:
    return "_" + operation.name.title().replace("_", "")


def text() -> str:
    """What stands in the file."""
    calls: set[str] = set()
    classes, rows, costly, loops = [], [], [], set()
    for name, operation in sorted(TABLE.items()):
        loop = loop_of(operation)
        counts = [n for n in (1, 2) if operation.arity[0] == n or n == 2 in operation.arity]
        if not counts:
            continue
        methods = [method(operation, n, calls) for n in counts]
        loops.add(loop.__name__)
        head = f"class {class_name(operation)}({loop.__name__}):\n"
        classes.append(head + "\n\n".join(methods) + "\n\n\n")
        rows.append(f"    {class_name(operation)}(primitives.{name}),\n")
        if has_costly_gradients(operation, counts[0]):
            costly.append(f"    primitives.{name},\n")
    header = HEADER.format(imported=", ".join(sorted(loops | (calls & KNOWN))))
    functions = "".join(
        f"{name}: Final[Callable[..., float]] = FLOATS.{name}\n" for name in sorted(calls - KNOWN)
    )
    table = TABLE_OF_RULES.format("".join(rows), "".join(costly))
    return f"{header}{functions}\n\n{''.join(classes)}{table}"
