"""autograd_lite: record a scalar computation once, then differentiate it and draw it.

>>> import autograd_lite as ag
>>> x = ag.Value(3.0, "x")
>>> y = ag.log(x) * x
>>> y.backward()
>>> x.grad == 1.0 + ag.log(3.0)
True
"""

from typing import TYPE_CHECKING

import autograd_lite.viz  # noqa: F401  # by which a notebook shows Values; the rest loads later
from autograd_lite import primitives
from autograd_lite.calculus import custom_gradient as custom_gradient
from autograd_lite.calculus import grad as grad
from autograd_lite.calculus import hessian as hessian
from autograd_lite.calculus import hvp as hvp
from autograd_lite.calculus import jacobian as jacobian
from autograd_lite.calculus import jvp as jvp
from autograd_lite.calculus import value_and_grad as value_and_grad
from autograd_lite.calculus import vjp as vjp
from autograd_lite.compiler import compile as compile
from autograd_lite.engine import EngineInfo as EngineInfo
from autograd_lite.engine import engine_info as engine_info
from autograd_lite.functions import softmax as softmax
from autograd_lite.graph import topological_order as topological_order
from autograd_lite.modes import detect_anomaly as detect_anomaly
from autograd_lite.modes import no_grad as no_grad
from autograd_lite.primitives import *  # noqa: F403  # every row of the table is public
from autograd_lite.primitives.operation import Operation as Operation
from autograd_lite.system.doors import door
from autograd_lite.value import Constant as Constant
from autograd_lite.value import Value as Value

if TYPE_CHECKING:
    from autograd_lite import datasets as datasets
    from autograd_lite import nn as nn
    from autograd_lite import testing as testing
    from autograd_lite.compiler.bound import Bound as Bound
    from autograd_lite.compiler.compiled import Compiled as Compiled
    from autograd_lite.compiler.tracer import TracingError as TracingError
    from autograd_lite.parsing.parser import Expression as Expression
    from autograd_lite.parsing.parser import parse as parse
    from autograd_lite.parsing.tokens import ParseError as ParseError
    from autograd_lite.viz import plots as plots
    from autograd_lite.viz.diagram.draw import Diagram as Diagram
    from autograd_lite.viz.diagram.draw import draw as draw
    from autograd_lite.viz.diagram.layout import LayoutError as LayoutError
    from autograd_lite.viz.story.explain import Explanation as Explanation
    from autograd_lite.viz.story.explain import explain as explain
    from autograd_lite.viz.story.walkthrough import Walkthrough as Walkthrough
    from autograd_lite.viz.story.walkthrough import walkthrough as walkthrough

__version__ = "0.1.0"

#: what loads when it is first used, as module:name (NumPy, matplotlib, mpmath, much of our own)
_LATER = {
    "Bound": "autograd_lite.compiler.bound:Bound",
    "Compiled": "autograd_lite.compiler.compiled:Compiled",
    "Diagram": "autograd_lite.viz.diagram.draw:Diagram",
    "Explanation": "autograd_lite.viz.story.explain:Explanation",
    "Expression": "autograd_lite.parsing.parser:Expression",
    "LayoutError": "autograd_lite.viz.diagram.layout:LayoutError",
    "ParseError": "autograd_lite.parsing.tokens:ParseError",
    "TracingError": "autograd_lite.compiler.tracer:TracingError",
    "Walkthrough": "autograd_lite.viz.story.walkthrough:Walkthrough",
    "datasets": "autograd_lite.datasets:",
    "draw": "autograd_lite.viz.diagram.draw:draw",
    "explain": "autograd_lite.viz.story.explain:explain",
    "nn": "autograd_lite.nn:",
    "parse": "autograd_lite.parsing.parser:parse",
    "plots": "autograd_lite.viz.plots:",
    "testing": "autograd_lite.testing:",
    "walkthrough": "autograd_lite.viz.story.walkthrough:walkthrough",
}

__all__ = sorted(
    [
        "Constant",
        "EngineInfo",
        "Operation",
        "Value",
        "__version__",
        "compile",
        "custom_gradient",
        "detect_anomaly",
        "engine_info",
        "grad",
        "hessian",
        "hvp",
        "jacobian",
        "jvp",
        "no_grad",
        "softmax",
        "topological_order",
        "value_and_grad",
        "vjp",
        *_LATER,
        *primitives.__all__,
    ]
)
__getattr__, __dir__ = door(__name__, __all__, _LATER)
