"""A deck as one HTML file that needs nothing else."""

import json
from html import escape

from autograd_lite.viz.story.deck import Deck, Slide
from autograd_lite.viz.story.inline import page_svg
from autograd_lite.viz.web.document import fill, read


def write_page(deck: Deck) -> str:
    """The page of a deck: slides and pictures, with walkthrough.html, .css and .js."""
    here, shared = "autograd_lite.viz.story", "autograd_lite.viz.web"
    words, own = deck.words, ["walkthrough", *(["practice"] if deck.asks else [])]
    labels = {f"page_{name}": escape(label) for name, label in words.section("page").items()}
    return fill(
        read(here, "walkthrough.html"),
        [read(shared, "page.css"), *(read(here, f"{name}.css") for name in own)],
        [read(shared, "zoom.js"), *(read(here, f"{name}.js") for name in own)],
        **labels,
        language=escape(words.code),
        direction=words.direction,
        words=escape(json.dumps(words.section("script"), ensure_ascii=False)),
        title=escape(deck.title),
        count=str(len(deck.slides)),
        contents="\n".join(_link(i, each) for i, each in enumerate(deck.slides, start=1)),
        slides="\n".join(_section(i, each) for i, each in enumerate(deck.slides, start=1)),
        pictures="\n".join(map(page_svg, deck.drawings)),
    )


def _link(number: int, slide: Slide) -> str:
    title = escape(slide.title)
    return f'<li data-kind="{slide.kind}"><a href="#step={number}">{title}</a></li>'


def _section(number: int, slide: Slide) -> str:
    note = f'\n<p class="note">{escape(slide.note)}</p>' if slide.note else ""
    kinds = f"slide {slide.part}".rstrip()
    return (
        f'<section class="{kinds}" id="slide-{number}" data-kind="{slide.kind}">'
        f'<h2 id="step={number}">{escape(slide.heading)}</h2>'
        f"\n{slide.body}{note}\n"
        f'<p class="spoken" hidden>{escape(slide.spoken)}</p>'
        "</section>"
    )
