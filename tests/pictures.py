"""Reading pictures: the texts of an SVG, and where the layout put everything."""

import json
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, replace

import autograd_lite as ag
from autograd_lite import Constant
from autograd_lite.viz.diagram import layout
from autograd_lite.viz.diagram.setting import placed, without_text
from autograd_lite.viz.diagram.themes import THEMES

SVG = "{http://www.w3.org/2000/svg}"
SLIDES = THEMES["slides"]
NO_NUMBER = "◄►▲▼Σ∂=…‖"


def texts(svg, color=None):
    """The texts of an SVG picture, from top to bottom as they stand in the file."""
    elements = ET.fromstring(svg).iter(f"{SVG}text")
    found = [(e.text or "", e.get("fill")) for e in elements]
    return [text.strip() for text, fill in found if color in (None, fill) and text.strip()]


def numbers(svg, color):
    return Counter(text for text in texts(svg, color) if not set(text) & set(NO_NUMBER))


def short(x, precision=4):
    mantissa, _, exponent = f"{x + 0.0:.{precision}g}".replace("-", "−").partition("e")
    raised = str(int(exponent.replace("−", "-") or 0)).translate(RAISED)
    return f"{mantissa}·10{raised}" if exponent else mantissa


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def slides_neuron():
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    prediction = neuron([0, 1])
    prediction.label = "ŷ"
    loss = ag.half_squared_error(prediction, Constant(1.0, "y"))
    loss.label = "L"
    return loss


def example_loss(model, inputs=(0.5, -1.0), target=1.0):
    """The loss of one example, after the backward pass."""
    loss = ag.half_squared_error(model(list(inputs)), Constant(target, "y"))
    loss.label = "L"
    loss.backward()
    return loss


@dataclass(frozen=True)
class Area:
    """A rectangle of the layout, and the text in it."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = ""

    def overlaps(self, other, slack=0.5):
        return (
            self.left + slack < other.right and other.left + slack < self.right
            and self.bottom + slack < other.top and other.bottom + slack < self.top
        )  # fmt: skip

    def contains(self, other, slack=1.0):
        return (
            self.left - slack <= other.left and other.right <= self.right + slack
            and self.bottom - slack <= other.bottom and other.top <= self.top + slack
        )  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """What a layout program placed where, in its own coordinates."""

    whole: Area
    #: every run of text, as wide as it was measured
    texts: list
    #: the bounding boxes of the nodes of the DOT text, by name
    nodes: dict
    #: the rules between forward and backward, by the name of their node
    rules: dict
    #: the points of every visible edge, with the names of its ends
    edges: list
    #: the frames, with their titles
    frames: list

    def inside(self, title):
        """For each frame of that title, the texts in it from the top down, without titles."""
        titles = {frame.text for frame in self.frames}
        down = sorted(self.texts, key=lambda area: -area.top)
        return [
            [area.text for area in down if frame.contains(area) and area.text not in titles]
            for frame in self.frames
            if frame.text == title
        ]


def lay_out(diagram):
    """Where the first layout program that this machine has puts everything."""
    dot, blocks = without_text(diagram.dot())
    graph = json.loads(next(layout.layout_programs()).run(dot, "json"))
    objects = graph.get("objects", [])
    names = {each["_gvid"]: each["name"] for each in objects}
    nodes = [each for each in objects if "pos" in each]
    clusters = [each for each in objects if each["name"].startswith("cluster")]
    return Layout(
        whole=_box(graph["bb"]),
        texts=[area for each in [graph, *objects] for area in _texts(each, blocks)],
        nodes={each["name"]: _node(each) for each in nodes},
        rules={
            each["name"]: draw["points"]
            for each in nodes
            for color, draw in _colored(each)
            if draw["op"] == "P" and each["name"].startswith("w") and not color.startswith("#fe")
        },
        edges=[
            (names[each["tail"]], names[each["head"]], draw["points"])
            for each in graph.get("edges", [])
            for draw in each.get("_draw_", [])
            if draw["op"] == "b"
        ],
        frames=[replace(_box(each["bb"]), text=_texts(each, blocks)[0].text) for each in clusters],
    )


def _box(text):
    return Area(*map(float, text.split(",")))


def _node(node):
    x, y = map(float, node["pos"].split(","))
    half_width, half_height = 36 * float(node["width"]), 36 * float(node["height"])
    return Area(x - half_width, y - half_height, x + half_width, y + half_height)


def _colored(thing):
    """What is drawn for a label, each with the colour that it is filled with."""
    color = ""
    for draw in thing.get("_ldraw_", []):
        color = draw["color"] if draw["op"] == "C" else color
        yield color, draw


def _texts(thing, blocks):
    found = []
    for color, draw in _colored(thing):
        if draw["op"] == "P" and color.startswith("#fe"):
            xs, ys = zip(*draw["points"], strict=True)
            for run, text, x, y in placed(blocks[int(color[3:], 16)], xs, [-y for y in ys]):
                right, size = x + run.width_of(text), run.size
                found.append(Area(x, -y - 0.2 * size, right, -y + 0.7 * size, text))
    return found
