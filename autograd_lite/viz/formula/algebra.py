"""Just enough algebra to make the formula of a local gradient readable.

A polynomial maps monomials to their coefficients; a monomial maps bases to numeric exponents. A
base is any formula that algebra does not look into: an operand, a function call, a sum in a
denominator, a power with an exponent that is no number.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce

from autograd_lite import floats
from autograd_lite.viz.formula.formulas import EULER, OUT, PI, Formula, number
from autograd_lite.viz.formula.scripts import Text

Monomial = frozenset[tuple[Formula, float]]
Polynomial = dict[Monomial, float]

ONE: Monomial = frozenset()
MOST_TERMS = 40
MOST_FACTORS = 40


class UnreadableError(ValueError):
    """The formula has grown beyond what anybody would read, or is none."""


def constant(value: float) -> Polynomial:
    """A number."""
    return {ONE: value} if value else {}


def variable(base: Formula) -> Polynomial:
    """A base by itself."""
    return {frozenset({(base, 1.0)}): 1.0}


def add(*polynomials: Polynomial) -> Polynomial:
    """The sum, like terms collected."""
    total: Polynomial = {}
    for polynomial in polynomials:
        for monomial, coefficient in polynomial.items():
            total[monomial] = total.get(monomial, 0.0) + coefficient
    if len(total) > MOST_TERMS:
        raise UnreadableError("a sum with too many terms")
    return {monomial: c for monomial, c in total.items() if c}


def multiply(x: Polynomial, y: Polynomial) -> Polynomial:
    """The product, multiplied out; but (1 + x)·(1 + x) is (1 + x)²."""
    if len(x) > 1 and x == y:
        return power(x, constant(2.0))
    if len(x) * len(y) > MOST_TERMS:
        raise UnreadableError("a sum with too many terms")
    return _finite(add(*({_times(m, n): a * b} for m, a in x.items() for n, b in y.items())))


def _finite(x: Polynomial) -> Polynomial:
    if not all(map(math.isfinite, x.values())):
        raise UnreadableError("a coefficient that is not finite")
    return x


def _times(m: Monomial, n: Monomial) -> Monomial:
    exponents = dict(m)
    for base, exponent in n:
        exponents[base] = exponents.get(base, 0.0) + exponent
    if len(exponents) > MOST_FACTORS or not all(map(math.isfinite, exponents.values())):
        raise UnreadableError("a monomial")
    return frozenset((base, exponent) for base, exponent in exponents.items() if exponent)


def negative(x: Polynomial) -> Polynomial:
    """−x."""
    return {monomial: -coefficient for monomial, coefficient in x.items()}


def divide(x: Polynomial, y: Polynomial) -> Polynomial:
    """x / y."""
    return multiply(x, power(y, constant(-1.0)))


def power(x: Polynomial, y: Polynomial) -> Polynomial:
    """x to the power y; an exponent that is a sum makes a product of powers."""
    result = constant(1.0)
    for monomial, exponent in y.items():
        if monomial == ONE:
            factor = _numeric_power(x, exponent)
        else:
            base = Formula("power", (formula(x), formula({monomial: 1.0})))
            factor = {frozenset({(base, exponent)}): 1.0}
        result = multiply(result, factor)
    return result


def _numeric_power(x: Polynomial, exponent: float) -> Polynomial:
    if not x:
        raise UnreadableError("a power of 0")
    coefficient, common, rest = factored(x)
    # √(x²) is not x, and √−1 no number: a root goes into a product only where that is safe
    whole = exponent.is_integer() and coefficient
    alone = coefficient == 1.0 and (not common or (rest == {ONE: 1.0} and _is_simple(common)))
    if not (whole or alone) or any(map(_is_falling, x)):
        return {frozenset({(formula(x), exponent)}): 1.0}
    factors = {base: e * exponent for base, e in common}
    if rest != {ONE: 1.0}:
        factors[formula(rest)] = exponent
    return _finite({frozenset(factors.items()): floats.power(coefficient, exponent)})


def _is_simple(monomial: Monomial) -> bool:
    """Whether it is one base to the first power, or a power of e."""
    return len(monomial) == 1 and all(e == 1.0 or b.parts[:1] == (EULER,) for b, e in monomial)


def _falls(power: tuple[Formula, float]) -> bool:
    """Whether it is e^−x."""
    return power[0].parts[:1] == (EULER,) and power[1] < 0


def _is_falling(monomial: Monomial) -> bool:
    """Whether it is e^−x and nothing else."""
    return bool(monomial) and all(map(_falls, monomial))


def factored(x: Polynomial) -> tuple[float, Monomial, Polynomial]:
    """A coefficient and a monomial that all terms have in common, and what remains.

    A term without a base counts as having it to the power 0, so that 1 + a/b is (b + a)/b.
    """
    smallest = min(map(abs, x.values()), default=0.0)
    whole = smallest and all((c / smallest).is_integer() for c in x.values())
    coefficient = smallest if whole else 1.0
    if all(c < 0 for c in x.values()):
        coefficient = -coefficient
    exponents = [dict(monomial) for monomial in x]
    bases = {base for monomial in exponents for base in monomial}
    lowest = {base: min(m.get(base, 0.0) for m in exponents) for base in bases}
    common = frozenset((base, e) for base, e in lowest.items() if e)
    inverse = frozenset((base, -e) for base, e in common)
    return coefficient, common, {_times(m, inverse): c / coefficient for m, c in x.items()}


# From formulas, and back --------------------------------------------------------------------


def polynomial(shown: Formula, operands: Mapping[int, Polynomial] | None = None) -> Polynomial:
    """Multiply a formula out; operands stay what they are unless they are given."""
    parts = [polynomial(part, operands) for part in shown.parts]
    match shown.kind, parts:
        case "number", _:
            return constant(shown.mark)
        case "operand", _ if operands is not None:
            return operands[shown.mark]
        case "sum", _:
            return add(*parts)
        case "negative", [x]:
            return negative(x)
        case "product", _:
            return reduce(multiply, parts)
        case "quotient", [x, y]:
            return divide(x, y)
        case "power", [x, y]:
            return power(x, y)
        case "root", [x] if shown.mark == 2:  # ∛ is no power: it has a value below 0
            return power(x, constant(0.5))
    return variable(Formula(shown.kind, tuple(map(formula, parts)), shown.mark))


def formula(x: Polynomial) -> Formula:
    """A polynomial as a formula, common factors in front, negative powers in a denominator."""
    coefficient, common, rest = factored(x)
    if common == ONE and len(x) < 2:
        value = x.get(ONE, 0.0)
        return _signed(value, _plain(abs(value)))
    if len(x) > 1 and any(map(_falls, common)):
        return _sum(x)  # e^−x in one of the terms is no denominator of all
    over, under = _coefficient(abs(coefficient))
    for base, exponent in _exponents(common):
        value = exponent.get(ONE, 0.0)
        if exponent.keys() != {ONE}:
            over.append(Formula("power", (base, formula(exponent))))
        elif value < 0 and base != EULER:
            under.append(_raised(base, -value))
        else:
            over.append(_raised(base, value))
    if rest != {ONE: 1.0}:
        over.append(_sum(rest))
    shown = _product(over)
    return _signed(coefficient, Formula("quotient", (shown, _product(under))) if under else shown)


def _signed(coefficient: float, shown: Formula) -> Formula:
    return Formula("negative", (shown,)) if coefficient < 0 else shown


def _product(factors: list[Formula]) -> Formula:
    if len(factors) < 2:
        return factors[0] if factors else number(1.0)
    return Formula("product", tuple(sorted(factors, key=_rank)))


def _rank(factor: Formula) -> int:
    """Numbers come first in a product, then letters and their powers, functions, sums."""
    if factor.kind == "power" and factor.parts[1].kind == "number":
        return _rank(factor.parts[0])
    return {"number": 0, "operand": 1, "sum": 3}.get(factor.kind, 2)


def _sum(x: Polynomial) -> Formula:
    terms = sorted(
        x.items(), key=lambda term: (term[1] < 0, sorted(_order(base) for base, _ in term[0]))
    )
    return Formula("sum", tuple(formula({monomial: c}) for monomial, c in terms))


def _exponents(monomial: Monomial) -> list[tuple[Formula, Polynomial]]:
    """The bases with their exponents: x^y and 1/x are x to the power y − 1."""
    exponents: dict[Formula, Polynomial] = {}
    for factor, numeric in monomial:
        base, exponent = factor, constant(numeric)
        if factor.kind == "power":
            base, inner = factor.parts
            exponent = multiply(exponent, polynomial(inner))
        exponents[base] = add(exponents.get(base, {}), exponent)
    return sorted(exponents.items(), key=lambda pair: _order(pair[0]))


def _raised(base: Formula, exponent: float) -> Formula:
    if exponent == 1.0:
        return base
    if exponent == 0.5:
        return Formula("root", (base,), 2)
    return Formula("power", (base, _plain(exponent)))


def _order(base: Formula) -> tuple[int, str]:
    kind = 0 if base == OUT else 1 if base.kind == "operand" else 2
    return kind, Text(17).part(base)[0]


# Numbers ------------------------------------------------------------------------------------

_LOG_2, _LOG_10 = (Formula("call", (number(x),), r"\log") for x in (2.0, 10.0))
#: what the irrational numbers of the table's rules are made of: numerator and denominator
_IRRATIONAL: list[tuple[float, list[Formula], list[Formula]]] = [
    (math.log(2.0), [_LOG_2], []),
    (1.0 / math.log(2.0), [], [_LOG_2]),
    (1.0 / math.log(10.0), [], [_LOG_10]),
    (2.0 / math.sqrt(math.pi), [number(2.0)], [Formula("root", (PI,), 2)]),
    (1.0 / math.sqrt(2.0 * math.pi), [],
     [Formula("root", (Formula("product", (number(2.0), PI)),), 2)]),
]  # fmt: skip


def _coefficient(value: float) -> tuple[list[Formula], list[Formula]]:
    """A positive number as factors of a numerator and of a denominator."""
    for known, over, under in _IRRATIONAL:
        if math.isclose(value, known, rel_tol=1e-15):
            return [*over], [*under]
    fraction = Fraction(value).limit_denominator(12) if math.isfinite(value) else Fraction()
    if not math.isclose(fraction, value, rel_tol=1e-15):
        return [number(value)], []
    above, below = fraction.as_integer_ratio()
    return [number(above)] if above != 1 else [], [number(below)] if below != 1 else []


def _plain(value: float) -> Formula:
    """A positive number by itself: a short decimal as such, else a fraction if it is one."""
    if float(f"{value:.4g}") == value:
        return number(value)
    over, under = _coefficient(value)
    return Formula("quotient", (_product(over), _product(under))) if under else _product(over)
