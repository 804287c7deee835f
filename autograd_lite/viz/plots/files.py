"""Write figures under their names."""

import os
from pathlib import Path

from matplotlib.figure import Figure


def save(folder: "str | os.PathLike[str]", **figures: Figure) -> list[Path]:
    """Write each figure into ``folder``, made if need be, as name.png; return the paths.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in save(folder, empty=Figure())]
    ['empty.png']
    """
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = [Path(folder) / f"{name}.png" for name in figures]
    for path, figure in zip(paths, figures.values(), strict=True):
        figure.savefig(path)
    return paths
