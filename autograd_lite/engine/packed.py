"""What the engine's source takes from mypyc, with stand-ins where plain Python runs it.

Compiled, a ``vec[float]`` is an array of C doubles; interpreted, it is a list. The imports are for
the compiler alone: nothing needs to be installed.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from librt.vecs import append as append
    from librt.vecs import extend as extend
    from librt.vecs import vec as vec
    from mypy_extensions import mypyc_attr as mypyc_attr
else:
    from collections import defaultdict
    from operator import iadd

    vec = defaultdict(lambda: list)  # vec[float] is list
    extend = iadd

    def append(items, item):
        """Append an item and return the vec, which may be a new one."""
        items.append(item)
        return items

    def mypyc_attr(**_attributes):
        """An instruction to the compiler."""
        return lambda kind: kind
