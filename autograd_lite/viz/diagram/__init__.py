"""A graph as a picture: what is drawn, how it looks, and the program that lays it out.

The door: `draw.draw`, which returns a `diagram.Diagram`, and `layout.register_layout_program`.

Some words. A *node* is a Value of the graph and a *wire* leads from a node to one of its consumers;
a *box* is what is drawn for one or several nodes, an *edge* what is drawn for one or several wires.
A *group* is a module with its nodes, drawn as a *frame* (Graphviz says cluster) or folded into one
box. A *scene* is all boxes and edges, before they have a look or a place.

* ``draw``: the function and its options;
* ``diagram``: what it returns, and the files that this writes;
* ``groups``: which modules there are, and which node belongs to which;
* ``folding``: which nodes share a box, and what is left out, so that the picture stays readable;
* ``scene``: the boxes and edges that this makes;
* ``themes``: colours, letters, and where the numbers stand;
* ``text``: runs of text as Graphviz's HTML-like labels;
* ``pen``: numbers and names as such runs, in the look of a theme;
* ``partials``: what flows back, as numbers or as formulas like ∂L/∂ŷ;
* ``captions``: the rows of text at each box and edge;
* ``shapes``: the labels that those rows make;
* ``dot``: the whole as DOT text;
* ``setting``: that text in its cells, whatever the layout program makes of it;
* ``telling``: what it shows, in words;
* ``network``: a layered network as textbooks draw it, without a layout program;
* ``layout``: the layout programs, and how one is run.
"""
