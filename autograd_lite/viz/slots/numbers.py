"""Numbers that remember how they were computed.

A `Live` is a float, and a step of a program: what is computed from it is one too. So a story that
is told with such numbers knows, of every number that it writes, how a page can compute it anew.
"""

from collections.abc import Callable
from typing import Any

from autograd_lite.compiler.core import Builder
from autograd_lite.compiler.program import Output, Program
from autograd_lite.primitives.operation import FLOATS, TABLE, Operation


class Live(float):
    """A float that is the result of a step of a program."""

    __slots__ = ("place", "recorder")

    #: the step, and the program that it belongs to
    place: int
    recorder: "Recorder"

    def __new__(cls, number: float, recorder: "Recorder", place: int) -> "Live":
        """Make the number that the step at a place has now."""
        made = super().__new__(cls, number)
        made.recorder, made.place = recorder, place
        return made

    def __add__(self, other: Any) -> Any:
        if other == 0.0 and type(other) is float:  # as a number is written: −0.0 is 0, and no step
            return Live(float(self) + other, self.recorder, self.place)
        return _add(self, other)

    @staticmethod
    def record_operation(operation: Operation, operands: tuple[Any, ...]) -> "Live":
        """Apply an operation of the table to such numbers and plain ones."""
        recorder = next(x.recorder for x in operands if isinstance(x, Live))
        return recorder.apply(operation, *operands)


def _operator(operation: Operation, reflected: bool = False) -> Callable[..., Any]:
    def apply(self: Live, *other: Any) -> Any:
        if not all(isinstance(x, (int, float)) for x in other):
            return NotImplemented
        operands = (*other, self) if reflected else (self, *other)
        return self.recorder.apply(operation, *operands)

    return apply


_add = _operator(TABLE["add"])
for _special, _name in {"add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide",
                        "neg": "negative", "abs": "abs"}.items():  # fmt: skip
    if _special != "add":
        setattr(Live, f"__{_special}__", _operator(TABLE[_name]))
    setattr(Live, f"__r{_special}__", _operator(TABLE[_name], reflected=True))


class Recorder:
    """A program that grows by what is computed with its numbers, and the slots that show some.

    >>> recorder = Recorder()
    >>> x = recorder.input(0, "x", 3.0)
    >>> y = x * x + 1.0
    >>> y, recorder.slot(y)
    (10.0, 0)
    >>> print(recorder.program())
    input x
    %1 = multiply x, x
    %3 = add %1, 1.0
    return %3
    """

    def __init__(self) -> None:
        self.builder: Builder = Builder()
        self._inputs: list[int] = []
        #: the places that are shown, in the order of their slots
        self._shown: dict[int, int] = {}

    def input(self, index: int, name: str, number: float) -> Live:
        """The input of this index, with a number that it may have."""
        if index == len(self._inputs):
            self._inputs.append(self.builder.input(name))
        return Live(number, self, self._inputs[index])

    def apply(self, operation: Operation, *operands: float) -> Live:
        """The result of an operation."""
        number = operation.forward(FLOATS, *map(float, operands))
        return Live(number, self, self.builder.add(operation, self.places(operands)))

    def places(self, operands: Any) -> tuple[int, ...]:
        """The places of numbers."""
        constant = self.builder.constant
        return tuple([x.place if isinstance(x, Live) else constant(float(x)) for x in operands])

    def slot(self, live: Live) -> int:
        """Where the page keeps a number: its index among the results of the program."""
        return self.slot_of(live.place)

    def slot_of(self, place: int) -> int:
        """The same for a place."""
        return self._shown.setdefault(place, len(self._shown))

    def program(self) -> Program:
        """The program that computes, from the inputs, what the slots show."""
        return self.builder.program([Output(place) for place in self._shown])
