"""Small formulas made of others, without zeros and ones, and parts replaced in them."""

from autograd_lite.viz.formula import algebra
from autograd_lite.viz.formula.algebra import UnreadableError
from autograd_lite.viz.formula.formulas import Formula, number

ZERO, ONE, TWO = number(0.0), number(1.0), number(2.0)


def contains(formula: Formula, part: Formula) -> bool:
    """Whether a part occurs in a formula."""
    return formula == part or any(contains(each, part) for each in formula.parts)


def tidy(formula: Formula) -> Formula:
    """Multiplied out, like terms collected; as it is where that is too long."""
    try:
        return algebra.formula(algebra.polynomial(formula))
    except UnreadableError:
        return formula


def size(formula: Formula) -> int:
    """Of how many parts a formula consists."""
    return 1 + sum(map(size, formula.parts))


def shorter(formula: Formula) -> Formula:
    """A formula, or what it is when it is multiplied out, unless that is longer."""
    return min(tidy(formula), formula, key=size)


def product(*factors: Formula) -> Formula:
    """A product without ones; 0 if a factor is."""
    if ZERO in factors:
        return ZERO
    flat = [x for f in factors for x in (f.parts if f.kind == "product" else (f,))]
    told = [factor for factor in flat if factor != ONE]
    if len(told) < 2:
        return told[0] if told else ONE
    return Formula("product", tuple(told))


def negative(x: Formula) -> Formula:
    """−x, without a second minus sign."""
    if x == ZERO:
        return ZERO
    return x.parts[0] if x.kind == "negative" else Formula("negative", (x,))


def total(*terms: Formula) -> Formula:
    """A sum without zeros."""
    told = [term for term in terms if term != ZERO]
    if len(told) < 2:
        return told[0] if told else ZERO
    return Formula("sum", tuple(told))


def quotient(x: Formula, y: Formula) -> Formula:
    """x/y, which is 0 for 0."""
    return ZERO if x == ZERO else x if y == ONE else Formula("quotient", (x, y))
