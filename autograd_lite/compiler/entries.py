"""Functions that Python calls, in LLVM's assembly language."""

from autograd_lite.compiler.block import shared_value
from autograd_lite.compiler.ir import SCALAR, Function, number
from autograd_lite.compiler.module import Module

#: the largest array of numbers on the stack
_ON_STACK = 4096


def bound_entry() -> str:
    """A builtin without arguments; its owner is an int, the address of the job."""
    f = Function("ptr", "bound", "ptr %self, ptr %unused")
    f.do(f"call void @run(ptr {f.let('call ptr @PyLong_AsVoidPtr(ptr %self)')})")
    f.do(f"ret ptr {f.let('call ptr @PyBool_FromLong(i64 1)')}")
    return f"declare ptr @PyLong_AsVoidPtr(ptr)\ndeclare ptr @PyBool_FromLong(i64)\n{f}"


def point_entry(module: Module) -> str:
    """A builtin of floats; its owner is the type float, and any other object a TypeError.

    The number in a float object is found where the part that all objects have ends; the last
    word of that part is the type.
    """
    f = Function("ptr", "point", "ptr %self, ptr %arguments, i64 %count")
    size = max(1, len(module.layout.slots))
    heap = size > _ON_STACK
    u = f.let(f"call ptr @PyMem_RawMalloc(i64 {8 * size})" if heap else f"alloca [{size} x double]")
    free = f"call void @PyMem_RawFree(ptr {u})"
    other = f.let("alloca double")
    f.store(SCALAR, number(0.0), other)
    head = object.__basicsize__
    right_count = f.let(f"icmp eq i64 %count, {module.layout.inputs}")
    some = f.let(f"select i1 {right_count}, i64 %count, i64 0")

    def read(i: str, right: str) -> list[str]:
        thing = f.load("ptr", "%arguments", i)
        kind = f.load("ptr", f.at(thing, str(head - 8), "i8"))
        is_float = f.let(f"icmp eq ptr {kind}, %self")
        place = f.let(f"select i1 {is_float}, ptr {f.at(thing, str(head), 'i8')}, ptr {other}")
        f.store(SCALAR, f.load(SCALAR, place), f.at(u, i))
        return [f.let(f"and i1 {right}, {is_float}")]

    (right,) = f.loop(some, read, ["i1"], [right_count])
    f.do(f"br i1 {right}, label %right, label %wrong")
    f.label("wrong")
    if heap:
        f.do(free)
    f.let("call i32 @PyErr_BadArgument()")
    f.do("ret ptr null")
    f.label("right")
    f.do(f"call void @prelude(ptr {u})")
    _return(f, module, u, free if heap else "")
    return f"{_DECLARATIONS}\n{f}"


def _return(f: Function, module: Module, u: str, free: str) -> None:
    outputs = module.layout.program.outputs
    values = [shared_value(f, module.layout, u, out.place) for out in outputs]
    if free:
        f.do(free)
    made = [f.let(f"call ptr @PyFloat_FromDouble(double {value})") for value in values]
    if len(made) == 1:
        f.do(f"ret ptr {made[0]}")
        return
    result = f.let(f"call ptr @PyTuple_New(i64 {len(made)})")
    for i, thing in enumerate(made):
        f.let(f"call i32 @PyTuple_SetItem(ptr {result}, i64 {i}, ptr {thing})")
    f.do(f"ret ptr {result}")


_DECLARATIONS = """declare ptr @PyFloat_FromDouble(double)
declare ptr @PyTuple_New(i64)
declare i32 @PyTuple_SetItem(ptr, i64, ptr)
declare i32 @PyErr_BadArgument()
declare ptr @PyMem_RawMalloc(i64)
declare void @PyMem_RawFree(ptr)"""
