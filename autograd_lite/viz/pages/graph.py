"""The graph of a function as a picture and a table, whose numbers follow those of its variables."""

from collections.abc import Iterator
from html import escape
from typing import Any, NamedTuple

from autograd_lite.compiler.languages import javascript
from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.formula.formulas import fill, number, symbol
from autograd_lite.viz.formula.names import Name, is_number
from autograd_lite.viz.formula.notation import value_formula
from autograd_lite.viz.formula.scripts import MathML, Text
from autograd_lite.viz.pages.function import Here
from autograd_lite.viz.pages.scripts import table, table_row
from autograd_lite.viz.slots.marks import mark, with_slots
from autograd_lite.viz.story.deck import Drawing
from autograd_lite.viz.story.inline import page_svg
from autograd_lite.viz.story.live.limits import obstacle
from autograd_lite.viz.story.live.story import LiveStory
from autograd_lite.viz.story.live.telling import LiveTelling
from autograd_lite.viz.story.picture import Picture, changing_room
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.web.document import as_script, read
from autograd_lite.viz.words.words import Words

MOST_NODES = 60  # that are drawn, and told one by one


class Part(NamedTuple):
    """What a page shows of a graph, and the scripts that compute and write its numbers."""

    picture: str
    table: str
    scripts: list[str]


def followed(here: Here, precision: int, words: Words) -> Part:
    """The graph of a function as a picture and a table.

    There is none of one that is too large, that is another one at other points, or that has
    operations of a user's own. Raises LayoutError if there is no layout program for the picture, or
    it takes too long.
    """
    order = topological_order(here.root)
    if len(order) > MOST_NODES or not here.everywhere:
        return Part("", "", [])
    story = Story(here.root, "explore", Bounds(MOST_NODES, len(order) * MOST_NODES))
    if obstacle(story, asks=False, moves=False):
        return Part("", "", [])
    picture = Picture(story, precision, words, "auto", changing_room(precision))
    telling = LiveTelling(story, picture, precision, words)
    wide, tall = picture.views
    drawings = (
        page_svg(Drawing("wide", wide.svg("both"), {}, range(1, 2)), telling.drawn(wide)),
        page_svg(Drawing("tall", tall.svg("both"), {}, range(1, 2)), telling.drawn(tall)),
    )
    drawn = with_slots("\n".join(drawings))
    rows = with_slots("\n".join(_rows(telling.live, precision, words)))
    script = javascript.function(telling.recorder.program(), "computeGraph")
    data = {
        "inputs": _inputs(telling.live, story, here.variables),
        "precision": precision,
        "decimal": words.decimal,
    }
    room = "autograd_lite.viz.story.live"
    scripts = [
        f"const GRAPH = {as_script(data)};",
        script,
        read("rows.js", room),
        read("graph.js", "autograd_lite.viz.pages"),
    ]
    return Part(_figure(drawn, words), table(rows, words), scripts)


def _inputs(live: LiveStory, story: Story, variables: list[Value]) -> list[dict[str, Any]]:
    """Where the numbers of the leaves come from: a variable by its place, or always the same."""
    places = {x: i for i, x in enumerate(variables)}
    own = dict(zip(live.nodes, story.nodes, strict=True))
    return [
        {"variable": places[own[x]]} if own[x] in places else {"number": own[x].data}
        for x in live.inputs
    ]


def _figure(drawings: str, words: Words) -> str:
    heading = escape(words("explore.graph"))
    return (
        f'<div class="drawn" tabindex="0" role="group" aria-label="{heading}">\n{drawings}\n</div>'
    )


def _rows(story: LiveStory, precision: int, words: Words) -> Iterator[str]:
    """A row for every node but plain numbers."""
    text, mathml = Text(precision, words), MathML(precision, words)

    def slot(value: float) -> str:
        return mark(value, "t0", text.number(float(value)))

    for node in story.nodes:
        if is_number(node):
            continue
        name: Name = story.names[node]
        formula = ""
        if node.op is not None:
            operands = [
                number(each.data) if is_number(each) else symbol(story.names[each])
                for each in node.parents
            ]
            shown = fill(value_formula(node), operands)
            told = escape(text.write(shown))
            formula = f'<math aria-label="{told}">{mathml.write(shown)}</math>'
        gradient = slot(story.gradients[node]) if node in story.gradients else ""
        yield table_row(name, slot(story.data(node)), gradient, formula)
