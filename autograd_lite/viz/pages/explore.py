"""A function of one or two numbers as a page on which a pointer shows its gradient."""

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from autograd_lite.compiler.languages import javascript
from autograd_lite.compiler.program import evaluate
from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import admit
from autograd_lite.labels import unturned
from autograd_lite.viz.formula.scripts import MathML, Text
from autograd_lite.viz.pages.formulas import formula_of
from autograd_lite.viz.pages.function import Here, Traced, graph_at, traced, variables_of
from autograd_lite.viz.pages.graph import followed
from autograd_lite.viz.pages.limits import Range, limits_of
from autograd_lite.viz.pages.page import Page
from autograd_lite.viz.pages.scripts import row, worded
from autograd_lite.viz.web.document import as_script, fill, labels, read
from autograd_lite.viz.words.languages import Language, choose_language
from autograd_lite.viz.words.words import Words

LONGEST_NAME = 8  # letters of a function
#: words of the errors of a function that takes its numbers together
OF_SEVERAL = ("a sequence", "subscriptable", "iterable", "unpack")
CALCULUS = "autograd_lite.calculus"  # whose functions have the name of what they differentiate
#: where the first point may lie in the ranges; not in the middle, where many functions are flat,
#: and not on a diagonal either
SHARES = ((0.7, 0.6), (0.3, 0.8), (0.9, 0.2), (0.1, 0.4), (0.5, 0.5), (0.6, 0.9))


def explore(
    f: Callable[..., Any],
    x: Range = (-3.0, 3.0),
    y: Range | None = None,
    *,
    at: float | Sequence[float] | None = None,
    title: str | None = None,
    language: Language = "en",
    precision: int = 4,
) -> "Exploration":
    """Return a page that shows what a gradient is, for a function of one or two numbers.

    Of one number it shows the graph, and its tangent at the point under the pointer; of two the
    level lines, and the gradient as an arrow. The value and the derivatives are told beside it, and
    the graph of the computation with them, if it has at most 60 nodes and no condition. Zooming in
    makes a curve its tangent, and level lines straight: that is what a derivative is.

    ``f`` is a function of Values, as `parse` makes them too. It takes so many arguments as there
    are variables; others may have values unless given. ``x`` and ``y`` are the ranges of the
    first and the second variable; that of the second is the same as the first's, unless given.
    ``at`` is the point that is shown at first; unless given, one with a gradient. Numbers have
    ``precision`` significant digits, and those of the point as many as tell it from its neighbours
    in the window; ``language`` is as `choose_language` has it.

    On the page the point moves with the pointer, a finger or the arrow keys (with Shift ten times
    as far); the wheel, two fingers, + and − zoom, 0 zooms back, and to drag moves the window.

    Raises ValueError for a function of no or of more than two variables, for one whose result does
    not depend on them, and for ranges that are none; TypeError unless f returns one number;
    TracingError for a function that branches on its argument: write that with `where`; LayoutError
    as `draw`.

    >>> import autograd_lite as ag
    >>> page = explore(lambda x: ag.sin(x) * x, at=1.0)
    >>> page
    <Exploration of f(x)>
    >>> page.html().startswith("<!DOCTYPE html>")
    True
    """
    checks.function("f", f)
    words = choose_language(language)
    checks.text("title", "" if title is None else title)
    digits = checks.whole_number("precision", precision, 1, 17)
    names = variables_of(f, None if y is None else 2)
    first = limits_of("x", x)
    ranges = [first, first if y is None else limits_of("y", y)][: len(names)]
    try:
        programs = traced(f, names)
    except TypeError as error:
        if any(each in str(error) for each in OF_SEVERAL):
            error.add_note(
                "f gets a number for each variable. For a function of a vector, or a model, write "
                "lambda x, y: f([x, y])"
            )
        raise
    point = _some_point(programs, ranges) if at is None else _point(at, names, ranges)
    return Exploration(f, names, programs, ranges, point, title, words, digits)


def _point(at: Any, names: list[str], ranges: list[Range]) -> list[float]:
    given = admit(at, "at")
    several = list(given) if isinstance(given, (list, tuple)) else [given]
    if len(several) != len(ranges):
        raise ValueError(f"at: a number for each of {', '.join(names)} is needed, got {at!r}")
    point = [checks.finite("at", each) for each in several]
    for name, x, (low, high) in zip(names, point, ranges, strict=True):
        if not low <= x <= high:
            raise ValueError(f"at: {name} = {x:g} is outside of its range, {low:g} to {high:g}")
    return point


def _name_of(f: Callable[..., Any]) -> str:
    """The name of a function, if it is short and its own: a derivative of g is not g."""
    name = str(getattr(f, "__name__", getattr(f, "name", "f")))
    is_own = name.isidentifier() and len(name) <= LONGEST_NAME and not _is_derivative(f)
    return name if is_own else "f"


def _is_derivative(f: Any) -> bool:
    while f is not None:
        module = getattr(f, "__globals__", {}).get("__name__")
        if module == CALCULUS or getattr(f, "_origin", None):
            return True
        f = getattr(f, "__wrapped__", None)
    return False


def _some_point(programs: Traced, ranges: list[Range]) -> list[float]:
    """A point with a gradient, or else any."""
    points = [
        [low + share * (high - low) for share, (low, high) in zip(shares, ranges, strict=False)]
        for shares in SHARES
    ]
    for point in points:
        if all(map(math.isfinite, evaluate(programs.gradient, [*programs.closure, *point]))):
            return point
    return points[0]


class Exploration(Page):
    """The page of a function, which a pointer moves over. A notebook shows it by itself."""

    __module__ = "autograd_lite"

    def __init__(
        self,
        f: Callable[..., Any],
        names: list[str],
        programs: Traced,
        ranges: list[Range],
        point: list[float],
        title: str | None,
        words: Words,
        precision: int,
    ) -> None:
        here = graph_at(f, names, point, everywhere=not programs.asks)
        names = [*map(unturned, names)]
        self._name = unturned(_name_of(f))
        self._call = f"{self._name}({words.join(names)})"
        heading = words("explore.title", function=self._call) if title is None else title
        data = {
            "f": self._call,
            "names": names,
            "ranges": ranges,
            "point": point,
            "closure": programs.closure,
            "precision": precision,
            "decimal": words.decimal,
        }
        room, graph = "autograd_lite.viz.pages", followed(here, precision, words)
        page = fill(
            read("explore.html", room),
            [read("page.css"), *(read(f"{x}.css", room) for x in ("plot", "graph", "explore"))],
            [
                f"const EXPLORED = {as_script(data)};",
                javascript.function(programs.value, "computeValue"),
                javascript.function(programs.gradient, "computeGradient"),
                read("zoom.js"),
                read("numbers.js"),
                *(read(f"{name}.js", room) for name in ("plot", "hands", "curve", "field")),
                *graph.scripts,
                read("explore.js", room),
            ],
            **labels(words) | worded(words),
            title=escape(heading),
            formula=self._formula(here, names, precision, words),
            rows="\n".join(self._rows(here, names, Text(precision, words), words)),
            hint=escape(words("explore.keys_curve" if len(names) == 1 else "explore.keys_field")),
            picture=graph.picture,
            table=graph.table,
        )
        super().__init__(page, heading)

    def __repr__(self) -> str:
        return f"<Exploration of {self._call}>"

    def _formula(self, here: Here, names: list[str], precision: int, words: Words) -> str:
        """f(x) = …, where that is short enough to be read."""
        formula = formula_of(here.root) if here.everywhere else None
        if formula is None:
            return ""
        given = "<mo>,</mo>".join(f"<mi>{escape(name)}</mi>" for name in names)
        call = (
            f"<mi>{escape(self._name)}</mi><mo>&#x2061;</mo>"
            f'<mo form="prefix" stretchy="false">(</mo>{given}'
            '<mo form="postfix" stretchy="false">)</mo>'
        )
        told = escape(f"{self._call} = {Text(precision, words).write(formula)}")
        written = MathML(precision, words).write(formula)
        return f'<math aria-label="{told}"><mrow>{call}<mo>=</mo>{written}</mrow></math>'

    def _rows(self, here: Here, names: list[str], text: Text, words: Words) -> list[str]:
        """What is told at the point: names and numbers, at first those of the point given."""
        variables = [*zip(names, here.variables, strict=True)]
        rows = [row(name, f"x{i}", text.number(x.data)) for i, (name, x) in enumerate(variables)]
        rows.append(row(self._call, "f0", text.number(here.root.data), "forward"))
        for i, (name, x) in enumerate(variables, start=1):
            slope = f"{self._name}′({name})" if len(names) == 1 else f"∂{self._name}/∂{name}"
            rows.append(row(slope, f"f{i}", text.number(x.grad), "backward"))
        if len(names) == 1:
            rows.append(row(words("explore.tangent"), "tangent", "", "backward"))
        return rows
