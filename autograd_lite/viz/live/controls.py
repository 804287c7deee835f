"""The panel of a page that computes: a field and a slider for each of its numbers, and training.

What is in it does its work through the ``model`` of the page, see controls.js.
"""

from collections.abc import Collection, Sequence
from html import escape
from string import Template
from typing import Final, NamedTuple

from autograd_lite.viz.formula.names import Name, name_of, partial_name
from autograd_lite.viz.web.document import labels, read
from autograd_lite.viz.words.words import Words

#: the files of the panel, beside this one, in the order in which a page needs them
STYLES: Final = ("controls.css",)
SCRIPTS: Final = tuple(
    f"{name}.js" for name in ("ranges", "timeline", "curve", "training", "showing", "controls")
)

_CHOICES: Final = ("example.html", "used.html")  # where there are several examples
STEPS = 1000  # what is proposed to be taken at once
EPOCHS = 5000


class Input(NamedTuple):
    """A number of a graph that can be changed: its name in text and in MathML, and whether it is
    given, as data and targets are, or a parameter.
    """

    text: str
    mathml: str
    constant: bool


def fragment(
    inputs: Sequence[Input],
    result: Name,
    words: Words,
    *,
    data: Collection[int] = (),
    learning_rate: float,
) -> str:
    """The panel for the inputs of a graph, as a part of a page after its main part.

    ``result`` is what is computed, and what steps make smaller. ``data`` has the places of the
    inputs of which there are several examples: they are given, and rows of them can be chosen.
    Steps have the ``learning_rate`` until the reader writes another.

    >>> from autograd_lite.viz.formula.names import name_of
    >>> from autograd_lite.viz.words.words import ENGLISH
    >>> inputs = [Input("w", "<mi>w</mi>", False)]
    >>> page = fragment(inputs, name_of("L"), ENGLISH, learning_rate=0.1)
    >>> 'aria-label="w"' in page, 'id="example"' in page
    (True, False)
    """
    known = labels(words)
    given = {i for i, each in enumerate(inputs) if each.constant} | set(data)
    parameters = [i for i in range(len(inputs)) if i not in given]
    example, used = [_filled(name, **known) if data else "" for name in _CHOICES]
    return _filled(
        "controls.html",
        **known,
        result=escape(result.line),
        rate=repr(float(learning_rate)),
        parameters="\n".join(_row(i, inputs[i]) for i in parameters),
        given="\n".join(_row(i, inputs[i]) for i in sorted(given)),
        example=example,
        used=used,
        unit=escape(words("page.epochs" if data else "page.by_steps")),
        count=str(EPOCHS if data else STEPS),
        rule=_rule(result),
    )


def _filled(name: str, **parts: str) -> str:
    return Template(read(name, __package__).rstrip()).substitute(parts)


def _row(place: int, leaf: Input) -> str:
    name = escape(leaf.text)
    return (
        f'<div class="leaf"><label for="leaf-{place}" title="{name}">'
        f'<math aria-hidden="true">{leaf.mathml}</math><span class="heard">{name}</span></label>'
        f'<input type="text" id="leaf-{place}" data-leaf="{place}" aria-label="{name}" size="8" '
        'autocomplete="off">'
        f'<input type="range" data-leaf="{place}" aria-label="{name}" min="-100" max="100"></div>'
    )


def _rule(result: Name) -> str:
    """w ← w − α·∂L/∂w."""
    above, below = partial_name(result).mathml, partial_name(name_of("w")).mathml
    signs = "".join(f"<{tag}>{sign}</{tag}>" for tag, sign in zip(_TAGS, "w←w−α·", strict=True))
    return f"{signs}<mfrac>{above}{below}</mfrac>"


_TAGS: Final = ("mi", "mo", "mi", "mo", "mi", "mo")
