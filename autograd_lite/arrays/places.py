"""What finds places among numbers, none of which is known while a function is traced."""

from typing import Final

from autograd_lite.comparisons import tracing

#: what looks at numbers to find places, which Values that are traced do not have yet
_PLACES: Final = """
argmax argmin argpartition argsort argwhere count_nonzero digitize flatnonzero histogram lexsort
median nanargmax nanargmin nanmedian nanpercentile nanquantile nonzero partition percentile
piecewise quantile searchsorted sort unique
"""
PLACES: Final = frozenset(_PLACES.split())


def look_at_numbers(name: str) -> None:
    """Refuse a function that finds places, while none of the numbers is known."""
    trace = tracing.get()
    if trace is not None:
        trace.refuse(f"what np.{name} finds")
