"""The expression of a command, and the values of its names."""

import argparse
import contextlib
import unicodedata
from collections.abc import Mapping, Sequence

from autograd_lite.inputs.lookup import nearest
from autograd_lite.labels import label_of
from autograd_lite.parsing.parser import EULER, Expression, parse
from autograd_lite.value import Constant, Value


def record(options: argparse.Namespace) -> tuple[Value, dict[str, Value], str]:
    """The graph of the expression at the values of its names, its leaves by name, and its own."""
    function = parse(options.expression)
    numbers = _numbers(options.values, function)
    chosen = _chosen(",".join(options.wrt), numbers, function) if options.wrt else numbers
    leaves = {
        name: (Value if name in chosen else Constant)(number, label_of(name))
        for name, number in numbers.items()
    }
    root = function(**leaves)
    if isinstance(root, (int, float)):  # it does not depend on any name
        root = Value(root)
    if not isinstance(root, Value):
        raise ValueError("the result is an array of numbers; sum([...]) or mean([...]) makes one")
    if root.op:
        root.label = function.__name__
    root.backward()
    return root, leaves, function.__name__


def _numbers(assignments: Sequence[str], function: Expression) -> dict[str, float]:
    """The values of the names, from texts such as ``w1=0.1`` and ``x=1/3``, in their order."""
    variables = function.variables
    numbers: dict[str, float] = {}
    for assignment in assignments:
        given, equals, text = assignment.partition("=")
        if not equals:
            raise ValueError(f"{assignment!r} gives no value; write NAME=VALUE, as in w1=0.1")
        name = _known(given, (*variables, *function.constants))
        if name in numbers:
            raise ValueError(f"{name} is given twice")
        numbers[name] = _number(name, text)
    if missing := [name for name in variables if name not in numbers]:
        example = " ".join(f"{name}=1" for name in missing)
        euler = f"; {EULER}" if "e" in missing else ""
        raise ValueError(
            f"no value is given for {', '.join(missing)}; add, for example, {example}{euler}"
        )
    return {name: numbers[name] for name in (*variables, *function.constants) if name in numbers}


def _number(name: str, text: str) -> float:
    with contextlib.suppress(ValueError):
        return float(text)
    function = parse(text)
    number = None if function.variables else function()
    if not isinstance(number, (int, float)):
        hint = f"; {EULER}" if "e" in function.variables else ""
        raise ValueError(f"{name}: {text!r} is no number{hint}")
    return float(number)


def _chosen(names: str, numbers: Mapping[str, float], function: Expression) -> list[str]:
    chosen = [_known(name, (*function.variables, *function.constants)) for name in names.split(",")]
    if constant := next((name for name in chosen if name not in numbers), None):
        raise ValueError(f"{constant} is a constant; give it a value to make it a variable")
    return chosen


def _known(name: str, variables: Sequence[str]) -> str:
    """The name as the expression knows it: w₁ is w1."""
    plain = unicodedata.normalize("NFKC", name.strip())
    if plain not in variables:
        hint = nearest(plain, variables)
        if longer := [each for each in variables if plain and plain in each and each.isalpha()]:
            hint += f"; {longer[0]} is one name: a product is written with *"
        raise ValueError(f"{name!r} is no name of the expression{hint}")
    return plain
