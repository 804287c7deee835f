"""What the slides of updates say, of a graph or of a batch."""

from collections.abc import Callable, Sequence
from html import escape

from autograd_lite.viz.formula.formulas import symbol
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.html import remark
from autograd_lite.viz.story.updates import Update, norm
from autograd_lite.viz.words.words import Words

MOST_COLUMNS = 3  # iterations that are compared side by side
DOTS = '<td class="sign">…</td>'  # in the place of others
CLIPPED = symbol(name_of("g"))


class Updating:
    """Writes what is alike, in ``words``; ``write`` writes numbers."""

    def __init__(self, words: Words, write: Callable[[float], str]) -> None:
        self.words: Words = words
        self._write = write

    def start(self, iteration: int, given: Slide) -> Slide:
        """The first slide of an iteration, counted from 0, with the numbers it has by now."""
        again = iteration > 0
        told = [self.words("updates.replayed")] if again else []
        key = "updates.heading_again" if again else "updates.heading_first"
        return Slide(
            given.kind,
            self.words("updates.title_iteration", number=str(iteration + 1)),
            self.words(key, number=str(iteration + 1)),
            given.body + _remarks(told),
            " ".join([given.spoken, *told]),
        )

    def rate(self, update: Update) -> list[str]:
        """The learning rate, and what the optimizer does to the gradient first."""
        told = [self.words("updates.rate", rate=self._write(update.rate))]
        if update.is_clipped:
            before, after = (self._write(norm(x)) for x in (update.gradients, update.clipped))
            told.append(self.words("updates.clipped", before=before, after=after))
        return told

    def slide(
        self, update: Update, names: str, body: str, remarks: Sequence[str], spoken: Sequence[str]
    ) -> Slide:
        """The slide of an update, of what has these names."""
        return Slide(
            "update",
            self.words("updates.title_update", names=names),
            self.words("updates.heading_update", optimizer=update.optimizer),
            body + _remarks(remarks),
            " ".join([*remarks, *spoken]),
        )

    def outcome(
        self, name: str, costs: tuple[float, float], count: int, table: str, moved: Sequence[str]
    ) -> Slide:
        """The last slide: what has the ``name``, before and after so many updates."""
        before, after = map(self._write, costs)
        told = self.words(_change(*costs), name=name, before=before, after=after)
        return Slide(
            "outcome",
            self.words("updates.title_comparison"),
            self.words("updates.heading_comparison", name=name, count=count),
            table + _remarks([told]),
            " ".join([told, *moved]),
        )


def _remarks(told: Sequence[str]) -> str:
    return "".join(remark(escape(each)) for each in told)


def _change(before: float, after: float) -> str:
    """Which sentence tells how a result changes."""
    if after < before:
        return "updates.falls"
    return "updates.rises" if after > before else "updates.other"
