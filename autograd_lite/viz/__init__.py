"""The door of pictures: diagrams, explanations and walkthroughs of graphs, plots of training.

One room for each product; a room imports only those above it in this list:

* ``formula``: values and local gradients as formulas, in text, LaTeX and MathML;
* ``diagram``: a graph as a picture (`draw`), laid out by a program (`LayoutError`);
* ``story``: both passes step by step, as a table (`explain`) and as slides (`walkthrough`);
* ``plots``: pictures of training, with matplotlib; of the others it takes the colours alone.

``notebook`` is what a notebook shows of a Value. The rooms load when they are first used.
"""

from typing import TYPE_CHECKING

import autograd_lite.viz.notebook  # noqa: F401  # which attaches the display
from autograd_lite.system.doors import door

if TYPE_CHECKING:
    from autograd_lite.viz import plots as plots
    from autograd_lite.viz.diagram.draw import Diagram as Diagram
    from autograd_lite.viz.diagram.draw import draw as draw
    from autograd_lite.viz.diagram.layout import LayoutError as LayoutError
    from autograd_lite.viz.diagram.layout import register_layout_program as register_layout_program
    from autograd_lite.viz.story.explain import Explanation as Explanation
    from autograd_lite.viz.story.explain import explain as explain
    from autograd_lite.viz.story.walkthrough import Walkthrough as Walkthrough
    from autograd_lite.viz.story.walkthrough import walkthrough as walkthrough

_LATER = {
    "Diagram": "autograd_lite.viz.diagram.draw:Diagram",
    "Explanation": "autograd_lite.viz.story.explain:Explanation",
    "LayoutError": "autograd_lite.viz.diagram.layout:LayoutError",
    "Walkthrough": "autograd_lite.viz.story.walkthrough:Walkthrough",
    "draw": "autograd_lite.viz.diagram.draw:draw",
    "explain": "autograd_lite.viz.story.explain:explain",
    "plots": "autograd_lite.viz.plots:",
    "register_layout_program": "autograd_lite.viz.diagram.layout:register_layout_program",
    "walkthrough": "autograd_lite.viz.story.walkthrough:walkthrough",
}

__all__ = sorted(_LATER)
if not TYPE_CHECKING:  # for type checkers there is nothing more than they see
    __getattr__, __dir__ = door(__name__, __all__, _LATER)
