"""The pages of the reference: one for each subject, and one for each room of operations."""

import inspect
import re
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import make_losses
import make_operations
from make_reference import DOORS

from autograd_lite import primitives
from autograd_lite.primitives.operation import Operation
from reference import rows
from reference.docstrings import rst
from reference.subjects import SUBJECTS, Entry, entries, place_of, subject

FOLDER = "reference/api"
#: PyTorch's names, and what is not the same there
PEERS = make_losses.ACTIVATIONS | make_losses.LOSSES
#: the first cell of a row that begins with a name
NAME_OF_ROW = re.compile(r"\| `(?P<call>(?P<name>\w+)[^`<]*)` \|")
FORMULA = re.compile(r"\$`([^`]+)`\$")


@cache
def index_of_names() -> dict[str, str]:
    """Every public name, as ``grad``, ``ag.grad``, ``nn.Adam``: the name of its entry."""
    known: dict[str, str] = {}
    for entry in entries():
        short = entry.door.removeprefix("ag.").removeprefix("ag")
        spellings = [entry.name, entry.full_name, f"{entry.door}.{entry.name}"]
        if short:
            spellings.append(f"{short}.{entry.name}")
        for spelling in spellings:
            known.setdefault(spelling, entry.full_name)
    return known | {name: full for door, full in DOORS.items() for name in (door, door[3:]) if name}


def pages() -> dict[str, str]:
    """All of them, by the names of their files."""
    made = {f"{file}.rst": subject_page(file) for file in SUBJECTS}
    with make_operations.long_formulas():
        for name, module, table in rows.sections():
            made[f"{name}.rst"] = room_page(module, table)
        made["operations-at-a-glance.rst"] = glance()
    return made | {"policy.rst": policy()}


def heading(title: str, sign: str = "=") -> list[str]:
    """A title, underlined."""
    return [title, sign * (len(title) + 2), ""]


def page(title: str, *parts: list[str]) -> str:
    """A page."""
    return "\n".join([*heading(title), *(line for part in parts for line in part)])


def link(name: str) -> str:
    """A role for what is public, a literal for all else."""
    full = index_of_names().get(name.removesuffix("()"))
    return f":py:obj:`{name} <{full}>`" if full else f"``{name}``"


def plain(text: str) -> list[str]:
    """A docstring as RST."""
    return [*rst(inspect.cleandoc(text).splitlines(), link), ""]


def linked(text: str) -> str:
    """Tables of names with links; a heading says of which door the names are."""
    door, lines = "", []
    for line in text.splitlines():
        door = line.removeprefix("## ") if line.startswith("## ") else door
        if (row := NAME_OF_ROW.match(line)) and (
            full := index_of_names().get(f"{door}.{row['name']}")
        ):
            line = f"| {{py:obj}}`{row['call']} <{full}>` |{line[row.end() :]}"
        lines.append(line)
    return "\n".join(lines)


# Subjects -------------------------------------------------------------------------------------


def subject_page(file: str) -> str:
    """All of a subject, door after door."""
    mine = [each for each in entries() if not each.is_row and subject(each) == file]
    places, things = SUBJECTS[file][1].split(), [each.thing for each in mine]

    def order(entry: Entry) -> tuple[int, bool]:
        """In that of the places, and what is made of another after that."""
        bases = getattr(entry.thing, "__mro__", ())[1:]
        return places.index(place_of(entry) or ""), any(base in things for base in bases)

    mine.sort(key=order)
    doors = list(dict.fromkeys(each.door for each in mine))
    parts = []
    for door in doors:
        if len(doors) > 1:
            parts.append(heading(door, "-"))
        parts.append(door_of(door, file))
        for each in mine:
            if each.door == door:
                parts.append(documented(each))
    return page(SUBJECTS[file][0], *parts)


def door_of(door: str, file: str) -> list[str]:
    """What a module says of itself, on the first page that has something of it."""
    name = DOORS[door]
    files = {subject(each) for each in entries() if each.door == door and not each.is_row}
    if file != next(each for each in SUBJECTS if each in files):
        return [f".. py:currentmodule:: {name}", ""]
    return [f".. py:module:: {name}", "", *plain(import_module(name).__doc__ or "")]


def documented(entry: Entry) -> list[str]:
    """The directive that documents a thing."""
    thing = entry.thing
    if inspect.isclass(thing):
        kind = "exception" if issubclass(thing, BaseException) else "class"
        return [f".. auto{kind}:: {entry.full_name}", *members(thing, kind), ""]
    if callable(thing):
        return [f".. autofunction:: {entry.full_name}", ""]
    return [f".. py:data:: {entry.name}", f"   :module: {DOORS[entry.door]}", "", *keys(thing)]


def members(kind: type, what: str) -> list[str]:
    """Which members are shown: those of exceptions are Python's."""
    if what == "exception":
        return []
    bases = [base.__name__ for base in kind.__mro__[1:] if base.__name__ in index_of_names()]
    shown = ["   :members:", f"   :inherited-members: {', '.join([*bases, 'object', 'tuple'])}"]
    return [*shown, "   :special-members: __call__"] if "__call__" in dir(kind) else shown


def keys(thing: Any) -> list[str]:
    """The keys of a table."""
    if not isinstance(thing, dict):
        return []
    return ["   Keys: " + ", ".join(f"``{key}``" for key in thing), ""]


# Operations -----------------------------------------------------------------------------------


def room_page(module: ModuleType, table: list[Operation]) -> str:
    """The operations of a room."""
    title, _, rest = (module.__doc__ or "").partition("\n")
    head = [".. py:currentmodule:: autograd_lite", "", *plain(rest)]
    return page(title.rstrip("."), head, *map(operation, table))


def operation(row: Operation) -> list[str]:
    """All that is known of an operation."""
    _, _, says = row.summary.partition(": ")
    drawn, told = rows.curve(row)
    body = [
        *plain(says),
        *(f":{name}: {formulas(text)}" for name, text in facts(row).items()),
        "",
        *figure(drawn, told),
        *rows.example(row),
        "",
    ]
    return [
        f".. py:function:: {row.name}{make_operations.call(row)}",
        "   :module: autograd_lite",
        "",
        *(f"   {line}" for line in body),
    ]


def facts(row: Operation) -> dict[str, str]:
    """What the record says, and the name in PyTorch."""
    known = rows.facts(row)
    ulp, semicolon, why = known.pop("ulp").partition(";")
    known["Error"] = f"at most {ulp} ulp{semicolon}{why}"
    peer, convention = PEERS.get(row.name, ("–", ""))
    if peer != "–":
        told = f"`{peer}`; {convention}" if convention else f"`{peer}`"
        known["PyTorch"] = told.replace("`", "``")
    return known


def figure(drawn: str, told: str) -> list[str]:
    """A picture, and what it shows."""
    caption = f"<figcaption>{told}</figcaption>"
    return [".. raw:: html", "", f'   <figure class="curve">{drawn}{caption}</figure>', ""]


def formulas(text: str) -> str:
    """Markdown's mathematics and emphasis as RST."""
    parts = FORMULA.split(text)
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(r"(?<![*\\])\*(\w+)\*", r"\\ *\1*\\ ", parts[i]).replace("|", "\\|")
    return "".join(part if i % 2 == 0 else f":math:`{part}`" for i, part in enumerate(parts))


def glance() -> str:
    """Every operation, and its curve, as tiles."""
    parts = [[
        "The value in green, the gradient by the first operand in red and dashed.", "",
        ".. py:currentmodule:: autograd_lite", "",
    ]]  # fmt: skip
    for _, module, table in rows.sections():
        parts.append(heading((module.__doc__ or "").partition("\n")[0].rstrip("."), "-"))
        parts.append([".. container:: tiles", ""])
        for row in table:
            drawn, _ = rows.curve(row)
            tile = [".. container:: tile", "", f"   :py:func:`{row.name}`", "", "   .. raw:: html",
                    "", f"      {drawn}", ""]  # fmt: skip
            parts.append([f"   {line}" for line in tile])
    return page("Operations at a glance", *parts)


def policy() -> str:
    """What the table says of itself: how a rule is read, and what holds at kinks and edges."""
    _, _, rest = (primitives.__doc__ or "").partition("\n")
    return page("Kinks, edges, strong zero", plain(rest))
