"""Which function a Value was given to, in Python code that calls one written in C.

A function of `math` asks its argument for a plain number, and says not which function it is. The
code that called it does: the name stands in its instructions, where the call begins.
"""

from types import CodeType, FrameType, ModuleType
from typing import Any

#: what loads a function, or the module or object that has it
_LOADS = ("LOAD_NAME", "LOAD_GLOBAL", "LOAD_FAST", "LOAD_DEREF", "LOAD_ATTR", "LOAD_METHOD")

_BETWEEN = ("numpy", __name__.partition(".")[0])


def called_by(frame: FrameType | None) -> str:
    """The function that the code of a frame is calling, as "math.exp"; "" if that is not known.

    Of the functions of `statistics`, which are written in Python, it is the one that was called
    from elsewhere.
    """
    name = ""
    while frame is not None and frame.f_globals.get("__name__") == "statistics":
        name, frame = f"statistics.{frame.f_code.co_qualname}", frame.f_back
    return name or ("" if frame is None else _resolved(frame))


def stores_an_item(frame: FrameType | None) -> bool:
    """Whether the code of a frame is at an assignment to what is in something, as out[i] = x."""
    import dis  # for an error alone

    if frame is None:
        return False
    now = (x for x in dis.get_instructions(frame.f_code) if x.offset == frame.f_lasti)
    return any(x.opname in ("STORE_SUBSCR", "STORE_SLICE") for x in now)


def called_in(package: str, frame: FrameType | None) -> str:
    """The function of a package, called from elsewhere, whose code called NumPy; "" if none did."""
    name = ""
    while frame is not None:
        room = frame.f_globals.get("__name__", "").partition(".")[0]
        if room == package:
            name = frame.f_code.co_name
        elif name or room not in _BETWEEN:
            break
        frame = frame.f_back
    return name


def _resolved(frame: FrameType) -> str:
    """The own name of what is called, whatever the code calls it."""
    first, *rest = _names_at(frame.f_code, frame.f_lasti) or [""]
    found: Any = frame.f_locals.get(first, frame.f_globals.get(first))
    for part in rest:
        found = getattr(found, part, None) if isinstance(found, ModuleType) else None
    module, name = getattr(found, "__module__", None), getattr(found, "__name__", None)
    return f"{module}.{name}" if module and name else ".".join([first, *rest])


def _names_at(code: CodeType, place: int) -> list[str]:
    import dis  # for an error alone

    instructions = [*dis.get_instructions(code)]
    call = next((each for each in instructions if each.offset == place), None)
    where = call and call.positions
    if call is None or where is None or not call.opname.startswith("CALL"):
        return []
    return [
        str(each.argval)
        for each in instructions
        if (at := each.positions) is not None
        and each.offset < place
        and each.opname.startswith(_LOADS)
        and (at.lineno, at.col_offset) == (where.lineno, where.col_offset)
        and at.end_col_offset != where.end_col_offset
    ]
