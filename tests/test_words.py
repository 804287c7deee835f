"""The catalogue of words: every language has all of it, and own words are text and nothing else."""

import ast
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pictures import slides_neuron

import autograd_lite as ag
from autograd_lite import Value
from autograd_lite.viz.words.languages import BASE, LANGUAGES, choose_language
from autograd_lite.viz.words.plurals import plural_rule
from autograd_lite.viz.words.templates import COUNT, OR, Markup, fields_of
from autograd_lite.viz.words.words import ENGLISH

VIZ = Path(ag.__file__).parent / "viz"


def keys_used():
    """The keys that stand in the source of the pictures, or their start."""
    for path in VIZ.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else ""
            if isinstance(text, str) and re.fullmatch(r"[a-z]+\.(?!css$|js$|html$)[a-z_]*", text):
                yield text


# The catalogue ------------------------------------------------------------------------------


def test_what_is_used_is_there_and_what_is_there_is_used():
    entries = ENGLISH.entries
    sections = {key.partition(".")[0] for key in entries}
    used = {key for key in keys_used() if key.partition(".")[0] in sections}
    starts = tuple(key for key in used if key.endswith((".", "_")))
    assert used - {*starts, BASE} - entries.keys() == set()
    unused = {key for key in entries.keys() - used if not key.startswith(starts)}
    assert {key for key in unused if not key.startswith(("page.", "script."))} == set()


def test_every_entry_of_the_page_is_used_and_no_other():
    page = "".join(path.read_text(encoding="utf-8") for path in VIZ.rglob("*.html"))
    assert set(re.findall(r"\$page_(\w+)", page)) | {"frame", "epochs"} == {
        *ENGLISH.section("page")
    }
    script = "".join(path.read_text(encoding="utf-8") for path in VIZ.rglob("*.js"))
    assert set(re.findall(r"\bsaid\.(\w+)", script)) == set(ENGLISH.section("script"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_entry_with_its_fields_and_forms(language):
    words = choose_language(language)
    assert words.entries.keys() == ENGLISH.entries.keys()
    assert words.code.partition("-")[0] == language
    for key, source in ENGLISH.entries.items():
        entry = words.entries[key]
        assert entry.strip(), key
        fields = fields_of(source) | ({COUNT} if OR in source else set())
        for form in entry.split(OR):
            assert fields_of(form) <= fields, key
            assert fields_of(form) >= fields - {COUNT}, key
        assert entry.count(OR) in (0, plural_rule(words.code).forms - 1), key
    if words is not ENGLISH:
        assert words._rules == dict.fromkeys(ENGLISH.entries, plural_rule(words.code))


@pytest.mark.parametrize(
    ("code", "forms"),
    {
        "en": "100: 1 / 1: 0 / 2: 1 / 0: 1",
        "fr": "0: 0 / 1: 0 / 2: 1",
        "zh": "0: 0 / 1: 0 / 7: 0",
        "ru": "1: 0 / 21: 0 / 11: 2 / 3: 1 / 12: 2 / 5: 2",
        "pl": "1: 0 / 21: 2 / 22: 1 / 12: 2 / 5: 2",
        "cs": "1: 0 / 2: 1 / 5: 2 / 22: 2",
        "sl": "1: 0 / 101: 0 / 2: 1 / 103: 2 / 5: 3",
        "lt": "1: 0 / 21: 0 / 2: 1 / 11: 2 / 10: 2",
        "lv": "0: 0 / 1: 1 / 11: 0 / 2: 2 / 21: 1",
        "ro": "1: 0 / 0: 1 / 19: 1 / 101: 1 / 20: 2",
        "ar": "0: 0 / 1: 1 / 2: 2 / 3: 3 / 110: 3 / 11: 4 / 100: 5 / 102: 5",
        "he": "1: 0 / 2: 1 / 3: 2",
        "de-AT": "1: 0 / 2: 1",
        "tlh": "1: 0 / 2: 1",
    }.items(),
)
def test_plural_forms(code, forms):
    rule = plural_rule(code)
    for each in forms.split(" / "):
        number, form = map(int, each.split(": "))
        assert rule.choose(number) == form
    assert {rule.choose(n) for n in range(1000)} == set(range(rule.forms))


# Languages of a reader's own ----------------------------------------------------------------

OWN = {"slides": {"title_given": "Gegeven", "constants": "constante {names}|constanten {names}"}}


def test_own_words_may_be_few_and_come_as_dictionary_or_file(tmp_path):
    (tmp_path / "own.json").write_text(json.dumps(OWN), encoding="utf-8")
    toml = '[slides]\ntitle_given = "Gegeven"\nconstants = "constante {names}|constanten {names}"\n'
    (tmp_path / "own.toml").write_text(toml, encoding="utf-8")
    for given in (OWN, tmp_path / "own.json", str(tmp_path / "own.toml")):
        words = choose_language(given)
        assert words("slides.title_given") == "Gegeven"
        assert words("slides.constants", names="a, b", count=2) == "constanten a, b"
        assert words("slides.title_result") == "The gradient"
        html = ag.walkthrough(slides_neuron(), language=given).html()
        assert ">Gegeven</span></a>" in html
        assert ">The gradient</span></a>" in html


def test_what_comes_from_a_base_has_the_plural_forms_of_that():
    words = choose_language(
        {"language": {"code": "ru"}, "diagram": {"wires": "{count} провод|а|ов"}}
    )
    assert words("diagram.wires", count=21) == "21 провод"
    assert words("diagram.nodes", count=21) == "21 nodes"


@pytest.mark.parametrize(
    ("language", "error", "message"),
    [
        ("englsh", ValueError, "language: got 'englsh'; did you mean english?"),
        ("klingon", ValueError, "language: got 'klingon'; choose one of en, english"),
        (3, TypeError, "language: a name such as 'en', .* got 3"),
        ({"story": {"givn": "x"}}, ValueError, "no entry 'story.givn'; did you mean story.given?"),
        ({"story": {"given": 3}}, TypeError, "language: story.given: a str is needed, got 3"),
        ({"story": "x"}, ValueError, "there is no entry 'story'"),
        (
            {"story": {"given": "Data: {value}"}},
            ValueError,
            r"story.given: \{value\} is no field of it; it has \{values\}",
        ),
        ({"page": {"step": "{step}"}}, ValueError, r"\{step\} is no field of it; it has none"),
        ({"story": {"given": "{values.x}"}}, ValueError, r"\{values.x\} is no field; write"),
        ({"story": {"given": "{values!r}"}}, ValueError, r"\{values\} is no field"),
        ({"story": {"given": "{"}}, ValueError, "language: story.given: "),
        ({"language": {"direction": "up"}}, ValueError, "language.direction: got 'up'; .*ltr, rtl"),
        ({"language": {"base": "xx"}}, ValueError, "language: got 'xx'"),
        ("missing.json", FileNotFoundError, "missing.json"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_refused(language, error, message):
    with pytest.raises(error, match=message):
        ag.explain(Value(1.0, "x"), language=language)


@pytest.mark.parametrize("text", ["[]", "{", '{"a": ', "\x00"])
def test_a_file_that_is_none_is_refused_by_its_name(tmp_path, text):
    path = tmp_path / "own.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.json"):
        choose_language(path)


def test_words_are_text_in_every_format():
    evil = '<script>alert(1)</script>"&\\end{{align*}}$|'
    words = choose_language(
        {section: dict.fromkeys(ENGLISH.section(section), evil) for section in
         ("formula", "story", "explain", "slides", "page", "script", "diagram")}
    )  # fmt: skip
    html = ag.walkthrough(slides_neuron(), language=words).html()
    assert html.count("<script") == html.count("</script") == 1
    assert "alert(1)</script>" not in html
    explanation = ag.explain(slides_neuron(), language=words)
    assert "<script>" not in explanation.markdown().replace("\\<", "")
    assert "\\end{align*}$" not in explanation.latex()
    svg = ag.draw(slides_neuron(), language=words, theme="micrograd").svg()
    assert "<script" not in svg


def test_a_formula_is_put_into_a_sentence_as_markup_and_a_name_as_text():
    formula = Markup("<mi>x</mi>")
    assert ENGLISH.html("story.only", gradient=formula) == "which is <mi>x</mi>"
    assert ENGLISH.html("story.only", gradient="<b>") == "which is &lt;b&gt;"
    assert ENGLISH.latex("story.operands_of", count=1200, name=Markup("x_1")) == (
        r"1\,200\text{ more operands of }x_1\text{: }"
    )
    assert ENGLISH.latex("story.only", gradient="50 %") == r"\text{which is }\text{50 \%}"


# Right to left, and other numbers -----------------------------------------------------------

HEBREW = {
    "language": {"code": "he", "direction": "rtl"},
    "story": {"given": "נתון: {values}.", "result": "הגרדיאנט: {gradients}."},
    "slides": {"title_given": "הנתונים"},
}


def test_formulas_stay_from_left_to_right_in_a_language_from_right_to_left():
    html = ag.walkthrough(slides_neuron(), language=HEBREW).html()
    assert '<html lang="he" dir="rtl">' in html
    spoken = re.findall(r'<p class="spoken" hidden>(.*?)</p>', html)
    assert spoken[0].startswith("נתון: \u2066w₁ = 0.1")
    assert spoken[0].count("\u2066") == spoken[0].count("\u2069") > 0
    assert '<bdi dir="ltr">' in html


def test_what_is_joined_by_signs_is_read_as_one_formula_and_words_in_words_as_words():
    words = choose_language({**HEBREW, "practice": {"title": "{title}؟"}})
    backward = words("slides.title_backward", name="L", targets="ŷ")
    assert backward == "Backward: \u2066\u2066L\u2069 → \u2066ŷ\u2069\u2069"
    assert words.html("slides.title_seed", gradient="x") == (
        '<bdi dir="ltr"><bdi dir="ltr">x</bdi> = 1</bdi>'
    )
    for title, mark in [
        ("הנתונים", "\u2067"),
        ("\u2066L\u2069: קדימה", "\u2067"),
        ("∂L/∂ŷ", "\u2066"),
        ("−1", "\u2066"),
    ]:
        assert words("practice.title", title=title) == f"{mark}{title}\u2069؟"


class Elements(HTMLParser):
    """Which elements a page has, with the names of their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag != "bdi":
            self.found.append((tag, [name for name, _ in attributes]))


@pytest.mark.parametrize("blank", [None, "all"])
def test_a_page_from_right_to_left_has_the_elements_of_one_from_left_to_right(blank):
    one, other = (
        Elements(ag.walkthrough(slides_neuron(), language=language, blank=blank).html()).found
        for language in ("en", HEBREW)
    )
    assert one == other


def test_a_language_may_have_a_decimal_comma():
    own = {"language": {"decimal": ","}, "list": {"separator": "; "}}
    explanation = ag.explain(slides_neuron(), language=own)
    assert "given: w₁ = 0,1; w₂ = 0,6; x₁ = 0; x₂ = 1; b = 0; y = 1" in str(explanation)
    assert "0{,}645656" in explanation.latex()
    assert "0.6" not in str(explanation) + explanation.latex()
    svg = ag.draw(slides_neuron(), language=own).svg()
    assert ">0,6<" in svg
    assert "max(x; 0,5)" in str(ag.explain(ag.maximum(Value(1.0, "x"), 0.5), language=own))
