"""Write figures under their names."""

import os
from pathlib import Path

from matplotlib.figure import Figure

from autograd_lite.inputs.checks import path, shown


def save(folder: "str | os.PathLike[str]", **figures: Figure) -> list[Path]:
    """Write each figure into ``folder``, made if need be, as name.png; return the paths.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in save(folder, empty=Figure())]
    ['empty.png']
    """
    place = path("folder", folder)
    for name, figure in figures.items():
        if not isinstance(figure, Figure):
            raise TypeError(f"{name}: a figure is needed, got {shown(figure)}")
    place.mkdir(parents=True, exist_ok=True)
    paths = [place / f"{name}.png" for name in figures]
    for file, figure in zip(paths, figures.values(), strict=True):
        figure.savefig(file)
    return paths
