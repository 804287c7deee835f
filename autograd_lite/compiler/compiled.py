"""A compiled function: what it can be asked for, and how it gets from arguments to plans."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence, Set
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Final

from autograd_lite.comparisons import tracing
from autograd_lite.compiler import arguments
from autograd_lite.compiler.backends import BACKENDS, choose
from autograd_lite.compiler.backends.protocol import Options
from autograd_lite.compiler.bound import Bound
from autograd_lite.compiler.calls import Call, Calls
from autograd_lite.compiler.derivatives import Derivatives
from autograd_lite.compiler.examples import Row, rows_on_values
from autograd_lite.compiler.kinds import DIRECTED, KINDS
from autograd_lite.compiler.matrices.library import namespace
from autograd_lite.compiler.plan import Plan
from autograd_lite.compiler.rowwise import rowwise
from autograd_lite.compiler.signature import Signature, statics
from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import is_dask
from autograd_lite.inputs.lookup import word
from autograd_lite.system import whole_file
from autograd_lite.trace import ArgNums, inside, places_of
from autograd_lite.value import Value

#: plans that a function keeps, one for every structure and shape that it was called with
MANY_PLANS: Final = 256


class Compiled(Derivatives):
    """A compiled function; `compile` makes it.

    Called with Values, it does what the function itself does, and so can be differentiated.
    """

    __module__ = "autograd_lite"

    _MADE: ClassVar[Set[str]] = Derivatives._MADE | {
        "_plans",
        "_quick",
        "_signature",
        "_arguments",
        "_last",
    }

    def __init__(
        self,
        f: Callable[..., Any],
        *,
        argnums: ArgNums,
        in_axes: arguments.Axes,
        reduce: str | None,
        backend: str,
        threads: int | None,
        cache: "str | PathLike[str] | None",
        static_argnums: int | Sequence[int] | None,
        static_argnames: str | Sequence[str] | None,
    ) -> None:
        self._f = checks.function("f", f)
        self._argnums = checks.whole_numbers("argnums", argnums)
        self._backend = word("backend", backend, ("auto", *BACKENDS))
        if reduce is not None:
            word("reduce", reduce, ("sum", "mean"))
        self._axes_given = arguments.batch_axes(in_axes)
        self._batched = self._axes_given is not None
        if reduce is not None and not self._batched:
            raise ValueError(f"reduce: got {reduce!r}; choose in_axes too, for there is no batch")
        self._reduce = reduce
        cores = 0 if threads is None else checks.whole_number("threads", threads, 1)
        folder = None if cache is None else str(checks.path("cache", cache, "folder"))
        self._options = Options(reduce == "mean", cores, folder)
        self._statics = statics(self._f, static_argnums, static_argnames)
        self._origin = None
        self._begin()

    def _begin(self) -> None:
        """Be a function of which nothing is compiled."""
        self._plans: OrderedDict[Any, Plan] = OrderedDict()
        self._quick: dict[tuple[str, int], Callable[..., Any]] = {}
        self._signature = Signature(self._f, self._statics)
        self._arguments = Calls(self._signature, self._axes_given, bool(self._reduce)).take
        #: the last call, which copies for instances share
        self._last: list[Call] = []
        super()._begin()

    # What it computes -----------------------------------------------------------------------

    def __call__(self, *args: Any, **named: Any) -> Any:
        """What f returns; over a batch, with a row for each point, or reduced."""
        return self._call("value", args, named)

    def value_and_grad(self, *args: Any, **named: Any) -> Any:
        """The value, and the gradient by the arguments in ``argnums``, in their structure."""
        return self._call("value_and_grad", args, named)

    def grad(self, *args: Any, **named: Any) -> Any:
        """The gradient by the arguments in ``argnums``."""
        return self._call("value_and_grad", args, named)[1]

    def jacobian(self, *args: Any, **named: Any) -> Any:
        """All partial derivatives of all outputs, as `autograd_lite.jacobian` arranges them."""
        return self._call("jacobian", args, named)

    def hessian(self, *args: Any, **named: Any) -> Any:
        """The second derivatives, as `autograd_lite.hessian` arranges them."""
        return self._call("hessian", args, named)

    def backward(self, *args: Any, **named: Any) -> Any:
        """The value; adds the gradient to the ``grad`` of every Value that f closes over."""
        if self._batched and self._reduce is None:
            raise ValueError("reduce: got None; choose 'sum' or 'mean' here")
        quick = self._quick.get(("backward", len(args)))
        if quick is not None and not named:
            try:
                return quick(*args)
            except TypeError:  # these must be converted first
                pass
        call = self._arguments("backward", args, named)
        plan = self._plan(call)
        if not plan.closure:
            raise ValueError(
                f"{self!r} depends on no Value that it closes over: use value_and_grad"
            )
        if any(map(is_dask, call.leaves)):
            from dask import compute

            value, gradient = compute(*self._on_blocks(call)[1])
            return plan.add((float(value), gradient))
        self._make_quick(plan, call, plan.add)
        return plan.add(self._run(plan, call))

    def bind(self, *args: Any, method: str = "value_and_grad", **named: Any) -> Bound:
        """A call that reads these arrays, and writes its results, in place: a `Bound`.

        ``method`` is the name of the one that it stands for; "value" for the function itself.
        """
        word("method", method, KINDS)
        call = self._arguments(method, args, named)
        plan = self._plan(call)
        return Bound(plan, call.leaves, choose(self._backend, _rows(plan, call)))

    def lazily(self, method: str, *args: Any) -> tuple[list[Value], Any]:
        """The Values that it closes over, and lazy results for arrays of Dask: `nn.fit` asks."""
        return self._on_blocks(self._arguments(method, args, {}))

    @property
    def source(self) -> str:
        """Forward and backward pass for arguments like those of the last call, in Python."""
        return self.source_in("python")

    def source_in(self, language: str, method: str | None = None) -> str:
        """What a method computes, for arguments like those of the last call, as source.

        ``language`` is "python", "javascript" (an ES module) or "c" (C99). ``method`` is the name
        of the method, "value" for the function; without it value_and_grad, or the value if that
        is no number. JavaScript takes and returns what the method does, with arrays and objects;
        Python takes all numbers one by one, and returns one number or a flat tuple of them; C is
        given a number or an array for each argument, and has a loop over rows too.

        Raises ValueError before the first call, and if rows lie along another axis than the first,
        where only Python finds them.

        >>> import autograd_lite as ag
        >>> fast = ag.compile(lambda x, y: ag.exp(x) * y)
        >>> value = fast(0.0, 3.0)
        >>> print(fast.source_in("javascript", "value").partition("*/")[2].strip())
        export function value(x, y) {
          const t1 = Math.exp(x) * y;
          return t1;
        }
        """
        from autograd_lite.compiler.sources import source  # which most programs do not ask for

        plan, call = self._of_last(method)
        name = getattr(self._f, "__name__", type(self._f).__name__)
        return source(language, plan, call.names, call.kind, self._title() + name)

    def save(self, path: "str | PathLike[str]", method: str | None = None) -> Path:
        """Write `source_in` to ``path``, and return that: the ending chooses the language.

        Raises ValueError unless it is .c, .js, .mjs or .py, and as that does.
        """
        from autograd_lite.compiler.sources import language_of

        target = checks.path("path", path)
        whole_file.replace(target, self.source_in(language_of(target.suffix), method).encode())
        return target

    def on_values(self, kind: str, *args: Any) -> Any:
        """What a method gives, from the function itself, run on Values: `check_gradients` asks.

        ``kind`` is the method's name, "value" for the function.
        """
        return self._eagerly(self._arguments(kind, args, {}))

    def rows_on_values(self, *args: Any) -> Iterator[Row]:
        """What f returns for each row of a batch, run on Values: `autograd_lite.batch` asks.

        Those in the place of the arguments by which is differentiated are no constants.
        """
        call = self._arguments("value", args, {})
        f, argnums = call.form.function(self._f) if call.form else self._f, self._argnums
        places = places_of(call.form.argnums(argnums) if call.form else argnums, len(call.args))
        return rows_on_values(call, [i in places for i in range(len(call.args))], f)

    @property
    def reduce(self) -> str | None:
        """How the results of a batch are added up: "sum", "mean", or not at all."""
        return self._reduce

    def has_jacobian(self, *args: Any) -> bool:
        """Whether it can be asked for the `jacobian` and its kin: not by rows that are added up."""
        return not self._adds_up_rows(self._arguments("jacobian", args, {}))

    # How ------------------------------------------------------------------------------------

    def _call(self, kind: str, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        quick = self._quick.get((kind, len(args)))
        if quick is not None and not named:
            try:
                return quick(*args)
            except TypeError:  # as there
                pass
        call = self._arguments(kind, args, named)
        if any(map(is_dask, call.leaves)):
            return self._on_blocks(call)[1]
        if tracing.get() is not None or any(map(arguments.hold_values, call.leaves)):
            return self._eagerly(call)
        plan = self._plan(call)
        if plan.closure and inside.get():  # somebody differentiates, perhaps by these Values
            return self._eagerly(call)
        for x in call.leaves:
            if xp := namespace(x):
                return plan.run_on(xp, call.leaves)
        self._make_quick(plan, call)
        return self._run(plan, call)

    def _make_quick(
        self, plan: Plan, call: Call, finish: Callable[[Any], Any] | None = None
    ) -> None:
        """Let calls like this one go straight to compiled code, and ``finish`` what it found."""
        if call.form is None and (direct := plan.direct(self._backend)):
            quick = direct if finish is None else lambda *args: finish(direct(*args))
            self._quick[call.kind, len(call.args)] = quick

    def _plan(self, call: Call) -> Plan:
        key = (call.kind, call.structures, call.form)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = self._traced(call)
            if len(self._plans) > MANY_PLANS:
                self._plans.popitem(last=False)  # the first one: at worst it is made once more
        if call.kind not in DIRECTED:
            args, leaves = (None,) * len(call.args), [0.0] * len(call.leaves)
            # for `source`, which needs no arguments: they may be large
            self._last[:] = [call._replace(args=args, leaves=leaves)]
        return plan

    def _of_last(self, method: str | None) -> tuple[Plan, Call]:
        """The plan of a method for arguments like those of the last call."""
        if not self._last:
            raise ValueError("call the function first: what is compiled depends on the arguments")
        if method is not None:
            word("method", method, [kind for kind in KINDS if kind not in DIRECTED])
            call = self._last[0]._replace(kind=method)
            return self._plan(call), call
        try:
            return self._of_last("value_and_grad")
        except TypeError:  # several results, and so no gradient
            return self._of_last("value")

    def _traced(self, call: Call) -> Plan:
        if call.kind in ("jacobian", "hessian") and self._adds_up_rows(call):
            raise ValueError(
                f"{call.kind}: the batched arguments have one for each row; compile without reduce"
            )
        leaves = arguments.describe(call.structures, call.names, call.axes)
        arguments.check_numbers(call.leaves, leaves)
        function = KINDS[call.kind].traced(*call.of(self._f, self._argnums))
        reduced = partial(self._reduced, call)
        return Plan(repr(self), function, call.structures, leaves, reduced, self._options)

    def _parameters(self, args: tuple[Any, ...]) -> bytes:
        return self._plan(self._arguments("value", args, {})).closed_over.numbers()

    def _adds_up_rows(self, call: Call) -> bool:
        """Whether results are added up that it is to differentiate by each row."""
        return bool(self._reduce) and not all(call.shared(self._argnums))

    def _run(self, plan: Plan, call: Call) -> Any:
        return plan.run(call.leaves, choose(self._backend, _rows(plan, call)))

    def _on_blocks(self, call: Call) -> tuple[list[Value], Any]:
        from autograd_lite.compiler.distributed.blocks import lazily  # with Dask

        if tracing.get() is not None or any(map(arguments.hold_values, call.leaves)):
            raise TypeError(
                "Dask arrays stand beside Values: pass numbers, and ask for value_and_grad"
            )
        plan = self._plan(call)
        return plan.closure, lazily(plan, call.leaves, self._backend)

    def _eagerly(self, call: Call) -> Any:
        function = KINDS[call.kind].eager(*call.of(self._f, self._argnums))
        if not self._batched:
            return function(*call.args)
        reduced = partial(self._reduced, call)
        return rowwise(function, call.args, call.axes, reduced, self._options.mean)


def _rows(plan: Plan, call: Call) -> int | None:
    return arguments.count_rows(call.leaves, plan.leaves) if plan.batched else None
