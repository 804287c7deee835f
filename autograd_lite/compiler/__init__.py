"""Compiling: a function is traced into a Program, which a back end makes run as fast as C.

Where a thing belongs, from the door inwards:

* ``compiled``  what `compile` returns: arguments to plans, plans to results; ``kinds`` lists what
  it can be asked for, ``copies`` how it is copied and pickled, ``rowwise`` what it does for Values
* ``plan``, ``bound``  one trace, ready to run on numbers; the same bound to its arrays
* ``marshalling``  what surrounds the kernel in a plain call, written out for a structure
* ``calls``  what a call asks for, and its numbers; ``signature`` brings arguments into order, the
  static ones apart; ``options`` the types of what `compile` takes
* ``arguments``  structures of numbers and arrays as leaves; ``batches`` the axes of their
  rows, ``examples`` the rows one by one, on Values
* ``derivatives``, ``methods``  what is made of a compiled function, and remembered: derivatives,
  themselves compiled, and where it stands in a class a function for every instance
* ``tracing``, ``tracer``  the function run once; the Values without numbers on which it runs
* ``recorded``  what it did then, from which its program follows when somebody asks for that
* ``program``  a list of steps; ``core`` its growth, in which every step is simplified, gradients,
  and programs in which only the operations of a back end are left
* ``digest``, ``kernels``  what is the same for programs that differ in names alone; what back ends
  made of programs, once for all that are equal
* ``symbols``  what rules compute with while a program grows
* ``languages``  programs as source that people read: one writer, a small table for each language;
  ``sources`` what a compiled function is there; ``executable`` a text of Python as a function
* ``matrices``  programs as few operations on matrices, for NumPy and other libraries
* ``distributed``  the same kernels over blocks of rows, on the workers of Dask
* ``backends``  one file or folder for each, by its name; ``protocol`` says what one offers

All this loads with the first call of `compile`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, Unpack, overload

if TYPE_CHECKING:
    from autograd_lite.compiler.arguments import Axes
    from autograd_lite.compiler.compiled import Compiled
    from autograd_lite.compiler.options import CompileOptions


@overload
def compile(f: Callable[..., Any], **options: "Unpack[CompileOptions]") -> "Compiled": ...
@overload
def compile(
    f: None = None, **options: "Unpack[CompileOptions]"
) -> "Callable[[Callable[..., Any]], Compiled]": ...
def compile(
    f: Callable[..., Any] | None = None,
    *,
    argnums: int | Sequence[int] = 0,
    in_axes: "Axes" = None,
    reduce: str | None = None,
    backend: str = "auto",
    threads: int | None = None,
    cache: "str | PathLike[str] | None" = None,
    static_argnums: int | Sequence[int] | None = None,
    static_argnames: str | Sequence[str] | None = None,
) -> "Compiled | Callable[[Callable[..., Any]], Compiled]":
    """Return a function that computes what ``f`` does, compiled when it is first called.

    ``f`` is run once for every structure and shape of its arguments, on Values without numbers;
    what it did then is what is compiled. So a branch must be written with `where`. Numbers and
    arrays that f closes over are frozen; Values that it closes over are read at every call.

    Arguments are numbers, arrays, tables of pandas, and nested lists, tuples and dicts of these.
    ``argnums`` says by which arguments to differentiate, as in `grad`. ``in_axes`` makes a call
    one over a batch: for each argument (or one for all) the axis along which the points lie, or
    None where they share it, or a tree of these that begins like the argument; every result then
    has the batch along its first axis. ``reduce="sum"`` or ``"mean"`` adds results and gradients
    up over the batch. Arrays of Dask in the place of a batch give lazy results, block by block
    (``pip install "autograd_lite[distributed]"``); ``threads`` is then for each task, and 1 by
    default.

    ``static_argnums`` (places) and ``static_argnames`` name arguments that are no numbers but
    part of the program, such as how often to repeat a step: they must be hashable, and the
    function is traced for each of their values. Where a method is decorated, self is static, and
    ``argnums`` and ``in_axes`` begin with the argument after it.

    ``backend`` is "python", "numpy", "llvm" (``pip install "autograd_lite[jit]"``) or "auto".
    ``threads`` limits how many cores share a batch, and does not change a digit. ``cache`` is a
    directory that keeps what the back end llvm compiled: use none that others may write to.

    The result is a `Compiled`. Raises ValueError for options that do not fit.

    >>> fast = compile(lambda x, y: x * x * y, argnums=(0, 1))
    >>> fast(3.0, 2.0), fast.value_and_grad(3.0, 2.0)
    (18.0, (18.0, (12.0, 9.0)))
    >>> import numpy as np
    >>> loss = compile(lambda w, x: (w * x - 1.0) ** 2, in_axes=(None, 0), reduce="mean")
    >>> loss.value_and_grad(2.0, np.array([0.0, 1.0]))
    (1.0, 1.0)
    """
    from autograd_lite.compiler.compiled import Compiled

    made = partial(
        Compiled,
        argnums=argnums,
        in_axes=in_axes,
        reduce=reduce,
        backend=backend,
        threads=threads,
        cache=cache,
        static_argnums=static_argnums,
        static_argnames=static_argnames,
    )
    return made if f is None else made(f)
