"""A deck as one HTML file that needs nothing else."""

import json
from html import escape

from autograd_lite.viz.slots.marks import with_slots
from autograd_lite.viz.story.deck import Deck, Live, Slide
from autograd_lite.viz.story.inline import NO_MARKS, page_svg
from autograd_lite.viz.web.document import fill, labels, read


def write_page(deck: Deck) -> str:
    """The page of a deck: slides and pictures, with walkthrough.html, .css and .js."""
    here, words, live = "autograd_lite.viz.story", deck.words, deck.live
    own = ["walkthrough", *(["practice"] if deck.asks else [])]
    slides = live.slides if live else deck.slides
    marked = live.drawings if live else [NO_MARKS] * len(deck.drawings)
    sections = "\n".join(_section(i, each) for i, each in enumerate(slides, start=1))
    return fill(
        read("walkthrough.html", here),
        [read("page.css"), *(read(f"{name}.css", here) for name in own)],
        [
            read("zoom.js"),
            *(_live_scripts(live) if live else ()),
            *(read(f"{name}.js", here) for name in own),
        ],
        **labels(words),
        words=escape(json.dumps(words.section("script"), ensure_ascii=False)),
        title=escape(deck.title),
        count=str(len(deck.slides)),
        contents="\n".join(_link(i, each) for i, each in enumerate(deck.slides, start=1)),
        slides=with_slots(sections),
        pictures="\n".join(
            with_slots(page_svg(each, own)) for each, own in zip(deck.drawings, marked, strict=True)
        ),
    )


def _live_scripts(live: Live) -> list[str]:
    """What computes the numbers of a page and writes them."""
    data = json.dumps(live.data, ensure_ascii=False).replace("<", "\\u003c")
    here = "autograd_lite.viz.story.live"
    own = [read(f"{name}.js", here) for name in ("numbers", "rows", "live")]
    return [f"const LIVE = {data};", live.script, *own]


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
