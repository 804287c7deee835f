"""Small pictures as SVG, whose colours are those of the page: light or dark."""

import math
from collections.abc import Callable, Sequence
from html import escape

WIDTH, HEIGHT, BELOW, LEFT = 240, 150, 16, 34
Points = Sequence[tuple[float, float]]


def spread(numbers: Sequence[float]) -> tuple[float, float]:
    """From where to where most of the numbers lie."""
    known = sorted(x for x in numbers if math.isfinite(x)) or [0.0]
    return known[len(known) // 25], known[-1 - len(known) // 25]


def picture(lines: dict[str, Points], title: str) -> str:
    """Lines by their classes (``value``, ``gradient``), over the axes through 0."""
    xs = [x for points in lines.values() for x, _ in points]
    left, right = min(xs), max(xs)
    least, most = spread([y for points in lines.values() for _, y in points])
    margin = 0.08 * (most - least) or max(0.5, abs(least) / 4)
    low, high = least - margin, most + margin

    def across(x: float) -> float:
        return LEFT + (x - left) / (right - left) * (WIDTH - LEFT)

    def down(y: float) -> float:
        return (high - y) / (high - low) * (HEIGHT - BELOW)

    drawn = [
        f'<svg class="curve" role="img" aria-label="{escape(title)}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
    ]
    if low < 0 < high:
        drawn.append(f'<path class="axis" d="M{LEFT} {down(0):.1f}H{WIDTH}"/>')
    if left < 0 < right:
        drawn.append(f'<path class="axis" d="M{across(0):.1f} 0V{HEIGHT - BELOW}"/>')
    for y in dict.fromkeys((most, least)):
        place = f'x="{LEFT - 4}" y="{down(y) + 3:.0f}"'
        drawn.append(f'<text {place} text-anchor="end">{short(y)}</text>')
    for x, anchor in ((left, "start"), (right, "end")):
        drawn.append(
            f'<text x="{across(x):.0f}" y="{HEIGHT - 3}" text-anchor="{anchor}">{short(x)}</text>'
        )
    window = f'x="{LEFT}" y="0" width="{WIDTH - LEFT}" height="{HEIGHT - BELOW}"'
    drawn.append(f'<svg {window} viewBox="{LEFT} 0 {WIDTH - LEFT} {HEIGHT - BELOW}">')
    for kind, points in lines.items():
        path = trace([(across(x), down(y)) for x, y in points])
        drawn.append(f'<path class="{kind}" d="{path}"/>')
    return "".join([*drawn, "</svg></svg>"])


def trace(points: Points) -> str:
    """A path through points; what is no number, or a jump, interrupts it."""
    path, before = [], math.nan
    for x, y in points:
        if not math.isfinite(y):
            before = math.nan
            continue
        y = min(max(y, -4.0 * HEIGHT), 5.0 * HEIGHT)
        jump = not abs(y - before) < HEIGHT / 3
        path.append(f"{'M' if jump else 'L'}{x:.1f} {y:.1f}")
        before = y
    return "".join(path)


def short(number: float) -> str:
    """A number at an axis."""
    return f"{number:.2g}".replace("-", "−").replace("e+0", "e").replace("e−0", "e−")


def sampled(f: Callable[[float], float], left: float, right: float, count: int = 160) -> Points:
    """A function at points from left to right."""
    xs = [left + (right - left) * i / count for i in range(count + 1)]
    return [(x, f(x)) for x in xs]
