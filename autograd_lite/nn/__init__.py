"""Neural networks on Values: a neuron is one linear node and one activation node.

The rooms that need NumPy load when one of their names is first used.
"""

from typing import TYPE_CHECKING

from autograd_lite.nn import init as init
from autograd_lite.nn import schedules as schedules
from autograd_lite.nn.history import History as History
from autograd_lite.nn.losses import L1 as L1
from autograd_lite.nn.losses import L2 as L2
from autograd_lite.nn.losses import LOSSES as LOSSES
from autograd_lite.nn.losses import categorical_cross_entropy as categorical_cross_entropy
from autograd_lite.nn.losses import cost as cost
from autograd_lite.nn.module import Module as Module
from autograd_lite.nn.modules import MLP as MLP
from autograd_lite.nn.modules import Layer as Layer
from autograd_lite.nn.modules import Maxout as Maxout
from autograd_lite.nn.modules import Neuron as Neuron

if TYPE_CHECKING:
    from autograd_lite.nn.files import load as load
    from autograd_lite.nn.files import save as save
    from autograd_lite.nn.layouts import FileError as FileError
    from autograd_lite.nn.metrics import accuracy as accuracy
    from autograd_lite.nn.optimizers import SGD as SGD
    from autograd_lite.nn.optimizers import Adam as Adam
    from autograd_lite.nn.optimizers import AdamW as AdamW
    from autograd_lite.nn.optimizers import Optimizer as Optimizer
    from autograd_lite.nn.optimizers import RMSProp as RMSProp
    from autograd_lite.nn.optimizers import clip_norm as clip_norm
    from autograd_lite.nn.optimizers import clip_value as clip_value
    from autograd_lite.nn.training import DivergenceError as DivergenceError
    from autograd_lite.nn.training import fit as fit

_LATER = {
    "Adam": "optimizers",
    "AdamW": "optimizers",
    "DivergenceError": "training",
    "FileError": "layouts",
    "Optimizer": "optimizers",
    "RMSProp": "optimizers",
    "SGD": "optimizers",
    "accuracy": "metrics",
    "clip_norm": "optimizers",
    "clip_value": "optimizers",
    "fit": "training",
    "load": "files",
    "save": "files",
}

__all__ = sorted(
    [
        "LOSSES",
        "MLP",
        "History",
        "Layer",
        "Maxout",
        "Module",
        "Neuron",
        "categorical_cross_entropy",
        "cost",
        "init",
        "L1",
        "L2",
        "schedules",
        *_LATER,
    ]
)


def __getattr__(name: str) -> object:
    if name in _LATER:
        from pkgutil import resolve_name

        return resolve_name(f"autograd_lite.nn.{_LATER[name]}:{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
