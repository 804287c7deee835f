"""Marks around the numbers in a text, from which a page makes slots.

A mark is made of noncharacters, which stand for nothing in any text. Where a page is written
without slots, they are taken away: what is between them is what the number reads now.
"""

import json
import re
from collections.abc import Iterable
from html import escape, unescape

from autograd_lite.viz.slots.numbers import Live

#: around a slot: before its number, between that and what it reads now, and behind it
_OPEN, _SHOWN, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
#: around an equation, and between what may read the same
_CHAIN, _LINK, _ENDS = "\ufdd3", "\ufdd4", "\ufdd5"
_SLOT = re.compile(f"{_OPEN}([^{_SHOWN}]*){_SHOWN}([^{_CLOSE}]*){_CLOSE}")
#: around one of several texts: before its conditions, between these and the text, and behind it
_WHEN, _THEN, _END = "\ufdd6", "\ufdd7", "\ufdd8"
_LATER = "\ufdd9"  # before what is not told now
_VARIANT = re.compile(f"({_LATER}?){_WHEN}([^{_THEN}]*){_THEN}([^{_END}]*){_END}")
_EQUATION = re.compile(f"{_CHAIN}([^{_ENDS}]*){_ENDS}")
_ATTRIBUTE = re.compile(f'([\\w-]+)="([^"]*{_OPEN}[^"]*)"')
_ALL = re.compile(f"[{_OPEN}-{_LATER}]")
#: the element of a slot, by the first letter of its form
_ELEMENTS = {"t": "span", "m": "mrow", "g": "tspan"}


def mark(number: float, form: str, text: str) -> str:
    """A number as it reads now, marked if it may change.

    The ``form`` says how the page is to write it: a letter for the script, and how tightly it must
    hold together, or s for a term with its sign.
    """
    if not isinstance(number, Live):
        return text
    return f"{_OPEN}{number.recorder.slot(number)} {form}{_SHOWN}{text}{_CLOSE}"


def is_marked(text: str) -> bool:
    """Whether there are slots in a text."""
    return _OPEN in text


def chain(links: list[str], sign: str = " = ") -> str:
    """An equation of several links, of which the page leaves out what reads as the next does."""
    if not any(map(is_marked, links)):
        return sign.join(links)
    return f"{_CHAIN}{sign}{_LINK}{_LINK.join(links)}{_ENDS}"


def variants(texts: Iterable[tuple[Iterable[int], str]]) -> str:
    """Several texts, each with the slots that are 1 where it is told; the last is for all else.

    Now the first is told.
    """
    told = [f"{_WHEN}{' '.join(map(str, slots))}{_THEN}{text}{_END}" for slots, text in texts]
    return "".join([*told[:1], *(f"{_LATER}{each}" for each in told[1:])])


def without_marks(text: str) -> str:
    """What a text reads now.

    >>> without_marks("no marks")
    'no marks'
    """
    return _ALL.sub("", _SLOT.sub(r"\2", _EQUATION.sub(_joined, text)))


def _joined(found: re.Match[str]) -> str:
    sign, *links = found[1].split(_LINK)
    return sign.join(links)


def with_slots(markup: str) -> str:
    """HTML with an element for every slot; an attribute has its parts in another one."""
    markup = _ATTRIBUTE.sub(_attribute, markup)
    markup = _SLOT.sub(_element, _EQUATION.sub(_links, _VARIANT.sub(_variant, markup)))
    return _ALL.sub("", markup)


def _element(found: re.Match[str]) -> str:
    tag = _ELEMENTS[found[1].partition(" ")[2][0]]
    return f'<{tag} data-slot="{found[1]}">{found[2]}</{tag}>'


def _links(found: re.Match[str]) -> str:
    sign, *links = found[1].split(_LINK)
    sign = sign if "<" in sign else f'<span class="sign">{sign}</span>'
    parts, read = [], [*map(_read, links)]
    for link, own, following in zip(links, read, [*read[1:], None], strict=True):
        hidden = " hidden" if own == following else ""
        after = (
            sign.replace('class="sign"', f'class="sign"{hidden}') if following is not None else ""
        )
        parts.append(f"<span{hidden}>{link}</span>{after}")
    return f'<span class="chain">{"".join(parts)}</span>'


def _read(link: str) -> str:
    """What a link of an equation reads, by which those that repeat are found."""
    link = without_marks(link)
    read = re.findall('<math[^>]* aria-label="([^"]*)"', link)
    return re.sub(r"\s|<[^>]*>", "", "".join(read) or link)


def _variant(found: re.Match[str]) -> str:
    hidden = " hidden" if found[1] else ""
    return f'<span class="variant" data-when="{found[2]}"{hidden}>{found[3]}</span>'


def _attribute(found: re.Match[str]) -> str:
    name, text = found[1], unescape(found[2])
    parts, end = list[str | list[str]](), 0
    for slot in _SLOT.finditer(text):
        parts += [text[end : slot.start()], slot[1].split(" ")]
        end = slot.end()
    told = escape(json.dumps([*parts, text[end:]], ensure_ascii=False))
    now = escape(without_marks(text).strip())
    return f'{name}="{now}" data-parts="{name} {told}"'
