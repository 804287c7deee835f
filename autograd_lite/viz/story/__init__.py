"""One forward and one backward pass, told step by step: as table, LaTeX, or a page of slides.

The door: `explain.explain`, `derivation.derivation` and `walkthrough.walkthrough`.

* ``steps``: the *story*, one pass over a graph, as steps and the products that are sent back;
* ``products``: what an operation sends to its operands;
* ``partials``: partial derivatives by one of several operands that are the same;
* ``arrivals``: the products that arrive at a node, added up;
* ``parts``: what of a large graph is told in one step;
* ``layers``: the layers that a graph shows by itself;
* ``flows``: what a part sends back;
* ``limits``: of which graphs there is a story, and how much of it is told;
* ``earlier``: what earlier passes left in the leaves, and what was changed since;
* ``course``: several iterations, each a story, and the updates between them;
* ``replay``: a graph computed again with other numbers;
* ``updates``: how an optimizer moves the parameters, on copies;
* ``rules``: the equations of an optimizer, found by running it on Values;
* ``sentences``: what a story says in plain text;
* ``blanks``: what a worksheet asks for, and the lines that ask it;
* ``worksheet``: a story with empty places, a `worksheet.Worksheet`, and the key to it;
* ``markdown``: text that Markdown leaves alone;
* ``helpers``: the names that a story has beside those of its nodes: p and y of a softmax;
* ``joint``: what an activation and its loss make together, p − y;
* ``derivations``: where the local gradients of a story come from, in the names of its nodes;
* ``derivations_text``: the same as text, Markdown and LaTeX;
* ``derivations_html``: the same as parts of a page that a reader opens;
* ``columns``: text in columns, and equations in rows as wide as a page;
* ``equations``: an explanation as equations in LaTeX;
* ``derivation``: the derivatives of an operation by itself, a `derivation.Derivation`;
* ``explain``: the story as a table and as LaTeX, an `explain.Explanation`;
* ``deck``: what a page of slides shows, whoever tells it: steps, and pictures with times;
* ``hints``: what a wrong number is instead;
* ``practice``: slides that ask before they tell, with practice.js and .css;
* ``html``: formulas, numbers and tables as HTML;
* ``slides``: the steps of a story as slides;
* ``part_slides``: parts as slides;
* ``updating``: what slides of updates say, of a graph or of a batch;
* ``update_slides``: updates of a graph as slides;
* ``views``: how a graph is drawn: as operations, or as a network;
* ``lighting``: what every step changes in a picture;
* ``picture``: the pictures of a story, in which numbers wait for their step;
* ``inline``: a drawing as part of a page;
* ``notes``: a teacher's own titles and notes for steps;
* ``telling``: the deck of a story, or of a course;
* ``batch``: the same of a batch, in matrices;
* ``live``: the same with numbers that a page computes anew;
* ``frames``: the steps of a deck as sheets;
* ``files``: what a deck is saved as;
* ``page``: a deck as one page, with walkthrough.html, .css and .js;
* ``walkthrough``: a graph as a page.
"""
