"""The command line: ``autograd-lite``, or ``python -m autograd_lite``."""

import argparse
import contextlib
import os
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import autograd_lite as ag
from autograd_lite.doctor import diagnose, version
from autograd_lite.inputs.lookup import nearest
from autograd_lite.labels import label_of
from autograd_lite.parsing.parser import EULER, Expression, parse
from autograd_lite.spelling import spell
from autograd_lite.value import Constant, Value
from autograd_lite.viz.diagram.captions import SHOW
from autograd_lite.viz.diagram.diagram import FILES
from autograd_lite.viz.diagram.dot import SIDES
from autograd_lite.viz.diagram.partials import PARTIALS_AS
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.story.blanks import ALL, BLANKS
from autograd_lite.viz.story.files import FILES as WALKTHROUGH_FILES
from autograd_lite.viz.story.files import PICTURES
from autograd_lite.viz.words.languages import LANGUAGES

PROGRAM = "autograd-lite"
FAILED, WRONG_CALL, INTERRUPTED, PIPE_CLOSED = 1, 2, 130, 141  # the last two as shells have them
FORMATS = ("text", "markdown", "latex")
BOUNDS = ("max_nodes", "max_edges")
STORY_BOUNDS = "a larger graph is refused", "of a graph with more wires, some are told together"

#: what a command writes to the standard output, and its status
Outcome = tuple[str | bytes, int]
Command = Callable[[argparse.Namespace], Outcome]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, 1 if it failed, or 2 if the call was wrong.

    >>> main(["grad", "x**2 * y", "x=3", "y=2"])
    f = 18.0
    df/dx = 12.0
    df/dy = 9.0
    0
    """
    try:
        output, status = _run(arguments)
        return _write(output) or status
    except KeyboardInterrupt:
        return INTERRUPTED
    except (ValueError, TypeError) as error:
        return _complain(str(error), WRONG_CALL)
    except ImportError as error:
        return _complain(f"{error}; {PROGRAM} doctor says what to install", FAILED)
    except OSError as error:
        return _complain(_what_failed(error), FAILED)
    except RuntimeError as error:
        return _complain(str(error), FAILED)


def _run(arguments: Sequence[str] | None) -> Outcome:
    try:
        options, others = _parser().parse_known_args(arguments)
        if unknown := [each for each in others if each.startswith("-")]:
            hint = "before an expression that starts with - write --"
            options.parser.error(f"unrecognized arguments: {' '.join(unknown)}; {hint}")
        if others and "values" not in options:
            options.parser.error(f"unrecognized arguments: {' '.join(others)}")
    except SystemExit as done:  # the parser has said everything
        return "", int(done.code or 0)
    if others:  # values that stand after an option
        options.values = [*options.values, *others]
    command: Command = options.command
    return command(options)


def _write(output: str | bytes) -> int:
    """Write to the standard output: documents as they are, text in the letters that it has."""
    if sys.stdout is None:
        return _complain("the standard output is closed", FAILED) if output else 0
    try:
        if isinstance(output, str):
            print(spell(output, sys.stdout.encoding or "utf-8"), end="\n" if output else "")
        elif hasattr(sys.stdout, "buffer"):
            sys.stdout.buffer.write(output)
        else:  # as in a notebook
            sys.stdout.write(output.decode())
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end, and would complain itself then
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # the reader has seen enough
            return PIPE_CLOSED
        return _complain(f"standard output: {_what_failed(error)}", FAILED)
    return 0


def _complain(problem: str, status: int) -> int:
    with contextlib.suppress(OSError, AttributeError):  # nobody listens
        sys.stderr.write(f"{PROGRAM}: {problem}\n")
    return status


def _what_failed(error: OSError) -> str:
    file = f"{error.filename}: " if error.filename else ""
    return f"{file}{error.strerror or error}"


# Commands -----------------------------------------------------------------------------------


def _draw(options: argparse.Namespace) -> Outcome:
    looks = ("theme", "direction", "show", "partials", "precision", "local_gradients", "language")
    root, *_ = _record(options)
    diagram = ag.draw(root, **_given(options, (*looks, *BOUNDS)))
    if options.output is None:
        return diagram.svg().encode(), 0
    diagram.save(options.output)
    return "", 0


def _walkthrough(options: argparse.Namespace) -> Outcome:
    names = ("title", "precision", "language", "blank", "learning_rate", "iterations", *BOUNDS)
    walkthrough = ag.walkthrough(_record(options)[0], **_given(options, names))
    look = _given(options, ("theme",))
    if options.pictures is not None:
        kind = _given(options, ("file_format",))
        written = walkthrough.save_pictures(options.pictures, **kind, **look)
        return "\n".join(map(str, written)), 0
    if options.output is None:
        return walkthrough.html().encode(), 0
    walkthrough.save(options.output, **look)
    return "", 0


def _explain(options: argparse.Namespace) -> Outcome:
    names = ("precision", "derivations", "language", "blank", *BOUNDS)
    told = ag.explain(_record(options)[0], **_given(options, names))
    if options.answers:
        if not isinstance(told, ag.Worksheet):
            raise ValueError("--answers: of a worksheet; say with --blank what it asks for")
        told = told.answers()
    return str(told) if options.format == "text" else getattr(told, options.format)(), 0


def _grad(options: argparse.Namespace) -> Outcome:
    root, leaves, f = _record(options)
    slopes = [
        f"d{f}/d{name} = {leaf.grad!r}" for name, leaf in leaves.items() if leaf.differentiable
    ]
    if not leaves:
        slopes = ["the expression has no variable, and so no derivative"]
    return "\n".join([f"{f} = {root.data!r}", *slopes]), 0


def _doctor(options: argparse.Namespace) -> Outcome:
    report, draws = diagnose()
    return report, 0 if draws else FAILED


def _given(options: argparse.Namespace, names: Sequence[str]) -> dict[str, Any]:
    """The options that were given, so that the defaults stand where they are documented."""
    return {name: value for name, value in vars(options).items() if name in names}


# Expressions and their values ---------------------------------------------------------------


def _record(options: argparse.Namespace) -> tuple[Value, dict[str, Value], str]:
    """The graph of the expression at the values of its names, its leaves by name, and its own."""
    function = parse(options.expression)
    numbers = _numbers(options.values, function)
    chosen = numbers if options.wrt is None else _chosen(options.wrt, numbers, function)
    leaves = {
        name: (Value if name in chosen else Constant)(number, label_of(name))
        for name, number in numbers.items()
    }
    root = function(**leaves)
    if isinstance(root, (int, float)):  # it does not depend on any name
        root = Value(root)
    if not isinstance(root, Value):
        raise ValueError("the result is an array of numbers; sum([...]) or mean([...]) makes one")
    if root.op:
        root.label = function.__name__
    root.backward()
    return root, leaves, function.__name__


def _numbers(assignments: Sequence[str], function: Expression) -> dict[str, float]:
    """The values of the names, from texts such as ``w1=0.1`` and ``x=1/3``, in their order."""
    variables = function.variables
    numbers: dict[str, float] = {}
    for assignment in assignments:
        given, equals, text = assignment.partition("=")
        if not equals:
            raise ValueError(f"{assignment!r} gives no value; write NAME=VALUE, as in w1=0.1")
        name = _known(given, (*variables, *function.constants))
        if name in numbers:
            raise ValueError(f"{name} is given twice")
        numbers[name] = _number(name, text)
    if missing := [name for name in variables if name not in numbers]:
        example = " ".join(f"{name}=1" for name in missing)
        euler = f"; {EULER}" if "e" in missing else ""
        raise ValueError(
            f"no value is given for {', '.join(missing)}; add, for example, {example}{euler}"
        )
    return {name: numbers[name] for name in (*variables, *function.constants) if name in numbers}


def _number(name: str, text: str) -> float:
    with contextlib.suppress(ValueError):
        return float(text)
    function = parse(text)
    number = None if function.variables else function()
    if not isinstance(number, (int, float)):
        hint = f"; {EULER}" if "e" in function.variables else ""
        raise ValueError(f"{name}: {text!r} is no number{hint}")
    return float(number)


def _chosen(names: str, numbers: Mapping[str, float], function: Expression) -> list[str]:
    chosen = [_known(name, (*function.variables, *function.constants)) for name in names.split(",")]
    if constant := next((name for name in chosen if name not in numbers), None):
        raise ValueError(f"{constant} is a constant; give it a value to make it a variable")
    return chosen


def _known(name: str, variables: Sequence[str]) -> str:
    """The name as the expression knows it: w₁ is w1."""
    plain = unicodedata.normalize("NFKC", name.strip())
    if plain not in variables:
        hint = nearest(plain, variables)
        if longer := [each for each in variables if plain and plain in each and each.isalpha()]:
            hint += f"; {longer[0]} is one name: a product is written with *"
        raise ValueError(f"{name!r} is no name of the expression{hint}")
    return plain


# The parser ---------------------------------------------------------------------------------

NEURON = '"sigmoid(w1*x1 + w2*x2 + b)" w1=0.1 w2=0.6 x1=0 x2=1 b=0'


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Differentiate an expression, and show how it is done.",
        epilog=_example(f"grad {NEURON}") + f"\n\n{PROGRAM} COMMAND --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=version())
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(command: Command, summary: str, *arguments: str) -> argparse.ArgumentParser:
        name = command.__name__[1:]
        added: argparse.ArgumentParser = commands.add_parser(
            name,
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
            epilog=_example(" ".join([name, *arguments])),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            argument_default=argparse.SUPPRESS,
            allow_abbrev=False,
        )
        added.set_defaults(command=command, parser=added)
        return added

    summary = "draw the graph, forward values in green and gradients in red"
    draw = add(_draw, summary, NEURON, "-o neuron.svg")
    _add_expression(draw)
    _add_output(draw, f"a picture, its kind by the ending: {', '.join(FILES)}", "SVG")
    draw.add_argument("--theme", choices=THEMES, help="the look of the picture")
    draw.add_argument("--direction", choices=SIDES, help="LR is from left to right")
    _add_precision(draw)
    _add_language(draw)
    draw.add_argument("--local-gradients", action="store_true", help="show upstream x local too")
    draw.add_argument("--show", choices=SHOW, help="one of the two passes, or both")
    draw.add_argument(
        "--partials", choices=PARTIALS_AS, help="what flows back, as dL/dx or numbers"
    )
    _add_bounds(draw, "of a larger graph a summary is drawn", "of a graph with more wires, too")

    explain = add(_explain, "explain the gradients node by node", NEURON, "--wrt w1,w2,b")
    _add_expression(explain)
    explain.add_argument("--format", choices=FORMATS, default="text", help="text, if not given")
    explain.add_argument(
        "--derivations",
        action="store_true",
        default=False,
        help="tell where local gradients come from, too",
    )
    _add_precision(explain)
    _add_language(explain)
    _add_blank(explain, "make a worksheet that asks for")
    key = "write the answers to --blank instead"
    explain.add_argument("--answers", action="store_true", default=False, help=key)
    _add_bounds(explain, *STORY_BOUNDS)

    summary = "make a page that goes through the graph forward and backward, step by step"
    walkthrough = add(_walkthrough, summary, NEURON, "-o neuron.html")
    _add_expression(walkthrough)
    kinds = ", ".join(WALKTHROUGH_FILES)
    _add_output(walkthrough, f"the page, or another file by its ending: {kinds}", "HTML")
    pictures = "write one picture for each step into a folder instead"
    walkthrough.add_argument("--pictures", metavar="FOLDER", default=None, help=pictures)
    kind = "the kind of these pictures; svg, if not given"
    walkthrough.add_argument("--format", dest="file_format", choices=PICTURES, help=kind)
    walkthrough.add_argument("--theme", choices=THEMES, help="the look of all but the page")
    walkthrough.add_argument("--title", metavar="TEXT", help="what stands above the slides")
    walkthrough.add_argument(
        "--learning-rate", type=float, metavar="RATE", help="go on with an update of the variables"
    )
    walkthrough.add_argument(
        "--iterations", type=int, metavar="N", help="so many updates, one if not given"
    )
    _add_precision(walkthrough)
    _add_language(walkthrough)
    _add_blank(walkthrough, "ask before it is told for")
    _add_bounds(walkthrough, "of a larger graph, parts are told in one step", STORY_BOUNDS[1])

    _add_expression(add(_grad, "compute the value and the gradient", NEURON, "--wrt w1,w2"))
    add(_doctor, "say what is installed, what works, and what to install for the rest")
    return parser


def _example(arguments: str) -> str:
    return f"example:\n  {PROGRAM} {arguments}"


def _add_expression(parser: argparse.ArgumentParser) -> None:
    expression = NEURON.split('"')[1]
    parser.add_argument("expression", metavar="EXPRESSION", help=f"such as {expression!r}")
    values = (
        "a value for every name of the expression, such as w1=0.1, x=1/3 or x=pi/2; pi and tau are "
        "constants, unless a value is given for them, too"
    )
    parser.add_argument("values", nargs="*", default=[], metavar="NAME=VALUE", help=values)
    wrt = "the names that get a gradient, such as w1,w2; others are constants (all, if not given)"
    parser.add_argument("--wrt", metavar="NAMES", default=None, help=wrt)


def _add_output(parser: argparse.ArgumentParser, what: str, otherwise: str) -> None:
    text = f"{what}; without it, {otherwise} goes to the standard output"
    parser.add_argument("-o", "--output", metavar="FILE", default=None, help=text)


def _add_bounds(parser: argparse.ArgumentParser, larger: str, wider: str) -> None:
    parser.add_argument("--max-nodes", type=int, metavar="N", help=larger)
    parser.add_argument("--max-edges", type=int, metavar="N", help=wider)


def _add_precision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--precision", type=int, metavar="DIGITS", help="significant digits")


def _add_language(parser: argparse.ArgumentParser) -> None:
    text = f"{', '.join(LANGUAGES)}, or a JSON or TOML file of your own words"
    parser.add_argument("--language", metavar="NAME", help=text)


def _add_blank(parser: argparse.ArgumentParser, what: str) -> None:
    text = f"{what} one or several of {', '.join(BLANKS)}, or {ALL}"
    parser.add_argument("--blank", type=lambda given: given.split(","), metavar="KINDS", help=text)
