"""The formulas of operations on matrices, read off the records of the table.

A product of matrices that is made entry by entry is one of factors as it stands in the record; the
scripts of `writing` give it its sign ⊙. A product in the sense of linear algebra is marked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from autograd_lite import primitives
from autograd_lite.labels import subscript
from autograd_lite.value import Value
from autograd_lite.viz.batch.lanes import Lane
from autograd_lite.viz.batch.matrices import Application, Matrix
from autograd_lite.viz.batch.names import transposed
from autograd_lite.viz.formula.formulas import Formula, fill, number, shorten, symbol
from autograd_lite.viz.formula.names import Name, name_of, partial_name, printable
from autograd_lite.viz.formula.notation import local_gradients, value_formula
from autograd_lite.viz.formula.terms import has_kinks

#: the mark of a product of matrices in the sense of linear algebra
MATRIX = "matrix"
#: the command of a sum over all entries
SUM = r"\sum"
MOST_BRANCHES = 3  # of a local gradient that are told
MOST_NODES = 40  # at which the branches of a local gradient are looked for
SOFTMAX = r"\operatorname{softmax}"


@dataclass(frozen=True)
class Local:
    """A local gradient, or a part of it that holds under some conditions."""

    formula: Formula
    conditions: tuple[Formula, ...] = ()


def letter(matrix: Matrix) -> Formula:
    """The name of a matrix."""
    return symbol(matrix.name)


def product(*factors: Formula) -> Formula:
    """A product in the sense of linear algebra."""
    return Formula("product", factors, MATRIX)


def derivative(above: Matrix, below: Matrix) -> Formula:
    """∂C/∂W."""
    return quotient_of_partials(above.name, below.name)


def quotient_of_partials(above: Name, below: Name) -> Formula:
    """∂ of one name by ∂ of another."""
    return Formula("quotient", tuple(symbol(partial_name(each)) for each in (above, below)))


def flipped(matrix: Matrix) -> Formula:
    """Xᵀ."""
    return symbol(transposed(matrix.name))


def total(formula: Formula) -> Formula:
    """The sum over the entries."""
    return Formula("call", (formula,), SUM)


# Values -------------------------------------------------------------------------------------


def value(application: Application, mean: bool) -> Formula:
    """How the values of an operation are computed, in names of matrices."""
    names = [letter(each) for each in application.operands]
    match application.how:
        case "linear":
            terms = [product(*names[:2]), *names[2:]]
            return terms[0] if len(terms) == 1 else Formula("sum", tuple(terms))
        case "elementwise":
            node = application.rows[0].nodes[0]
            return shorten(fill(value_formula(node), _operands(application)))
        case "cost":
            return _cost(application, mean)
        case "columns":
            name = application.operation.name if application.operation else ""
            name = "softmax" if application.operation is primitives.softmax_component else name
            return Formula("call", tuple(names), rf"\operatorname{{{name.replace('_', ' ')}}}")
        case "pick":
            source, marks = names
            return Formula("call", (Formula("product", (marks, source)),), SUM)
        case _:
            return Formula("call", tuple(names), r"\operatorname{rows}")


def _operands(application: Application) -> list[Formula]:
    """What stands at the places of a scalar operation's operands."""
    node = application.rows[0].nodes[0]
    return [
        number(parent.data) if matrix is None else letter(matrix)
        for matrix, parent in zip(application.places, node.parents, strict=True)
    ]


def _cost(application: Application, mean: bool) -> Formula:
    names = [letter(each) for each in application.operands]
    loss = names[0]
    if application.operation is primitives.cross_entropy:
        logits, target = names
        probability = Formula("call", (Formula("call", (logits,), SOFTMAX),), r"\log")
        loss = Formula("negative", (Formula("product", (target, probability)),))
    elif application.operation is not None:
        loss = fill(value_formula(application.rows[0].nodes[0]), _operands(application))
    negative, loss = _without_sign(loss)
    factor, loss = _without_factor(loss)
    shown = _scaled(factor, total(loss), application if mean else None)
    return Formula("negative", (shown,)) if negative else shown


def _without_sign(shown: Formula) -> tuple[bool, Formula]:
    """Whether everything is negative, and what is left without the signs."""
    if shown.kind == "negative":
        return True, shown.parts[0]
    if shown.kind == "sum" and all(part.kind == "negative" for part in shown.parts):
        return True, replace(shown, parts=tuple(part.parts[0] for part in shown.parts))
    return False, shown


def _without_factor(shown: Formula) -> tuple[tuple[Formula, Formula] | tuple[()], Formula]:
    """A number in front, as numerator and denominator, and what is left."""
    if shown.kind != "product":
        return (), shown
    first, *others = shown.parts
    rest = others[0] if len(others) == 1 else replace(shown, parts=tuple(others))
    if first.kind == "number":
        return (first, number(1.0)), rest
    if first.kind == "quotient" and all(part.kind == "number" for part in first.parts):
        return (first.parts[0], first.parts[1]), rest
    return (), shown


def _scaled(
    factor: tuple[Formula, Formula] | tuple[()], shown: Formula, of: Application | None
) -> Formula:
    """Something times a number, divided by how many there are ``of`` it for a mean."""
    above, below = factor or (number(1.0), number(1.0))
    if of is None:
        under = below
    else:
        several = len(of.losses) > 1 and of.operation is not primitives.cross_entropy
        under = symbol(count_name(below.mark, several))
    if under == number(1.0):
        return shown if above == under else Formula("product", (above, shown))
    return Formula("product", (Formula("quotient", (above, under)), shown))


def count_name(factor: float = 1.0, outputs: bool = False) -> Name:
    """How many losses there are: m, or 2m, or nm if there are several outputs."""
    digits, letters = f"{factor:g}" * (factor != 1.0), "n" * outputs + "m"
    shown = "".join(f"<mi>{x}</mi>" for x in letters)
    number = f"<mn>{digits}</mn>" * bool(digits)
    text = digits + letters
    return Name(f"({text})" if len(text) > 1 else text, text, f"<mrow>{number}{shown}</mrow>")


# Local gradients ----------------------------------------------------------------------------


def local(application: Application, operand: Matrix, mean: bool) -> list[Local]:
    """The local gradient towards a matrix, in names; what holds where, if it has branches.

    Empty if there is no formula that anybody would read.
    """
    names = application.operands
    match application.how:
        case "linear":
            W, X, *_ = names
            return [
                Local(flipped(X) if operand is W else flipped(W) if operand is X else number(1))
            ]
        case "elementwise":
            return _scalar_locals(application, operand)
        case "cost":
            return _cost_locals(application, operand, mean)
        case "rows":
            return [Local(number(1))]
        case "pick":
            return [Local(letter(names[1]))]
        case _:
            return []


def _scalar_locals(application: Application, operand: Matrix) -> list[Local]:
    """Those of every place at which the operand stands, added up."""
    places = [i for i, each in enumerate(application.places) if each is operand]
    operands, out = _operands(application), letter(application.out)
    found: dict[Local, None] = {}
    for node in _samples(application):
        terms = local_gradients(node, places)
        if any(each.formula is None for each in terms):
            return []
        shown = [fill(each.formula, operands, out) for each in terms if each.formula]
        conditions = [fill(c, operands, out) for each in terms for c in each.conditions]
        whole = shown[0] if len(shown) == 1 else Formula("sum", tuple(shown))
        found[Local(whole, tuple(dict.fromkeys(conditions)))] = None
    return list(found) if len(found) <= MOST_BRANCHES else []


def _samples(application: Application) -> Iterator[Value]:
    """The nodes at which a local gradient is looked at: of a smooth operation one is enough."""
    nodes = (node for lane in application.rows for node in dict.fromkeys(lane.nodes))
    kinks = application.operation is not None and has_kinks(application.operation)
    return islice(nodes, MOST_NODES if kinks else 1)


def _cost_locals(application: Application, operand: Matrix, mean: bool) -> list[Local]:
    of = application if mean else None
    if application.operation is None:
        return [Local(_only_factor(of))]
    if application.operation is primitives.cross_entropy:
        logits, target = application.operands
        probabilities = Formula("call", (letter(logits),), SOFTMAX)
        residual = Formula("sum", (probabilities, Formula("negative", (letter(target),))))
        return [Local(_scaled((), residual, of))]
    whole = value_formula(application.rows[0].nodes[0])
    loss = fill(whole, _operands(application))
    return [
        replace(each, formula=_loss_slope(each.formula, loss, of))
        for each in _scalar_locals(application, operand)
    ]


def _only_factor(of: Application | None) -> Formula:
    return number(1.0) if of is None else Formula("quotient", (number(1.0), symbol(count_name())))


def _loss_slope(slope: Formula, loss: Formula, of: Application | None) -> Formula:
    """The slope of the mean of losses, its differences the way around that the loss has them."""
    negative, turned = _turned(slope, {*_sums(loss)})
    factor, rest = _without_factor(turned)
    shown = _scaled(factor, rest, of)
    return Formula("negative", (shown,)) if negative else shown


def _sums(shown: Formula) -> Iterator[Formula]:
    if shown.kind == "sum":
        yield shown
    for part in shown.parts:
        yield from _sums(part)


def _turned(slope: Formula, sums: set[Formula]) -> tuple[bool, Formula]:
    """Whether to put a minus in front, and the rest, if that has y − ŷ as the loss does."""
    negative, rest = _without_sign(slope) if slope.kind == "negative" else (False, slope)
    factors = rest.parts if rest.kind == "product" else (rest,)
    for i, factor in enumerate(factors):
        if factor.kind == "sum" and (other := _negated(factor)) in sums:
            turned = (*factors[:i], other, *factors[i + 1 :])
            return not negative, turned[0] if len(turned) == 1 else replace(rest, parts=turned)
    return negative, rest


def _negated(shown: Formula) -> Formula:
    """A difference the other way around."""
    parts = [
        part.parts[0] if part.kind == "negative" else Formula("negative", (part,))
        for part in reversed(shown.parts)
    ]
    return replace(shown, parts=tuple(parts))


def entry_derivative(cost: Matrix, matrix: Matrix, lane: Lane, row: int, column: int) -> Formula:
    """∂C/∂w₁: by an entry of a matrix, which is called as its label says, or by its place."""
    label = printable(lane.label)
    place = subscript(row + 1) + (subscript(column + 1) if matrix.shape[1] > 1 else "")
    name = name_of(label or matrix.name.text + place)
    return quotient_of_partials(cost.name, name)
