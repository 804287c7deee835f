"""How the arguments of a call come into order: by position, by name, and static ones apart."""

import inspect
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias

from autograd_lite.compiler.arguments import Prefix
from autograd_lite.inputs import checks
from autograd_lite.inputs.signatures import bound, by_place, signature_of
from autograd_lite.system.lazy import lazy
from autograd_lite.trace import ArgNums, places_of

#: static arguments: their places, and the names of parameters
Statics: TypeAlias = tuple[tuple[int, ...], tuple[str, ...]]


#: names that have places, in the order of these, and names that have none
_Way: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


class Static:
    """An argument that is a part of the program: the same one if type and value are the same."""

    __slots__ = ("key", "value")

    def __init__(self, value: Any, name: str) -> None:
        self.value = value
        self.key = _exactly(value)
        try:
            hash(self.key)
        except TypeError:
            raise TypeError(
                f"{name}: a static argument must be hashable, got {checks.shown(value)}; pass a "
                "tuple in place of a list, and arrays as arguments that are not static"
            ) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Static) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _exactly(x: Any) -> Any:
    """Equal for what cannot be told apart: of 1, 1.0 and True, of 0.0 and -0.0 each is its own."""
    if isinstance(x, float):
        return type(x), x.hex()  # a nan is the same nan every time
    if isinstance(x, (tuple, frozenset)):
        parts = map(_exactly, x)
        return type(x), frozenset(parts) if isinstance(x, frozenset) else tuple(parts)
    return type(x), x


class Form(NamedTuple):
    """What a call is beside its numbers: static arguments, and the names of others."""

    #: for every argument by position what it is if it is static, else None
    positional: tuple[Static | None, ...]
    #: the same for every argument that has no place, in alphabetical order
    named: tuple[tuple[str, Static | None], ...]

    def function(self, f: Callable[..., Any]) -> Callable[..., Any]:
        """The function of the arguments that are not static; those without a place come last."""

        def call(*given: Any) -> Any:
            pending = iter(given)
            args = [next(pending) if x is None else x.value for x in self.positional]
            named = {name: next(pending) if x is None else x.value for name, x in self.named}
            return f(*args, **named)

        return call

    def argnums(self, argnums: ArgNums) -> ArgNums:
        """What ``argnums`` means for that function."""
        places = places_of(argnums, len(self.positional))
        for i in places:
            if self.positional[i] is not None:
                raise ValueError(
                    f"argnums: argument {i} is static, and so has no derivative; choose others"
                )
        count = len(self.positional)
        moved = [sum(x is None for x in self.positional[: i % count]) for i in places]
        return moved[0] if isinstance(argnums, int) else tuple(moved)

    def pick(self, positional: Sequence[Any], named: Callable[[str], Any]) -> list[Any]:
        """What belongs to the arguments that are not static."""
        found = [x for x, static in zip(positional, self.positional, strict=True) if not static]
        return [*found, *(named(name) for name, static in self.named if not static)]


class Signature:
    """The parameters of a function, some of them static, as `compile` was told."""

    def __init__(self, f: Callable[..., Any], statics: Statics) -> None:
        self._f = f
        self.places, self.names = statics
        #: by the number of arguments and the names of others
        self._ways: dict[tuple[int | str, ...], _Way] = {}
        #: what the first arguments are called, as many as asked for
        self.names_of: Callable[[int], list[str]] = cache(partial(_names_of, f))

    @lazy
    def _signature(self) -> inspect.Signature | None:
        return signature_of(self._f)

    def order(
        self, args: tuple[Any, ...], named: dict[str, Any]
    ) -> tuple[tuple[Any, ...], Form | None]:
        """The arguments that are not static in their order, and the form unless it is plain."""
        names: tuple[str, ...] = ()
        if named:
            placed, names = self._ways.get((len(args), *named)) or self._way(args, named)
            args = (*args, *(named[name] for name in placed))
        if not names and not any(i < len(args) for i in self.places):
            return args, None
        called = self.names_of(len(args))
        form = Form(
            tuple([Static(x, called[i]) if i in self.places else None for i, x in enumerate(args)]),
            tuple(
                [
                    (name, Static(named[name], name) if name in self.names else None)
                    for name in names
                ]
            ),
        )
        return tuple(form.pick(args, named.__getitem__)), form

    def _way(self, args: tuple[Any, ...], named: dict[str, Any]) -> _Way:
        """Which of the arguments given by name have places, and which have none."""
        way: _Way = ((), tuple(sorted(named)))
        if self._signature is not None:
            found = bound(self._f, self._signature, args, named)
            placed = by_place(self._signature)[len(args) : len(found.args)]
            way = tuple([x.name for x in placed]), tuple(sorted(found.kwargs))
        self._ways[(len(args), *named)] = way
        return way

    def name_arguments(self, form: Form | None, count: int) -> list[str]:
        """What the arguments that are not static are called."""
        return (
            self.names_of(count)
            if form is None
            else form.pick(self.names_of(len(form.positional)), str)
        )

    def axes(self, given: tuple[Prefix, ...], form: Form | None, count: int) -> tuple[Prefix, ...]:
        """The entries of ``in_axes`` for the arguments that are not static.

        Parameters that were left out for their defaults, or given by name, have entries too; what
        has no place is mapped along its first axis, as by `jax.vmap`.
        """
        if form is None and count == len(given):
            return given
        count = count if form is None else len(form.positional)
        placed = by_place(self._signature)
        left_out = placed[count : len(given)]
        fits = count <= len(given) <= max(count, len(placed))
        if not fits or any(x.default is x.empty for x in left_out):
            raise ValueError(f"in_axes: got {given} for {count} arguments; give one entry for each")
        if form is None:
            return given[:count]
        for i, static in enumerate(form.positional):
            if static is not None and given[i] is not None:
                raise ValueError(f"in_axes: argument {i} is static; its entry must be None")
        by_name = {x.name: axis for x, axis in zip(placed, given, strict=False)}
        return tuple(form.pick(given[:count], lambda name: by_name.get(name, 0)))

    def refuse_statics(self, kind: str, count: int) -> None:
        """Raise ValueError if some of so many arguments, which all get a direction, are static."""
        for i in self.places:
            if i < count:
                raise ValueError(
                    f"{kind}: all arguments are differentiated, and argument {i} is static; give "
                    "it with functools.partial, and compile that"
                )


def _names_of(f: Callable[..., Any], count: int) -> list[str]:
    """What the function calls its arguments."""
    named = [x.name for x in by_place(signature_of(f))]
    return [*named[:count], *(f"x{i}" for i in range(len(named), count))]


def statics(f: Callable[..., Any], argnums: Any, argnames: Any) -> Statics:
    """``static_argnums`` and ``static_argnames``, checked, each completed by the other."""
    given = () if argnums is None else checks.whole_numbers("static_argnums", argnums)
    places = (given,) if isinstance(given, int) else given
    names = [argnames] if isinstance(argnames, str) else [] if argnames is None else argnames
    names = checks.texts("static_argnames", names)
    if not places and not names:
        return (), ()
    signature = signature_of(f)
    if signature is None:
        return places, tuple(names)
    placed = [x.name for x in by_place(signature)]
    kinds = {x.kind for x in signature.parameters.values()}
    places = tuple(_places(places, placed, inspect.Parameter.VAR_POSITIONAL in kinds))
    _check_names(names, signature.parameters, inspect.Parameter.VAR_KEYWORD in kinds)
    found = {*places, *(placed.index(name) for name in names if name in placed)}
    named = {*names, *(placed[i] for i in found if i < len(placed))}
    return tuple(sorted(found)), tuple(sorted(named))


def _places(given: Sequence[int], placed: Sequence[str], more: bool) -> Iterator[int]:
    count = len(placed)
    for i in given:
        if i < -count or (i >= count and not more):
            raise ValueError(
                f"static_argnums: got {i}, but f has {count} parameters by position: {placed}"
            )
        yield i + count if i < 0 else i


def _check_names(names: Sequence[str], known: Collection[str], more: bool) -> None:
    for name in names:
        if name not in known and not more:
            raise ValueError(f"static_argnames: got {name!r}, but f has the parameters {[*known]}")


def without_first(f: Callable[..., Any], given: Statics) -> Statics:
    """What `statics` gave, for a method: the function of all parameters of f but the first."""
    places, names = given
    first = [x.name for x in by_place(signature_of(f))[:1]]
    return tuple([i - 1 for i in places if i]), tuple([x for x in names if x not in first])
