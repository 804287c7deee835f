"""Neuron, Maxout, Layer and MLP: parameters as Values, and the graph that a call records.

Labels follow the slides: the weights of a lone neuron are w₁, w₂, … and its bias b; in a layer
w₂₁ leads from input 1 to neuron 2; in an MLP w⁽³⁾₂₁ does the same in layer 3. Likewise z is a
linear node and a its activation.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from autograd_lite import engine, primitives
from autograd_lite.floats import real
from autograd_lite.functions import softmax
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import generator, items, whole_number
from autograd_lite.labels import subscript, superscript
from autograd_lite.nn.activations import (
    Activation,
    Function,
    common_operation,
    find_activation,
    is_of_the_table,
)
from autograd_lite.nn.examples import as_values
from autograd_lite.nn.init import Scheme, is_scheme, one_for_each, start_values
from autograd_lite.nn.module import Module, check_value, is_plain
from autograd_lite.value import Value

if TYPE_CHECKING:
    import numpy as np

#: what a model is called with: Values or numbers, in a list or an array
Inputs: TypeAlias = "Sequence[Any] | np.ndarray[Any, Any]"


class Neuron(Module):
    """activation(w·x + b): one linear node and one activation node.

    ``activation`` is the name of an operation that takes one operand, "linear" for none, or a
    function of a Value; if that is a `Module`, its parameters are the neuron's too. ``weights``
    are given one by one, or drawn by a scheme of `nn.init` or its name with ``rng``, a NumPy
    generator or a seed. ``bias`` is a number, a scheme, or None for a neuron without bias.

    Raises ValueError for an unknown name and for a wrong number of weights or inputs.

    >>> neuron = Neuron(2, "sigmoid", weights=[0.1, 0.6])
    >>> neuron([0.0, 1.0])
    Value(data=0.6456563062257954, label='a', op=sigmoid)
    """

    __module__ = "autograd_lite.nn"

    def __init__(
        self,
        inputs: int,
        activation: Activation = "sigmoid",
        *,
        weights: str | Scheme | Iterable[float] = "uniform",
        bias: str | Scheme | float | None = 0.0,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        inputs = whole_number("inputs", inputs, 1)
        self._activation_name, function = find_activation(activation)
        if is_scheme(weights) or is_scheme(bias):
            rng = generator("rng", rng)  # one for both
        row: Any = admit(weights, "weights")
        if is_scheme(weights):
            (row,) = start_values("weights", weights, rng, inputs, 1)
        if is_scheme(bias):
            ((bias,),) = start_values("bias", bias, rng, 1, 1)
        wish = "a sequence of numbers, a scheme of nn.init or its name"
        self.weights: list[Value] = [
            Value(real(weight, "weights")) for weight in items("weights", row, wish)
        ]
        if len(self.weights) != inputs:
            raise ValueError(f"weights: got {len(self.weights)} for {inputs} inputs; give {inputs}")
        self.bias: Value | None = None if bias is None else Value(real(bias, "bias"))
        self.activation: Function = function
        self._label("")

    def __call__(self, inputs: Inputs) -> Value:
        """Record the neuron's output for ``inputs``, Values or numbers."""
        return self._respond(as_values(inputs, len(self.weights)))

    def _respond(self, inputs: Sequence[Value]) -> Value:
        linear: Value = primitives.linear(self.weights, inputs, self.bias)
        linear.label = self._linear_label
        return self._activate(linear)

    def _activate(self, linear: Value) -> Value:
        output = self.activation(linear)
        if output is not linear:
            check_value("activation", output)
            output.label = self._output_label
        return output

    def _is_plain(self) -> bool:
        return is_of_the_table(self.activation)

    def _label(self, place: str) -> None:
        self._linear_label, self._output_label = f"z{place}", f"a{place}"
        for i, weight in enumerate(self.weights, start=1):
            weight.label = f"w{place}{subscript(i)}"
        if self.bias is not None:
            self.bias.label = f"b{place}"

    def __repr__(self) -> str:
        return f"Neuron({len(self.weights)}, {self._activation_name!r})"


class Maxout(Module):
    """The largest of several linear pieces of the inputs: max(w₁·x + b₁, w₂·x + b₂, …).

    ``weights`` is a scheme or one row for each piece; ``bias`` a number for all, one for each
    piece, a scheme, or None. I. Goodfellow et al.: Maxout networks, ICML 2013.

    >>> neuron = Maxout(1, weights=[[-1.0], [1.0]])
    >>> neuron([-3.0]).data
    3.0
    """

    __module__ = "autograd_lite.nn"

    def __init__(
        self,
        inputs: int,
        pieces: int = 2,
        *,
        weights: str | Scheme | Iterable[Iterable[float]] = "uniform",
        bias: str | Scheme | float | Iterable[float] | None = 0.0,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        pieces = whole_number("pieces", pieces, 1)
        self.pieces: Layer = Layer(inputs, pieces, "linear", weights=weights, bias=bias, rng=rng)
        self._label("")

    def __call__(self, inputs: Inputs) -> Value:
        """Record the neuron's output for ``inputs``, Values or numbers."""
        return self._respond(as_values(inputs, self.pieces.inputs))

    def _respond(self, inputs: Sequence[Value]) -> Value:
        output: Value = primitives.maxout(self.pieces._respond(inputs))
        output.label = self._output_label
        return output

    def _label(self, place: str) -> None:
        self._output_label = f"a{place}"
        self.pieces._label(place)

    def _is_plain(self) -> bool:
        return is_plain(self.pieces)

    def __repr__(self) -> str:
        return f"Maxout({self.pieces.inputs}, {len(self.pieces.neurons)})"


class Layer(Module):
    """Neurons that share their inputs; a call returns the list of their outputs.

    ``activation`` as for `Neuron`; besides, "softmax" joins the linear nodes of all neurons, and
    "maxout" makes every neuron a `Maxout` of two pieces. ``weights`` is a scheme or one row for
    each neuron; ``bias`` a number for all, one for each neuron, a scheme, or None.

    >>> layer = Layer(2, 3, "tanh", rng=0)
    >>> layer, len(layer([1.0, 2.0])), len(layer.parameters())
    (Layer(2, 3, 'tanh'), 3, 9)
    """

    __module__ = "autograd_lite.nn"

    def __init__(
        self,
        inputs: int,
        outputs: int,
        activation: Activation = "sigmoid",
        *,
        weights: str | Scheme | Iterable[Iterable[Any]] = "uniform",
        bias: str | Scheme | float | Iterable[Any] | None = 0.0,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        inputs = whole_number("inputs", inputs, 1)
        outputs = whole_number("outputs", outputs, 1)
        joint = activation if isinstance(activation, str) else ""
        if joint == "softmax" and outputs == 1:
            raise ValueError("activation: the softmax of one output is always 1; use 'sigmoid'")
        rng = generator("rng", rng)  # one for all neurons
        weights, bias = admit(weights, "weights"), admit(bias, "bias")
        self.inputs = inputs
        self._weights: list[engine.Group] = []  # of the last call
        if joint == "maxout":
            self._activation_name = "maxout"
            neuron: Callable[..., Module] = Maxout
            rows = one_for_each("weights", weights, outputs, "neurons")
        else:
            of_neuron = "linear" if joint == "softmax" else activation
            self._activation_name = joint if joint == "softmax" else find_activation(activation)[0]
            neuron = partial(Neuron, activation=of_neuron)
            rows = start_values("weights", weights, rng, inputs, outputs)
            if is_scheme(bias):
                bias = [drawn for (drawn,) in start_values("bias", bias, rng, 1, outputs)]
        self.neurons: list[Any] = [
            neuron(inputs, weights=w, bias=b, rng=rng)
            for w, b in zip(rows, one_for_each("bias", bias, outputs, "neurons"), strict=True)
        ]
        self._label("")

    def __call__(self, inputs: Inputs) -> list[Value]:
        """Record every neuron's output for the same ``inputs``, Values or numbers."""
        return self._respond(as_values(inputs, self.inputs))

    def _respond(self, inputs: Sequence[Value]) -> list[Value]:
        if self.neurons != self._known:
            self._learn_neurons()
        outputs = (
            self._respond_at_once(inputs)
            if self._alike
            else [neuron(inputs) for neuron in self.neurons]
        )
        if self._activation_name == "softmax":
            outputs = softmax(outputs)
            for output, neuron in zip(outputs, self.neurons, strict=True):
                output.label = neuron._output_label
        return outputs

    def _respond_at_once(self, inputs: Sequence[Value]) -> list[Value]:
        weights = [neuron.weights for neuron in self.neurons]
        biases = [neuron.bias for neuron in self.neurons]
        groups = engine.grouped(weights, self._weights, "weights")
        linear: list[Value] = engine.operate_on_rows(
            primitives.linear, groups, inputs, biases, self._linear_labels
        )
        operation = common_operation([neuron.activation for neuron in self.neurons])
        if operation is not None:
            return engine.operate_on_each(operation, linear, self._output_labels)
        return [neuron._activate(z) for neuron, z in zip(self.neurons, linear, strict=True)]

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "_weights": []}  # copies and pickles have groups of their own

    def _learn_neurons(self) -> None:
        """Remember what a call needs, until the list of neurons is changed."""
        self._known = self.neurons.copy()
        self._alike = all(type(neuron) is Neuron for neuron in self.neurons)
        if self._alike:
            self._linear_labels = [neuron._linear_label for neuron in self.neurons]
            self._output_labels = [neuron._output_label for neuron in self.neurons]

    def _label(self, layer: str) -> None:
        for i, neuron in enumerate(self.neurons, start=1):
            neuron._label(layer + subscript(i))
        self._learn_neurons()

    def _is_plain(self) -> bool:
        return all(map(is_plain, self.neurons))

    def __repr__(self) -> str:
        return f"Layer({self.inputs}, {len(self.neurons)}, {self._activation_name!r})"


class MLP(Module):
    """A multi-layer perceptron: ``outputs`` gives the number of neurons of each layer.

    ``activation`` is one for all layers or a list with one for each, ``weights`` a scheme for all
    layers or a list with the rows of each, ``bias`` one number or scheme for all. A call returns a
    Value if the last layer has one neuron, else the list of its outputs.

    >>> model = MLP(2, [4, 1], ["tanh", "linear"], weights="xavier", rng=0)
    >>> model, len(model.parameters())
    (MLP(2, [4, 1], ['tanh', 'linear']), 17)
    >>> model([1.0, 2.0]).label
    'z⁽²⁾₁'
    """

    __module__ = "autograd_lite.nn"

    def __init__(
        self,
        inputs: int,
        outputs: Sequence[int],
        activation: Activation | Sequence[Activation] = "tanh",
        *,
        weights: str | Scheme | Sequence[Any] = "uniform",
        bias: str | Scheme | float | Sequence[Any] | None = 0.0,
        rng: "np.random.Generator | int | None" = None,
    ) -> None:
        wish = "the number of neurons of each layer, as a list,"
        outputs = items("outputs", admit(outputs, "outputs"), wish)
        if not outputs:
            raise ValueError(f"outputs: {wish} is needed, got an empty one")
        rng, n = generator("rng", rng), len(outputs)  # one generator for all layers
        self.layers: list[Layer] = [
            Layer(before, after, each, weights=w, bias=b, rng=rng)
            for before, after, each, w, b in zip(
                [inputs, *outputs[:-1]],
                outputs,
                one_for_each("activation", activation, n, "layers"),
                one_for_each("weights", weights, n, "layers"),
                one_for_each("bias", bias, n, "layers"),
                strict=True,
            )
        ]
        for i, layer in enumerate(self.layers, start=1):
            layer._label(superscript(i))

    def __call__(self, inputs: Inputs) -> Any:
        """Record the output for ``inputs``, Values or numbers."""
        values: Any = inputs
        for layer in self.layers:
            values = layer(values)
        return values[0] if len(values) == 1 else values

    def _is_plain(self) -> bool:
        return all(map(is_plain, self.layers))

    def __repr__(self) -> str:
        outputs = [len(layer.neurons) for layer in self.layers]
        names = [layer._activation_name for layer in self.layers]
        return f"MLP({self.layers[0].inputs}, {outputs}, {names})"
