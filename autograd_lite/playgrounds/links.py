"""Configurations as links: what follows the # of an address, readable, without what is usual."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qsl, quote_plus

from autograd_lite.playgrounds.configuration import (
    FIELDS,
    VERSION,
    Configuration,
    Hidden,
    SettingError,
    completed,
)
from autograd_lite.playgrounds.features import FEATURES
from autograd_lite.playgrounds.settling import settled

#: letters of a link that are read
MOST_LETTERS: Final = 200_000


def link(configuration: Configuration) -> str:
    """The configuration in words, without what is usual: ``v=1&data=xor&noise=40``.

    >>> link(Configuration(data="xor", noise=40.0, layers=(Hidden(3, "relu"),)))
    'v=1&data=xor&noise=40&layers=3&activation=relu'
    """
    usual = completed({"problem": configuration.problem, "data": configuration.data,
                       "classes": configuration.classes})  # fmt: skip
    found = {"v": str(VERSION)}
    if (
        configuration.data == "own"
        or configuration.problem != completed({"data": configuration.data}).problem
    ):
        found["problem"] = configuration.problem
    for name in FIELDS:
        value = getattr(configuration, name)
        if name == "problem" or value == getattr(Configuration() if name in _OWN else usual, name):
            continue
        if name == "layers":
            found |= _layers(value)
        else:
            found[name] = _written(name, value)
    return "&".join(f"{name}={quote_plus(text, safe=',;-')}" for name, text in found.items())


#: the fields by which it is decided what is usual
_OWN = {"data", "classes"}


def _layers(layers: tuple[Hidden, ...]) -> dict[str, str]:
    found = {}
    sizes = "-".join(str(layer.neurons) for layer in layers) or "none"
    if [layer.neurons for layer in layers] != [layer.neurons for layer in Configuration().layers]:
        found["layers"] = sizes
    names = [layer.activation for layer in layers]
    if {*names} - {"tanh"}:
        found["activation"] = names[0] if len({*names}) == 1 else "-".join(names)
    return found


def _written(name: str, value: Any) -> str:
    if name == "features":
        return ",".join(FEATURES[each].spelling for each in value)
    if name == "points":
        return ";".join(",".join(map(_number, point)) for point in value)
    if isinstance(value, bool):
        return str(value).lower()
    return _number(value) if isinstance(value, float) else str(value)


def _number(number: float) -> str:
    return repr(number).removesuffix(".0")


def from_link(text: str) -> tuple[Configuration, list[str]]:
    """The configuration of a link, and notes about what is wrong with it, which has its default.

    Unknown fields are left out: a newer version may have them. Nothing is raised.

    >>> from_link("v=1&data=xor&noise=70")[1]
    ['The link has noise=70: a number from 0 to 50 is needed.']
    """
    if len(text) > MOST_LETTERS:
        return Configuration(), [f"The link is longer than {MOST_LETTERS} letters."]
    try:
        given = dict(parse_qsl(text.lstrip("#?"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return Configuration(), ["The link cannot be read."]
    notes: list[str] = []
    if given.get("v", str(VERSION)) != str(VERSION):
        notes.append("The link is of another version: what is not known here is left out.")
    unknown = given.keys() - FIELDS.keys() - {"v", "activation"}
    notes += [f"The link has {name[:40]}, which is not known here." for name in sorted(unknown)]
    found: dict[str, Any] = {}
    for name, field in FIELDS.items():
        if name not in given and not (name == "layers" and "activation" in given):
            continue
        try:
            found[name] = field.take(name, _read(name, given))
        except (ValueError, KeyError, OverflowError) as error:
            wish = error.wish if isinstance(error, SettingError) else "it cannot be read"
            wish = wish.partition("; got")[0].partition(", got")[0]
            notes.append(f"The link has {name}={given.get(name, '')[:40]}: {wish}.")
    made = completed(found)
    try:
        settled(made)
    except SettingError as error:
        made = replace(made, points=())
        notes.append(f"The link has points that are left out: {error.wish}.")
    return made, notes


def _read(name: str, given: dict[str, str]) -> Any:
    text = given.get(name, "")
    if name in _READERS:
        return _READERS[name](text)
    if name == "layers":
        return _layers_of(text, given.get("activation", "tanh"))
    default = getattr(Configuration(), name)
    if isinstance(default, bool):
        return {"true": True, "false": False}[text]
    if isinstance(default, str):
        return text
    return float(text) if isinstance(default, float) else int(text)


def _layers_of(sizes: str, activation: str) -> list[dict[str, Any]]:
    usual = "-".join(str(layer.neurons) for layer in Configuration().layers)
    if sizes == "none":
        return []
    neurons = [int(size) for size in (sizes or usual).split("-")]
    names = activation.split("-")
    if len(names) == 1:
        names *= len(neurons)
    return [{"neurons": n, "activation": name} for n, name in zip(neurons, names, strict=True)]


_SPELT: Final = {feature.spelling: name for name, feature in FEATURES.items()}
_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "features": lambda text: [_SPELT[each] for each in text.split(",")],
    "points": lambda text: [
        [float(number) for number in point.split(",")] for point in text.split(";")
    ],
    "pause_at": int,
}
