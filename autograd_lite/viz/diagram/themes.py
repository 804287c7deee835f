"""The looks of a diagram: colours, letters, and where the numbers stand."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Theme:
    """Forward and backward differ in lightness or weight too, and always in their place."""

    forward: str = "#137333"
    backward: str = "#b00020"
    bold_backward: bool = False
    ink: str = "#1f2328"
    muted: str = "#59636e"
    background: str = "#ffffff"
    #: of operations and folded modules
    fill: str = "#f3f6fa"
    #: of a module and its border; see-through, so that nested ones grow darker
    panel: str = "#0969da0a"
    panel_line: str = "#0969da59"
    #: of what is highlighted, and its wires
    marker: str = "#fff8d6"
    marker_line: str = "#d9820b"
    font: str = "Arial"  # a face whose metrics every layout program knows
    size: int = 14
    #: on the wires, as on the slides, or in boxes of label, data and grad
    numbers: Literal["wires", "boxes"] = "wires"


THEMES = {
    "slides": Theme(),
    "micrograd": Theme(ink="#000000", fill="#ffffff", numbers="boxes"),
    "mono": Theme(
        forward="#333333", backward="#000000", bold_backward=True, ink="#111111", muted="#555555",
        fill="#ffffff", panel="#0000000a", panel_line="#00000073", marker="#e4e4e4",
        marker_line="#000000",
    ),
    # M. Okabe, K. Ito: Color Universal Design, 2008: blue and vermilion
    "colorblind": Theme(
        forward="#0072b2", backward="#d55e00", bold_backward=True, panel="#0072b208",
        panel_line="#0072b266", marker="#fdfae0", marker_line="#000000",
    ),
    "dark": Theme(
        forward="#56d364", backward="#ff8a80", ink="#e6edf3", muted="#9aa4af",
        background="#0d1117", fill="#1b222c", panel="#58a6ff14", panel_line="#58a6ff66",
        marker="#3d2e00", marker_line="#e3b341",
    ),
}  # fmt: skip
