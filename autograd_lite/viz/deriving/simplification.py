"""From what the rules of calculus give to the formula that is told: ŷ·(1 − ŷ)."""

from collections.abc import Iterator
from dataclasses import dataclass

from autograd_lite.viz.deriving.building import (
    ONE,
    contains,
    negative,
    shorter,
    size,
    tidy,
    total,
)
from autograd_lite.viz.deriving.definitions import meanings_of_calls
from autograd_lite.viz.deriving.differentiation import Line
from autograd_lite.viz.deriving.letters import Meanings, expand, in_letters, in_symbols, same
from autograd_lite.viz.formula import algebra
from autograd_lite.viz.formula.algebra import UnreadableError
from autograd_lite.viz.formula.formulas import EULER, Formula, number, replaced

LONGEST = 24  # parts of a formula of which a reader sees that it is another one


@dataclass(frozen=True)
class Route:
    """A derivative and the formula that is told for it, and what they are written in."""

    start: Formula
    end: Formula
    #: the substitutions
    letters: Meanings
    #: the output and what else the end is in: in letters, and in operands
    symbols: Meanings
    full: Meanings

    @property
    def aim(self) -> Formula:
        """The end with the numbers that symbols stand for, as those of a one-hot target."""
        numbers = {x: means for x, means in self.full.items() if means.kind == "number"}
        return expand(self.end, numbers)

    @property
    def back(self) -> Formula:
        """The derivative without letters."""
        return tidy(expand(self.start, self.letters))


def to_the_end(route: Route) -> list[Line]:
    """The lines from a derivative to the formula that is told for it."""
    for way in (_directly, _in_letters, _put_back, _completed, _divided, _recognized):
        lines = way(route)
        if lines is not None:
            return lines
    if size(route.back) > LONGEST:
        raise UnreadableError("what is left cannot be seen to be the same")
    if calls := meanings_of_calls(route.end):
        return [*_without_letters(route), _line(route.end, "recognized", _because(calls))]
    return [*_without_letters(route), _line(route.end, "rearranged")]


def _line(right: Formula, rule: str, *about: Formula) -> Line:
    return Line(None, (right,), (rule,), about=about)


def _directly(route: Route) -> list[Line] | None:
    if route.start == route.end:
        return []
    return [_line(route.end, "simplified")] if same(route.start, route.end) else None


def _in_letters(route: Route) -> list[Line] | None:
    """By what letters stand for: e^z·v is u·v, and u/v the output."""
    start, end = route.start, route.end
    if not route.letters:
        return None
    lettered = in_letters(start, route.letters)
    symbols = {x: in_letters(meaning, route.letters) for x, meaning in route.symbols.items()}
    known = lettered
    for each, meaning in symbols.items():
        if meaning in route.letters:  # the letter is that symbol
            known = replaced(known, meaning, each)
    shown = in_symbols(known, symbols)
    if not same(shown, route.aim) or shown == start:
        return None
    if lettered.kind != "quotient" or lettered.parts[0].kind != "sum":
        return [
            *([_line(lettered, "letters")] if lettered not in (start, end) else []),
            _line(end, "symbols", *_meanings(end, symbols)),
        ]
    above, below = lettered.parts
    terms = [shorter(term) for term in above.parts]
    whole = Formula("quotient", (total(*terms), below))
    split = total(*(_over(term, below) for term in terms))
    last = _line(end, "symbols", *_meanings(end, symbols))
    return [_line(whole, "letters"), _line(split, "split"), last]


def _meanings(end: Formula, symbols: Meanings) -> tuple[Formula, ...]:
    """What the symbols in a formula stand for, but for those of a number."""
    return tuple(
        Formula("relation", (x, means), "=")
        for x, means in symbols.items()
        if contains(end, x) and means.kind != "number"
    )


def _over(term: Formula, below: Formula) -> Formula:
    """A term of a sum as a fraction, its sign in front."""
    if term.kind == "negative":
        return negative(Formula("quotient", (term.parts[0], below)))
    return Formula("quotient", (term, below))


def _put_back(route: Route) -> list[Line] | None:
    back, end = route.back, route.end
    if same(back, end):
        return [_line(end, "back" if route.letters else "simplified")]
    if same(in_symbols(back, route.full), route.aim) or same(back, expand(end, route.full)):
        return [*_without_letters(route), _line(end, "symbols", *_meanings(end, route.full))]
    return None


def _without_letters(route: Route) -> list[Line]:
    """The line in which letters are put back, if there are any."""
    back = min(expand(route.start, route.letters), route.back, key=size)
    return [_line(back, "back")] if route.letters and back != route.start else []


def _recognized(route: Route) -> list[Line] | None:
    """By what functions are: (e^x + e^−x)/2 is cosh x, and σ(−x) is 1 − σ(x)."""
    end, back = (expand(x, route.full) for x in (route.end, route.back))
    known = {**meanings_of_calls(end), **meanings_of_calls(back)}
    if not known or not same(expand(back, known), expand(end, known)):
        return None
    return [*_without_letters(route), _line(route.end, "recognized", _because(known))]


def _because(calls: Meanings) -> Formula:
    """What a call means; a symmetry rather than a definition."""
    mirrored = (pair for pair in calls.items() if pair[0].parts[0].kind == "negative")
    return Formula("relation", next(mirrored, next(iter(calls.items()))), "=")


def _completed(route: Route) -> list[Line] | None:
    """The numerator made the whole denominator: a/(1 + a)² = 1/(1 + a) − 1/(1 + a)²."""
    back = route.back
    for sign, above, base, exponent in _fractions(back):
        rest = [term for term in base.parts if term != above]
        if base.kind != "sum" or len(rest) != len(base.parts) - 1 or exponent < 2:
            continue
        left = total(*rest)
        below = _raised(base, exponent)
        whole = Formula("sum", (*rest, above, *map(negative, rest)))
        split = total(
            Formula("quotient", (ONE, _raised(base, exponent - 1))),
            negative(Formula("quotient", (left, below))),
        )
        shown = in_symbols(split, route.full)
        if sign < 0:
            continue
        if same(shown, route.aim):
            return [
                _line(back, "back"),
                _line(Formula("quotient", (whole, below)), "completed", left),
                _line(split, "split"),
                _line(_plain_sum(shown), "symbols", *_meanings(shown, route.full)),
                _line(route.end, "factored"),
            ]
    return None


def _plain_sum(shown: Formula) -> Formula:
    """A polynomial as a sum, no factor in front: ŷ − ŷ²."""
    terms = [algebra.formula({m: c}) for m, c in algebra.polynomial(shown).items()]
    return total(*sorted(terms, key=lambda term: term.kind == "negative"))


def _fractions(shown: Formula) -> Iterator[tuple[int, Formula, Formula, float]]:
    """A fraction as its sign, numerator, and the base and exponent of its denominator."""
    sign, core = (-1, shown.parts[0]) if shown.kind == "negative" else (1, shown)
    if core.kind != "quotient":
        return
    above, below = core.parts
    if below.kind == "power" and below.parts[1].kind == "number":
        yield sign, above, below.parts[0], below.parts[1].mark
    else:
        yield sign, above, below, 1.0


def _raised(base: Formula, exponent: float) -> Formula:
    return base if exponent == 1.0 else Formula("power", (base, number(exponent)))


def _divided(route: Route) -> list[Line] | None:
    """Both sides of a fraction divided by its numerator: e^x/(1 + e^x) = 1/(e^−x + 1)."""
    back = route.back
    calls = meanings_of_calls(route.end)
    meant = expand(expand(route.end, route.full), calls)
    rule, about = "symbols", _meanings(route.end, route.full)
    if calls:
        rule, about = "recognized", (_because(calls),)
    for sign, above, base, exponent in _fractions(back):
        if exponent != 1.0 or base.kind != "sum" or not contains(above, EULER):
            continue
        below = total(*(Formula("quotient", (term, above)) for term in base.parts))
        shown = Formula("quotient", (ONE, tidy(below)))
        shown = negative(shown) if sign < 0 else shown
        if same(shown, meant):
            return [
                _line(back, "back"),
                _line(shown, "divided", above),
                _line(route.end, rule, *about),
            ]
    return None
