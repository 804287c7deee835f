"""The modules of a model as a tree, and which node of a graph belongs to which module."""

import reprlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograd_lite.inputs.trees import is_array
from autograd_lite.primitives import maxout, softmax_component
from autograd_lite.value import Value

#: activations that join several nodes
JOINT = (maxout, softmax_component)


@dataclass(eq=False)
class Group:
    """A module: a labelled frame in a picture, or one box when it is folded."""

    module: Any
    title: str
    parent: "Group | None" = None
    #: how many modules deep it stands inside others
    depth: int = 0
    #: the Values among its attributes, without those of modules in it
    values: list[Value] = field(default_factory=list)

    def ancestors(self) -> Iterator["Group"]:
        """The group itself and all that it stands in, outwards."""
        group: Group | None = self
        while group:
            yield group
            group = group.parent


#: which groups are to be folded
Chosen = Callable[[Group], bool]


def choose_groups(modules: Any, fold: Any) -> tuple[list[Group], Chosen]:
    """The groups of all modules, and which of them are to be folded: some, or those of a class."""
    drawn, folded = _modules("modules", modules), _modules("fold", fold)
    groups = find_groups(drawn)
    known = {id(group.module) for group in groups}
    alone = [each for each in folded if is_module(each) and id(each) not in known]
    if alone:
        groups = find_groups([*drawn, *alone])
    classes = tuple(each for each in folded if isinstance(each, type))
    places = {id(each) for each in folded}

    def chosen(group: Group) -> bool:
        return id(group.module) in places or isinstance(group.module, classes)

    if folded and not any(map(chosen, groups)):
        names = ", ".join(each.__name__ for each in folded)
        raise ValueError(f"fold: there is no {names} in modules; pass modules=model too")
    return groups, chosen


def _modules(argument: str, given: Any) -> list[Any]:
    several = list(given) if isinstance(given, (list, tuple)) else [given]
    for each in several:
        if not (is_module(each) or (argument == "fold" and isinstance(each, type))):
            what = "a model with a method parameters()" + " or its class" * (argument == "fold")
            raise TypeError(f"{argument}: {what} is needed, got {reprlib.repr(each)}")
    return several


def is_module(thing: object) -> bool:
    """Whether ``thing`` has parameters, and is not the class of such things."""
    return callable(getattr(thing, "parameters", None)) and not isinstance(thing, type)


def find_groups(modules: Sequence[Any]) -> list[Group]:
    """The modules and all modules among their attributes, each before those inside it.

    A module is what has a method ``parameters``; lists, tuples, dicts and arrays of modules
    are searched too.
    """
    groups: list[Group] = []
    seen: set[int] = set()  # a module may know the one that it is part of
    stack: list[tuple[Any, str, Group | None]] = [(modules, "", None)]
    while stack:
        thing, key, parent = stack.pop()
        if id(thing) in seen:
            continue
        if is_module(thing):
            title = f"{type(thing).__name__} {key}".rstrip()
            parent = Group(thing, title, parent, parent.depth + 1 if parent else 0)
            groups.append(parent)
            parts = _attributes(thing)
        elif isinstance(thing, (dict, list, tuple)) or (is_array(thing) and thing.dtype.hasobject):
            parts = _elements(thing, key)
        else:
            continue
        seen.add(id(thing))
        if parent:
            parent.values += [part for _, part in parts if isinstance(part, Value)]
        stack += [
            (part, name, parent)
            for name, part in reversed(parts)
            if not isinstance(part, (Value, float, int, str))
        ]
    return groups


def owners_of_parameters(groups: list[Group]) -> dict[Value, Group]:
    """The module whose own each parameter is; of what only parameters() knows, the outermost."""
    outermost = [group for group in groups if group.parent is None]
    owners = {p: group for group in outermost for p in group.module.parameters()}
    owners |= {p: group for group in groups for p in group.values if p in owners}
    return owners


def _attributes(module: Any) -> list[tuple[str, Any]]:
    names = [*getattr(module, "__dict__", ()), *getattr(type(module), "__slots__", ())]
    return [(name, getattr(module, name)) for name in names if hasattr(module, name)]


def _elements(collection: Any, key: str) -> list[tuple[str, Any]]:
    """What is in a collection, numbered from 1 unless it is the only module to be drawn."""
    if isinstance(collection, dict):
        return [(str(name), part) for name, part in collection.items()]
    parts = list(getattr(collection, "flat", collection))
    return [(str(i) if key or len(parts) > 1 else "", part) for i, part in enumerate(parts, 1)]


def common_group(groups: Iterable[Group]) -> Group | None:
    """The innermost group that all of the groups stand in."""
    first, *others = set(groups)
    shared: Group | None = first
    for other in others:
        around = set(other.ancestors())
        while shared and shared not in around:
            shared = shared.parent
    return shared


def assign_nodes(nodes: list[Value], groups: list[Group]) -> dict[Value, Group]:
    """Which group each of ``nodes``, in topological order, belongs to, if any.

    The graph does not record calls of modules, but it shows them. A node with a parameter among
    its parents belongs to that parameter's module. Between these lie nodes that only depend on
    one module: they belong to it if something of a module depends on them in turn, or if they are
    the activation of its outputs. What comes later, like the loss, belongs to none.
    """
    owners = owners_of_parameters(groups)
    inside = _depend_on_one_group(nodes, owners)
    consumers = consumers_of(nodes)
    direct = {node for node in nodes if any(parent in owners for parent in node.parents)}
    found = {node: owners[node] for node in nodes if node in owners}
    for node in reversed(nodes):
        group = inside.get(node)
        if not node.parents:
            group = _private_to(node, consumers[node], found)
        elif group and not (
            node in direct
            or any(consumer in found for consumer in consumers[node])
            or _is_activation(node, direct)
        ):
            group = None
        if group and node not in found:
            found[node] = group
    return found


def consumers_of(nodes: list[Value]) -> dict[Value, list[Value]]:
    """The nodes that have each of ``nodes`` as a parent, as often as they do."""
    consumers: dict[Value, list[Value]] = {node: [] for node in nodes}
    for node in nodes:
        for parent in node.parents:
            consumers[parent].append(node)
    return consumers


def _depend_on_one_group(nodes: list[Value], owners: dict[Value, Group]) -> dict[Value, Group]:
    """The group on which a node depends; parameters among its parents decide alone."""
    inside: dict[Value, Group | None] = dict(owners)
    constants = {node for node in nodes if not (node.differentiable or node.parents)}
    for node in nodes:
        if node.parents:
            deciding = [p for p in node.parents if p in owners] or [
                p for p in node.parents if p not in constants
            ]
            groups = [inside.get(parent) for parent in deciding]
            known = [group for group in groups if group]
            inside[node] = common_group(known) if known and len(known) == len(groups) else None
    return {node: group for node, group in inside.items() if group}


def _is_activation(node: Value, direct: set[Value]) -> bool:
    """Whether ``node`` is a function of one variable, or one that joins linear nodes."""
    if node.op in JOINT:
        return direct.issuperset(node.parents)
    return node.op is not None and node.op.unary and node.parents[0] in direct


def _private_to(leaf: Value, consumers: list[Value], found: dict[Value, Group]) -> Group | None:
    """The group of the consumers of a number without a name, like the slope of a leaky ReLU."""
    groups = {found.get(consumer) for consumer in consumers}
    if leaf.label or leaf.differentiable or len(groups) != 1:
        return None
    return groups.pop()
