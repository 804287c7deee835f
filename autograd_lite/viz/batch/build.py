"""The matrices of a batch, made of blocks of lanes."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from autograd_lite import primitives
from autograd_lite.value import Value
from autograd_lite.viz.batch.blocks import (
    Block,
    chosen_from,
    stack,
    weights_and_inputs,
    weights_first,
)
from autograd_lite.viz.batch.lanes import Choice, Lane
from autograd_lite.viz.batch.matrices import Application, Matrices, Matrix, Role
from autograd_lite.viz.batch.names import stem

Grid = tuple[tuple[Lane, ...], ...]


def build(
    lanes: Sequence[Lane], outputs: Sequence[Lane], loss: Lane, cost: Value, mean: bool
) -> Matrices:
    """The matrices of all lanes, of which the cost is the mean or the sum of ``loss``."""
    return _Builder(stack(lanes, {*outputs}), loss, cost, mean).build()


class _Builder:
    def __init__(self, blocks: list[Block], loss: Lane, cost: Value, mean: bool) -> None:
        self.blocks, self.loss, self.mean = blocks, loss, mean
        self.of_lane = {lane: block for block in self.blocks for lane in block.lanes}
        self.known: dict[Grid, Matrix] = {}
        self.matrices: list[Matrix] = []
        self.applications: list[Application] = []
        self.cost = Matrix("cost", ((Lane((cost,), shared=True),),), shared=True)

    def build(self) -> Matrices:
        fused = self._fused()
        for block in self.blocks:
            if block.kind and block not in fused:
                self._apply(block)
        entries = self._end(fused)
        self.matrices.append(self.cost)
        return Matrices(self.matrices, self.applications, self.cost, entries if self.mean else None)

    # The end: losses, and their mean or sum --------------------------------------------------

    def _fused(self) -> list[Block]:
        """The blocks that are told with the cost: the loss of an example, if it is one operation.

        That is one of prediction and target, or the mean of such over the outputs; or one of all
        outputs, of which the first operand is the true class.
        """
        last = self.of_lane[self.loss]
        if last.kind == "elementwise" and _has_target(self.loss):
            return [last]
        if self.loss.operation is primitives.cross_entropy:
            return [last]
        if self.loss.operation is primitives.mean:
            before = [each for each in self.loss.operands if isinstance(each, Lane)]
            block = self.of_lane[before[0]]
            pairs = block.kind == "elementwise" and all(map(_has_target, before))
            if pairs and before == list(block.lanes):
                return [block, last]
        return []

    def _end(self, fused: list[Block]) -> int:
        count = len(self.loss.nodes)
        if not fused:
            losses = self._matrix(((self.loss,),))
            self.applications.append(Application("cost", None, self.cost, (losses,), (losses,)))
            return count
        block = fused[0]
        if self.loss.operation is primitives.cross_entropy:
            prediction, places = self._classes(self.loss)
        else:
            places = self._places(block)
            prediction = tuple(dict.fromkeys(each for each in places if each))
        operation = block.lanes[0].operation
        self.applications.append(
            Application("cost", operation, self.cost, prediction, places, block.lanes)
        )
        return count * len(block.lanes)

    def _classes(self, lane: Lane) -> tuple[tuple[Matrix, ...], tuple[Matrix | None, ...]]:
        """The logits of a cross-entropy, and its classes as one-hot columns."""
        lanes = _in_order_of(
            self.of_lane, dict.fromkeys(x for each in lane.operands for x in chosen_from(each))
        )
        logits = self._stacked(lanes)
        first = lane.operands[0]
        chosen = first.lanes if isinstance(first, Choice) else (first,) * len(lane.nodes)
        one_hot = [[float(each is row) for each in chosen] for row in lanes]
        target = self._enter(Matrix("target", given=one_hot))
        return (logits, target), (logits,) * len(lane.operands)

    # Operations -------------------------------------------------------------------------------

    def _apply(self, block: Block) -> None:
        first = block.lanes[0]
        operation = first.operation
        places: tuple[Matrix | None, ...]
        operands: tuple[Matrix, ...]
        if block.kind == "linear":
            _weights, inputs = weights_and_inputs(first)
            W = self._matrix(tuple(weights_and_inputs(lane)[0] for lane in block.lanes))
            X = self._stacked(inputs)
            bias = self._bias(block)
            places = _halves_of(first, W, X) + ((bias,) if bias else ())
            operands = (W, X, bias) if bias else (W, X)
        elif block.kind == "elementwise":
            places = self._places(block)
            operands = tuple(dict.fromkeys(each for each in places if each))
        else:
            operands = self._sources(block)
            places = (operands[0],) * len(first.operands) if len(operands) == 1 else ()
        how = block.kind or "elementwise"
        out = self._result(block)
        self.applications.append(Application(how, operation, out, operands, places))

    def _sources(self, block: Block) -> tuple[Matrix, ...]:
        """The matrices whose columns an operation takes as a whole, or in part."""
        operands = (each for lane in block.lanes for each in lane.operands)
        lanes = dict.fromkeys(x for each in operands for x in chosen_from(each))
        blocks = dict.fromkeys(self.of_lane[lane] for lane in lanes)
        stacked = (self._stacked([x for x in each.lanes if x in lanes]) for each in blocks)
        return tuple(dict.fromkeys(stacked))

    def _bias(self, block: Block) -> Matrix | None:
        column = [lane.operands[-1] for lane in block.lanes if len(lane.operands) % 2]
        if not column:
            return None
        return self._column(column)

    def _places(self, block: Block) -> tuple[Matrix | None, ...]:
        """The matrix at the place of every operand."""
        columns = zip(*[lane.operands for lane in block.lanes], strict=True)
        return tuple(self._operand(list(column)) for column in columns)

    def _operand(self, column: list[Lane | Choice]) -> Matrix | None:
        if isinstance(column[0], Choice):
            return self._picked(column[0])
        lanes = [each for each in column if isinstance(each, Lane)]
        if all(_is_number(each) for each in lanes):
            return None
        return self._column(column)

    def _column(self, column: Sequence[Lane | Choice]) -> Matrix:
        lanes = [each for each in column if isinstance(each, Lane)]
        if all(each is lanes[0] for each in lanes):
            lanes = lanes[:1]
        if lanes[0].shared:
            return self._matrix(tuple((each,) for each in lanes))
        return self._stacked(lanes)

    def _picked(self, choice: Choice) -> Matrix:
        """One entry of every column, as a row."""
        lanes = _in_order_of(self.of_lane, dict.fromkeys(choice.lanes))
        source = self._stacked(self.of_lane[lanes[0]].lanes)
        rows = list(source.lanes)
        one_hot = [[float(each is row) for each in choice.lanes] for row in rows]
        target = self._enter(Matrix("target", given=one_hot))
        nodes = tuple(lane.nodes[j] for j, lane in enumerate(choice.lanes))
        picked = self._enter(Matrix("result", ((Lane(nodes),),)))
        self.applications.append(Application("pick", None, picked, (source, target)))
        return picked

    # Matrices ---------------------------------------------------------------------------------

    def _enter(self, matrix: Matrix) -> Matrix:
        self.matrices.append(matrix)
        return matrix

    def _result(self, block: Block) -> Matrix:
        return self._matrix(tuple((lane,) for lane in block.lanes))

    def _stacked(self, lanes: Sequence[Lane]) -> Matrix:
        """The matrix with these rows; if they are of several, they are put below each other."""
        grid = tuple((lane,) for lane in lanes)
        if grid in self.known:
            return self.known[grid]
        blocks = list(dict.fromkeys(self.of_lane[lane] for lane in lanes))
        if len(blocks) == 1 and tuple(lanes) == blocks[0].lanes:
            return self._matrix(grid)
        if all(lane.shared and lane.operation is None for lane in lanes):
            return self._matrix(grid)
        parts = tuple(dict.fromkeys(self._parts(lanes)))
        out = self._matrix(grid)
        self.applications.append(Application("rows", None, out, parts))
        return out

    def _parts(self, lanes: Sequence[Lane]) -> Iterator[Matrix]:
        """The matrices that lanes are rows of; shared leaves that follow each other are one."""
        for is_leaf, run in groupby(lanes, lambda x: x.shared and x.operation is None):
            rows = [*run]
            if is_leaf:
                for _, alike in groupby(rows, lambda x: (_role(x), stem(x.label))):
                    yield self._matrix(tuple((x,) for x in alike))
                continue
            for block in dict.fromkeys(self.of_lane[x] for x in rows):
                yield self._matrix(tuple((x,) for x in block.lanes))

    def _matrix(self, grid: Grid) -> Matrix:
        if grid not in self.known:
            first = grid[0][0]
            self.known[grid] = self._enter(Matrix(_role(first), grid, first.shared))
        return self.known[grid]


def _role(lane: Lane) -> Role:
    if lane.operation is not None:
        return "result"
    if isinstance(lane.given, tuple) and lane.given[0] == "y" and not lane.differentiable:
        return "target"
    if lane.given is not None:
        return "input"
    return "parameter" if lane.differentiable else "constant"


def _has_target(lane: Lane) -> bool:
    return any(isinstance(x, Lane) and _role(x) == "target" for x in lane.operands)


def _is_number(lane: Lane) -> bool:
    """Whether it is a plain number of the expression, the same for all examples."""
    return lane.operation is None and lane.shared and not lane.differentiable and not lane.label


def _halves_of(lane: Lane, W: Matrix, X: Matrix) -> tuple[Matrix, ...]:
    n = len(lane.operands) // 2
    return (W,) * n + (X,) * n if weights_first(lane) else (X,) * n + (W,) * n


def _in_order_of(of_lane: dict[Lane, Block], lanes: dict[Lane, None]) -> list[Lane]:
    """Lanes as they follow each other in their blocks."""
    blocks = dict.fromkeys(of_lane[lane] for lane in lanes)
    return [lane for block in blocks for lane in block.lanes if lane in lanes]
