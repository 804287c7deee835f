"""What the engine's source takes from mypyc, with stand-ins where plain Python runs it.

Compiled, a ``vec[float]`` is an array of C doubles; interpreted, it is a list. The imports are for
the compiler alone: nothing needs to be installed. Bytes hold doubles with the lowest byte first.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from librt.strings import BytesWriter as BytesWriter
    from librt.strings import read_f64_le as read_f64_le
    from librt.strings import write_f64_le as write_f64_le
    from librt.vecs import append as append
    from librt.vecs import extend as extend
    from librt.vecs import vec as vec
    from mypy_extensions import mypyc_attr as mypyc_attr
else:
    from collections import defaultdict
    from operator import iadd
    from struct import Struct

    _DOUBLE = Struct("<d")

    class BytesWriter(bytearray):
        """Bytes that grow."""

        def getvalue(self):
            """All of them."""
            return bytes(self)

    def write_f64_le(written, number):
        """Append a double."""
        written.extend(_DOUBLE.pack(number))

    def read_f64_le(data, place):
        """The double that begins there."""
        return _DOUBLE.unpack_from(data, place)[0]

    vec = defaultdict(lambda: list)  # vec[float] is list
    extend = iadd

    def append(items, item):
        """Append an item and return the vec, which may be a new one."""
        items.append(item)
        return items

    def mypyc_attr(**_attributes):
        """An instruction to the compiler."""
        return lambda kind: kind
