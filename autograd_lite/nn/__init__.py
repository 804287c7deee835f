"""Neural networks on Values: a neuron is one linear node and one activation node.

What needs NumPy loads when one of its names is first used.
"""

from typing import TYPE_CHECKING

from autograd_lite.nn import init as init
from autograd_lite.nn import optimizers, penalties
from autograd_lite.nn import schedules as schedules
from autograd_lite.nn.history import History as History
from autograd_lite.nn.layouts import FileError as FileError
from autograd_lite.nn.losses import LOSSES as LOSSES
from autograd_lite.nn.losses import categorical_cross_entropy as categorical_cross_entropy
from autograd_lite.nn.losses import cost as cost
from autograd_lite.nn.module import Module as Module
from autograd_lite.nn.modules import MLP as MLP
from autograd_lite.nn.modules import Layer as Layer
from autograd_lite.nn.modules import Maxout as Maxout
from autograd_lite.nn.modules import Neuron as Neuron
from autograd_lite.nn.optimizers import *  # noqa: F403  # every optimizer is public
from autograd_lite.nn.penalties import *  # noqa: F403  # and every penalty

if TYPE_CHECKING:
    from autograd_lite.nn.evaluators import Evaluator as Evaluator
    from autograd_lite.nn.evaluators import Objective as Objective
    from autograd_lite.nn.files import load as load
    from autograd_lite.nn.files import save as save
    from autograd_lite.nn.metrics import accuracy as accuracy
    from autograd_lite.nn.training import DivergenceError as DivergenceError
    from autograd_lite.nn.training import fit as fit

#: the rooms of what loads later
_LATER = {
    "DivergenceError": "training",
    "Evaluator": "evaluators",
    "Objective": "evaluators",
    "accuracy": "metrics",
    "fit": "training",
    "load": "files",
    "save": "files",
}

__all__ = [
    "LOSSES",
    "MLP",
    "FileError",
    "History",
    "Layer",
    "Maxout",
    "Module",
    "Neuron",
    "categorical_cross_entropy",
    "cost",
    "init",
    "schedules",
]
__all__ += [*_LATER]
__all__ += optimizers.__all__
__all__ += penalties.__all__


def __getattr__(name: str) -> object:
    if name in _LATER:
        from pkgutil import resolve_name

        return resolve_name(f"autograd_lite.nn.{_LATER[name]}:{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
