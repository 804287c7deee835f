"""The back end "llvm": machine code, for every core and vector that the processor has.

Where a thing belongs, from the door inwards:

* ``backend``  the functions that every back end has: a program as machine code, and its calls
* ``calls``, ``job``  machine code as functions of Python; the memory that a call works on
* ``core``  a program divided into units of work, a place for every number, straight-line code
* ``module``  the text of all: functions on a job, made of ``block`` (a block of rows), ``entries``
  (what Python calls), ``loops`` (sums over tables), ``transfers`` (to arrays and back) and
  ``instructions`` (one table of them)
* ``angles``, ``library``  sine and cosine at once; functions of the C library and of vectors
* ``target``, ``jit``, ``kept``  what code is made for; machine code from the text, in a hurry and
  once more where it runs often, and kept in a directory
* ``reach``  a place in memory where machine code is within reach of itself
* ``parts``, ``files``  machine code that many programs call, made once; how files are checked, and
  where some lie beside byte code
"""

from autograd_lite.system.requirements import installation

try:
    import llvmlite.binding  # noqa: F401  # or nothing here can be used
except ImportError as _error:
    _command = installation("jit")
    _way = f"run: {_command}" if _command else "there is none for this Python"
    raise ImportError(f"llvmlite is needed; {_way}") from _error
