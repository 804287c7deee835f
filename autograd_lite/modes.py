"""Modes of recording: none, watched for anomalies, or as usual."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import wraps
from math import isfinite
from typing import Final, ParamSpec, TypeVar

from autograd_lite.comparisons import tracing
from autograd_lite.inputs import checks
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import NodeMaker, Value, evaluate, node_maker, record

P = ParamSpec("P")
T = TypeVar("T")

#: the modes that are open in this thread, task or trace, and what recorded before each
open_modes: Final[ContextVar[tuple[tuple["Mode", NodeMaker], ...]]] = ContextVar(
    "openmodes", default=()
)


@contextmanager
def set_within(variable: ContextVar[T], value: T) -> Iterator[None]:
    """Give a context variable a value inside a ``with`` block."""
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


_RUN_LATER: Final = (
    inspect.isgeneratorfunction,
    inspect.iscoroutinefunction,
    inspect.isasyncgenfunction,
)


class Mode(AbstractContextManager[None]):
    """How operations become nodes: in a ``with`` block, or in every call of a function.

    `no_grad` and `detect_anomaly` return one. It goes by what is set where it is entered, for a
    function may be called while it is traced.

    >>> @no_grad()
    ... def twice(x):
    ...     return 2.0 * x
    >>> twice(Value(3.0)).parents
    ()
    """

    __module__ = "autograd_lite"

    def __init__(self, maker: Callable[[], NodeMaker]) -> None:
        self._maker = maker

    def __enter__(self) -> None:
        before, maker = node_maker.get(), self._maker()
        open_modes.set((*open_modes.get(), (self, before)))
        node_maker.set(maker)

    def __exit__(self, *error: object) -> None:
        # not always the last: generators close theirs in any order, and when all else has ended
        modes = [*open_modes.get()]
        places = [i for i, (mode, _) in enumerate(modes) if mode is self]
        if not places:
            return
        _, before = modes.pop(places[-1])
        if places[-1] == len(modes):
            node_maker.set(before)
        else:
            modes[places[-1]] = modes[places[-1]][0], before
        open_modes.set((*modes,))

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Decorate a function.

        Raises TypeError for one whose body runs after its call has ended, and for no function.
        """
        checks.function("function", function)
        if any(of_kind(function) for of_kind in _RUN_LATER):
            raise TypeError(
                f"{function.__name__} runs after its call has ended: open the mode inside it, by a "
                "`with` around what it computes between two pauses"
            )

        @wraps(function)
        def within(*args: P.args, **named: P.kwargs) -> T:
            with Mode(self._maker):
                return function(*args, **named)

        return within


def no_grad() -> Mode:
    """Compute without recording: results are constants, without parents.

    It is a decorator of functions, too.

    >>> x = Value(2.0)
    >>> with no_grad():
    ...     y = x * x
    >>> y, y.parents
    (Value(data=4.0), ())
    """
    return Mode(_evaluating)


def _evaluating() -> NodeMaker:
    trace = tracing.get()
    return evaluate if trace is None else trace.evaluate


def recording() -> AbstractContextManager[None]:
    """Record even under `no_grad`: a derivative needs the graph."""
    trace = tracing.get()
    if trace is not None:
        return set_within(node_maker, trace.record)
    maker = node_maker.get()
    return set_within(node_maker, record if maker is evaluate else maker)


def recorded(function: Callable[P, T]) -> Callable[P, T]:
    """Decorate a function that records even where it is called under `no_grad`."""

    @wraps(function)
    def within(*args: P.args, **named: P.kwargs) -> T:
        with recording():
            return function(*args, **named)

    return within


def detect_anomaly() -> Mode:
    """Raise FloatingPointError at the first operation whose value or local gradient is not finite.

    The error names the operation and its operands. Operations under `no_grad` are not watched.

    >>> with detect_anomaly():
    ...     Value(0.0, "x").log()
    Traceback (most recent call last):
    FloatingPointError: log(x=0.0) = -inf, with the local gradients (inf,)
    """
    return Mode(_watching)


def _watching() -> NodeMaker:
    trace = tracing.get()
    if trace is not None:
        trace.watch()
    maker = node_maker.get()

    def watch(operation: Operation, parents: tuple[Value, ...]) -> Value:
        node = maker(operation, parents)
        pairs = zip(node.parents, node.local_gradients, strict=True)
        flowing = [local for parent, local in pairs if parent.differentiable]
        if not all(map(isfinite, [node.data, *flowing])):
            names = [f"{p.label}={p.data!r}" if p.label else repr(p.data) for p in parents]
            raise FloatingPointError(
                f"{operation.name}({', '.join(names)}) = {node.data!r}, "
                f"with the local gradients {node.local_gradients}"
            )
        return node

    return watch
