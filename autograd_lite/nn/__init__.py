"""Neural networks on Values: a neuron is one linear node and one activation node."""

from autograd_lite.nn.modules import MLP, Layer, Module, Neuron

__all__ = ["MLP", "Layer", "Module", "Neuron"]
