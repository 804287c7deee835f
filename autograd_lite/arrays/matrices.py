"""What np.linalg has for square matrices."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import numpy as np

from autograd_lite import elimination
from autograd_lite.arrays.ufuncs import settled


def _settling(function: Callable[..., Any]) -> Callable[..., Any]:
    return wraps(function)(lambda *arrays: settled(function(*arrays)))


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.linalg.cholesky: _settling(elimination.cholesky),
    np.linalg.det: elimination.det,
    np.linalg.inv: _settling(elimination.inv),
    np.linalg.slogdet: elimination.slogdet,
    np.linalg.solve: _settling(elimination.solve),
}
