"""What stands above a function that was written: what it computes, of what."""

from collections.abc import Iterator

from autograd_lite.compiler.languages.interface import Interface, Part
from autograd_lite.inputs.trees import is_leaf, paths_of

#: parts of a tree that are listed
_MOST = 40


def header(interface: Interface) -> Iterator[str]:
    """Lines of a comment, in which nothing can end one."""
    function = _plain(interface.function.replace("<lambda>", "a lambda")).strip()
    yield f"{interface.kind} of {function}, written by autograd_lite"
    yield ""
    for part in interface.given:
        yield _plain(f"{part.name}: {_numbers(part)}{_rows(part, interface)}")
        yield from _listed(part)
    yield "->"
    for part in interface.results:
        once = interface.batched and not part.by_row
        total = (", the mean over the rows" if interface.mean else ", summed over the rows") * once
        yield _plain(f"{part.name}: {_numbers(part)}{_rows(part, interface) * (not once)}{total}")
        yield from _listed(part)


def _numbers(part: Part) -> str:
    if part.is_number:
        return "a number"
    if is_leaf(part.structure):
        return f"{_by(part.structure)} numbers"
    return f"{part.size} numbers"


def _rows(part: Part, interface: Interface) -> str:
    if not interface.batched:
        return ""
    return " for each row" if part.by_row else ", which all rows share"


def _listed(part: Part) -> Iterator[str]:
    """What a tree consists of, in order."""
    leaves = [f"{part.name}[{i}]: {label}" for i, label in enumerate(part.labels)]
    if not is_leaf(part.structure):
        leaves = [
            f"{part.name}{path}" + (f": {_by(shape)} numbers" if shape else "")
            for path, shape in paths_of(part.structure)
        ]
    yield from [f"    {_plain(each)}" for each in leaves[:_MOST]]
    if len(leaves) > _MOST:
        yield f"    and {len(leaves) - _MOST} more"


def _by(shape: tuple[int, ...]) -> str:
    return " by ".join(map(str, shape))


def _plain(text: str) -> str:
    """Text without what ends a comment or a line, in any language, or changes how it is read."""
    return "".join([c if c.isprintable() and c not in "*/\\<>&?" else " " for c in text])
