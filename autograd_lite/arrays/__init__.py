"""Arrays of Values, and NumPy's functions on them and on Values: loaded when NumPy asks.

`array` has the class and the protocol, `ufuncs` and `functions` what becomes of NumPy's names,
`reductions` sums and products along axes.
"""
