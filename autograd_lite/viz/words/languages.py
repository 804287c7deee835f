"""Which language a reader wants: one of those that come with this, or words of their own."""

import json
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import look_up, nearest
from autograd_lite.viz.words.templates import COUNT, OR, fields_of
from autograd_lite.viz.words.words import ENGLISH, Words, flattened

#: the languages that come with this: their codes, and the file of their words
LANGUAGES: Final[Mapping[str, str]] = {
    "en": "english",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "zh": "chinese",
}
BASE: Final = "language.base"
#: how a caller says which language: a name, sections of words, or the path of a file of them
Language = str | Mapping[str, Mapping[str, str]] | os.PathLike[str] | Words
_DIRECTIONS: Final = ("ltr", "rtl")
_DECIMALS: Final = (".", ",")
_READERS: Final = {".json": json.loads, ".toml": tomllib.loads}


def choose_language(language: Any) -> Words:
    """The words of a language, by its name or code, or of a reader's own.

    Own words are a dictionary of sections, or the path of a JSON or TOML file of one. They may be
    few: what is missing is taken from ``language.base``, or from English.

    Raises ValueError for a language that does not exist, and for an entry or a field that English
    does not have; TypeError for anything else.

    >>> own = choose_language({"slides": {"title_given": "What we know"}})
    >>> own("slides.title_given"), own("slides.title_result")
    ('What we know', 'The gradient')
    >>> choose_language({"slides": {"titel_given": "Was wir wissen"}})
    Traceback (most recent call last):
    ValueError: language: there is no entry 'slides.titel_given'; did you mean slides.title_given?
    """
    if isinstance(language, Words):
        return language
    if isinstance(language, Mapping):
        return _own("language", language)
    if isinstance(language, os.PathLike) or (
        isinstance(language, str) and Path(language).suffix.lower() in _READERS
    ):
        return _from_file(checks.path("language", language))
    if isinstance(language, str):
        return _language(look_up("language", language.strip().lower(), _names()))
    raise TypeError(
        "language: a name such as 'en', a dictionary or the path of a file is needed, "
        f"got {checks.shown(language)}"
    )


def _names() -> dict[str, str]:
    """The codes of languages by what they may be called: de, german."""
    return {name: code for code, file in LANGUAGES.items() for name in (code, file)}


@cache
def _language(code: str) -> Words:
    if code == ENGLISH.code:
        return ENGLISH
    catalogue = import_module(f"autograd_lite.viz.words.{LANGUAGES[code]}").CATALOGUE
    return Words(flattened(catalogue), ENGLISH)


def _from_file(path: Path) -> Words:
    reader = look_up("language: the ending of the file", path.suffix.lower(), _READERS)
    try:
        read = reader(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"language: {path} cannot be read: {error}") from None
    if not isinstance(read, dict):
        raise ValueError(f"language: {path} holds no sections of words")
    return _own(f"language: {path.name}", read)


def _own(argument: str, sections: Mapping[Any, Any]) -> Words:
    """Words from outside: a typing mistake is an error that names the entry."""
    entries = _entries(argument, sections)
    base = choose_language(entries.pop(BASE, "en"))
    for key, entry in entries.items():
        _check(argument, key, entry)
    return Words(entries, base)


def _entries(argument: str, sections: Mapping[Any, Any]) -> dict[str, str]:
    entries = {}
    for section, inner in sections.items():
        several = inner.items() if isinstance(inner, Mapping) else [("", inner)]
        for name, entry in several:
            key = f"{section}.{name}" if name else str(section)
            if not isinstance(entry, str):
                raise TypeError(f"{argument}: {key}: a str is needed, got {checks.shown(entry)}")
            entries[key] = entry
    return entries


def _check(argument: str, key: str, entry: str) -> None:
    if key not in ENGLISH.entries:
        hint = nearest(key, ENGLISH.entries) or "; choose_language('en').entries has all"
        raise ValueError(f"{argument}: there is no entry {key!r}{hint}")
    allowed = {"language.direction": _DIRECTIONS, "language.decimal": _DECIMALS}
    if key in allowed:
        look_up(f"{argument}: {key}", entry, dict.fromkeys(allowed[key]))
    source = ENGLISH.entries[key]
    known = fields_of(source) | ({COUNT} if OR in source else set())
    try:
        unknown = sorted(fields_of(entry) - known)
    except ValueError as error:
        raise ValueError(f"{argument}: {key}: {error}") from None
    if unknown:
        fields = ", ".join(f"{{{name}}}" for name in sorted(known)) or "none"
        raise ValueError(f"{argument}: {key}: {{{unknown[0]}}} is no field of it; it has {fields}")
