"""The options of every command, and what is said of them."""

import argparse

from autograd_lite.cli import commands
from autograd_lite.doctor import version
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
FORMATS = ("text", "markdown", "latex")
STORY_BOUNDS = "a larger graph is refused", "of a graph with more wires, some are told together"
NEURON = '"sigmoid(w1*x1 + w2*x2 + b)" w1=0.1 w2=0.6 x1=0 x2=1 b=0'

LINK = '"v=1&data=xor&noise=40"'


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, which knows the function of each command."""
    whole = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Differentiate an expression, and show how it is done.",
        epilog=_example(f"grad {NEURON}") + f"\n\n{PROGRAM} COMMAND --help says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=version())
    subparsers = whole.add_subparsers(metavar="COMMAND", required=True)

    def add(command: commands.Command, summary: str, *arguments: str) -> argparse.ArgumentParser:
        name = command.__name__
        added: argparse.ArgumentParser = subparsers.add_parser(
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
    draw = add(commands.draw, summary, NEURON, "-o neuron.svg")
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

    explain = add(commands.explain, "explain the gradients node by node", NEURON, "--wrt w1,w2,b")
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
    walkthrough = add(commands.walkthrough, summary, NEURON, "-o neuron.html")
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
    live = "let the page compute: its numbers can be changed, and gradient steps taken"
    walkthrough.add_argument("--live", action="store_true", help=live)
    _add_precision(walkthrough)
    _add_language(walkthrough)
    _add_blank(walkthrough, "ask before it is told for")
    _add_bounds(walkthrough, "of a larger graph, parts are told in one step", STORY_BOUNDS[1])

    _add_expression(add(commands.grad, "compute the value and the gradient", NEURON, "--wrt w1,w2"))
    _add_playground(add(commands.playground, "open a page that trains a network live", LINK))
    _add_browser(add(commands.docs, "open the documentation, or say how to build its pages"))
    add(commands.doctor, "say what is installed, what works, and what to install for the rest")
    return whole


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
    parser.add_argument("--wrt", metavar="NAMES", action="append", default=None, help=wrt)


def _add_playground(parser: argparse.ArgumentParser) -> None:
    link = "what to begin with: an address of the page, or what stands behind its #"
    parser.add_argument("link", nargs="?", metavar="LINK", help=link)
    port = "the port to listen on, by this machine alone; a free one, if not given"
    parser.add_argument("--port", type=int, metavar="N", help=port)
    _add_browser(parser)


def _add_browser(parser: argparse.ArgumentParser) -> None:
    no_browser = "only write the address, and open no browser"
    parser.add_argument("--no-browser", dest="browser", action="store_false", help=no_browser)


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
