"""A run of the playground: a network that trains in front of its examples, and can be changed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from autograd_lite import nn
from autograd_lite.playgrounds import gradients, networks, written
from autograd_lite.playgrounds.configuration import (
    GOING_ON,
    LARGEST,
    SHOWN,
    Configuration,
    SettingError,
    as_document,
    checked,
    number,
    shown,
    starts_anew,
)
from autograd_lite.playgrounds.frames import layers_of, parameters_of
from autograd_lite.playgrounds.learner import Learner, Moment
from autograd_lite.playgrounds.links import from_link, link
from autograd_lite.playgrounds.settling import settled
from autograd_lite.playgrounds.steps import Added, Changed, Weighed
from autograd_lite.playgrounds.targets import classes_of
from autograd_lite.playgrounds.training import Training

MOST_UNDONE: Final = 50


class Run(Learner):
    """A network, its examples, and its training, which goes on where it was interrupted.

    It starts no threads. While `train` runs, all else may be called from its ``after_epoch``
    alone: what is changed there takes effect before the next epoch.

    >>> run = Run(Configuration(data="xor", size=100))
    >>> run.train(epochs=3)
    >>> run.epoch, run.state()["layers"][1]["neurons"]
    (3, 4)
    """

    def __init__(
        self, configuration: Configuration | None = None, model: nn.MLP | None = None
    ) -> None:
        found, notes = settled(configuration or Configuration())
        super().__init__(found, model)
        self.notes = notes
        self._undone: list[Moment] = []
        self._redone: list[Moment] = []

    def train(
        self, epochs: int | None = None, after_epoch: Callable[[], bool] | None = None
    ) -> None:
        """Train for so many epochs, or until ``after_epoch``, called after each, returns True.

        It ends at the epoch ``pause_at``, too. Raises nn.DivergenceError if the loss or its
        gradient became infinite or nan: then the run is back at its best epoch.
        """
        if not len(self.targets):
            self.notes = ["There are no points to train on yet."]
            return
        self._remember()
        training = Training(self, epochs, after_epoch)
        while not training.is_over:
            training.go_on()

    # Changes --------------------------------------------------------------------------------

    def configure(self, configuration: Configuration) -> bool:
        """Take other settings; whether the network started anew with them.

        Raises SettingError if they do not go together with the points.
        """
        return self._take(*settled(configuration, self.configuration))

    def follow(self, text: str) -> bool:
        """Take the settings of a link; whether the network started anew with them."""
        found, notes = from_link(text)
        wanted, more = settled(found)
        return self._take(wanted, [*notes, *more])

    def _take(self, wanted: Configuration, notes: list[str]) -> bool:
        before = self.configuration
        if wanted == before:
            self.notes = notes
            return False
        self._remember()
        self.configuration, self.notes = wanted, notes
        anew = starts_anew(before, wanted)
        if anew:
            self.given = None
            self.begin()
        else:
            self._go_on(before)
        self.touch()
        return anew

    def _go_on(self, before: Configuration) -> None:
        """Take over settings with which the same network goes on."""
        now = self.configuration
        if any(getattr(now, name) != getattr(before, name) for name in GOING_ON - SHOWN):
            self.note_step(Changed(now))
        if now.optimizer != before.optimizer:
            self.optimizer = self.new_optimizer()
        else:
            self.optimizer.learning_rate = networks.rate_of(now, len(self.targets))
        if now.loss != before.loss:
            self.see_examples()  # as other targets, perhaps
            self.prepare()
            self.begin_curve()
        elif now.batch_size != before.batch_size:
            self.prepare()
        self.screen.discretise = now.discretise

    def load(self, text: str) -> None:
        """Start anew with the numbers of a file of `nn.save`. Raises SettingError."""
        numbers = written.read_json(self.model, text)
        self._remember()
        self.given = numbers
        self.begin(self.model)
        self.notes = ["The weights are now those of the file."]
        self.touch()

    def reset(self) -> None:
        """Go back to the start: the same weights, and the same order of examples again."""
        self._remember()
        self.begin(self.model if self.given is not None else None)
        self.touch()

    def set_weight(self, layer: Any, neuron: Any, place: Any, value: Any) -> None:
        """Give a weight another number, or a bias, where the place of its input is None.

        Raises SettingError.
        """
        neurons = _item("layer", self.model.layers, layer).neurons
        chosen = _item("neuron", neurons, neuron)
        weight = chosen.bias if place is None else _item("input", chosen.weights, place)
        if weight is None:
            raise SettingError("input", "this neuron has no bias")
        given = number("value", value, -LARGEST, LARGEST)
        self._remember()
        weight.data = given
        self.note_step(Weighed(layer, neuron, place, weight.data))
        self.touch()

    def add_point(self, x: Any, y: Any, target: Any) -> None:
        """Add an example; the network goes on. Raises SettingError."""
        points = [*self.configuration.points, (x, y, target)]
        document = as_document(self.configuration) | {"points": points}
        wanted, notes = settled(checked(document), self.configuration)
        if starts_anew(replace(self.configuration, points=wanted.points), wanted):
            self.configure(wanted)  # with another number of classes
            return
        self._remember()
        self.notes = notes
        trained = len(self.targets)
        self.configuration = wanted
        self.see_examples()
        self.note_step(Added(*wanted.points[-1], trained=len(self.targets) > trained))
        self.optimizer.learning_rate = networks.rate_of(wanted, len(self.targets))
        self.prepare()
        self.touch()

    # Undo -----------------------------------------------------------------------------------

    def undo(self) -> None:
        """Go back to what was before the last change, or the last training."""
        self._go_to(self._undone, self._redone)

    def redo(self) -> None:
        """Take back an undo."""
        self._go_to(self._redone, self._undone)

    def _remember(self) -> None:
        self._undone = [*self._undone[1 - MOST_UNDONE :], self.moment()]
        self._redone = []
        self.notes = []

    def _go_to(self, there: list[Moment], back: list[Moment]) -> None:
        if there:
            back.append(self.moment())
            self.go_to(there.pop())
            self.notes = []

    # What is seen ---------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """All that a page is told after every change, but whether it plays."""
        return {
            "kind": "state",
            "configuration": as_document(self.configuration),
            "link": link(self.configuration),
            "epoch": self.epoch,
            "can_undo": bool(self._undone),
            "can_redo": bool(self._redone),
            "notes": [*self.notes],
            "train": self.cloud.train.rows(),
            "test": self.cloud.test.rows(),
            "targets": self.configuration.kind,
            "view": self.screen.view,
            "scale": [*self.screen.scale],
            "layers": layers_of(self.configuration, self.model),
        }

    def frame(self, gradient: str = "off") -> tuple[dict[str, Any], bytes]:
        """What a page shows now: a header, and the bytes of tiles and region.

        With ``gradient="batch"`` there is the gradient of the mean loss over the training data.
        """
        train, test = self.losses()
        anew, points = self.curve.news()
        told, pixels = self.screen.pixels()
        header = {
            "epoch": self.epoch,
            "loss": {"train": train, "test": test},
            "accuracy": self.screen.accuracy(),
            "rate": self.optimizer.rate(),
            "curve": points,
            "curve_start": anew,
            "gradient": self.screen.gradient() if gradient == "batch" else None,
            "note": " ".join(self.notes),
        }
        return header | parameters_of(self.model) | told, pixels

    def look(self, x: Any, y: Any, target: Any = None) -> dict[str, Any]:
        """All numbers of an example; without a target, that of the nearest one.

        Raises SettingError.
        """
        place, goal = self._example(x, y, target)
        found = gradients.looked(
            self.configuration, self.model, self.optimizer.rate(), *place, goal
        )
        return {"kind": "looked"} | found

    def give(self, what: str) -> tuple[str, str]:
        """The name and the text of a file: "python", "model", "c" or "javascript".

        Raises SettingError.
        """
        if what not in written.WRITERS:
            raise SettingError("what", f"choose one of {', '.join(written.WRITERS)}")
        return written.WRITERS[what](self)

    def walkthrough(self, x: Any, y: Any, target: Any = None) -> str:
        """A page that tells both passes of an example, at the weights as they are.

        Raises SettingError.
        """
        place, goal = self._example(x, y, target)
        return written.walkthrough(self, *place, goal)

    def _example(self, x: Any, y: Any, target: Any) -> tuple[tuple[float, float], float]:
        """A place, and the target that is given for it, or that of the nearest example."""
        place = number("x", x, -LARGEST, LARGEST), number("y", y, -LARGEST, LARGEST)
        if target is None:
            return place, gradients.nearest(self.configuration, self.cloud, *place)
        goal = number("target", target, -LARGEST, LARGEST)
        allowed = classes_of(self.configuration)
        if allowed and goal not in allowed:
            named = ", ".join(map(str, allowed))
            raise SettingError("target", f"a class is one of {named}, and {goal:g} is none")
        return place, goal


def _item(field: str, items: Sequence[Any], place: Any) -> Any:
    if type(place) is not int or not 0 <= place < len(items):
        raise SettingError(
            field, f"a whole number from 0 to {len(items) - 1} is needed, got {shown(place)}"
        )
    return items[place]
