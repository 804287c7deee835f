"""What a compiled function computes as a file in another language."""

import math
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Final, Protocol, cast

from autograd_lite.compiler.arguments import Leaf
from autograd_lite.compiler.languages.interface import (
    PAIRS,
    Argument,
    Interface,
    Part,
)
from autograd_lite.compiler.plan import Plan
from autograd_lite.compiler.program import Program
from autograd_lite.inputs.lookup import look_up
from autograd_lite.inputs.trees import Structure, number_of_leaves, paths_of

#: every language by its name, and the module that writes it
LANGUAGES: Final = {
    "python": "autograd_lite.compiler.languages.python",
    "javascript": "autograd_lite.compiler.languages.javascript",
    "c": "autograd_lite.compiler.languages.c",
}
#: how the name of a file ends that is in a language
ENDINGS: Final = {".py": "python", ".js": "javascript", ".mjs": "javascript", ".c": "c"}


class _Language(Protocol):
    """A module that writes a language."""

    def source(self, interface: Interface, program: Program) -> str:
        """The text of a file."""


def language_of(ending: str) -> str:
    """The language of a file; raises ValueError for another ending."""
    if ending.lower() not in ENDINGS:
        names = ", ".join(ENDINGS)
        raise ValueError(f"path: got the ending {ending.lower()!r}; choose one of {names}")
    return ENDINGS[ending.lower()]


def source(language: str, plan: Plan, names: Sequence[str], kind: str, function: str) -> str:
    """A plan, for arguments with these names, as source."""
    module = cast("_Language", import_module(look_up("language", language, LANGUAGES)))
    return module.source(interface_of(plan, names, kind, function), plan.program)


def interface_of(plan: Plan, names: Sequence[str], kind: str, function: str) -> Interface:
    """That of a plan for arguments with these names."""
    return Interface(
        kind,
        function,
        [*_arguments(plan, names)],
        [*_results(plan, kind)],
        plan.structure,
        plan.batched,
        plan.options.mean,
    )


def _arguments(plan: Plan, names: Sequence[str]) -> Iterator[Argument]:
    count = len(plan.closure)
    if count:
        labels = [each.name for each in plan.program.inputs[:count]]
        part = Part("parameters", (count,), range(count), None, labels)
        yield Argument(part.name, part.structure, [part])
    leaves = iter(zip(plan.leaves, _places(plan.leaves, count), strict=True))
    for structure, name in zip(plan.structures, names, strict=True):
        own = [next(leaves) for _ in range(number_of_leaves(structure))]
        yield Argument(name, structure, [*_parts(name, structure, own)])


def _places(leaves: Sequence[Leaf], start: int) -> list[range]:
    """The inputs that leaves are: first those that all rows share, then the others."""
    found: dict[int, range] = {}
    for i in sorted(range(len(leaves)), key=lambda i: leaves[i].axis is not None):
        found[i] = range(start, start := start + math.prod(leaves[i].shape))
    return [found[i] for i in range(len(leaves))]


def _parts(name: str, structure: Structure, leaves: Sequence[tuple[Leaf, range]]) -> Iterator[Part]:
    if all(leaf.axis is None for leaf, _ in leaves):
        yield Part(name, structure, [i for _, places in leaves for i in places], None)
        return
    for leaf, places in leaves:
        yield Part(leaf.name, leaf.shape, places, leaf.axis)


def _results(plan: Plan, kind: str) -> Iterator[Part]:
    """The result, or each of a pair; leaf by leaf where there are rows."""
    names = PAIRS.get(kind)
    trees = plan.structure[-1] if names else [plan.structure]
    leaf, start = 0, 0
    for name, tree in zip(names or ["result"], trees, strict=True):
        shapes = [*paths_of(tree)]
        reduced = plan.reduced[leaf : leaf + len(shapes)]
        sizes = [math.prod(shape) for _, shape in shapes]
        leaf += len(shapes)
        if not plan.batched or all(reduced):
            yield Part(name, tree, range(start, start := start + sum(sizes)), None)
            continue
        for (path, shape), size, once in zip(shapes, sizes, reduced, strict=True):
            axis = None if once else 0
            yield Part(name + path, shape, range(start, start := start + size), axis)
