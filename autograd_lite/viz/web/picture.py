"""A page that is one picture, which can be zoomed and moved."""

import re
from html import escape, unescape

from autograd_lite.viz.web.document import fill, labels, read
from autograd_lite.viz.words.words import Words

LONGEST_TITLE = 80


def picture_page(svg: str, words: Words) -> str:
    """The page of an SVG document, whose name for those who do not see it is the title too.

    >>> from autograd_lite.viz.words.words import ENGLISH
    >>> page = picture_page('<?xml?><svg aria-label="graph of 2 nodes" width="9pt"/>', ENGLISH)
    >>> "<title>graph of 2 nodes</title>" in page
    True
    """
    told = re.search(r'<svg\b[^>]*?\saria-label="([^"]*)"', svg)
    title = unescape(told[1]) if told else words("diagram.page")
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1] + "…"
    return fill(
        read("picture.html"),
        [read("page.css"), read("picture.css")],
        [read("zoom.js"), read("picture.js")],
        **labels(words),
        title=escape(title),
        picture=svg[svg.index("<svg") :].rstrip(),
    )
