"""Histograms and sums of groups, as NumPy names them: nan is in none of the bins."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from autograd_lite.arrays.places import look_at_numbers, numbers_of
from autograd_lite.arrays.reductions import sum_of
from autograd_lite.arrays.ufuncs import plain


def _known(name: str, samples: Iterable[Any], finds_range: bool, weights: Any) -> tuple[Any, Any]:
    """Samples and weights without those of nan, which NumPy's own code would sort wrongly."""
    arrays = [plain(x, name).ravel() for x in samples]
    if any(x.dtype.kind == "O" for x in arrays):
        look_at_numbers(name)
    numbers = [*map(numbers_of, arrays)]
    known = np.logical_and.reduce([x == x for x in numbers])
    if finds_range and not known.all():
        raise ValueError(f"{name}: a range that has nan is not finite; write range=(low, high)")
    left = [x[known] for x in arrays]
    return left, weights if weights is None else plain(weights, name).ravel()[known]


def histogram(
    a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None
) -> Any:
    """np.histogram."""
    finds_range = range is None and not np.ndim(bins)
    (left,), known = _known("histogram", [a], finds_range, weights)
    edges = bins if isinstance(bins, str) else plain(bins, "histogram")
    return np.histogram(left, edges, range, density, known)


def histogramdd(
    sample: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None
) -> Any:
    """np.histogramdd."""
    rows = sample if isinstance(sample, (list, tuple)) else sample.T
    columns = np.atleast_2d(plain(rows, "histogramdd"))
    edges = [bins] * len(columns) if isinstance(bins, int) else [*bins]
    finds_range = range is None and not all(map(np.ndim, edges))
    left, known = _known("histogramdd", columns, finds_range, weights)
    return np.histogramdd(tuple(left), edges, range, density, known)


def histogram2d(
    x: Any,
    y: Any,
    bins: Any = 10,
    range: Any = None,
    density: Any = None,
    weights: Any = None,
) -> Any:
    """np.histogram2d."""
    same = isinstance(bins, int) or len(bins) not in (1, 2)
    counts, edges = histogramdd([x, y], [bins] * 2 if same else bins, range, density, weights)
    return counts, *edges


def bincount(x: Any, /, weights: Any = None, minlength: int = 0) -> Any:
    """np.bincount: for each whole number, the sum of the weights where it stands."""
    groups, numbers = plain(x, "bincount"), plain(weights, "bincount")
    if groups.dtype.kind == "O":
        look_at_numbers("bincount")
    # NumPy's own refuses what is no group, and counts them; it takes [] for whole numbers
    zeros = np.zeros(numbers.shape)
    found = np.bincount(groups if groups.size else [], zeros, minlength).astype(object)
    members: list[list[Any]] = [[] for _ in found]
    for group, number in zip(groups.tolist(), numbers.tolist(), strict=True):
        members[group].append(number)
    for group, each in enumerate(members):
        found[group] = sum_of(each)
    return found


HANDLED: Final[dict[Callable[..., Any], Callable[..., Any]]] = {
    np.bincount: bincount,
    np.histogram: histogram,
    np.histogram2d: histogram2d,
    np.histogramdd: histogramdd,
}
