"""What finds places among numbers, none of which is known while a function is traced."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from autograd_lite.comparisons import tracing
from autograd_lite.engine import Node

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: what looks at numbers to find places, which Values that are traced do not have yet
_PLACES: Final = """
argmax argmin argpartition argsort argwhere count_nonzero digitize flatnonzero histogram histogram2d
histogramdd lexsort median nanargmax nanargmin nanmedian nanpercentile nanquantile nonzero partition
percentile quantile searchsorted sort unique
"""
PLACES: Final = frozenset(_PLACES.split())
_OF_NUMBERS: Final = """
argmax argmin argpartition argsort argwhere count_nonzero digitize flatnonzero lexsort nanargmax
nanargmin nonzero searchsorted
"""
#: those that answer with places or counts alone, which the numbers without their graph tell
OF_NUMBERS: Final = frozenset(_OF_NUMBERS.split())


def look_at_numbers(name: str) -> None:
    """Refuse a function that finds places, while none of the numbers is known."""
    trace = tracing.get()
    if trace is not None:
        trace.refuse(f"what np.{name} finds")


def numbers_of(x: Any) -> Any:
    """The numbers of an array of Values, or of a sequence: NumPy knows the place of nan in them."""
    if isinstance(x, Node):
        return np.float64(x._number)
    if isinstance(x, (list, tuple)):
        return type(x)(map(numbers_of, x))
    if not isinstance(x, np.ndarray) or x.dtype.kind != "O":
        return x
    numbers = [each._number if isinstance(each, Node) else each for each in x.ravel().tolist()]
    found: NDArray[Any] = np.array(numbers, float)
    return found.reshape(x.shape)
