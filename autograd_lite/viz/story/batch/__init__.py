"""A batch told step by step, as a deck.

* ``slides``: what every step of a batch says;
* ``updates``: the slides of the updates between iterations;
* ``telling``: slides and pictures as a deck.
"""
