"""Docstrings are plain text, with ``literals``, `names`, lists and examples: as RST."""

import re
from collections.abc import Callable, Iterable

#: code, a name in single quotes, and signs that would mean something
INLINE = re.compile(r"(``.+?``)|(?<![`\w])`([^`\n]+)`(?!`)|([\\*|]|_(?![\w`]))")
LIST_SIGN = re.compile(r"^(\s*)(\* |- |\d+\. )?(.*)$")


def rst(lines: Iterable[str], link: Callable[[str], str]) -> list[str]:
    """The lines as RST; ``link`` makes a role, or a literal, of what is named."""
    made: list[str] = []
    in_example = False
    for line in lines:
        in_example = bool(line.strip()) and (in_example or line.lstrip().startswith(">>>"))
        made.append(line if in_example else text(line, link))
    return made


def text(line: str, link: Callable[[str], str]) -> str:
    """A line of a paragraph or of a list."""
    indent, sign, rest = LIST_SIGN.match(line).groups()  # type: ignore[union-attr]  # it always fits

    def replaced(found: re.Match[str]) -> str:
        if found[1]:
            return found[1]
        return link(found[2]) if found[2] else f"\\{found[3]}"

    return f"{indent}{sign or ''}{INLINE.sub(replaced, rest)}"
