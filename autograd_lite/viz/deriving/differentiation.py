"""Formulas differentiated by the rules of calculus, every use of a rule as a line.

Parts that are too much for one rule get a letter: u = 1 + e⁻ˣ, whose derivative comes next.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from autograd_lite.viz.deriving.building import (
    ONE,
    TWO,
    ZERO,
    contains,
    negative,
    product,
    quotient,
    shorter,
    total,
)
from autograd_lite.viz.deriving.definitions import known_slope
from autograd_lite.viz.deriving.evaluation import functions
from autograd_lite.viz.deriving.letters import Meanings, in_letters, in_symbols
from autograd_lite.viz.formula.formulas import EULER, OUT, Formula, fill, number, replaced


@dataclass(frozen=True)
class Line:
    """One line of a derivation: what is equal to what, and by which rules."""

    #: None where the line goes on with what stands at the end of the one before
    left: Formula | None
    right: tuple[Formula, ...]
    #: the names of the rules
    rules: tuple[str, ...] = ()
    #: under which conditions
    conditions: tuple[Formula, ...] = ()
    #: what the rules speak of: the function that is defined or known, what is added
    about: tuple[Formula, ...] = ()


class NoRuleError(ValueError):
    """There is no rule by which a formula could be differentiated."""


# One rule -----------------------------------------------------------------------------------

Found = tuple[Formula, tuple[str, ...]]


def by_one_rule(f: Formula, x: Formula) -> Found | None:
    """The derivative of what needs no letter, and the rules that make it; None for more."""
    if not contains(f, x):
        return ZERO, ("constant",)
    if f == x:
        return ONE, ()
    inner = [part for part in f.parts if contains(part, x)]
    if f.kind == "sum":
        return _sum_at_once(f, x)
    if len(inner) != 1:
        return None
    if f.kind in ("negative", "product") or (f.kind == "quotient" and f.parts[0] == inner[0]):
        found = by_one_rule(inner[0], x)
        if found is None:
            return None
        return _scaled(f, inner[0], found[0]), found[1] or ("factor",) * (f.kind != "negative")
    return _outer(f, inner[0], x)


def _scaled(f: Formula, inner: Formula, derivative: Formula) -> Formula:
    """The derivative of a multiple."""
    if f.kind == "negative":
        return negative(derivative)
    if f.kind == "quotient":
        return quotient(derivative, f.parts[1])
    others = [part for part in f.parts if part is not inner]
    if derivative.kind == "negative":
        return negative(product(*others, derivative.parts[0]))
    return product(*others, derivative)


def _sum_at_once(f: Formula, x: Formula) -> Found | None:
    found = [by_one_rule(term, x) for term in f.parts]
    terms, rules = [], ["sum"]
    for each in found:
        if each is None:
            return None
        terms.append(each[0])
        rules += [rule for rule in each[1] if rule != "constant"]
    return total(*terms), tuple(dict.fromkeys(rules))


def _outer(f: Formula, inner: Formula, x: Formula) -> Found | None:
    """The derivative of a function, power or root of x, or of a multiple of x."""
    multiple = by_one_rule(inner, x) if _is_multiple(inner, x) else None
    if multiple is None:
        return None
    derivative, rule = of_function(f, inner)
    if multiple[0] == ONE:
        return derivative, rule
    return _scaled(Formula("product", (inner, derivative)), inner, multiple[0]), (*rule, "chain")


def _is_multiple(f: Formula, x: Formula) -> bool:
    """Whether it is x, −x or x times a number."""
    if f.kind == "negative" or (f.kind == "quotient" and f.parts[1].kind == "number"):
        return _is_multiple(f.parts[0], x)
    if f.kind == "product" and len(f.parts) == 2 and f.parts[0].kind == "number":
        return _is_multiple(f.parts[1], x)
    return f == x


def of_function(f: Formula, inner: Formula) -> Found:
    """The derivative of a function by its only argument that varies."""
    match f.kind, f.parts:
        case "power", (base, exponent) if base == inner:
            if exponent == TWO:
                return product(TWO, base), ("power",)
            if exponent.kind == "number":
                lower = number(exponent.mark - 1.0)
                return product(exponent, Formula("power", (base, lower))), ("power",)
            lower = total(exponent, Formula("negative", (ONE,)))
            return product(exponent, Formula("power", (base, lower))), ("power",)
        case "power", (base, exponent) if exponent == inner:
            if base == EULER:
                return f, ("exponential",)
            return product(f, Formula("call", (base,), r"\log")), ("exponential",)
        case "root", (base,) if f.mark == 2:
            return quotient(ONE, product(TWO, f)), ("power",)
        case "root", (base,):
            return quotient(f, product(number(3.0), base)), ("power",)
        case "quotient", (above, below) if below == inner:
            return negative(quotient(above, Formula("power", (below, TWO)))), ("power",)
        case "call", (argument,) if row := functions().get(f.mark):
            known = known_slope(row)
            if known is not None:
                return fill(known, [argument], f), ("known",)
    raise NoRuleError(f.kind)


# Several ------------------------------------------------------------------------------------


class Differentiation:
    """Differentiates by one operand, and keeps the lines."""

    def __init__(
        self, by: Formula, sign: str, letters: Iterator[Formula], meanings: Meanings
    ) -> None:
        self.by = by
        self.meanings = meanings
        self.sign = sign  # d or ∂
        self.letters = letters
        self.lines: list[Line] = []
        #: what every letter stands for, in the order in which they came
        self.definitions: dict[Formula, Formula] = {}

    def derivative(self, of: Formula, by: Formula | None = None) -> Formula:
        """dy/dx as it is written."""
        return Formula("derivative", (of, by or self.by), self.sign)

    def tell(self, left: Formula, *right: Formula, rules: tuple[str, ...] = ()) -> None:
        """Another line; forms that are written the same stand once."""
        self.lines.append(Line(left, tuple(dict.fromkeys(right)), rules))

    def name(self, f: Formula) -> Formula:
        """A letter for a formula."""
        letter = next(self.letters, None)
        if letter is None:
            raise NoRuleError("no letter is left")
        self.definitions[letter] = f
        self.tell(letter, f, rules=("substitution",))
        return letter

    def of(self, f: Formula, left: Formula) -> Formula:
        """The derivative of a formula that ``left`` stands for, told line by line."""
        simple = by_one_rule(f, self.by)
        if simple is not None:
            shown = shorter(simple[0])
            self.tell(self.derivative(left), shown, rules=simple[1])
            return shown
        inner = [part for part in f.parts if contains(part, self.by)]
        if len(inner) == 1:
            return self._settled(self._chain(f, left), left)
        rule = {"sum": self._sum, "product": self._product, "quotient": self._quotient}.get(f.kind)
        if rule is None:
            raise NoRuleError(f.kind)
        return self._settled(rule(f, left), left)

    def _settled(self, found: Formula, left: Formula) -> Formula:
        """A derivative in terms of what is derived, where it can be: u·(1 − u)."""
        if left not in self.definitions or left == OUT:
            return found
        lettered = in_letters(found, self.definitions)
        others = {x: in_letters(means, self.definitions) for x, means in self.meanings.items()}
        symbols = {left: self.definitions[left]} | {
            x: means for x, means in others.items() if means != left
        }
        shown = in_symbols(lettered, symbols)
        hidden = [self.by, *(letter for letter in self.definitions if letter != left)]
        if shown == found or any(contains(shown, each) for each in hidden):
            return found
        forms = tuple(x for x in dict.fromkeys((lettered, shown)) if x != found)
        about = (
            Formula("relation", pair, "=") for pair in symbols.items() if contains(shown, pair[0])
        )
        self.lines.append(Line(None, forms, ("symbols",), about=tuple(about)))
        return shown

    def _chain(self, f: Formula, left: Formula) -> Formula:
        u_is = self._inner(f)
        u = self.name(u_is)
        outer = replaced(f, u_is, u)
        self.definitions[left] = outer
        self.tell(left, outer)
        found = by_one_rule(outer, u)
        if found is None:
            raise NoRuleError(outer.kind)
        by_u = shorter(found[0])
        self.tell(self.derivative(left, u), by_u, rules=found[1])
        by_inner = self.of(u_is, u)
        chain = product(self.derivative(left, u), self.derivative(u))
        both = product(by_u, by_inner)
        done = shorter(in_letters(both, self.definitions))
        self.tell(self.derivative(left), chain, both, done, rules=("chain",))
        return done

    def _inner(self, f: Formula) -> Formula:
        """What a formula is a function of: all that varies stands in it."""
        (part,) = (part for part in f.parts if contains(part, self.by))
        inner = [each for each in part.parts if contains(each, self.by)]
        linear = f.kind in ("negative", "product", "sum") or (
            part is f.parts[0] and (f.kind == "quotient")
        )
        return self._inner(part) if linear and len(inner) == 1 else part

    def _sum(self, f: Formula, left: Formula) -> Formula:
        terms, slopes, written = [], [], []
        for term in f.parts:
            found = by_one_rule(term, self.by)
            if found is not None:
                terms.append(term)
                slopes.append(shorter(found[0]))
                written.append(slopes[-1])
                continue
            minus = term.kind == "negative"
            core = term.parts[0] if minus else term
            u = self.name(core)
            slope = self.of(core, u)
            terms.append(negative(u) if minus else u)
            written.append(negative(self.derivative(u)) if minus else self.derivative(u))
            slopes.append(negative(slope) if minus else slope)
        self.definitions[left] = total(*terms)
        self.tell(self.derivative(left), total(*written), total(*slopes), rules=("sum",))
        return total(*slopes)

    def _named(self, parts: tuple[Formula, ...]) -> list[Formula]:
        return [part if part == self.by else self.name(part) for part in parts]

    def _product(self, f: Formula, left: Formula) -> Formula:
        varying = tuple(part for part in f.parts if contains(part, self.by))
        if len(varying) > 2:
            varying = (varying[0], Formula("product", varying[1:]))
        constants = [part for part in f.parts if not contains(part, self.by)]
        u, v = self._named(varying)
        self.definitions[left] = product(*constants, u, v)
        self.tell(left, self.definitions[left])
        du, dv = (self._slope(part, name) for part, name in zip(varying, (u, v), strict=True))
        told_u, told_v = (self.derivative(x) if x != self.by else ONE for x in (u, v))
        written = total(product(*constants, told_u, v), product(*constants, u, told_v))
        done = total(product(*constants, du, v), product(*constants, u, dv))
        self.tell(self.derivative(left), written, done, rules=("product",))
        return done

    def _slope(self, part: Formula, name: Formula) -> Formula:
        return ONE if name == self.by else self.of(part, name)

    def _quotient(self, f: Formula, left: Formula) -> Formula:
        u, v = self._named(f.parts)
        self.definitions[left] = Formula("quotient", (u, v))
        self.tell(left, self.definitions[left])
        du, dv = (self._slope(part, name) for part, name in zip(f.parts, (u, v), strict=True))
        told_u, told_v = (self.derivative(x) if x != self.by else ONE for x in (u, v))
        square = Formula("power", (v, TWO))
        written, done = (
            quotient(total(product(a, v), negative(product(u, b))), square)
            for a, b in ((told_u, told_v), (du, dv))
        )
        self.tell(self.derivative(left), written, done, rules=("quotient",))
        return done
