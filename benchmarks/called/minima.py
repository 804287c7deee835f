"""SciPy's minimisation, which all peers share."""

from collections.abc import Callable
from typing import Any


def minimum(function: Callable[..., Any], start: Any, data: tuple[Any, ...] = ()) -> Any:
    """Where it is found, and its value, of a function that returns value and gradient."""
    from scipy.optimize import minimize  # programs that train do without

    found = minimize(function, start, data, "L-BFGS-B", jac=True, options={"maxiter": 50})
    return [found.fun, found.x]
