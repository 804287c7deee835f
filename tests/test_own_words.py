"""A teacher's own titles, notes and symbols for the steps of a deck."""

import re

import pytest
from pictures import slides_neuron
from test_draw_labels import HOSTILE

import autograd_lite as ag


def nodes():
    """The neuron of the slides: its loss, its prediction, its linear node, and a weight."""
    loss = slides_neuron()
    prediction = loss.parents[-1] if loss.parents[-1].op else loss.parents[0]
    linear = prediction.parents[0]
    return loss, prediction, linear, linear.parents[0]


def test_titles_and_notes_of_a_step():
    loss, prediction, linear, _ = nodes()
    deck = ag.walkthrough(
        loss,
        titles={
            "given": "What we know",
            ("backward", prediction): "Through σ",
            9: "Done",
        },
        notes={
            linear: "A weighted sum.",
            ("backward", linear): "Why 0?",
            "seed": "Always 1.",
        },
    ).deck
    titles = [slide.title for slide in deck.slides]
    assert (titles[0], titles[6], titles[8]) == ("What we know", "Through σ", "Done")
    assert titles[1] == "Forward: z"
    notes = {i: slide.note for i, slide in enumerate(deck.slides) if slide.note}
    assert notes == {1: "A weighted sum.", 4: "Always 1.", 7: "Why 0?"}
    assert deck.slides[1].spoken.endswith("= 0.6. A weighted sum.")


def test_a_note_stands_with_the_answer_and_not_with_the_question():
    loss, prediction, *_ = nodes()
    deck = ag.walkthrough(loss, blank="values", notes={prediction: "σ squashes."}).deck
    assert [slide.part for slide in deck.slides if slide.note] == ["answer"]


def test_a_leaf_is_given_and_an_update_has_a_note():
    loss, *_, weight = nodes()
    deck = ag.walkthrough(
        loss, learning_rate=1.0, notes={weight: "At random.", "update": "One step.", "outcome": "!"}
    ).deck
    assert [(slide.kind, slide.note) for slide in deck.slides if slide.note] == [
        ("given", "At random."), ("update", "One step."), ("outcome", "!"),
    ]  # fmt: skip


def test_symbols_are_for_formulas_pictures_and_sentences_and_change_no_label():
    loss, prediction, _, weight = nodes()
    symbols = {prediction: "a", loss: "E", weight: "θ₁"}
    deck = ag.walkthrough(loss, symbols=symbols, learning_rate=0.5, iterations=2)
    assert deck.deck.title.startswith("E, its gradient")
    html = deck.html()
    assert "ŷ" not in re.sub(r"½\(y−ŷ\)²", "", html)  # the name of the operation
    assert "∂E/∂θ₁" in html
    assert "E     ½·(y − a)²" in str(ag.explain(loss, symbols=symbols))
    assert (loss.label, prediction.label) == ("L", "ŷ")


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_own_words_are_text(text):
    loss, prediction, *_ = nodes()
    options = {"titles": {1: text}, "notes": {2: text}, "symbols": {prediction: text}}
    plain = ag.walkthrough(loss).html()
    html = ag.walkthrough(loss, **options).html()
    assert html.count("<script") == plain.count("<script")
    assert html.count("<style") == plain.count("<style")
    assert "<img" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"notes": {"givn": "x"}}, ValueError, r"notes: got 'givn'; did you mean given\?"),
        ({"notes": {"update": "x"}}, ValueError, "notes: the deck has no step 'update'"),
        ({"notes": {99: "x"}}, ValueError, "notes: a whole number from 1 to 9 is needed, got 99"),
        ({"notes": {1: 3}}, TypeError, "notes: a str is needed, got 3"),
        ({"titles": {1.5: "x"}}, TypeError, "titles: a whole number"),
        (
            {"titles": {ag.Value(1.0) * 2: "x"}},
            ValueError,
            "titles: the deck has no step",
        ),
        ({"symbols": {ag.Value(1.0): "x"}}, ValueError, "symbols: Value.* is no node of the graph"),
    ],
    ids=str,
)
def test_what_is_refused(options, error, message):
    with pytest.raises(error, match=message):
        ag.walkthrough(slides_neuron(), **options)


def test_the_command_line_has_worksheets_and_languages(capsys, tmp_path):
    from autograd_lite.cli import main

    ag.choose_language("en").save(tmp_path / "own.toml")
    own = (tmp_path / "own.toml").read_text(encoding="utf-8")
    own = own.replace('forward = "Forward pass"', 'forward = "Hin"')
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    arguments = ["explain", "x*y", "x=2", "y=3", "--blank", "downstream,local"]
    assert main([*arguments, "--language", str(tmp_path / "own.toml")]) == 0
    assert "Hin\n  f = x·y = 2·3 = 6" in capsys.readouterr().out
    assert main([*arguments, "--answers", "--format", "latex"]) == 0
    assert r"(1)\quad \frac{\partial f}{\partial x} &= y = 3" in capsys.readouterr().out
    assert main(["explain", "x*y", "x=2", "y=3", "--answers"]) == 2
    assert "--answers: of a worksheet" in capsys.readouterr().err


@pytest.mark.parametrize("ending", ["json", "toml"])
def test_a_language_is_saved_and_read_again(tmp_path, ending):
    english = ag.choose_language("English")
    path = english.save(tmp_path / f"own.{ending}")
    assert ag.choose_language(path).entries == english.entries
    with pytest.raises(ValueError, match=r"path: the ending: got '\.txt'; choose one of \.json"):
        english.save(tmp_path / "own.txt")
