"""Pages on which a pointer moves over a function, or over what a model answers.

* ``function``: a function of one or two numbers, traced: its programs and its graph;
* ``formulas``: the formula of a whole graph; ``graph``: its picture and its table, whose numbers
  follow, with graph.css and .js;
* ``explore``: the page of such a function, with explore.html, .css and .js;
* ``model``: the page of a model with two inputs, which trains, with model.html, .css and .js;
* ``limits``: from where to where an axis goes;
* ``page``: what both are: shown by notebooks, saved as a file; ``scripts``: what goes into one;
* plot.css, plot.js: axes and zoom; hands.js: a pointer, for mouse, touch and keys; curve.js: points
  of a curve, near enough to each other; field.js: level lines and tints; training.js: steps on
  random points, and the curve of their costs.
"""
