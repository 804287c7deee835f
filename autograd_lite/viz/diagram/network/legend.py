"""What the width of a wire means, below a network whose wires carry no numbers."""

from collections.abc import Iterator

from autograd_lite.viz.diagram.network.wires import THICK
from autograd_lite.viz.diagram.network.writing import Hand, Run, row_width, write
from autograd_lite.viz.sheet.shapes import Line, Shape

SAMPLE, SPACE = 26.0, 7.0  # points of a wire that shows what is meant, and beside it


def legend(hand: Hand, largest: float, left: float, y: float) -> Iterator[Shape]:
    """One line, from ``left`` on, with its letters on ``y``; of wires up to the ``largest``."""
    backward = hand.show == "backward"
    colors = ("backward", "backward") if backward else ("forward", "marker_line")
    words, number = hand.pen.words, hand.pen.number
    sample, told = f"network.{'gradient' if backward else 'weight'}", words("network.width")
    samples = [
        (color, dashed, words(sample, number=number(-largest if dashed else largest)))
        for color, dashed in zip(colors, (False, True), strict=True)
    ]
    for color, dashed, text in samples:
        middle = y - 0.3 * hand.size
        yield Line(((left, middle), (left + SAMPLE, middle)), color, THICK, dashed)
        row = [Run(text, hand.size, "muted")]
        yield from write(row, left + SAMPLE + SPACE, y, "start")
        left += SAMPLE + 3 * SPACE + row_width(row)
    yield from write([Run(told, hand.size, "muted")], left, y, "start")
