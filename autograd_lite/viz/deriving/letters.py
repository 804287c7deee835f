"""Letters for parts of a formula, put in and taken out again."""

import math
from collections.abc import Mapping

from autograd_lite.viz.deriving.building import size
from autograd_lite.viz.formula import algebra
from autograd_lite.viz.formula.algebra import Monomial, Polynomial, UnreadableError
from autograd_lite.viz.formula.formulas import Formula, replaced

Meanings = Mapping[Formula, Formula]


def same(x: Formula, y: Formula) -> bool:
    """Whether two formulas are the same when they are multiplied out."""
    if x == y:
        return True
    try:
        return algebra.polynomial(x) == algebra.polynomial(y)
    except UnreadableError:
        return False


def expand(formula: Formula, meanings: Meanings) -> Formula:
    """A formula with what its letters stand for, and what letters in that stand for."""
    before = None
    while formula != before:
        before = formula
        for letter, meaning in meanings.items():
            formula = replaced(formula, letter, meaning)
    return formula


def in_letters(formula: Formula, meanings: Meanings) -> Formula:
    """A formula with letters for all that they stand for."""
    full = {letter: expand(meaning, meanings) for letter, meaning in meanings.items()}
    for letter, meaning in sorted(full.items(), key=lambda pair: -size(pair[1])):
        formula = replaced(formula, meaning, letter)
    return formula


def in_symbols(formula: Formula, symbols: Meanings) -> Formula:
    """A formula in which products that a symbol stands for are its powers: u²/v² is y² for u/v."""
    try:
        terms = algebra.polynomial(formula)
        powers = {symbol: _only_term(meaning) for symbol, meaning in symbols.items()}
    except UnreadableError:
        return formula
    found: Polynomial = {}
    for monomial, coefficient in terms.items():
        exponents = dict(monomial)
        for symbol, of in powers.items():
            if of is None:
                continue
            times = math.floor(min(exponents.get(base, 0.0) / e for base, e in of[1].items()))
            if times > 0:
                coefficient /= of[0] ** times
                for base, e in of[1].items():
                    exponents[base] -= e * times
                exponents[symbol] = exponents.get(symbol, 0.0) + times
        key: Monomial = frozenset((base, e) for base, e in exponents.items() if e)
        found[key] = found.get(key, 0.0) + coefficient
    return algebra.formula({monomial: c for monomial, c in found.items() if c})


def _only_term(meaning: Formula) -> tuple[float, dict[Formula, float]] | None:
    """The coefficient and the exponents of what is a product; None for a sum or a number."""
    terms = algebra.polynomial(meaning)
    if len(terms) != 1:
        return None
    ((monomial, coefficient),) = terms.items()
    return (coefficient, dict(monomial)) if monomial else None
