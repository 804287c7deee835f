"""Neuron, Layer and MLP: parameters as Values, and the graph that a call records.

Labels follow the slides: the weights of a lone neuron are w₁, w₂, … and its bias b; in a layer
w₂₁ leads from input 1 to neuron 2; in an MLP w⁽³⁾₂₁ does the same in layer 3. Likewise z is a
linear node and a its activation.
"""

import difflib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.labels import subscript, superscript
from autograd_lite.operation import TABLE
from autograd_lite.value import Constant, Value

if TYPE_CHECKING:
    import numpy as np

Activation = str | Callable[[Value], Value]


class Module(ABC):
    """Something with parameters."""

    @abstractmethod
    def parameters(self) -> list[Value]:
        """The Values that training changes, in a fixed order."""

    def zero_grad(self) -> None:
        """Forget the gradients of the parameters."""
        for parameter in self.parameters():
            parameter.zero_grad()


class Neuron(Module):
    """activation(w·x + b): one linear node and one activation node.

    ``activation`` is the name of an operation that takes one operand, "linear" for none, or a
    function of a Value. ``weights`` are drawn from a uniform distribution over [−1, 1] by ``rng``,
    a NumPy generator or a seed, unless they are given; ``bias=None`` makes a neuron without bias.

    Raises ValueError for an unknown activation and for a wrong number of weights or inputs.

    >>> neuron = Neuron(2, "sigmoid", weights=[0.1, 0.6])
    >>> neuron([0.0, 1.0])
    Value(data=0.6456563062257954, label='a', op=sigmoid)
    """

    def __init__(
        self,
        inputs: int,
        activation: Activation = "sigmoid",
        *,
        weights: Iterable[float] | None = None,
        bias: float | None = 0.0,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        _check_size("inputs", inputs)
        if weights is None:
            import numpy as np

            weights = np.random.default_rng(rng).uniform(-1.0, 1.0, inputs)
        self.weights = [Value(real(weight, "weights")) for weight in weights]
        if len(self.weights) != inputs:
            raise ValueError(f"weights: got {len(self.weights)} for {inputs} inputs; give {inputs}")
        self.bias = None if bias is None else Value(real(bias, "bias"))
        self._activation_name, self._activation = _activation(activation)
        self._place = ""
        self._label("")

    def __call__(self, inputs: Sequence[Any]) -> Value:
        """Record the neuron's output for ``inputs``, Values or numbers."""
        linear = primitives.linear(self.weights, _values(inputs, len(self.weights)), self.bias)
        linear.label = f"z{self._place}"
        output = self._activation(linear)
        if output is not linear:
            output.label = f"a{self._place}"
        return output

    def parameters(self) -> list[Value]:
        """The weights, then the bias if there is one."""
        return self.weights if self.bias is None else [*self.weights, self.bias]

    def _label(self, place: str) -> None:
        self._place = place
        for i, weight in enumerate(self.weights, start=1):
            weight.label = f"w{place}{subscript(i)}"
        if self.bias is not None:
            self.bias.label = f"b{place}"

    def __repr__(self) -> str:
        return f"Neuron({len(self.weights)}, {self._activation_name!r})"


class Layer(Module):
    """Neurons that share their inputs; a call returns the list of their outputs.

    >>> layer = Layer(2, 3, "tanh", rng=0)
    >>> layer, len(layer([1.0, 2.0])), len(layer.parameters())
    (Layer(2, 3, 'tanh'), 3, 9)
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        activation: Activation = "sigmoid",
        *,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        import numpy as np

        _check_size("outputs", outputs)
        generator = np.random.default_rng(rng)
        self.neurons = [Neuron(inputs, activation, rng=generator) for _ in range(outputs)]
        self._label("")

    def __call__(self, inputs: Sequence[Any]) -> list[Value]:
        """Record every neuron's output for the same ``inputs``, Values or numbers."""
        values = _values(inputs, len(self.neurons[0].weights))
        return [neuron(values) for neuron in self.neurons]

    def parameters(self) -> list[Value]:
        """The parameters of neuron after neuron."""
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]

    def _label(self, layer: str) -> None:
        for i, neuron in enumerate(self.neurons, start=1):
            neuron._label(layer + subscript(i))

    def __repr__(self) -> str:
        first = self.neurons[0]
        return f"Layer({len(first.weights)}, {len(self.neurons)}, {first._activation_name!r})"


class MLP(Module):
    """A multi-layer perceptron: ``outputs`` gives the number of neurons of each layer.

    ``activation`` is one for all layers or a list with one for each. A call returns a Value if
    the last layer has one neuron, else the list of its outputs.

    >>> model = MLP(2, [4, 1], ["tanh", "linear"], rng=0)
    >>> model, len(model.parameters())
    (MLP(2, [4, 1], ['tanh', 'linear']), 17)
    >>> model([1.0, 2.0]).label
    'z⁽²⁾₁'
    """

    def __init__(
        self,
        inputs: int,
        outputs: Sequence[int],
        activation: Activation | Sequence[Activation] = "tanh",
        *,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        import numpy as np

        if not isinstance(outputs, Sequence) or not outputs:
            raise ValueError(f"outputs: give the neurons of each layer as a list, not {outputs!r}")
        if isinstance(activation, str) or callable(activation):
            activation = [activation] * len(outputs)
        activations = list(activation)
        if len(activations) != len(outputs):
            raise ValueError(
                f"activation: got {len(activations)} for {len(outputs)} layers; give one for all "
                "or one for each"
            )
        generator = np.random.default_rng(rng)
        self.layers = [
            Layer(n, m, each, rng=generator)
            for n, m, each in zip([inputs, *outputs], outputs, activations, strict=False)
        ]
        for i, layer in enumerate(self.layers, start=1):
            layer._label(superscript(i))

    def __call__(self, inputs: Sequence[Any]) -> Any:
        """Record the output for ``inputs``, Values or numbers."""
        values: Any = inputs
        for layer in self.layers:
            values = layer(values)
        return values[0] if len(values) == 1 else values

    def parameters(self) -> list[Value]:
        """The parameters of layer after layer."""
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def __repr__(self) -> str:
        neurons = [layer.neurons for layer in self.layers]
        inputs, names = len(neurons[0][0].weights), [each[0]._activation_name for each in neurons]
        return f"MLP({inputs}, {[len(each) for each in neurons]}, {names})"


def _check_size(argument: str, size: int) -> None:
    if not isinstance(size, int) or size < 1:
        raise ValueError(f"{argument}: a whole number from 1 on is needed, got {size!r}")


def _values(inputs: Sequence[Any], expected: int) -> list[Value]:
    """The inputs as Values, plain numbers as constants x₁, x₂, …"""
    if not hasattr(inputs, "__len__"):
        raise TypeError(f"inputs: a sequence of {expected} is needed, got {inputs!r}")
    if len(inputs) != expected:
        raise ValueError(f"inputs: {expected} are needed, got {len(inputs)}")
    names = [f"x{subscript(i)}" for i in range(1, expected + 1)]
    return [
        x if isinstance(x, Value) else Constant(real(x, name), name)
        for x, name in zip(inputs, names, strict=True)
    ]


def _identity(x: Value) -> Value:
    return x


def _activation(activation: Activation) -> tuple[str, Callable[[Value], Value]]:
    """The name and the function of an activation."""
    if callable(activation):
        return getattr(activation, "name", getattr(activation, "__name__", "custom")), activation
    if activation == "linear":
        return activation, _identity
    named = {name: row for name, row in TABLE.items() if row.unary}
    if activation in named:
        return activation, named[activation]
    names = ["linear", *named]
    nearest = difflib.get_close_matches(str(activation), names, n=1)
    hint = f"did you mean {nearest[0]!r}?" if nearest else f"choose one of {', '.join(names)}"
    raise ValueError(f"activation: got {activation!r}; {hint}")
