"""Pictures of batches: nothing lies on anything else, and nothing leaves the sheet."""

import random
from functools import partial
from itertools import combinations, pairwise

import numpy as np
import pytest

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.viz.batch.columns import arrange, cuts
from autograd_lite.viz.batch.picture import Picture
from autograd_lite.viz.batch.steps import Story
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.sheet.metrics import text_width
from autograd_lite.viz.sheet.shapes import Curve, Line, Polygon, Rectangle, Text, flat
from autograd_lite.viz.words.words import ENGLISH

SHAPES = ("slide", "wide", "tall")


def random_model(seed):
    """A network with its data: layers, activations, loss and number of examples at random."""
    rng = random.Random(seed)
    inputs, layers = rng.randint(1, 5), [rng.randint(1, 6) for _ in range(rng.randint(1, 4))]
    several = layers[-1] > 1
    kinds = ["sigmoid", "tanh", "relu", "maxout", "leaky_relu"]
    activations = [rng.choice(kinds) for _ in layers[:-1]] + ["linear"]
    model = nn.MLP(inputs, layers, activations, rng=seed, bias=rng.choice([0.0, None]))
    count = rng.choice([1, 2, 4, 7, 10, 12])
    X = np.random.default_rng(seed).normal(scale=rng.choice([1.0, 1e-3, 1e4]), size=(count, inputs))
    if several and rng.random() < 0.5:
        return ag.batch(model, X, [i % layers[-1] for i in range(count)], loss="cross_entropy")
    y = X[:, :1] * np.ones(layers[-1])
    return ag.batch(model, X, y, loss=rng.choice(["half_squared_error", "huber"]))


def random_function(seed):
    """Some operations, each of what was computed before."""
    rng = random.Random(seed)
    w = [ag.Value(rng.uniform(0.5, 2.0), f"w{i}") for i in range(3)]

    def f(x):
        known = [*x, *w]
        picks = random.Random(seed)
        for _ in range(picks.randint(2, 8)):
            op = picks.choice([ag.add, ag.multiply, ag.subtract, ag.sin, ag.tanh, ag.maximum])
            few = 1 if op in (ag.sin, ag.tanh) else 2
            known.append(op(*[picks.choice(known) for _ in range(few)]))
        return known[-1] * w[0]

    X = np.random.default_rng(seed).normal(size=(rng.choice([1, 3, 6]), 2))
    return ag.batch(f, X)


def boxes(sheet):
    """The places of texts, and of operations, with what they are."""
    for shape in flat(sheet.shapes):
        if isinstance(shape, Text):
            width = text_width(shape.text, shape.size, shape.bold)
            left = shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.anchor]
            top = shape.y - 0.74 * shape.size
            yield "text", shape.text, (left, top, left + width, shape.y + 0.05 * shape.size)
        elif isinstance(shape, Rectangle):
            box = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            yield "node", "", box
        elif isinstance(shape, Polygon):
            xs, ys = zip(*shape.points, strict=True)
            yield "bracket", "", (min(xs), min(ys), max(xs), max(ys))


def pieces(sheet):
    """Wires as short straight pieces."""
    for shape in flat(sheet.shapes):
        if isinstance(shape, Line):
            yield from pairwise(shape.points)
        elif isinstance(shape, Curve):
            for i in range(0, len(shape.points) - 1, 3):
                yield from pairwise(bezier(shape.points[i : i + 4]))


def bezier(points, steps=16):
    a, b, c, d = map(np.array, points)
    for t in np.linspace(0.0, 1.0, steps):
        yield tuple(
            (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
        )


def overlap(a, b, by=0.5):
    return a[0] < b[2] - by and b[0] < a[2] - by and a[1] < b[3] - by and b[1] < a[3] - by


def inside(inner, outer):
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] + 0.5 and (
        inner[3] <= outer[3] + 0.5)  # fmt: skip


def problems(sheet):
    """What lies on something else, or outside."""
    found = [*boxes(sheet)]
    frame = (0.0, 0.0, sheet.width, sheet.height)
    told = [f"outside: {name} {text} {box}" for name, text, box in found if not inside(box, frame)]
    for (kind, text, box), (other, words, place) in combinations(found, 2):
        if {kind, other} == {"node", "text"} and (inside(box, place) or inside(place, box)):
            continue  # the formula of an operation
        if overlap(box, place):
            told.append(f"{kind} {text!r} on {other} {words!r}: {box} {place}")
    for (x, y), (u, v) in pieces(sheet):
        wire = (min(x, u) - 0.4, min(y, v) - 0.4, max(x, u) + 0.4, max(y, v) + 0.4)
        told += [
            f"a wire through {kind} {text!r}: {wire} {box}"
            for kind, text, box in found
            if overlap(wire, box, 0.6)
        ]
        told += [] if inside(wire, (-0.5, -0.5, *frame[2:])) else [f"a wire outside: {wire}"]
    return told


def picture_of(batch, **options):
    return Picture(Story(batch, "test", Bounds(200, 800)), 4, ENGLISH, **options)


CASES = [
    *(partial(random_model, seed) for seed in range(14)),
    *(partial(random_function, seed) for seed in range(14)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.func.__name__}{case.args[0]}")
@pytest.mark.parametrize("local_gradients", [False, True])
def test_nothing_lies_on_anything_else(case, local_gradients):
    picture = picture_of(case(), local_gradients=local_gradients)
    for shape in SHAPES:
        assert problems(picture.sheet(shape)) == []


@pytest.mark.parametrize("show", ["forward", "backward"])
def test_pictures_of_one_pass(show):
    picture = picture_of(random_model(3), show=show)
    assert problems(picture.sheet()) == []
    roles = {shape.color for shape in flat(picture.sheet().shapes) if isinstance(shape, Text)}
    assert roles & {"forward", "backward"} == {show}


def test_a_fault_is_seen():
    sheet = picture_of(random_model(0)).sheet()
    text = next(shape for shape in flat(sheet.shapes) if isinstance(shape, Text))
    moved = Text(text.x + 3, text.y + 3, text.text, text.size)
    broken = type(sheet)(sheet.width, sheet.height, (*sheet.shapes, moved), "")
    assert problems(broken)
    assert problems(type(sheet)(sheet.width - 30, sheet.height, sheet.shapes, ""))


@pytest.mark.parametrize("seed", range(14))
def test_every_matrix_and_every_wire_is_drawn_once(seed):
    picture = picture_of(random_model(seed))
    groups = [each.id for each in picture.sheet().shapes]
    assert len(groups) == len(set(groups))
    assert set(picture.nodes.values()) <= set(groups)
    assert {*picture.wires.values(), picture.end} <= set(groups)


@pytest.mark.parametrize("seed", range(12))
def test_bands_have_all_of_a_picture(seed):
    parts = picture_of(random_model(seed)).story.parts
    for cut in [(), *((each,) for each in cuts(parts))]:
        bands = arrange(parts, cut)
        items = [item for band in bands for column in band for item in column if not item.passing]
        assert {id(item.matrix) for item in items} == {id(each) for each in parts.matrices}
        assert len(items) == len(parts.matrices)
        assert len(bands) == len(cut) + 1


def test_the_main_line_of_a_network_is_straight():
    batch = ag.batch(nn.MLP(2, [3, 1], "sigmoid", rng=0), [[0.0, 1.0]] * 4, [1.0] * 4)
    sheet = picture_of(batch).sheet()
    heights = {box[1] for kind, _, box in boxes(sheet) if kind == "node"}
    assert len({round(y) for y in heights}) <= 2  # one for each band
