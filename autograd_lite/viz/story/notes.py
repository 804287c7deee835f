"""A teacher's own titles and notes for the steps of a deck."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, get_args

from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import word
from autograd_lite.value import Value
from autograd_lite.viz.story.deck import Kind, Slide
from autograd_lite.viz.story.steps import Step

#: which step: its number, counted from 1; its kind, of which it is the first; or a node, for the
#: step that computes it, or with the kind of the step
Place = int | str | Value | tuple[str, Value]
Texts = Mapping[Place, str]
NO_TEXTS: Final[Texts] = MappingProxyType({})
KINDS: Final[tuple[str, ...]] = get_args(Kind)


def annotated(
    slides: Sequence[Slide], steps: Sequence[Step], titles: Texts, notes: Texts
) -> tuple[Slide, ...]:
    """The slides of the steps with a teacher's titles and notes, which are text.

    Raises ValueError for a step that is not there, and TypeError for what is no place or no text.
    """
    own = [*slides]
    for place, title in checks.text_entries("titles", titles):
        i = _find("titles", place, steps)
        own[i] = replace(own[i], title=title, heading=title)
    for place, note in checks.text_entries("notes", notes):
        i = _find("notes", place, steps)
        own[i] = replace(own[i], note=note, spoken=f"{own[i].spoken} {note}")
    return tuple(own)


def _find(argument: str, place: Any, steps: Sequence[Step]) -> int:
    """The index of a step."""
    match place:
        case Value():
            kind, node = "forward" if place.op else "given", place if place.op else None
        case str():
            kind, node = word(argument, place, KINDS), None
        case (str(), Value()):
            kind, node = word(argument, place[0], KINDS), place[1]
        case _:
            return checks.whole_number(argument, place, 1, len(steps)) - 1
    for i, step in enumerate(steps):
        if step.kind == kind and not step.asks and (node is None or step.node is node):
            return i
    raise ValueError(f"{argument}: the deck has no step {kind!r} of {place!r}")
