"""Pictures of training: what is in them, what bad input says, and that nothing else is touched."""

import io
import itertools
import subprocess
import sys

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text

import autograd_lite as ag
from autograd_lite import datasets, nn, plots
from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.plots.canvas import COLORS, TINTS, UNKNOWN

FLOWERS = datasets.flowers()
NEURON = nn.Neuron(2, "sigmoid", weights=[2.0, 1.0], bias=-7.0)
NAN, INF = float("nan"), float("inf")
TRIPLE = [lambda x, k=k: -((x[0] - k) ** 2) for k in range(3)]  # a class for each of 0, 1, 2
CORNERS = np.array([[0.0, 0.0], [1.0, 2.0], [2.0, 1.0]])
HISTORY = nn.History([1.0, 0.5, 0.2], [1.1, 0.7, 0.5])
RUNS = {"low": [4.0, 3.9, 3.8], "good": [4.0, 1.0, 0.3], "high": [4.0, -5.0, 7.0, -9.0, 12.0]}


def bowl(w):
    return w * w


PICTURES = {
    "cost": lambda: plots.cost_curve(HISTORY),
    "costs": lambda: plots.cost_curve({"α = 0.1": [1, 0.9, 0.8], "α = 9": [1.0, 60.0, INF, NAN]}),
    "two classes": lambda: plots.decision_regions(
        NEURON, *FLOWERS, unknown=datasets.MYSTERY_FLOWER, test=([[2.0, 2.0]], [1.0]),
        class_names=["blue", "red"], xlabel="length", ylabel="width"),
    "three classes": lambda: plots.decision_regions(TRIPLE, CORNERS, [0, 1, 2]),
    "numbers": lambda: plots.decision_regions(lambda x: x[0], *datasets.plane(50, rng=0)),
    "activation": lambda: plots.activations("sigmoid"),
    "activations": lambda: plots.activations(
        ["sigmoid", "tanh", "relu", "gelu", "elu"], title="Activations"),
    "rates on a bowl": lambda: plots.learning_rates(RUNS, bowl, title="Learning rates"),
    "rates": lambda: plots.learning_rates(
        {name: [[w, 2 * w] for w in run] for name, run in RUNS.items()}, labels=["w₁", "w₂"]),
    "neurons": lambda: plots.neuron_outputs(
        nn.MLP(2, [4, 2, 1], "tanh", rng=0), *datasets.xor_cloud(40, rng=0), title="XOR", grid=10),
    "neurons of classes": lambda: plots.neuron_outputs(
        nn.MLP(2, [2, 3], "tanh", rng=0), CORNERS, [0, 1, 2], grid=10),
    "curve": lambda: plots.curve(
        {"least squares": lambda x: x[0], "gradient descent": lambda x: 0.9 * x[0]},
        [0.0, 1.0, 2.0], [0.1, 0.9, 2.0], true=lambda x: x, title="A line"),
}  # fmt: skip
each_picture = pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)


def png(figure, **look):
    file = io.BytesIO()
    figure.savefig(file, **look)
    return file.getvalue()


def render(figure):
    """Draw everything, in few pixels."""
    png(figure, dpi=30)
    return figure


def key_texts(figure):
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def visible_texts(figure):
    """What is written, and where: tick labels only where there is a tick."""
    hidden = set()
    for axes in figure.findobj(mpl.axes.Axes):
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for place, label in zip(
                [*axis.get_majorticklocs(), *axis.get_minorticklocs()],
                [*axis.get_majorticklabels(), *axis.get_minorticklabels()],
                strict=True,
            ):
                if not low <= place <= high:
                    hidden.add(label)
    texts = [
        t for t in figure.findobj(Text) if t.get_visible() and t.get_text() and t not in hidden
    ]
    return [(text.get_text(), text.get_window_extent()) for text in texts]


# Of all pictures ------------------------------------------------------------------------------


def test_a_sample_of_every_picture_is_tested():
    assert sorted(plots.__all__) == plots.__all__
    names = {name for make in PICTURES.values() for name in make.__code__.co_names}
    assert set(plots.__all__) - {"save"} <= names


def test_several_pictures_are_saved_by_their_names(tmp_path):
    folder = tmp_path / "out" / "new"
    paths = plots.save(folder, cost=plots.cost_curve([1.0]), tanh=plots.activations("tanh"))
    assert paths == [folder / "cost.png", folder / "tanh.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
@pytest.mark.parametrize("name", ["two classes", "neurons"])
def test_a_picture_is_a_figure_that_saves_itself_by_name(name, ending, tmp_path):
    figure = PICTURES[name]()
    assert isinstance(figure, Figure)
    figure.savefig(tmp_path / f"picture.{ending}")
    assert (tmp_path / f"picture.{ending}").stat().st_size > 1000


@pytest.mark.slow
@each_picture
def test_texts_are_inside_the_picture_and_do_not_overlap(make):
    figure = make()
    png(figure)
    texts = visible_texts(figure)
    assert len(texts) > 5
    width, height = figure.bbox.size
    for text, box in texts:
        assert box.x0 >= 0 <= box.y0, text
        assert box.x1 <= width, text
        assert box.y1 <= height, text
    overlapping = [
        (one, other)
        for (one, box), (other, second) in itertools.combinations(texts, 2)
        if box.overlaps(second)
    ]
    assert overlapping == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["costs", "two classes", "activation", "neurons"])
def test_settings_of_matplotlib_are_neither_changed_nor_needed(name):
    make = PICTURES[name]
    before = dict(mpl.rcParams)
    plain = png(make())
    assert dict(mpl.rcParams) == before
    with mpl.rc_context({"figure.facecolor": "black", "axes.facecolor": "black",
                         "text.color": "white", "axes.labelcolor": "white",
                         "axes.edgecolor": "white", "xtick.color": "white",
                         "ytick.color": "white", "xtick.labelcolor": "white",
                         "ytick.labelcolor": "white", "legend.labelcolor": "white"}):  # fmt: skip
        dark = png(make())
    assert plain == dark


@pytest.mark.slow
def test_no_pyplot_and_no_window():
    code = (
        "import sys; sys.path.insert(0, 'tests'); import test_plots\n"
        "for make in test_plots.PICTURES.values(): make()\n"
        "test_plots.render(make())\n"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_notebook_shows_a_picture_at_its_size_in_inches():
    figure = plots.activations("tanh")
    png, size = figure._repr_png_()
    assert png.startswith(b"\x89PNG")
    assert size == {"width": 461, "height": 326}


def test_a_missing_matplotlib_is_named_and_the_rest_works():
    code = (
        "import sys; sys.modules['matplotlib'] = None; import autograd_lite as ag\n"
        "assert ag.grad(ag.exp)(0.0) == 1.0\n"
        "try: ag.plots.curve\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "matplotlib is needed" in done.stdout
    assert 'pip install "autograd_lite[plot]"' in done.stdout


def test_a_broken_matplotlib_is_not_called_missing(tmp_path):
    (tmp_path / "matplotlib.py").write_text("import a_module_that_it_needs")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import autograd_lite as ag; "
        "ag.plots.curve"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "No module named 'a_module_that_it_needs'" in done.stderr


# Costs ----------------------------------------------------------------------------------------


def test_a_cost_curve_has_the_epochs_and_the_costs():
    figure = plots.cost_curve([4.0, 2.0, 1.0], title="My cost")
    (axes,) = figure.axes
    (line,) = axes.get_lines()
    assert line.get_xydata().tolist() == [[1, 4], [2, 2], [3, 1]]
    assert (axes.get_yscale(), axes.get_title()) == ("log", "My cost")
    assert figure.legends == []
    assert plots.cost_curve([4.0, 2.0], log=False).axes[0].get_yscale() == "linear"


def test_steps_say_where_the_costs_were_taken():
    (line,) = plots.cost_curve([4.0, 2.0], steps=range(0, 200, 100)).axes[0].get_lines()
    assert line.get_xdata().tolist() == [0, 100]


def test_a_history_brings_its_validation():
    training, validation = plots.cost_curve(HISTORY).axes[0].get_lines()
    assert training.get_ydata().tolist() == HISTORY.loss
    assert validation.get_ydata().tolist() == HISTORY.validation_loss
    assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    assert key_texts(plots.cost_curve(HISTORY.loss, HISTORY.validation_loss)) == [
        "training", "validation"]  # fmt: skip


def test_several_runs_have_their_own_colours_and_share_them_with_their_validation():
    lines = plots.cost_curve({"a": [3.0, 2.0], "b": HISTORY}).axes[0].get_lines()
    assert [line.get_label() for line in lines] == ["a", "b", "b, validation"]
    assert [line.get_color() for line in lines] == [COLORS[0], COLORS[1], COLORS[1]]
    assert lines[0].get_marker() != lines[1].get_marker()
    given = plots.cost_curve({"a": [3.0], "b": [2.0]}, {"b": [2.5]})
    assert key_texts(given) == ["a", "b", "b, validation"]


def test_what_a_logarithmic_axis_cannot_show_is_marked_at_its_border():
    figure = render(plots.cost_curve([1.0, 0.0, INF, NAN, 1e305, 0.5]))
    curve, lost, zeros = figure.axes[0].get_lines()
    assert figure.axes[0].get_yscale() == "log"
    assert np.isnan(curve.get_ydata()).tolist() == [False, True, True, True, True, False]
    assert (lost.get_xdata().tolist(), zeros.get_xdata().tolist()) == ([3, 4, 5], [2])
    assert lost.get_ydata()[0] > 0.9 > 0.1 > zeros.get_ydata()[0]
    assert key_texts(figure) == ["overflow or nan", "0"]
    low, high = figure.axes[0].get_ylim()
    assert 0.1 < low < 0.5 < 1.0 < high < 10.0


@pytest.mark.parametrize(
    ("costs", "labels"),
    [
        ([0.27, 0.21], {"0.22", "0.24", "0.26"}),
        ([0.7, 0.02], {"0.02", "0.05", "0.1", "0.2", "0.5"}),
        ([1.0, 1e-4], {"$\\mathdefault{10^{0}}$", "$\\mathdefault{10^{-4}}$"}),
    ],
)
def test_a_logarithmic_axis_is_labelled_however_short_it_is(costs, labels):
    figure = render(plots.cost_curve(costs))
    assert labels <= {text for text, _ in visible_texts(figure)}


@pytest.mark.parametrize("costs", [[0.0, 0.0], [-1.0, 2.0], [NAN, INF], [3.0, -INF]])
def test_costs_without_a_logarithm(costs):
    figure = render(plots.cost_curve(costs))
    positive = any(cost > 0 for cost in costs if cost < INF) and min(costs) > -1
    assert figure.axes[0].get_yscale() == ("log" if positive or costs[1] == -INF else "linear")


@pytest.mark.slow
@pytest.mark.parametrize("costs", [[1.0], [5e-324, 1e308], [1e-150, 1e150], [1.0] * 1000])
def test_extreme_costs_can_be_drawn(costs):
    render(plots.cost_curve(costs))
    render(plots.cost_curve(costs, log=False))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), "losses of training: a sequence of at least one number"),
        (([[1.0, 2.0]],), r"losses of training: .* got the shape \(1, 2\)"),
        ((["1", "?"],), "losses of training: real numbers are needed"),
        (([ag.Value(1.0)],), r"for the number itself v\.data"),
        (({},), "losses: the dict is empty"),
        (([1.0, 2.0], [1.0]), "validation: got 1 costs for 2 steps"),
        (({"a": [1.0]}, [1.0]), "validation: give a dict with the names of the runs: a"),
    ],
)
def test_costs_that_cannot_be_drawn(arguments, message):
    with pytest.raises((ValueError, TypeError), match=message):
        plots.cost_curve(*arguments)


def test_steps_must_fit():
    with pytest.raises(ValueError, match="training: got 2 costs for 3 steps"):
        plots.cost_curve([1.0, 2.0], steps=[1, 2, 3])
    with pytest.raises(ValueError, match=r"steps: finite numbers .* row 1 is nan"):
        plots.cost_curve([1.0, 2.0], steps=[1, NAN])


# Decision regions -----------------------------------------------------------------------------


def scatters(axes):
    """Points and colours of each class."""
    return [
        (each.get_offsets().tolist(), tuple(each.get_facecolor()[0]))
        for each in axes.collections
        if isinstance(each, mpl.collections.PathCollection)
    ]


def pixel(figure, x, y):
    """The colour of the picture at a point of the plane."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    column, row = figure.axes[0].transData.transform((x, y))
    return np.asarray(canvas.buffer_rgba())[-int(row) - 1, int(column)] / 255.0


def borders(axes):
    return [c for c in axes.collections if isinstance(c, mpl.contour.ContourSet)]


def shown(figure, x, y):
    """The colour of the plane at a point."""
    (image,) = figure.axes[0].get_images()
    left, right, bottom, top = image.get_extent()
    rows, columns = image.get_array().shape[:2]
    column, row = (x - left) / (right - left) * columns, (y - bottom) / (top - bottom) * rows
    value = image.get_array()[int(row), int(column)]
    return tuple(np.round(value if np.ndim(value) else image.to_rgba(value), 6))


def test_flowers():
    X, y = FLOWERS
    figure = plots.decision_regions(
        NEURON, X, y, unknown=(4.5, 1.0), class_names=["blue", "red"], xlim=(0, 7), ylim=(0, 7)
    )
    (axes,) = figure.axes
    (blue, blue_color), (red, red_color) = scatters(axes)
    assert blue == X[y == 0].tolist()
    assert red == X[y == 1].tolist()
    assert (blue_color, red_color) == (to_rgba(COLORS[0]), to_rgba(COLORS[1]))
    (unknown,) = axes.get_lines()
    assert unknown.get_xydata().tolist() == [[4.5, 1.0]]
    assert unknown.get_markerfacecolor() == UNKNOWN
    (marks,) = axes.texts
    assert (marks.get_text(), tuple(marks.xy)) == ("???", (4.5, 1.0))
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 7), (0, 7))
    assert key_texts(figure) == ["blue", "red", "unknown"]
    assert all(line.get_visible() for line in axes.get_xgridlines())


def test_the_plane_shows_the_output_and_its_border_is_the_threshold():
    figure = plots.decision_regions(lambda x: x[0], CORNERS, [0, 1, 1], xlim=(0, 1), ylim=(0, 1))
    (image,) = figure.axes[0].get_images()
    assert image.get_array().shape == (80, 80)
    assert np.allclose(image.get_array()[7], np.linspace(0, 1, 80))
    assert image.get_clim() == (0, 1)
    (border,) = borders(figure.axes[0])
    assert np.allclose(np.vstack([path.vertices for path in border.get_paths()])[:, 0], 0.5)
    moved = plots.decision_regions(
        lambda x: x[0], CORNERS, [0, 1, 1], xlim=(0, 1), ylim=(0, 1), threshold=0.3
    )
    (border,) = borders(moved.axes[0])
    assert np.allclose(np.vstack([path.vertices for path in border.get_paths()])[:, 0], 0.3)


def test_low_outputs_are_blue_and_high_ones_red():
    figure = plots.decision_regions(lambda x: x[0] > 1.0, CORNERS, [0, 1, 1])
    assert shown(figure, 0.1, 1.0) == tuple(np.round(TINTS(0.0), 6))
    assert shown(figure, 1.9, 1.0) == tuple(np.round(TINTS(1.0), 6))


@pytest.mark.slow
def test_between_the_nodes_the_plane_is_interpolated():
    figure = plots.decision_regions(
        lambda x: (x[0] + 2 * x[1]) / 3, [[9, 9]], [1], xlim=(0, 1), ylim=(0, 1), grid=2
    )
    for x, y in [(0.1, 0.1), (0.1, 0.9), (0.9, 0.1), (0.7, 0.7), (0.3, 0.5)]:
        assert np.allclose(pixel(figure, x, y), TINTS((x + 2 * y) / 3), atol=0.02)


@pytest.mark.slow
def test_labels_of_minus_one_and_one():
    figure = plots.decision_regions(lambda x: x[0] - 1.0, CORNERS, [-1, 1, 1])
    assert figure.axes[0].get_images()[0].get_clim() == (-1, 1)
    assert key_texts(figure) == ["y = −1", "y = 1"]
    (border,) = borders(figure.axes[0])
    assert np.allclose(np.vstack([path.vertices for path in border.get_paths()])[:, 0], 1.0)


def test_one_output_for_each_class_or_one_model_for_each():
    for model in (TRIPLE, lambda x: [each(x) for each in TRIPLE]):
        figure = plots.decision_regions(model, CORNERS, [0, 2, 1])
        colors = [shown(figure, x, 1.0) for x in (0.1, 1.1, 1.9)]
        assert len(set(colors)) == 3
        assert [points for points, _ in scatters(figure.axes[0])] == [
            [[0.0, 0.0]], [[2.0, 1.0]], [[1.0, 2.0]]]  # fmt: skip
        crossings = np.vstack(
            [path.vertices for border in borders(figure.axes[0]) for path in border.get_paths()]
        )[:, 0]
        assert set(crossings.round(6)) == {0.5, 1.5}


def test_many_classes_have_different_looks():
    n = 40
    model = [lambda x, k=k: -abs(x[0] - k) for k in range(n)]
    figure = plots.decision_regions(model, np.array([range(n), range(n)]).T, range(n), grid=5)
    (legend,) = figure.legends
    looks = {(line.get_color(), line.get_marker()) for line in legend.legend_handles}
    assert len(looks) == n


def test_numbers_share_a_scale_with_their_targets():
    X, y = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 1.0]]), [-0.5, 0.2, 0.1]
    figure = plots.decision_regions(lambda x: 10.0 * x[0], X, y)
    (axes,) = figure.axes
    (image,) = axes.get_images()
    assert image.get_clim() == (-0.5, 0.5)  # white is 0
    (points,) = axes.collections
    assert np.allclose(points.get_facecolor(), image.to_rgba(np.array(y)))
    (bar,) = axes.child_axes
    assert bar.get_ylabel() == "prediction"
    positive = plots.decision_regions(lambda x: x[0], X, [0.2, 0.3, 0.6]).axes[0].get_images()[0]
    assert positive.get_clim() == (0.2, 0.6)


def test_test_points_are_hollow_and_inside_the_picture():
    figure = plots.decision_regions(NEURON, *FLOWERS, test=([[9.0, 9.0]], [1.0]))
    *_, (points, color) = scatters(figure.axes[0])
    assert (points, color) == ([[9.0, 9.0]], to_rgba("white"))
    assert figure.axes[0].get_xlim()[1] > 9.0
    assert "test" in key_texts(figure)
    asked = plots.decision_regions(NEURON, *FLOWERS, unknown=[[9.0, 9.0], [-9.0, 0.0]])
    low, high = asked.axes[0].get_xlim()
    assert low < -9.0 < 9.0 < high
    numbers = plots.decision_regions(
        lambda x: x[0], CORNERS, [0.1, 0.5, 3], test=(CORNERS, [0] * 3)
    )
    assert key_texts(numbers) == ["training", "test"]


def test_a_model_with_predict_is_asked_once_for_all_points():
    class Model:
        calls = 0

        def predict(self, X):
            self.calls += 1
            assert X.shape == (20 * 30, 2)
            return X[:, 0] > 1.0

    model = Model()
    figure = plots.decision_regions(model, CORNERS, [0, 1, 1], grid=(20, 30))
    assert model.calls == 1
    assert figure.axes[0].get_images()[0].get_array().shape == (30, 20)


def test_nothing_is_recorded():
    seen = []

    def model(x):
        seen.append(NEURON(x))
        return seen[-1]

    plots.decision_regions(model, *FLOWERS, grid=3)
    assert len(seen) == 9
    assert not any(value.parents for value in seen)


@pytest.mark.slow
@pytest.mark.parametrize("output", [0.5, 0.0, NAN, INF, -INF, 1.7e308])
@pytest.mark.parametrize("outputs", [1, 3])
def test_constant_predictions(output, outputs):
    figure = render(plots.decision_regions(lambda x: [output] * outputs, *FLOWERS, grid=5))
    assert borders(figure.axes[0]) == []


@pytest.mark.slow
@pytest.mark.parametrize("high", [INF, 1.7e308, 2.0, NAN])
def test_a_jump_of_any_height(high):
    figure = plots.decision_regions(lambda x: high if x[0] > 1.0 else -high, CORNERS, [0, 1, 1])
    render(figure)
    assert len(borders(figure.axes[0])) == (high == high)


def test_where_the_output_is_nan_the_plane_stays_white():
    model = [lambda x: NAN if x[0] > 1.0 else 1.0, lambda x: 0.0]
    figure = render(plots.decision_regions(model, CORNERS, [0, 1, 1]))
    assert shown(figure, 1.9, 1.0)[3] == 0.0
    assert shown(figure, 0.1, 1.0)[3] == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("y", [[0, 0, 0], [1, 1, 1], [-1, -1, -1], [0.3, 0.3, 0.3]])
def test_targets_that_are_all_the_same(y):
    render(plots.decision_regions(NEURON, CORNERS, y, grid=5))
    render(plots.decision_regions(NEURON, CORNERS[:1], y[:1], grid=5, unknown=CORNERS))


def test_one_class_of_two_with_its_threshold():
    figure = plots.decision_regions(lambda x: x[0] - 1.0, CORNERS, [1, 1, 1], threshold=0.0)
    assert figure.axes[0].get_images()[0].get_clim() == (-1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("factor", [1e-140, 1e-5, 1e5, 1e140])
def test_any_unit_of_length(factor):
    for X in (CORNERS * factor, CORNERS * [1.0, factor]):
        figure = render(plots.decision_regions(lambda x: x[0], X, [0.0, 0.5, 0.8], grid=5))
        low, high = figure.axes[0].get_ylim()
        assert low < X[:, 1].min() < X[:, 1].max() < high


@pytest.mark.parametrize(
    ("arguments", "named", "message"),
    [
        ((NEURON, np.ones((4, 3)), np.ones(4)), {}, r"X: rows of 2 are needed.*shape \(4, 3\)"),
        ((NEURON, [], []), {}, "X: rows of 2 are needed, at least one"),
        ((NEURON, [[1.0, NAN]], [1]), {}, r"X: finite numbers .* row 0 is \[ 1. nan\]"),
        ((NEURON, [[1.0, 1e305]], [1]), {}, "X: finite numbers up to 1e"),
        ((NEURON, CORNERS, [0, 1]), {}, r"y: one number for each of the 3 points .* \(2,\)"),
        ((NEURON, CORNERS, np.eye(3)), {}, r"y: one number .* pass y.argmax\(axis=1\)"),
        ((NEURON, CORNERS, [0, 1, INF]), {}, "y: finite numbers .* row 2 is inf"),
        ((NEURON, CORNERS, ["red"] * 3), {}, "y: real numbers are needed"),
        ((nn.Neuron(3), CORNERS, [0, 1, 1]), {}, "inputs: 3 are needed, got 2"),
        ((TRIPLE, CORNERS, [0, 1, 3]), {}, "y: for a model with 3 outputs, .* 0 to 2; got 3"),
        ((TRIPLE, CORNERS, [0, 1, -1]), {}, "got -1"),
        ((TRIPLE, CORNERS, [0, 1, 0.5]), {}, "got 0.5"),
        (([TRIPLE[0], lambda x: x], CORNERS, [0, 1, 1]), {}, "model: one output is needed, got 2"),
        ((lambda x: [0] * (1 + (x[0] > 1)), CORNERS, [0, 1, 1]), {}, r"model: .* got \[1, 2\]"),
        ((lambda x: [], CORNERS, [0, 1, 1]), {}, r"model: .* got \[0\]"),
        ((NEURON, CORNERS, [0, 1, 1]), {"unknown": [1, 2, 3]}, r"unknown: .* shape \(3,\)"),
        ((NEURON, CORNERS, [0, 1, 1]), {"test": (CORNERS, [1])}, "test y: one number for each"),
        ((NEURON, CORNERS, [0, 1, 1]), {"xlim": (2, 1)}, "xlim: two finite numbers, the smaller"),
        ((NEURON, CORNERS, [0, 1, 1]), {"ylim": (0, INF)}, "ylim: two finite numbers"),
        ((NEURON, CORNERS, [0, 1, 1]), {"grid": 1}, "grid: a whole number from 2 on"),
        ((NEURON, CORNERS, [0, 1, 1]), {"grid": 2.5}, "grid: a whole number from 2 on"),
        ((NEURON, CORNERS, [0, 1, 1]), {"grid": (2, 3, 4)}, "grid: a whole number from 2 on"),
        ((NEURON, CORNERS, [0, 1, 1]), {"class_names": ["a"]}, "class_names: got 1 for 2"),
        ((NEURON, CORNERS, [0, 1, 1]), {"threshold": NAN}, "threshold: finite numbers"),
        ((NEURON, CORNERS, [0, 1, 0.5]), {"threshold": 0.5}, "threshold: this is for one output"),
        ((TRIPLE, CORNERS, [0, 1, 2]), {"threshold": 0.5}, "threshold: this is for one output"),
        ((NEURON, CORNERS, [0, 1, 0.5]), {"class_names": ["a", "b"]}, "class_names: with one"),
    ],
)  # fmt: skip
def test_regions_that_cannot_be_drawn(arguments, named, message):
    with pytest.raises((ValueError, TypeError), match=message):
        plots.decision_regions(*arguments, **named)


@pytest.mark.parametrize("model", [None, [], "sigmoid", lambda x: None, lambda x: "red"])
def test_models_that_are_none(model):
    with pytest.raises(TypeError, match="model"):
        plots.decision_regions(model, *FLOWERS)


def test_predict_must_give_a_row_for_each_row():
    class Model:
        def predict(self, X):
            return X[:3]

    with pytest.raises(ValueError, match=r"predict gave the shape \(3, 2\) for 6400 examples"):
        plots.decision_regions(Model(), *FLOWERS)


# Functions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", [row for row in TABLE.values() if row.unary],
                         ids=lambda row: row.name)  # fmt: skip
def test_every_activation_and_its_derivative(operation):
    for function in (operation, operation.name):
        figure = plots.activations(function)
        (axes,) = figure.axes
        assert axes.get_title() == operation.name
        value, slope = axes.get_lines()[-2:]
        assert (value.get_color(), slope.get_color()) == (
            THEMES["slides"].forward, THEMES["slides"].backward)  # fmt: skip
        x = value.get_xdata()
        assert (len(x), x[0], x[250], x[-1]) == (501, -5, 0, 5)
        for i in range(0, 501, 50):
            for drawn, exact in (
                (value.get_ydata()[i], operation(x[i])),
                (slope.get_ydata()[i], ag.grad(operation)(x[i])),
            ):
                assert drawn == exact or (np.isnan(drawn) and not abs(exact) < INF)


def test_functions_of_ones_own_and_their_names():
    figure = plots.activations({"leaky ReLU": lambda x: ag.leaky_relu(x, 0.1), "3": lambda x: 3.0},
                               derivative=False, low=-1, high=1)  # fmt: skip
    assert [axes.get_title() for axes in figure.axes] == ["leaky ReLU", "3"]
    *_, line = figure.axes[0].get_lines()
    assert line.get_ydata()[0] == -0.1
    assert figure.axes[0].get_xlim() == (-1, 1)
    assert key_texts(figure) == ["f(x)"]
    assert [axes.get_title() for axes in plots.activations([ag.tanh, bowl]).axes] == [
        "tanh",
        "bowl",
    ]


def test_derivatives_are_drawn_under_no_grad():
    with ag.no_grad():
        figure = plots.activations("sigmoid")
    assert figure.axes[0].get_lines()[-1].get_ydata()[250] == 0.25


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 12])
def test_small_multiples_fill_their_rows(count):
    figure = plots.activations({f"{i}": "tanh" for i in range(count)})
    rows, columns, *_ = figure.axes[0].get_subplotspec().get_geometry()
    assert len(figure.axes) == count
    assert (rows - 1) * columns < count <= rows * columns
    assert columns <= 4


@pytest.mark.parametrize(
    ("functions", "named", "error", "message"),
    [
        (["sigmod"], {}, ValueError, "functions: got 'sigmod'; did you mean sigmoid"),
        ("add", {}, ValueError, "functions: got 'add'; "),
        ([], {}, ValueError, "functions: give at least one"),
        ([3], {}, TypeError, "functions: a name or a function is needed, got 3"),
        ("tanh", {"low": 5.0}, ValueError, "low, high: two finite numbers"),
        ("tanh", {"high": INF}, ValueError, "low, high: two finite numbers"),
    ],
)
def test_functions_that_cannot_be_drawn(functions, named, error, message):
    with pytest.raises(error, match=message):
        plots.activations(functions, **named)


def test_a_fitted_curve_the_data_and_the_truth():
    X, y = datasets.gaussian_curve(20)
    figure = plots.curve(nn.MLP(1, [2, 1], rng=0), X, y, true=ag.exp_negative_square)
    data, truth, model = figure.axes[0].get_lines()
    assert data.get_xydata().tolist() == np.column_stack([X, y]).tolist()
    x = truth.get_xdata()
    assert x.tolist() == model.get_xdata().tolist()
    assert truth.get_ydata().tolist() == [ag.exp_negative_square(each) for each in x.tolist()]
    assert model.get_ydata()[7] == nn.MLP(1, [2, 1], rng=0)([x[7]]).data
    assert x[0] < -5.0 < 5.0 < x[-1]
    assert key_texts(figure) == ["data", "true function", "model"]


def test_several_models_over_a_range_of_ones_own():
    lines = {"least squares": lambda x: 2.0 * x[0], "gradient descent": lambda x: 1.9 * x[0]}
    figure = plots.curve(lines, low=0.0, high=3.0)
    squares, descent = figure.axes[0].get_lines()
    assert squares.get_ydata()[-1] == 6.0
    assert squares.get_color() != descent.get_color()
    assert squares.get_linestyle() != descent.get_linestyle()
    assert figure.axes[0].get_xlim() == (0, 3)
    assert plots.curve(lines).axes[0].get_xlim() == (-5, 5)


def test_gaps_where_a_model_is_not_finite():
    figure = render(plots.curve(lambda x: INF if x[0] > 0 else x[0], [1.0], [2.0], low=-1))
    assert np.isnan(figure.axes[0].get_lines()[-1].get_ydata()[-1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((lambda x: x[0], [1.0]), "X, y: give both or none"),
        ((lambda x: [x[0], 1.0],), "model: one output is needed, got 2"),
        ((lambda x: x[0], CORNERS, [1, 2, 3]), r"X: rows of 1 are needed.*\(3, 2\)"),
        ((lambda x: x[0], [1.0, NAN], [1, 2]), "X: finite numbers"),
        ((lambda x: x[0], [1.0, 2.0], [1]), "y: one number for each of the 2 points"),
        (({},), "model: the dict is empty"),
    ],
)
def test_curves_that_cannot_be_drawn(arguments, message):
    with pytest.raises(ValueError, match=message):
        plots.curve(*arguments)


# Learning rates -------------------------------------------------------------------------------


def test_steps_on_a_bowl():
    figure = plots.learning_rates(RUNS, bowl)
    assert [axes.get_title() for axes in figure.axes] == list(RUNS)
    for axes, run in zip(figure.axes, RUNS.values(), strict=True):
        curve, steps, start, end = axes.get_lines()
        assert curve.get_ydata().tolist() == [w * w for w in curve.get_xdata().tolist()]
        assert steps.get_xydata().tolist() == [[w, w * w] for w in run]
        assert start.get_xydata().tolist() == [[4.0, 16.0]]
        assert end.get_xydata().tolist() == [[run[-1], run[-1] ** 2]]
    assert key_texts(figure) == ["start", "end"]


def test_all_rates_have_one_window_which_a_diverging_run_leaves():
    for figure in (plots.learning_rates(RUNS, bowl), plots.learning_rates(RUNS)):
        on_bowl = figure.axes[0].get_xlabel() == "weight"
        windows = {axes.get_xlim() if on_bowl else axes.get_ylim() for axes in figure.axes}
        ((low, high),) = windows
        assert low < 0.3 < 4.0 < high < 12.0
        assert not on_bowl or low < -4.0  # both sides of the valley
    chosen = plots.learning_rates(RUNS, bowl, low=-1.0, high=5.0)
    assert {axes.get_xlim() for axes in chosen.axes} == {(-1, 5)}


def test_weights_over_the_steps():
    runs = {"a": [[1.0, 2.0], [1.5, 2.5], [1.7, 2.7]]}
    figure = plots.learning_rates(runs, labels=["w₁", "w₂"], title="Two weights")
    first, second = figure.axes[0].get_lines()
    assert first.get_xydata().tolist() == [[0, 1.0], [1, 1.5], [2, 1.7]]
    assert second.get_ydata().tolist() == [2.0, 2.5, 2.7]
    assert key_texts(figure) == ["w₁", "w₂"]
    assert figure.get_suptitle() == "Two weights"


@pytest.mark.slow
@pytest.mark.parametrize("cost", [None, bowl, ag.log, lambda w: w * NAN])
def test_any_run_can_be_drawn(cost):
    runs = [[1.0], [1.0, 1.0, 1.0], [1.0, -1e200, INF, NAN], [1.0, 1e308, -1e308], [1e5, 1.0]]
    for run in runs:
        plots.learning_rates({"alone": run}, cost)
    render(plots.learning_rates({f"run {i}": run for i, run in enumerate(runs)}, cost))


@pytest.mark.parametrize(
    ("runs", "named", "message"),
    [
        ({}, {}, "runs: the dict is empty"),
        ({"a": []}, {}, "runs: a has the shape"),
        ({"a": [[1.0, 2.0]]}, {"cost": bowl}, "runs: a has .* one value a step is needed"),
        ({"a": [[1.0, 2.0]]}, {"labels": ["w"] * 3}, "runs: a has .* a row of 3 values a step"),
        ({"a": [NAN, 1.0]}, {}, "the start of a: finite numbers"),
        ({"a": ["x"]}, {}, "runs: a: real numbers are needed"),
        ({"a": [1.0]}, {"low": 9.0}, "low, high: two finite numbers"),
    ],
)
def test_runs_that_cannot_be_drawn(runs, named, message):
    with pytest.raises((ValueError, TypeError), match=message):
        plots.learning_rates(runs, **named)


# Neurons --------------------------------------------------------------------------------------


def wires(figure):
    return [each for each in figure.get_children() if isinstance(each, PathPatch)]


def test_a_tile_for_each_neuron_and_a_wire_for_each_weight():
    model = nn.MLP(2, [3, 1], "tanh", rng=1)
    X, y = datasets.xor_cloud(30, rng=0)
    figure = plots.neuron_outputs(model, X, y, grid=(7, 9), xlim=(-5, 5), ylim=(-4, 4))
    *tiles, result = figure.axes
    assert [axes.get_title() for axes in tiles] == ["x₁", "x₂", "1", "2", "3"]
    x1, x2 = np.linspace(-5, 5, 7), np.linspace(-4, 4, 9)
    assert tiles[0].get_images()[0].get_array()[4].tolist() == x1.tolist()
    assert tiles[1].get_images()[0].get_array()[:, 4].tolist() == x2.tolist()
    for axes, neuron in zip(tiles[2:], model.layers[0].neurons, strict=True):
        drawn = axes.get_images()[0].get_array()
        assert drawn[2, 5] == neuron([x1[5], x2[2]]).data
        low, high = axes.get_images()[0].get_clim()
        assert -low == high == np.abs(drawn).max()
    assert result.get_images()[0].get_array()[2, 5] == model([x1[5], x2[2]]).data
    assert [points for points, _ in scatters(result)] == [X[y < 0].tolist(), X[y > 0].tolist()]
    assert len(wires(figure)) == 2 * 3 + 3 * 1
    assert result.yaxis.get_ticks_position() == "right"  # on the left come the wires
    places = [axes.get_position() for axes in figure.axes]
    assert all(0 < box.x0 < box.x1 < 1 and 0 < box.y0 < box.y1 < 1 for box in places)
    assert not any(one.overlaps(other) for one, other in itertools.combinations(places, 2))


def test_a_wire_has_the_sign_and_the_size_of_its_weight():
    model = nn.MLP(2, [1], "tanh", rng=1)
    model.layers[0].neurons[0].weights[0].data = -2.0
    model.layers[0].neurons[0].weights[1].data = 0.5
    figure = plots.neuron_outputs(model, *FLOWERS, grid=3)
    negative, positive = wires(figure)
    assert negative.get_edgecolor()[:3] == to_rgba(COLORS[0])[:3]
    assert positive.get_edgecolor()[:3] == to_rgba(COLORS[1])[:3]
    assert negative.get_linewidth() > 2.0 * positive.get_linewidth()
    assert negative.get_path().vertices[0, 1] > positive.get_path().vertices[0, 1]  # x₁ is above
    assert "|weight| = 2" in key_texts(figure)


def test_several_outputs_have_tiles_too():
    figure = plots.neuron_outputs(nn.MLP(2, [2, 3], rng=0), CORNERS, [0, 1, 2], grid=3)
    assert len(figure.axes) == 2 + 2 + 3 + 1
    assert len(wires(figure)) == 2 * 2 + 2 * 3 + 3


def test_layers_of_ones_own_need_only_to_be_called():
    class Model:
        layers = (lambda x: [x[0] * x[1], x[0]], lambda h: h[0] - h[1])

    figure = plots.neuron_outputs(Model(), *FLOWERS, grid=3)
    assert len(figure.axes) == 2 + 2 + 1
    assert len({wire.get_linewidth() for wire in wires(figure)}) == 1


@pytest.mark.parametrize("weight", [0.0, NAN, INF, 1e308])
def test_weights_of_any_size(weight):
    model = nn.MLP(2, [2, 1], "tanh", rng=0)
    for parameter in model.parameters():
        parameter.data = weight
    render(plots.neuron_outputs(model, *FLOWERS, grid=5))


def test_models_whose_neurons_cannot_be_drawn():
    for model in (NEURON, None, TRIPLE):
        with pytest.raises(TypeError, match="model: a network with layers is needed"):
            plots.neuron_outputs(model, *FLOWERS)
    with pytest.raises(ValueError, match="model: a layer has 33 outputs"):
        plots.neuron_outputs(nn.MLP(2, [33, 1], rng=0), *FLOWERS, grid=2)
    with pytest.raises(ValueError, match="inputs: 3 are needed, got 2"):
        plots.neuron_outputs(nn.MLP(3, [1], rng=0), *FLOWERS)
