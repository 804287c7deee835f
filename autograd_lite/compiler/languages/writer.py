"""Programs as straight-line source that a person would have written, in any language."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from autograd_lite.compiler.languages.names import Names
from autograd_lite.compiler.languages.notation import CALL, SIGN, Language
from autograd_lite.compiler.program import Constant, Input, Program, Step, is_condition
from autograd_lite.primitives.operation import Operation

#: the longest expression that is written inside another
_WIDEST = 56


class Text(NamedTuple):
    """What stands for a result in an expression."""

    text: str
    binding: int
    #: the names in it
    names: frozenset[str]


class Line(NamedTuple):
    """The place of a result, its name, and the expression."""

    place: int
    name: str
    written: Text
    text: str


class Body(NamedTuple):
    """What stands in a function."""

    #: what stands for each input and output
    inputs: list[str]
    results: list[str]
    lines: list[Line]
    #: operations that the language has not, with the numbers of their operands
    calls: list[tuple[Operation, int]]


#: what stands for each input of a program, from names that nothing else has
Inputs: TypeAlias = Callable[[Program, Names], Sequence[str]]
#: the lines of a function, without its return
Layout: TypeAlias = Callable[[Program, Body, Language], list[str]]


def by_label(program: Program, names: Names) -> list[str]:
    """A name for each input, like its label."""
    return [names.fresh(each.name) for each in program.inputs]


def write(program: Program, language: Language, inputs: Inputs = by_label) -> Body:
    """The steps of a program."""
    return _Writer(program, language).write(inputs)


def in_order(program: Program, body: Body, language: Language) -> list[str]:
    """The lines."""
    return [line.text for line in body.lines]


def in_two_parts(program: Program, body: Body, language: Language) -> list[str]:
    """The lines, under two headings if some are for the first output and some are not."""
    if not program.outputs:
        return []
    forward = _needed(program, program.outputs[0].place)
    first = [line.text for line in body.lines if line.place in forward]
    rest = [line.text for line in body.lines if line.place not in forward]
    headings = map(language.comment.format, ("forward", "backward"))
    return [next(headings), *first, next(headings), *rest] if first and rest else [*first, *rest]


class _Writer:
    def __init__(self, program: Program, language: Language) -> None:
        steps = [node for node in program.nodes if isinstance(node, Step)]
        self.program, self.language = program, language
        self.uses = Counter(i for step in steps for i in step.operands)
        self.returned = {out.place for out in program.outputs}
        self.calls = dict.fromkeys(
            (step.op, len(step.operands)) for step in steps if language.notation(step.op) is None
        )
        self.names = Names(language, [language.called(*each) for each in self.calls])
        self.given: dict[int, str] = {}
        self.texts: list[Text] = []
        self.lines: list[Line] = []

    def write(self, inputs: Inputs) -> Body:
        given = inputs(self.program, self.names)
        self.given.update(zip(self.program.given, given, strict=True))
        for place, node in enumerate(self.program.nodes):
            self.texts.append(self._settle(place, node))
        results = [self.texts[out.place].text for out in self.program.outputs]
        return Body([*given], results, self.lines, [*self.calls])

    def _settle(self, place: int, node: Input | Constant | Step) -> Text:
        """What stands for a result; a long or labelled or repeated one gets a line of its own."""
        if isinstance(node, Constant):
            text = self.language.literal(node.value)
            return Text(text, SIGN if text.startswith("-") else CALL, frozenset())
        if isinstance(node, Input):
            return Text(self.given[place], CALL, frozenset([self.given[place]]))
        written = self._expression(node)
        once = self.uses[place] == 1 and place not in self.returned
        if once and not node.label and len(written.text) <= _WIDEST:
            return written
        name = self.names.fresh(node.label)
        form = self.language.condition if is_condition(node) else self.language.number
        self.lines.append(Line(place, name, written, form.format(name, written.text)))
        return Text(name, CALL, frozenset([name]))

    def _expression(self, step: Step) -> Text:
        operands = [self.texts[i] for i in step.operands]
        names = frozenset().union(*(x.names for x in operands))
        notation = self.language.notation(step.op)
        if notation is None:
            function = self.language.called(step.op, len(operands))
            call = f"{function}({', '.join(x.text for x in operands)})"
            return Text(call, CALL, names)
        least = [notation.first, *[notation.others] * (len(operands) - 1)]
        texts = [
            x.text if x.binding >= n else f"({x.text})"
            for x, n in zip(operands, least, strict=True)
        ]
        return Text(notation.template.format(*texts), notation.binding, names)


def _needed(program: Program, place: int) -> set[int]:
    """The places that a result depends on, with its own."""
    found = {place}
    for i in range(place, -1, -1):
        node = program.nodes[i]
        if i in found and isinstance(node, Step):
            found.update(node.operands)
    return found
