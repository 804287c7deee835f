"""Walks over a graph of nodes: topological order, backward and forward pass, at any depth."""

import math

from autograd_lite.engine.packed import vec

# relative: see `autograd_lite.engine.node`
from .node import CONSTANT, STATE, WIDE, Group, Node, Wide
from .structure import gradients_of, parents_of

__all__ = [
    "backpropagate",
    "backward",
    "downstream",
    "forget",
    "gradient_of",
    "has_gradient",
    "push",
    "set_gradient",
    "topological_order",
]


def topological_order(roots: tuple[Node, ...]) -> list[Node]:
    """Return every node that the roots were computed from, parents first, the last root last."""
    order: dict[Node, None] = {}  # used as a set that remembers the order
    opened: set[Node] = set()
    stack = [*reversed(roots)]
    while stack:
        node = stack.pop()
        if node in order:
            continue
        if node in opened or node._first is None:
            order[node] = None
            continue
        opened.add(node)
        stack.append(node)  # comes up again when its parents are done
        for parent in reversed(parents_of(node)):
            if parent not in order:
                if parent in opened:
                    raise cycle(parent)
                stack.append(parent)
    return list(order)


def cycle(node: Node) -> ValueError:
    return ValueError(f"the graph has a cycle through {node!r}: undo the change")


def backpropagate(root: Node, gradient: float) -> dict[Node, float]:
    """Return ∂root/∂node, times ``gradient``, for every node that gradients flow into.

    The order is what makes this linear and right: in ``b = a + a; c = b + b`` the node b may
    send its gradient on only after both of its consumers have sent theirs.
    """
    order = topological_order((root,))
    gradients = {node: 0.0 for node in order if node._visited < CONSTANT}
    gradients[root] = gradient
    for node in reversed(order):
        if node._first is None:
            continue
        upstream = gradients[node]
        for parent, local in zip(parents_of(node), gradients_of(node)):  # noqa: B905  # see `node`
            if parent in gradients:  # constants are not
                gradients[parent] += downstream(upstream, local)
    return gradients


def push(order: list[Node], tangents: dict[Node, float]) -> dict[Node, float]:
    """Return the tangent, given for some leaves, of every node of ``order`` that depends on them.

    It is the derivative in that direction: forward mode.
    """
    found = dict(tangents)
    for node in order:
        tangent = 0.0
        reached = False
        for parent, local in zip(parents_of(node), gradients_of(node)):  # noqa: B905  # see `node`
            if parent in found:
                tangent += downstream(found[parent], local)
                reached = True
        if reached:
            found[node] = tangent
    return found


def downstream(upstream: float, local: float) -> float:
    """upstream × local: exactly 0 if one of them is, even if the other is infinite or nan.

    So a branch that was not taken never turns a result into nan.
    """
    return upstream * local if upstream != 0.0 and local != 0.0 else 0.0


def gradient_of(node: Node) -> float:
    """The gradient that the backward passes left; 0.0 before the first."""
    return node._grad if node._visited < CONSTANT else node._by_first


def set_gradient(node: Node, gradient: float) -> None:
    """Give a node a gradient."""
    if node._visited < CONSTANT:
        node._grad = gradient
        node._visited = 1.0
    else:
        node._by_first = gradient
        node._visited = math.nan


def has_gradient(node: Node) -> bool:
    """Whether a backward pass has come by since the node was made, or its gradient dropped."""
    return node._visited not in (0.0, CONSTANT)


def forget(node: Node) -> None:
    """Drop the gradient of a node."""
    node._grad = 0.0
    if node._visited < CONSTANT:
        node._visited = 0.0
    else:
        node._by_first = 0.0
        node._visited = CONSTANT


# The backward pass in the fields of the nodes -------------------------------------------------


def backward(root: Node, gradient: float) -> None:
    """Do what `backpropagate` does, but leave the results in the nodes.

    Leaves add the gradient of the pass to the one that they have; all other nodes show it.
    """
    with STATE.lock:
        STATE.passes += 2.0
        visits = Visits(STATE.passes)
        if root._first is None:
            root._grad += gradient
            root._visited = visits.done
            return
        try:
            order = _visit(root, visits)
            root._grad = gradient
            _send(order)
        finally:  # after an interruption too, for what a leaf had must not be lost
            for leaf in visits.shared:
                leaf._grad += leaf._by_first


class Visits:
    """How a pass marks the nodes, by their ``_visited``, and what it remembers.

    An inner node is opened, and done when all of its operands are. A leaf is opened by the first
    visit. By the second it is shared and done: the contributions of this pass must add up before
    they are added to the gradient that it has. A group is marked like a leaf.
    """

    def __init__(self, done: float) -> None:
        self.opened: float = done - 1.0
        self.done = done
        self.shared: list[Node] = []
        # the wide nodes on the path, their operands that wait for a visit, and where those of each
        # begin
        self.nodes: list[Node] = []
        self.waiting: list[Node] = []
        self.begins: list[int] = []

    def share(self, leaf: Node) -> None:
        """Put the gradient of a leaf aside."""
        leaf._visited = self.done
        leaf._by_first = leaf._grad
        leaf._grad = 0.0
        self.shared.append(leaf)

    def next_operand(self, node: Node) -> Node | None:
        """The next operand to visit of a wide node, the last on the path; None if all are done."""
        nodes, waiting = self.nodes, self.waiting
        if not nodes or nodes[-1] is not node:
            inner: list[Node] = []
            origin = node._origin
            if isinstance(origin, Wide):
                self._meet(origin, inner)
            if not inner:
                return None
            nodes.append(node)
            self.begins.append(len(waiting))
            waiting.extend(reversed(inner))
        while len(waiting) > self.begins[-1]:
            operand = waiting.pop()
            if operand._visited < self.done:
                return operand
        nodes.pop()
        self.begins.pop()
        return None

    def _meet(self, origin: Wide, inner: list[Node]) -> None:
        """Visit the leaves among the operands of a wide node, and collect the other operands."""
        self._meet_group(origin.first, inner)
        if origin.second is not None:
            self._meet_group(origin.second, inner)
        rest = origin.rest
        if rest is not None and rest._visited < self.done:
            if rest._first is None and rest._visited < self.opened:
                rest._visited = self.opened
            else:
                self._meet_all(vec[Node]([rest]), inner)

    def _meet_group(self, group: Group, inner: list[Node]) -> None:
        if group.visited < self.done:
            self._meet_all(group.operands, inner)
            group.visited = self.opened if group.visited < self.opened else self.done

    def _meet_all(self, operands: "vec[Node]", inner: list[Node]) -> None:
        opened, done = self.opened, self.done
        for operand in operands:
            if operand._visited < done:
                if operand._first is not None:
                    inner.append(operand)
                elif operand._visited == opened:
                    self.share(operand)
                else:
                    operand._visited = opened


def _visit(root: Node, visits: Visits) -> list[Node]:
    """Return the inner nodes in topological order, their gradients set to 0."""
    opened, done = visits.opened, visits.done
    order: list[Node] = []
    path: list[Node] = []  # the opened nodes above ``node``
    node = root
    node._visited = opened
    node._grad = 0.0
    operand = node._first  # the one to visit
    while True:
        if operand is not None and operand._visited < done:
            if operand._first is not None:
                if operand._visited == opened:
                    raise cycle(operand)
                path.append(node)
                node = operand
                node._visited = opened
                node._grad = 0.0
                operand = node._first
                continue
            if operand is WIDE:
                operand = visits.next_operand(node)
                if operand is not None:
                    continue
                operand = WIDE
            elif operand._visited == opened or node._first is node._second:
                visits.share(operand)
            else:
                operand._visited = opened
        second = node._second
        if operand is not second:  # but the first
            operand = second
            continue
        node._visited = done
        order.append(node)
        if not path:
            return order
        node = path.pop()
        operand = node._second


def _send(order: list[Node]) -> None:
    """Send each node's gradient on to its operands, from the result to the leaves."""
    for node in reversed(order):
        upstream = node._grad
        if upstream == 0.0:  # sends 0, see `downstream`
            continue
        if upstream - upstream != 0.0:  # infinite or nan: a local gradient of 0 is to send 0
            _send_strongly(node, upstream)
            continue
        first, second = node._first, node._second
        if second is WIDE:
            origin = node._origin
            if isinstance(origin, Wide):
                _send_wide(upstream, origin)
            continue
        if first is not None:
            first._grad += upstream * node._by_first
        if second is not None:
            second._grad += upstream * node._by_second


def _send_strongly(node: Node, upstream: float) -> None:
    for parent, local in zip(parents_of(node), gradients_of(node)):  # noqa: B905  # see `node`
        parent._grad += downstream(upstream, local)


def _send_wide(upstream: float, origin: Wide) -> None:
    _send_group(upstream, origin.first, origin.by_first)
    if origin.second is not None:
        _send_group(upstream, origin.second, origin.by_second)
    if origin.rest is not None:
        origin.rest._grad += upstream


def _send_group(upstream: float, group: Group, gradients: "vec[float]") -> None:
    for operand, local in zip(group.operands, gradients):  # noqa: B905  # see `node`
        operand._grad += upstream * local
