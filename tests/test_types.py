"""What type checkers make of calls: generated from the table, checked by mypy, and run too.

Every expression stands with the type that it has to have, and what must be refused with an ignored
error, which mypy misses if there is none. What is said of an expression then has to be true.
"""

import inspect
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import make_doors
import make_methods
import make_types
import numpy as np
import pytest
from make_types import takes_sequence

import autograd_lite as ag
from autograd_lite.primitives.operation import TABLE

HEAD = """\
from collections.abc import Callable
from typing import Any, assert_type

import numpy as np
from numpy.typing import NDArray

import autograd_lite as ag
from autograd_lite import Compiled, Operation, Value

v = Value(0.5)
n = np.int64(1)
a: NDArray[np.float64] = np.array([0.25, 0.5])
i: NDArray[np.int64] = np.array([1, 2])
o: NDArray[np.object_] = np.array([v, 0.5])


def f(x: Any) -> Any:
    return x * x


def mixed(x: Value | float) -> Value | float:
    return ag.exp(x)


class Double(Value):
    def twice(self) -> Value:
        return self + self


"""
FLOATS = "NDArray[np.float64]"
TRUE = {
    "Value": lambda x: isinstance(x, ag.Value),
    "float": lambda x: type(x) is float,
    "bool": lambda x: type(x) is bool,
    "str": lambda x: type(x) is str,
    FLOATS: lambda x: isinstance(x, np.ndarray) and x.dtype == float,
    "NDArray[np.bool_]": lambda x: isinstance(x, np.ndarray) and x.dtype == bool,
    "NDArray[Any]": lambda x: isinstance(x, np.ndarray) and x.dtype == object,
    "Compiled": lambda x: isinstance(x, ag.Compiled),
    "Operation": lambda x: isinstance(x, ag.Operation),
    "Callable[[Callable[..., Any]], Compiled]": lambda x: isinstance(x(len), ag.Compiled),
    "Callable[..., Any]": callable,
    "Callable[..., tuple[Any, Any]]": callable,
    "list[Value]": lambda x: all(isinstance(each, ag.Value) for each in x),
    "list[float]": lambda x: all(type(each) is float for each in x),
    "list[Any]": lambda x: type(x) is list,
    "Any": lambda x: True,
}


def calls(name: str, parameters: list[inspect.Parameter], *, of: str, one: str, at: int) -> str:
    """A call in which one operand is special; names are used where there are any."""
    given = []
    for place, each in enumerate(parameters):
        special = one if place == at else of
        if each.annotation is int:
            operand = "n"
        else:
            operand = f"[{special}, {of}]" if takes_sequence(each) else special
        named = each.kind is each.POSITIONAL_OR_KEYWORD
        given.append(f"{each.name}={operand}" if named else operand)
    return f"ag.{name}({', '.join(given)})"


def of_table() -> list[tuple[str, str]]:
    """Expressions with every row, and their types."""
    found = []
    for name, row in TABLE.items():
        parameters = [*inspect.signature(row).parameters.values()]
        operands = [i for i, each in enumerate(parameters) if each.annotation is not int]
        found.append((calls(name, parameters, of="0.5", one="1", at=0), "float"))
        found.append((f"ag.{name}.symbol", "str"))
        for at in operands:
            found.append((calls(name, parameters, of="0.5", one="v", at=at), "Value"))
        if any(map(takes_sequence, parameters)):
            found.append((calls(name, parameters, of="v", one="v", at=0), "Value"))
            continue
        for at in operands:
            found.append((calls(name, parameters, of="0.5", one="a", at=at), FLOATS))
            found.append((calls(name, parameters, of="1", one="[1, 2]", at=at), FLOATS))
            found.append((calls(name, parameters, of="0.5", one="o", at=at), "NDArray[Any]"))
        found.append((calls(name, parameters, of="v", one="v", at=0), "Value"))
    return found


def refused_of_table() -> list[str]:
    """Calls of every row that are wrong."""
    found = []
    for name, row in TABLE.items():
        parameters = [*inspect.signature(row).parameters.values()]
        for wrong in ('"x"', "None", "1j"):
            found.append(calls(name, parameters, of="0.5", one=wrong, at=0))
        found.append(f"ag.{name}()")
    return found


OTHERS = [
    ("ag.exp(n)", "float"),
    ("ag.exp(i)", FLOATS),
    ("ag.exp((1.0, 2.0))", FLOATS),
    ("ag.exp([v, 2.0])", "NDArray[Any]"),
    ("ag.sum(x * v for x in [1.0, 2.0])", "Value"),
    ("ag.sum(a)", "float"),
    ("ag.sum(v, 1.0)", "Value"),
    ("ag.mean(1.0, 2, 3.0)", "float"),
    ("ag.logsumexp(1.0, v)", "Value"),
    ("ag.maximum([v, 1.0])", "Value"),
    ("ag.minimum([2.0, 1.0])", "float"),
    ("ag.maximum(a, a)", FLOATS),
    ("ag.maxout(o)", "Any"),
    ("ag.sum(o)", "Any"),
    ("ag.clip(1.0, high=v)", "Value"),
    ("ag.clip(v, low=0.0)", "Value"),
    ("ag.linear([1.0, 2.0], a)", "float"),
    ("ag.linear(a, [v, v])", "Value"),
    ("ag.maximum(1, 2, v, 4)", "Value"),
    ("ag.maximum(1, 2, 3, 4, 5)", "float"),
    ("ag.where(v > 0, v, 1.0)", "Value"),
    ("ag.where(a > 0, 1.0, 2.0)", FLOATS),
    ("v.exp()", "Value"),
    ("v.leaky_relu(slope=0.1)", "Value"),
    ("v.clip(0.0, high=v)", "Value"),
    ("v.arctan2(1.0)", "Value"),
    ("Double(1.0).twice().log()", "Value"),
    ("v + 1", "Value"),
    ("2.0 ** v", "Value"),
    ("n * v", "Value"),
    ("abs(-v)", "Value"),
    ("v * a", "NDArray[Any]"),
    ("a / v", "NDArray[Any]"),
    ("v < 1.0", "bool"),
    ("v == 1.0", "bool"),
    ("v == a", "NDArray[np.bool_]"),
    ("v != a", "NDArray[np.bool_]"),
    ("np.exp(v)", "Any"),
    ("np.isnan(v)", "Any"),
    ("np.maximum(o, 0.0)", "NDArray[Any]"),
    ("np.float64(2.0) * v", "Value"),
    ("v.deg2rad()", "Value"),
    ("v >= a", "NDArray[np.bool_]"),
    ("v.data", "float"),
    ("ag.softmax([v, 1.0])", "list[Value]"),
    ("ag.softmax([2.0, 1.0])", "list[float]"),
    ("ag.softmax(o)", "list[Any]"),
    ("ag.softmin([v, 1.0])", "list[Value]"),
    ("ag.log_softmax([v, 1.0])", "list[Value]"),
    ("ag.log_softmax([2.0, 1.0])", "list[float]"),
    ("ag.compile(f)", "Compiled"),
    ("ag.compile(f, in_axes=0, threads=1)", "Compiled"),
    ("ag.compile(f, static_argnums=0, static_argnames=['x'])", "Compiled"),
    ("ag.compile(in_axes=0)", "Callable[[Callable[..., Any]], Compiled]"),
    ("ag.compile(argnums=(0,))(f)", "Compiled"),
    ("ag.grad(f)", "Callable[..., Any]"),
    ("ag.value_and_grad(ag.compile(f))", "Callable[..., tuple[Any, Any]]"),
    ("ag.custom_gradient(lambda m, out, x: (2 * x,))(lambda m, x: x * x)", "Operation"),
]
REFUSED = [
    "v & True",
    "ag.exp(v, v)",
    "ag.exp(x=1.0)",
    "ag.sum()",
    "ag.sum([[1.0]])",
    "ag.cross_entropy([1.0, 2.0], 1.0)",
    "ag.softmax(1.0)",
    "v.exp(2.0)",
    'v.clip("0")',
    "v.clip(lower=0.0)",
    'v + "x"',
    'v < "x"',
    "ag.compile(3)",
    "ag.compile(f, axes=0)",
    "ag.compile(f, static_argnums='x')",
    "ag.grad(f, has_aux='x')",
    "v.nothing",
    "ag.exp.nothing",
    "ag.testing.nothing",
]


@pytest.fixture(scope="module")
def names() -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(HEAD, found)
    return found


def test_the_types_are_made_from_the_table():
    """Otherwise run ``make rules``."""
    made = {each.PATH: each.text() for each in (make_types, make_methods)} | make_doors.texts()
    for path, text in made.items():
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.slow
def test_mypy_knows_the_types(tmp_path):
    pytest.importorskip("mypy", reason="mypy is not installed")
    accepted = [f"assert_type({text}, {kind})" for text, kind in [*of_table(), *OTHERS]]
    refused = [f"{text}  # type: ignore" for text in [*refused_of_table(), *REFUSED]]
    (tmp_path / "user.py").write_text(HEAD + "\n".join([*accepted, *refused, ""]))
    command = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=silent", "user.py"]
    cache = Path(__file__).parents[1] / ".mypy_cache" / "of_users"
    done = subprocess.run(
        [*command, "--config-file=", f"--cache-dir={cache}"],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(Path(ag.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("Success"), done.stdout


@pytest.mark.parametrize(("text", "kind"), [*of_table(), *OTHERS])
def test_they_are_true(text, kind, names):
    assert TRUE[kind](eval(text, names))


@pytest.mark.parametrize("text", [*refused_of_table(), *REFUSED])
def test_what_they_refuse_is_an_error(text, names):
    with pytest.raises((TypeError, AttributeError)):
        eval(text, names)
