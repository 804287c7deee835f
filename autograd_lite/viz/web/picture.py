"""A page that is one picture, which can be zoomed and moved."""

import re
from html import escape, unescape

from autograd_lite.viz.web.document import fill, labels, read
from autograd_lite.viz.words.words import Words


def picture_page(svg: str, words: Words) -> str:
    """The page of an SVG document; what this tells those who do not see it begins with the title.

    >>> from autograd_lite.viz.words.words import ENGLISH
    >>> page = picture_page('<svg aria-label="graph of 2 nodes. x = 1" width="9pt"/>', ENGLISH)
    >>> "<title>graph of 2 nodes</title>" in page
    True
    """
    told = re.search(r'<svg\b[^>]*?\saria-label="([^"]*)"', svg)
    title = re.split(r"[.:;] ", unescape(told[1]))[0] if told else words("diagram.page")
    return fill(
        read("picture.html"),
        [read("page.css"), read("picture.css")],
        [read("zoom.js"), read("picture.js")],
        **labels(words),
        title=escape(title),
        picture=svg[svg.index("<svg") :].rstrip(),
    )
