"""Writing LLVM's assembly language."""

from collections.abc import Callable, Sequence
from struct import pack
from typing import Final

__all__ = [
    "ATTRIBUTES",
    "LANES",
    "MASK",
    "PAIR",
    "SCALAR",
    "SHARED",
    "SUFFIXES",
    "VECTOR",
    "Assembly",
    "Function",
    "Procedure",
    "constant",
    "number",
]

#: a vector holds so many rows on every machine, which may need several registers for it: sums
#: over a batch have the same order everywhere
LANES: Final = 8
SCALAR: Final = "double"
PAIR: Final = "<2 x double>"
VECTOR: Final = f"<{LANES} x double>"
MASK: Final = f"<{LANES} x i1>"
#: what LLVM's names for functions of these kinds end with
SUFFIXES: Final = {SCALAR: "f64", PAIR: "v2f64", VECTOR: f"v{LANES}f64"}
#: of every function. Vectors are kept in memory across calls; without "stackrealign" they would lie
#: across two lines of the cache.
ATTRIBUTES: Final = (
    'attributes #0 = { nounwind "stackrealign" "prefer-vector-width"="512" '
    '"min-legal-vector-width"="512" }'
)


#: names of functions that all programs share begin with it: LLVM knows them in the whole process
SHARED: Final = "autograd_lite_"


def number(value: float) -> str:
    """A double, exactly."""
    return f"0x{pack('>d', value).hex().upper()}"


def _alignment(kind: str) -> str:
    """What says how a kind lies in memory, unless it is a number: that is understood, and read
    most often.
    """
    return "" if kind == SCALAR else f", align {4 if kind == 'i32' else 8}"


def constant(value: float, kind: str) -> str:
    """A constant number, or a vector of it."""
    text = number(value)
    return text if kind == SCALAR else f"splat (double {text})"


class Function:
    """A function that grows line by line.

    >>> f = Function("double", "twice", "double %x")
    >>> f.do(f"ret double {f.let('fadd double %x, %x')}")
    >>> print(f)
    define double @twice(double %x) {
    entry:
      %0 = fadd double %x, %x
      ret double %0
    }
    """

    def __init__(self, returns: str, name: str, parameters: str, attributes: str = "") -> None:
        ending = f" {attributes}" if attributes else ""
        self.name = name
        self.head: str = f"define {returns} @{name}({parameters}){ending} {{"
        self.lines: list[str] = []
        self.block: str = "entry"
        self.count: int = 0
        self.branches: int = 0

    def __str__(self) -> str:
        return "\n".join([self.head, "entry:", *self.lines, "}"])

    def do(self, line: str) -> None:
        """An instruction without a result."""
        self.lines.append(f"  {line}")

    def let(self, line: str) -> str:
        """An instruction; returns the name of its result: a number, which is read fastest."""
        name = f"%{self.count}"
        self.count += 1
        self.lines.append(f"  {name} = {line}")
        return name

    def label(self, name: str) -> None:
        """Begin a new basic block."""
        self.lines.append(f"{name}:")
        self.block = name

    def at(self, pointer: str, index: str, kind: str = "double") -> str:
        """The address of an element."""
        return self.let(f"getelementptr {kind}, ptr {pointer}, i64 {index}")

    def load(self, kind: str, pointer: str, index: str = "0", stride: str = "") -> str:
        """The element at an index, in units of ``stride`` or of the kind that is loaded."""
        place = pointer if index == "0" else self.at(pointer, index, stride or kind)
        return self.let(f"load {kind}, ptr {place}{_alignment(kind)}")

    def store(self, kind: str, value: str, pointer: str) -> None:
        """Write a value."""
        self.do(f"store {kind} {value}, ptr {pointer}{_alignment(kind)}")

    def fma(self, x: str, y: str, total: str, kind: str) -> str:
        """The sum of a product and a total, rounded once."""
        operands = ", ".join(f"{kind} {each}" for each in (x, y, total))
        return self.let(f"call {kind} @llvm.fma.{SUFFIXES[kind]}({operands})")

    def smaller(self, x: str, y: str) -> str:
        """The smaller one of two integers."""
        return self.let(f"call i64 @llvm.smin.i64(i64 {x}, i64 {y})")

    def call(self, name: str, *arguments: str) -> None:
        """Call a function without a result."""
        self.do(f"call void @{name}({', '.join(arguments)})")

    def splat(self, value: str) -> str:
        """A vector of one number."""
        one = self.let(f"insertelement {VECTOR} poison, double {value}, i64 0")
        zeros = f"<{LANES} x i32> zeroinitializer"
        return self.let(f"shufflevector {VECTOR} {one}, {VECTOR} poison, {zeros}")

    def loop(
        self,
        count: str,
        body: Callable[..., Sequence[str] | None],
        kinds: Sequence[str] = (),
        initial: Sequence[str] = (),
        start: str = "0",
    ) -> list[str]:
        """Run ``body(index, *carried)`` for every index below ``count``, and return what it
        carries from one run to the next.
        """
        self.branches += 1
        name, before = f"loop{self.branches}", self.block
        index, following = f"%{name}.i", f"%{name}.next"
        carried = [f"%{name}.c{i}" for i in range(len(kinds))]
        self.do(f"br label %{name}")
        self.label(name)
        head = len(self.lines)  # the phi nodes go here, when the body is known
        done = self.let(f"icmp sge i64 {index}, {count}")
        self.do(f"br i1 {done}, label %{name}.done, label %{name}.body")
        self.label(f"{name}.body")
        results = body(index, *carried) or ()
        self.do(f"{following} = add i64 {index}, 1")
        self.do(f"br label %{name}")
        phis = [f"  {index} = phi i64 [{start}, %{before}], [{following}, %{self.block}]"]
        for kind, old, first, new in zip(kinds, carried, initial, results, strict=True):
            phis.append(f"  {old} = phi {kind} [{first}, %{before}], [{new}, %{self.block}]")
        self.lines[head:head] = phis
        self.label(f"{name}.done")
        return carried

    def share(self, counter: str, count: str, body: Callable[[str], None]) -> None:
        """Run ``body(index)`` for indices below ``count`` until none is left: threads that share
        the counter, at 0 to begin with, take one at a time.
        """
        self.branches += 1
        name = f"share{self.branches}"
        self.do(f"br label %{name}")
        self.label(name)
        index = self.let(f"atomicrmw add ptr {counter}, i64 1 monotonic")
        done = self.let(f"icmp sge i64 {index}, {count}")
        self.do(f"br i1 {done}, label %{name}.done, label %{name}.body")
        self.label(f"{name}.body")
        body(index)
        self.do(f"br label %{name}")
        self.label(f"{name}.done")

    def both(self, first: str, second: Callable[[], str]) -> str:
        """Whether two conditions hold; the second one is computed where the first one does."""
        self.branches += 1
        name, before = f"and{self.branches}", self.block
        self.do(f"br i1 {first}, label %{name}, label %{name}.done")
        self.label(name)
        found, last = second(), self.block
        self.do(f"br label %{name}.done")
        self.label(f"{name}.done")
        return self.let(f"phi i1 [{found}, %{last}], [false, %{before}]")

    def choose(
        self, condition: str, body: Callable[[], None], otherwise: Callable[[], None]
    ) -> None:
        """Run ``body`` where a condition holds, and else ``otherwise``."""
        self.branches += 1
        name = f"if{self.branches}"
        self.do(f"br i1 {condition}, label %{name}, label %{name}.else")
        self.label(name)
        body()
        self.do(f"br label %{name}.done")
        self.label(f"{name}.else")
        otherwise()
        self.do(f"br label %{name}.done")
        self.label(f"{name}.done")


class Procedure(Function):
    """A function without a result; one that is ``shared`` is compiled once for all programs."""

    def __init__(
        self, name: str, parameters: str, *, internal: bool = True, shared: bool = False
    ) -> None:
        seen = "internal void" if internal and not shared else "void"
        super().__init__(seen, f"{SHARED}{name}" if shared else name, parameters, "#0")
        self.shared: bool = shared
        #: what modules say that call it
        self.declaration: str = self.head.removesuffix(" {").replace("define", "declare")

    def __str__(self) -> str:
        return "\n".join([self.head, "entry:", *self.lines, "  ret void", "}"])


class Assembly:
    """Functions and the constant tables that they read."""

    def __init__(self) -> None:
        self.tables: list[str] = []
        self.functions: dict[str, str] = {}
        #: declarations of those that other programs call too
        self.shared: dict[str, str] = {}

    def add(self, f: Procedure) -> str:
        """The name of a function, whose text is taken up unless it is there already."""
        if f.shared:
            self.shared.setdefault(f.name, f.declaration)
        else:
            self.functions.setdefault(f.name, str(f))
        return f.name

    def table(self, numbers: Sequence[int]) -> str:
        """A pointer to a constant array of integers."""
        name = f"table{len(self.tables)}"
        # as text, which LLVM reads in half of the time that it takes for as many numbers
        data = pack(f"={len(numbers)}i", *numbers)
        kind, text = f"[{len(data)} x i8]", "\\" + data.hex("\\")
        self.tables.append(f'@{name} = private unnamed_addr constant {kind} c"{text}", align 64')
        return f"ptr @{name}"
