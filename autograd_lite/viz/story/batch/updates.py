"""The slides of updates of a batch: how its matrices move, and what that does to the cost."""

from collections.abc import Iterator, Sequence

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
from autograd_lite.viz.story.html import Html, line
from autograd_lite.viz.story.products import parted
from autograd_lite.viz.story.rules import RATE
from autograd_lite.viz.story.updates import Update
from autograd_lite.viz.story.updating import CLIPPED, DOTS, MOST_COLUMNS, Updating


class UpdateSlides(Updating):
    """Writes the updates of a course; ``slides`` are those of its stories, in their order."""

    def __init__(self, course: Course[Story], slides: Sequence[Slides]) -> None:
        super().__init__(slides[0].words, slides[0].text.script.number)
        self.course, self.slides = course, slides
        self._html = Html(slides[0].text.script.precision, self.words)

    # One update -------------------------------------------------------------------------------

    def update(self, iteration: int) -> Slide:
        """The update after an iteration, counted from 0."""
        update, slides = self.course.updates[iteration], self.slides[iteration]
        matrices = self._moves(slides.story)
        told = [each for x in matrices for each in self._moved(iteration, update, slides, x)]
        names = self.words.join(each.name.line for each in matrices)
        spoken = [
            self.words(
                "updates.becomes",
                name=slides.text.line(each.sides[0][0]),
                value=slides.text.spoken(Equation(each.sides[1:])),
            )
            for each in told
        ]
        body = "".join(line(slides.math.assignment(each)) for each in told)
        return self.slide(update, names, body, self.rate(update), spoken)

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
        stories, text = self.course.stories, self.slides[0].text
        first, last = stories[0], stories[-1]
        moved = [
            self.words(
                "updates.from_to",
                name=each.name.line,
                before=text.line(first.numbers(each, each.values)),
                after=text.line(last.numbers(twin, twin.values)),
            )
            for each, twin in zip(self._moves(first), self._moves(last), strict=True)
        ]
        costs = first.batch.cost.data, last.batch.cost.data
        name = first.parts.cost.name.line
        return self.outcome(name, costs, len(self.course.updates), self._table(), moved)

    def _table(self) -> str:
        """A row for the cost and for every matrix that moves, columns for the iterations."""
        first, between, last = parted(range(len(self.slides)), MOST_COLUMNS)
        columns = [*first, *([None] if between else []), *last]
        head = "".join(DOTS if i is None else self._heading(i) for i in columns)
        matrices = [[each.parts.cost, *self._moves(each)] for each in self.course.stories]
        rows = "".join(self._row(columns, each) for each in zip(*matrices, strict=True))
        return (
            f'<table class="many compared"><thead><tr><td></td>{head}</tr></thead>'
            f"<tbody>{rows}</tbody></table>"
        )

    def _heading(self, iteration: int) -> str:
        name = self.words.html("updates.iteration", number=str(iteration + 1))
        return f'<th scope="col">{name}</th>'

    def _row(self, columns: Sequence[int | None], matrices: Sequence[Matrix]) -> str:
        name = self._html.row_name(letter(matrices[0]))
        cells = "".join(DOTS if i is None else self._cell(i, matrices[i]) for i in columns)
        return f'<tr><th scope="row">{name}</th>{cells}</tr>'

    def _cell(self, iteration: int, matrix: Matrix) -> str:
        writer = self.slides[iteration]
        shown = writer.story.numbers(matrix, matrix.values, "forward")
        return f"<td>{writer.math.side((shown,))}</td>"


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
