"""The parameters of a model: found by a walk through its attributes, known until they change."""

from collections.abc import Iterable
from itertools import product
from typing import Any

from autograd_lite.engine import Contents, Leaves
from autograd_lite.inputs.trees import is_array
from autograd_lite.value import Value

#: where a model keeps its `Parameters`; no copy of it takes them along
_ATTRIBUTE = "_autograd_lite_parameters"


class Parameters:
    """The parameters of a model, each once, with the way to each."""

    def __init__(self, model: object) -> None:
        self.model = model
        self.names: list[str] = []
        self.values: list[Value] = []
        self.leaves: Leaves = Leaves([])  # the same, as many at once
        #: what was walked through
        self.contents: Contents | None = None
        #: the arrays and Values by the way whose numbers are no parameters
        self.arrays: list[Any] = []
        self.constants: Leaves = Leaves([])

    def __reduce__(self) -> tuple[type["Parameters"], tuple[None]]:
        return Parameters, (None,)


def parameters_of(model: object, kind: type) -> Parameters:
    """The parameters among the attributes of a model, and of those of the ``kind`` in them.

    The walk is made again only if something that it came by holds other things now.
    """
    known = vars(model).get(_ATTRIBUTE)
    if known is None or known.model is not model:  # of the one that this is a copy of
        known = Parameters(model)
        object.__setattr__(model, _ATTRIBUTE, known)  # of a frozen dataclass too
    if known.contents is None or not known.contents.are_unchanged():
        walk = _Walk(kind)
        walk.through(model, "")
        names = walk.names
        known.names, known.values, known.contents = [*names.values()], [*names], walk.contents
        known.leaves = Leaves(known.values)
        known.arrays, known.constants = walk.arrays, Leaves(walk.constants)
    return known


class Gradients:
    """The gradients that some parameters have now."""

    def __init__(self, parameters: list[Value]) -> None:
        self._all = Leaves(parameters)
        some = parameters if self._all.have_gradients() else []
        self._had = [(each, each.grad) for each in some if each.has_gradient]

    def restore(self) -> None:
        """Give them back, and take others away."""
        self._all.forget()
        for parameter, gradient in self._had:
            parameter.grad = gradient


class Holdings:
    """What a model and its parts hold: which things, and which numbers besides parameters."""

    def __init__(self, model: object, kind: type) -> None:
        known = parameters_of(model, kind) if isinstance(model, kind) else Parameters(model)
        self._contents = known.contents or Contents()
        self._arrays, self._constants = known.arrays, known.constants
        self._numbers = self._found()

    def are_unchanged(self) -> bool:
        """Whether it holds the same now."""
        return self._contents.are_unchanged() and self._found() == self._numbers

    def _found(self) -> list[bytes]:
        return [self._constants.numbers(), *[each.tobytes() for each in self._arrays]]


class Listed:
    """A list of parameters as many at once, made of it again only if it holds others now."""

    _known: tuple[list[Value], Contents, Leaves] | None = None

    def leaves(self, parameters: list[Value]) -> Leaves:
        """The parameters of the list."""
        known = self._known
        if known is None or known[0] is not parameters or not known[1].are_unchanged():
            if type(parameters) is not list:
                return Leaves(parameters)
            self._known = known = parameters, Contents(), Leaves(parameters)
            known[1].add_list(parameters)
        return known[2]

    def __reduce__(self) -> tuple[type["Listed"], tuple[()]]:
        return Listed, ()


def _slots(kind: type) -> list[str]:
    """The attributes that objects of a class keep outside of their dict."""
    found = [vars(each).get("__slots__", ()) for each in kind.__mro__]
    names = [name for slots in found for name in ([slots] if isinstance(slots, str) else slots)]
    return [name for name in names if not name.startswith("_")]


class _Walk:
    """A walk through everything that may hold parameters, each thing once."""

    def __init__(self, kind: type) -> None:
        self.contents = Contents()
        self.arrays: list[Any] = []
        self.constants: list[Value] = []
        #: the way to each parameter
        self.names: dict[Value, str] = {}
        self._kind = kind
        self._containers = (kind, list, tuple, dict)
        self._seen: set[int] = set()

    def through(self, thing: Any, name: str) -> None:
        """Note the parameters in a thing, if it can hold some."""
        if not (isinstance(thing, self._containers) or is_array(thing)) or id(thing) in self._seen:
            return
        self._seen.add(id(thing))  # a module may know the one that it is part of
        for key, part in self._parts(thing):
            way = f"{name}.{key}" if name else str(key)
            if not isinstance(part, Value):
                self.through(part, way)
            elif part.op is None:
                if part.differentiable:
                    self.names.setdefault(part, way)
                else:
                    self.constants.append(part)

    def _parts(self, thing: Any) -> Iterable[tuple[Any, Any]]:
        if isinstance(thing, self._kind):
            self.contents.add_attributes(thing)
            held = vars(thing)
            if slots := _slots(type(thing)):
                self.contents.add_slots(thing, slots)
                held = held | {name: getattr(thing, name) for name in slots if hasattr(thing, name)}
            return [(name, part) for name, part in held.items() if not name.startswith("_")]
        if isinstance(thing, dict):
            self.contents.add_dict(thing)
            return thing.items()
        if is_array(thing):
            if thing.dtype.kind != "O":
                self.arrays.append(thing)
                return ()
            self.contents.add_array(thing)
            places = product(*map(range, thing.shape))
            return zip((".".join(map(str, place)) for place in places), thing.flat, strict=True)
        if isinstance(thing, list):
            self.contents.add_list(thing)
        return enumerate(thing)
