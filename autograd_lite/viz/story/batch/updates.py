"""The slides of updates of a batch: how its matrices move, and what that does to the cost."""

from collections.abc import Iterator, Sequence
from html import escape

from autograd_lite.value import Value
from autograd_lite.viz.batch.equations import Equation, Item, Numbers
from autograd_lite.viz.batch.formulas import letter
from autograd_lite.viz.batch.matrices import Matrix
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.formula.formulas import Formula, number, symbol
from autograd_lite.viz.formula.names import name_of
from autograd_lite.viz.story.batch.slides import Slides
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.html import Html, remark
from autograd_lite.viz.story.rules import RATE
from autograd_lite.viz.story.update_slides import CLIPPED, change
from autograd_lite.viz.story.updates import Update, norm


class UpdateSlides:
    """Writes the updates of a course; ``slides`` are those of its stories, in their order."""

    def __init__(self, course: Course[Story], slides: Sequence[Slides]) -> None:
        self.course, self.slides, self.words = course, slides, slides[0].words
        self._html = Html(slides[0].text.script.precision, self.words)

    def start(self, iteration: int, given: Slide) -> Slide:
        """The first slide of an iteration, counted from 0, with the numbers it has by now."""
        key = "updates.heading_again" if iteration else "updates.heading_first"
        count = str(iteration + 1)
        return Slide(
            given.kind,
            self.words("updates.title_iteration", number=count),
            self.words(key, number=count),
            given.body,
            given.spoken,
        )

    # One update -------------------------------------------------------------------------------

    def update(self, iteration: int) -> Slide:
        """The update after an iteration, counted from 0."""
        update, slides = self.course.updates[iteration], self.slides[iteration]
        matrices = self._moves(slides.story)
        told = [each for x in matrices for each in self._moved(iteration, update, slides, x)]
        remarks = self._remarks(slides, update)
        names = self.words.join(each.name.text for each in matrices)
        spoken = [
            self.words(
                "updates.becomes",
                name=slides.text.line(each.sides[0][0]),
                value=slides.text.spoken(Equation(each.sides[1:])),
            )
            for each in told
        ]
        lines = "".join(
            f'<div class="equation">{slides.math.assignment(each)}</div>' for each in told
        )
        return Slide(
            "update",
            self.words("updates.title_update", names=names),
            self.words("updates.heading_update", optimizer=update.optimizer),
            lines + "".join(remark(escape(each)) for each in remarks),
            " ".join([*remarks, *spoken]),
        )

    def _moved(
        self, iteration: int, update: Update, slides: Slides, matrix: Matrix
    ) -> Iterator[Equation]:
        """The equations by which a matrix moves, entry by entry as the optimizer's rule has it."""
        story = slides.story
        derivative = CLIPPED if update.is_clipped else story.derivative(matrix)
        places = self._places(story)
        place = next(places[x] for lane in matrix.lanes if (x := lane.nodes[0]) in places)
        after = self._after(iteration, matrix)
        name = letter(matrix)
        found = update.equations(place, name, derivative)
        for each in found[:-1]:
            yield Equation(((each.target,), (each.formulas[0],)))
        sides: list[tuple[Item, ...]] = [(name,)]
        if found:
            rule = found[-1].formulas[0]
            sides.append((rule,))
            known: dict[Formula, Item] = {
                name: story.numbers(matrix, matrix.values),
                story.derivative(matrix): story.numbers(matrix, story.gradients.of(matrix)),
                symbol(name_of(RATE)): number(update.rate),
            }
            if filled := _filled(rule, known):
                sides.append(tuple(filled))
        sides.append((story.numbers(matrix, after, "forward"),))
        yield Equation(tuple(sides))

    def _after(self, iteration: int, matrix: Matrix) -> list[list[float]]:
        following = self.course.stories[iteration + 1].parts.parameters
        place = self.course.stories[iteration].parts.parameters.index(matrix)
        return following[place].values

    def _remarks(self, slides: Slides, update: Update) -> list[str]:
        write = slides.text.script.number
        told = [self.words("updates.rate", rate=write(update.rate))]
        if update.is_clipped:
            before, after = (write(norm(x)) for x in (update.gradients, update.clipped))
            told.append(self.words("updates.clipped", before=before, after=after))
        return told

    def _moves(self, story: Story) -> list[Matrix]:
        """The matrices that the optimizer moves."""
        places = self._places(story)
        found = story.parts.parameters
        return [each for each in found if any(lane.nodes[0] in places for lane in each.lanes)]

    def _places(self, story: Story) -> dict[Value, int]:
        """The places of the leaves of a story among the optimizer's parameters."""
        return {node: place for place, node in self.course.parameters(story)}

    # Before and after -------------------------------------------------------------------------

    def comparison(self) -> Slide:
        """The last slide: the parameters and the cost before and after."""
        course, count = self.course, len(self.course.updates)
        first, last = course.stories[0], course.stories[-1]
        costs = [story.batch.cost.data for story in (first, last)]
        name, write = first.parts.cost.name.text, self.slides[0].text.script.number
        before, after = map(write, costs)
        told = self.words(change(*costs), name=name, before=before, after=after)
        moved = [
            self.words(
                "updates.from_to",
                name=each.name.text,
                before=self.slides[0].text.line(first.numbers(each, each.values)),
                after=self.slides[-1].text.line(last.numbers(twin, twin.values)),
            )
            for each, twin in zip(self._moves(first), self._moves(last), strict=True)
        ]
        return Slide(
            "outcome",
            self.words("updates.title_comparison"),
            self.words("updates.heading_comparison", name=name, count=count),
            self._table() + remark(escape(told)),
            " ".join([told, *moved]),
        )

    def _table(self) -> str:
        """A row for the cost and for every matrix that moves, a column for every iteration."""
        stories = self.course.stories
        head = "".join(
            f'<th scope="col">{self.words.html("updates.iteration", number=str(i + 1))}</th>'
            for i in range(len(stories))
        )
        columns = [[story.parts.cost, *self._moves(story)] for story in stories]
        rows = "".join(self._row(each) for each in zip(*columns, strict=True))
        return (
            f'<table class="many compared"><thead><tr><td></td>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _row(self, matrices: Sequence[Matrix]) -> str:
        cells = []
        for writer, matrix in zip(self.slides, matrices, strict=True):
            shown: Numbers = writer.story.numbers(matrix, matrix.values, "forward")
            cells.append(f"<td>{writer.math.side((shown,))}</td>")
        name = self._html.row_name(letter(matrices[0]))
        return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>'


def _filled(formula: Formula, known: dict[Formula, Item]) -> list[Item]:
    """A formula of sums and products with numbers in it; empty if it has anything else."""
    if formula in known:
        item = known[formula]
        negative = isinstance(item, Numbers) and item.bare and item.rows[0][0] < 0
        return ["(", item, ")"] if negative else [item]
    if formula.kind == "number":
        return [formula]
    parts = [_filled(part, known) for part in formula.parts]
    if not parts or not all(parts):
        return []
    match formula.kind:
        case "negative":
            return ["−", *parts[0]]
        case "product":
            return [x for part in parts for x in ("·", *part)][1:]
        case "sum":
            items = parts[0]
            for part in parts[1:]:
                items += [" − ", *part[1:]] if part[0] == "−" else ["+", *part]
            return items
    return []
