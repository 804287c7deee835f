"""Pages that compute: numbers that a reader changes, and what follows from them.

* ``controls``: the panel in which numbers are changed, with controls.html, .css, .js and others.
"""
