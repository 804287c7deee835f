"""What the door shows: made from the places that it names, by ``make rules``.

A test demands that these are they.
"""

from autograd_lite.nn.clips import clip_norm as clip_norm
from autograd_lite.nn.clips import clip_value as clip_value
from autograd_lite.nn.evaluators import Evaluator as Evaluator
from autograd_lite.nn.evaluators import Objective as Objective
from autograd_lite.nn.files import load as load
from autograd_lite.nn.files import save as save
from autograd_lite.nn.history import History as History
from autograd_lite.nn import init as init
from autograd_lite.nn.layouts import FileError as FileError
from autograd_lite.nn.losses import LOSSES as LOSSES
from autograd_lite.nn.losses import categorical_cross_entropy as categorical_cross_entropy
from autograd_lite.nn.losses import cost as cost
from autograd_lite.nn.metrics import accuracy as accuracy
from autograd_lite.nn.module import Module as Module
from autograd_lite.nn.modules import Layer as Layer
from autograd_lite.nn.modules import MLP as MLP
from autograd_lite.nn.modules import Maxout as Maxout
from autograd_lite.nn.modules import Neuron as Neuron
from autograd_lite.nn.optimizers import Adam as Adam
from autograd_lite.nn.optimizers import AdamW as AdamW
from autograd_lite.nn.optimizers import Optimizer as Optimizer
from autograd_lite.nn.optimizers import RMSProp as RMSProp
from autograd_lite.nn.optimizers import SGD as SGD
from autograd_lite.nn.pages import page as page
from autograd_lite.nn.penalties import L1 as L1
from autograd_lite.nn.penalties import L2 as L2
from autograd_lite.nn.run import DivergenceError as DivergenceError
from autograd_lite.nn import schedules as schedules
from autograd_lite.nn.training import fit as fit
from autograd_lite.viz.pages.model import ModelPage as ModelPage

PLACES: dict[str, str]
__all__ = ['Adam', 'AdamW', 'DivergenceError', 'Evaluator', 'FileError', 'History', 'L1', 'L2', 'LOSSES', 'Layer', 'MLP', 'Maxout', 'ModelPage', 'Module', 'Neuron', 'Objective', 'Optimizer', 'RMSProp', 'SGD', 'accuracy', 'categorical_cross_entropy', 'clip_norm', 'clip_value', 'cost', 'fit', 'init', 'load', 'page', 'save', 'schedules']
