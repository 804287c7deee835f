"""Numbers that follow when others change: how they are computed, and where they stand.

* ``numbers``: floats that remember how they were computed, and the program that they make;
* ``marks``: marks around numbers in a text, from which a page makes slots.
"""
