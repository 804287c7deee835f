"""A run as a script: what a reader would write to do the same with this library."""

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from autograd_lite.playgrounds import networks, steps
from autograd_lite.playgrounds.clouds import GENERATORS, Examples, cloud_of, drawn
from autograd_lite.playgrounds.configuration import Configuration, SettingError
from autograd_lite.playgrounds.features import FEATURES
from autograd_lite.playgrounds.learner import Learner
from autograd_lite.playgrounds.networks import Call
from autograd_lite.playgrounds.targets import BITS, SIGNS, as_targets, from_zero

#: the columns of a line
WIDEST: Final = 92


def script(learner: Learner) -> str:
    """The script of a run; of one in which very much was done, the numbers as they are now.

    Raises SettingError if there is nothing to train on.
    """
    if not len(learner.targets):
        raise SettingError("what", "there are no points to train on yet")
    start, done = learner.steps.start, learner.steps.until(learner.epoch)
    about = f"A run of the playground once more: {learner.epoch} epochs, the same to the last digit"
    if len(done) > steps.MOST:
        about = "A network of the playground, with which more was done than a script can tell"
        start = learner.configuration
        done = (steps.Loaded(tuple(p.data for p in learner.model.parameters())),)
    now, examples = start, len(cloud_of(start).train.targets)
    body: list[str] = []
    for step in done:
        match step:
            case steps.Trained(epochs):
                body += _training(now, epochs)
            case steps.Changed(wanted):
                body += _change(now, wanted, examples)
                now = wanted
            case steps.Added():
                body += _addition(now, step, examples)
                examples += step.trained
            case steps.Weighed():
                body += [_weight(step)]
            case steps.Loaded(numbers):
                body += _numbers(numbers)
    names = "nn" if start.data == "own" else "datasets, nn"
    lines = [
        f'"""{about}."""',
        "",
        "import numpy as np",
        "",
        "import autograd_lite as ag",
        f"from autograd_lite import {names}",
        "",
        *_data(start, {step.trained for step in done if isinstance(step, steps.Added)}),
        "",
        *_network(start),
        "",
        *body,
        "",
        *_result(now, has_test=len(learner.cloud.test.targets) > 0),
    ]
    return "\n".join(lines) + "\n"


# The beginning ------------------------------------------------------------------------------


def _data(start: Configuration, grown: set[bool]) -> Iterator[str]:
    """X_train, y_train, X_test and y_test; points are added to training, True, or test, False."""
    if not _are_coordinates(start):
        columns = ", ".join(FEATURES[name].source for name in start.features)
        yield from [
            "",
            "def inputs(points):",
            f'    """What the network is given for points: {", ".join(start.features)}."""',
            "    x, y = points.T",
            f"    return np.column_stack([{columns}])",
            "",
            "",
        ]
    cloud = cloud_of(start)
    if start.data == "own":
        for name, part in zip(("train", "test"), cloud, strict=True):
            if len(part.targets):
                yield f"# x, y and target of the points of {name}ing"
                yield from _table(name, start, part)
                yield f"X_{name}, y_{name} = {_inputs(start, f'{name}[:, :2]')}, {name}[:, 2]"
            elif (name == "train") in grown:
                yield f"X_{name}, y_{name} = np.empty((0, {len(start.features)})), np.empty(0)"
        return
    call, count = GENERATORS[start.data], drawn(start)
    noise, classes = repr(start.noise / 100), ""
    if start.data == "clusters":
        classes = f", classes={start.classes}"
    yield f"# {start.size} points, of which the first {count} are trained on"
    yield (
        f"points, targets = datasets.{call.__name__}"
        f"({start.size}, {noise}, rng={start.seed}{classes})"
    )
    signs = start.kind == "two"
    if signs and from_zero(start) and not classes:
        yield f"targets = {BITS.format('targets')}  # the classes −1 and 1 as 0 and 1"
    elif signs and classes and not from_zero(start):
        yield f"targets = {SIGNS.format('targets')}  # the classes 0 and 1 as −1 and 1"
    yield f"X_train, y_train = {_inputs(start, f'points[:{count}]')}, targets[:{count}]"
    yield f"X_test, y_test = {_inputs(start, f'points[{count}:]')}, targets[{count}:]"
    if start.points:
        added = Examples(cloud.train.points[count:], cloud.train.targets[count:])
        yield "# points that were added to them"
        yield from _table("added", start, added)
        yield from _more(_inputs(start, "added[:, :2]"), "added[:, 2]", "train")


def _are_coordinates(configuration: Configuration) -> bool:
    return configuration.features == ("x", "y")


def _inputs(configuration: Configuration, points: str) -> str:
    return points if _are_coordinates(configuration) else f"inputs({points})"


def _table(name: str, configuration: Configuration, examples: Examples) -> Iterator[str]:
    targets = as_targets(configuration, examples.targets)
    rows = Examples(examples.points, targets).rows()
    yield from [f"{name} = np.array([", *_filled(map(str, rows)), "])"]


def _filled(parts: Iterable[str]) -> list[str]:
    """Parts with commas between them, as many as fit in each line."""
    text = ", ".join(parts) + ","
    indent = "    "
    return textwrap.wrap(text, WIDEST, initial_indent=indent, subsequent_indent=indent)


def _more(inputs: str, targets: str, part: str) -> list[str]:
    """Examples that are added to a part."""
    return [
        f"X_{part} = np.vstack([X_{part}, {inputs}])",
        f"y_{part} = np.append(y_{part}, {targets})",
    ]


def _network(start: Configuration) -> list[str]:
    sizes = [*(layer.neurons for layer in start.layers), start.outputs]
    names = ", ".join(f'"{name}"' for name in [*(x.activation for x in start.layers), start.output])
    examples = len(cloud_of(start).train.targets)
    shape = f"{len(start.features)}, {sizes}, [{names}]"
    drawn_by = f'weights="{start.weights}", rng={start.seed}'
    model = [f"model = nn.MLP({shape}, {drawn_by})"]
    if len(model[0]) > WIDEST:
        model = ["model = nn.MLP(", f"    {shape},", f"    {drawn_by},", ")"]
    return [
        *model,
        f"optimizer = {_optimizer(start, examples)}",
        f"rng = np.random.default_rng({start.seed})  # shuffles the examples of each epoch",
    ]


# What was done ------------------------------------------------------------------------------


def _training(now: Configuration, epochs: int) -> list[str]:
    engine = networks.engine_of(now)
    lines = [
        f"    model, X_train, y_train, epochs={epochs}, batch_size={now.batch_size},",
        f'    loss="{now.loss}", optimizer=optimizer, rng=rng, backend="{engine}",',
    ]
    if networks.penalty_of(now):
        lines.append(f"    penalty=nn.{now.penalty}({now.penalty_rate!r}),")
    return ["nn.fit(", *lines, ")"]


def _change(now: Configuration, wanted: Configuration, examples: int) -> Iterator[str]:
    """What a change of settings needs before the next call of `fit`, which says the others."""
    if now.optimizer != wanted.optimizer:
        yield f"optimizer = {_optimizer(wanted, examples)}"
    elif _rate(now, examples) != _rate(wanted, examples):
        yield f"optimizer.learning_rate = {_rate(wanted, examples)}"
    if from_zero(now) != from_zero(wanted):
        formula, names = (BITS, "0 and 1") if from_zero(wanted) else (SIGNS, "−1 and 1")
        made = ", ".join(formula.format(name) for name in ("y_train", "y_test"))
        yield f"y_train, y_test = {made}  # the classes are {names} in this loss"


def _addition(now: Configuration, point: steps.Added, examples: int) -> list[str]:
    target = float(as_targets(now, point.target))
    place = f"np.array([[{point.x!r}, {point.y!r}]])"
    lines = _more(_inputs(now, place), repr(target), "train" if point.trained else "test")
    if _rate(now, examples) != (rate := _rate(now, examples + point.trained)):
        lines.append(f"optimizer.learning_rate = {rate}")
    return lines


def _weight(step: steps.Weighed) -> str:
    name = "bias" if step.input is None else f"weights[{step.input}]"
    return f"model.layers[{step.layer}].neurons[{step.neuron}].{name}.data = {step.value!r}"


def _numbers(numbers: Iterable[float]) -> list[str]:
    return [
        "numbers = [",
        *_filled(map(repr, numbers)),
        "]",
        "for parameter, number in zip(model.parameters(), numbers, strict=True):",
        "    parameter.data = number",
    ]


def _optimizer(configuration: Configuration, examples: int) -> str:
    call = networks.OPTIMIZERS[configuration.optimizer]
    named = "".join(f", {name}={value!r}" for name, value in call.named.items())
    return f"nn.{call.name}(model.parameters(), {_rate(configuration, examples)}{named})"


def _rate(configuration: Configuration, examples: int) -> str:
    call: Call | None = networks.schedule_of(configuration, examples)
    if call is None:
        return repr(configuration.rate)
    return f"nn.schedules.{call.name}({', '.join(map(repr, call.arguments))})"


# The end ------------------------------------------------------------------------------------


def _result(now: Configuration, has_test: bool) -> Iterator[str]:
    """Losses, accuracies and weights."""
    border = f", threshold={0.5 if now.output == 'sigmoid' else 0.0}"
    if now.kind != "two":
        border = ""
    yield f'loss = nn.LOSSES["{now.loss}"].function'
    yield 'mean_loss = ag.compile(lambda x, t: loss(model(x), t), in_axes=0, reduce="mean")'
    for part in ("train", "test")[: 1 + has_test]:
        yield f'print("loss of {part}ing:", mean_loss(X_{part}, y_{part}))'
        if now.kind != "numbers":
            yield (
                f'print("accuracy of {part}ing:", nn.accuracy(model, X_{part}, y_{part}{border}))'
            )
    yield "for name, parameter in model.named_parameters():"
    yield "    print(name, parameter.data)"
