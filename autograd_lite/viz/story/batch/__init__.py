"""A batch told step by step, as a deck.

* ``slides``: what every step of a batch says;
* ``course``: several iterations, with the updates between them; ``updates``: their slides;
* ``telling``: slides and pictures as a deck.
"""
