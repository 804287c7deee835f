"""What a run gives away: a script, the numbers of its model, its function in other languages, and
the walkthrough of an example."""

import copy
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import autograd_lite.viz.story.walkthrough as story
from autograd_lite import nn
from autograd_lite.compiler import compile
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds.configuration import Configuration, SettingError
from autograd_lite.playgrounds.features import inputs_at
from autograd_lite.playgrounds.gradients import target_of
from autograd_lite.playgrounds.learner import Learner
from autograd_lite.playgrounds.scripts import script
from autograd_lite.playgrounds.targets import as_answers
from autograd_lite.value import make_constant

#: the target in a walkthrough: y is a coordinate
TARGET: Final = "t"


def as_python(learner: Learner) -> tuple[str, str]:
    """A script that does what was done since the start, and ends with the same numbers."""
    return "playground.py", script(learner)


def as_json(learner: Learner) -> tuple[str, str]:
    """The file that `nn.save` writes, with optimizer and generator, for `nn.load`."""
    with tempfile.TemporaryDirectory() as folder:
        path = nn.save(
            Path(folder, "network.json"), learner.model, learner.optimizer, rng=learner.generator
        )
        return path.name, path.read_text(encoding="utf-8")


def read_json(model: nn.MLP, text: str) -> tuple[float, ...]:
    """The numbers of the parameters in a file of `nn.save`, for a model like this one.

    Raises SettingError.
    """
    filled = copy.deepcopy(model)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.json")
        try:
            path.write_bytes(text.encode())
            nn.load(path, filled)
        except ValueError as error:  # FileError, and letters that there are not
            reason = str(error).removeprefix("network.json: ").removesuffix("; nothing was loaded")
            raise SettingError("model", f"the file cannot be loaded: {reason}") from None
    return tuple(each.data for each in filled.parameters())


def _in(language: str, name: str) -> Callable[[Learner], tuple[str, str]]:
    def write(learner: Learner) -> tuple[str, str]:
        function = compile(_function_of(learner.configuration, learner.model))
        function(0.0, 0.0)
        told = _TOLD[learner.configuration.kind]
        text = function.source_in(language, "value")
        return name, f"/* What a trained network answers at x and y: {told}. */\n{text}"

    return write


_TOLD: Final = {
    "two": "above 0 it is the class 1, below the class −1",
    "classes": "for each class its probability",
    "numbers": "a number",
}


def _function_of(configuration: Configuration, model: nn.MLP) -> Callable[[Any, Any], Any]:
    """What a network answers at a point, with its numbers as constants."""
    frozen = copy.deepcopy(model)
    for layer in frozen.layers:
        for neuron in layer.neurons:
            neuron.weights = [make_constant(w.data, w.label) for w in neuron.weights]
            if neuron.bias is not None:
                neuron.bias = make_constant(neuron.bias.data, neuron.bias.label)

    def network(x: Any, y: Any) -> Any:
        inputs = inputs_at(configuration.features, x, y)
        found = as_answers(configuration, frozen(inputs))
        return found[0] if len(found) == 1 else found

    return network


#: what can be given, and what writes it
WRITERS: Final[dict[str, Callable[[Learner], tuple[str, str]]]] = {
    "python": as_python,
    "model": as_json,
    "c": _in("c", "network.c"),
    "javascript": _in("javascript", "network.mjs"),
}


def walkthrough(learner: Learner, x: float, y: float, target: float) -> str:
    """A page that tells both passes of an example."""
    configuration, model = learner.configuration, learner.model
    numbers = inputs_at(configuration.features, x, y)
    inputs = [
        make_constant(number, name)
        for number, name in zip(numbers, configuration.features, strict=True)
    ]
    loss, goal = LOSSES[configuration.loss], target_of(configuration, target)
    root = loss.function(model(inputs), goal if loss.of_class else make_constant(goal, TARGET))
    root.label = "L"
    title = f"The example at ({x:.4g}, {y:.4g}) with the target {target:g}".replace("-", "−")
    return story.walkthrough(root, title=title).html()
