"""A network as textbooks draw it: layers as columns, neurons as circles, a weight on its wire.

* ``layered``: what a layered network is made of;
* ``reading``: the layers of a graph, or why it has none;
* ``ends``: where a network ends: its loss, and the targets of that;
* ``ranks``: the order in which its operations stand in a graph;
* ``choice``: whether a graph is drawn as a network;
* ``plan``: how many neurons of each layer are shown, and whether wires show their numbers;
* ``writing``: rows of text in the letters of a theme;
* ``columns``: the shapes of each column: circles with their numbers, boxes;
* ``units``: what is written at each of them;
* ``stages``: a column, and what its rows stand for;
* ``wires``: the shapes of wires;
* ``connections``: the wires between two columns, and the space that they need;
* ``legend``: what the width of a wire means;
* ``extents``: how much room shapes take;
* ``telling``: the whole in words;
* ``picture``: the whole as a sheet.
"""
