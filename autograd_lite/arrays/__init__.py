"""Arrays of Values, and NumPy's functions on them and on Values: loaded when NumPy asks.

============== ============================================================================
``array``      the class of arrays, and the two protocols by which NumPy asks
``elements``   what NumPy's names mean for single numbers: rows of the table
``ufuncs``     the same for arrays
``matrices``   solutions, inverses and determinants
``ordering``   sorted numbers
``reductions`` along axes, and products of matrices
``statistics`` means and norms
``quantiles``  medians and other quantiles
``histograms`` counts
``padding``    what np.pad adds
``covariance`` covariances and correlations
``refusals``   what errors say to write instead
``functions``  what else NumPy's own code would not do
``places``     what finds places among numbers
============== ============================================================================
"""
