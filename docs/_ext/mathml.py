"""Mathematics as MathML, which browsers know by themselves: no script, no fonts, no network."""

import re
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

#: the signs | / ∂, which stand close to what is beside them: |x| and ∂y/∂x
CLOSE = re.compile("<mo>(?=&#x0(?:007C|002F|2202);</mo>)")
#: a formula, and what must not begin the next line
FOLLOWED = re.compile(r"(<math (?:(?!</math>).)*</math>)([.,:;!?)]+)", re.DOTALL)
#: the name of a function, and its argument without parentheses: cos x, and not cosx
APPLIED = re.compile(r"(<mi>[a-z]{2,}</mi>)(?=<m(?:i|n|frac|row|sub|sup|sqrt)>)")
LOG = logging.getLogger(__name__)


def mathml(node: nodes.Element, display: str) -> str:
    """The formula of a node; what cannot be read is a warning, which ends the build."""
    latex = node.astext()
    try:
        spaced = APPLIED.sub(r'\1<mspace width="0.17em"/>', convert(latex, display=display))
        return CLOSE.sub('<mo lspace="0" rspace="0">', spaced)
    except Exception as error:  # of any kind, as its parser raises them
        LOG.warning("no MathML of %r: %r", latex, error, location=node)
        return f"<code>{latex}</code>"


def write_inline(writer: Any, node: nodes.Element) -> None:
    """A formula in a line."""
    writer.body.append(mathml(node, "inline"))
    raise nodes.SkipNode


def write_block(writer: Any, node: nodes.Element) -> None:
    """A formula of its own, which scrolls by itself where it is too wide."""
    writer.body.append(f'<div class="math">{mathml(node, "block")}</div>')
    raise nodes.SkipNode


def unbroken(body: str) -> str:
    """A page on which each formula and the sign behind it stay in one line."""
    return FOLLOWED.sub(r'<span class="unbroken">\1\2</span>', body)


def on_page(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any) -> None:
    """Keep formulas and the signs behind them together."""
    if "body" in context:
        context["body"] = unbroken(context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer."""
    app.add_html_math_renderer("mathml", (write_inline, None), (write_block, None))
    app.connect("html-page-context", on_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
