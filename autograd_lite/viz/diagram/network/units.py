"""What is written at each circle and box of a network."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from autograd_lite.functions import softmax
from autograd_lite.labels import subscript
from autograd_lite.value import Value
from autograd_lite.viz.diagram.network.columns import Captions, Ids, Unit
from autograd_lite.viz.diagram.network.layered import End, Layer, Network, Neuron
from autograd_lite.viz.diagram.network.writing import Hand, Row, Run, row_width
from autograd_lite.viz.words.words import Words

LONGEST_VECTOR = 5  # components of a target that are written out
LEGIBLE = 9.0  # points of a name in a circle; what would be smaller stands above it
LONGEST_NAME = 110.0  # points of a name


class Units:
    """Makes the rows of columns."""

    def __init__(self, network: Network, hand: Hand, radius: float, details: bool) -> None:
        self._network, self._hand, self._radius = network, hand, radius
        self._small = replace(hand, size=hand.size - 1)
        self.words: Words = hand.pen.words
        #: whether there is room for linear nodes and biases
        self._details = details

    def id(self, node: Value | None) -> str:
        """What a page finds a node by."""
        return "" if node is None else f"n{self._network.places[node]}"

    def _marked(self, node: Value | None) -> bool:
        return node is not None and node in self._hand.marked

    def gap(self, count: int) -> Unit:
        """For so many that are left out."""
        text = self._hand.pen.words("network.more", count=count)
        run = Run(text, self._small.size, "muted")
        return Unit(Captions(over=(run,)), kind="gap")

    def input(self, node: Value) -> Unit:
        """A circle with the name of an input, its number behind it."""
        hand, room = self._hand, 1.7 * self._radius
        (name,) = hand.name(node, LONGEST_NAME) or (Run("", hand.size, "ink"),)
        name = replace(name, color="ink", size=hand.size + 1)
        inside = name.width * LEGIBLE / name.size <= room
        captions = Captions(
            symbol=hand.name_in(name, room) if inside else (),
            above=() if inside else (replace(name, size=hand.size),),
            over=hand.forward(node), under=hand.backward(node),
        )  # fmt: skip
        return Unit(captions, Ids(self.id(node)), highlighted=self._marked(node))

    def neuron(self, neuron: Neuron) -> Unit:
        """A circle with the activation, its numbers behind it, the linear node above it."""
        hand, small, room = self._hand, self._small, 1.6 * self._radius
        output, linear, bias = neuron.output, neuron.linear, neuron.bias
        name, over = self._name(output)
        active = bool(neuron.activation) and self._details
        captions = Captions(
            symbol=(hand.symbol(symbol_of(neuron), room),),
            name=name,
            above=small.both(linear, LONGEST_NAME) if active else (),
            below=small.both(bias, LONGEST_NAME) if bias is not None and self._details else (),
            over=over, under=hand.backward(output),
        )  # fmt: skip
        ids = Ids(self.id(output), self.id(linear) if active else "", self.id(bias))
        lanes = len(neuron.weights) if self._details else 0
        return Unit(captions, ids, lanes=lanes, highlighted=self._marked(output))

    def _name(self, node: Value) -> tuple[Row, Row]:
        """The name in a circle, and the number on the stem, before which a long name stands."""
        room = 1.55 * self._radius
        long = self._small.name(node, LONGEST_NAME) if self._details else []
        if long and row_width(long) <= room:
            return long, self._hand.forward(node)
        return (), [*long, *self._hand.forward(node)]

    def maximum(self, output: Value | None) -> Unit:
        """A circle for the largest of several neurons."""
        if output is None or output.op is None:
            return Unit(Captions())
        name, over = self._name(output)
        symbol = self._hand.symbol(output.op.symbol, 1.6 * self._radius)
        captions = Captions((symbol,), name, over=over, under=self._hand.backward(output))
        return Unit(captions, Ids(self.id(output)), highlighted=self._marked(output))

    def share(self, layer: Layer, place: int) -> Unit:
        """A row of the box of a softmax."""
        output, hand = layer.outputs[place], self._hand
        if output is not None:
            known = self._small.name(output, LONGEST_NAME) if self._details else []
            captions = Captions(over=[*known, *hand.forward(output)], under=hand.backward(output))
            return Unit(captions, Ids(self.id(output)), "row", highlighted=self._marked(output))
        weights = softmax([neuron.linear.data for neuron in layer.neurons])
        alone = self._details and all(each is None for each in layer.outputs)
        name = self._small.text(f"p{subscript(place + 1)}") if alone else []
        captions = Captions(over=[*name, *hand.value(weights[place])])
        return Unit(captions, Ids(f"p{place}"), "row")  # which is no node

    def end(self, end: End, outputs: int) -> Unit:
        """The box of the loss, its targets below it."""
        hand, room = self._hand, LONGEST_NAME
        captions = Captions(
            symbol=(hand.symbol(end.symbol, room),),
            name=self._small.name(end.root, room),
            below=self._target(end, outputs),
            over=hand.forward(end.root), under=hand.backward(end.root),
        )  # fmt: skip
        below = self.id(end.targets[0]) if len(end.targets) == 1 else ""
        return Unit(captions, Ids(self.id(end.root), below=below), "box",
                    highlighted=self._marked(end.root))  # fmt: skip

    def _target(self, end: End, outputs: int) -> Row:
        hand = self._hand
        y = [Run("y", hand.size, "ink", italic=True)]
        if end.target_class is not None:
            if outputs > LONGEST_VECTOR:
                text = hand.pen.words("network.class", number=end.target_class + 1, count=outputs)
                return [Run(text, hand.size, "ink")]
            one_hot = [float(i == end.target_class) for i in range(outputs)]
            return [*y, *self._vector(one_hot)]
        if len(end.targets) == 1:
            (target,) = end.targets
            return [*(hand.name(target, LONGEST_NAME) or y), *hand.forward(target)]
        numbers = [target.data for target in end.targets]
        return [*y, *self._vector(numbers)] if numbers else []

    def _vector(self, numbers: Sequence[float]) -> Iterator[Run]:
        if self._hand.show == "backward":
            return
        texts = [self._hand.pen.number(x) for x in numbers]
        if len(texts) > LONGEST_VECTOR:
            texts = [*texts[: LONGEST_VECTOR - 2], "…", texts[-1]]
        yield Run(f"({', '.join(texts)})", self._hand.size, "forward")


def symbol_of(neuron: Neuron) -> str:
    """The activation in short; of one that is made of several operations, f."""
    if not neuron.activation:
        return "Σ"
    operations = [node.op.symbol for node in neuron.activation if node.op]
    return operations[0] if len(operations) == 1 else "f"
