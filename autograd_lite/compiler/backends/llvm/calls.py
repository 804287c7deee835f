"""Machine code as functions of Python."""

import ctypes
from collections.abc import Callable
from typing import Any, Final

from autograd_lite.compiler.backends.llvm.jit import Code

FASTCALL: Final = 0x80
NOARGS: Final = 0x04  # of Python's methodobject.h


class _MethodDefinition(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("function", ctypes.c_void_p),
        ("flags", ctypes.c_int),
        ("doc", ctypes.c_char_p),
    )


def builtin(name: str, code: Code, flags: int, owner: object) -> Callable[..., Any]:
    """A builtin function that calls machine code with ``owner`` as its self."""
    new = ctypes.pythonapi.PyCFunction_NewEx
    new.restype = ctypes.py_object
    new.argtypes = [ctypes.c_void_p, ctypes.py_object, ctypes.py_object]
    definition = _MethodDefinition(name.encode(), code.addresses[name], flags, None)
    kept = (definition, code)  # in the place of a module: as long as the function lives
    function: Callable[..., Any] = new(ctypes.addressof(definition), owner, kept)
    return function


#: what lets other threads of Python run, and how many operands it has
OPERANDS: Final = {"run": 1, "begin": 1, "chunks": 2, "finish": 1}


def without_lock(code: Code, name: str) -> Callable[..., None]:
    """A call of an entry that lets other threads of Python run."""
    kinds = [ctypes.c_void_p] * OPERANDS[name]
    function: Any = ctypes.CFUNCTYPE(None, *kinds)(code.addresses[name])
    function.code = code  # is kept as long as somebody may call it
    return function  # type: ignore[no-any-return]  # it is callable
