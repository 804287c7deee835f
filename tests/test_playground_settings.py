"""Settings of the playground: whatever comes from a page or a link is checked, and made to fit."""

import json
import sys
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd_lite import nn
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds import networks
from autograd_lite.playgrounds.clouds import cloud_of
from autograd_lite.playgrounds.configuration import (
    ACTIVATIONS,
    DATA,
    FIELDS,
    Configuration,
    Hidden,
    SettingError,
    as_document,
    checked,
    choices,
    completed,
)
from autograd_lite.playgrounds.features import FEATURES, inputs_at
from autograd_lite.playgrounds.links import from_link, link
from autograd_lite.playgrounds.messages import written
from autograd_lite.playgrounds.run import Run
from autograd_lite.playgrounds.settling import settled
from autograd_lite.playgrounds.targets import as_targets

LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8),
    st.sampled_from([10**400, -(10**20), 2**32, 1e308, "\ud800", "tanh", "x", "own", "clusters"]),
)  # fmt: skip
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*FIELDS, "neurons", "activation", "?"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


def right(name, field):
    """Settings that a page could send."""
    if name == "features":
        return st.lists(st.sampled_from([*FEATURES]), min_size=1, max_size=7)
    if name == "layers":
        layer = {"neurons": st.integers(1, 8), "activation": st.sampled_from(ACTIVATIONS)}
        return st.lists(st.fixed_dictionaries(layer), max_size=6)
    if name == "points":
        number = st.floats(-1e6, 1e6) | st.integers(-5, 5)
        return st.lists(st.tuples(number, number, st.integers(-1, 5)).map(list), max_size=4)
    if name == "pause_at":
        return st.none() | st.integers(1, 10**9)
    if not field.choices:
        return st.booleans()
    low, high = field.choices[0], field.choices[-1]
    if isinstance(low, str):
        return st.sampled_from(field.choices)
    return st.integers(low, high) if type(low) is int and name in WHOLE else st.floats(low, high)


WHOLE = {"classes", "size", "train_share", "seed", "batch_size"}
RIGHT = st.fixed_dictionaries({}, optional={name: right(name, x) for name, x in FIELDS.items()})


def settings_or_error(document):
    try:
        return checked(document)
    except SettingError as error:
        return error


@given(ANYTHING)
def test_anything_is_a_configuration_or_refused_in_a_sentence(document):
    found = settings_or_error(document)
    if isinstance(found, SettingError):
        assert found.field in {*FIELDS, ""}
        assert 10 < len(str(found)) < 300
        return
    assert checked(json.loads(json.dumps(as_document(found)))) == found


@given(st.sampled_from([*FIELDS]), ANYTHING)
def test_any_field_is_checked(name, value):
    found = settings_or_error({name: value})
    if isinstance(found, SettingError):
        assert found.field == name
        return
    assert type(getattr(found, name)) in (type(getattr(Configuration(), name)), int)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", True), ("seed", -1), ("seed", 1.5), ("seed", float("nan")), ("noise", "40"),
        ("size", 10**400), ("size", 1001), ("discretise", 1), ("features", []), ("rate", 0),
        ("features", ["z"]), ("layers", [{"neurons": 9}]), ("layers", [[4]]), ("layers", 4),
        ("layers", [{"neurons": 1}] * 7), ("points", [[0, 0]]), ("points", [[0, 0, 0]] * 1001),
        ("points", [[0, 0, float("inf")]]), ("loss", None), ("pause_at", 0), ("data", []),
    ],
)  # fmt: skip
def test_wrong_settings_are_refused(name, value):
    with pytest.raises(SettingError, match=r"choose one of|need") as caught:
        checked({name: value})
    assert caught.value.field == name


def test_numbers_of_many_digits_are_not_written():
    """Their text would be refused by Python itself."""
    assert 10 ** (sys.get_int_max_str_digits() + 1) > 0
    with pytest.raises(SettingError, match="many digits"):
        checked({"size": 10 ** (sys.get_int_max_str_digits() + 1)})


def test_the_default_is_the_classical_start():
    found = checked({})
    assert found == Configuration()
    assert (found.data, found.batch_size, found.rate) == ("circle", 10, 0.03)
    assert link(found) == "v=1"
    assert {*as_document(found)} == {"version", *FIELDS}
    assert [each.name for each in fields(Configuration)] == [*FIELDS]


def test_choices_are_for_controls():
    found = choices()
    assert found["classes"] == [2, 6]
    assert found["optimizer"][0] == "SGD"
    assert found["activation"][:4] == ["tanh", "relu", "sigmoid", "linear"]
    assert json.loads(json.dumps(found)) == found


# Links --------------------------------------------------------------------------------------


@given(RIGHT)
def test_a_link_holds_everything(document):
    try:
        wanted, _ = settled(checked(document))
    except SettingError:
        return
    assert from_link(link(wanted)) == (wanted, [])
    assert from_link("#" + link(wanted)) == (wanted, [])


@given(st.text() | st.lists(st.tuples(st.sampled_from([*FIELDS, "v", "activation"]), st.text())))
def test_any_text_is_a_link(text):
    if isinstance(text, list):
        text = "&".join(f"{name}={value}" for name, value in text)
    found, notes = from_link(text)
    assert isinstance(found, Configuration)
    assert all(len(note) < 400 for note in notes)


def test_links_that_were_given_away_keep_their_meaning():
    found, notes = from_link(
        "v=1&data=xor&noise=40&layers=4-2&activation=relu-sigmoid&features=x,y,xx,siny"
        "&batch_size=30&points=1,2,-1;3,-4.5,1&discretise=true&pause_at=100&colour=red"
    )
    assert notes == ["The link has colour, which is not known here."]
    assert found == Configuration(
        data="xor", noise=40.0, batch_size=30, discretise=True, pause_at=100,
        features=("x", "y", "x²", "sin y"), layers=(Hidden(4, "relu"), Hidden(2, "sigmoid")),
        points=((1.0, 2.0, -1.0), (3.0, -4.5, 1.0)),
    )  # fmt: skip
    assert from_link("v=1&layers=none")[0].layers == ()
    assert from_link("data=plane")[0].output == "linear"


def test_a_link_means_the_same_wherever_it_is_followed():
    text = "v=1&data=plane&output=tanh&schedule=warm+up"
    run = Run(Configuration(size=20))
    assert run.follow(text)
    assert run.configuration == Run(from_link(text)[0]).configuration
    assert run.state()["link"] == text
    assert not run.follow(text + "&rate=x")
    assert run.notes == ["The link has rate=x: it cannot be read."]


def test_what_is_wrong_in_a_link_is_told():
    found, notes = from_link("v=2&data=xor&rate=1e9&layers=4-x&discretise=maybe")
    assert found == Configuration(data="xor")
    assert [note.partition(":")[0] for note in notes] == [
        "The link is of another version",
        "The link has layers=4-x",
        "The link has rate=1e9",
        "The link has discretise=maybe",
    ]
    assert from_link("data=own&points=1,2,0.5") == (
        Configuration(data="own", output="softmax", loss="categorical_cross_entropy"),
        ["The link has points that are left out: a class is one of 0, 1, 2, and 0.5 is none."],
    )
    assert from_link("a" * 300_000)[1]
    assert from_link("&".join(["a=b"] * 500))[1] == ["The link cannot be read."]


# Settings that go together ------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(RIGHT, RIGHT)
def test_any_settings_are_made_to_train(first, second):
    small = {"size": 10, "optimizer": "SGD"}
    try:
        before, _ = settled(checked(first | small))
        found, notes = settled(checked(second | small), before)
    except SettingError as error:
        if error.field != "points":
            raise
        return
    assert settled(found, found) == (found, [])
    assert settled(checked(as_document(found))) == (found, [])
    assert all(note.endswith(".") for note in notes)
    assert found.data in DATA[found.problem]
    cloud, kind = cloud_of(found), LOSSES[found.loss]
    targets = as_targets(found, cloud.all.targets)
    if len(targets):
        assert kind.accepts(targets, found.outputs).all()
    model = networks.model_of(found)
    output = model(inputs_at(found.features, 0.5, 0.25))
    assert not (kind.brings and kind.brings is getattr(output, "op", None))


@pytest.mark.parametrize(
    ("change", "became"),
    [
        ({"problem": "regression"}, {"data": "plane", "output": "linear"}),
        ({"data": "multi-gauss"}, {"problem": "regression", "output": "linear"}),
        ({"data": "clusters"}, {"output": "softmax", "loss": "categorical_cross_entropy"}),
        ({"loss": "binary_cross_entropy"}, {"output": "sigmoid"}),
        ({"loss": "hinge", "output": "relu"}, {"output": "linear"}),
        ({"loss": "cross_entropy"}, {"loss": "half_squared_error"}),
        ({"output": "softmax"}, {"output": "tanh"}),
    ],
)
def test_the_others_give_way(change, became):
    before = Configuration()
    found, notes = settled(replace(before, **change), before)
    assert {name: getattr(found, name) for name in became} == became
    assert notes or {*change} == {"data"}


@pytest.mark.parametrize("output", ["tanh", "linear", "softmax", "sigmoid", "sign"])
@pytest.mark.parametrize("loss", choices()["loss"])
@pytest.mark.parametrize("data", ["circle", "clusters", "plane"])
def test_every_end_of_a_network_trains(data, loss, output):
    found, _ = settled(checked({"data": data, "loss": loss, "output": output, "size": 10}))
    model, cloud = networks.model_of(found), cloud_of(found)
    targets = as_targets(found, cloud.train.targets)
    nn.fit(model, cloud.train.points, targets, loss=found.loss, epochs=1)


def test_what_was_chosen_last_decides():
    before, _ = settled(replace(Configuration(), data="clusters"), Configuration())
    assert settled(replace(before, output="linear"), before)[0].loss == "cross_entropy"
    assert settled(replace(before, loss="cross_entropy"), before)[0].output == "linear"
    probable, _ = settled(Configuration(loss="binary_cross_entropy", output="sigmoid"))
    assert settled(replace(probable, output="relu"), probable)[0].loss == "half_squared_error"


def test_points_bring_their_classes():
    own = Configuration(data="own", classes=2)
    found, notes = settled(replace(own, points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))))
    assert [point[2] for point in found.points] == [-1.0, 1.0]
    assert notes == ["The classes 0 and 1 are now −1 and 1."]
    found, notes = settled(replace(own, points=((0.0, 0.0, 0.0), (1.0, 1.0, 3.0))))
    assert (found.classes, found.output) == (4, "softmax")
    with pytest.raises(SettingError, match="is one of −1, 1, and 0"):
        settled(replace(own, points=((0.0, 0.0, 0.5),)))
    clicked = Configuration(data="xor", points=((0.0, 0.0, 1.0),))
    assert settled(replace(clicked, data="plane"), clicked)[0].points == ()
    assert settled(replace(clicked, data="own"), clicked)[0].points == clicked.points


def test_added_points_follow_the_number_of_classes():
    several = completed(
        {"data": "clusters", "points": tuple((0.0, 0.0, t) for t in (0.0, 1.0, 2.0))}
    )
    found, notes = settled(replace(several, classes=2), several)
    assert [point[2] for point in found.points] == [-1.0, 1.0]
    assert "Points of classes that are no more are gone; undo brings them back." in notes
    again, _ = settled(replace(found, classes=5), found)
    assert [point[2] for point in again.points] == [0.0, 1.0]
    assert settled(replace(several, classes=6), several)[0].points == several.points


# Examples -----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [*DATA["classification"][:-1], *DATA["regression"][:-1]])
def test_examples_are_split(data):
    cloud = cloud_of(checked({"data": data, "size": 200, "train_share": 30, "noise": 20}))
    assert [len(part.targets) for part in cloud] == [60, 140]
    assert np.isfinite(cloud.all.rows()).all()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("share", [10, 90])
def test_of_two_own_points_one_is_trained_on_and_one_is_not(seed, share):
    points = [[0, 0, 1], [1, 0, -1], [2, 0, 1]]
    settings = {"data": "own", "train_share": share, "seed": seed}
    for n, counts in ((1, (1, 0)), (2, (1, 1))):
        cloud = cloud_of(checked(settings | {"points": points[:n]}))
        assert tuple(len(part.targets) for part in cloud) == counts


def test_own_points_stay_where_they_are_when_one_is_added():
    points = [[i / 10, 0, 1 if i % 3 else -1] for i in range(40)]
    for count in range(1, 40):
        before, after = (cloud_of(checked({"data": "own", "points": points[:n]}))
                         for n in (count, count + 1))  # fmt: skip
        grown = [len(b.targets) - len(a.targets) for a, b in zip(before, after, strict=True)]
        assert sorted(grown) == [0, 1]
        assert after.train.rows()[: len(before.train.targets)] == before.train.rows()


def test_features_are_as_a_script_writes_them():
    import autograd_lite as ag

    x, y = np.array([0.5, -2.0]), np.array([3.0, 0.25])
    for feature in FEATURES.values():
        written = eval(feature.source, {"x": x, "y": y, "ag": ag})
        assert (written == feature.function(x, y)).all()


def test_every_loss_and_every_activation_can_be_chosen():
    kinds = {"two": {}, "classes": {"data": "clusters"}, "numbers": {"data": "plane"}}
    chosen = {settled(checked({"loss": name} | kind))[0].loss
              for name in choices()["loss"] for kind in kinds.values()}  # fmt: skip
    assert chosen == {*choices()["loss"]} == {*LOSSES} - {"poisson_nll"}
    for name in ("exp", "log", "gelu", "sign"):
        run = Run(checked({"size": 20, "layers": [{"neurons": 2, "activation": name}]}))
        header, _ = run.frame("batch")
        assert json.loads(written(header))["epoch"] == 0
