"""What formulas in names leave out: sums over the examples, and differences with numbers."""

from collections.abc import Iterator

from autograd_lite import primitives
from autograd_lite.viz.batch.equations import MOST, Equation, Factor, Item, Numbers, equation
from autograd_lite.viz.batch.formulas import entry_derivative, letter, quotient_of_partials
from autograd_lite.viz.batch.matrices import Application, Matrix
from autograd_lite.viz.batch.names import small
from autograd_lite.viz.batch.numbers import Gradients
from autograd_lite.viz.formula.formulas import Formula, number, symbol


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


def softmax_slopes(application: Application) -> Iterator[Equation]:
    """∂pᵢ/∂zᵢ = pᵢ·(1 − pᵢ) and ∂pᵢ/∂zₖ = −pᵢ·pₖ, where a softmax makes P of Z."""
    if application.operation is not primitives.softmax_component:
        return
    (Z,), P = application.operands, application.out
    p, q = (symbol(small(P.name, i)) for i in "ᵢₖ")
    own, other = (quotient_of_partials(small(P.name, "ᵢ"), small(Z.name, i)) for i in "ᵢₖ")
    one_less = Formula("sum", (number(1.0), Formula("negative", (p,))))
    yield equation([own], [Formula("product", (p, one_less))])
    yield equation([other], [Formula("negative", (Formula("product", (p, q)),))])


def softmax_factors(application: Application, upstream: Formula) -> list[list[Item]]:
    """P ⊙ (∂C/∂P − Σ P ⊙ ∂C/∂P), of which the sum is over the rows of each column."""
    if application.operation is not primitives.softmax_component:
        return []
    P = letter(application.out)
    return [[P, "⊙", "(", upstream, " − ", "Σ", P, "⊙", upstream, ")"]]
