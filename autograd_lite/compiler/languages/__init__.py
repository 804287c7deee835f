"""Programs as source in many languages: one writer, and a small table for each language.

* ``notation``  what such a table has; ``names`` identifiers from labels
* ``writer``  the lines of a program; ``helpers`` the functions that they call, from the records of
  the operations, and where a language lacks what those are made of, from ``formulas``
* ``python``, ``javascript``, ``c``  a table each, and the form of a function and of a file
* ``interface``  the arguments and results of such a function; ``headers`` a comment that tells them

A formula stands in the table of operations, or in ``formulas``, and nowhere else.
"""
