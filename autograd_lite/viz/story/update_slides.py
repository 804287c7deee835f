"""The slides of updates: how the parameters move, and what that does to the result."""

from collections.abc import Sequence

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula
from autograd_lite.viz.formula.scripts import without_repeats
from autograd_lite.viz.story.course import Course
from autograd_lite.viz.story.deck import Slide
from autograd_lite.viz.story.html import line, lines, remark
from autograd_lite.viz.story.part_slides import PartSlides
from autograd_lite.viz.story.parts import Part
from autograd_lite.viz.story.products import parted
from autograd_lite.viz.story.rules import Replaced
from autograd_lite.viz.story.slides import Slides
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.story.updates import Update, norm
from autograd_lite.viz.story.updating import CLIPPED, DOTS, MOST_COLUMNS, Updating

MOST_NAMES = 4  # of parameters in a title
MOST_TOLD = 24  # parameters whose update is told one by one
MOST_TALL = 6  # of them with tall fractions


class UpdateSlides(Updating):
    """Writes the updates of a course; ``slides`` are those of the stories, in their order."""

    def __init__(self, course: Course[Story], slides: Sequence[Slides]) -> None:
        self.course: Course[Story] = course
        self.slides: Sequence[Slides] = slides
        super().__init__(slides[0].words, slides[0].html.text.number)
        self.result: str = slides[0].sentences.name(slides[0].story.root)

    # One update ---------------------------------------------------------------------------------

    def update(self, iteration: int) -> Slide:
        """The update after an iteration, counted from 0."""
        update, slides = self.course.updates[iteration], self.slides[iteration]
        alone, together = self._sorted(slides)
        first, between, last = parted(alone, MOST_TOLD)
        told = [self._moved(slides, update, *each) for each in (*first, *last)]
        names = [slides.sentences.name(node) for _, node in alone]
        names += [PartSlides(slides).name(part) for part in together]
        shown = names[:MOST_NAMES] + ["…"] * (len(names) > MOST_NAMES)
        if not alone:  # one stands for all
            told = [self._moved(slides, update, *next(iter(together.values()))[0])]
        remarks = self.rate(update)
        remarks += [self.words("updates.more", count=len(between))] if between else []
        remarks += [self._moves(slides, update, *each) for each in together.items()]
        kind = "moved" + " long" * (len(told) == 1 or any(len(moved) > 1 for moved in told))
        kind += " many" * (len(told) > MOST_TALL)
        equations = lines((self._becomes(slides, each) for moved in told for each in moved), kind)
        spoken = [self._spoken(slides, x) for moved in told for x in moved]
        return self.slide(update, self.words.join(shown), equations, remarks, spoken)

    def _sorted(
        self, slides: Slides
    ) -> tuple[list[tuple[int, Value]], dict[Part, list[tuple[int, Value]]]]:
        """The parameters that are told one by one, and those of each part."""
        own = {leaf: part for part in slides.story.parts for leaf in part.leaves}
        alone, together = [], dict[Part, list[tuple[int, Value]]]()
        for place, node in self.course.parameters(slides.story):
            if node in own:
                together.setdefault(own[node], []).append((place, node))
            else:
                alone.append((place, node))
        return alone, together

    def _moves(
        self, slides: Slides, update: Update, part: Part, parameters: list[tuple[int, Value]]
    ) -> str:
        """How far the parameters of a part move together."""
        moved = norm([update.after[place] - update.before[place] for place, _ in parameters])
        size, name = slides.html.text.number(moved), PartSlides(slides).name(part)
        return self.words("parts.moves", name=name, count=len(parameters), norm=size)

    def _moved(
        self, slides: Slides, update: Update, place: int, node: Value
    ) -> tuple[Replaced, ...]:
        """The equations of one parameter; its number alone if the rule cannot be told."""
        story = slides.story
        name: Formula = story.symbol(node)
        gradient = CLIPPED if update.is_clipped else story.derivative(node)
        value = update.after[place]
        return update.equations(place, name, gradient) or (Replaced(name, (), value),)

    def _becomes(self, slides: Slides, replaced: Replaced) -> str:
        target = slides.html.math(replaced.target)
        value = slides.html.equation(replaced.formulas, replaced.value, "forward")
        return line(f'{target} <span class="sign">←</span> {value}')

    def _spoken(self, slides: Slides, replaced: Replaced) -> str:
        write = slides.html.text.write
        written = map(write, replaced.formulas)
        shown = without_repeats([*written, slides.html.text.number(replaced.value)])
        return self.words("updates.becomes", name=write(replaced.target), value=" = ".join(shown))

    # Before and after ---------------------------------------------------------------------------

    def comparison(self) -> Slide:
        """The last slide: the parameters and the result before and after."""
        first, last = (self.slides[i].story.root.data for i in (0, -1))
        number, updates = self._write, self.course.updates
        moved = [
            self.words(
                "updates.from_to",
                name=self.slides[0].sentences.name(node),
                before=number(updates[0].before[i]),
                after=number(updates[-1].after[i]),
            )
            for i, node in self._sorted(self.slides[0])[0][:MOST_TOLD]
        ]
        return self.outcome(self.result, (first, last), len(updates), self._table(), moved)

    def _table(self) -> str:
        """One row for the result, and one for every parameter; columns for the iterations."""
        first, between, last = parted(range(len(self.slides)), MOST_COLUMNS)
        columns = [*first, *([None] if between else []), *last]
        parameters, _ = self._sorted(self.slides[0])
        shown, others, end = parted(parameters, MOST_TOLD)
        rows = [self._row(columns, None), *(self._row(columns, x) for x in (*shown, *end))]
        more = remark(self.words.html("updates.more", count=len(others))) if others else ""
        return (
            f'<table class="many compared"><thead>{self._head(columns)}</thead>'
            f"<tbody>{''.join(rows)}</tbody></table>{more}"
        )

    def _head(self, columns: Sequence[int | None]) -> str:
        value, gradient = (self.words.html(f"slides.{x}") for x in ("value", "gradient"))
        last = len(self.slides) - 1
        above, below = ["<td></td>"], ["<td></td>"]
        for i in columns:
            if i is None:
                above.append(DOTS)
                below.append("<td></td>")
                continue
            name = self.words.html("updates.iteration", number=str(i + 1))
            above.append(f'<th colspan="{1 if i == last else 2}" scope="colgroup">{name}</th>')
            below += [f'<th scope="col">{value}</th>']
            below += [] if i == last else [f'<th scope="col">{gradient}</th>']
        return "".join(f"<tr>{''.join(cells)}</tr>" for cells in (above, below))

    def _row(self, columns: Sequence[int | None], parameter: tuple[int, Value] | None) -> str:
        slides, last = self.slides[0], len(self.slides) - 1
        node = parameter[1] if parameter else slides.story.root
        cells = [f'<th scope="row">{slides.html.row_name(slides.story.symbol(node))}</th>']
        for i in columns:
            if i is None:
                cells.append(DOTS)
                continue
            story = self.slides[i].story
            if parameter is None:
                cells.append(f"<td>{slides.html.number(story.root.data, 'forward')}</td>")
                cells += [] if i == last else ["<td></td>"]
                continue
            place, _ = parameter
            updates = self.course.updates
            value = updates[i].before[place] if i < last else updates[-1].after[place]
            cells.append(f"<td>{slides.html.number(value, 'forward')}</td>")
            if i < last:
                gradient = slides.html.number(updates[i].gradients[place], "backward")
                cells.append(f"<td>{gradient}</td>")
        return f"<tr>{''.join(cells)}</tr>"
