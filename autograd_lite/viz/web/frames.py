"""What notebooks show: a page in a frame of its own, a picture no wider than its cell."""

from html import escape

HIGH = 640  # pixels of a frame at first


def framed(page: str, title: str) -> str:
    """A page inside another, where it can do nothing to that; its lower edge can be drawn.

    The height is a number: in some notebooks the window is itself as high as what it shows.

    >>> framed("<p>hello</p>", "A & B").partition("<iframe ")[2].split(" style")[0]
    'title="A &amp; B" sandbox="allow-scripts" srcdoc="&lt;p&gt;hello&lt;/p&gt;"'
    """
    return (
        f'<div style="height: {HIGH}px; min-height: 300px; resize: vertical; overflow: hidden">'
        f'<iframe title="{escape(title)}" sandbox="allow-scripts" srcdoc="{escape(page)}" '
        'style="width: 100%; height: 100%; border: 0"></iframe></div>'
    )


def scalable(svg: str) -> str:
    """An SVG document that becomes smaller where there is less room.

    >>> scalable('<svg width="9pt" height="9pt"></svg>')
    '<svg style="max-width: 100%; height: auto" width="9pt" height="9pt"></svg>'
    """
    return svg.replace("<svg ", '<svg style="max-width: 100%; height: auto" ', 1)
