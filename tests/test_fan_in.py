"""Graphs with many edges on screen: work and size are linear, and what is left out is said.

Work is counted as calls of functions, size as characters: the same on every run.
"""

import re
from contextlib import contextmanager
from itertools import pairwise

import pytest
from effort import effort
from pictures import texts

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.diagram.draw import arrange
from autograd_lite.viz.story.picture import Picture
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.words import ENGLISH

#: large enough that nothing is left out
ALL = {"max_nodes": 10**6, "max_edges": 10**6}


def values(count):
    return [Value(0.5 + i / count, f"x{i}") for i in range(count)]


def neuron(count):
    return nn.Neuron(count, "sigmoid", rng=0)([i / count for i in range(count)])


def used_by_one(count):
    return ag.sum([Value(2.0, "x")] * count)


def used_by_many(count):
    x = Value(2.0, "x")
    return ag.sum([x * float(i) for i in range(count)])


def layer(count):
    """Nodes that each have all of its inputs as operands."""
    inputs = values(count)
    return ag.sum([ag.sum(inputs) for _ in range(5)])


def network(count):
    return nn.MLP(count, [3, 2], rng=0)([i / count for i in range(count)])[0]


#: graphs whose edges double when the count does
GRAPHS = {
    "neuron": neuron,
    "used by one": used_by_one,
    "used by many": used_by_many,
    "layer": layer,
    "network": network,
    "maximum": lambda count: ag.maximum(*values(4 * count)),
    "logsumexp": lambda count: ag.logsumexp(values(2 * count)),
    "cross_entropy": lambda count: ag.cross_entropy(values(2 * count), 3),
    "prod": lambda count: ag.prod(values(2 * count)),
}
each_graph = pytest.mark.parametrize("graph", GRAPHS.values(), ids=GRAPHS)


@contextmanager
def operands_read():
    """Count the operands and local gradients that are handed out, each time a tuple of all."""
    read = []

    def counted(name):
        known = getattr(Value, name).fget
        return property(lambda node: read.append(len(found := known(node))) or found)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("parents", "local_gradients"):
            patch.setattr(Value, name, counted(name))
        yield read


def check_linear(graph, show, count):
    """Twice the edges make twice the work and twice the size, and no more."""
    measured = []
    show(graph(count))  # what is read once is read
    for each in (count, 2 * count, 4 * count):
        root = graph(each)
        root.backward()
        with operands_read() as read, effort() as spent:
            shown = show(root)
        measured.append((spent.calls, sum(read), len(shown)))
    for first, second, third in zip(*measured, strict=True):
        assert third - second < 2.6 * (second - first) + 0.05 * second, measured


PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def added(texts):
    """The sum of the numbers that are written, of ``Σ = 3`` as of ``3``."""
    written = [
        text.rpartition("= ")[2].translate(PLAIN).replace("·10", "e") for text in texts if text
    ]
    return sum(map(float, written))


def reads_per_edge(show, side):
    """How often each operand is handed out, in layers where all depends on all before it."""
    nodes = values(side)
    for _ in range(2):
        nodes = [ag.sum(nodes) for _ in range(side)]
    root = ag.sum(nodes)
    root.backward()
    with operands_read() as read:
        show(root)
    return sum(read) / (2 * side * side + side)


@pytest.mark.parametrize(
    "show",
    [
        lambda root: ag.draw(root, partials="both").dot(),
        lambda root: ag.draw(root, max_nodes=30).dot(),
        lambda root: ag.draw(root, modules=nn.Neuron(1)).dot(),
        lambda root: str(ag.explain(root)),
        lambda root: ag.explain(root, max_edges=10).latex(),
        lambda root: ag.walkthrough(root, max_nodes=1_000, max_edges=10).html(),
    ],
    ids=["draw", "summary", "modules", "table", "latex", "walkthrough"],
)
def test_the_operands_of_a_node_are_not_read_again_for_each_of_its_consumers(show):
    assert reads_per_edge(show, 32) < 1.1 * reads_per_edge(show, 16)


# Pictures -----------------------------------------------------------------------------------


@each_graph
@pytest.mark.parametrize(("bounds", "count"), [({}, 200), (ALL, 50)], ids=["bounded", "all"])
def test_a_picture_is_linear_in_its_edges(graph, bounds, count):
    check_linear(graph, lambda root: ag.draw(root, partials="both", **bounds).dot(), count)


def means_of_all_before(count):
    nodes = [Value(1.0, "x")]
    for _ in range(count):
        nodes.append(ag.mean(nodes))
    nodes[-1].backward()
    return nodes[-1]


def sums_of_all(leaves, sums):
    inputs = values(leaves)
    root = ag.sum([ag.sum(inputs) for _ in range(sums)])
    root.backward()
    return root


def described(diagram):
    return re.search('aria-label="(.*?)[."]', diagram.svg())[1]


def test_a_picture_of_too_many_wires_says_what_it_leaves_out():
    root = sums_of_all(30, 20)
    diagram = ag.draw(root)
    found = texts(diagram.svg())
    assert {"… 18 more leaves", "… 8 more operations"} <= set(found)
    assert "51 nodes in 27 boxes, 620 wires drawn as 182 (max_edges=400)" in found
    assert described(diagram) == (
        "graph of 51 nodes in 27 boxes; 620 wires drawn as 182; "
        "left out: 18 leaves and 8 operations"
    )
    whole = ag.draw(root, max_edges=620)
    assert described(whole) == "graph of 51 nodes"
    assert not any("…" in text for text in texts(whole.svg()))


@pytest.mark.parametrize("max_edges", [1, 20, 60, 150, 400])
@pytest.mark.parametrize(
    "root",
    [means_of_all_before(45), sums_of_all(30, 20), network(30)],
    ids=["means", "sums", "net"],
)
def test_a_picture_has_as_many_wires_as_are_allowed(root, max_edges):
    root.backward()
    edges = arrange(
        ag.topological_order(root), Bounds(100, max_edges), {}, lambda group: False, set()
    )[0].edges
    assert len(edges) <= max(max_edges, 3) + 1  # the last leaves the result
    assert len(edges) > 0.4 * min(max_edges, 30)


def test_wires_between_the_same_two_boxes_are_one_where_there_are_too_many():
    xs = values(3)
    root = ag.sum([ag.prod([x, x, x]) for x in xs])
    assert describes_no_bundles(ag.draw(root, max_edges=12))
    bundled = ag.draw(root, max_edges=11)
    assert texts(bundled.svg()).count("3 wires") == 3
    assert "7 nodes, 12 wires drawn as 6 (max_edges=11)" in texts(bundled.svg())
    assert described(bundled) == "graph of 7 nodes; 12 wires drawn as 6"


def test_where_wires_carry_no_numbers_a_note_says_how_many_are_one():
    found = texts(ag.draw(used_by_one(5), theme="micrograd").svg())
    assert "5 wires drawn as 1" in found
    assert not any("wires" in text for text in texts(ag.draw(used_by_one(5)).svg())[:-9])


def describes_no_bundles(diagram):
    return described(diagram) == "graph of 7 nodes" and "wires" not in diagram.dot()


def test_a_notebook_bounds_the_wires_of_what_it_draws_unasked():
    bundle = sums_of_all(30, 20)._repr_mimebundle_()
    (note,) = (text for text in texts(bundle["image/svg+xml"]) if "max_edges" in text)
    assert note.endswith("(max_edges=240)")
    told = sums_of_all(60, 2)._repr_mimebundle_()
    assert [*told] == ["text/plain"]
    assert told["text/plain"].endswith(": a graph of 63 nodes, of which draw(...) makes a picture")


def test_a_notebook_shows_a_graph_at_once():
    check_linear(used_by_one, lambda root: str(root._repr_mimebundle_()), 1_000)


# Explanations -------------------------------------------------------------------------------


def all_forms(root, **bounds):
    explanation = ag.explain(root, **bounds)
    return "".join([str(explanation), explanation.markdown(), explanation.latex()])


@each_graph
@pytest.mark.parametrize("max_edges", [9, 10**6], ids=["bounded", "all"])
def test_an_explanation_is_linear_in_its_edges(graph, max_edges):
    check_linear(graph, lambda root: all_forms(root, max_nodes=10**6, max_edges=max_edges), 50)


def test_of_many_operands_the_first_and_the_last_are_told_and_the_others_together():
    root = ag.sum([ag.exp(Value(float(i))) for i in range(3)] + [Value(2.0, "x")] * 10_000) * 2.0
    explanation = ag.explain(root, max_nodes=20, max_edges=100)
    rows = [row for row in explanation.rows if row.node is root.parents[0]]
    assert [row.operands for row in rows] == [1] * 18 + [9_979] + [1] * 6
    assert rows[18].towards == "… 9 979 more operands"
    assert (rows[18].local, rows[18].upstream, rows[18].product) == (9_979.0, 2.0, 19_958.0)
    assert (rows[18].local_formula, rows[18].accumulated) == (None, None)
    text = str(explanation).splitlines()
    (told,) = (line for line in text if "more operands" in line)
    assert " ".join(told.split()) == "… 9 979 more operands Σ = 9979 Σ = 19958"
    assert any(line.endswith(" 20000 = 2 + 2 + 2 + … (9 996 more: 19992) + 2") for line in text)
    assert text[-1] == "9 979 of 10 007 products are told together, not one by one (max_edges=100)."
    assert r"| … 9 979 more operands | Σ = 9979 | Σ = 19958 |  |" in explanation.markdown()
    latex = explanation.latex()
    assert r"2 + 2 + 2 + \underbrace{\dots}_{9\,996\text{ more: }19992} + 2 = 20000" in latex
    assert (
        r"\vdots & \quad 9\,979\text{ more operands of }v_{7}\text{: } "
        r"\textstyle\sum = 2 \cdot 9979 = 19958"
    ) in latex


@each_graph
def test_what_is_told_in_part_adds_up_to_the_whole(graph):
    root = graph(60)
    whole = ag.explain(root, **ALL)
    told = ag.explain(root, max_nodes=10**6, max_edges=1)
    for node in {row.node: None for row in whole.rows}:
        one_by_one, in_part = (
            [row for row in each.rows if row.node is node] for each in (whole, told)
        )
        assert sum(row.operands for row in in_part) == len(one_by_one)
        assert len(in_part) <= min(4, len(one_by_one))
        for number in ("local", "product"):
            sums = (sum(getattr(row, number) for row in rows) for rows in (one_by_one, in_part))
            assert next(sums) == pytest.approx(next(sums), rel=1e-12, abs=1e-12)
    cells = told._cells(48)
    starts = [i for i, row in enumerate(cells) if row[0]] + [len(cells)]
    for start, end in pairwise(starts):
        products = added(row[6] for row in cells[start:end])
        locals_ = added(row[5].partition(" (")[0] for row in cells[start:end])
        assert products == pytest.approx(added([cells[start][3]]) * locals_, rel=1e-4, abs=1e-4)


def test_as_many_operands_are_told_as_the_bound_allows():
    root = ag.sum([ag.sum(values(30)) for _ in range(10)])
    told = {
        most: [row for row in ag.explain(root, max_edges=most).rows if row.node is root.parents[0]]
        for most in (310, 309, 250, 249, 130, 129, 66, 65, 1)
    }
    lengths = {most: len(rows) for most, rows in told.items()}
    assert lengths == {310: 30, 309: 25, 250: 25, 249: 13, 130: 13, 129: 7, 66: 7, 65: 4, 1: 4}


def test_the_number_of_what_a_formula_leaves_out_is_what_it_does_with_that():
    names = [Value(float(i), "x") for i in range(1, 21)]
    expected = {
        ag.sum: "… (16 more: 184) + 20 = 210",
        ag.prod: "… (16 more: 2.02742·10¹⁶)·20",
        ag.maxout: "… (16 more: 19), 20) = 20",
        ag.mean: "… (16 more: 184) + 20)/20 = 10.5",
        ag.logsumexp: "… (16 more: 2.82355·10⁸) + exp(20)) = 20.4587",
    }
    for operation, told in expected.items():
        assert told in ag.walkthrough(operation(names), precision=6).html()


def test_many_operands_have_the_notation_of_few():
    root = ag.linear([Value(1.0, "w")] * 7_000, [Value(2.0, "x")] * 7_000)
    text = str(ag.explain(root, max_edges=10))
    assert "w·x + w·x + w·x + … (6 997 more) + w·x" not in text
    assert "w·x + w·x + w·x + … (6 996 more) + w·x" in text


# Walkthroughs -------------------------------------------------------------------------------


@pytest.mark.parametrize("graph", [used_by_one, layer], ids=["used by one", "layer"])
def test_a_walkthrough_is_linear_in_its_edges(graph):
    check_linear(graph, lambda root: ag.walkthrough(root, **ALL).html(), 12)
    check_linear(graph, lambda root: ag.walkthrough(root, max_nodes=10**6, max_edges=9).html(), 50)


def test_a_slide_tells_the_first_and_last_operands_and_the_others_together():
    html = ag.walkthrough(used_by_one(10_000)).html()
    assert html.count("<tr data-wire=") == 24
    row = re.search(
        '<tr><th scope="row" data-name="to">… 9 976 more operands</th>(.*?)</tr>', html
    )[1]
    cells = [re.sub("<.*?>", "", cell) for cell in row.split("</td>")]
    assert cells == ["1", "×", "Σ = 9976", "=", "Σ = 9976", "together", ""]
    assert (
        "To … 9 976 more operands: upstream gradient ∂v₁/∂v₁ = 1 × local gradients, Σ = 9976, "
        "gives Σ = 9976."
    ) in html
    note = "9 976 of 10 000 products are told together, not one by one (max_edges=400)."
    assert html.count(note) == 2  # on the slide, and for screen readers
    assert "1 + 1 + 1 + … (9 996 more: 9996) + 1 = 1·10⁴" in html
    assert ">10 000 wires<" in html


def test_names_of_constants_are_left_out_where_products_are():
    xs = [Value(1.0, "x")] * 50 + [ag.Constant(1.0, f"c{i}") for i in range(30)]
    html = ag.walkthrough(ag.sum(xs), max_edges=20).html()
    names = "c0, c1, c2, c3, c4, c5, c6, c7, c8, … (18 more), c27, c28, c29"
    assert f"{names} are constants: no gradient flows to them." in html


def steps_of(html, key, what):
    """The steps at which a box or wire of the wide picture shows its ``what``."""
    wide = html.partition('<svg class="tall"')[0]
    return re.search(rf'<g class="[^"]*\b{key}\b[^"]*"[^>]* data-{what}="([^"]*)"', wide)[1]


def test_a_picture_lights_the_wire_that_a_step_tells_though_others_are_drawn_as_one():
    x, y = Value(2.0, "x"), Value(3.0, "y")
    html = ag.walkthrough(ag.sum([x] * 5) * y).html()  # Given, two forward, seed, two backward
    assert re.findall('data-wire="(.*?)"', html) == ["w1", "w2", "w0", "w0", "w0", "w0", "w0"]
    assert [steps_of(html, wire, "gradient") for wire in ("w0", "w1", "w2", "w3")] == [
        "6", "5", "5", "4",
    ]  # fmt: skip
    assert [steps_of(html, wire, "value") for wire in ("w0", "w1", "w2", "w3")] == [
        "1", "2", "1", "3",
    ]  # fmt: skip


def test_a_gradient_that_is_told_with_others_appears_in_the_picture():
    a, b, c = (Value(1.0, name) for name in "abc")
    html = ag.walkthrough(ag.sum([a] * 30 + [b] * 40 + [c] * 30), max_edges=12).html()
    assert "To b" not in html
    assert [steps_of(html, box, "gradient") for box in ("n0", "n1", "n2", "w1")] == ["4"] * 4


def test_what_stands_for_several_nodes_shows_its_numbers_when_all_are_known():
    root = sums_of_all(30, 20)
    html = ag.walkthrough(root).html()
    boxes = Picture(Story(root, "", Bounds(100, 400)), 4, ENGLISH, "graph").view.boxes
    (box,) = boxes[root.parents[13]]
    assert boxes[root.parents[19]] == (box,) != boxes[root.parents[0]]
    assert steps_of(html, box, "value") == "21"  # of 20 sums, after what is given
    assert steps_of(html, box, "lit").split()[0] == "8"
    assert "(max_edges=400)" in html


@pytest.mark.parametrize("direction", ["LR", "TB"])
def test_what_a_picture_leaves_out_is_not_cut_where_letters_are_wide(direction):
    svg = ag.draw(neuron(50), max_nodes=10, direction=direction).svg()
    (note,) = re.findall(
        r'<text x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>(\d+ nodes in [^<]*)<', svg
    )
    width = float(re.search(r'viewBox="0.00 0.00 ([\d.]+)', svg)[1])
    assert note[2].endswith("(max_nodes=10)")
    assert width >= float(note[0]) + float(note[1])


def test_the_title_of_a_slide_says_that_there_are_others():
    page = ag.walkthrough(ag.maximum(*values(9)), max_edges=3).html()
    assert re.search(r"Backward: v₁ → x0, x1, …, x8\b", re.sub(r"<[^>]*>", "", page))
