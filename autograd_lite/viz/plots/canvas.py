"""Figures in one look: clear from the last row and in print, and to the colour-blind.

Everything is set on the figure itself. matplotlib's settings are global, so they are left alone,
and those that a user made for other pictures should not show in these.
"""

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.lines import Line2D

from autograd_lite.inputs.checks import path, shown, text
from autograd_lite.viz.diagram.themes import THEMES

FORWARD, BACKWARD = THEMES["slides"].forward, THEMES["slides"].backward
INK, MUTED = THEMES["slides"].ink, THEMES["slides"].muted
UNKNOWN = "#9aa0a6"
# Paul Tol's "vibrant" colours, which the colour-blind can tell apart. The numbers of colours and
# of marks have no common divisor: together they tell 42 classes apart.
COLORS = ("#0077BB", "#CC3311", "#009988", "#EE7733", "#33BBEE", "#EE3377")
MARKS = ("o", "^", "s", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":")
ROUND = (1, 2, 5, 10)  # what an axis counts by
FEW = 40  # so many points of a line are marked one by one
TITLE, LABEL, TICK = 13, 12, 10.5  # points


def tint(color: str, strength: float = 0.4) -> str:
    """A colour thinned with white: a background on which points of the full colour show."""
    red, green, blue = (1.0 - strength * (1.0 - part) for part in to_rgb(color))
    return to_hex((red, green, blue))


def _scale(name: str, low: str, high: str) -> Colormap:
    return LinearSegmentedColormap.from_list(name, [low, "#fafafa", high])


# Numbers from low to high, and the same behind points of the full colours. There the blue is
# lighter than the red, which tells them apart in print without colours.
SCALE = _scale("scale", *COLORS[:2])
TINTS = _scale("tints", tint(COLORS[0], 0.35), tint(COLORS[1], 0.55))


class Picture(Figure):
    """A matplotlib figure that a notebook shows, which those without pyplot it does not."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        file = io.BytesIO()
        self.savefig(file, format="png")
        width, height = (round(96 * inches) for inches in self.get_size_inches())
        return file.getvalue(), {"width": width, "height": height}


def new_picture(width: float = 6.4, height: float = 4.6) -> Picture:
    """An empty picture, its size in inches, that makes room for whatever is written in it."""
    layout = ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1)
    return Picture(figsize=(width, height), dpi=150, facecolor="white", layout=layout)


def new_axes(picture: Picture, rows: int = 1, columns: int = 1, number: int = 1) -> Axes:
    """Axes in the common look."""
    axes: Axes = picture.add_subplot(rows, columns, number, facecolor="white")
    style(axes)
    return axes


def panels(count: int, width: float, height: float) -> tuple[Picture, list[Axes]]:
    """A picture of ``count`` axes of that size, at most four side by side."""
    columns = count if count < 4 else 4 if count % 3 else 3
    rows = -(-count // columns)
    picture = new_picture(max(columns * width, 4.8), rows * height + 0.7)
    return picture, [new_axes(picture, rows, columns, i + 1) for i in range(count)]


def style(axes: Axes) -> None:
    """Give axes the common look."""
    axes.set_axisbelow(True)
    axes.grid(visible=True, color=INK, alpha=0.15, linewidth=0.8, linestyle="-")
    axes.tick_params(colors=MUTED, labelcolor=INK, labelsize=TICK, which="both")
    for spine in axes.spines.values():
        spine.set_color(MUTED)
        spine.set_linewidth(0.8)


def write(axes: Axes, title: str = "", xlabel: str = "", ylabel: str = "") -> None:
    """Write the title of axes, and what their sides are."""
    for argument, given in {"title": title, "xlabel": xlabel, "ylabel": ylabel}.items():
        text(argument, given)
    axes.set_title(title, fontsize=TITLE, color=INK)
    axes.set_xlabel(xlabel, fontsize=LABEL, color=INK)
    axes.set_ylabel(ylabel, fontsize=LABEL, color=INK)


def write_above(picture: Picture, title: str) -> None:
    """Write a title over several axes."""
    if text("title", title):
        picture.suptitle(title, fontsize=TITLE + 1, color=INK)


def explain(
    picture: Picture,
    keys: Sequence[Artist],
    loc: Literal["outside lower center", "lower center"] = "outside lower center",
) -> None:
    """Say below the axes, where it hides no data, what the ``keys`` mean by their labels."""
    if keys:
        widest = 0.6 + 0.08 * max(len(str(each.get_label())) for each in keys)  # inches
        picture.legend(
            handles=list(keys),
            loc=loc,
            ncols=max(1, min(len(keys), int(picture.get_figwidth() / widest))),
            fontsize=TICK + 0.5,
            labelcolor=INK,
            frameon=False,
        )


def key(label: str, **look: Any) -> Line2D:
    """A sample for `explain`."""
    return Line2D([], [], label=label, **look)


def save(folder: "str | os.PathLike[str]", **figures: Figure) -> list[Path]:
    """Write each figure into ``folder``, made if need be, as name.png; return the paths.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in save(folder, empty=Figure())]
    ['empty.png']
    """
    place = path("folder", folder, "folder")
    for name, figure in figures.items():
        if not isinstance(figure, Figure):
            raise TypeError(f"{name}: a figure is needed, got {shown(figure)}")
    place.mkdir(parents=True, exist_ok=True)
    paths = [place / f"{name}.png" for name in figures]
    for file, figure in zip(paths, figures.values(), strict=True):
        figure.savefig(file)
    return paths
