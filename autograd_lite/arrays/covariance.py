"""Covariances and correlations: as NumPy names them, for arrays of Values."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

from autograd_lite.arrays import reductions
from autograd_lite.arrays.ufuncs import call, plain


def cov(
    m: Any,
    y: Any = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
    **named: Any,
) -> Any:
    """np.cov: every row of m and of y is a variable, every column an observation."""
    if named:
        raise TypeError(f"cov: of Values it takes no {', '.join(named)} here")
    rows = [np.atleast_2d(plain(each, "cov")) for each in (m, y) if each is not None]
    turned = [x if rowvar or len(x) == 1 else x.T for x in rows]
    array = np.concatenate(turned).astype(object)
    means = reductions.along(reductions.mean, array, 1, True)
    apart = call(np.subtract, (array, means))
    freedom = (0 if bias else 1) if ddof is None else ddof
    divisor = max(0.0, float(array.shape[1] - freedom))
    return np.squeeze(call(np.divide, (reductions.inner(apart, apart), divisor)))


def corrcoef(x: Any, y: Any = None, rowvar: bool = True, **named: Any) -> Any:
    """np.corrcoef: covariances of what is divided by its standard deviation."""
    found = plain(cov(x, y, rowvar, **named), "corrcoef")
    if not found.ndim:
        return call(np.divide, (found, found))
    spread = call(np.sqrt, (np.diag(found),))
    return call(np.divide, (call(np.divide, (found, spread[:, None])), spread))


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.cov: cov,
    np.corrcoef: corrcoef,
}
