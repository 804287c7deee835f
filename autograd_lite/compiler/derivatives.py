"""Derivatives of a compiled function: compiled functions themselves, made once and remembered.

One over a batch is differentiated as it is called. Where rows are added up, that gives one gradient
by what all rows share, and a row of it by what differs; where they are not, the result is an array,
which has no gradient.
"""

import copy
from abc import abstractmethod
from collections.abc import Callable, Sequence, Set
from functools import wraps
from typing import Any, ClassVar, NamedTuple, SupportsIndex

from autograd_lite import calculus
from autograd_lite.compiler.arguments import Prefix
from autograd_lite.compiler.batches import BatchAxes
from autograd_lite.compiler.calls import Call
from autograd_lite.compiler.copies import anew
from autograd_lite.compiler.kinds import added_up
from autograd_lite.compiler.methods import Methods
from autograd_lite.inputs.arraylike import admit_blocks
from autograd_lite.inputs.trees import leaves, map_arrays
from autograd_lite.trace import ArgNums, Derivable, value_and_aux
from autograd_lite.value import Value


class Origin(NamedTuple):
    """Of what something is a derivative, and which."""

    function: "Derivatives"
    kind: str
    argnums: ArgNums
    has_aux: bool


def _part(place: int) -> Callable[..., Callable[..., Any]]:
    """One of the two that a function with aux returns."""

    def of(f: Callable[..., Any], argnums: ArgNums, has_aux: bool) -> Callable[..., Any]:
        @wraps(f)
        def compute(*args: Any, **named: Any) -> Any:
            return value_and_aux(f(*args, **named))[place]

        return compute

    return of


#: what is made of a function, of argnums and of has_aux
MADE: dict[str, Callable[..., Callable[..., Any]]] = {
    "value": _part(0),
    "aux": _part(1),
    "grad": calculus.grad,
    "value_and_grad": calculus.value_and_grad,
    "jacobian": calculus.jacobian,
    "hessian": calculus.hessian,
}


class Derivatives(Methods, Derivable):
    """A compiled function as the calculus sees it."""

    _MADE: ClassVar[Set[str]] = Methods._MADE | {"_axes", "_derivatives"}

    _origin: Origin | None
    _argnums: ArgNums
    _axes_given: int | tuple[Prefix, ...] | None
    _batched: bool
    _reduce: str | None

    def _begin(self) -> None:
        self._axes = BatchAxes(self._axes_given)
        self._derivatives: dict[tuple[str, ArgNums, bool], Derivatives] = {}
        super()._begin()

    def __repr__(self) -> str:
        name = getattr(self._f, "__name__", type(self._f).__name__)
        return f"<compiled {self._title()}{name}>"

    def _title(self) -> str:
        """Which derivative of a function it is."""
        return f"{self._origin.kind} of {self._origin.function._title()}" if self._origin else ""

    @abstractmethod
    def __call__(self, *args: Any, **named: Any) -> Any:
        """What f returns."""

    @abstractmethod
    def _call(self, kind: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """What a kind of call gives."""

    # Products -------------------------------------------------------------------------------

    def jvp(self, primals: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
        """The value at ``primals``, and the derivative in the direction ``tangents``."""
        found: tuple[Any, Any] = self._directed("jvp", primals, tangents)
        return found

    def vjp(self, *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
        """The value, and the function that pulls a cotangent of it back to the arguments.

        What all rows of a batch share gets one gradient, in the structure of the argument.
        """
        if any(isinstance(x, Value) for x in leaves(primals)):
            return calculus.vjp(self._on_values(), *primals)  # type: ignore[no-any-return]
        value = self._call("value", primals, {})
        before = self._parameters(primals)
        kept = map_arrays(lambda x: _kept(admit_blocks(x, "primals")), primals)

        def pull(cotangent: Any) -> tuple[Any, ...]:
            if self._parameters(kept) != before:
                raise ValueError(
                    f"{self!r}: a Value that it closes over has another number now than when vjp "
                    "was called; call that again"
                )
            found = self._call("vjp", (*kept, cotangent), {})
            gradients: tuple[Any, ...] = self._axes.put_back(found, range(len(kept)))
            return gradients

        return value, pull

    def hvp(self, primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
        """The product of the Hessian at ``primals`` with the direction ``tangents``."""
        return self._directed("hvp", primals, tangents)

    def _directed(self, kind: str, primals: Any, tangents: Any) -> Any:
        first = calculus.arguments("primals", primals, admit_blocks)
        second = calculus.arguments("tangents", tangents, admit_blocks)
        if len(first) != len(second):
            raise ValueError(
                f"tangents: one for each of the {len(first)} primals is needed, got {len(second)}"
            )
        return self._call(kind, (*first, *second), {})

    @abstractmethod
    def _parameters(self, args: tuple[Any, ...]) -> bytes:
        """The numbers of the Values that f closes over, to the last bit: a nan is itself."""

    # As the calculus asks for it ------------------------------------------------------------

    def derivative(self, kind: str, argnums: ArgNums, has_aux: bool) -> Callable[..., Any]:
        """What the function ``kind`` of the calculus makes of this one; compiled once."""
        if self._batched and not self._reduce and kind not in ("jacobian", "jvp", "vjp"):
            raise TypeError(
                f"{kind}: {self!r} returns a row for each point of the batch, and no number: "
                f"choose reduce='sum' or 'mean', ask it for its own {kind}, which gives one for "
                f"each row, or compile {kind}(f) with in_axes"
            )
        if kind in ("jvp", "vjp", "hvp"):
            return self._product(kind, has_aux)
        for i in [argnums] if isinstance(argnums, int) else argnums:
            if i in self._statics[0]:
                raise ValueError(f"argnums: argument {i} of {self!r} is static; choose others")
        if not self._is_total() or (
            kind in ("jacobian", "hessian") and not self._axes.are_shared(argnums)
        ):
            return MADE[kind](self._on_values(), argnums, has_aux)
        made = self._remembered(kind, argnums, has_aux)
        if kind in ("jacobian", "hessian") or self._axes.are_first(argnums):
            return made

        @wraps(made, updated=())
        def compute(*args: Any, **named: Any) -> Any:
            found = made(*args, **named)
            if kind == "grad" and not has_aux:
                return self._axes.put_back(found, argnums)
            first, second = found
            if kind == "grad":
                return self._axes.put_back(first, argnums), second
            return first, self._axes.put_back(second, argnums)

        return compute

    def _remembered(self, kind: str, argnums: ArgNums, has_aux: bool) -> "Derivatives":
        """A derivative with the same options, the same one every time."""
        key = kind, argnums, has_aux
        if key not in self._derivatives:
            bare = anew(type(self), self._f, self.__getstate__())  # which remembers nothing
            made = MADE[kind](self._f, argnums, has_aux)
            state = self.__getstate__() | {"_origin": Origin(bare, *key)}
            self._derivatives.setdefault(key, anew(type(self), made, state))
        return self._derivatives[key]._held_by(self._owner)

    def _product(self, kind: str, has_aux: bool) -> Callable[..., Any]:
        """`jvp`, `vjp` or `hvp` of it, as a function of the other arguments."""
        if has_aux:
            value, aux = (self._remembered(part, 0, has_aux=True) for part in ("value", "aux"))

            def with_aux(*given: Any) -> Any:
                primals = given[0] if kind == "jvp" else given
                return *value.derivative(kind, 0, has_aux=False)(*given), aux(*primals)

            return with_aux
        if not self._is_total():
            plain = self._on_values()
            return lambda *given: getattr(calculus, kind)(plain, *given)
        if kind != "hvp" or not self._batched:
            return getattr(self, kind)  # type: ignore[no-any-return]

        def hvp(primals: Any, tangents: Any) -> Any:
            count = len(primals)
            argnums: ArgNums = 0 if count == 1 else range(count)
            return self._axes.put_back(self.hvp(primals, tangents), argnums)

        return hvp

    def _on_values(self) -> Callable[..., Any]:
        """The function to be differentiated by running it on Values."""

        @wraps(self, updated=())
        def f(*args: Any, **named: Any) -> Any:
            return self(*args, **named)

        return f

    # Batches --------------------------------------------------------------------------------

    def _is_total(self) -> bool:
        """Whether all results are of one kind: added up over the batch, or none of them."""
        if (
            not self._origin
            or not self._reduce
            or self._origin.kind not in ("grad", "value_and_grad")
        ):
            return True
        return self._axes.are_shared(self._origin.argnums)

    def _reduced(self, call: Call, result: Any) -> list[bool]:
        """For every number of a result, whether it is added up over the batch."""
        count = len(leaves(result))
        if not self._origin or not self._reduce or call.kind == "backward":
            return added_up(call.kind, count, call.shared(self._argnums), bool(self._reduce))
        if call.kind == "value":
            _, kind, argnums, _ = self._origin
            return added_up(kind, count, call.shared_by(call.places(argnums)), reduce=True)
        if not self._is_total():
            raise ValueError(
                f"{call.kind}: {self!r} gives one gradient for each row, and a sum beside it; "
                "differentiate it with the functions of autograd_lite"
            )
        return added_up(call.kind, count, call.shared(self._argnums), reduce=True)

    # Copies ---------------------------------------------------------------------------------

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        if not self._origin:
            return super().__deepcopy__(memo)
        function, kind, argnums, has_aux = self._origin
        twin: Derivatives = copy.deepcopy(function._held_by(self._owner), memo)
        return twin._remembered(kind, argnums, has_aux)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if not self._origin:
            return super().__reduce_ex__(protocol)
        function, kind, argnums, has_aux = self._origin
        of = function._held_by(self._owner)
        return type(self)._remembered, (of, kind, argnums, has_aux)


def _kept(x: Any) -> Any:
    """A number, or an array that nobody else writes into."""
    return x.copy() if hasattr(x, "dtype") and hasattr(x, "copy") else x
