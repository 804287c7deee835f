"""The command line: what the commands write, what they refuse, and their manners as tools."""

import importlib
import io
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import packaging.markers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import SLIDES, numbers, texts

import autograd_lite as ag
from autograd_lite import cli, doctor
from autograd_lite.cli import documentation
from autograd_lite.cli.commands import FAILED
from autograd_lite.cli.program import INTERRUPTED, PIPE_CLOSED, WRONG_CALL
from autograd_lite.labels import label_of
from autograd_lite.spelling import spell
from autograd_lite.viz.diagram import dot, layout, themes
from autograd_lite.viz.diagram.diagram import FILES

ROOT = Path(__file__).parents[1]
NEURON = ["sigmoid(w1*x1 + w2*x2 + b)", "w1=0.1", "w2=0.6", "x1=0", "x2=1", "b=0"]
COMMANDS = ["draw", "explain", "walkthrough", "grad", "doctor"]
#: those that begin something that is outside of them
OPENING = {"docs", "playground"}


@pytest.fixture
def run(capsys):
    """Runs a command; gives its status, its output and its errors."""

    def run(*arguments):
        status = cli.main([str(each) for each in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.out, captured.err

    return run


# a process of its own, with an output that is buffered as usual
PROGRAM = [sys.executable, "-m", "autograd_lite"]
ENVIRONMENT = {name: x for name, x in os.environ.items() if name != "PYTHONUNBUFFERED"}


def process(*arguments, environment=ENVIRONMENT, **options):
    return subprocess.run(
        [*PROGRAM, *arguments], env=environment, capture_output=True, timeout=60, **options
    )


# grad ---------------------------------------------------------------------------------------


def test_grad_writes_the_value_and_the_partial_derivatives(run):
    status, out, err = run("grad", *NEURON)
    assert (status, err) == (0, "")
    value, slopes = ag.value_and_grad(ag.parse(NEURON[0]), range(5))(0.1, 0.0, 0.6, 1.0, 0.0)
    lines = [line.split(" = ") for line in out.splitlines()]
    assert [name for name, _ in lines] == ["f", "df/dw1", "df/dx1", "df/dw2", "df/dx2", "df/db"]
    assert [float(number) for _, number in lines] == [value, *slopes]


def test_wrt_chooses(run):
    assert run("grad", *NEURON, "--wrt", "w2,b")[1].split()[::3] == ["f", "df/dw2", "df/db"]
    assert run("grad", "x*y", "x=2", "y=3", "--wrt", "y") == (0, "f = 6.0\ndf/dy = 2.0\n", "")
    twice = run("grad", "x*y*z", "x=2", "y=3", "z=1", "--wrt", "z", "--wrt=x")
    assert twice == run("grad", "x*y*z", "x=2", "y=3", "z=1", "--wrt", "z,x")


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["w₁*α", "w1=2", "α=3"], "f = 6.0\ndf/dw1 = 3.0\ndf/dα = 2.0\n"),
        (["w1**2", "w₁=3", "--wrt", "w₁"], "f = 9.0\ndf/dw1 = 6.0\n"),
        (["x*y", "x=1/4", "y=-sqrt(16)"], "f = -1.0\ndf/dx = -4.0\ndf/dy = 0.25\n"),
        (["x", "x=-inf"], "f = -inf\ndf/dx = 1.0\n"),
        (["x*y", "x=1", "--wrt", "x", "y=2"], "f = 2.0\ndf/dx = 2.0\n"),
        (["--wrt", "x", "x*y", "x=1", "y=2"], "f = 2.0\ndf/dx = 2.0\n"),
        (["--", "-x**2", "x=3"], "f = -9.0\ndf/dx = -6.0\n"),
        (["where(x > 0, 1, 2)", "x=3"], "f = 1.0\ndf/dx = 0.0\n"),
        (
            ["x*y", "x=pi/2", "y=-tau"],
            f"f = {-(math.pi**2)!r}\ndf/dx = {-math.tau!r}\ndf/dy = {math.pi / 2!r}\n",
        ),
        (["cos(pi*x)", "x=1"], "f = -1.0\ndf/dx = -3.8473413874435795e-16\n"),
        (["pi*x", "x=2", "pi=3"], "f = 6.0\ndf/dx = 3.0\ndf/dpi = 2.0\n"),
        (["pi*x", "x=2", "pi=3", "--wrt", "pi"], "f = 6.0\ndf/dpi = 2.0\n"),
        (["f*g", "f=3", "g=2"], "h = 6.0\ndh/df = 2.0\ndh/dg = 3.0\n"),
        (["3"], "f = 3.0\nthe expression has no variable, and so no derivative\n"),
        (["1/0"], "f = inf\nthe expression has no variable, and so no derivative\n"),
    ],
)
def test_ways_to_give_values(run, arguments, out):
    assert run("grad", *arguments) == (0, out, "")


# draw ---------------------------------------------------------------------------------------


def test_draw_writes_the_picture(run, tmp_path):
    file = tmp_path / "or.svg"
    assert run("draw", *NEURON, "-o", file) == (0, "", "")
    svg = file.read_text(encoding="utf-8")
    assert {"w₁", "w₂", "x₁", "x₂", "b", "σ", "×", "+"} <= set(texts(svg))
    assert Counter(["0.6457", "0.2288"]) <= numbers(svg, SLIDES.forward) + numbers(
        svg, SLIDES.backward
    )
    assert run("draw", *NEURON) == (0, svg, "")


def red(svg):
    return sum(numbers(svg, SLIDES.backward).values())


def test_draw_takes_the_options_of_the_picture(run):
    assert red(run("draw", *NEURON)[1]) == 10
    assert red(run("draw", *NEURON, "--wrt", "w1,w2,b")[1]) == 8
    assert red(run("draw", *NEURON, "--show", "forward")[1]) == 0
    assert "0.65" in texts(run("draw", *NEURON, "--precision", 2)[1])
    assert "= 1 × 0.2288" in texts(run("draw", *NEURON, "--local-gradients")[1])
    assert "∂f/∂w₁" in "".join(texts(run("draw", *NEURON, "--partials", "formulas")[1]))
    assert "(max_nodes=3)" in "".join(texts(run("draw", *NEURON, "--max-nodes", 3)[1]))
    assert "(max_edges=3)" in "".join(texts(run("draw", *NEURON, "--max-edges", 3)[1]))


@pytest.mark.parametrize("direction", dot.SIDES)
@pytest.mark.parametrize("theme", themes.THEMES)
def test_draw_knows_every_theme_and_direction(run, tmp_path, theme, direction):
    file = tmp_path / "x.dot"
    options = ["--theme", theme, "--direction", direction, "--show", "forward", "-o", file]
    assert run("draw", "x", "x=1", *options) == (0, "", "")
    drawn = ag.draw(ag.Value(1.0, "x"), theme=theme, direction=direction).dot()
    assert file.read_text(encoding="utf-8") == drawn


@pytest.mark.parametrize("ending", FILES)
def test_draw_writes_every_kind_of_file(run, tmp_path, ending):
    file = tmp_path / f"x{ending}"
    assert run("draw", *NEURON, "-o", file) == (0, "", "")
    assert file.exists()


# explain and walkthrough --------------------------------------------------------------------


def test_explain_has_three_formats(run):
    status, text, err = run("explain", *NEURON)
    assert (status, err) == (0, "")
    function = ag.parse(NEURON[0])
    numbers = dict(each.split("=") for each in NEURON[1:])
    root = function(**{name: ag.Value(float(x), label_of(name)) for name, x in numbers.items()})
    root.label = "f"
    told = ag.explain(root)
    assert text == f"{told}\n"
    assert run("explain", *NEURON, "--format", "markdown")[1] == f"{told.markdown()}\n"
    assert "because f = 1/(1 + exp(−" in run("explain", *NEURON, "--derivations")[1]
    shorter = ag.explain(root, precision=3).latex()
    assert run("explain", *NEURON, "--format", "latex", "--precision", 3)[1] == f"{shorter}\n"
    assert "explain takes at most max_nodes=3" in run("explain", *NEURON, "--max-nodes", 3)[2]
    summed = run(
        "explain", "maximum(a, b, c, d, e, g)", *[f"{x}=1" for x in "abcdeg"], "--max-edges", 4
    )
    assert "3 of 6 products are told together, not one by one (max_edges=4)." in summed[1]


def test_walkthrough_writes_a_page(run, tmp_path):
    file = tmp_path / "x.html"
    assert run("walkthrough", *NEURON, "--wrt", "b", "-o", file) == (0, "", "")
    page = file.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "f and its gradient" in page
    status, shown, err = run("walkthrough", *NEURON)
    assert (status, err) == (0, "")
    assert len(shown) > len(page) + 1000  # more than b has a gradient
    told = run("walkthrough", *NEURON, "--learning-rate", 0.5, "--iterations", 2)[1]
    assert "and 2 updates, step by step" in told
    refused = run("walkthrough", *NEURON, "--iterations", 2)[2]
    assert "pass an optimizer or a learning_rate" in refused
    options = ("--title", "A neuron", "--precision", 2, "--max-nodes", 20, "--max-edges", 3)
    page = run("walkthrough", *NEURON, *options)[1]
    assert all(text in page for text in ("<title>A neuron<", "(max_edges=3)", ">0.65<"))


# doctor -------------------------------------------------------------------------------------


def test_doctor_says_what_works(run):
    status, out, _ = run("doctor")
    assert status == 0
    program = next(layout.layout_programs()).name
    assert out.startswith(f"autograd_lite {metadata.version('autograd_lite')}, Python 3.")
    assert re.search(rf"  drawn by {program}\n", out)
    assert re.search(rf"numpy +{re.escape(metadata.version('numpy'))}\n", out)


def test_doctor_tries_the_back_ends(run):
    _, out, _ = run("doctor")
    assert re.search(r"Compiled code\n  python  works\n  numpy   works\n  llvm    works\n", out)
    assert re.search(r"\n  for     .+, \d numbers in a register, functions of vectors: ", out)
    code = (
        "import sys; sys.modules['llvmlite'] = None; from autograd_lite import cli; "
        "cli.main(['doctor'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.search(r"llvm    no: .*pip install", done.stdout)


def test_doctor_names_the_layout_programs(run, monkeypatch):
    (able, *_) = layout.layout_programs()
    found = [replace(able, name="first"), able]
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(found))
    _, out, _ = run("doctor")
    assert f"best first: first, {able.name}" in out
    assert "\n  drawn by first\n" in out


def test_doctor_says_what_to_install(run, monkeypatch):
    required = [
        f"nonesuch<3,>=2; sys_platform == '{sys.platform}'",
        "nowhere; (sys_platform == 'x' and platform_machine == 'y') or os_name == 'z'",
        'other>=1; extra == "more-of-it"',
        "numpy",
    ]
    monkeypatch.setattr(metadata, "requires", lambda name: required)
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    status, out, _ = run("doctor")
    assert status == FAILED
    assert "layout programs found, best first: none" in out
    assert "nowhere" not in out
    assert 'pip install "autograd_lite[graphviz]' not in out  # which is not asked for here
    assert out.count("give one to autograd_lite.viz.register_layout_program") == 1
    assert re.search(r"nonesuch +not found: pip install nonesuch\n", out)
    advice = 'pip install "autograd_lite[more-of-it]"'
    assert re.search(rf"other +not found \(optional: more-of-it\): {re.escape(advice)}\n", out)


def asked_for():
    """The requirements of pyproject.toml as an installed package has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from project["dependencies"]
    for extra, wishes in project["optional-dependencies"].items():
        for wish in wishes:
            name, _, marker = wish.partition(";")
            yield f"{name}; {f'({marker}) and ' if marker else ''}extra == '{extra}'"


@pytest.mark.parametrize(
    ("platform", "machine", "python", "here"),
    [
        ("linux", "x86_64", "CPython", {"graphviz-pure", "pygraphviz", "librt", "llvmlite"}),
        ("linux", "riscv64", "CPython", {"pygraphviz", "librt", "llvmlite"}),
        ("linux", "s390x", "CPython", {"pygraphviz", "llvmlite"}),
        ("linux", "x86_64", "PyPy", {"graphviz-pure", "pygraphviz"}),
        ("darwin", "x86_64", "CPython", {"graphviz-pure", "pygraphviz", "librt"}),
        ("emscripten", "wasm32", "CPython", {"llvmlite"}),
    ],
)
def test_doctor_and_errors_advise_only_what_can_be_installed(
    run, monkeypatch, platform, machine, python, here
):
    monkeypatch.setattr(metadata, "requires", lambda name: list(asked_for()))
    monkeypatch.setattr(doctor, "_installed", lambda name: None)
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    monkeypatch.setitem(sys.modules, "llvmlite.binding", None)
    monkeypatch.delitem(sys.modules, "autograd_lite.compiler.backends.llvm", raising=False)
    this = {"sys_platform": platform, "platform_machine": machine, "python_version": "3.14"}
    this["platform_python_implementation"] = python
    known = packaging.markers.default_environment() | this
    monkeypatch.setattr(packaging.markers, "default_environment", lambda: known)
    _, out, _ = run("doctor")
    assert {"numpy", "matplotlib"} <= set(out.split())
    packages = out.partition("Packages")[2].split()
    assert {"graphviz-pure", "pygraphviz", "librt", "llvmlite"}.intersection(packages) == here
    _, _, err = run("draw", "x", "x=1")
    assert ("pip install" in err) == ("pygraphviz" in here)
    assert ("register_layout_program" in err) == ("pygraphviz" not in here)
    with pytest.raises(ImportError, match="llvmlite is needed") as refused:
        importlib.import_module("autograd_lite.compiler.backends.llvm")
    assert ("pip install" in str(refused.value)) == ("llvmlite" in here)


def test_doctor_knows_a_layout_program_that_was_registered(run, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(layout, "_graphviz_pure", lambda: None)
    layout.register_layout_program("WebAssembly", lambda dot, file_format: b"<svg></svg>")
    status, out, _ = run("doctor")
    assert status == 0
    assert "\n  drawn by WebAssembly\n" in out


def test_doctor_works_in_a_folder_that_was_not_installed(run, monkeypatch):
    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", missing)
    monkeypatch.setattr(metadata, "version", missing)
    assert run("doctor")[1].startswith("autograd_lite (run from a folder, not installed)")
    assert run("--version")[1].startswith("autograd_lite (run from a folder")


# docs ---------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch):
    """The addresses that a browser was asked for, on a machine with a screen."""
    addresses = []
    monkeypatch.setattr("webbrowser.open", addresses.append)
    monkeypatch.setenv("DISPLAY", ":0")
    return addresses


@pytest.mark.parametrize("where", ["checkout", "installed"])
def test_docs_opens_the_pages_that_are_there(run, monkeypatch, tmp_path, opened, where):
    monkeypatch.setattr(ag, "__file__", str(tmp_path / "autograd_lite" / "__init__.py"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    page = tmp_path / "prefix" / documentation.INSTALLED
    if where == "checkout":
        page = tmp_path / documentation.BUILT
        (tmp_path / "docs").mkdir()
        (tmp_path / documentation.BUILDER).touch()
    page.parent.mkdir(parents=True)
    page.touch()
    assert run("docs") == (0, f"{page.as_uri()}\n", "")
    assert opened == [page.as_uri()]
    assert run("docs", "--no-browser") == (0, f"{page.as_uri()}\n", "")
    assert len(opened) == 1


def test_docs_says_how_to_build_them(run, monkeypatch, tmp_path, opened):
    monkeypatch.setattr(ag, "__file__", str(tmp_path / "autograd_lite" / "__init__.py"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "prefix"))
    told = "autograd-lite: the pages were not built: run make docs in a copy of the repository\n"
    assert run("docs") == (FAILED, "", told)
    (tmp_path / "docs").mkdir()
    (tmp_path / documentation.BUILDER).touch()
    status, out, err = run("docs")
    assert (status, out) == (FAILED, "")
    assert err.endswith(f"run make docs in {tmp_path}; their sources are in {tmp_path / 'docs'}\n")
    assert opened == []


# Help and documentation ---------------------------------------------------------------------


def examples(text):
    found = re.findall(r"^ *autograd-lite ((?!COMMAND).*?)(?: *#.*)?$", text, flags=re.MULTILINE)
    return [shlex.split(line) for line in found]


def test_help_tells_of_the_constants(run):
    shown = " ".join(run("grad", "--help")[1].split())
    assert "x=pi/2; pi and tau are constants, unless a value is given for them, too" in shown


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_shows_an_example_that_works(run, monkeypatch, tmp_path, command):
    status, out, err = run(*command.split(), "--help")
    assert (status, err) == (0, "")
    assert out.isascii()
    assert max(map(len, out.splitlines())) < 100
    (example,) = examples(out.partition("example:")[2])
    assert example[0] == command or not command
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*example)
    assert (status, err) == (0, "")
    written = [file.name for file in tmp_path.iterdir()]
    assert written == example[-1:] if "-o" in example else out


def test_the_commands_of_the_page_work(run, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    found = examples((ROOT / "docs/how-to/command-line.md").read_text(encoding="utf-8"))
    assert {line[0] for line in found} == {*COMMANDS, *OPENING}
    for line in found:
        if line[0] not in OPENING:  # playground goes on until Ctrl-C: test_playground_command.py
            assert run(*line)[0] == 0


def test_the_script_is_this_program(run):
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert pyproject["project"]["scripts"] == {"autograd-lite": "autograd_lite.cli:main"}
    assert run("--version")[1] == f"autograd_lite {metadata.version('autograd_lite')}\n"


# What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "required: COMMAND"),
        ("nonesuch", "invalid choice: 'nonesuch'"),
        ("grad", "required: EXPRESSION"),
        ("grad x --nonesuch", "unrecognized arguments: --nonesuch"),
        ("grad -x*y x=1 y=2", "before an expression that starts with - write --"),
        ("doctor x", "unrecognized arguments: x"),
        ("draw x x=1 --theme nonesuch", "argument --theme: invalid choice: 'nonesuch'"),
        ("draw x x=1 --direction up", "invalid choice: 'up'"),
        ("draw x x=1 --precision many", "invalid int value: 'many'"),
        ("draw x x=1 --precision 99", "precision: a whole number from 1 to 17 is needed, got 99"),
        ("draw x x=1 -o x.bmp", "got the ending '.bmp'; choose one of .svg"),
        ("draw x x=1 -o x", "got the ending ''; choose one of .svg"),
        ("explain x x=1 --format pdf", "invalid choice: 'pdf'"),
        ("grad sigmod(x) x=1", "sigmod is no function of the table; did you mean sigmoid?"),
        ("grad x^2 x=1", "    x^2\n     ^\n"),
        ("grad w1*x1+b x1=2", "no value is given for w1, b; add, for example, w1=1 b=1"),
        ("grad e**x x=1", "add, for example, e=1; for Euler's number write exp(1)"),
        ("grad x x=e", "x: 'e' is no number; for Euler's number write exp(1)"),
        ("grad x x=1,5", "a decimal point is a point, as in 1.5"),
        ("grad pi*x x=1 --wrt pi", "pi is a constant; give it a value to make it a variable"),
        ("grad xy x=1 y=2", "xy is one name: a product is written with *"),
        ("grad w1*x1 w1=1 x1=2 w11=3", "'w11' is no name of the expression; did you mean w1?"),
        ("grad x x=1 x=2", "x is given twice"),
        ("grad x x=1 2", "'2' gives no value; write NAME=VALUE"),
        ("grad x x=", "an operand is missing"),
        ("grad x x=y", "x: 'y' is no number"),
        ("grad x x=exp([1,2])", "x: 'exp([1,2])' is no number"),
        ("grad x x=1 --wrt y", "'y' is no name of the expression"),
        ("grad x x=1 --wrt x,", "'' is no name of the expression"),
        ("grad exp([x,y]) x=1 y=2", "the result is an array of numbers"),
        ("grad linear([x],[x,x]) x=1", "1 weights and 2 inputs"),
        ("grad cross_entropy([x],y) x=0 y=1", "target 1 is no index of 1 logits"),
    ],
)
def test_wrong_calls_are_explained(run, arguments, message):
    status, out, err = run(*arguments.split())
    assert (status, out) == (WRONG_CALL, "")
    assert message in err
    assert err.splitlines()[0].startswith(("autograd-lite: ", "usage: autograd-lite"))


def test_files_that_cannot_be_written_are_named(run, tmp_path, monkeypatch):
    (tmp_path / "d.svg").mkdir()
    for name, problem in [("none/x.svg", "No such file or directory"), ("d.svg", "directory")]:
        status, _, err = run("draw", "x", "x=1", "-o", tmp_path / name)
        assert status == FAILED
        assert err.startswith(f"autograd-lite: {tmp_path / name}: ")
        assert problem in err

    def refuse(path, data):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    refused = run("draw", "x", "x=1", "-o", "x.svg")
    assert refused == (FAILED, "", "autograd-lite: x.svg: Permission denied\n")


def test_without_a_layout_program_it_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    status, out, err = run("draw", "x", "x=1")
    assert (status, out) == (FAILED, "")
    assert "pip install" in err


def test_without_other_packages_it_says_who_knows(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "graphviz", None)
    status, _, err = run("draw", "x", "x=1")
    assert status == FAILED
    assert "autograd-lite doctor says what to install" in err
    assert run("grad", "x", "x=1")[0] == 0


def test_what_reads_the_requirements_may_be_missing_itself(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "packaging.requirements", None)
    monkeypatch.setattr(layout, "layout_programs", lambda: iter(()))
    bundle = ag.draw(ag.Value(1.0))._repr_mimebundle_()
    assert 'pip install "autograd_lite[graphviz]"' in bundle["text/plain"]
    assert "pip install" in run("draw", "x", "x=1")[2]
    monkeypatch.setattr(doctor, "_installed", lambda name: None)
    assert run("doctor")[1].endswith("packaging  not found: pip install packaging\n")


def test_grad_needs_no_other_package_at_all():
    code = (
        "import sys\nfor name in ('numpy', 'graphviz', 'matplotlib'): sys.modules[name] = None\n"
        "from autograd_lite.cli import main\nsys.exit(main(['grad', 'exp(x)', 'x=0']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "f = 1.0\ndf/dx = 1.0\n", "")


PIECES = [
    *COMMANDS[1:], *NEURON, "--wrt", "w1,b", "--format", "latex", "--precision", "3", "--", "-", "",
    "x=", "=1", "-o", "--help", "x", "x=nan", "\ud800", "-x", "\0", "x=(((", "(((",
]  # fmt: skip


@pytest.mark.slow
@settings(max_examples=200)
@given(
    st.sampled_from(["grad", "explain", ""]),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=8),
)
def test_any_call_ends_with_a_status_and_without_a_traceback(command, arguments):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ag, "explain", lambda root, **options: "explained", raising=False)
        patch.setattr(ag, "walkthrough", lambda root, **options: None, raising=False)
        called = [*command.split(), *[x for x in arguments if x != "walkthrough"]]
        with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
            status = cli.main(called)
    assert status in (0, FAILED, WRONG_CALL)
    assert bool(out.getvalue()) == (status == 0)
    assert bool(err.getvalue()) == (status != 0)


# Manners of a tool --------------------------------------------------------------------------


def test_it_runs_as_a_module():
    done = process("grad", "x**2", "x=3", text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "f = 9.0\ndf/dx = 6.0\n", "")
    done = process("grad", "x^2", "x=3", text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "write **" in done.stderr


def test_a_closed_pipe_is_no_error():
    pipe = subprocess.PIPE
    tool = subprocess.Popen([*PROGRAM, "grad", *NEURON], env=ENVIRONMENT, stdout=pipe, stderr=pipe)
    tool.stdout.close()
    err = tool.stderr.read()
    tool.stderr.close()
    assert (tool.wait(60), err) == (PIPE_CLOSED, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")
def test_a_full_disk_is_reported():
    with open("/dev/full", "w") as full:
        command = [*PROGRAM, "grad", "x", "x=1"]
        pipe = subprocess.PIPE
        done = subprocess.run(command, env=ENVIRONMENT, stdout=full, stderr=pipe, text=True)
    assert done.returncode == FAILED
    assert done.stderr == "autograd-lite: standard output: No space left on device\n"


def test_a_closed_output_is_reported(run, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    status, _, err = run("grad", "x", "x=1")
    assert (status, err) == (FAILED, "autograd-lite: the standard output is closed\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_every_encoding_can_show_the_output(encoding):
    environment = {**ENVIRONMENT, "PYTHONIOENCODING": encoding}
    done = process("grad", "α*w₁", "α=1", "w1=-2", environment=environment)
    alpha = "α" if encoding == "utf-16" else "alpha"
    lines = done.stdout.decode(encoding).splitlines()
    assert lines == ["f = -2.0", f"df/d{alpha} = -2.0", "df/dw1 = 1.0"]
    done = process("grad", "α^2", "α=1", environment=environment)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    done = process("draw", "α", "α=1", environment=environment)
    assert "α" in texts(done.stdout.decode("utf-8"))


def test_an_output_that_takes_text_only_gets_the_picture_too(run):
    with redirect_stdout(io.StringIO()) as out:
        assert cli.main(["draw", *NEURON]) == 0
    assert out.getvalue() == run("draw", *NEURON)[1]


def test_interruption_is_silent(tmp_path):
    program = tmp_path / "dot"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path / 'started'}\nexec sleep 60\n")
    program.chmod(0o755)
    environment = {**ENVIRONMENT, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    tool = subprocess.Popen([*PROGRAM, "draw", *NEURON], env=environment, stderr=subprocess.PIPE)
    while not (tmp_path / "started").exists() and tool.poll() is None:
        time.sleep(0.02)
    tool.send_signal(signal.SIGINT)
    _, err = tool.communicate(timeout=30)
    assert (tool.returncode, err) == (INTERRUPTED, b"")


# Spelling -----------------------------------------------------------------------------------


@given(st.text(), st.sampled_from(["ascii", "cp437", "latin-1", "utf-8"]))
def test_any_text_can_be_spelled(text, encoding):
    spelled = spell(text, encoding)
    spelled.encode(encoding)
    assert spell(spelled, encoding) == spelled
    if text.isascii():
        assert spelled == text


def test_numbers_keep_their_meaning():
    x = 1.5e-300
    number = ag.draw(ag.Value(-x)).dot()
    assert "−1.5·10⁻³⁰⁰" in number
    factor, power = spell("−1.5·10⁻³⁰⁰", "ascii").split("*")
    assert math.isclose(float(factor) * 10.0 ** float(power.removeprefix("10^")), -x)
    assert spell("½ 10⁻³ ŷ □", "ascii") == "1/2 10^-3 y ?"
