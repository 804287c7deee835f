"""How formulas are written: as plain text, in LaTeX and in MathML."""

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import ClassVar, TypeVar

from autograd_lite.inputs.checks import whole_number
from autograd_lite.labels import SUBSCRIPT, SUPERSCRIPT
from autograd_lite.primitives.operation import Operation
from autograd_lite.viz.formula.formulas import EULER, Formula, number, shorten
from autograd_lite.viz.formula.latex import BRACKETS
from autograd_lite.viz.formula.names import Name, one_word
from autograd_lite.viz.sheet.tex import GREEK
from autograd_lite.viz.slots.marks import mark
from autograd_lite.viz.words.templates import Markup
from autograd_lite.viz.words.words import ENGLISH, Words

T = TypeVar("T")

# How tightly a written part holds together. In a place that asks for more, it gets parentheses.
LOOSE, SUM, PRODUCT, POWER, ATOM = range(5)
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: brackets with a meaning, by the commands that begin them
FENCES = {r"\lvert": ("|", "|"), r"\lfloor": ("⌊", "⌋"), r"\lceil": ("⌈", "⌉")}
_FRACTIONS = {"1/2": "½", "1/3": "⅓", "2/3": "⅔", "1/4": "¼", "3/4": "¾"}


class Script:
    """A way to write formulas, with numbers of ``precision`` significant digits.

    ``words`` has what is said in them, and their decimal sign.
    """

    alphabet = "text"  # by whose first letter a page knows how to write a number
    minus = "−"

    def __init__(self, precision: int, words: Words = ENGLISH) -> None:
        self.precision: int = whole_number("precision", precision, 1, 17)
        self.words: Words = words

    def write(self, formula: Formula) -> str:
        """The formula as a string; the middle of long sums, products and calls is left out."""
        return self._held(shorten(formula))

    def number(self, value: float) -> str:
        """A plain number as a string."""
        return self.write(number(value))

    def part(self, formula: Formula) -> tuple[str, int]:
        """A part as it is written, and how tightly it holds together."""
        match formula:
            case Formula("number" | "signed", _, value):
                mantissa, _, exponent = f"{value:.{self.precision}g}".partition("e")
                text = self._digits(mantissa.lstrip("-"), exponent and str(int(exponent)))
                if value < 0:
                    return self.minus + text, SUM
                return text, PRODUCT if exponent else ATOM
            case Formula("operand", _, place):
                return f"#{place:05}", ATOM
            case Formula("symbol" | "constant", _, name):
                return self._name(name), ATOM if one_word(name.text) else SUM
            case Formula("sum", (first, *others)):
                return self._held(first, SUM) + "".join(map(self.later_term, others)), SUM
            case Formula("negative", (part,)):
                return self.minus + self._held(part, PRODUCT), SUM
            case Formula("product", factors):
                return self._operator("·").join(self._held(x, PRODUCT) for x in factors), PRODUCT
            case Formula("relation", (x, y), sign):
                return self._held(x, SUM) + self._operator(sign) + self._held(y, SUM), LOOSE
            case Formula("quotient", (x, y)):
                return self._quotient(x, y), PRODUCT
            case Formula("power", (x, y)):
                return self._power(x, y), POWER
            case Formula("root", (x,), degree):
                return self._root(x, degree), ATOM
            case Formula("bars", (x,)):
                return self._fence(r"\lvert", x), ATOM
            case Formula("call", (x,), command) if command in FENCES:
                return self._fence(command, x), ATOM
            case Formula("call", arguments, command):
                return self._call(command, arguments), ATOM
            case Formula("cases", (condition, x, y)):
                return self._cases(condition, x, y), LOOSE
            case Formula("derivative", (of, by), letter):
                return self._derivative(letter, of, by), PRODUCT
            case Formula("foreign", operands, operation):
                return self._foreign(operation, operands), ATOM
            case Formula("left out", together, count):
                number = "".join(map(self._held, together))
                return self._left_out(count, number), ATOM
        raise AssertionError(formula)

    def _held(self, formula: Formula, level: int = LOOSE) -> str:
        text, own = self.part(formula)
        held = text if own >= level else self._parentheses(text)
        if formula.kind in ("number", "signed"):
            return mark(formula.mark, f"{self.alphabet[0]}{level}", held)
        return held

    def later_term(self, term: Formula) -> str:
        """A term of a sum with the sign before it."""
        if term.kind == "negative":
            return self._operator("−") + self._held(term.parts[0], PRODUCT)
        if term.kind == "signed":
            text, own = self.part(number(abs(float(term.mark))))
            held = text if own >= PRODUCT else self._parentheses(text)
            signed = self._operator("−" if term.mark < 0 else "+") + held
            return mark(term.mark, f"{self.alphabet[0]}s", signed)
        return self._operator("+") + self._held(term, PRODUCT)

    def _arguments(self, arguments: Sequence[Formula]) -> str:
        return self._parentheses(self._operator(",").join(map(self._held, arguments)))

    def _foreign(self, operation: Operation, operands: Sequence[Formula]) -> str:
        return self._call(operation.name, operands)

    # How plain text has it; the other ways override these.

    def _name(self, name: Name) -> str:
        return name.line

    def _derivative(self, letter: str, of: Formula, by: Formula) -> str:
        return f"{letter}{self._held(of, ATOM)}/{letter}{self._held(by, ATOM)}"

    def _left_out(self, count: int, together: str) -> str:
        return f"… ({self._words_for(count, together, self.words)})"

    @staticmethod
    def _words_for(count: int, together: str, write: Callable[..., str]) -> str:
        """How many parts are left out, and what they make together if that is known."""
        if together:
            return write("formula.more_together", count=count, together=Markup(together))
        return write("formula.more", count=count)

    def _digits(self, mantissa: str, exponent: str) -> str:
        mantissa = mantissa.replace(".", self.words.decimal)
        return f"{mantissa}·10{exponent.translate(_RAISED)}" if exponent else mantissa

    def _operator(self, sign: str) -> str:
        return {"·": "·", ",": f"{self._comma} "}.get(sign, f" {sign} ")

    @property
    def _comma(self) -> str:
        """What stands between arguments: no comma where that is the decimal sign."""
        return "," if self.words.decimal == "." else ";"

    def _parentheses(self, text: str) -> str:
        return f"({text})"

    def _quotient(self, x: Formula, y: Formula) -> str:
        text = f"{self._held(x, PRODUCT)}/{self._held(y, POWER)}"
        return _FRACTIONS.get(text, text)

    def _power(self, x: Formula, y: Formula) -> str:
        if x == EULER:
            return f"exp({self._held(y)})"
        exponent = self._held(y, ATOM)
        if re.fullmatch(r"\d+", exponent):
            return self._held(x, ATOM) + exponent.translate(SUPERSCRIPT)
        return f"{self._held(x, ATOM)}^{exponent}"

    def _root(self, x: Formula, degree: int) -> str:
        return {2: "√", 3: "∛"}[degree] + self._held(x, ATOM)

    def _fence(self, command: str, x: Formula) -> str:
        before, after = FENCES[command]
        return f"{before}{self._held(x)}{after}"

    def _call(self, command: str, arguments: Sequence[Formula]) -> str:
        return _plain_command(command) + self._arguments(arguments)

    def _cases(self, condition: Formula, x: Formula, y: Formula) -> str:
        value, met, other = (Markup(self._held(part, SUM)) for part in (x, condition, y))
        return self.words("formula.cases", value=value, condition=met, other=other)


class Text(Script):
    """Plain text, as a terminal shows it: ŷ·(1 − ŷ)."""


class Latex(Script):
    """What stands between dollar signs: \\hat{y} \\cdot (1 - \\hat{y})."""

    alphabet = "latex"
    minus = "-"
    _SIGNS: ClassVar = {"−": "-", "·": r"\cdot", "≤": r"\le", "≥": r"\ge", "≠": r"\ne"}

    def _name(self, name: Name) -> str:
        return name.latex

    def _digits(self, mantissa: str, exponent: str) -> str:
        mantissa = {"inf": r"\infty", "nan": r"\mathrm{nan}"}.get(mantissa, mantissa)
        if self.words.decimal != ".":  # in braces, else TeX makes room behind the sign
            mantissa = mantissa.replace(".", f"{{{self.words.decimal}}}")
        return rf"{{{mantissa} \cdot 10^{{{exponent}}}}}" if exponent else mantissa

    def _left_out(self, count: int, together: str) -> str:
        return rf"\underbrace{{\dots}}_{{{self._words_for(count, together, self.words.latex)}}}"

    def _operator(self, sign: str) -> str:
        return f"{self._comma} " if sign == "," else f" {self._SIGNS.get(sign, sign)} "

    def _parentheses(self, text: str) -> str:
        return rf"\left({text}\right)" if r"\frac" in text else f"({text})"

    def _derivative(self, letter: str, of: Formula, by: Formula) -> str:
        d = {"∂": r"\partial "}.get(letter, letter)
        return rf"\frac{{{d}{self._held(of, ATOM)}}}{{{d}{self._held(by, ATOM)}}}"

    def _quotient(self, x: Formula, y: Formula) -> str:
        return rf"\frac{{{self._held(x)}}}{{{self._held(y)}}}"

    def _power(self, x: Formula, y: Formula) -> str:
        base = self._held(x, ATOM)
        return f"{{{base}}}^{{{self._held(y)}}}" if "^" in base else f"{base}^{{{self._held(y)}}}"

    def _root(self, x: Formula, degree: int) -> str:
        return rf"\sqrt{'' if degree == 2 else f'[{degree}]'}{{{self._held(x)}}}"

    def _fence(self, command: str, x: Formula) -> str:
        inner, after = self._held(x), BRACKETS[command]
        grow = (r"\left", r"\right") if r"\frac" in inner else ("", "")
        return rf"{grow[0]}{command} {inner} {grow[1]}{after}"

    def _call(self, command: str, arguments: Sequence[Formula]) -> str:
        return command + self._arguments(arguments)

    def _cases(self, condition: Formula, x: Formula, y: Formula) -> str:
        x_, y_, c = map(self._held, (x, y, condition))
        other = self.words.latex("formula.otherwise")
        return rf"\begin{{cases}} {x_} & {c} \\ {y_} & {other} \end{{cases}}"

    def _foreign(self, operation: Operation, operands: Sequence[Formula]) -> str:
        return operation.latex(*map(self._held, operands))


class MathML(Script):
    """The children of a ``<math>`` element."""

    alphabet = "mathml"
    minus = '<mo form="prefix">−</mo>'

    def _name(self, name: Name) -> str:
        return name.mathml

    def _digits(self, mantissa: str, exponent: str) -> str:
        digits = mantissa.replace("inf", "∞").replace(".", self.words.decimal)
        digits = f"<mn>{digits}</mn>"
        power = f"<msup><mn>10</mn><mn>{exponent.replace('-', '−')}</mn></msup>"
        return f"<mrow>{digits}<mo>·</mo>{power}</mrow>" if exponent else digits

    def _left_out(self, count: int, together: str) -> str:
        told = self._words_for(count, together, self.words.mathml)
        return f"<mrow><mo>…</mo><mtext>\u00a0(</mtext>{told}<mtext>)</mtext></mrow>"

    def _operator(self, sign: str) -> str:
        shown = {"·": "⋅", ",": self._comma}.get(sign, escape(sign))
        return f'<mo form="infix">{shown}</mo>'

    def _parentheses(self, text: str) -> str:
        return _fenced("(", text, ")")

    def _row(self, x: Formula, level: int = LOOSE) -> str:
        return f"<mrow>{self._held(x, level)}</mrow>"

    def _derivative(self, letter: str, of: Formula, by: Formula) -> str:
        above, below = (f"<mrow><mi>{letter}</mi>{self._held(x, ATOM)}</mrow>" for x in (of, by))
        return f"<mfrac>{above}{below}</mfrac>"

    def _quotient(self, x: Formula, y: Formula) -> str:
        return f"<mfrac>{self._row(x)}{self._row(y)}</mfrac>"

    def _power(self, x: Formula, y: Formula) -> str:
        return f"<msup>{self._row(x, ATOM)}{self._row(y)}</msup>"

    def _root(self, x: Formula, degree: int) -> str:
        if degree == 2:
            return f"<msqrt>{self._held(x)}</msqrt>"
        return f"<mroot>{self._row(x)}<mn>{degree}</mn></mroot>"

    def _fence(self, command: str, x: Formula) -> str:
        before, after = FENCES[command]
        return _fenced(before, self._held(x), after)

    def _call(self, command: str, arguments: Sequence[Formula]) -> str:
        function, _, index = _plain_command(command, "_").partition("_")
        name = f"<mi>{escape(function)}</mi>"
        name = f"<msub>{name}<mn>{escape(index)}</mn></msub>" if index else name
        return f"<mrow>{name}<mo>&#x2061;</mo>{self._arguments(arguments)}</mrow>"

    def _cases(self, condition: Formula, x: Formula, y: Formula) -> str:
        value, met, other = (Markup(self._row(part, SUM)) for part in (x, condition, y))
        told = self.words.mathml("formula.cases", value=value, condition=met, other=other)
        return f"<mrow>{told}</mrow>"


def _fenced(before: str, text: str, after: str) -> str:
    grow = str("<mfrac" in text).lower()
    fence = f'<mo form="{{}}" stretchy="{grow}">{{}}</mo>'
    return f"<mrow>{fence.format('prefix', before)}{text}{fence.format('postfix', after)}</mrow>"


def _plain_command(command: str, index: str = "") -> str:
    r"""What a LaTeX command for a function shows: σ for \sigma, log₂ for \log_2."""
    word, _, below = re.sub(r"\\operatorname|[{}]", "", command).partition("_")
    letters = {latex: letter for letter, latex in GREEK.items()}
    shown = letters.get(word, word.lstrip("\\"))
    return shown + (index + below if index else below.translate(SUBSCRIPT)) if below else shown


def without_repeats(written: Sequence[T]) -> list[T]:
    """Drop what is written the same as what stands before it."""
    return [each for i, each in enumerate(written) if i == 0 or each != written[i - 1]]
