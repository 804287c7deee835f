"""Compiled functions as methods: where one stands in a class, every instance has its own.

An instance is a static argument, by identity. What was compiled for it goes with it: the class
remembers instances weakly, and what an instance hands out holds it, as Python's bound methods do.
"""

import copy
import weakref
from collections.abc import Callable, Set
from functools import update_wrapper
from types import MethodType
from typing import Any, ClassVar, Self, SupportsIndex

from autograd_lite.compiler.copies import Copyable, anew
from autograd_lite.compiler.signature import Statics, without_first
from autograd_lite.inputs.checks import shown
from autograd_lite.inputs.signatures import signature_of


class Method:
    """A function with its first argument, which it does not keep alive."""

    def __init__(self, parent: "Methods", instance: Any, forget: Callable[[Any], object]) -> None:
        f = parent._f
        update_wrapper(self, f)
        del self.__wrapped__  # type: ignore[attr-defined]  # of which self is an argument
        if signature := signature_of(MethodType(f, instance)):
            self.__signature__ = signature
        self.parent = parent
        try:
            self.instance: Any = weakref.ref(instance, forget)
        except TypeError:
            raise TypeError(
                f"{f.__qualname__}: instances are known by weak references, and there are none to "
                f"{shown(instance)}; add '__weakref__' to its __slots__, or compile a function "
                "that is given what it needs"
            ) from None

    def __call__(self, *args: Any, **named: Any) -> Any:
        """What the function returns for the instance."""
        return self.parent._f(self.instance(), *args, **named)


class Methods(Copyable):
    """A compiled function that becomes a method where it stands in a class."""

    _MADE: ClassVar[Set[str]] = Copyable._MADE | {"_owner", "_instances"}

    _statics: Statics

    def _begin(self) -> None:
        #: what it is a method of, if anything
        self._owner: Any = None
        self._instances: dict[int, Methods] = {}
        super()._begin()

    def __get__(self, instance: Any, owner: type | None = None) -> Self:
        if instance is None or not hasattr(type(self._f), "__get__"):
            return self
        key = id(instance)
        if key not in self._instances:
            self._instances[key] = self._of(instance)
        return self._instances[key]._held_by(instance)  # type: ignore[return-value]

    def _of(self, instance: Any) -> "Methods":
        key, instances = id(instance), self._instances
        method = Method(self, instance, lambda _: instances.pop(key, None))
        statics = without_first(self._f, self._statics)
        made: Methods = anew(type(self), method, self.__getstate__() | {"_statics": statics})
        return made

    def _held_by(self, owner: Any) -> Self:
        """The same one, which keeps its owner alive and shares all that is compiled."""
        if owner is None:
            return self
        held = type(self).__new__(type(self))
        vars(held).update(vars(self))
        held._owner = owner
        return held

    def __copy__(self) -> Any:
        return super().__copy__()._held_by(self._owner)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if not isinstance(self._f, Method):
            return super().__deepcopy__(memo)
        return self._f.parent.__get__(copy.deepcopy(self._owner, memo))

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if not isinstance(self._f, Method):
            return super().__reduce_ex__(protocol)
        return type(self).__get__, (self._f.parent, self._owner)
