"""What formulas in names leave out: sums over the examples, and differences with numbers."""

from collections.abc import Iterator

from autograd_lite.viz.batch.equations import MOST, Equation, Factor, Item, Numbers, equation
from autograd_lite.viz.batch.formulas import entry_derivative, letter
from autograd_lite.viz.batch.matrices import Application, Matrix
from autograd_lite.viz.batch.numbers import Gradients
from autograd_lite.viz.formula.formulas import Formula, number


def sums_over_examples(
    cost: Matrix, application: Application, operand: Matrix, gradients: Gradients
) -> Iterator[Equation]:
    """∂C/∂w₁ = 0.03125·0 + … : what a linear node adds up, for each entry of a parameter."""
    if application.how != "linear" or not operand.shared:
        return
    W, X, *_ = application.operands
    inputs = X.values if operand is W else []
    upstream, table = gradients.of(application.out), gradients.sent(application, operand)
    for i, (row, lanes) in enumerate(zip(table[:MOST], operand.grid, strict=False)):
        for k, (gradient, lane) in enumerate(zip(row[:MOST], lanes, strict=False)):
            if inputs:
                pairs = zip(upstream[i], inputs[k], strict=True)
                terms = [_term(x, number(y)) for x, y in pairs]
            else:
                terms = [*map(_term, upstream[i])]
            whole = Formula("sum", tuple(terms)) if len(terms) > 1 else terms[0]
            left = entry_derivative(cost, operand, lane, i, k)
            yield equation([left], [whole], [number(gradient)])


def _term(x: float, *factors: Formula) -> Formula:
    """A number, perhaps times others, as a term of a sum."""
    size = Formula("product", (number(abs(x)), *factors)) if factors else number(abs(x))
    return Formula("negative", (size,)) if x < 0 else size


def slope_with_numbers(application: Application, slope: Formula) -> list[list[Item]]:
    """−(1/m)·([…] − […]): a number times a difference of operands; empty for anything else."""
    negative = slope.kind == "negative"
    inner = slope.parts[0] if negative else slope
    if inner.kind != "product" or len(inner.parts) != 2 or inner.parts[1].kind != "sum":
        return []
    known = {letter(each): each for each in application.operands}
    items: list[Item] = ["−"] if negative else []
    items += [Factor(inner.parts[0]), "·", "("]
    for i, term in enumerate(inner.parts[1].parts):
        minus = term.kind == "negative"
        name = term.parts[0] if minus else term
        if name not in known:
            return []
        items += ([" − "] if i else ["−"]) if minus else ["+"] if i else []
        items.append(Numbers.of(known[name].values))
    return [[*items, ")"]]
