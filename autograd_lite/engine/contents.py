"""What containers hold, to tell at any time whether they still hold it."""

from typing import Any

__all__ = ["Contents"]


class Contents:
    """The things that objects, dicts, lists and arrays held when they were added, by identity.

    What tuples hold does not change.
    """

    __slots__ = ("arrays", "dicts", "lists", "slots")

    def __init__(self) -> None:
        # with the object whose attributes it holds, or itself
        self.dicts: list[tuple[object, dict[Any, Any], list[object]]] = []
        self.lists: list[tuple[list[Any], list[Any]]] = []
        self.arrays: list[tuple[Any, list[Any]]] = []
        self.slots: list[tuple[object, list[str], list[object]]] = []

    def add_attributes(self, owner: object) -> None:
        """Remember the attributes of an object."""
        self._add(owner, vars(owner))

    def add_slots(self, owner: object, names: list[str]) -> None:
        """Remember attributes that are not in the dict of an object."""
        self.slots.append((owner, names, [getattr(owner, name, None) for name in names]))

    def add_dict(self, container: dict[Any, Any]) -> None:
        """Remember keys and things, in order."""
        self._add(container, container)

    def _add(self, owner: object, container: dict[Any, Any]) -> None:
        held: list[object] = []
        for key, thing in container.items():
            held.append(key)
            held.append(thing)
        self.dicts.append((owner, container, held))

    def add_list(self, container: list[Any]) -> None:
        """Remember the things in a list."""
        self.lists.append((container, list(container)))

    def add_array(self, container: Any) -> None:
        """Remember the objects in an array."""
        self.arrays.append((container, container.ravel().tolist()))

    def are_unchanged(self) -> bool:
        """Whether all of them hold the same things."""
        for owner, table, held in self.dicts:
            if owner is not table and owner.__dict__ is not table:
                return False
            if not _is_dict_of(table, held):
                return False
        for items, held in self.lists:
            if not _is_list_of(items, held):
                return False
        for owner, names, held in self.slots:
            if not _is_list_of([getattr(owner, name, None) for name in names], held):
                return False
        for array, held in self.arrays:  # noqa: SIM110  # compiled, this makes no generator
            if not _is_list_of(array.ravel().tolist(), held):
                return False
        return True


def _is_dict_of(container: dict[Any, Any], held: list[object]) -> bool:
    if 2 * len(container) != len(held):
        return False
    place = 0
    for key, thing in container.items():
        if held[place] is not key or held[place + 1] is not thing:
            return False
        place += 2
    return True


def _is_list_of(container: list[Any], held: list[Any]) -> bool:
    if len(container) != len(held):
        return False
    for place, thing in enumerate(container):  # noqa: SIM110  # as above
        if held[place] is not thing:
            return False
    return True
