"""Arrays at the door: NumPy's as they are, those of tables taken as NumPy's, and others refused.

No library is imported for the question. Whoever has an array has loaded NumPy, and a table of
pandas is known by its ``to_numpy``.
"""

import math
import reprlib
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from autograd_lite.floats import real
from autograd_lite.inputs.trees import map_arrays

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def admit(thing: Any, argument: str) -> Any:
    """Return an array of NumPy for what holds real numbers like one; anything else as it is.

    A Series or a DataFrame becomes the array of its numbers, nan for what is missing. A masked
    array without a mask is an array. Raises TypeError for a mask, for a sparse matrix and for
    arrays of anything but real numbers or Values.

    >>> import numpy as np
    >>> admit(np.ma.array([1.0, 2.0], mask=[False, True]), "X")
    Traceback (most recent call last):
    TypeError: X: the array has a mask, which would be lost; fill the gaps with its \
.filled(number), or leave those examples out
    """
    numpy = sys.modules.get("numpy")
    if numpy is None or isinstance(thing, (float, int, list, tuple)):
        return thing  # as nearly always, like the next two
    if hasattr(thing, "record_operation"):
        return thing
    if type(thing) is numpy.ndarray and thing.dtype.kind in "biufO":
        return thing if thing.ndim else _number_in(thing)
    thing = _without_labels(thing)
    if isinstance(thing, numpy.ndarray):
        return _array(numpy, thing, argument)
    if hasattr(thing, "__dask_graph__"):
        raise TypeError(
            f"{argument}: an array in memory is needed, got {_shown(thing)} of Dask; pass its "
            ".compute(); a function that was compiled with in_axes takes it block by block"
        )
    if hasattr(thing, "toarray") and hasattr(thing, "nnz"):
        raise TypeError(
            f"{argument}: an array is needed, got a sparse {type(thing).__name__}; pass it as one, "
            "with its .toarray()"
        )
    if hasattr(thing, "to_numpy") and hasattr(thing, "__array__"):
        return _of_table(numpy, numpy.asarray(thing), argument)
    return thing


def _number_in(array: Any) -> Any:
    """The Value in an array without dimensions; one of a plain number as it is."""
    held = array.item()
    return held if hasattr(held, "record_operation") else array


def is_dask(x: Any) -> bool:
    """Whether this is an array or a table of Dask, which is not loaded for the question."""
    return "dask" in sys.modules and hasattr(_without_labels(x), "__dask_graph__")


def _without_labels(thing: Any) -> Any:
    """What an array of xarray holds, which looks like one of Dask whatever that is."""
    kind = type(thing)
    return thing.data if hasattr(kind, "__dask_graph__") and hasattr(kind, "data") else thing


def admit_blocks(thing: Any, argument: str) -> Any:
    """`admit`, and arrays of Dask as they are.

    Raises TypeError for its tables, ValueError for blocks whose rows nobody has counted.
    """
    thing = _without_labels(thing)
    if not hasattr(thing, "__dask_graph__"):
        return admit(thing, argument)
    kind = type(thing)  # not by the thing itself, for a Delayed has attributes of every name
    if not (hasattr(kind, "chunks") and hasattr(kind, "dtype")):
        table = hasattr(kind, "to_dask_array") and thing.ndim
        raise TypeError(
            f"{argument}: an array is needed, got {_shown(thing)} of Dask; pass its "
            + (".to_dask_array().compute_chunk_sizes()" if table else ".compute()")
        )
    if any(map(math.isnan, thing.shape)):
        raise ValueError(
            f"{argument}: nobody has counted the rows of its blocks: call its "
            ".compute_chunk_sizes() before"
        )
    if thing.dtype.kind not in "biuf":
        way = "pass its .astype(float)" if thing.dtype.kind == "O" else _advice(thing.dtype.kind)
        raise TypeError(
            f"{argument}: an array of real numbers is needed, got one of {thing.dtype}; {way}"
        )
    return thing


def _shown(thing: Any) -> str:
    name = type(thing).__name__
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def admit_all(tree: Any, argument: str, take: Callable[[Any, str], Any] = admit) -> Any:
    """What ``take`` makes of everything in nested lists, tuples and dicts."""
    return map_arrays(lambda leaf: take(leaf, argument), tree)


def real_array(given: Any, argument: str) -> "NDArray[np.float64]":
    """Real numbers in an array, a table or nested lists, as an array of floats.

    Raises TypeError for anything else, ValueError for rows of several lengths.
    """
    import numpy as np

    rows = [admit(row, argument) for row in given] if isinstance(given, (list, tuple)) else given
    try:
        array = np.asarray(admit(rows, argument))
    except ValueError as error:
        raise ValueError(
            f"{argument}: real numbers are needed, the same count in every row ({error})"
        ) from None
    if array.dtype.kind not in "biufO":
        raise TypeError(
            f"{argument}: real numbers are needed, got {array.dtype.type.__name__} in "
            f"{reprlib.repr(given)}; {_advice(array.dtype.kind)}"
        )
    if array.dtype.kind == "O":
        _refuse_words(array, argument)
        numbers = [real(x, argument) for x in array.flat]
        return np.array(numbers, float).reshape(array.shape)
    return array.astype(float)


def number_array(given: Any, argument: str) -> "NDArray[Any]":
    """Real numbers and Values in an array, a table or nested lists, as an array of objects.

    Raises TypeError for anything else, also for one number, and ValueError for rows of several
    lengths.

    >>> number_array([[1, 2.0]], "A")
    array([[1.0, 2.0]], dtype=object)
    """
    import numpy as np

    rows = [admit(row, argument) for row in given] if isinstance(given, (list, tuple)) else given
    try:
        found = np.asarray(admit(rows, argument))
    except ValueError as error:
        raise ValueError(
            f"{argument}: numbers are needed, the same count in every row ({error})"
        ) from None
    if not found.ndim:
        raise TypeError(
            f"{argument}: several numbers are needed, got {reprlib.repr(given)} "
            f"({type(given).__name__})"
        )
    numbers = np.empty(found.size, object)
    numbers[:] = [
        x if hasattr(x, "record_operation") else real(x, argument) for x in found.ravel().tolist()
    ]
    return numbers.reshape(found.shape)


def _array(numpy: Any, array: Any, argument: str) -> Any:
    masked = sys.modules.get("numpy.ma")  # which loads when somebody asks for it
    if masked is not None and isinstance(array, masked.MaskedArray):
        if masked.getmaskarray(array).any():
            raise TypeError(
                f"{argument}: the array has a mask, which would be lost; fill the gaps with its "
                ".filled(number), or leave those examples out"
            )
        array = array.data
    elif isinstance(array, numpy.matrix):  # it has two dimensions always
        array = numpy.asarray(array)
    if array.ndim and array.dtype.kind not in "biufO":
        raise TypeError(
            f"{argument}: an array of real numbers is needed, got one of {array.dtype}; "
            f"{_advice(array.dtype.kind)}"
        )
    return array if array.ndim else _number_in(array)


_NO_WORDS = (
    "turn words and classes into numbers first: np.unique(y, return_inverse=True)[1] are the "
    "indices of classes, as are pandas' y.astype('category').cat.codes"
)
_ADVICE = {
    **dict.fromkeys("US", _NO_WORDS),
    "c": "pass its real part, its imaginary part or its absolute values",
    **dict.fromkeys("mM", "turn times into numbers of a unit first"),
}


def _advice(kind: str) -> str:
    """What to do with an array of a kind that holds no real numbers."""
    return _ADVICE.get(kind, "turn it into numbers first")


def _refuse_words(array: Any, argument: str) -> None:
    """Raise TypeError if there is text among objects."""
    word = next((x for x in array.flat if isinstance(x, (str, bytes))), None)
    if word is not None:
        raise TypeError(
            f"{argument}: real numbers are needed, got {reprlib.repr(word)} "
            f"({type(word).__name__}); {_NO_WORDS}"
        )


def _of_table(numpy: Any, array: Any, argument: str) -> Any:
    """The array of a table; columns of several kinds come as objects."""
    if array.dtype.kind != "O" or any(hasattr(x, "record_operation") for x in array.flat):
        return _array(numpy, array, argument)
    _refuse_words(array, argument)
    missing = getattr(sys.modules.get("pandas"), "NA", None)
    numbers = [math.nan if x is None or x is missing else real(x, argument) for x in array.flat]
    return numpy.array(numbers, float).reshape(array.shape)
