"""The door of pictures: diagrams, explanations and walkthroughs of graphs, plots of training.

One room for each product; a room imports only those above it in this list:

* ``sheet``: shapes on a sheet, how wide text is, and the files that a sheet is written as;
* ``words``: the words that a reader sees, in every language;
* ``web``: what all pages share, as colours and a picture's frame;
* ``slots``: numbers that remember how they were computed, and marks around them in a text;
* ``formula``: values and local gradients as formulas, in text, LaTeX and MathML;
* ``batch``: several examples at once, in matrices: what a `Batch` is, and all that shows one;
* ``deriving``: where local gradients come from, by the rules of calculus;
* ``diagram``: a graph as a picture (`draw`), laid out by a program (`LayoutError`);
* ``story``: both passes step by step, as a table (`explain`) and as slides
  (`walkthrough`); derivatives of an operation by itself (`derivation`);
* ``live``: pages that compute, in which numbers are changed;
* ``pages``: functions and models as pages that a pointer moves over (`explore`);
* ``plots``: pictures of training, with matplotlib; of the others it takes the colours alone.

``bounds`` says how much of a graph they show, and ``notebook`` is what a notebook shows of a Value.
The rooms load when they are first used.
"""

import autograd_lite.viz.notebook  # noqa: F401  # which attaches the display
from autograd_lite.system.doors import door

PLACES = {
    "autograd_lite.viz.batch.batch": "Batch",
    "autograd_lite.viz.batch.explain": "BatchExplanation",
    "autograd_lite.viz.diagram.diagram": "Diagram",
    "autograd_lite.viz.diagram.draw": "draw",
    "autograd_lite.viz.diagram.layout": "LayoutError register_layout_program",
    "autograd_lite.viz.pages.explore": "Exploration explore",
    "autograd_lite.viz.plots": "",
    "autograd_lite.viz.story.derivation": "Derivation derivation",
    "autograd_lite.viz.story.explain": "Explanation explain",
    "autograd_lite.viz.story.walkthrough": "Walkthrough walkthrough",
    "autograd_lite.viz.story.worksheet": "Worksheet",
    "autograd_lite.viz.words.languages": "choose_language",
    "autograd_lite.viz.words.words": "Words",
}
__all__, __getattr__, __dir__ = door(__name__, PLACES)
