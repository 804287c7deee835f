"""A network as textbooks draw it: layers as columns, neurons as circles, a weight on its wire.

* ``layered``: what a layered network is made of;
* ``reading``: the layers of a graph, or why it has none;
* ``ends``: where a network ends: its loss, and the targets of that;
* ``plan``: how many neurons of each layer are shown, and whether wires show their numbers;
* ``writing``: rows of text in the letters of a theme;
* ``columns``: the shapes of each column: circles with their numbers, boxes;
* ``wires``: the shapes between two columns;
* ``picture``: the whole as a sheet;
* ``telling``: the whole in words.
"""
