"""Properties that are computed when they are first asked for."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801  # a decorator, like functools.cached_property
    """A property that is computed once for each object.

    It is `functools.cached_property` as Python 3.12 has it. Before, that held one lock for all
    objects of a class while it computed, and a child that was forked meanwhile waited for ever.

    >>> class Circle:
    ...     @lazy
    ...     def area(self):
    ...         return 3.0
    >>> circle = Circle()
    >>> circle.area, vars(circle)
    (3.0, {'area': 3.0})
    """

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self._compute, self.__doc__ = compute, compute.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, thing: None, owner: type) -> Self: ...
    @overload
    def __get__(self, thing: object, owner: type) -> T: ...
    def __get__(self, thing: object | None, owner: type) -> Self | T:
        """The value, which hides the property from now on."""
        if thing is None:
            return self
        found = self._compute(thing)
        vars(thing)[self._name] = found
        return found
