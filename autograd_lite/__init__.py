"""autograd_lite: record a scalar computation once, then differentiate it and draw it.

>>> import autograd_lite as ag
>>> x = ag.Value(3.0, "x")
>>> y = ag.log(x) * x
>>> y.backward()
>>> x.grad == 1.0 + ag.log(3.0)
True
"""

from typing import TYPE_CHECKING

from autograd_lite import nn as nn
from autograd_lite.calculus import custom_gradient as custom_gradient
from autograd_lite.calculus import grad as grad
from autograd_lite.calculus import hessian as hessian
from autograd_lite.calculus import hvp as hvp
from autograd_lite.calculus import jacobian as jacobian
from autograd_lite.calculus import jvp as jvp
from autograd_lite.calculus import value_and_grad as value_and_grad
from autograd_lite.calculus import vjp as vjp
from autograd_lite.compiler import compile as compile
from autograd_lite.engine import engine_info as engine_info
from autograd_lite.functions import softmax as softmax
from autograd_lite.graph import topological_order as topological_order
from autograd_lite.modes import detect_anomaly as detect_anomaly
from autograd_lite.modes import no_grad as no_grad
from autograd_lite.parsing.parser import parse as parse
from autograd_lite.primitives import *  # noqa: F403  # every record of the table is public
from autograd_lite.primitives import operation
from autograd_lite.value import Constant as Constant
from autograd_lite.value import Value as Value
from autograd_lite.viz import Diagram as Diagram
from autograd_lite.viz import draw as draw

if TYPE_CHECKING:
    from autograd_lite import datasets as datasets
    from autograd_lite import testing as testing
    from autograd_lite.parsing.tokens import ParseError as ParseError
    from autograd_lite.viz import plots as plots
    from autograd_lite.viz.story.explain import explain as explain
    from autograd_lite.viz.story.walkthrough import walkthrough as walkthrough

#: what loads when it is first used, as module:name (NumPy, matplotlib, mpmath, formulas)
_LATER = {
    "datasets": "autograd_lite.datasets:",
    "explain": "autograd_lite.viz.story.explain:explain",
    "ParseError": "autograd_lite.parsing.tokens:ParseError",
    "plots": "autograd_lite.viz.plots:",
    "testing": "autograd_lite.testing:",
    "walkthrough": "autograd_lite.viz.story.walkthrough:walkthrough",
}

__all__ = sorted(
    [
        "Constant",
        "Diagram",
        "Value",
        "compile",
        "custom_gradient",
        "detect_anomaly",
        "draw",
        "engine_info",
        "explain",
        "grad",
        "hessian",
        "hvp",
        "jacobian",
        "jvp",
        "nn",
        "no_grad",
        "parse",
        "softmax",
        "topological_order",
        "value_and_grad",
        "vjp",
        "walkthrough",
        *operation.TABLE,
    ]
)


def __getattr__(name: str) -> object:
    if name in _LATER:
        from pkgutil import resolve_name

        return resolve_name(_LATER[name])
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
