"""A call of a compiled function: what is asked for, and the numbers of its arguments."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from autograd_lite.compiler.arguments import Prefix, axes_of_leaves, batched
from autograd_lite.compiler.kinds import DIRECTED
from autograd_lite.compiler.signature import Form, Signature
from autograd_lite.inputs.arraylike import admit_blocks
from autograd_lite.inputs.trees import Structure, flatten, paths_of
from autograd_lite.trace import ArgNums, places_of


class Call(NamedTuple):
    """What is asked for, and the arguments, without those that are static."""

    kind: str
    names: list[str]
    args: tuple[Any, ...]
    axes: tuple[Prefix, ...]
    #: of one row
    structures: tuple[Structure, ...]
    leaves: list[Any]
    form: Form | None

    def of(self, f: Callable[..., Any], argnums: ArgNums) -> tuple[Callable[..., Any], ArgNums]:
        """The function of the arguments that are not static, and what argnums means there."""
        if self.form is None:
            return f, argnums
        asks = self.kind not in ("value", "backward")
        return self.form.function(f), self.form.argnums(argnums) if asks else argnums

    def shared(self, argnums: ArgNums) -> list[bool]:
        """For every number that is differentiated by, whether all rows share it."""
        if self.kind in ("value", "backward"):
            return []
        return self.shared_by(self.places(argnums))

    def places(self, argnums: ArgNums) -> Sequence[int]:
        """Which of the arguments are differentiated by."""
        count = len(self.args)
        if self.kind in DIRECTED:
            return range(DIRECTED[self.kind](count))
        return places_of(self.form.argnums(argnums) if self.form else argnums, count)

    def shared_by(self, places: Sequence[int]) -> list[bool]:
        """For every number of some arguments, whether all rows share it."""
        return [
            axis is None
            for i in places
            for axis, (_, shape) in zip(
                axes_of_leaves(self.axes[i], self.structures[i]),
                paths_of(self.structures[i]),
                strict=True,
            )
            for _ in range(math.prod(shape))
        ]


class Calls:
    """How the arguments of a function become calls."""

    def __init__(
        self, signature: Signature, in_axes: int | tuple[Prefix, ...] | None, reduce: bool
    ) -> None:
        self._signature = signature
        self._in_axes = in_axes
        #: the axis of what the result of a call is multiplied with
        self._of_cotangent = None if reduce or in_axes is None else 0

    def take(self, kind: str, args: tuple[Any, ...], named: dict[str, Any]) -> Call:
        """The call of a kind with these arguments."""
        form = None
        if kind in DIRECTED:
            self._signature.refuse_statics(kind, DIRECTED[kind](len(args)))
        else:
            args, form = self._signature.order(args, named)
        names = self._names(kind, form, len(args))
        axes = self._axes(kind, form, len(args))
        leaves: list[Any] = []
        structures = []
        for x, axis, name in zip(args, axes, names, strict=True):
            structure = flatten(x, leaves, partial(admit_blocks, argument=name))
            if axis is not None:
                structure = batched(structure, axis, name)
            structures.append(structure)
        return Call(kind, names, args, axes, (*structures,), leaves, form)

    def _names(self, kind: str, form: Form | None, count: int) -> list[str]:
        """What the arguments that are not static are called."""
        if kind not in DIRECTED:
            return self._signature.name_arguments(form, count)
        names = self._signature.names_of(DIRECTED[kind](count))
        if kind == "vjp":
            return [*names, "cotangent"]
        return [*names, *(f"tangents[{i}]" for i in range(count - len(names)))]

    def _axes(self, kind: str, form: Form | None, count: int) -> tuple[Prefix, ...]:
        """For every argument that is not static, the axes along which its rows lie."""
        given = self._in_axes
        f_has = DIRECTED[kind](count) if kind in DIRECTED else count
        if isinstance(given, tuple):
            axes = self._signature.axes(given, form, f_has)
        else:
            axes = (given,) * f_has
        if kind not in DIRECTED:
            return axes
        return (*axes, self._of_cotangent) if kind == "vjp" else axes * 2
