"""What a layered network is made of: inputs, layers of neurons, and the loss at its end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from autograd_lite.value import Value

#: the linear nodes on which a value depends without passing another one
Sources = Mapping[Value, frozenset[Value]]


class NotLayeredError(ValueError):
    """A graph is no layered network; the message says why."""


@dataclass(frozen=True, eq=False)
class Neuron:
    """A linear node whose weights are leaves, and its activation."""

    linear: Value
    #: the operations between the linear node and what the next layer gets; none if that is itself
    activation: tuple[Value, ...] = ()

    @property
    def output(self) -> Value:
        """What leaves the neuron."""
        return self.activation[-1] if self.activation else self.linear

    @property
    def nodes(self) -> tuple[Value, ...]:
        """The linear node and its activation."""
        return self.linear, *self.activation

    @property
    def weights(self) -> tuple[Value, ...]:
        """One for each of its inputs."""
        operands = self.linear.parents
        return operands[: len(operands) // 2]

    @property
    def inputs(self) -> tuple[Value, ...]:
        """What the weights are multiplied by."""
        operands = self.linear.parents
        half = len(operands) // 2
        return operands[half : 2 * half]

    @property
    def parameters(self) -> tuple[Value, ...]:
        """The weights, and the bias if there is one."""
        return self.weights if self.bias is None else (*self.weights, self.bias)

    @property
    def bias(self) -> Value | None:
        """What is added, if anything is."""
        operands = self.linear.parents
        return operands[-1] if len(operands) % 2 else None


@dataclass(frozen=True, eq=False)
class Joined:
    """What joins the neurons of a layer: a softmax over all, or the largest of several."""

    kind: Literal["softmax", "maxout"]
    #: for each output, the places of the neurons that it joins
    members: tuple[tuple[int, ...], ...]
    #: the node of each output, where the graph has one
    outputs: tuple[Value | None, ...]


@dataclass(frozen=True, eq=False)
class Layer:
    """Neurons with the same inputs, in the order of the model."""

    neurons: tuple[Neuron, ...]
    joined: Joined | None = None

    @property
    def outputs(self) -> tuple[Value | None, ...]:
        """What leaves the layer."""
        return self.joined.outputs if self.joined else tuple(each.output for each in self.neurons)


@dataclass(frozen=True, eq=False)
class End:
    """What the outputs of a network go into: its loss."""

    root: Value
    #: what the picture writes into its box
    symbol: str
    #: for each output of the last layer, the node of the end that takes it, if one does
    consumers: tuple[Value | None, ...]
    #: the numbers that the outputs are compared with
    targets: tuple[Value, ...] = ()
    #: the place of the right class, where that is the target
    target_class: int | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """A layered network for one example."""

    #: all nodes of the graph, parents first
    nodes: list[Value]
    inputs: tuple[Value, ...]
    layers: tuple[Layer, ...]
    #: None if the result is an output of the last layer
    end: End | None
    #: the place of each node among all
    places: Mapping[Value, int] = field(repr=False)

    @property
    def root(self) -> Value:
        """The result."""
        return self.nodes[-1]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The number of inputs, and of the neurons of each layer."""
        return len(self.inputs), *(len(layer.outputs) for layer in self.layers)

    def neurons(self) -> Iterator[Neuron]:
        """All neurons, layer by layer."""
        for layer in self.layers:
            yield from layer.neurons

    def columns(self) -> Iterator[tuple[tuple[Value | None, ...], Layer]]:
        """Each layer, after what goes into it."""
        before: tuple[Value | None, ...] = self.inputs
        for layer in self.layers:
            yield before, layer
            before = layer.outputs
