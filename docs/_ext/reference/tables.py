"""Tables of the reference: losses by name, optimizers, schedules, looks, variables, commands."""

import argparse
import ast
import inspect
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.cli.options import PROGRAM, parser
from autograd_lite.nn import schedules
from autograd_lite.viz.diagram.themes import THEMES
from autograd_lite.viz.words.languages import LANGUAGES
from reference import curves
from reference.pages import heading, link, page, plain

ROOT = Path(__file__).parents[3]
VARIABLE = re.compile(r"AUTOGRAD_LITE_[A-Z_]+")
#: arguments of schedules, to be drawn
GIVEN = {"rate": 1.0, "factor": 0.5, "every": 10, "final": 0.1, "updates": 30, "schedule": 1.0}
STEPS = 60


def pages() -> dict[str, str]:
    """All of them, by the names of their files."""
    return {
        "table-losses.rst": losses(),
        "table-optimizers.rst": optimizers(),
        "table-schedules.rst": all_schedules(),
        "looks.rst": looks(),
        "environment.rst": environment(),
        "command-line.rst": command_line(),
        **{f"theme-{name}.svg": neuron(name) for name in THEMES},
    }


def listed(heads: list[str], rows: list[list[str]]) -> list[str]:
    """A table."""
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in [heads, *rows]:
        for i, cell in enumerate(row):
            first, *others = cell.split("\n")
            lines.append(f"   {'*' if i == 0 else ' '} - {first}".rstrip())
            lines += [f"       {line}".rstrip() for line in others]
    return [*lines, ""]


# Losses, optimizers, schedules ---------------------------------------------------------------


def losses() -> str:
    """What ``loss="…"`` can be."""
    intro = 'What ``nn.fit`` and ``nn.cost`` take as ``loss="…"``, read off ``nn.LOSSES``.'
    rows = [
        [link(name), loss_picture(name, loss), loss.meant_for, with_activation(loss)]
        for name, loss in nn.LOSSES.items()
    ]
    heads = ["name", "curve", "a target", "the model"]
    return page("Losses by name", [intro, ""], listed(heads, rows))


def with_activation(loss: Any) -> str:
    """In what a model has to end for a loss."""
    if loss.brings is not None:
        return f"applies {link(loss.brings.name)} itself"
    return f"ends in {link(loss.needs)}" if loss.needs else "any"


def loss_picture(name: str, loss: Any) -> str:
    """The loss of one prediction, where the target is 1."""
    if loss.of_class:
        return ""
    left, right = (0.0, 1.0) if loss.needs else (-3.0, 3.0)

    def both(x: float) -> tuple[float, float]:
        prediction = ag.Value(x)
        cost = loss.function(prediction, 1.0)
        cost.backward()
        return cost.data, prediction.grad

    lines = {
        "gradient": curves.sampled(lambda x: both(x)[1], left, right, 80),
        "value": curves.sampled(lambda x: both(x)[0], left, right, 80),
    }
    return raw(curves.picture(lines, f"{name} of a prediction, where the target is 1"))


def raw(drawn: str) -> str:
    """A picture in a table."""
    return f".. raw:: html\n\n   {drawn}"


def classes() -> Iterator[tuple[str, type[nn.Optimizer]]]:
    """The optimizers, by their names."""
    for name in nn.__all__:
        thing = getattr(nn, name)
        if inspect.isclass(thing) and issubclass(thing, nn.Optimizer) and thing is not nn.Optimizer:
            yield name, thing


def optimizers() -> str:
    """The optimizers, and the way of each down the same valley."""
    intro = [
        f"The cost of {STEPS} steps down the valley (x² + 10·y²)/2 from (1, 1), on a logarithmic",
        "scale, with a learning rate of 0.1 and what else is given by itself.",
        "",
    ]
    rows = []
    for name, kind in classes():
        first = (inspect.getdoc(kind) or "").partition("\n")[0]
        state = ", ".join(f"``{each}``" for each in kind.state_names) or "nothing"
        rows.append([link(name), raw(way(name, kind)), first, state])
    heads = ["name", "cost", "what it is", "keeps of each parameter"]
    return page("Optimizers at a glance", intro, listed(heads, rows))


def way(name: str, kind: type[nn.Optimizer]) -> str:
    """The costs of an optimizer's steps."""
    x, y = ag.Value(1.0), ag.Value(1.0)
    optimizer: Any = kind([x, y], 0.1)  # type: ignore[call-arg]  # as all of them are made
    costs = []
    for _ in range(STEPS):
        x.zero_grad()
        y.zero_grad()
        cost = (x**2 + 10.0 * y**2) / 2
        cost.backward()
        costs.append(math.log10(max(cost.data, 1e-12)))
        optimizer.step()
    line = {"value": list(enumerate(costs))}
    return curves.picture(line, f"{name}: the logarithm of the cost over {STEPS} steps")


def all_schedules() -> str:
    """The schedules, and the rate of each."""
    intro = "The learning rate over the updates; any function of their number does, too."
    rows = []
    for name in schedules.__all__:
        make: Callable[..., Callable[[int], float]] = getattr(schedules, name)
        given = {each: GIVEN[each] for each in inspect.signature(make).parameters}
        rate = make(**given)
        drawn = curves.picture({"value": [(t, rate(t)) for t in range(STEPS)]}, f"{name}: the rate")
        call = ", ".join(f"{key}={value:g}" for key, value in given.items())
        rows.append([link(f"nn.schedules.{name}"), raw(drawn), f"``{name}({call})``"])
    return page("Schedules at a glance", [intro, ""], listed(["name", "rate", "drawn"], rows))


# Looks ----------------------------------------------------------------------------------------


def looks() -> str:
    """The themes of diagrams, and the languages."""
    parts = [["Of :py:obj:`draw <autograd_lite.draw>` by ``theme=…``:", ""]]
    for name in THEMES:
        picture = [f".. figure:: theme-{name}.svg", f"   :alt: a neuron in the theme {name}", ""]
        parts.append([*picture, f"   ``{name}``", ""])
    spoken = ", ".join(f"``{name}``" for name in LANGUAGES)
    parts.append([f"Of all that speaks, by ``language=…``: {spoken}; or words of your own "
                  f"({link('choose_language')}).", ""])  # fmt: skip
    return page("Themes and languages", *parts)


def neuron(theme: str) -> str:
    """A neuron in a theme."""
    neuron = nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    prediction = neuron([0.0, 1.0])
    loss = ag.half_squared_error(prediction, ag.Constant(1.0, "y"))
    prediction.label, loss.label = "ŷ", "L"
    loss.backward()
    return ag.draw(loss, theme=theme).svg()


# Environment variables ------------------------------------------------------------------------


def environment() -> str:
    """The environment variables, and what the code that reads them says."""
    parts = []
    for path in [ROOT / "setup.py", *sorted((ROOT / "autograd_lite").rglob("*.py"))]:
        for paragraph in paragraphs(path):
            first, *others = dict.fromkeys(VARIABLE.findall(paragraph))
            names = [f".. envvar:: {first}", *(f"            {name}" for name in others), ""]
            place = f"(``{path.relative_to(ROOT).as_posix()}``)"
            said = [*plain(paragraph), place, ""]
            parts.append([*names, *(f"   {line}" for line in said)])
    return page("Environment variables", *parts)


def paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of the docstrings of a file that name a variable."""
    text = path.read_text(encoding="utf-8")
    if not VARIABLE.search(text):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)):
            for paragraph in (ast.get_docstring(node) or "").split("\n\n"):
                if VARIABLE.search(paragraph):
                    yield paragraph


# Commands -------------------------------------------------------------------------------------


def command_line() -> str:
    """The commands, and their options, as the parser knows them."""
    whole = parser()
    (commands,) = [each for each in whole._actions if isinstance(each, argparse._SubParsersAction)]
    head = [f"{whole.description} ``python -m autograd_lite`` is the same program.", ""]
    parts = [command(name, each) for name, each in commands.choices.items()]
    return page("Command line", head, *parts)


def command(name: str, of: argparse.ArgumentParser) -> list[str]:
    """A command."""
    lines = [*heading(name, "-"), f".. program:: {PROGRAM} {name}", ""]
    lines += [escaped(of.description or ""), ""]
    usage = (of.epilog or "").partition("\n")[2]
    lines += [".. code-block:: sh", "", f"   {usage.strip()}", ""]
    for action in of._actions:
        if action.help and action.help != argparse.SUPPRESS:
            lines += option(action)
    return lines


def option(action: argparse.Action) -> list[str]:
    """An option, or what stands without one."""
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
    if action.option_strings:
        with_value = [f"{each} {value}".strip() for each in action.option_strings]
        return [f".. option:: {', '.join(with_value)}", "", f"   {escaped(action.help or '')}", ""]
    return [f"``{value}``", f"   {escaped(action.help or '')}", ""]


def escaped(text: str) -> str:
    """A text of which nothing means anything, as RST."""
    return re.sub(r"([\\*`|_])", r"\\\1", text)
