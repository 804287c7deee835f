"""Module: something with parameters, found by walking its attributes."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from autograd_lite.compiler import compile
from autograd_lite.engine import Leaves
from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit_blocks, is_dask
from autograd_lite.inputs.checks import shown
from autograd_lite.inputs.trees import is_array
from autograd_lite.modes import no_grad
from autograd_lite.nn.parameters import Holdings, parameters_of
from autograd_lite.value import Value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

#: rows from which on a prediction is worth compiling
MANY_ROWS = 1000


class Module(ABC):
    """Something with parameters: the Values among its attributes, and those of Modules in them.

    A model of one's own is a class with ``__call__``; lists, tuples, dicts and arrays of Values
    and Modules are searched too. Constants, results of operations and attributes whose name
    begins with an underscore are no parameters.

    >>> from autograd_lite import Value, nn
    >>> class Line(nn.Module):
    ...     def __init__(self):
    ...         self.slope, self.shift = Value(2.0), Value(1.0)
    ...     def __call__(self, inputs):
    ...         return self.slope * inputs[0] + self.shift
    >>> line = Line()
    >>> line.named_parameters()
    [('slope', Value(data=2.0)), ('shift', Value(data=1.0))]
    >>> line.predict([[0.0], [3.0]]).tolist()
    [1.0, 7.0]
    """

    __module__ = "autograd_lite.nn"

    @abstractmethod
    def __call__(self, inputs: Any) -> Any:
        """Record the output for the inputs of one example: a Value or a list of them."""

    def named_parameters(self) -> list[tuple[str, Value]]:
        """The parameters with the way to each, like "layers.0.neurons.1.bias", in a fixed order.

        A parameter that is reached in several ways is there once, under the first.
        """
        known = parameters_of(self, Module)
        return [*zip(known.names, known.values, strict=True)]

    def parameters(self) -> list[Value]:
        """The Values that training changes, in a fixed order."""
        if type(self).named_parameters is not Module.named_parameters:
            return [parameter for _, parameter in self.named_parameters()]
        return [*parameters_of(self, Module).values]

    def zero_grad(self) -> None:
        """Forget the gradients of the parameters."""
        kind = type(self)
        if (
            kind.parameters is Module.parameters
            and kind.named_parameters is Module.named_parameters
        ):
            parameters_of(self, Module).leaves.forget()
        else:
            Leaves(self.parameters()).forget()

    def predict(self, X: "ArrayLike") -> "NDArray[np.float64]":
        """The outputs as plain numbers, one row for each row of ``X``.

        ``X`` has the shape (examples, inputs). The result has the shape (examples,) if the model
        has one output, else (examples, outputs). Nothing is recorded. A thousand rows and more
        run on compiled code, if the model is built of this library's modules; of an array of Dask
        the result is another one, in the same blocks of rows.

        Raises ValueError unless X has two dimensions.
        """
        import numpy as np

        from autograd_lite.nn.arrays import as_rows

        if is_dask(X):
            lazy: NDArray[np.float64] = self._predict_blocks(admit_blocks(X, "X"))
            return lazy
        rows = as_rows(X)
        if len(rows) >= MANY_ROWS and is_plain(self):
            outputs = compile(self, in_axes=0)(rows)
            return np.column_stack(outputs) if isinstance(outputs, list) else np.asarray(outputs)
        with no_grad():
            return np.array([numbers(self(row)) for row in rows.tolist()], float)

    def _predict_blocks(self, rows: Any) -> Any:
        """The outputs for an array of Dask, as another one."""
        import numpy as np

        from autograd_lite.nn.arrays import check_shape

        check_shape(rows.shape, "X")
        outputs: Any = compile(self, in_axes=0)(rows)
        several = isinstance(outputs, list)
        return np.stack(outputs, axis=1).rechunk({1: -1}) if several else outputs  # type: ignore[attr-defined]

    def _is_plain(self) -> bool:
        """Whether it is built of this library's modules and operations alone.

        Such a model has no branches, and so can be compiled. What a class says here holds for none
        that is derived from it.
        """
        return False


def holdings_of(model: object) -> Holdings:
    """What a model and its parts hold now, to see later whether they hold something else."""
    return Holdings(model, Module)


def is_plain(model: object) -> bool:
    """Whether a model says of itself that it is built of this library alone."""
    return isinstance(model, Module) and "_is_plain" in vars(type(model)) and model._is_plain()


def check_model(model: object) -> None:
    """Raise TypeError unless this is a model: something to call, with parameters."""
    if isinstance(model, type) or not callable(model) or not hasattr(model, "named_parameters"):
        hint = "; make one of the class first" if isinstance(model, type) else ""
        raise TypeError(f"model: an nn.Module is needed, got {shown(model)}{hint}")


def with_names(model: Module) -> list[tuple[str, Value]]:
    """The parameters of a model with the way to each.

    Raises ValueError for one that a `Module.parameters` of the model's own knows alone.
    """
    named = [*model.named_parameters()]
    if nameless := set(model.parameters()).difference(parameter for _, parameter in named):
        raise ValueError(
            f"model: {len(nameless)} of its parameters have no name in named_parameters(); keep "
            "them in attributes without an underscore, in a list, tuple, dict or array, or name "
            "them there"
        )
    return named


def check_value(argument: str, result: object) -> None:
    """Raise TypeError unless a function of a user's returned a Value."""
    if not isinstance(result, Value):
        raise TypeError(
            f"{argument}: it has to return a Value, and returned {shown(result)}; write it with "
            "the functions of autograd_lite, which keep the gradient"
        )


def are_several(outputs: object) -> bool:
    """Whether these are the outputs of a model, or targets for them, and not one alone."""
    return isinstance(outputs, (list, tuple)) or is_array(outputs)


def no_output(returned: object) -> TypeError:
    """What is wrong with something that a model returned instead of an output."""
    return TypeError(
        f"model: a call has to return a Value or a list of Values, and returned {shown(returned)}"
    )


def numbers(output: Any) -> Any:
    """The data of a Value, or of a list of them."""
    if are_several(output):
        return [numbers(each) for each in output]
    return output.data if isinstance(output, Value) else real(output, "model")
