"""Neural networks on Values: a neuron is one linear node and one activation node.

A room loads when one of its names is first used.
"""

from autograd_lite.system.doors import door

PLACES = {
    "autograd_lite.nn.clips": "clip_norm clip_value",
    "autograd_lite.nn.evaluators": "Evaluator Objective",
    "autograd_lite.nn.files": "load save",
    "autograd_lite.nn.history": "History",
    "autograd_lite.nn.init": "",
    "autograd_lite.nn.layouts": "FileError",
    "autograd_lite.nn.losses": "LOSSES categorical_cross_entropy cost",
    "autograd_lite.nn.metrics": "accuracy",
    "autograd_lite.nn.module": "Module",
    "autograd_lite.nn.modules": "Layer MLP Maxout Neuron",
    "autograd_lite.nn.optimizers": "Adam AdamW Optimizer RMSProp SGD",
    "autograd_lite.nn.pages": "page",
    "autograd_lite.nn.penalties": "L1 L2",
    "autograd_lite.nn.run": "DivergenceError",
    "autograd_lite.nn.schedules": "",
    "autograd_lite.nn.training": "fit",
    "autograd_lite.viz.pages.model": "ModelPage",
}
__all__, __getattr__, __dir__ = door(__name__, PLACES)
