"""What a function did while it was traced, from which its program follows."""

from collections.abc import Sequence
from typing import NamedTuple

from autograd_lite.compiler.core import Builder, Graph, Steps
from autograd_lite.compiler.digest import digest_of
from autograd_lite.compiler.program import Output, Program

#: the number of an input that is no node of the graph
NONE = -1
#: about how many steps a program has for a node, where there is a gradient
_STEPS_OF_GRADIENT = 3


class Recorded(NamedTuple):
    """A graph, what is given to it, and what is wanted of it."""

    graph: Graph
    #: inputs in their order: the number of the node, the name, and whether it differs by row
    inputs: list[tuple[int, str, bool]]
    #: the node of which there is to be a gradient, and those by which
    derivative: tuple[int, list[int]] | None
    #: nodes, those of the gradient after those of the graph; or numbers that are known
    results: Sequence[int | float]
    reduced: Sequence[bool]

    def as_program(self) -> Program:
        """The program, which is built when somebody asks for its steps."""
        size = len(self.graph.ops) * (_STEPS_OF_GRADIENT if self.derivative else 1)
        return Program.later(self._program, self._digest(), size)

    def _program(self) -> Program:
        b = Builder()
        inputs = {number: b.input(name, by_row) for number, name, by_row in self.inputs}
        steps = Steps(b, self.graph, inputs)
        places = list(steps.places)
        if self.derivative:
            places += steps.gradient(*self.derivative)
        found = [b.constant(x) if isinstance(x, float) else places[x] for x in self.results]
        zero = b.constant(0.0)
        found = [zero if b.is_zero(x) else x for x in found]  # no −0.0
        return b.program(map(Output, found, self.reduced))

    def _digest(self) -> bytes | None:
        """That of a program that differs where this one does, if not only there."""
        root, variables = self.derivative or (NONE, [])
        known = [x for x in self.results if isinstance(x, float)]
        return digest_of(
            self.graph.ops,
            self.graph.parents,
            [x for number, _, by_row in self.inputs for x in (number, by_row)],
            self.graph.constants,
            [root, *variables],
            [NONE if isinstance(x, float) else x for x in self.results],
            self.reduced,
            numbers=[*self.graph.constants.values(), *known],
        )
