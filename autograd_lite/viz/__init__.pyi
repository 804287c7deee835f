"""What the door shows: made from the places that it names, by ``make rules``.

A test demands that these are they.
"""

from autograd_lite.viz.batch.batch import Batch as Batch
from autograd_lite.viz.batch.explain import BatchExplanation as BatchExplanation
from autograd_lite.viz.diagram.diagram import Diagram as Diagram
from autograd_lite.viz.diagram.draw import draw as draw
from autograd_lite.viz.diagram.layout import LayoutError as LayoutError
from autograd_lite.viz.diagram.layout import register_layout_program as register_layout_program
from autograd_lite.viz.pages.explore import Exploration as Exploration
from autograd_lite.viz.pages.explore import explore as explore
from autograd_lite.viz import plots as plots
from autograd_lite.viz.story.derivation import Derivation as Derivation
from autograd_lite.viz.story.derivation import derivation as derivation
from autograd_lite.viz.story.explain import Explanation as Explanation
from autograd_lite.viz.story.explain import explain as explain
from autograd_lite.viz.story.walkthrough import Walkthrough as Walkthrough
from autograd_lite.viz.story.walkthrough import walkthrough as walkthrough
from autograd_lite.viz.story.worksheet import Worksheet as Worksheet
from autograd_lite.viz.words.languages import choose_language as choose_language
from autograd_lite.viz.words.words import Words as Words

PLACES: dict[str, str]
__all__ = ['Batch', 'BatchExplanation', 'Derivation', 'Diagram', 'Explanation', 'Exploration', 'LayoutError', 'Walkthrough', 'Words', 'Worksheet', 'choose_language', 'derivation', 'draw', 'explain', 'explore', 'plots', 'register_layout_program', 'walkthrough']
