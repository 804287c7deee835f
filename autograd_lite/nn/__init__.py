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
from autograd_lite.system.doors import door

if TYPE_CHECKING:
    from autograd_lite.nn.evaluators import Evaluator as Evaluator
    from autograd_lite.nn.evaluators import Objective as Objective
    from autograd_lite.nn.files import load as load
    from autograd_lite.nn.files import save as save
    from autograd_lite.nn.metrics import accuracy as accuracy
    from autograd_lite.nn.training import DivergenceError as DivergenceError
    from autograd_lite.nn.training import fit as fit

#: what loads when it is first used, as module:name
_LATER = {
    "DivergenceError": "autograd_lite.nn.training:DivergenceError",
    "Evaluator": "autograd_lite.nn.evaluators:Evaluator",
    "Objective": "autograd_lite.nn.evaluators:Objective",
    "accuracy": "autograd_lite.nn.metrics:accuracy",
    "fit": "autograd_lite.nn.training:fit",
    "load": "autograd_lite.nn.files:load",
    "save": "autograd_lite.nn.files:save",
}

__all__ = sorted(
    [
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
        *_LATER,
        *optimizers.__all__,
        *penalties.__all__,
    ]
)
if not TYPE_CHECKING:  # for type checkers there is nothing more than they see
    __getattr__, __dir__ = door(__name__, __all__, _LATER)
