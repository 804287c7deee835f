"""The reference as RST, written from the code: it needs no Sphinx.

* ``subjects``: which public names are on which page;
* ``docstrings``: plain text as RST; ``curves``: small pictures;
* ``rows``: what is said of an operation;
* ``pages``, ``tables``: the pages.
"""
