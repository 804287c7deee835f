"""Copies of compiled functions, here and in other processes: each traces and compiles anew.

A function is pickled by its name, and a compiled one may stand in its place under that name: as
where `compile` decorates it. A pickle then refers to that one through an `envelope`, a function
that plain pickle finds by name; those who pickle functions by their code take the original out.
"""

import copy
import sys
from collections.abc import Iterator, Set
from functools import WRAPPER_ASSIGNMENTS, partial, update_wrapper, wraps
from operator import index
from types import CellType, FunctionType, ModuleType
from typing import Any, ClassVar, SupportsIndex, TypeAlias

from autograd_lite.inputs.lookup import in_module

Function: TypeAlias = Any  # with a name, and perhaps attributes


class Copyable:
    """A function that is made of another one, ``_f``, and of options: its other attributes."""

    #: the attributes that no copy takes over
    _MADE: ClassVar[Set[str]] = {"_f", "_envelopes", "same", *WRAPPER_ASSIGNMENTS, "__wrapped__"}

    _f: Function

    def _begin(self) -> None:
        """Be a function of which nothing is compiled."""
        self._envelopes: dict[str, Function] = {}
        #: always empty; a pickle that comes to this twice has it once
        self.same: list[Any] = []
        update_wrapper(self, self._f, updated=())  # type: ignore[arg-type]  # it can be called

    def __copy__(self) -> Any:
        return anew(type(self), self._f, self.__getstate__())

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        twin = memo[id(self)] = type(self).__new__(type(self))
        twin.restore(_deep_copied(self._f, memo), copy.deepcopy(self.__getstate__(), memo))
        return twin

    def __getstate__(self) -> dict[str, Any]:
        """All but the function, and what is made when it is called."""
        return {name: x for name, x in vars(self).items() if name not in self._MADE}

    def restore(self, f: Function, state: dict[str, Any]) -> None:
        """Become the copy of a function."""
        vars(self).update(state)
        self._f = f
        self._begin()

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """How it is pickled: by its name if it has one, else by ``_f`` and the options."""
        kind, f, options = type(self), self._f, self.__getstate__()
        if name := _name_of(self):  # protocols before 4 know no names with dots
            by_name = _found, (kind, self.envelope, options, self.same)
            return name if index(protocol) < 4 else by_name
        if not isinstance(f, FunctionType) or in_module(f.__module__, f.__qualname__) is f:
            return anew, (kind, f, options)
        others = [x for _, x in _named(kind, f) if x.envelope.__wrapped__ is f]
        name = f"{f.__qualname__} ({_ADVICE})"
        chosen = others[0].envelope if others else self._enveloped(name)
        return _taken_out, (kind, chosen, options, self.same)

    @property
    def envelope(self) -> Function:
        """What stands for it in a pickle, where it has a name."""
        return self._enveloped(f"{_name_of(self)}.envelope")

    def _enveloped(self, name: str) -> Function:
        """The envelope of that name, the same one every time."""
        return self._envelopes.setdefault(name, _envelope(self._f, name))


# Deep copies ----------------------------------------------------------------------------------


def _deep_copied(x: Any, memo: dict[int, Any]) -> Any:
    """What `copy.deepcopy` makes, but of functions with what they close over."""
    if id(x) in memo:
        return memo[id(x)]
    if isinstance(x, FunctionType):
        return _function(x, memo)
    if isinstance(x, partial):
        f, *args = [_deep_copied(part, memo) for part in (x.func, *x.args)]
        return partial(f, *args, **{name: _deep_copied(y, memo) for name, y in x.keywords.items()})
    return x if isinstance(x, (ModuleType, type)) else copy.deepcopy(x, memo)


def _function(f: FunctionType, memo: dict[int, Any]) -> FunctionType:
    """A function with copies of what it closes over; the function itself, if there is nothing."""
    cells = f.__closure__ or ()
    held = [cell.cell_contents for cell in cells if _is_full(cell)]
    held += [*(f.__defaults__ or ()), *(f.__kwdefaults__ or {}).values(), *vars(f).values()]
    fresh = tuple([CellType() for _ in cells])
    twin = FunctionType(f.__code__, f.__globals__, f.__name__, None, fresh)
    memo[id(f)] = twin  # it may close over itself
    if all(_deep_copied(x, memo) is x for x in held):
        memo[id(f)] = f
        return f
    for cell, new in zip(cells, fresh, strict=True):
        if _is_full(cell):
            new.cell_contents = _deep_copied(cell.cell_contents, memo)
    twin.__defaults__ = f.__defaults__ and tuple([_deep_copied(x, memo) for x in f.__defaults__])
    twin.__kwdefaults__ = _deep_copied(f.__kwdefaults__, memo)
    twin.__module__, twin.__doc__ = f.__module__, f.__doc__
    twin.__qualname__, twin.__annotations__ = f.__qualname__, f.__annotations__
    vars(twin).update({name: _deep_copied(x, memo) for name, x in vars(f).items()})
    return twin


def _is_full(cell: CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018  # is an error where nothing was assigned yet
    except ValueError:
        return False
    return True


# Pickles --------------------------------------------------------------------------------------


_ADVICE = "pickle finds functions by names at the top level of a module; cloudpickle needs none"


def _name_of(made: Copyable) -> str:
    """The name of what was made in the module of the original; empty if it has none.

    A callable that is no function may have a state, and so is not known by a name.
    """
    f = made._f
    named = _named(type(made), f) if isinstance(f, FunctionType) else iter(())
    return next((name for name, x in named if x is made), "")


def _envelope(f: Function, name: str) -> Function:
    """A function with that name, which holds f."""

    @wraps(f)
    def function() -> None:
        """Is never called."""

    function.__qualname__ = name
    return function


def _named(kind: type[Copyable], f: Function) -> Iterator[tuple[str, Copyable]]:
    """The compiled functions in the module of a function; first that under its own name."""
    own = (f.__qualname__, in_module(f.__module__, f.__qualname__))
    others = [*getattr(sys.modules.get(f.__module__), "__dict__", {}).items()]
    return ((name, x) for name, x in (own, *others) if isinstance(x, kind))


# What a pickle calls when it is read


def _found(kind: type[Copyable], found: Function, options: Any, same: list[Any]) -> Any:
    if hasattr(found, "__wrapped__"):
        for _, x in _named(kind, found.__wrapped__):
            if x.envelope is found:
                return x
    return _taken_out(kind, found, options, same)


def _taken_out(kind: type[Copyable], found: Function, options: Any, same: list[Any]) -> Any:
    """The copy of a compiled function; it is in ``same`` once it is begun.

    Where a function comes to itself, this is called while the envelope is still being read, and
    again when that is complete.
    """
    if not same:
        same.append(kind.__new__(kind))
    waiting = [*getattr(found, "waiting", ()), (same[0], options)]
    if hasattr(found, "__wrapped__"):
        for twin, its in waiting:
            twin.restore(found.__wrapped__, its)
        waiting = []
    found.waiting = waiting
    return same[0]


def anew(kind: type[Copyable], f: Function, options: Any) -> Any:
    """One of that kind, of a function and of options, for which nothing is made yet."""
    twin = kind.__new__(kind)
    twin.restore(f, options)
    return twin
