"""Numerical methods on numbers and Values: interpolation, polynomials, implicit functions.

================= ===========================================================
``interpolation`` a table of points, and the straight lines between them
``polynomials``   polynomials from their coefficients
``implicit``      roots and fixed points, as functions of what they depend on
``equations``     what a function of Values computes, to be computed again
``solutions``     solutions of equations as nodes of a graph
``newton``        Newton's method, and what is said if it does not converge
================= ===========================================================
"""
