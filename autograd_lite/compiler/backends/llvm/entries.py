"""Functions that Python calls, in LLVM's assembly language.

What was compiled in a hurry counts its calls. After ``often`` calls it calls its owner instead, who
makes better code; from then on it jumps there. 0 stands for code that is as good as it gets.
"""

from collections.abc import Sequence
from functools import reduce

from autograd_lite.compiler.backends.llvm.core import (
    LANES,
    MASK,
    SCALAR,
    VECTOR,
    Function,
    shared_value,
)
from autograd_lite.compiler.backends.llvm.job import Word
from autograd_lite.compiler.backends.llvm.module import Module

#: the largest array of numbers on the stack
_ON_STACK = 4096
#: where code that was compiled in a hurry finds better code, and how many calls are left until then
BETTER, LEFT = "better", "left"
_CALL_OWNER = "call ptr @PyObject_CallNoArgs(ptr %self)"
_CALL_OWNER_WITH_ARGUMENTS = (
    "call ptr @PyObject_Vectorcall(ptr %self, ptr %arguments, i64 %count, ptr null)"
)


def bound(module: Module, *, checked: bool, often: int = 0) -> str:
    """A builtin without arguments; its owner is an int, the address of the job.

    With results that are ``checked`` the owner is called where one is nan, to compute them.
    """
    f = Function("ptr", "bound", "ptr %self, ptr %unused", "#0")
    if often:
        _give_way(f, "ptr %self, ptr %unused", _CALL_OWNER)
    job = f.let("call ptr @PyLong_AsVoidPtr(ptr %self)")
    f.call("run", f"ptr {job}")
    if checked:
        results = f.at(f.load("ptr", job, str(Word.UNIFORMS), "i64"), str(module.storage.results))
        is_nan = _any_nan(f, results, module.storage.totals)
        _if(f, is_nan, _CALL_OWNER)
    answer = f.load("ptr", job, str(Word.ANSWER), "i64")
    f.call("Py_IncRef", f"ptr {answer}")
    f.do(f"ret ptr {answer}")
    return _with_declarations(f, often)


def _with_declarations(f: Function, often: int) -> str:
    counter = f"@{BETTER} = global ptr null\n@{LEFT} = global i64 {often}\n" if often else ""
    return f"{DECLARATIONS}\n{counter}{f}"


def _give_way(f: Function, arguments: str, owner: str) -> None:
    """Jump to better code, if there is some, or have the owner make it after so many calls."""
    code = f.load("ptr", f"@{BETTER}")
    _if(f, f.let(f"icmp ne ptr {code}, null"), f"call ptr {code}({arguments})")
    left = f.let(f"sub i64 {f.load('i64', f'@{LEFT}')}, 1")
    f.store("i64", left, f"@{LEFT}")
    _if(f, f.let(f"icmp slt i64 {left}, 0"), owner)


def _any_nan(f: Function, numbers: str, count: int) -> str:
    """Whether there is a nan among numbers that fill vectors."""

    def look(i: str, found: str) -> list[str]:
        x = f.load(VECTOR, numbers, i)
        return [f.let(f"or {MASK} {found}, {f.let(f'fcmp uno {VECTOR} {x}, {x}')}")]

    (found,) = f.loop(str(-(-count // LANES)), look, [MASK], ["zeroinitializer"])
    return f.let(f"call i1 @llvm.vector.reduce.or.v{LANES}i1({MASK} {found})")


def _if(f: Function, condition: str, result: str) -> None:
    """Return this object there."""
    f.branches += 1
    name = f"if{f.branches}"
    f.do(f"br i1 {condition}, label %{name}, label %{name}.not")
    f.label(name)
    f.do(f"ret ptr {f.let(result)}")
    f.label(f"{name}.not")


def point(module: Module, *, checked: bool, often: int = 0) -> str:
    """A builtin of floats, and any other object a TypeError.

    With results that are ``checked`` the owner is called where one is nan, with the same
    arguments. Objects are read by functions of Python's stable interface, wherever their numbers
    may be: Black–Scholes with its gradient then takes 508 ns a call, and 490 if they are read where
    CPython happens to keep them.
    """
    f = Function("ptr", "point", "ptr %self, ptr %arguments, i64 %count", "#0")
    if often:
        _give_way(f, "ptr %self, ptr %arguments, i64 %count", _CALL_OWNER_WITH_ARGUMENTS)
    size = max(1, module.storage.size)
    heap = size > _ON_STACK
    u = f.let(f"call ptr @PyMem_RawMalloc(i64 {8 * size})" if heap else f"alloca [{size} x double]")
    free = f"call void @PyMem_RawFree(ptr {u})"
    right_count = f.let(f"icmp eq i64 %count, {module.storage.inputs}")
    some = f.let(f"select i1 {right_count}, i64 %count, i64 0")

    def check(i: str, right: str) -> list[str]:
        kind = f.let(f"call ptr @PyObject_Type(ptr {f.load('ptr', '%arguments', i)})")
        f.call("Py_DecRef", f"ptr {kind}")
        is_float = f.let(f"icmp eq ptr {kind}, @PyFloat_Type")
        return [f.let(f"and i1 {right}, {is_float}")]

    def read(i: str) -> None:
        thing = f.load("ptr", "%arguments", i)
        f.store(SCALAR, f.let(f"call double @PyFloat_AsDouble(ptr {thing})"), f.at(u, i))

    (right,) = f.loop(some, check, ["i1"], [right_count])
    f.do(f"br i1 {right}, label %right, label %wrong")
    f.label("wrong")
    if heap:
        f.do(free)
    f.let("call i32 @PyErr_BadArgument()")
    f.do("ret ptr null")
    f.label("right")
    f.loop(some, read)
    f.call("prelude", f"ptr {u}")
    outputs = module.storage.program.outputs
    values = [shared_value(f, module.storage, u, out.place) for out in outputs]
    if heap:
        f.do(free)
    if checked:
        _if(f, _any_nan_of(f, values), _CALL_OWNER_WITH_ARGUMENTS)
    f.do(f"ret ptr {_result(f, values)}")
    return _with_declarations(f, often)


def _result(f: Function, values: Sequence[str]) -> str:
    """One number as an object of Python, or a tuple of them."""
    made = [f.let(f"call ptr @PyFloat_FromDouble(double {value})") for value in values]
    if len(made) == 1:
        return made[0]
    result = f.let(f"call ptr @PyTuple_New(i64 {len(made)})")
    for i, thing in enumerate(made):
        f.let(f"call i32 @PyTuple_SetItem(ptr {result}, i64 {i}, ptr {thing})")
    return result


def _any_nan_of(f: Function, values: Sequence[str]) -> str:
    pairs = zip(values[::2], [*values[1::2], values[-1]], strict=False)
    found = [f.let(f"fcmp uno double {x}, {y}") for x, y in pairs]
    return reduce(lambda x, y: f.let(f"or i1 {x}, {y}"), found)


DECLARATIONS = """@PyFloat_Type = external global i8
declare ptr @PyLong_AsVoidPtr(ptr)
declare void @Py_IncRef(ptr)
declare ptr @PyObject_CallNoArgs(ptr)
declare ptr @PyObject_Vectorcall(ptr, ptr, i64, ptr)
declare ptr @PyObject_Type(ptr)
declare void @Py_DecRef(ptr)
declare double @PyFloat_AsDouble(ptr)
declare ptr @PyFloat_FromDouble(double)
declare ptr @PyTuple_New(i64)
declare i32 @PyTuple_SetItem(ptr, i64, ptr)
declare i32 @PyErr_BadArgument()
declare ptr @PyMem_RawMalloc(i64)
declare void @PyMem_RawFree(ptr)"""
