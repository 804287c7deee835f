"""Graphs with many edges on screen: work and size are linear, and what is left out is said.

Work is counted as calls of functions, size as characters: the same on every run.
"""

import re
from contextlib import contextmanager

import pytest
from effort import effort
from pictures import texts

import autograd_lite as ag
from autograd_lite import Value, nn

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
    "maximum": lambda count: ag.maximum(*values(count)),
    "logsumexp": lambda count: ag.logsumexp(values(count)),
    "cross_entropy": lambda count: ag.cross_entropy(values(count), 3),
    "prod": lambda count: ag.prod(values(count)),
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
        assert third - second < 2.2 * (second - first) + 0.05 * second, measured


# Pictures -----------------------------------------------------------------------------------


@each_graph
@pytest.mark.parametrize(("bounds", "count"), [({}, 200), (ALL, 50)], ids=["bounded", "all"])
def test_a_picture_is_linear_in_its_edges(graph, bounds, count):
    check_linear(graph, lambda root: ag.draw(root, partials="both", **bounds).dot(), count)


def sums_of_all(leaves, sums):
    inputs = values(leaves)
    root = ag.sum([ag.sum(inputs) for _ in range(sums)])
    root.backward()
    return root


def described(diagram):
    return re.search('aria-label="(.*?)"', diagram.svg())[1]


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


def test_wires_between_the_same_two_boxes_are_one_where_there_are_too_many():
    xs = values(3)
    root = ag.sum([ag.prod([x, x, x]) for x in xs])
    assert describes_no_bundles(ag.draw(root, max_edges=12))
    bundled = ag.draw(root, max_edges=11)
    assert texts(bundled.svg()).count("3 wires") == 3
    assert "7 nodes, 12 wires drawn as 6 (max_edges=11)" in texts(bundled.svg())
    assert described(bundled) == "graph of 7 nodes; 12 wires drawn as 6"


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
