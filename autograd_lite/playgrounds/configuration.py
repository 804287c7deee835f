"""What a run of the playground is made of, and which settings there are."""

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, NamedTuple

from autograd_lite.nn.init import SCHEMES
from autograd_lite.nn.losses import LOSSES
from autograd_lite.playgrounds.features import FEATURES
from autograd_lite.primitives.operation import TABLE

VERSION: Final = 1
DATA: Final = {
    "classification": ("circle", "xor", "gauss", "spiral", "clusters", "own"),
    "regression": ("plane", "multi-gauss", "own"),
}
#: the data whose number of classes is a setting
SEVERAL: Final = ("clusters", "own")
#: those that pages offer first, and then all that a neuron can have
_COMMON = ("tanh", "relu", "sigmoid", "linear")
_OTHERS = sorted(name for name, row in TABLE.items() if row.unary and name != "identity")
ACTIVATIONS: Final = tuple(dict.fromkeys([*_COMMON, *_OTHERS]))
OPTIMIZERS: Final = ("SGD", "momentum", "RMSProp", "Adam", "AdamW")
SCHEDULES: Final = ("constant", "step", "exponential", "linear", "cosine", "warm up")
PENALTIES: Final = ("none", "L1", "L2")
MOST_POINTS, MOST_LAYERS, MOST_NEURONS, MOST_CLASSES = 1000, 6, 8, 6
#: the largest coordinate or target of a point
LARGEST: Final = 1e6
LAST_EPOCH: Final = 10**9


class SettingError(ValueError):
    """A setting that is none: its field, empty for the whole, and what is needed there.

    >>> str(SettingError("rate", "a number is needed"))
    'rate: a number is needed'
    """

    def __init__(self, field: str, wish: str) -> None:
        super().__init__(f"{field}: {wish}" if field else wish)
        self.field, self.wish = field, wish


class Hidden(NamedTuple):
    """One hidden layer."""

    neurons: int
    activation: str = "tanh"


@dataclass(frozen=True)
class Configuration:
    """All settings of a run; the default is the classical start: a circle and a network 4-2.

    The reader of a page changes them one by one, and a link holds them (`playgrounds.links`).
    """

    problem: str = "classification"
    data: str = "circle"
    classes: int = 3  # of clusters and own data
    size: int = 500
    noise: float = 0.0  # percent
    train_share: int = 50  # percent
    seed: int = 0
    features: tuple[str, ...] = ("x", "y")
    layers: tuple[Hidden, ...] = (Hidden(4), Hidden(2))
    output: str = "tanh"
    weights: str = "xavier"
    loss: str = "half_squared_error"
    optimizer: str = "SGD"
    rate: float = 0.03
    schedule: str = "constant"
    penalty: str = "none"
    penalty_rate: float = 0.0
    batch_size: int = 10
    points: tuple[tuple[float, float, float], ...] = ()
    discretise: bool = False
    show_test: bool = False
    pause_at: int | None = None

    @property
    def kind(self) -> str:
        """What the targets are: "two" classes, −1 and 1, "classes", 0, 1, 2, …, or "numbers"."""
        if self.problem == "regression":
            return "numbers"
        return "classes" if self.data in SEVERAL and self.classes > 2 else "two"

    @property
    def outputs(self) -> int:
        """The neurons of the last layer."""
        return self.classes if self.kind == "classes" else 1


#: the last activation and the loss that go with each kind of targets
USUAL: Final = {
    "two": {"output": "tanh", "loss": "half_squared_error"},
    "classes": {"output": "softmax", "loss": "categorical_cross_entropy"},
    "numbers": {"output": "linear", "loss": "half_squared_error"},
}

#: the settings with which a network goes on; any other starts it anew
GOING_ON: Final = {
    "rate", "schedule", "penalty", "penalty_rate", "batch_size", "loss", "optimizer", "discretise",
    "show_test", "pause_at",
}  # fmt: skip
#: those of them that change what is shown alone
SHOWN: Final = {"discretise", "show_test", "pause_at"}


class Field(NamedTuple):
    """A setting: what it may be, and how that is taken over."""

    #: the choices, or the lowest and the highest number; empty where it is neither
    choices: tuple[Any, ...]
    #: take(field, given) -> the setting; raises SettingError
    take: Callable[[str, Any], Any]


def shown(given: object) -> str:
    """What came, in a few letters."""
    if isinstance(given, (list, tuple)):
        return f"a list of {len(given)}"
    if isinstance(given, int) and abs(given) > 10**15:
        return "a number of many digits"
    if given is None or isinstance(given, (bool, int, float, str)):
        return reprlib.repr(given)
    return "an object" if isinstance(given, dict) else f"a {type(given).__name__:.40}"


def _choice(choices: tuple[str, ...]) -> Field:
    def take(field: str, given: Any) -> str:
        if type(given) is not str or given not in choices:
            named = ", ".join(choices) if len(choices) < 12 else ", ".join(choices[:5]) + ", …"
            raise SettingError(field, f"choose one of {named}; got {shown(given)}")
        return given

    return Field(choices, take)


def _whole(low: int, high: int) -> Field:
    def take(field: str, given: Any) -> int:
        whole = type(given) is int or (type(given) is float and given.is_integer())
        if not whole or not low <= given <= high:
            raise SettingError(
                field, f"a whole number from {low} to {high} is needed, got {shown(given)}"
            )
        return int(given)

    return Field((low, high), take)


def number(field: str, given: Any, low: float, high: float) -> float:
    """A number within bounds; raises SettingError."""
    if type(given) not in (int, float) or not low <= given <= high:
        raise SettingError(
            field, f"a number from {low:g} to {high:g} is needed, got {shown(given)}"
        )
    return float(given)


def _number(low: float, high: float) -> Field:
    return Field((low, high), lambda field, given: number(field, given, low, high))


def _switch(field: str, given: Any) -> bool:
    if type(given) is not bool:
        raise SettingError(field, f"true or false is needed, got {shown(given)}")
    return given


def _list(field: str, given: Any, least: int, most: int) -> list[Any]:
    """The items of a list of some length."""
    if type(given) not in (list, tuple) or not least <= len(given) <= most:
        got = f"{len(given)}" if type(given) in (list, tuple) else shown(given)
        raise SettingError(field, f"a list of {least} to {most} is needed, got {got}")
    return list(given)


def _features(field: str, given: Any) -> tuple[str, ...]:
    names = _list(field, given, 1, len(FEATURES))
    for name in names:
        _FEATURE.take(field, name)
    return tuple(name for name in FEATURES if name in names)  # in one order, each once


def _layers(field: str, given: Any) -> tuple[Hidden, ...]:
    layers = []
    for layer in _list(field, given, 0, MOST_LAYERS):
        parts = layer._asdict() if isinstance(layer, Hidden) else layer
        if type(parts) is not dict or not {"neurons"} <= parts.keys():
            raise SettingError(
                field, f"each needs a number of neurons and an activation, got {shown(layer)}"
            )
        neurons = _NEURONS.take(field, parts["neurons"])
        layers.append(Hidden(neurons, _ACTIVATION.take(field, parts.get("activation", "tanh"))))
    return tuple(layers)


def _points(field: str, given: Any) -> tuple[tuple[float, float, float], ...]:
    points = []
    for i, point in enumerate(_list(field, given, 0, MOST_POINTS), start=1):
        if type(point) not in (list, tuple) or len(point) != 3:
            raise SettingError(field, f"point {i}: x, y and a target are needed")
        x, y, target = (_COORDINATE.take(field, each) for each in point)
        points.append((x, y, target))
    return tuple(points)


def _epoch(field: str, given: Any) -> int | None:
    return None if given is None else int(_whole(1, LAST_EPOCH).take(field, given))


_OF_COUNTS = "poisson_nll"  # targets of a page may be negative
_NEURONS, _ACTIVATION = _whole(1, MOST_NEURONS), _choice(ACTIVATIONS)
_FEATURE, _COORDINATE = _choice(tuple(FEATURES)), _number(-LARGEST, LARGEST)

FIELDS: Final[dict[str, Field]] = {
    "problem": _choice(tuple(DATA)),
    "data": _choice(tuple(dict.fromkeys([*DATA["classification"], *DATA["regression"]]))),
    "classes": _whole(2, MOST_CLASSES),
    "size": _whole(10, 1000),
    "noise": _number(0, 50),
    "train_share": _whole(10, 90),
    "seed": _whole(0, 2**32 - 1),
    "features": Field(tuple(FEATURES), _features),
    "layers": Field((0, MOST_LAYERS), _layers),
    "output": _choice((*ACTIVATIONS, "softmax")),
    "weights": _choice(tuple(SCHEMES)),
    "loss": _choice(tuple(name for name in LOSSES if name != _OF_COUNTS)),
    "optimizer": _choice(OPTIMIZERS),
    "rate": _number(1e-6, 10),
    "schedule": _choice(SCHEDULES),
    "penalty": _choice(PENALTIES),
    "penalty_rate": _number(0, 10),
    "batch_size": _whole(1, 1000),
    "points": Field((0, MOST_POINTS), _points),
    "discretise": Field((), _switch),
    "show_test": Field((), _switch),
    "pause_at": Field((1, LAST_EPOCH), _epoch),
}


def choices() -> dict[str, list[Any]]:
    """For every field its choices, or the lowest and the highest number; for a page's controls."""
    found = {name: [*field.choices] for name, field in FIELDS.items() if field.choices}
    found["coordinate"] = [-LARGEST, LARGEST]
    return found | {"neurons": [1, MOST_NEURONS], "activation": [*ACTIVATIONS]}


def checked(document: object) -> Configuration:
    """The configuration that a document from outside stands for; what is missing has its default.

    Unknown fields are ignored: a newer version may have them. Raises SettingError.

    >>> checked({"data": "xor", "noise": 40}).noise
    40.0
    """
    if type(document) is not dict:
        raise SettingError("", f"a configuration is an object with fields, got {shown(document)}")
    given = {name: field.take(name, document[name]) for name, field in FIELDS.items()
             if name in document}  # fmt: skip
    return completed(given)


def completed(given: Mapping[str, Any]) -> Configuration:
    """The settings that are given, and usual ones for the others."""
    known = dict(given)
    if "problem" not in known and known.get("data") not in (None, *DATA["classification"]):
        known["problem"] = "regression"
    made = Configuration(**known)
    usual: dict[str, Any] = {
        name: value for name, value in USUAL[made.kind].items() if name not in known
    }
    return replace(made, **usual)


def as_document(configuration: Configuration) -> dict[str, Any]:
    """The configuration as JSON has it; `checked` takes it back."""
    document = asdict(configuration) | {
        "version": VERSION,
        "layers": [layer._asdict() for layer in configuration.layers],
        "features": [*configuration.features],
        "points": [[*point] for point in configuration.points],
    }
    return {name: document[name] for name in ("version", *(f.name for f in fields(configuration)))}


def starts_anew(before: Configuration, after: Configuration) -> bool:
    """Whether a change is one with which a network cannot go on.

    >>> from dataclasses import replace
    >>> start = Configuration()
    >>> starts_anew(start, replace(start, rate=0.1)), starts_anew(start, replace(start, noise=9.0))
    (False, True)
    """
    return any(
        getattr(before, each.name) != getattr(after, each.name)
        for each in fields(Configuration)
        if each.name not in GOING_ON
    )
