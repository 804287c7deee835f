"""Benchmarks of the library as users call it: plain calls, training, SciPy, the first result."""

TITLE = "As called"
