"""The units of work that a program is divided into."""

from typing import Final, NamedTuple

__all__ = ["ONE", "ONES", "Copy", "Products", "Repeated", "Steps", "Sums", "Totals", "Unit"]

#: the place of a row of ones, and of the number 1, for summands that are no products
ONES: Final = -1
ONE: Final = -2


class Term:
    """A uniform weight times a row; ``strong``: 0 where the row is 0, whatever the weight."""

    __slots__ = ("row", "strong", "weight")

    def __init__(self, weight: int, row: int, strong: bool) -> None:
        self.weight = weight
        self.row = row
        self.strong = strong


class Sums(NamedTuple):
    """Sums over the same rows: ``weights[i][j]`` is that of ``rows[j]`` in ``sums[i]``."""

    sums: list[int]
    rows: tuple[int, ...]
    weights: list[list[int]]
    strong: bool


class Products(NamedTuple):
    """Strong products that are added up over the batch: ``outputs[i][j]`` gets
    ``upstreams[i]`` · ``rows[j]``.
    """

    upstreams: list[int]
    rows: tuple[int, ...]
    outputs: list[list[int]]


class Totals(NamedTuple):
    """Rows that are added up over the batch, and the outputs that they belong to."""

    rows: list[int]
    outputs: list[int]


class Steps(NamedTuple):
    """Straight-line code for these places."""

    places: list[int]
    #: what it reads and does not compute; conditions it computes anew
    outside: list[int]


class Copy(NamedTuple):
    """Steps at these places; equal ones read what is ``outside`` in the same order."""

    places: list[int]
    outside: list[int]


class Repeated:
    """Straight-line code that is run for each of its copies, on other rows and numbers."""

    __slots__ = ("copies", "outside", "places")

    def __init__(self, copies: list[Copy]) -> None:
        self.copies = copies
        self.places: list[int] = [place for copy in copies for place in copy.places]
        self.outside: list[int] = [place for copy in copies for place in copy.outside]


Unit = Steps | Repeated | Sums | Products | Totals


def grouped_products(products: list[tuple[int, int, int]]) -> list[Unit]:
    of_upstream: dict[int, list[tuple[int, int]]] = {}
    for upstream, row, output in products:
        of_upstream.setdefault(upstream, []).append((row, output))
    groups: dict[tuple[int, ...], list[int]] = {}
    for upstream, pairs in of_upstream.items():
        groups.setdefault(tuple([pair[0] for pair in pairs]), []).append(upstream)
    units: list[Unit] = []
    for rows, upstreams in groups.items():
        outputs = [[pair[1] for pair in of_upstream[x]] for x in upstreams]
        units.append(Products(upstreams, rows, outputs))
    return units
