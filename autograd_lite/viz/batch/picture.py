"""The picture of a batch: matrices on wires, with the operations between them."""

from collections.abc import Iterator
from itertools import combinations, zip_longest
from typing import Literal

from autograd_lite.viz.batch import formulas
from autograd_lite.viz.batch.cells import MARGIN, SIZE, Block, Cell
from autograd_lite.viz.batch.columns import Column, Item, arrange, cuts, set_heights, weight
from autograd_lite.viz.batch.equations import MOST
from autograd_lite.viz.batch.matrices import Application, Matrix
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.batch.wires import BETWEEN, STUB, Point, curve, room_between, turn
from autograd_lite.viz.batch.writing import TextWriting
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.shapes import Group, Line, Rectangle, Shape, Sheet, Text
from autograd_lite.viz.words.words import ENGLISH, Words

Show = Literal["both", "forward", "backward"]
#: the frame that a picture fills as well as it can: of a slide, of a page, and of a telephone
SHAPES = {"slide": (1280.0, 640.0), "wide": (1000.0, 340.0), "tall": (420.0, 900.0)}
GAP = 14.0  # between matrices above each other
BORDER = 8.0
BAND = 46.0  # between bands, for the wire that leads on
NODE = 15.0  # half the height of an operation
LONGEST = 190.0  # of the formula in an operation, in points
#: rows and columns of a matrix, tried one after the other until letters are not too small
FEWER, SMALLEST = (MOST, 6, 4), 0.5
MOST_BREAKS = 3
LARGEST = 1.3  # scale that is worth breaking a picture for
SAME_BAND = 0.85  # of the size of letters is given up before a picture is broken
PORT = 6.0  # between wires that end at the same operation


class Picture:
    """The picture of a story. Nodes have the ids n0, n1, … and wires w0, w1, …"""

    def __init__(
        self,
        story: Story,
        precision: int,
        words: Words,
        show: Show = "both",
        local_gradients: bool = False,
    ) -> None:
        self.story, self._show, self._has_locals = story, show, local_gradients
        self._writing = TextWriting(precision, story.several, words)
        self._cells = self._made(MOST)
        #: the id of the group of a matrix, by the id of the matrix
        self.nodes: dict[int, str] = {id(m): f"n{i}" for i, m in enumerate(story.parts.matrices)}
        #: the id of a wire by those of the matrix and of what is made of it
        self.wires: dict[tuple[int, int], str] = {}
        for application in story.parts.applications:
            for operand in application.operands:
                key = (id(operand), id(application.out))
                self.wires.setdefault(key, f"w{len(self.wires)}")
        #: the id of the wire that leaves the cost
        self.end: str = f"w{len(self.wires)}"

    def sheet(self, shape: Literal["slide", "wide", "tall"] = "slide") -> Sheet:
        """The picture in as many bands as make its letters largest in a frame of that shape.

        If they are too small for all that, fewer numbers of every matrix are shown.
        """
        for most in FEWER:
            self._cells = self._made(most)
            scale, sheet = self._best(*SHAPES[shape])
            if scale >= SMALLEST:
                break
        return sheet

    def _best(self, width: float, height: float) -> tuple[float, Sheet]:
        """The scale at which the picture fills a frame best, and the picture."""
        found = []
        for breaks in self._breaks():
            sheet = self._laid_out(breaks)
            scale = min(width / sheet.width, height / sheet.height, LARGEST)
            found.append((scale * SAME_BAND ** len(breaks), sheet))
        return max(found, key=lambda each: each[0])

    def _breaks(self) -> Iterator[tuple[int, ...]]:
        """The ways to break a picture into bands that are worth trying."""
        possible = cuts(self.story.parts)
        yield ()
        for count in range(1, min(len(possible), MOST_BREAKS) + 1):
            yield self._even(possible, count)

    def _even(self, possible: list[int], count: int) -> tuple[int, ...]:
        """The breaks that leave the widest band as narrow as it can be."""

        def widest(breaks: tuple[int, ...]) -> float:
            bands = arrange(self.story.parts, breaks)
            return max(sum(map(self._column_width, band)) + BETWEEN * len(band) for band in bands)

        return min(combinations(possible, count), key=widest)

    # Cells ------------------------------------------------------------------------------------

    def _made(self, most: int) -> dict[int, Cell]:
        return {id(matrix): self._cell(matrix, most) for matrix in self.story.parts.matrices}

    def _cell(self, matrix: Matrix, most: int) -> Cell:
        story, script = self.story, self._writing.script
        rows, columns = matrix.shape
        value = gradient = None
        partial = ""
        if self._show != "backward":
            value = Block.of(story.numbers(matrix, matrix.values, most=most), self._writing)
        if self._show != "forward" and matrix.differentiable:
            numbers = story.numbers(matrix, story.gradients.of(matrix), most=most)
            gradient = Block.of(numbers, self._writing)
            partial = script.write(formulas.derivative(story.parts.cost, matrix))
        notes = tuple(self._notes(matrix)) if self._has_locals else ()
        return Cell(matrix.name.text, f"{rows}×{columns}", value, gradient, partial, notes)

    def _notes(self, matrix: Matrix) -> Iterator[str]:
        """The local gradients towards a matrix: ∂Z/∂W = Xᵀ."""
        for application in self.story.parts.consumers(matrix):
            if matrix.differentiable or application.how == "linear":
                yield from map(self._writing.spoken, self.story.local(application, matrix))

    def _label(self, application: Application) -> str:
        """What stands in an operation: its formula, or its sign if that is too long."""
        shown = self._writing.script.write(formulas.value(application, self.story.mean))
        if text_width(shown, SIZE) <= LONGEST:
            return shown
        return application.operation.symbol if application.operation else application.how

    def _node_width(self, item: Item) -> float:
        if item.application is None:
            return 0.0
        return max(text_width(self._label(item.application), SIZE) + 12, 2 * NODE)

    # Places -----------------------------------------------------------------------------------

    def _width(self, item: Item) -> float:
        return 0.0 if item.passing else self._node_width(item) + self._cells[id(item.matrix)].width

    def _column_width(self, column: Column) -> float:
        return max(map(self._width, column))

    def _reach(self, item: Item) -> tuple[float, float]:
        if item.passing:
            return 2.0, 2.0
        cell = self._cells[id(item.matrix)]
        node = NODE if item.application else 0.0
        return max(cell.up, node), max(cell.down, node)

    def _laid_out(self, breaks: tuple[int, ...]) -> Sheet:
        bands = arrange(self.story.parts, breaks)
        top, right = BORDER, 0.0
        for i, band in enumerate(bands):
            turns_in, turns_out = (STUB * each for each in (i > 0, i < len(bands) - 1))
            set_heights(band, self._reach, GAP)
            right = max(right, self._set_columns(band, BORDER + turns_in) + turns_out)
            items = [item for column in band for item in column]
            highest = min(item.y - self._reach(item)[0] for item in items)
            lowest = max(item.y + self._reach(item)[1] for item in items)
            for item in items:
                item.y += top - highest
            top += lowest - highest + BAND
        size = (right + BORDER, top - BAND + BORDER)
        return Sheet(*size, tuple(self._shapes(bands, right)), self.description)

    def _set_columns(self, band: list[Column], left: float) -> float:
        """Put the columns of a band beside each other; where the last one ends."""
        right = left
        for column, after in zip_longest(band, band[1:], fillvalue=()):
            for item in column:
                item.x = left
            right = left + self._column_width([*column])
            left = right + room_between(column, after)
        return right

    @property
    def description(self) -> str:
        """The picture in words."""
        words = self._writing.words
        return words(
            "batch.description",
            examples=words("batch.examples", count=self.story.batch.size),
            names=", ".join(
                "{} {}×{}".format(each.name.line, *each.shape) for each in self.story.parts.matrices
            ),
        )

    @property
    def told(self) -> str:
        """What the picture is of, in English: a batch of 4 examples."""
        return f"a batch of {ENGLISH('batch.examples', count=self.story.batch.size)}"

    # Shapes -----------------------------------------------------------------------------------

    def _shapes(self, bands: list[list[Column]], right: float) -> Iterator[Group]:
        wires: dict[str, list[Shape]] = {}
        boxes: list[Group] = []
        ends = {
            id(item): (item.x + self._column_width(column), b)
            for b, band in enumerate(bands)
            for column in band
            for item in column
        }
        self._coming: dict[int, list[tuple[Item, int]]] = {}
        for band in bands:
            for item in (item for column in band for item in column):
                for to, _ in item.following:
                    crosses = ends[id(to)][1] != ends[id(item)][1]
                    self._coming.setdefault(id(to), []).append((item, 0 if not crosses else -1))
        tops = [min(i.y - self._reach(i)[0] for column in band for i in column) for band in bands]
        for band in bands:
            for column in band:
                for item in column:
                    end, b = ends[id(item)]
                    own = self._own_wire(item, end)
                    keys = [self.wires[id(item.matrix), id(x.out)] for x in self._users(item)]
                    wires.setdefault((keys or [self.end])[0], []).extend(own)
                    for to, _index in item.following:
                        start, goal = (end, item.y), self._port(to, item)
                        other = ends[id(to)][1]
                        line = (
                            curve(start, goal)
                            if other == b
                            else turn(start, goal, right, tops[other] - BAND / 2)
                        )
                        for key in self._keys(item, to):
                            wires.setdefault(key, []).append(line)
                            break
                    if not item.passing:
                        boxes.append(self._box(item, end))
        yield from (Group(tuple(shapes), key) for key, shapes in wires.items())
        yield from boxes

    def _users(self, item: Item) -> list[Application]:
        return self.story.parts.consumers(item.matrix)

    def _keys(self, item: Item, to: Item) -> list[str]:
        """The ids of the wires that a piece from one item to the next belongs to."""
        if not to.passing:
            return [self.wires[id(item.matrix), id(to.matrix)]]
        return [self.wires[id(item.matrix), id(each.out)] for each in self._users(item)]

    def _port(self, to: Item, item: Item) -> Point:
        """Where a wire ends at what comes next: in the order of their starts, the main one in the
        middle.
        """
        coming = sorted(self._coming[id(to)], key=lambda each: (each[1], each[0].y))
        if to.application is None or len(coming) == 1:
            return to.x, to.y
        heaviest = max(weight(each) for each, _ in coming)
        main = [i for i, (each, _) in enumerate(coming) if weight(each) == heaviest]
        middle = (main[0] + main[-1]) / 2
        step = min(PORT, (NODE - 4) / max(middle, len(coming) - 1 - middle))
        place = [each is item for each, _ in coming].index(True)
        return to.x, to.y + (place - middle) * step

    def _own_wire(self, item: Item, end: float) -> list[Shape]:
        """The part of the wire that the matrix stands on."""
        if item.passing:
            return [Line(((item.x, item.y), (end, item.y)))] if end > item.x else []
        start = self._center(item, end) - self._cells[id(item.matrix)].width / 2 + MARGIN / 2
        if item.application:
            start = item.x + self._node_width(item)
        if item.matrix.role == "cost":
            end = self._center(item, end) + self._cells[id(item.matrix)].width / 2 - MARGIN / 2
        return [Line(((start, item.y), (end, item.y)))]

    def _center(self, item: Item, end: float) -> float:
        """The middle of a cell: behind its operation, or else at the right of its column."""
        width = self._cells[id(item.matrix)].width
        if item.application is None:
            return end - width / 2
        return (item.x + self._node_width(item) + end) / 2

    def _box(self, item: Item, end: float) -> Group:
        cell = self._cells[id(item.matrix)].group(self._center(item, end), item.y)
        shapes: list[Shape | Group] = []
        if item.application:
            width = self._node_width(item)
            label = self._label(item.application)
            shapes.append(Rectangle(item.x, item.y - NODE, width, 2 * NODE, NODE, "muted", "fill"))
            middle = item.x + width / 2
            shapes.append(Text(middle, item.y + SIZE * 0.36, label, SIZE, "ink", "middle"))
        return Group((*shapes, *cell.shapes), self.nodes[id(item.matrix)])
