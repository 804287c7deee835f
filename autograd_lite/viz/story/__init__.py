"""One forward and one backward pass, told step by step: as table, LaTeX, or a page of slides.

The door: `explain.explain` and `walkthrough.walkthrough`.

* ``steps``: the *story*, one pass over a graph, as steps and the products that are sent back;
* ``arrivals``: the products that arrive at a node, added up;
* ``sentences``: what a story says in plain text;
* ``explain``: the story as a table and as LaTeX, an `explain.Explanation`;
* ``deck``: what a page of slides shows, whoever tells it: steps, and pictures with times;
* ``slides``: the steps of a story as slides;
* ``picture``: the diagram as SVG, in which numbers wait for their step;
* ``page``: a deck as one page, with walkthrough.html, .css and .js;
* ``walkthrough``: a story as a deck.
"""
