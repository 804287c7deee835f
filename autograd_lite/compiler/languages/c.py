"""C, of the standard of 1999, with nothing but math.h."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from autograd_lite.compiler.languages.headers import header
from autograd_lite.compiler.languages.helpers import functions, with_calls
from autograd_lite.compiler.languages.interface import Interface, Part
from autograd_lite.compiler.languages.names import Names
from autograd_lite.compiler.languages.notation import OF_C, Language, by_name_and_count, call
from autograd_lite.compiler.languages.writer import Body, in_order, in_two_parts, write
from autograd_lite.compiler.program import Program
from autograd_lite.primitives.operation import Operation
from autograd_lite.spelling import spell

_OF_MATH = (
    "acos acosh asin asinh atan atanh cbrt ceil cos cosh erf erfc exp exp2 expm1 floor log log10 "
    "log1p log2 rint sin sinh sqrt tan tanh trunc"
)
#: words of C and C++ of all years; macros of the headers and of compilers; what the text needs
_RESERVED = (
    "alignas alignof and and_eq asm auto bitand bitor bool break case catch char class co_await "
    "co_return co_yield compl concept const const_cast consteval constexpr constinit continue "
    "decltype default delete do double dynamic_cast else enum explicit export extern false float "
    "for friend goto if inline int long mutable namespace new noexcept not not_eq nullptr "
    "operator or or_eq private protected public register reinterpret_cast requires restrict "
    "return short signed sizeof static static_assert static_cast struct switch template this "
    "thread_local throw true try typedef typeid typename typeof typeof_unqual union unsigned "
    "using virtual void volatile wchar_t while xor xor_eq "
    "HUGE HUGE_VAL HUGE_VALF HUGE_VALL INFINITY NAN NULL MATH_ERRNO MATH_ERREXCEPT DOMAIN "
    "math_errhandling OVERFLOW PLOSS SING TLOSS UNDERFLOW MAXFLOAT X_TLOSS FP_FAST_FMA "
    "FP_FAST_FMAF FP_FAST_FMAL FP_ILOGB0 FP_ILOGBNAN FP_INFINITE FP_NAN FP_NORMAL FP_SUBNORMAL "
    "FP_ZERO FP_INT_DOWNWARD FP_INT_TONEAREST FP_INT_TONEARESTFROMZERO FP_INT_TOWARDZERO "
    "FP_INT_UPWARD FP_LLOGB0 FP_LLOGBNAN SNAN SNANF SNANL M_1_PI M_2_PI M_2_SQRTPI M_E M_LN10 "
    "M_LN2 M_LOG10E M_LOG2E M_PI M_PI_2 M_PI_4 M_SQRT1_2 M_SQRT2 i386 linux unix main size_t "
    "ptrdiff_t fabs pow atan2 fmod hypot remainder rows row i"
)
#: the columns of a line with parameters
_WIDEST = 100
#: what the comment says to all who compile it
_ADVICE = """\

   Arrays lie row after row and must not overlap. Compile it as C of 1999 or later, with the library
   of mathematics: cc -std=c99 -O2 -c file.c, then link with -lm. What is neither finite nor a
   number goes as in Python unless a compiler is told otherwise, as by -ffast-math."""


def _letters(label: str) -> str:
    spelled = spell(label, "ascii")
    return "".join([c if c.isascii() and (c.isalnum() or c == "_") else " " for c in spelled])


def _called(op: Operation, count: int) -> str:
    """A name that no header declares: `remainder`, `gamma` and `j0` mean something else in C."""
    return f"ag_{by_name_and_count(op, count)}"


C: Final = Language(
    notations={
        **OF_C,
        **{name: call(f"{name}({{0}})") for name in _OF_MATH.split()},
        **{name: call(f"{name}({{0}}, {{1}})") for name in ("atan2", "fmod", "hypot")},
        "abs": call("fabs({0})"),
        "ieee_remainder": call("remainder({0}, {1})"),
        "power": call("pow({0}, {1})"),
    },
    rules={},
    called=_called,
    reserved=frozenset([*_OF_MATH.split(), *_RESERVED.split()]),
    letters=_letters,
    infinity="INFINITY",
    nan="NAN",
    number="const double {} = {};",
    condition="const int {} = {};",
    comment="/* {} */",
)


class _Parameter(NamedTuple):
    """A part of the arguments or of the result, as C passes it."""

    part: Part
    name: str
    is_result: bool
    #: whether there is one for each row
    by_row: bool

    def declared(self, by_row: bool) -> str:
        """As a parameter of the function of all rows, or of one."""
        const = "" if self.is_result else "const "
        if by_row or (self.is_result and self.part.is_number):
            return f"{const}double *{self.name}"
        if self.part.is_number:
            return f"double {self.name}"
        return f"{const}double {self.name}[{self.part.size}]"

    def numbers(self) -> list[str]:
        """What it has for one row."""
        if self.part.is_number:
            return [f"*{self.name}" if self.is_result else self.name]
        return [f"{self.name}[{i}]" for i in range(self.part.size)]

    def at_row(self) -> str:
        """Where the function of one row finds it."""
        if not self.by_row:
            return self.name
        if self.part.is_number:
            return f"{self.name} + row" if self.is_result else f"{self.name}[row]"
        return f"{self.name} + {self.part.size} * row"


def source(interface: Interface, program: Program) -> str:
    """A file with the function of one point and the loop over rows, which allocate nothing."""
    interface.check_rows()
    return _File(interface, with_calls(program)).text()


class _File:
    def __init__(self, interface: Interface, program: Program) -> None:
        self.interface, self.program = interface, program
        kind, batched = interface.kind, interface.batched
        #: the functions of a row and of all of them
        self.names = (f"{kind}_row", kind) if batched else (kind, f"{kind}_rows")
        self.given: list[_Parameter] = []
        self.results: list[_Parameter] = []
        self.body: Body = write(program, C, self._inputs)

    def _inputs(self, program: Program, names: Names) -> list[str]:
        names.taken.update(self.names)
        batched = self.interface.batched
        for part in self.interface.given:
            by_row = part.by_row if batched else not part.labels
            self.given.append(_Parameter(part, names.fresh(part.name), False, by_row))
        for part in self.interface.results:
            by_row = part.by_row or not batched
            self.results.append(_Parameter(part, names.fresh(part.name), True, by_row))
        found = [""] * len(program.given)
        for each in self.given:
            for i, text in zip(each.part.places, each.numbers(), strict=True):
                found[i] = text
        return found

    @property
    def parameters(self) -> list[_Parameter]:
        return [each for each in [*self.given, *self.results] if each.part.size]

    def text(self) -> str:
        comment = [f"   {line}".rstrip() for line in header(self.interface)]
        helpers = [
            _function(
                f"static double {each.name}",
                [f"double {x}" for x in each.inputs],
                [*each.lines, f"return {each.result};"],
            )
            for each in functions(self.body.calls, C)
        ]
        return "\n".join(
            [
                *["/*", *comment, _ADVICE, "*/", "#include <math.h>", "#include <stddef.h>\n"],
                *[*helpers, self._of_row(), *self._over_rows()],
            ]
        )

    def _of_row(self) -> str:
        used = {i for operands in self.program.operands for i in operands}
        used |= {out.place for out in self.program.outputs}
        places = [*self.program.given]
        lines = [
            f"(void){each.name};"
            for each in self.given
            if each.part.size and used.isdisjoint([places[i] for i in each.part.places])
        ]
        layout = in_two_parts if self.interface.is_pair else in_order
        lines += layout(self.program, self.body, C)
        for each in self.results:
            sign = "=" if each.by_row else "+="
            found = [self.body.results[i] for i in each.part.places]
            lines += [f"{x} {sign} {y};" for x, y in zip(each.numbers(), found, strict=True)]
        kind = "static void" if self.interface.batched else "void"
        declared = [each.declared(by_row=False) for each in self.parameters]
        return _function(f"{kind} {self.names[0]}", declared, lines)

    def _over_rows(self) -> Iterator[str]:
        if not any(each.by_row for each in self.given):
            return
        totals = [each for each in self.parameters if each.is_result and not each.by_row]
        shares = [each for each in self.parameters if each.is_result] * self.interface.mean
        called = ", ".join(each.at_row() for each in self.parameters)
        lines = [line for each in totals for line in _of_each(each, "= 0.0")]
        lines += ["for (size_t row = 0; row < rows; row++) {"]
        lines += [f"    {self.names[0]}({called});", "}"]
        lines += [line for each in shares for line in _of_each(each, "/= (double)rows")]
        declared = [each.declared(each.by_row) for each in self.parameters]
        yield _function(f"void {self.names[1]}", ["size_t rows", *declared], lines)


def _of_each(parameter: _Parameter, statement: str) -> list[str]:
    """The statement for every number of a result."""
    name, size = parameter.name, parameter.part.size
    if not parameter.by_row and parameter.part.is_number:
        return [f"*{name} {statement};"]
    count = f"{size} * rows" if parameter.by_row else f"{size}"
    return [f"for (size_t i = 0; i < {count}; i++) {{", f"    {name}[i] {statement};", "}"]


def _function(name: str, parameters: Sequence[str], lines: Sequence[str]) -> str:
    head = f"{name}({', '.join(parameters) or 'void'}) {{"
    if len(head) > _WIDEST:
        head = f"{name}(\n    " + ",\n    ".join(parameters) + ") {"
    return "".join([f"{head}\n", *[f"    {line}\n" for line in lines], "}\n"])
