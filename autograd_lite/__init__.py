"""autograd_lite: record a scalar computation once, then differentiate it and draw it.

>>> import autograd_lite as ag
>>> x = ag.Value(3.0, "x")
>>> y = ag.log(x) * x
>>> y.backward()
>>> x.grad == 1.0 + ag.log(3.0)
True
"""

from autograd_lite import nn as nn
from autograd_lite import primitives
from autograd_lite.functions import softmax as softmax
from autograd_lite.graph import topological_order as topological_order
from autograd_lite.primitives import *  # noqa: F403  # every record of the table is public
from autograd_lite.value import Constant as Constant
from autograd_lite.value import Value as Value
from autograd_lite.value import detect_anomaly as detect_anomaly
from autograd_lite.value import no_grad as no_grad
from autograd_lite.viz import Diagram as Diagram
from autograd_lite.viz import draw as draw

__all__ = sorted(
    [
        "Constant",
        "Diagram",
        "Value",
        "detect_anomaly",
        "draw",
        "nn",
        "no_grad",
        "softmax",
        "topological_order",
        *primitives.TABLE,
    ]
)
