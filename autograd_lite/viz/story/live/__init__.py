"""Live walkthroughs: decks whose numbers follow when those of the leaves change.

* ``story``: a story told with numbers that remember how they were computed;
* ``variants``: what has to be told where a function has a kink;
* ``limits``: of which stories there is a live deck, and its examples;
* ``scripts``: what a live page runs, in its order;
* ``telling``: the live part of a deck, texts with marks and the program behind them;
* ``rows.js``: rows of words and numbers in a picture;
* ``live.js``: the numbers of a page, computed anew.
"""
