"""The collector of cyclic garbage, and when it is in the way."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: PyPy's has no generations
_CAN_COUNT: Final = hasattr(gc, "get_count") and hasattr(gc, "get_threshold")


@contextmanager
def collector_paused() -> Iterator[None]:
    """No search for garbage while a graph or a program grows, all of which is kept.

    It would take a third of the time and more. Then the collector looks at what is new alone: it
    is not due for the whole heap because of what it did not see, which takes 70 ms with
    scikit-learn in it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
            if _CAN_COUNT and gc.get_count()[0] > gc.get_threshold()[0]:
                gc.collect(0)
