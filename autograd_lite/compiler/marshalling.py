"""Arguments in, results out: what surrounds a kernel in a plain call, written out for a structure.

A call like an earlier one, with floats and float64 arrays where it had some, is read by a function
whose text names every part, and so looks at each once. `Plan.run` converts all others first.
"""

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeAlias

from autograd_lite.compiler.arguments import Leaf
from autograd_lite.compiler.backends.protocol import Array, Buffers, Kernel
from autograd_lite.compiler.executable import executable
from autograd_lite.inputs.trees import Structure, is_leaf

#: arrays that all rows share, those with a row for each, and how many these are
Given: TypeAlias = tuple[list[Array], list[Array], int]
#: numbers that are put together one by one
_FEW = 8
#: the parts of a structure from which on a text would be too long
_MANY_PARTS = 1000


class MisfitError(TypeError):
    """Arguments that must be converted first."""


class _Text:
    """The text of a function that grows, with what it refers to."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.known: dict[str, Any] = {}
        self._count = 0

    def name(self) -> str:
        """A new name."""
        self._count += 1
        return f"x{self._count}"

    def constant(self, thing: object) -> str:
        """A name for a thing."""
        name = f"c{len(self.known)}"
        self.known[name] = thing
        return name

    def demand(self, condition: str) -> None:
        """MisfitError, unless it holds."""
        self.lines.append(f"if not ({condition}): raise MisfitError")

    def use_arrays(self) -> None:
        """Let the text speak of arrays: NumPy is loaded for no other."""
        import numpy as np

        self.known |= {"array": np.array, "empty": np.empty, "ndarray": np.ndarray}
        self.known |= {"float64": np.dtype(float), "Buffers": Buffers}

    def function(self, arguments: Sequence[str], result: str) -> Callable[..., Any]:
        """The function of these arguments that returns this."""
        lines = [f"def compiled({', '.join(arguments)}):", *self.lines, f"return {result}"]
        return executable("\n    ".join(lines), self.known)


def reader(structures: Sequence[Structure], leaves: Sequence[Leaf]) -> Callable[..., Given] | None:
    """The function that takes arguments of these structures apart.

    It raises `MisfitError` for all that are not made of floats and of float64 arrays.
    None, if its text would be too long.
    """
    text = _reading(structures, leaves)
    return None if text is None else text.function(text.arguments, text.arrays())


def reader_of_numbers(
    structures: Sequence[Structure], leaves: Sequence[Leaf]
) -> Callable[..., list[float]] | None:
    """The same for numbers alone."""
    text = _reading(structures, leaves)
    return None if text is None else text.function(text.arguments, text.numbers())


def _reading(structures: Sequence[Structure], leaves: Sequence[Leaf]) -> "_Reader | None":
    if sum(map(_parts, structures)) > _MANY_PARTS:
        return None
    text = _Reader(leaves)
    text.arguments = [text.name() for _ in structures]
    for name, structure in zip(text.arguments, structures, strict=True):
        text.read(name, structure)
    return text


def _parts(structure: Structure) -> int:
    """How many parts a text names."""
    if is_leaf(structure) or _is_row(structure):
        return 1
    return 1 + sum(map(_parts, structure[-1]))


def _is_row(structure: Structure) -> bool:
    """Whether this is a list or a tuple of numbers."""
    return structure[0] in (list, tuple) and not any(structure[-1])


class _Reader(_Text):
    arguments: list[str]

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        super().__init__()
        numpy = sys.modules.get("numpy")
        reals = {float} if numpy is None else {float, numpy.float64}
        self.known |= {"MisfitError": MisfitError, "reals": reals}
        self._leaves = iter(leaves)
        self._shared: list[str] = []
        self._columns: list[str] = []
        self._numbers: list[str] = []  # those after the last array that is shared

    def numbers(self) -> str:
        """The numbers in a list."""
        return f"[{', '.join(self._numbers)}]"

    def arrays(self) -> str:
        """What all rows share, the columns, and their length."""
        self.use_arrays()
        self._end_numbers()
        if not self._columns:
            self.lines.append("rows = 1")
        return f"[{', '.join(self._shared)}], [{', '.join(self._columns)}], rows"

    def read(self, name: str, structure: Structure) -> None:
        """Take apart what bears the name."""
        if is_leaf(structure):
            self._read_leaf(name, next(self._leaves))
            return
        kind, keys, branches = structure
        self.demand(f"type({name}) is {self.constant(kind)} and len({name}) == {len(branches)}")
        if _is_row(structure):
            for _ in branches:
                next(self._leaves)
            self.demand(f"reals.issuperset(map(type, {name}))")
            self._numbers.append(f"*{name}")
            return
        parts = [self.name() for _ in branches]
        if keys is None:
            self.lines.append(f"[{', '.join(parts)}] = {name}")
        else:
            self.demand(f"[*{name}] == {self.constant([*keys])}")  # results have their order
            for part, key in zip(parts, keys, strict=True):
                self.lines.append(f"{part} = {name}[{self.constant(key)}]")
        for part, branch in zip(parts, branches, strict=True):
            self.read(part, branch)

    def _read_leaf(self, name: str, leaf: Leaf) -> None:
        if leaf.axis is None and not leaf.shape:
            self.demand(f"type({name}) in reals")
            self._numbers.append(name)
            return
        self.demand(f"type({name}) is ndarray and {name}.dtype is float64")
        if leaf.axis is None:
            self._end_numbers()
            self.demand(f"{name}.shape == {leaf.shape} and {name}.flags.c_contiguous")
            self._shared.append(name)
            return
        dimensions = [*range(len(leaf.shape) + 1)]
        self.demand(f"{name}.ndim == {len(dimensions)}")
        if axis := dimensions.pop(leaf.axis):
            self.lines.append(f"{name} = {name}.transpose({[axis, *dimensions]})")
        if not self._columns:
            self.lines.append(f"rows = len({name})")
        self.demand(f"rows and {name}.shape == (rows, *{leaf.shape})")
        self._columns.append(name)

    def _end_numbers(self) -> None:
        if self._numbers:
            self._shared.append(f"array({self.numbers()})")
            self._numbers = []


#: runs a kernel on what was read, and returns the results
Caller: TypeAlias = Callable[[Kernel, list[Array], list[Array], int], Any]


def caller(
    structure: Structure, shapes: Sequence[tuple[int, ...]], reduced: Sequence[bool], mean: bool
) -> Caller:
    """The function that runs a kernel, and puts its results together.

    These are numbers and arrays of the ``shapes``, ``reduced`` to one for the batch, or one for
    each of its rows, which is divided by their number if the ``mean`` is wanted.
    """
    text = _Caller()
    text.run(shapes, reduced, mean)
    function: Caller = text.function(
        ["kernel", "shared", "columns", "rows"], text.result(structure)
    )
    return function


def arranger(
    structure: Structure, shapes: Sequence[tuple[int, ...]]
) -> Callable[[Sequence[float]], Any]:
    """The function that puts numbers, one after the other, together."""
    text = _Caller()
    text.divide("numbers", shapes)
    function: Callable[[Sequence[float]], Any] = text.function(["numbers"], text.result(structure))
    return function


class _Caller(_Text):
    _results: Iterator[tuple[str, int | None]]

    def run(self, shapes: Sequence[tuple[int, ...]], reduced: Sequence[bool], mean: bool) -> None:
        """Make room for the results, and run the kernel."""
        self.use_arrays()
        by_row: list[str] = []
        totals: list[str] = []
        numbers: dict[str, int] = {}  # arrays of totals that are numbers, and their sizes
        results: list[tuple[str, int | None]] = []
        for shape, once in zip(shapes, reduced, strict=True):
            if once and not shape:
                if not totals or totals[-1] not in numbers:
                    totals.append(self.name())
                name = totals[-1]
                results.append((name, numbers.setdefault(name, 0)))
                numbers[name] += 1
                continue
            name = self.name()
            results.append((name, None))
            (totals if once else by_row).append(name)
            self.lines.append(f"{name} = empty({shape if once else f'(rows, *{shape})'})")
        self.lines += [f"{name} = empty({count})" for name, count in numbers.items()]
        arrays = f"[{', '.join(by_row)}], [{', '.join(totals)}]"
        self.lines.append(f"kernel.run(Buffers(shared, columns, {arrays}, None))")
        self.lines += [f"{name} /= rows" for name in by_row if mean]
        self.lines += [f"{name} = {name}.tolist()" for name in numbers]
        self._results = iter(results)

    def divide(self, numbers: str, shapes: Sequence[tuple[int, ...]]) -> None:
        """Take the results from a list of numbers."""
        results: list[tuple[str, int | None]] = []
        start = 0
        for shape in shapes:
            if not shape:
                results.append((numbers, start))
            else:
                self.use_arrays()
                results.append((self.name(), None))
                part = f"{numbers}[{start}:{start + math.prod(shape)}]"
                self.lines.append(f"{results[-1][0]} = array({part}).reshape({shape})")
            start += math.prod(shape)
        self._results = iter(results)

    def result(self, structure: Structure) -> str:
        """A name for the results in this structure."""
        if is_leaf(structure):
            name, place = next(self._results)
            return name if place is None else f"{name}[{place}]"
        kind, keys, branches = structure
        if _is_row(structure) and (row := self._row(len(branches))):
            text = row if kind is list else f"tuple({row})"
        else:
            text = self._container(kind, keys, [self.result(branch) for branch in branches])
        name = self.name()
        self.lines.append(f"{name} = {text}")
        return name

    def _row(self, length: int) -> str:
        """The next results as a list, if they are numbers of one array."""
        found = [*islice(self._results, length)]
        arrays = {name for name, place in found if place is not None}
        places = [place for _, place in found if place is not None]
        if len(arrays) == 1 and len(places) == length > _FEW:
            return f"[*{arrays.pop()}[{places[0]}:{places[0] + length}]]"
        self._results = chain(found, self._results)
        return ""

    def _container(self, kind: Any, keys: Sequence[Any] | None, parts: Sequence[str]) -> str:
        if keys is not None:
            pairs = zip(map(self.constant, keys), parts, strict=True)
            return f"{{{', '.join(f'{key}: {part}' for key, part in pairs)}}}"
        inside = "".join(f"{part}, " for part in parts)
        if kind is list:
            return f"[{inside}]"
        return f"{self.constant(kind)}({inside})" if hasattr(kind, "_fields") else f"({inside})"
