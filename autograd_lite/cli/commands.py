"""What every command makes of its options."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import autograd_lite as ag
from autograd_lite.cli.documentation import built_pages, how_to_build
from autograd_lite.cli.expressions import record
from autograd_lite.doctor import diagnose
from autograd_lite.labels import unturned
from autograd_lite.system.browser import open_page

FAILED = 1
BOUNDS = ("max_nodes", "max_edges")

#: what a command writes to the standard output, and its status
Outcome = tuple[str | bytes, int]
Command = Callable[[argparse.Namespace], Outcome]


def draw(options: argparse.Namespace) -> Outcome:
    """The picture of the graph, as SVG or in a file."""
    looks = ("theme", "direction", "show", "partials", "precision", "local_gradients", "language")
    root, *_ = record(options)
    diagram = ag.draw(root, **_given(options, (*looks, *BOUNDS)))
    if options.output is None:
        return diagram.svg().encode(), 0
    diagram.save(options.output)
    return "", 0


def walkthrough(options: argparse.Namespace) -> Outcome:
    """The page of slides, or a file or pictures of them."""
    names = (
        "title", "precision", "language", "blank", "live", "learning_rate", "iterations", *BOUNDS
    )  # fmt: skip
    deck = ag.walkthrough(record(options)[0], **_given(options, names))
    look = _given(options, ("theme",))
    if options.pictures is not None:
        kind = _given(options, ("file_format",))
        written = deck.save_pictures(options.pictures, **kind, **look)
        return "\n".join(map(str, written)), 0
    if options.output is None:
        return deck.html().encode(), 0
    deck.save(options.output, **look)
    return "", 0


def explain(options: argparse.Namespace) -> Outcome:
    """The table of both passes, a worksheet, or its answers."""
    names = ("precision", "derivations", "language", "blank", *BOUNDS)
    told = ag.explain(record(options)[0], **_given(options, names))
    if options.answers:
        if not isinstance(told, ag.Worksheet):
            raise ValueError("--answers: of a worksheet; say with --blank what it asks for")
        told = told.answers()
    return str(told) if options.format == "text" else getattr(told, options.format)(), 0


def grad(options: argparse.Namespace) -> Outcome:
    """The value and its derivatives."""
    root, leaves, f = record(options)
    slopes = [
        f"d{f}/d{unturned(name)} = {leaf.grad!r}"
        for name, leaf in leaves.items()
        if leaf.differentiable
    ]
    if not leaves:
        slopes = ["the expression has no variable, and so no derivative"]
    return "\n".join([f"{f} = {root.data!r}", *slopes]), 0


def playground(options: argparse.Namespace) -> Outcome:
    """The page that trains live, until Ctrl-C."""
    with ag.playground(**_given(options, ("link", "port", "browser"))) as served:
        print(f"{served.url}\nCtrl-C ends it.", flush=True)
        served.wait()
    return "", 0


def docs(options: argparse.Namespace) -> Outcome:
    """The pages of the documentation, or how to build them."""
    page = built_pages()
    if page is None:
        raise RuntimeError(how_to_build())
    open_page(page.as_uri(), _given(options, ("browser",)).get("browser"))
    return page.as_uri(), 0


def doctor(options: argparse.Namespace) -> Outcome:
    """What is installed; it failed if nothing draws."""
    report, draws = diagnose()
    return report, 0 if draws else FAILED


def _given(options: argparse.Namespace, names: Sequence[str]) -> dict[str, Any]:
    """The options that were given, so that the defaults stand where they are documented."""
    return {name: value for name, value in vars(options).items() if name in names}
