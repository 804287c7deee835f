"""What a run gives away does the same as the run: to the last digit as a script."""

import contextlib
import io
import json
import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from c_files import library
from node import Module

from autograd_lite import nn
from autograd_lite.playgrounds.configuration import SettingError, checked
from autograd_lite.playgrounds.run import Run

#: runs the scripts of a list of texts, and prints epochs, losses and parameters of each
REPEAT = """
import contextlib, io, json, sys
found = []
for text in json.load(sys.stdin):
    names, epochs = {}, []
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, "script", "exec"), names)
    losses = [names["mean_loss"](names["X_" + x], names["y_" + x]) for x in ("train", "test")]
    shares = [names["nn"].accuracy(names["model"], names["X_" + x], names["y_" + x])
              for x in ("train", "test") if "accuracy" in text and "threshold" not in text]
    found.append([losses, shares, [p.data for p in names["model"].parameters()],
                  names["optimizer"].updates, names["optimizer"].rate()])
json.dump(found, sys.stdout)
"""
OWN = [[x / 7, y / 5, float((x * y) % 3)] for x in range(-6, 6) for y in range(-4, 4)]


def configured(run, **settings):
    run.configure(replace(run.configuration, **settings))


def plain(run):
    run.train(30)


def edited(run):
    run.train(5)
    run.set_weight(0, 1, 0, 0.25)
    run.set_weight(1, 0, None, -1)
    run.train(3)
    configured(run, rate=0.1, schedule="step")
    run.add_point(1.5, -2.0, float(run.cloud.train.targets[0]))
    run.train(4)
    configured(run, optimizer="Adam", rate=0.01, batch_size=7)
    run.train(2)
    run.train(1)


def undone(run):
    run.train(5)
    run.set_weight(0, 0, 0, 9.0)
    run.undo()
    run.train(5)
    run.undo()
    run.redo()
    configured(run, penalty="L2", penalty_rate=0.01)
    run.train(2)


def another_loss(run):
    run.train(3)
    configured(run, loss="binary_cross_entropy_with_logits")
    run.train(3)
    configured(run, loss="hinge")
    run.train(3)


def diverged(run):
    run.train(5)
    configured(run, rate=10.0)
    with pytest.raises(nn.DivergenceError):
        run.train(400)
    configured(run, rate=0.01)
    run.train(3)


def grown(run):
    for i in range(6):
        run.add_point(i, i % 2, i)
        run.train(1)


def loaded(run):
    run.train(5)
    run.load(run.give("model")[1])
    run.train(4)


def changed_while_training(run):
    def after_epoch():
        if run.epoch == 4:
            run.set_weight(0, 0, 1, 0.125)
        if run.epoch == 6:
            configured(run, rate=0.2)
        if run.epoch == 8:
            run.add_point(0.5, 0.5, 1)
        return False

    run.train(10, after_epoch)


STORIES = [
    ({}, plain),
    ({"data": "xor", "noise": 40, "batch_size": 30}, edited),
    ({"data": "xor", "features": ["x", "y²", "xy", "sin y"], "penalty": "L1",
      "penalty_rate": 0.003}, edited),
    ({"data": "spiral", "optimizer": "momentum", "schedule": "warm up", "seed": 9}, undone),
    ({"data": "clusters", "classes": 4, "noise": 13, "optimizer": "RMSProp"}, edited),
    ({"data": "clusters", "classes": 2, "output": "sigmoid"}, plain),
    ({"data": "clusters", "loss": "cross_entropy", "output": "linear"}, plain),
    ({"data": "plane", "noise": 7, "optimizer": "AdamW", "schedule": "cosine"}, plain),
    ({"data": "multi-gauss", "layers": []}, plain),
    ({"data": "gauss", "output": "linear", "schedule": "linear"}, another_loss),
    ({"data": "own", "points": OWN, "weights": "he"}, edited),
    ({"data": "own", "problem": "regression", "points": OWN, "features": ["x", "x²"]}, edited),
    ({"data": "circle", "points": [[1, 1, 1]], "schedule": "exponential"}, plain),
    ({"data": "plane", "layers": [{"neurons": 4, "activation": "relu"}]}, diverged),
    ({"data": "circle"}, loaded),
    ({"data": "own", "problem": "regression", "features": ["x", "y", "xy"]}, grown),
    ({"data": "gauss"}, changed_while_training),
]  # fmt: skip


def test_scripts_do_the_same_to_the_last_digit():
    runs = []
    for document, story in STORIES:
        run = Run(checked(document))
        story(run)
        runs.append(run)
    texts = [run.give("python")[1] for run in runs]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", REPEAT],
        input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for run, text, found in zip(runs, texts, json.loads(done.stdout), strict=True):
        losses, shares, parameters, updates, rate = found
        assert parameters == [p.data for p in run.model.parameters()], text
        assert losses == [*run.losses()], text
        assert (updates, rate) == (run.optimizer.updates, run.optimizer.rate()), text
        if shares:
            assert shares == [*run.frame()[0]["accuracy"].values()], text
        assert max(map(len, text.splitlines())) <= 100, text


def test_the_classical_script_is_short():
    run = Run(checked({"data": "xor", "noise": 40, "batch_size": 30}))
    run.train(10)
    text = run.give("python")[1]
    assert 20 <= len(text.splitlines()) <= 40
    assert "epochs=10" in text


def test_of_very_much_a_script_has_the_numbers():
    run = Run(checked({"size": 20}))
    for i in range(120):
        run.train(1)
        run.set_weight(0, 0, 0, i / 100)
    text = run.give("python")[1]
    assert "more was done" in text
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(text, names)
    assert [p.data for p in names["model"].parameters()] == [p.data for p in run.model.parameters()]


def test_without_points_there_is_no_script():
    run = Run(checked({"data": "own"}))
    run.train(5)
    assert run.notes == ["There are no points to train on yet."]
    assert run.frame()[0]["loss"] == {"train": None, "test": None}
    with pytest.raises(SettingError, match="no points"):
        run.give("python")


FUNCTIONS = [
    {"data": "xor", "features": ["x", "y", "x²", "sin x"]},
    {"data": "clusters"},
    {"data": "clusters", "loss": "cross_entropy", "output": "linear"},
    {"data": "plane"},
    {"data": "gauss", "loss": "binary_cross_entropy_with_logits", "output": "linear"},
]
PLACES = [(x, y) for x in (-5.0, 0.25, 3.0) for y in (-4.0, 0.0, 6.0)]


@pytest.mark.parametrize("document", FUNCTIONS)
def test_c_and_javascript_answer_as_the_page(document):
    run = Run(checked(document))
    run.train(5)
    wanted = [run.look(x, y)["prediction"] for x, y in PLACES]
    name, text = run.give("javascript")
    found = Module(text).call("value", PLACES)
    assert name == "network.mjs"
    assert [*map(np.atleast_1d, found)] == [pytest.approx(each, rel=1e-9) for each in wanted]
    name, text = run.give("c")
    compiled = library([text])
    shape = (len(PLACES), len(wanted[0])) if len(wanted[0]) > 1 else (len(PLACES),)
    (rows,) = compiled.call("value_rows_0", len(PLACES), *np.array(PLACES).T, results=[shape])
    assert name == "network.c"
    assert rows.reshape(len(PLACES), -1).tolist() == [
        pytest.approx(each, rel=1e-9) for each in wanted
    ]


def test_the_model_is_a_file_of_this_library(tmp_path):
    run = Run(checked({"optimizer": "Adam"}))
    run.train(3)
    name, text = run.give("model")
    (tmp_path / name).write_text(text, encoding="utf-8")
    other = Run(checked({"optimizer": "Adam", "seed": 5}))
    nn.load(tmp_path / name, other.model, other.optimizer, rng=other.generator)
    assert other.give("model")[1] == text


@pytest.mark.parametrize(
    "text", ["", "{}", "[" * 5000, "\ud800", '{"format": "x"}', "null", "1" * 5000, "\0"]
)
def test_what_is_no_model_is_refused(text):
    run = Run(checked({"size": 20}))
    before = run.frame()[0]["weights"]
    with pytest.raises(SettingError, match="cannot be loaded"):
        run.load(text)
    assert run.frame()[0]["weights"] == before
    assert not run.state()["can_undo"]


def test_a_model_of_another_network_is_refused():
    text = Run(checked({"layers": [{"neurons": 3}]})).give("model")[1]
    with pytest.raises(SettingError, match="parameters"):
        Run().load(text)


def test_a_walkthrough_tells_an_example():
    page = Run(checked({"layers": [{"neurons": 2}]})).walkthrough(1.25, -2.0, -1)
    assert page.startswith("<!DOCTYPE html>")
    assert "The example at (1.25, −2) with the target −1" in page


@pytest.mark.parametrize("place", [(math.nan, 0, None), (True, 0, None), (0, "1", None),
                                   (0, 0, 3), (0, 10**400, None), (0, 0, math.inf)])  # fmt: skip
def test_places_and_targets_are_checked(place):
    run = Run()
    for ask in (run.look, run.walkthrough):
        with pytest.raises(SettingError):
            ask(*place)
