"""The story of a batch: the forward and the backward pass, an operation on matrices a step."""

from collections.abc import Iterator, Sequence

from autograd_lite.system.lazy import lazy
from autograd_lite.value import Value
from autograd_lite.viz.batch import formulas
from autograd_lite.viz.batch.batch import Batch, nodes_of, of_twins
from autograd_lite.viz.batch.equations import (
    MOST,
    ROWS,
    Equation,
    Factor,
    Item,
    Numbers,
    Pass,
    Sent,
    Step,
    Unused,
    Way,
    equation,
)
from autograd_lite.viz.batch.formulas import derivative, flipped, letter
from autograd_lite.viz.batch.matrices import Application, Matrix, Table, added
from autograd_lite.viz.batch.numbers import Gradients
from autograd_lite.viz.batch.written_out import (
    slope_with_numbers,
    softmax_factors,
    softmax_slopes,
    sums_over_examples,
)
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.formula.formulas import Formula, evaluate, number
from autograd_lite.viz.formula.names import Name


class Story:
    """The steps of a batch.

    ``caller`` names the function in errors. Raises ValueError for more matrices than ``bounds`` has
    nodes.
    """

    def __init__(self, batch: Batch, caller: str, bounds: Bounds) -> None:
        self.batch, self.parts = batch, batch.parts
        self._caller, self._bounds = caller, bounds
        if (count := len(self.parts.matrices)) > bounds.nodes:
            raise ValueError(
                f"root: the batch has {count} matrices, and {caller} takes at most "
                f"max_nodes={bounds.nodes}; pass a larger max_nodes, or a smaller model"
            )
        self.gradients: Gradients = Gradients(batch.parts, batch.derivatives)
        self.mean: bool = batch.parts.count is not None

    @lazy
    def nodes(self) -> list[Value]:
        """All nodes of the examples, each after what it was computed from."""
        return nodes_of(self.batch)

    def gradient(self, node: Value) -> float:
        """∂C/∂node, 0 where none flows."""
        return self.batch.derivatives.get(node, 0.0)

    def of_twins(self, twins: Sequence[Value]) -> "Story":
        """The same of a batch that was replayed from this one, with these nodes."""
        twin_of = dict(zip(self.nodes, twins, strict=True))
        return Story(of_twins(self.batch, twin_of), self._caller, self._bounds)

    @lazy
    def steps(self) -> list[Step]:
        """All steps, in their order."""
        applications = self.parts.applications
        cost, last = self.parts.cost, applications[-1]
        return [
            Step("given", last, tuple(map(self.given, self.parts.leaves))),
            *[Step("forward", each, (self.forward(each),)) for each in applications],
            Step("seed", last, (equation([derivative(cost, cost)], [number(1.0)]),)),
            *self._backward(),
            Step("result", last, tuple(self._results())),
        ]

    @property
    def several(self) -> frozenset[Name]:
        """The names of the matrices that are more than one number for all examples."""
        return frozenset(
            each.name for each in self.parts.matrices if not each.shared or each.shape != (1, 1)
        )

    @property
    def variables(self) -> list[Value]:
        """The leaves into which gradients flow."""
        leaves = (lane.nodes[0] for matrix in self.parts.parameters for lane in matrix.lanes)
        return [*dict.fromkeys(leaves)]

    def given(self, matrix: Matrix) -> Equation:
        """W = [0.1 0.6]."""
        shown = self.numbers(matrix, matrix.values, "forward")
        return equation([letter(matrix)], [shown], shape=matrix.shape)

    def numbers(self, matrix: Matrix, table: Table, kind: Pass = "", most: int = MOST) -> Numbers:
        """Numbers of a matrix; a number that all examples share has no brackets, but for a bias."""
        linear = [each for each in self.parts.consumers(matrix) if each.how == "linear"]
        bare = matrix.shared and matrix.shape == (1, 1) and not linear
        return Numbers.of(table, kind, bare, most)

    def forward(self, application: Application) -> Equation:
        """Z = W·X + b = […]·[…] + […] = […]."""
        out = application.out
        sides: list[list[Item]] = [[letter(out)], [formulas.value(application, self.mean)]]
        if application.how == "linear":
            W, X, *b = (self.numbers(each, each.values) for each in application.operands)
            sides.append([W, "·", X, *(("+", b[0]) if b else ())])
        shown = self.numbers(out, out.values, "forward")
        return equation(*sides, [shown], shape=out.shape)

    def _results(self) -> Iterator[Equation]:
        for matrix in self.parts.parameters:
            yield equation([self.derivative(matrix)], [self._gradient(matrix)])

    def derivative(self, matrix: Matrix) -> Formula:
        """∂C/∂W."""
        return derivative(self.parts.cost, matrix)

    def _gradient(self, matrix: Matrix) -> Numbers:
        return self.numbers(matrix, self.gradients.of(matrix), "backward")

    # The backward pass ------------------------------------------------------------------------

    def _backward(self) -> Iterator[Step]:
        arrived: dict[int, list[Table]] = {}
        for application in reversed(self.parts.applications):
            sent = [
                self._sent(application, each, arrived)
                for each in application.operands
                if each.differentiable
            ]
            unused = [
                self._unused(application, each)
                for each in application.operands
                if not each.differentiable and application.how == "linear"
            ]
            if sent:
                yield Step("backward", application, (), tuple(sent), tuple(unused))

    def _unused(self, application: Application, operand: Matrix) -> Unused:
        shown = formulas.local(application, operand, self.mean)
        left = [derivative(application.out, operand)]
        return Unused(operand, equation(left, [shown[0].formula]))

    def _sent(
        self, application: Application, operand: Matrix, arrived: dict[int, list[Table]]
    ) -> Sent:
        table = self.gradients.sent(application, operand)
        so_far = arrived.setdefault(id(operand), [])
        so_far.append(table)
        consumers = self.parts.consumers(operand)
        last = len(so_far) == len(consumers)
        way = _way(application, operand)
        locals_ = formulas.local(application, operand, self.mean)
        several = len(consumers) > 1
        total = None
        if several and len(so_far) > 1:
            parts: list[Item] = []
            for each in so_far:
                parts += ["+", self.numbers(operand, each)]
            summed = self.numbers(operand, added(so_far), "backward")
            left = [self.derivative(operand)] if last else []
            total = equation(left, parts[1:], [summed]) if left else equation(parts[1:], [summed])
        return Sent(
            operand,
            way,
            tuple(self._local(application, operand, locals_)),
            self._product(application, operand, locals_, table, alone=not several),
            total,
            last,
        )

    def entries(self, application: Application, operand: Matrix) -> Iterator[Equation]:
        """The sums over the examples in the gradient of a parameter, entry by entry."""
        return sums_over_examples(self.parts.cost, application, operand, self.gradients)

    def local(self, application: Application, operand: Matrix) -> Iterator[Equation]:
        """∂Ŷ/∂Z = Ŷ ⊙ (1 − Ŷ), without numbers; where there are branches, one for each."""
        left = [derivative(application.out, operand)]
        for each in formulas.local(application, operand, self.mean):
            yield equation(left, [each.formula], conditions=each.conditions)

    def _local(
        self, application: Application, operand: Matrix, found: list[formulas.Local]
    ) -> Iterator[Equation]:
        """∂Ŷ/∂Z = Ŷ ⊙ (1 − Ŷ) = […]: nothing for a cost, whose local gradient is what it sends."""
        if application.how == "cost":
            return
        if application.how == "columns":
            yield from softmax_slopes(application)
        left: list[Item] = [derivative(application.out, operand)]
        numbers: list[list[Item]] = []
        if application.how == "elementwise" and not _is_number(found):
            numbers = [[Numbers.of(self._local_numbers(application, operand))]]
        if len(found) == 1:
            yield equation(left, [found[0].formula], *numbers, conditions=found[0].conditions)
            return
        for each in found:
            yield equation(left, [each.formula], conditions=each.conditions)
        if numbers:
            yield equation(left, *numbers)

    def _local_numbers(self, application: Application, operand: Matrix) -> Table:
        """The local gradient of every entry of what an operation computes."""
        places = [i for i, each in enumerate(application.places) if each is operand]
        return added([application.local(i) for i in places])

    def _product(
        self,
        application: Application,
        operand: Matrix,
        found: list[formulas.Local],
        table: Table,
        alone: bool,
    ) -> Equation:
        """∂C/∂Z = ∂C/∂Ŷ ⊙ ∂Ŷ/∂Z = […] ⊙ […] = […]; on the left only if nothing else arrives."""
        sides = self._factors(application, operand, found)
        left: list[list[Item]] = [[self.derivative(operand)]] if alone or not sides else []
        return equation(*left, *sides, [self.numbers(operand, table, "backward")])

    def _factors(
        self, application: Application, operand: Matrix, found: list[formulas.Local]
    ) -> list[list[Item]]:
        """Upstream and local gradient, in names and in numbers."""
        out = application.out
        upstream, slope = self.derivative(out), derivative(out, operand)
        numbers = self.numbers(out, self.gradients.of(out))
        formula = found[0].formula if len(found) == 1 else None
        match _way(application, operand):
            case "product":
                W, X, *_ = application.operands
                turned = Numbers.of(_transposed((X if operand is W else W).values))
                if operand is X:
                    return [[flipped(W), "·", upstream], [turned, "·", numbers]]
                return [[upstream, "·", flipped(X)], [numbers, "·", turned]]
            case "sum" if application.how == "linear":
                return [["Σ", upstream]]
            case "entries" if application.how == "cost":
                return [[formula], *slope_with_numbers(application, formula)] if formula else []
            case "entries" | "sum" if formula == number(1.0):
                return [["Σ", upstream]] if operand.shape != out.shape else [[upstream]]
            case "entries" | "sum":
                local = Numbers.of(self._local_numbers(application, operand))
                sides: list[list[Item]] = [[upstream, "⊙", slope]]
                if formula and not _is_number(found):
                    sides.append([upstream, "⊙", Factor(formula)])
                sides.append([numbers, "⊙", local])
                if operand.shape != out.shape:
                    sides = [["Σ", "(", *side, ")"] for side in sides]
                return sides
            case "copy" if application.how == "pick":
                return [[letter(application.operands[1]), "⊙", upstream]]
            case "copy":
                return [[ROWS, upstream]]
            case _:
                return softmax_factors(application, upstream)


def _is_number(found: list[formulas.Local]) -> bool:
    """Whether a local gradient is the same number everywhere."""
    return len(found) == 1 and not found[0].conditions and evaluate(found[0].formula) is not None


def _way(application: Application, operand: Matrix) -> Way:
    match application.how:
        case "linear":
            return "product" if operand in application.operands[:2] else "sum"
        case "elementwise" if operand.shape != application.out.shape:
            return "sum"
        case "elementwise" | "cost":
            return "entries"
        case "rows" | "pick":
            return "copy"
        case _:
            return "columns"


def _transposed(table: Table) -> Table:
    return [list(column) for column in zip(*table, strict=True)]
