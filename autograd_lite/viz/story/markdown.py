"""Text in Markdown."""

import re


def escaped(text: str) -> str:
    """Text in which Markdown finds nothing to format, and no HTML.

    >>> escaped("∂x_1 = 3*x")
    '∂x\\\\_1 = 3\\\\*x'
    """
    return re.sub(r"([\\`*_\[\]<>|~$&#])", r"\\\1", text)
