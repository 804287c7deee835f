"""A deck as one HTML file that needs nothing else."""

import json
import re
from html import escape

from autograd_lite.viz.slots.marks import with_slots
from autograd_lite.viz.story.deck import Deck, Slide
from autograd_lite.viz.story.inline import NO_MARKS, page_svg
from autograd_lite.viz.story.live.scripts import live_numbers, live_panel, live_styles
from autograd_lite.viz.web.document import fill, labels, read


def write_page(deck: Deck) -> str:
    """The page of a deck: slides and pictures, with walkthrough.html, .css and .js."""
    here, words, live = "autograd_lite.viz.story", deck.words, deck.live
    own = ["walkthrough", *(["practice"] if deck.asks else [])]
    shared = ["zoom.js", *(["typed.js"] if deck.asks or live else [])]
    slides, marked = deck.slides, [NO_MARKS] * len(deck.drawings)
    before = after = styles = list[str]()
    if live:
        slides, marked = live.slides, [*live.drawings]
        styles, before, after = live_styles(), live_numbers(live), live_panel()
    return fill(
        read("walkthrough.html", here),
        [read("page.css"), *(read(f"{name}.css", here) for name in own), *styles],
        [*map(read, shared), *before, *(read(f"{name}.js", here) for name in own), *after],
        **labels(words),
        words=escape(json.dumps(words.section("script"), ensure_ascii=False)),
        title=escape(deck.title),
        count=str(len(deck.slides)),
        contents="\n".join(_link(i, each) for i, each in enumerate(deck.slides, start=1)),
        slides=with_slots("\n".join(_section(i, each) for i, each in enumerate(slides, start=1))),
        pictures=with_slots("\n".join(map(page_svg, deck.drawings, marked))),
        panel=live.panel if live else "",
    )


def _in_words(text: str) -> str:
    """Text whose lines end between words: browsers end them behind ⁾ too, in the midst of a⁽²⁾₁."""
    return re.sub(r"\S*⁾\S*", r'<span class="unbroken">\g<0></span>', escape(text))


def _link(number: int, slide: Slide) -> str:
    title = _in_words(slide.title)
    return f'<li data-kind="{slide.kind}"><a href="#step={number}"><span>{title}</span></a></li>'


def _section(number: int, slide: Slide) -> str:
    note = f'\n<p class="note">{escape(slide.note)}</p>' if slide.note else ""
    kinds = f"slide {slide.part}".rstrip()
    return (
        f'<section class="{kinds}" id="slide-{number}" data-kind="{slide.kind}">'
        f'<h2 id="step={number}">{_in_words(slide.heading)}</h2>'
        f"\n{slide.body}{note}\n"
        f'<p class="spoken" hidden>{escape(slide.spoken)}</p>'
        "</section>"
    )
