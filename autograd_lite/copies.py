"""Copies and pickles of Values, of any depth, that share what the originals do.

A deep copy makes the twins of a whole graph first, and then copies the attributes that subclasses
added, which may refer to any of them. A pickle does the same. In it the inner nodes of a graph are
one `_Block` of flat arrays; leaves are objects of their own. Wherever the pickle comes to a node
that is in a block already, it has its place: so everything stays shared.
"""

import copy
from array import array
from bisect import bisect
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import partial
from operator import getitem
from pickle import UnpicklingError
from typing import Any
from weakref import ref

from autograd_lite import engine
from autograd_lite.engine import Node
from autograd_lite.system.collector import collector_paused

Reduced = tuple[Any, ...]


def added_to(node: Node) -> dict[str, Any]:
    """The attributes that a subclass added."""
    state: Any = object.__getstate__(node)
    attributes, slots = state if isinstance(state, tuple) else (state, None)
    own = vars(Node)
    return (attributes or {}) | {k: x for k, x in (slots or {}).items() if k not in own}


def _has_own(node: Node, *methods: str) -> bool:
    """Whether a subclass has one of the methods anew."""
    usual = engine.STATE.value
    return any(getattr(type(node), name) is not getattr(usual, name) for name in methods)


# Copies ---------------------------------------------------------------------------------------


def copied(node: Node) -> Any:
    """A copy that shares the parents, and the attributes that a subclass added."""
    twin: Any = engine.twin_of(node)
    if not engine.is_usual(node) and (state := node.__getstate__()):
        twin.__setstate__(state)
    return twin


def deep_copied(node: Node, memo: dict[Any, Any]) -> Any:
    """A copy of a node, of its graph and of all that these refer to."""
    copies = memo.setdefault(_Copies, _Copies())

    def other(x: Node) -> Any:
        if x is not node and _has_own(x, "__deepcopy__"):
            return copy.deepcopy(x, memo)
        copies.waiting.append(x)
        return None

    with collector_paused():
        engine.copy_graph(node, copies.twins, memo, other)
    copies.complete(memo)
    return copies.twins[node]


class _Copies:
    """What `copy.deepcopy` has made of Values; it is in its memo."""

    def __init__(self) -> None:
        self.twins: dict[Any, Any] = {}
        #: those whose twins are without added attributes
        self.waiting: list[Node] = []
        #: whether somebody further out looks after those
        self.busy = False

    def complete(self, memo: dict[Any, Any]) -> None:
        """Copy the attributes that subclasses added; what these refer to comes in between."""
        if self.busy:
            return
        self.busy = True
        try:
            while self.waiting:
                node = self.waiting.pop()
                if state := node.__getstate__():
                    self.twins[node].__setstate__(copy.deepcopy(state, memo))
        finally:
            self.busy = False


# Pickles --------------------------------------------------------------------------------------


def reduced(node: Node) -> Reduced:
    """How a node is pickled."""
    if engine.is_usual(node) and node._first is None and node._origin is None:
        gradient = (engine.gradient_of(node),) if engine.has_gradient(node) else ()
        return _leaf, (type(node), node._number, node._label, *gradient)
    parts = _Parts(node)
    return _last, (parts.now, _Step(parts.graph), _Step(parts.attributes), _Step(parts.node))


class _Step:
    """Something whose parts are found when a pickler has come to it, and not before."""

    def __init__(self, reduce: Callable[[], Reduced]) -> None:
        self._reduce = reduce

    def __reduce__(self) -> Reduced:
        return self._reduce()


class _Pickle:
    """What one pickle holds of graphs. It lives as long as its pickler remembers it."""

    def __init__(self) -> None:
        #: how many picklers have met it; those after the first make other pickles
        self.met_by = 0
        #: the nodes that are there: their numbers in the order of the blocks, or -1 without one
        self.places: dict[Node, int] = {}
        self.blocks: list[_Block] = []

    def __reduce__(self) -> Reduced:
        # a pickler asks at the first meeting alone
        self.met_by += 1
        return list, ()

    def begin_block(self) -> "_Block":
        """Make a block, of no nodes yet."""
        begin = self.blocks[-1].begin + len(self.blocks[-1].nodes) if self.blocks else 0
        self.blocks.append(_Block(begin, ref(self)))
        return self.blocks[-1]

    def find(self, node: Node) -> "Node | _Step":
        """A node of a block by its place there, and any other as itself."""
        place = self.places.get(node, -1)
        if place < 0:
            return node
        block = self.blocks[bisect(self.blocks, place, key=lambda each: each.begin) - 1]
        return _Step(lambda: (getitem, (block, place - block.begin)))


#: weak references to pickles that are being made, or may go on; the last is the one of now
_pickles: ContextVar[tuple[ref[_Pickle], ...]] = ContextVar("_pickles", default=())


class _Parts:
    """What a node needs, in an order in which it can be pickled without recursion."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._known = [x for made in _pickles.get() if (x := made()) is not None]
        self.now = self._known[-1] if self._known else _Pickle()
        self._met_by = self.now.met_by
        self._states: list[tuple[Node, Any]] = []

    def graph(self) -> Reduced:
        """What is not yet there: a block."""
        if 0 < self._met_by < self.now.met_by:  # for the first time: this is another pickle
            self.now = _Pickle()
        if self.now not in self._known:
            _pickles.set((*map(ref, self._known), ref(self.now)))
        if self.now.places.get(self._node, -1) >= 0:
            return tuple, ()
        self.now.places.pop(self._node, None)  # -1, if its own method came back to this one
        block = self.now.begin_block()
        roots = [self._node]
        others: list[Node] = []

        def is_apart(x: Node) -> bool:
            apart = x is not self._node and x._first is None
            if apart and _has_own(x, "__reduce__", "__reduce_ex__"):
                return True
            others.append(x)
            return False

        while roots:
            engine.place_graph(roots.pop(), self.now.places, block.nodes, block.begin, is_apart)
            while others:
                node = others.pop()
                if state := node.__getstate__():
                    self._states.append((node, state))
                    roots += _values_in(state)
        return tuple, ([self.now, block],)

    def attributes(self) -> Reduced:
        """What subclasses added to the nodes of the block."""
        return tuple, ([_Step(partial(self._state, *pair)) for pair in self._states],)

    def _state(self, node: Node, state: Any) -> Reduced:
        return _set_state, (self.now.find(node), state)

    def node(self) -> Reduced:
        """The node itself, by its place."""
        return _last, (self.now.find(self._node),)


def _values_in(thing: Any) -> list[Node]:
    """The Values in nested containers."""
    found, seen, stack = [], set(), [thing]
    while stack:
        x = stack.pop()
        if isinstance(x, Node):
            found.append(x)
        elif isinstance(x, (dict, list, tuple, set, frozenset)) and id(x) not in seen:
            seen.add(id(x))
            stack += [*x, *x.values()] if isinstance(x, dict) else x
    return found


class _Block:
    """Nodes in flat arrays: inner ones, and leaves of subclasses. Unpickled it is their list."""

    def __init__(self, begin: int, pickle: ref[_Pickle]) -> None:
        self.nodes: list[Node] = []
        self.begin, self._pickle = begin, pickle

    def __reduce__(self) -> Reduced:
        now = self._pickle() or _Pickle()
        flat: Any = engine.flattened(self.nodes, now.places, self.begin)
        outside = [*map(now.find, flat.outside)]
        many = len(self.nodes) > _FEW
        pairs = [(code, getattr(flat, name)) for name, code in _ARRAYS.items()]
        arrays = [array(*pair) if many else pair[1] for pair in pairs]
        labels = {i: x._label for i, x in enumerate(self.nodes) if x._label}
        usual = engine.STATE.value
        kinds = {i: type(x) for i, x in enumerate(self.nodes) if type(x) is not usual}
        return _unpacked, ([*flat.table], outside, labels, kinds, *arrays)


#: nodes whose numbers take less time and room in lists
_FEW = 16
#: the numbers of nodes, and the codes of their types
_ARRAYS = {
    "operations": "i",
    "data": "d",
    "counts": "q",
    "operands": "q",
    "local_gradients": "d",
    "visited": "q",
    "gradients": "d",
}


# What a pickle calls when it is read ----------------------------------------------------------


def _leaf(kind: Any, data: float, label: str, gradient: float | None = None) -> Any:
    _check_classes([kind])
    node: Any = engine.make_node(kind, data)
    node._label = label
    if gradient is not None:
        engine.set_gradient(node, gradient)
    return node


def _unpacked(
    table: list[Any],
    outside: list[Any],
    labels: dict[int, str],
    kinds: dict[int, Any],
    *arrays: Any,
) -> list[Any]:
    _check_classes(kinds.values())
    flat = engine.Flat()
    flat.table, flat.outside = dict.fromkeys(table, 0), outside
    for name, numbers in zip(_ARRAYS, arrays, strict=True):
        setattr(flat, name, [*numbers])
    with collector_paused():
        nodes: list[Any] = engine.unflattened(flat, kinds)
    for i, label in labels.items():
        nodes[i]._label = label
    return nodes


def _check_classes(kinds: Iterable[Any]) -> None:
    """Refuse what a damaged pickle may have: the engine makes nodes of any class unasked."""
    for kind in kinds:
        if not (isinstance(kind, type) and issubclass(kind, engine.Node)):
            raise UnpicklingError(
                f"the pickle is damaged: it has {kind!r:.80} for a class of nodes"
            )


def _set_state(node: Any, state: Any) -> None:
    node.__setstate__(state)


def _last(*parts: Any) -> Any:
    return parts[-1]
