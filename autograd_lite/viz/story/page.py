"""A deck as one HTML file that needs nothing else."""

import base64
import hashlib
from html import escape
from importlib import resources
from string import Template

from autograd_lite.viz.story.deck import Deck, Slide
from autograd_lite.viz.story.picture import page_svg


def write_page(deck: Deck) -> str:
    """The page of a deck: slides and pictures, with walkthrough.html, .css and .js."""
    return _fill(
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
    return (
        f'<section class="slide" id="slide-{number}" data-kind="{slide.kind}">'
        f"<h2>{escape(slide.heading)}</h2>\n{slide.body}{note}\n"
        f'<p class="spoken" hidden>{escape(slide.spoken)}</p>'
        "</section>"
    )


def _fill(**parts: str) -> str:
    """Put the parts of a page together; the policy allows our own style and script by hash."""
    files = resources.files("autograd_lite.viz.story")
    template, style, script = (
        files.joinpath(f"walkthrough.{ending}").read_text("utf-8")
        for ending in ("html", "css", "js")
    )
    return Template(template).substitute(
        parts, style=style, script=script, style_hash=_hash(style), script_hash=_hash(script)
    )


def _hash(text: str) -> str:
    """How a content security policy names an inline style or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
