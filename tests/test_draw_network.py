"""Networks as textbooks draw them: what is found, what is shown, and where it stands."""

import math
import random
from itertools import combinations, pairwise

import pytest
from pictures import Area, example_loss, lay_out, short

import autograd_lite as ag
from autograd_lite import Constant, Value, nn
from autograd_lite.graph import topological_order
from autograd_lite.nn.losses import LOSSES, categorical_cross_entropy
from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz.diagram.network.extents import extent_of
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.sheet.shapes import Circle, Curve, Group, Line, Rectangle, Stroke, Text, flat

ACTIVATIONS = [*(name for name, row in TABLE.items() if row.unary), "linear", "maxout"]


# Geometry -----------------------------------------------------------------------------------


def area(shape):
    left, top, right, bottom = extent_of(shape)
    return Area(left, top, right, bottom, getattr(shape, "text", ""))


def points(shape):
    """Points on a line or a curve, close to each other."""
    if isinstance(shape, Line):
        for (x, y), (u, v) in pairwise(shape.points):
            yield from ((x + (u - x) * t / 99, y + (v - y) * t / 99) for t in range(100))
        return
    for i in range(0, len(shape.points) - 1, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = shape.points[i : i + 4]
        for step in range(100):
            t = step / 99
            s = 1 - t
            weights = s**3, 3 * s * s * t, 3 * s * t * t, t**3
            yield (
                sum(w * x for w, x in zip(weights, (ax, bx, cx, dx), strict=True)),
                sum(w * y for w, y in zip(weights, (ay, by, cy, dy), strict=True)),
            )


def covers(text, point, slack=0.3):
    x, y = point
    return text.left + slack < x < text.right - slack and text.bottom + slack < y < text.top - slack


def in_circle(circle, text):
    corners = [(x, y) for x in (text.left, text.right) for y in (text.bottom, text.top)]
    return all(math.dist((circle.x, circle.y), corner) < circle.radius + 1.5 for corner in corners)


def check(sheet):
    """Nothing overlaps and nothing leaves the sheet, by the widths of the letters."""
    shapes = [*flat(sheet.shapes)]
    texts = [area(each) for each in shapes if isinstance(each, Text)]
    circles = [each for each in shapes if isinstance(each, Circle) and each.radius > 5]
    boxes = [area(each) for each in shapes if isinstance(each, Rectangle)]
    whole = Area(0, 0, sheet.width, sheet.height)
    for shape in shapes:
        assert whole.contains(area(shape), slack=0), shape
    for one, other in combinations(texts, 2):
        assert not one.overlaps(other), (one, other)
    for one, other in combinations(circles, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) > one.radius + other.radius
    for text in texts:
        for circle in circles:
            assert in_circle(circle, text) or not text.overlaps(area(circle)), (text, circle)
        for box in boxes:
            assert box.contains(text) or not box.overlaps(text), (text, box)
    for wire in shapes:
        if isinstance(wire, Stroke):
            for point in points(wire):
                assert not any(covers(text, point) for text in texts), (wire, point)
    for wire in shapes:
        if isinstance(wire, Curve):
            for circle in circles:
                for point in points(wire):
                    assert math.dist(point, (circle.x, circle.y)) > circle.radius - 0.5


def loss_of(model, inputs, target=0):
    outputs = model(inputs)
    if isinstance(outputs, Value):
        loss = ag.half_squared_error(outputs, Constant(1.0, "y"))
    elif model.layers[-1]._activation_name == "softmax":
        loss = categorical_cross_entropy(outputs, target)
    elif model.layers[-1]._activation_name == "linear":
        loss = ag.cross_entropy(outputs, target)
    else:
        loss = ag.mean([ag.squared_error(a, float(i)) for i, a in enumerate(outputs)])
    loss.label = "L"
    loss.backward()
    return loss


SMALL = [(1, 1, 1), (2, 3, 1), (2, 2, 1), (3, 4, 3), (4, 5, 4), (2, 1), (3, 3), (5, 2, 2, 2, 1)]
LARGE = [(2, 16, 16, 1), (64, 32, 10), (9, 1), (3, 40, 3), (1, 9, 1), (2, *[3] * 11, 2)]


def draw_at_random(seed, sizes):
    """A model with these sizes, and everything else drawn at random."""
    rng = random.Random(seed)
    inputs, *outputs = sizes
    activations = [rng.choice(ACTIVATIONS) for _ in outputs]
    if outputs[-1] > 1:
        activations[-1] = rng.choice(["softmax", "linear", "maxout", "tanh"])
    scale = 10.0 ** rng.choice([-300, -4, 0, 0, 0, 3])
    model = nn.MLP(inputs, outputs, activations, rng=seed, bias=rng.choice([None, 0.0, -0.25]))
    for parameter in model.parameters():
        parameter.data *= scale
    kind = rng.choice([Value, Constant])
    label = rng.choice(["x", "", "sepal length in cm", "длина", "梯度", "🙂" * 12, "i" * 90])
    given = [kind(rng.uniform(-2, 2), f"{label}{i}" if label else "") for i in range(inputs)]
    options = {
        "theme": rng.choice([*THEMES]),
        "show": rng.choice(["both", "both", "forward", "backward"]),
        "precision": rng.choice([1, 4, 4, 8, 17]),
        "highlight": rng.choice([(), given[:1], model.parameters()[:3]]),
    }
    return model, given, loss_of(model, given, rng.randrange(outputs[-1])), options


@pytest.mark.parametrize("sizes", [*SMALL, *LARGE], ids=str)
@pytest.mark.parametrize("seed", range(4))
def test_nothing_overlaps(sizes, seed):
    *_, loss, options = draw_at_random(seed, sizes)
    check(ag.draw(loss, layout="network", **options).sheet)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_nothing_overlaps_with_any_activation(activation):
    check(ag.draw(example_loss(nn.MLP(2, [2, 1], [activation, "linear"], rng=0))).sheet)


def place_of(node, nodes):
    """Values are equal where their numbers are."""
    return next(i for i, each in enumerate(nodes) if each is node)


def consumers(node, nodes):
    return [each for each in nodes if any(parent is node for parent in each.parents)]


def groups(sheet):
    found = {}
    for each in sheet.shapes:
        if isinstance(each, Group):
            found.setdefault(each.id, []).extend(flat([each]))
    return found


def heights(sheet, root, values):
    """Where the circles of some nodes stand, from the top down."""
    nodes, found = topological_order(root), groups(sheet)
    return [
        next(each.y for each in found[f"n{place_of(value, nodes)}"] if isinstance(each, Circle))
        for value in values
    ]


@pytest.mark.parametrize("sizes", [(2, 3, 1), (3, 4, 3), (4, 5, 4), (2, 16, 16, 1)], ids=str)
def test_the_order_is_that_of_the_model(sizes):
    model = nn.MLP(sizes[0], sizes[1:], [*["tanh"] * (len(sizes) - 2), "linear"], rng=0)
    given = [Value(0.1 * i, f"x{i}") for i in range(sizes[0])]
    layers, values = [], given
    for layer in model.layers:
        values = layer(values)
        layers.append(values)
    loss = ag.cross_entropy(values, 1) if len(values) > 1 else values[0]
    for options in ({}, {"modules": model, "layout": "network"}):
        sheet = ag.draw(loss, **options).sheet
        for row in [given, *layers]:
            found = heights(sheet, loss, row)
            assert found == sorted(found)


@pytest.mark.parametrize("target", range(3))
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_outputs_stand_in_their_order_whatever_the_class(activation, target):
    outputs = nn.MLP(2, [3, 3], ["tanh", activation], rng=0)([1.0, 2.0])
    loss = ag.cross_entropy(outputs, target)
    sheet = ag.draw(loss, layout="network").sheet
    found = heights(sheet, loss, outputs)
    assert found == sorted(found)
    assert f"({', '.join('1' if i == target else '0' for i in range(3))})" in texts(sheet)


def test_with_a_model_the_order_is_its_own_whatever_the_labels():
    model = nn.MLP(2, [3, 3], ["tanh", "linear"], rng=0)
    loss = ag.cross_entropy(model([1.0, 2.0]), 2)
    for node in topological_order(loss):
        node.label = ""
    linear = sorted(loss.parents, key=lambda z: place_of(z.parents[0], model.parameters()))
    found = heights(ag.draw(loss, layout="network", modules=model).sheet, loss, linear)
    assert found == sorted(found)


@pytest.mark.parametrize("sizes", [(2, 3, 1), (3, 4, 3)], ids=str)
def test_in_the_graph_too_the_order_is_that_of_the_model(sizes):
    model = nn.MLP(sizes[0], sizes[1:], ["tanh", "linear"], rng=0)
    inputs = [Value(0.1 * i, f"x{i}") for i in range(sizes[0])]
    outputs = model(inputs)
    loss = outputs if isinstance(outputs, Value) else ag.cross_entropy(outputs, 1)
    loss.backward()
    picture = lay_out(ag.draw(loss, layout="graph"))
    found = {area.text: area for area in sorted(picture.texts, key=lambda area: -area.left)}
    first = [p.label for neuron in model.layers[0].neurons for p in neuron.parameters()]
    for row in ([x.label for x in inputs], first):
        heights = [found[name].bottom for name in row]
        assert heights == sorted(heights, reverse=True)
    assert max(found[x.label].right for x in inputs) < min(found[name].left for name in first)
    check_wires_of_graph(picture)


def check_wires_of_graph(picture):
    for area in picture.texts:
        assert picture.whole.contains(area)
    for *ends, line in picture.edges:
        for x, y in points(Curve(tuple(map(tuple, line)))):
            for area in picture.texts:
                inside = area.left + 1 < x < area.right - 1 and area.bottom + 1 < y < area.top - 1
                assert not inside, (ends, area)


def test_the_gates_of_a_cell_stand_in_order_and_no_wire_runs_through_a_label():
    cell = lstm_cell()
    cell.backward()
    check_wires_of_graph(lay_out(ag.draw(cell)))


# What is shown ------------------------------------------------------------------------------


def texts(sheet, color=None):
    return [x.text for x in flat(sheet.shapes) if isinstance(x, Text) and color in (None, x.color)]


def test_a_weight_stands_on_its_wire():
    model = nn.MLP(2, [3, 1], ["tanh", "sigmoid"], rng=0)
    loss = example_loss(model)
    sheet = ag.draw(loss).sheet
    found, nodes = groups(sheet), topological_order(loss)
    for parameter in model.parameters():
        own = [each for each in found[f"n{place_of(parameter, nodes)}"] if isinstance(each, Text)]
        assert [(each.text, each.color) for each in own] == [
            (parameter.label, "muted"),
            (short(parameter.data), "forward"),
            (short(parameter.grad), "backward"),
        ]
        if "w" in parameter.label:
            (consumer,) = consumers(parameter, nodes)
            wires = sum(len(node.parents) for node in nodes[: place_of(consumer, nodes)])
            place = wires + len(consumer.parents) // 2 + place_of(parameter, consumer.parents)
            (wire,) = found[f"w{place}"]
            (level,) = {y for (_, y), (_, v) in pairwise(wire.points[3:7]) if y == v}
            green, red = own[1], own[2]
            assert green.y < level < red.y - 0.7 * red.size


def test_every_node_has_a_part_that_a_page_can_find():
    loss = example_loss(nn.MLP(2, [2, 1], ["tanh", "sigmoid"], rng=0))
    found = groups(ag.draw(loss).sheet)
    assert {f"n{i}" for i in range(len(topological_order(loss)))} <= {*found}


def test_before_a_backward_pass_there_is_no_red():
    model = nn.MLP(2, [3, 1], rng=0)
    loss = ag.squared_error(model([1.0, 2.0]), 1.0)
    assert not texts(ag.draw(loss).sheet, "backward")
    loss.backward()
    shown = texts(ag.draw(loss).sheet, "backward")
    assert {short(p.grad) for p in model.parameters()} <= {*shown}
    assert not texts(ag.draw(loss, show="forward").sheet, "backward")
    assert not texts(ag.draw(loss, show="backward").sheet, "forward")


def test_gradients_that_were_added_up_are_told():
    model = nn.MLP(2, [3, 1], rng=0)
    example_loss(model)
    once = example_loss(model, (1.0, 2.0))
    note = "A parameter shows its whole gradient"
    sheet = ag.draw(once).sheet
    check(sheet)
    assert any(text.startswith(note) for text in texts(sheet))
    assert short(model.layers[0].neurons[0].weights[0].grad) in texts(sheet, "backward")
    model.zero_grad()
    once.backward()
    assert not any(text.startswith(note) for text in texts(ag.draw(once).sheet))
    unknown = example_loss(nn.MLP(2, [3, 1], rng=0), (math.nan, 2.0))
    assert not any(text.startswith(note) for text in texts(ag.draw(unknown).sheet))


def test_softmax_and_cross_entropy_show_probabilities_and_the_target():
    layer = nn.Layer(2, 3, "linear", rng=1)
    logits = layer([1.0, 2.0])
    loss = ag.cross_entropy(logits, 2)
    loss.backward()
    shown = texts(ag.draw(loss).sheet)
    weights = ag.softmax([z.data for z in logits])
    assert {"Input", "Output", "Softmax", "Loss", "CE", "(0, 0, 1)", "p₃"} <= {*shown}
    assert {short(p) for p in weights} <= {*shown}
    many = ag.cross_entropy(nn.Layer(2, 9, "linear", rng=1)([1.0, 2.0]), 7)
    assert "class 8 of 9" in texts(ag.draw(many).sheet)


def test_a_large_network_is_drawn_in_part_and_says_so():
    model = nn.MLP(64, [32, 10], ["relu", "linear"], rng=0)
    loss = ag.cross_entropy(model([0.1] * 64), 3)
    loss.backward()
    sheet = ag.draw(loss).sheet
    shown = texts(sheet)
    assert {"64", "32", "10", "56 more", "24 more"} <= {*shown}
    largest = max(abs(w.data) for n in model.layers[0].neurons for w in n.weights)
    legend = [text for text in shown if text.startswith("weight")]
    assert len(legend) == 2
    assert len([*flat(sheet.shapes)]) < 1000
    assert abs(float(legend[0].split()[1])) <= largest + 1e-3
    fewer = ag.draw(loss, layout="network", max_nodes=20).sheet
    assert len([*flat(fewer.shapes)]) < len([*flat(sheet.shapes)])


def test_the_width_of_a_wire_is_the_size_of_its_weight_or_gradient():
    model = nn.MLP(1, [9, 1], ["tanh", "linear"], rng=0)
    loss = example_loss(model, [1.0])
    nodes = topological_order(loss)
    for show, size in (("both", lambda w: w.data), ("backward", lambda w: w.grad)):
        found = groups(ag.draw(loss, show=show).sheet)
        widths = {}
        for neuron in model.layers[0].neurons:
            (weight,) = neuron.weights
            (consumer,) = consumers(weight, nodes)
            place = sum(len(node.parents) for node in nodes[: place_of(consumer, nodes)]) + 1
            (line,) = found[f"w{place}"]
            widths[abs(size(weight))] = line.width
            assert line.dashed == (size(weight) < 0)
        assert [widths[x] for x in sorted(widths)] == sorted(widths.values())
        assert len({*widths.values()}) == 9


# What is a network --------------------------------------------------------------------------


def lstm_cell():
    x, h, c = Value(1.0, "x"), Value(0.5, "h"), Value(0.1, "c")
    gates = [ag.linear([Value(0.1 * i), Value(0.2)], [x, h], Value(0.0)) for i in range(4)]
    i, f, o = map(ag.sigmoid, gates[:3])
    return o * ag.tanh(f * c + i * ag.tanh(gates[3]))


def parity():
    """A second layer that takes the product of two neurons."""
    x = Value(1.0, "x")
    one, other = (ag.linear([Value(i, "w")], [x]) for i in (1.0, 2.0))
    return ag.linear([Value(1.0)], [one * other])


def penalized():
    model = nn.MLP(1, [1, 1], rng=0)
    output = model([1.0])
    return output + output.parents[0].parents[1] ** 2


def skipping():
    x = Value(1.0, "x")
    hidden = ag.tanh(ag.linear([Value(2.0, "w")], [x]))
    return ag.linear([Value(1.0), Value(1.0)], [hidden, x])


def recurrent():
    w, h = Value(0.5, "w"), Value(1.0, "h")
    for _ in range(3):
        h = ag.tanh(ag.linear([w], [h]))
    return h


REFUSED = {
    "no linear node": lambda: Value(1.0) * 2,
    "used 2 times": lambda: nn.cost(nn.Neuron(1, rng=0), [[1.0], [2.0]], [1.0, 0.0]),
    "used 3 times": recurrent,
    "different layers": skipping,
    "joined with other neurons": parity,
    "outputs are joined by ×": lstm_cell,
    "has no inputs": lambda: ag.linear([], [], Value(1.0)),
    "is computed": lambda: ag.linear([Value(1.0) * 2], [1.0]),
    "13 layers": lambda: nn.MLP(1, [1] * 13, rng=0)([1.0]),
    "inside the network": penalized,
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_network_is_told_with_the_reason(reason):
    root = REFUSED[reason]()
    with pytest.raises(ValueError, match="layout: this is no network of layers: ") as error:
        ag.draw(root, layout="network")
    assert reason in str(error.value)
    assert "pass layout='graph'" in str(error.value)
    assert "digraph" in ag.draw(root).dot()


@pytest.mark.parametrize(
    "options",
    [{"direction": "TB"}, {"partials": "formulas"}, {"local_gradients": True}, {"fold": nn.Neuron}],
    ids=lambda options: next(iter(options)),
)
def test_an_option_that_only_graphs_have_is_refused_with_words(options):
    model = nn.MLP(2, [3, 1], rng=0)
    (name,) = options
    with pytest.raises(ValueError, match=f"{name}: a network .*; leave it out, or pass layout"):
        ag.draw(model([1.0, 2.0]), layout="network", modules=model, **options)
    modules = {"modules": model} if name == "fold" else {}
    assert "digraph" in ag.draw(model([1.0, 2.0]), **modules, **options).dot()


def test_by_itself_a_network_of_several_neurons_is_drawn_as_one():
    model = nn.MLP(2, [3, 1], rng=0)
    loss = example_loss(model)
    assert repr(ag.draw(loss)) == "<Diagram of a 2-3-1 network>"
    for options in ({"modules": model}, {"theme": "micrograd"}, {"max_edges": 100},
                    {"layout": "graph"}):  # fmt: skip
        assert "network" not in repr(ag.draw(loss, **options))
    output = model([Value(2.0) * 3.0, 1.0])
    assert "network" not in repr(ag.draw(output))
    output = model([2.0, 1.0])
    several = -(0.3 * ag.log(output) + 0.7 * ag.log(1.0 - output))
    assert "network" not in repr(ag.draw(several))
    assert {"…", "Loss"} <= {*texts(ag.draw(several, layout="network").sheet)}
    assert "− → xʸ" in texts(ag.draw((output - 1.0) ** 2).sheet)
    neuron = example_loss(nn.Neuron(2, rng=0))
    assert "network" not in repr(ag.draw(neuron))
    assert repr(ag.draw(neuron, layout="network")) == "<Diagram of a 2-1 network>"


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_has_its_end(loss):
    kind = LOSSES[loss]
    last = kind.needs or "linear"
    model = nn.MLP(2, [3, 3 if kind.of_class else 1], ["tanh", last], rng=0)
    root = kind.function(model([1.0, 2.0]), 1)
    root.backward()
    sheet = ag.draw(root).sheet
    check(sheet)
    assert {"Loss", short(root.data), "y"} <= {*texts(sheet)}


def test_files_need_no_layout_program(tmp_path, monkeypatch):
    monkeypatch.setattr("autograd_lite.viz.diagram.layout.layout_programs", lambda: iter(()))
    diagram = ag.draw(example_loss(nn.MLP(2, [3, 1], rng=0)))
    for ending in (".svg", ".png", ".html"):
        assert diagram.save(tmp_path / f"network{ending}").stat().st_size > 1000
    with pytest.raises(ValueError, match="layout='graph'"):
        diagram.dot()
    assert not hasattr(diagram, "digraph")


def test_a_loss_of_an_operation_of_one_number_has_no_target():
    prediction = nn.MLP(2, [2, 1], rng=0)([1.0, 2.0])
    loss = -ag.exp_negative_square(prediction - 1.0)
    assert ag.draw(loss).svg()
