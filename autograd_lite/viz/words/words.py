"""A language: the templates of the catalogue, and how they are filled."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import look_up
from autograd_lite.viz.words.english import CATALOGUE
from autograd_lite.viz.words.plurals import Rule, plural_rule
from autograd_lite.viz.words.templates import (
    COUNT,
    OR,
    Field,
    as_html,
    as_latex,
    as_mathml,
    as_text,
)

#: the entries of a language, by section and name: "story.given"
Entries = Mapping[str, str]


def flattened(sections: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The entries of a catalogue by section and name.

    >>> flattened({"story": {"given": "Given: {values}."}})
    {'story.given': 'Given: {values}.'}
    """
    return {
        f"{section}.{name}": entry
        for section, entries in sections.items()
        for name, entry in entries.items()
    }


class Words:
    """The words of a language, made by `choose_language`: the entries of a catalogue.

    Called with the key of an entry and its fields, it writes text; whole numbers with a space
    between thousands. An entry with plural forms has the field ``count``, which chooses one.

    >>> import autograd_lite as ag
    >>> english = ag.choose_language("en")
    >>> english("diagram.wires", count=1), english("diagram.wires", count=1200)
    ('1 wire', '1 200 wires')
    """

    __module__ = "autograd_lite"

    def __init__(self, entries: Entries, base: "Words | None" = None) -> None:
        known = base.entries if base else {}
        #: all entries, its own and those of its base
        self.entries: dict[str, str] = {**known, **entries}
        self.code: str = self.entries["language.code"]
        self.direction: str = self.entries["language.direction"]
        self.decimal: str = self.entries["language.decimal"]
        rule = plural_rule(self.code)
        self._rules: dict[str, Rule] = {**(base._rules if base else {}),
                                        **dict.fromkeys(entries, rule)}  # fmt: skip

    def __repr__(self) -> str:
        return f"<Words of {self.code}>"

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.direction == "rtl"

    def __call__(self, key: str, /, **fields: Field) -> str:
        """The entry in plain text."""
        return as_text(self._template(key, fields), fields, self.right_to_left)

    def html(self, key: str, /, **fields: Field) -> str:
        """The entry in HTML: text, but for fields of `templates.Markup`."""
        return as_html(self._template(key, fields), fields, self.right_to_left)

    def latex(self, key: str, /, **fields: Field) -> str:
        """The entry in LaTeX's mathematical mode; formulas are fields of `templates.Markup`."""
        return as_latex(self._template(key, fields), fields)

    def mathml(self, key: str, /, **fields: Field) -> str:
        """The entry as elements of MathML; formulas are fields of `templates.Markup`."""
        return as_mathml(self._template(key, fields), fields)

    def section(self, name: str) -> dict[str, str]:
        """The templates of a section by their names."""
        return {
            key.removeprefix(f"{name}."): entry
            for key, entry in self.entries.items()
            if key.startswith(f"{name}.")
        }

    def join(self, items: Iterable[str]) -> str:
        """Several things in a row: a, b, c."""
        return self.entries["list.separator"].join(items)

    def join_two(self, items: Iterable[str]) -> str:
        """One thing, or two: a, or a and b."""
        first, *others = items
        return self("list.two", first=first, second=others[0]) if others else first

    def save(self, path: "str | os.PathLike[str]") -> Path:
        """Write all entries to a JSON or TOML file, to be translated, and return its path.

        `choose_language` reads it. Raises ValueError unless ``path`` ends in .json or .toml.
        """
        target = checks.path("path", path)
        write = look_up("path: the ending", target.suffix.lower(), _WRITERS)
        sections: dict[str, dict[str, str]] = {}
        for key, entry in self.entries.items():
            section, _, name = key.partition(".")
            sections.setdefault(section, {})[name] = entry
        target.write_text(write(sections), encoding="utf-8")
        return target

    def _template(self, key: str, fields: Mapping[str, Field]) -> str:
        forms = self.entries[key].split(OR)
        count = fields.get(COUNT)
        if len(forms) == 1 or not isinstance(count, int):
            return forms[0]
        return forms[min(self._rules[key].choose(count), len(forms) - 1)]


def _as_json(sections: Mapping[str, Mapping[str, str]]) -> str:
    return json.dumps(sections, ensure_ascii=False, indent=2) + "\n"


def _as_toml(sections: Mapping[str, Mapping[str, str]]) -> str:
    """Its strings are those of JSON."""
    blocks = [
        "\n".join([f"[{section}]", *(f"{name} = {json.dumps(entry, ensure_ascii=False)}"
                                      for name, entry in entries.items())])
        for section, entries in sections.items()
    ]  # fmt: skip
    return "\n\n".join(blocks) + "\n"


_WRITERS: Final = {".json": _as_json, ".toml": _as_toml}

ENGLISH: Final = Words(flattened(CATALOGUE))
