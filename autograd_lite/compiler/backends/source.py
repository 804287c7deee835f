"""Programs as Python source that a person would have written."""

import keyword
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from autograd_lite.compiler.program import Constant, Input, Program, Step

#: how tightly an expression binds: a conditional, `not`, a comparison, |, &, a sum, a product, a
#: sign, a call
CHOICE, NOT, RELATION, OR, AND, SUM, PRODUCT, SIGN, CALL = range(9)


class Notation(NamedTuple):
    """How an operation is written. ``{0}`` binds as tightly as the whole, the others tighter."""

    template: str
    binding: int


#: what is written with signs; all else is a call of the function that has the operation's name
SIGNS = {
    "add": Notation("{0} + {1}", SUM),
    "subtract": Notation("{0} - {1}", SUM),
    "multiply": Notation("{0} * {1}", PRODUCT),
    "negative": Notation("-{0}", SIGN),
    "less": Notation("{0} < {1}", RELATION),
    "less_equal": Notation("{0} <= {1}", RELATION),
    "greater": Notation("{0} > {1}", RELATION),
    "greater_equal": Notation("{0} >= {1}", RELATION),
    "equal": Notation("{0} == {1}", RELATION),
    "not_equal": Notation("{0} != {1}", RELATION),
    "logical_or": Notation("{0} | {1}", OR),
    "logical_and": Notation("{0} & {1}", AND),
    "logical_not": Notation("not {0}", NOT),
}
#: the longest expression that is written inside another
_WIDEST = 56
#: the letters of a label that make a name
_LONGEST = 80


class Source(NamedTuple):
    """The text of a function, and the names of the functions that it calls."""

    text: str
    calls: list[str]


def write(
    program: Program, name: str, signs: Mapping[str, Notation] = SIGNS, forget: bool = False
) -> Source:
    """The function ``name`` of the program's inputs, which returns a tuple of its outputs.

    ``forget`` deletes every result after its last use.
    """
    return _Writer(program, signs).write(name, forget)


def executable(text: str, names: dict[str, Any]) -> Callable[..., Any]:
    """The function ``compiled`` of a text, in which these names are known too."""
    known = {"inf": math.inf, "nan": math.nan} | names
    exec(compile(text, "<autograd_lite.compile>", "exec"), known)  # noqa: S102  # our own text
    function: Callable[..., Any] = known["compiled"]
    return function


def of_floats(function: Callable[..., Sequence[float]]) -> Callable[..., Any]:
    """A function that returns a tuple, or its one number; TypeError for what are no floats."""

    def checked(*numbers: float) -> Any:
        if not all(type(x) is float for x in numbers):
            raise TypeError("floats are needed")
        found = function(*numbers)
        return found[0] if len(found) == 1 else found

    return checked


class _Text(NamedTuple):
    """What stands for a result in an expression."""

    text: str
    binding: int
    #: the names in it
    names: frozenset[str]


class _Writer:
    def __init__(self, program: Program, signs: Mapping[str, Notation]) -> None:
        steps = [node for node in program.nodes if isinstance(node, Step)]
        self.program, self.signs = program, signs
        self.uses = Counter(i for step in steps for i in step.operands)
        self.returned = {out.place for out in program.outputs}
        self.calls = {step.op.name for step in steps if step.op.name not in signs}
        self.names = _Names(self.calls | {"inf", "nan"})
        self.texts: list[_Text] = []
        #: assignments: the place, the name, and the expression
        self.lines: list[tuple[int, str, _Text]] = []

    def write(self, name: str, forget: bool) -> Source:
        for place, node in enumerate(self.program.nodes):
            self.texts.append(self._settle(place, node))
        pairs = zip(self.program.nodes, self.texts, strict=True)
        given = [x.text for node, x in pairs if isinstance(node, Input)]
        found = [self.texts[out.place].text for out in self.program.outputs]
        results = ", ".join(found) + ("," if len(found) == 1 else "")
        body = self._with_deletions({*given, *found}) if forget else self._in_two_parts()
        lines = [f"def {name}({', '.join(given)}):", *body, f"return {results or '()'}"]
        return Source("\n    ".join(lines) + "\n", sorted(self.calls))

    def _settle(self, place: int, node: Input | Constant | Step) -> _Text:
        """What stands for a result; a long or labelled or repeated one gets a line of its own."""
        if isinstance(node, Constant):
            text = repr(node.value)
            return _Text(text, SIGN if text.startswith("-") else CALL, frozenset())
        if isinstance(node, Input):
            name = self.names.fresh(node.name)
            return _Text(name, CALL, frozenset([name]))
        written = self._expression(node)
        once = self.uses[place] == 1 and place not in self.returned
        if once and not node.label and len(written.text) <= _WIDEST:
            return written
        name = self.names.fresh(node.label)
        self.lines.append((place, name, written))
        return _Text(name, CALL, frozenset([name]))

    def _expression(self, step: Step) -> _Text:
        operands = [self.texts[i] for i in step.operands]
        names = frozenset().union(*(x.names for x in operands))
        notation = self.signs.get(step.op.name)
        if notation is None:
            call = f"{step.op.name}({', '.join(x.text for x in operands)})"
            return _Text(call, CALL, names)
        least = [notation.binding, *[notation.binding + 1] * (len(operands) - 1)]
        texts = [
            x.text if x.binding >= n else f"({x.text})"
            for x, n in zip(operands, least, strict=True)
        ]
        return _Text(notation.template.format(*texts), notation.binding, names)

    def _in_two_parts(self) -> list[str]:
        """The lines, under two headings if some are for the first output and some are not."""
        if not self.program.outputs:
            return []
        forward = _needed(self.program, self.program.outputs[0].place)
        first = [f"{name} = {x.text}" for i, name, x in self.lines if i in forward]
        rest = [f"{name} = {x.text}" for i, name, x in self.lines if i not in forward]
        return ["# forward", *first, "# backward", *rest] if first and rest else [*first, *rest]

    def _with_deletions(self, kept: set[str]) -> list[str]:
        """The lines, and after each what nobody uses any more."""
        lines: list[str] = []
        seen = kept.copy()
        for _, name, written in reversed(self.lines):
            unused = sorted({name, *written.names} - seen)
            seen.update(unused)
            lines += [f"del {', '.join(unused)}"] if unused else []
            lines.append(f"{name} = {written.text}")
        return lines[::-1]


def _needed(program: Program, place: int) -> set[int]:
    """The places that a result depends on, with its own."""
    found = {place}
    for i in range(place, -1, -1):
        node = program.nodes[i]
        if i in found and isinstance(node, Step):
            found.update(node.operands)
    return found


class _Names:
    """Distinct identifiers from labels, which may hold anything."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.temporaries = 0
        #: by how many names of a stem there have been
        self.counts: defaultdict[str, int] = defaultdict(lambda: 1)

    def fresh(self, label: str) -> str:
        """An identifier like the label: w⁽¹⁾₂₁ becomes w_1_21; without a label t1, t2, …"""
        letters = [c if f"v{c}".isidentifier() else " " for c in _as_python(label[:_LONGEST])]
        stem = "_".join("".join(letters).split()).strip("_")
        if not stem:
            self.temporaries += 1
            stem = f"t{self.temporaries}"
        name = stem = _as_python(stem if stem.isidentifier() else f"v{stem}")
        while name in self.taken or keyword.iskeyword(name):
            self.counts[stem] += 1
            name = f"{stem}_{self.counts[stem]}"
        self.taken.add(name)
        return name


def _as_python(name: str) -> str:
    """The form in which Python compares identifiers."""
    return unicodedata.normalize("NFKC", name)
