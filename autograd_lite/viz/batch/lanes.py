"""The graphs of several examples, laid over each other: what is alike becomes one lane.

A *lane* is the same node in the graph of every example: the first input, a weight, ŷ. A weight is
one and the same for all of them, ŷ has one number for each. Two nodes are the same if the same
operation made them of the same lanes; leaves are the same if they are the same input of their
example, or one leaf that all examples share.

An operand may be another lane from one example to the next, as the logit of the true class is for
cross-entropy: a *choice* among lanes.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from autograd_lite.graph import topological_order
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value

#: the leaves of an example that are its own, each with what it is there
Given = Mapping[Value, Hashable]


@dataclass(frozen=True, eq=False)
class Lane:
    """The same node in the graph of every example."""

    nodes: tuple[Value, ...]
    #: what it was computed from, in the order of the operation's operands
    operands: tuple["Lane | Choice", ...] = ()
    #: what the leaf is in its example; None if it is not given with the examples
    given: Hashable = None
    #: whether it is one number for all examples
    shared: bool = False
    #: whether it depends on a leaf into which gradients flow
    differentiable: bool = True

    @property
    def operation(self) -> Operation | None:
        """What made the nodes; None for leaves."""
        return self.nodes[0].op

    @property
    def label(self) -> str:
        """What the node is called."""
        return self.nodes[0].label


@dataclass(frozen=True, eq=False)
class Choice:
    """An operand that is another lane from one example to the next."""

    lanes: tuple[Lane, ...]


def _is_one(nodes: Sequence[Value]) -> bool:
    first = nodes[0]
    return all(node is first or _number(node) == _number(first) for node in nodes)


def _number(node: Value) -> Hashable:
    return node.data.hex()  # a nan is the same nan every time, and −0.0 is not 0.0


def align(
    results: Sequence[Sequence[Value]], given: Sequence[Given], names: Sequence[str]
) -> list[Lane]:
    """The lanes of all nodes that the results of the examples were computed from, in their order.

    ``results`` has the same results for every example; the order of what they were computed from
    is that of the first example. ``names`` say in errors which example it is.

    Raises ValueError if the examples are computed in different ways.
    """
    orders = [topological_order(*each) for each in results]
    try:
        return _align(orders, given, names, by_number=True)
    except ValueError:  # numbers that a function makes of its data differ between examples
        return _align(orders, given, names, by_number=False)


def _align(
    orders: Sequence[Sequence[Value]],
    given: Sequence[Given],
    names: Sequence[str],
    by_number: bool,
) -> list[Lane]:
    numbering: dict[Hashable, int] = {}
    keys = [
        _keys(order, own, numbering, by_number) for order, own in zip(orders, given, strict=True)
    ]
    alike = set.intersection(*[set(each.values()) for each in keys])
    found = [{key: node for node, key in each.items() if key in alike} for each in keys]
    lane_of: dict[Value, Lane] = {}

    lanes: list[Lane] = []

    def enter(nodes: tuple[Value, ...], operands: tuple[Lane | Choice, ...]) -> None:
        lane = _lane(nodes, operands, given[0].get(nodes[0]))
        lane_of.update(dict.fromkeys(nodes, lane))
        lanes.append(lane)

    for first, key in keys[0].items():
        if key in alike:  # and so are its operands
            operands = tuple([lane_of[parent] for parent in first.parents])
            enter(tuple([each[key] for each in found]), operands)
    others = [[node for node, key in each.items() if key not in alike] for each in keys]
    for other, name in zip(others, names, strict=True):
        if len(other) != len(others[0]):
            raise _different(names[0], name, f"{len(keys[0])} and {len(keys[names.index(name)])}")
    for nodes in zip(*others, strict=True):
        for node, name in zip(nodes, names, strict=True):
            if node.op is not nodes[0].op or len(node.parents) != len(nodes[0].parents):
                raise _different(names[0], name, f"{_told(nodes[0])} and {_told(node)}")
        columns = zip(*[node.parents for node in nodes], strict=True)
        enter(nodes, tuple([_operand([lane_of[x] for x in column]) for column in columns]))
    return lanes


def _keys(
    order: Sequence[Value], given: Given, numbering: dict[Hashable, int], by_number: bool
) -> dict[Value, int]:
    """A number for every node of an example, the same for nodes that are alike in others."""
    numbers: dict[Value, int] = {}
    times: Counter[Hashable] = Counter()
    for node in order:
        key: Hashable
        if node in given:
            key = ("given", given[node])
        elif node.op:
            key = (node.op, *[numbers[parent] for parent in node.parents])
        elif node.differentiable:
            key = ("leaf", id(node))
        else:
            key = ("number", _number(node) if by_number else None, node.label)
        times[key] += 1
        numbers[node] = numbering.setdefault((key, times[key]), len(numbering))
    return numbers


def _lane(nodes: tuple[Value, ...], operands: tuple[Lane | Choice, ...], given: Hashable) -> Lane:
    if not operands:
        shared = given is None and _is_one(nodes)
        return Lane(nodes, operands, given, shared, nodes[0].differentiable)
    shared = all(isinstance(each, Lane) and each.shared for each in operands)
    lanes = [x for each in operands for x in (each.lanes if isinstance(each, Choice) else (each,))]
    return Lane(nodes, operands, given, shared, any(x.differentiable for x in lanes))


def _operand(lanes: list[Lane]) -> Lane | Choice:
    return lanes[0] if all(each is lanes[0] for each in lanes) else Choice(tuple(lanes))


def _told(node: Value) -> str:
    what = node.op.name if node.op else "a leaf"
    return f"{what} ({node.label})" if node.label else what


def _different(first: str, other: str, what: str) -> ValueError:
    return ValueError(
        f"{other}: it is computed in another way than {first} ({what} nodes of a graph); write "
        "branches with where(), or make a batch of the examples that go the same way"
    )
