"""How a diagram writes numbers and names, in the look of a theme."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograd_lite.labels import shortened
from autograd_lite.value import Value
from autograd_lite.viz.diagram.text import Run
from autograd_lite.viz.diagram.themes import Theme
from autograd_lite.viz.formula.scripts import Text
from autograd_lite.viz.words.words import ENGLISH, Words

#: of each direction: the marks for back and forth
ARROWS = {"LR": "◄►", "RL": "►◄", "TB": "▲▼", "BT": "▼▲"}
FIGURE_SPACE = "\u2007"  # as wide as a digit
LONGEST_TEXT = 40  # characters of a label that a diagram shows


@dataclass(frozen=True)
class Pen:
    """Makes runs of text."""

    theme: Theme
    direction: str
    precision: int
    names: Mapping[Value, str]
    words: Words = ENGLISH
    #: how many characters of room a number has at least, as it needs when others take its place
    room: int = 0

    def ink(self, text: str, smaller: int = 0, style: str = "") -> Run:
        """What is neither forward nor backward."""
        return Run(text, self.theme.ink, self.theme.size - smaller, style)

    def muted(self, text: str, smaller: int = 3, style: str = "") -> Run:
        """What explains."""
        return Run(text, self.theme.muted, self.theme.size - smaller, style)

    def green(self, text: str, smaller: int = 0) -> Run:
        """A forward value."""
        return Run(text, self.theme.forward, self.theme.size - smaller)

    def red(self, text: str, smaller: int = 0) -> Run:
        """A backward value."""
        style = "B" if self.theme.bold_backward else ""
        return Run(text, self.theme.backward, self.theme.size - smaller, style)

    def forth(self) -> Run:
        """The mark of a forward value."""
        return self.green(f" {ARROWS[self.direction][1]}", smaller=4)

    def back(self) -> Run:
        """The mark of a backward value."""
        return self.red(f"{ARROWS[self.direction][0]} ", smaller=4)

    def name(self, node: Value) -> str:
        """The label of a node, or what formulas call it."""
        return shortened(self.names[node], LONGEST_TEXT)

    def number(self, x: float) -> str:
        """A short number as formulas have it, with a true minus sign; −0.0 is written 0."""
        return Text(self.precision, self.words).number(x).center(self.room, FIGURE_SPACE)

    def times(self, x: float, y: float) -> str:
        """Two numbers with × between them; a second one below 0 in parentheses."""
        second = self.number(y)
        return f"{self.number(x)} × {f'({second})' if y < 0 else second}"

    def span(self, numbers: Iterable[float]) -> str:
        """One number, or the range of several."""
        several = list(numbers)
        known = [x for x in several if not math.isnan(x)]
        ends = [self.number(end(known)) for end in (min, max) if known]
        nan = ["nan"] if len(known) < len(several) else []
        return self.words.join([" … ".join(dict.fromkeys(ends)), *nan] if known else nan)
