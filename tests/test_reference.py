"""The reference of the site as it is written from the code: complete, and true."""

import doctest
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from as_on_the_code_host import DOCS, SOURCE, rewritten
from make_reference import DOORS
from reference import curves, pages, rows, subjects, tables
from reference.docstrings import rst

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.cli.options import parser
from autograd_lite.primitives.operation import TABLE
from autograd_lite.viz.diagram.themes import THEMES

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def written():
    return pages.pages()


@pytest.fixture(scope="module")
def listed():
    return tables.pages()


@pytest.mark.slow
def test_every_public_name_is_on_one_page(written):
    text = "\n".join(written.values())
    described = re.findall(r"^\.\. (?:auto\w+|py:module):: ([\w.]+)$", text, re.M)
    by_hand = re.findall(r"^\.\. py:(?:function|data):: (\w+).*\n   :module: (\S+)$", text, re.M)
    count = Counter([*described, *(f"{module}.{name}" for name, module in by_hand)])
    assert {count[module] for module in DOORS.values()} == {1}
    for door, module in DOORS.items():
        for name in set(import_module(module).__all__) - {"__version__"}:
            assert count[pages.index_of_names()[f"{door}.{name}"]] == 1, f"{door}.{name}"


def test_a_place_that_is_new_belongs_to_no_subject():
    entry = subjects.Entry("ag", "thing", ag.draw, "autograd_lite.somewhere.new")
    assert subjects.subject(entry) is None
    assert None not in {subjects.subject(each) for each in subjects.entries() if not each.is_row}


@pytest.mark.slow
def test_every_page_is_in_the_index_of_the_reference(written, listed):
    index = "".join(path.read_text("utf-8") for path in (ROOT / "docs" / "reference").glob("*.md"))
    for name in written | listed:
        stem = name.removesuffix(".rst")
        if name.endswith(".rst") and not stem.startswith("operations-"):
            assert f"\napi/{stem}\n" in index, name


@pytest.mark.slow
def test_roles_in_pages_lead_to_pages_and_names_that_are_there(written, listed):
    """The build says so too, but not everybody builds."""
    generated = {f"reference/api/{name.partition('.')[0]}" for name in written | listed}
    known = {*pages.index_of_names().values()}
    docs, found = ROOT / "docs", 0
    for path in docs.rglob("*.md"):
        for kind, target in re.findall(
            r"\{(doc|py:\w+)\}`(?:[^`<]*<)?([^`>]+)>?`", path.read_text("utf-8")
        ):
            found += 1
            if kind == "doc":
                to = target.removeprefix("/")
                at = docs if target.startswith("/") else path.parent
                page = (at / to).resolve().relative_to(docs).as_posix()
                assert page in generated or (docs / f"{page}.md").exists(), f"{path}: {target}"
            elif target not in known:
                owner, _, member = target.rpartition(".")
                assert owner in known, f"{path}: {target}"
                things = {each.full_name: each.thing for each in subjects.entries()}
                assert hasattr(things[owner], member), f"{path}: {target}"
    assert found > 5


@pytest.mark.slow
def test_the_examples_of_operations_are_what_python_says(written):
    text = "\n".join(written.values())
    for name in TABLE:
        assert f">>> ag.value_and_grad(ag.{name}" in text
    examples = re.findall(r"^ +(>>> ag\.value_and_grad.*)\n +(.*)$", text, re.MULTILINE)
    whole = "\n".join(f"{call}\n{gives}" for call, gives in examples)
    test = doctest.DocTestParser().get_doctest(whole, {"ag": ag}, "examples", None, 0)
    assert doctest.DocTestRunner().run(test) == (0, len(TABLE))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("x* is a * b, |x|, x_ and \\", r"x\* is a \* b, \|x\|, x\_ and \\"),
        ("* a point: ``a * b``", "* a point: ``a * b``"),
        ("as `grad` and `nothing` do", "as <grad> and <nothing> do"),
        (">>> a * b", ">>> a * b"),
    ],
)
def test_docstrings_mean_nothing_that_they_do_not_say(text, made):
    assert rst([text], "<{}>".format) == [made]


def test_what_follows_an_example_is_text_again():
    assert rst([">>> a * b", "c * d", "", "e * f"], str) == [">>> a * b", "c * d", "", r"e \* f"]


def test_a_curve_has_the_value_and_the_gradient_by_the_first_operand():
    drawn, told = rows.curve(ag.divide)
    assert drawn.count('class="value"') == drawn.count('class="gradient"') == 1
    assert told.startswith("divide and its gradient by x, at y = ")
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_a_jump_and_what_is_no_number_interrupt_a_curve():
    points = [(0.0, 0.0), (1.0, 1.0), (2.0, 100.0), (3.0, float("nan")), (4.0, 100.0)]
    assert curves.trace(points) == "M0.0 0.0L1.0 1.0M2.0 100.0M4.0 100.0"


def test_the_tables_have_all_that_there_is(listed):
    for name in nn.LOSSES:
        assert re.search(rf"^   \* - (:py:obj:)?`+{name}\b", listed["table-losses.rst"], re.M)
    for name in nn.schedules.__all__:
        assert f"`nn.schedules.{name} <" in listed["table-schedules.rst"]
    for name in ("Adam", "AdamW", "RMSProp", "SGD"):
        assert f"* - :py:obj:`{name} <" in listed["table-optimizers.rst"]
    for name in THEMES:
        assert f"   ``{name}``" in listed["looks.rst"]
        assert f"theme-{name}.svg" in listed


def test_every_environment_variable_is_told(listed):
    sources = [ROOT / "setup.py", *(ROOT / "autograd_lite").rglob("*.py")]
    text = "".join(path.read_text("utf-8") for path in sources)
    names = set(re.findall(r'"(AUTOGRAD_LITE_[A-Z_]+)"', text))
    told = listed["environment.rst"]
    assert len(names) > 3
    assert {
        name for name in names if re.search(rf"^(\.\. envvar::| {{11}}) {name}$", told, re.M)
    } == names


def test_every_command_and_option_is_told(listed):
    (commands,) = (each.choices for each in parser()._actions if each.dest == "==SUPPRESS==")
    for name, command in commands.items():
        told = listed["command-line.rst"].partition(f".. program:: autograd-lite {name}\n")[2]
        told = told.partition(".. program::")[0]
        for action in command._actions:
            for option in action.option_strings:
                assert option in told, f"{name} {option}"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("$`x|y`$ and `$x$`", "{math}`x|y` and `$x$`"),
        ("```python\nf(`$`)  # [a](../b.py)\n```", "```python\nf(`$`)  # [a](../b.py)\n```"),
        (
            "[page](../how-to/teaching.md#decks-that-ask)",
            "[page](../how-to/teaching.md#decks-that-ask)",
        ),
        ("[x](https://example.org/a)", "[x](https://example.org/a)"),
        ("[x](../../setup.py)", f"[x]({SOURCE}/blob/HEAD/setup.py)"),
        ("[x](../../examples/)", f"[x]({SOURCE}/tree/HEAD/examples)"),
        ("![x](../../images/neuron.svg)", "![x](../../images/neuron.svg)"),
        ("[x](../../images/bowl_page.html)", "[x](site:../images/bowl_page.html)"),
    ],
)
def test_what_the_code_host_shows_becomes_a_page(text, made):
    assert rewritten(text, DOCS / "tutorials") == made


def test_the_names_in_one_line_lead_to_their_entries():
    text = "## ag.nn\n\n| `SGD(parameters, x='|')` | Descent. |\n| `nothing` | |"
    told = pages.linked(text).splitlines()
    assert told[2] == "| {py:obj}`SGD(parameters, x='|') <autograd_lite.nn.SGD>` | Descent. |"
    assert told[3] == "| `nothing` | |"


def test_a_formula_and_the_sign_behind_it_stay_in_one_line():
    pytest.importorskip("latex2mathml")
    mathml = pytest.importorskip("mathml")  # which asks for Sphinx
    body = "<p><math a>x</math> is <math b>y</math>, and <math c>z</math></p>"
    together = '<span class="unbroken"><math b>y</math>,</span>'
    assert mathml.unbroken(body) == body.replace("<math b>y</math>,", together)
