"""One forward and one backward pass, told step by step: as table, LaTeX, or a page of slides.

The door: `explain.explain` and `walkthrough.walkthrough`.

* ``steps``: the *story*, one pass over a graph, as steps and the products that are sent back;
* ``arrivals``: the products that arrive at a node, added up;
* ``parts``: what of a large graph is told in one step;
* ``layers``: the layers that a graph shows by itself;
* ``flows``: what a part sends back;
* ``limits``: what is said of a graph that is too large;
* ``course``: several iterations, each a story, and the updates between them;
* ``replay``: a graph computed again with other numbers;
* ``updates``: how an optimizer moves the parameters, on copies;
* ``rules``: the equations of an optimizer, found by running it on Values;
* ``sentences``: what a story says in plain text;
* ``explain``: the story as a table and as LaTeX, an `explain.Explanation`;
* ``deck``: what a page of slides shows, whoever tells it: steps, and pictures with times;
* ``html``: formulas, numbers and tables as HTML;
* ``slides``: the steps of a story as slides;
* ``update_slides``: updates as slides;
* ``picture``: the diagram as SVG, in which numbers wait for their step;
* ``telling``: the deck of a story, or of a course;
* ``page``: a deck as one page, with walkthrough.html, .css and .js;
* ``walkthrough``: a graph as a page.
"""
