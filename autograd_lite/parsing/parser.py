"""Expressions as text: read by a whitelist over Python's syntax tree, and never run as Python.

The text is first cut into tokens, which bounds its size and its nesting before Python's parser
sees it; that parser then gives the structure, and every node of it has to be known here. What
comes out is a list of calls of operations of the table.
"""

import ast
import inspect
import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import shown
from autograd_lite.inputs.lookup import nearest
from autograd_lite.labels import shortened
from autograd_lite.parsing.spoken import CONSTANTS, INSTEAD, instead
from autograd_lite.parsing.tokens import DECIMAL, VOCABULARY, ParseError, scan
from autograd_lite.primitives.internal import RELATIONS
from autograd_lite.primitives.operation import TABLE, Operation

OPERATORS: dict[type[ast.AST], Operation] = {
    ast.Add: primitives.add,
    ast.Sub: primitives.subtract,
    ast.Mult: primitives.multiply,
    ast.Div: primitives.divide,
    ast.FloorDiv: primitives.floor_divide,
    ast.Mod: primitives.remainder,
    ast.Pow: primitives.power,
    ast.USub: primitives.negative,
}
COMPARISONS: dict[type[ast.AST], Callable[[Any, Any], bool]] = dict(
    zip((ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq), RELATIONS.values(), strict=True)
)


def parse(text: str) -> "Expression":
    """Return the function that an expression describes; its arguments are the names in the text.

    An expression has numbers, names, ``+ - * / // % **``, parentheses, and the functions of the
    table, with operands in ``[...]`` where a function takes a sequence. The condition of ``where``
    may be a comparison. Every name that is not called is an argument, in the order of appearance;
    but pi (or π) and tau are those numbers, unless the call gives them a value by their name.

    The text is never run as Python. Raises ValueError, showing the place, for anything else, and
    for more than 10 000 characters, 1 000 operators or 50 brackets within each other.

    >>> f = parse("sigmoid(w1*x1 + w2*x2 + b)")
    >>> f
    <f(w1, x1, w2, x2, b) = sigmoid(w1*x1 + w2*x2 + b)>
    >>> f(w1=0.1, w2=0.6, x1=0, x2=0, b=0)
    0.5
    >>> parse("2*sigmod(x)")
    Traceback (most recent call last):
    autograd_lite.ParseError: sigmod is no function of the table; did you mean sigmoid?
        2*sigmod(x)
          ^
    """
    if not isinstance(text, str):
        raise TypeError(f"text: a str is needed, got {shown(text)}")
    text = unicodedata.normalize("NFC", text)  # notebooks write ŷ as y and a hat
    return Expression(text, _Structure(text, scan(text)))


class Expression:
    """A function that was given as text. It takes Values, numbers and arrays of either.

    >>> f = parse("x**2 * y")
    >>> f.text, f.variables
    ('x**2 * y', ('x', 'y'))
    """

    __module__ = "autograd_lite"

    def __init__(self, text: str, structure: "_Structure") -> None:
        self.text = text
        #: f, unless that is one of the arguments
        names = itertools.chain("fgh", (f"f{i}" for i in itertools.count(1)))
        self.__name__: str = next(name for name in names if name not in structure.names)
        self._numbers, self._steps = structure.numbers, structure.steps
        self._result = structure.result
        self.__signature__: inspect.Signature = inspect.Signature(
            [*map(_parameter, structure.names)]
        )

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the arguments, in the order in which the text names them first."""
        given = self.__signature__.parameters.values()
        return tuple([x.name for x in given if x.default is x.empty])

    @property
    def constants(self) -> tuple[str, ...]:
        """The names in the text that stand for a number unless a value is given: pi and tau."""
        return tuple([x for x in self.__signature__.parameters if x not in self.variables])

    def __call__(self, /, *arguments: Any, **named: Any) -> Any:
        """Apply the operations of the expression, one by one.

        An argument may be named as the text has it, w₁, or as Python does, w1. Raises TypeError if
        one is missing, unknown, given twice or no real number.
        """
        given, named = named, {unicodedata.normalize("NFKC", x): y for x, y in named.items()}
        try:
            if len(named) < len(given):
                raise TypeError("an argument is given twice")
            bound = self.__signature__.bind(*arguments, **named)
        except TypeError as error:
            problem = str(error)
            if "e" in self.variables and "e" not in named and len(arguments) < len(self.variables):
                problem += f"; {EULER}"
            if unknown := [name for name in named if name not in self.__signature__.parameters]:
                hint = nearest(unknown[0], self.variables)
                problem = f"there is no argument {unknown[0]!r}{hint}"
            raise TypeError(f"{problem}; the call is {self._head}") from None
        bound.apply_defaults()
        results = [_checked(name, x) for name, x in bound.arguments.items()]
        results += self._numbers
        for step in self._steps:
            operands = [results[place] for place in step.operands]
            split = len(operands) - len(step.keywords)
            options = dict(zip(step.keywords, operands[split:], strict=True))
            results.append(step.function(*operands[:split], **options))
        return results[self._result]

    @property
    def _head(self) -> str:
        return f"{self.__name__}({', '.join(self.variables)})"

    def __repr__(self) -> str:
        return f"<{shortened(self._head, 80)} = {shortened(' '.join(self.text.split()), 80)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return parse, (self.text,)


#: what an error says where a value of the name e is missing
EULER = "for Euler's number write exp(1)"


def _parameter(name: str) -> inspect.Parameter:
    if name in CONSTANTS:
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=CONSTANTS[name])
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def _checked(name: str, x: Any) -> Any:
    """The argument as it is; operations look into arrays and lists themselves."""
    x = admit(x, name)
    if not (
        hasattr(x, "record_operation") or getattr(x, "ndim", False) or isinstance(x, (list, tuple))
    ):
        real(x, name)
    return x


# Structure ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Step:
    """A call whose operands are earlier results; the last ones are given by keyword."""

    function: Callable[..., Any]
    operands: tuple[int, ...]
    keywords: tuple[str, ...] = ()


class _Structure:
    """The calls that an expression consists of, in an order in which they can be made.

    Results are counted from 0: first the arguments, pi and tau the last of them, then the numbers
    in the text, then the steps.
    """

    def __init__(self, text: str, line: str) -> None:
        self._text, self._line = text, line
        #: the nodes that may be a comparison, and those that may be a list
        self._conditions: set[ast.expr] = set()
        self._sequences: set[ast.expr] = set()
        #: the operands of every node, checked, from left to right; a node before its operands
        operands: dict[ast.expr, list[ast.expr]] = {}
        stack = [self._tree()]
        while stack:  # no recursion: a sum is as deep as it has terms
            node = stack.pop()
            operands[node] = self._operands(node)
            stack += reversed(operands[node])
        nodes = list(operands)
        named = [node for node in nodes if isinstance(node, ast.Name)]
        numbers = [node for node in nodes if isinstance(node, ast.Constant)]
        self.names: list[str] = sorted(
            dict.fromkeys(node.id for node in named), key=CONSTANTS.__contains__
        )
        self.numbers: list[Any] = [node.value for node in numbers]
        self.steps: list[_Step] = []
        first = {name: i for i, name in enumerate(self.names)}
        place: dict[ast.expr, int] = {node: first[node.id] for node in named}
        place |= {node: i for i, node in enumerate(numbers, start=len(self.names))}
        for node in reversed(nodes):
            if node not in place:
                place[node] = self._add_step(node, tuple(place[each] for each in operands[node]))
        self.result: int = place[nodes[0]]

    def _tree(self) -> ast.expr:
        try:  # in parentheses, so that spaces in front and line breaks mean nothing
            return ast.parse(f"({self._line})", mode="eval").body
        except (RecursionError, MemoryError):  # where the stack is nearly used up already
            problem = "too little of the stack is left to read this; call parse less deep within"
            raise self._error(problem, 0) from None
        except SyntaxError as error:
            raise self._error("this is not understood", (error.offset or 2) - 2) from None

    def _error(self, problem: str, at: ast.expr | int) -> ParseError:
        if isinstance(at, ast.expr):  # Python counts bytes
            at = len(f"({self._line}".encode()[: at.col_offset].decode()) - 1
        return ParseError(problem, self._text, min(max(at, 0), len(self._text)))

    def _operands(self, node: ast.expr) -> list[ast.expr]:
        """The operands of a node that is allowed."""
        match node:
            case ast.Constant() if type(node.value) in (int, float):
                try:
                    real(node.value, "number")
                except OverflowError:
                    problem = "this number is beyond the largest double, which is about 1.8e308"
                    raise self._error(problem, node) from None
                return []
            case ast.Name(id=name) if name not in TABLE:
                return []
            case ast.UnaryOp(op=ast.USub() | ast.UAdd()):
                return [node.operand]
            case ast.BinOp() if type(node.op) in OPERATORS:
                return [node.left, node.right]
            case ast.Compare(ops=[relation], comparators=[right]) if (
                node in self._conditions and type(relation) in COMPARISONS
            ):
                return [node.left, right]
            case ast.List() if node in self._sequences:
                return node.elts
            case ast.Call(func=ast.Name(id=name)):
                return self._arguments(node, name)
        raise self._error(_refusal(node), node)

    def _arguments(self, node: ast.Call, name: str) -> list[ast.expr]:
        if name not in TABLE:
            raise self._error(_unknown_function(name), node)
        operation = TABLE[name]
        named = {str(each.arg): each.value for each in node.keywords}
        if len(named) < len(node.keywords):
            raise self._error("an operand is given twice", node)
        signature = inspect.signature(operation.unpack)
        try:
            signature.bind(*node.args, **named)
            counted = any(x.kind is x.VAR_POSITIONAL for x in signature.parameters.values())
            if counted and len(node.args) not in operation.arity:
                raise TypeError(f"got {len(node.args)} operands")
        except TypeError as error:
            text = ast.get_source_segment(f"({self._line})", node) or ""
            hint = f"; {DECIMAL}" if re.search(r"\d,\d", text) else ""
            problem = f"{error}; the call is {operation.summary}{hint}"
            raise self._error(problem, node) from None
        operands = [*node.args, *named.values()]
        self._sequences.update(operands)
        if operation is primitives.where:
            self._conditions.add(operands[0])
        return operands

    def _add_step(self, node: ast.expr, operands: tuple[int, ...]) -> int:
        match node:
            case ast.UnaryOp(op=ast.UAdd()):
                return operands[0]
            case ast.BinOp() | ast.UnaryOp():
                step = _Step(OPERATORS[type(node.op)], operands)
            case ast.Compare():
                step = _Step(COMPARISONS[type(node.ops[0])], operands)
            case ast.Call(func=ast.Name(id=name)):
                keywords = tuple(str(each.arg) for each in node.keywords)
                step = _Step(TABLE[name], operands, keywords)
            case _:
                step = _Step(lambda *elements: list(elements), operands)
        self.steps.append(step)
        return len(self.names) + len(self.numbers) + len(self.steps) - 1


def _refusal(node: ast.expr) -> str:
    """Why a node is not allowed where it stands."""
    match node:
        case ast.Name(id=name):
            return f"{name} is a function; the call is {TABLE[name].summary}"
        case ast.Compare(ops=[_]):
            return "a comparison can only be the condition of where(condition, x, y)"
        case ast.Compare():
            return "this is more than one comparison; put a where into another where"
        case ast.Tuple() | ast.List():
            return "one result is needed; several operands stand in [...] inside a function"
    return f"this is not understood; {VOCABULARY}"


def _unknown_function(name: str) -> str:
    symbols = [each for each, row in TABLE.items() if row.symbol == name]
    hint = instead(symbols[0] if symbols and name not in INSTEAD else name, TABLE)
    others = f"; the functions are {', '.join(TABLE)}; a product is written {name}*(...)"
    return f"{name} is no function of the table{hint or others}"
