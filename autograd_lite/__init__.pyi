"""What the door shows: made from the places that it names, by ``make rules``.

A test demands that these are they.
"""

# fmt: off
# ruff: noqa

from autograd_lite.calculus import custom_gradient as custom_gradient
from autograd_lite.calculus import grad as grad
from autograd_lite.calculus import hessian as hessian
from autograd_lite.calculus import hvp as hvp
from autograd_lite.calculus import jacobian as jacobian
from autograd_lite.calculus import jvp as jvp
from autograd_lite.calculus import value_and_grad as value_and_grad
from autograd_lite.calculus import vjp as vjp
from autograd_lite.compiler import compile as compile
from autograd_lite.compiler.bound import Bound as Bound
from autograd_lite.compiler.compiled import Compiled as Compiled
from autograd_lite.compiler.tracer import TracingError as TracingError
from autograd_lite import datasets as datasets
from autograd_lite.engine import EngineInfo as EngineInfo
from autograd_lite.engine import engine_info as engine_info
from autograd_lite.functions import softmax as softmax
from autograd_lite.graph import topological_order as topological_order
from autograd_lite.modes import detect_anomaly as detect_anomaly
from autograd_lite.modes import no_grad as no_grad
from autograd_lite import nn as nn
from autograd_lite.parsing.parser import Expression as Expression
from autograd_lite.parsing.parser import parse as parse
from autograd_lite.parsing.tokens import ParseError as ParseError
from autograd_lite.primitives import abs as abs
from autograd_lite.primitives import acos as acos
from autograd_lite.primitives import acosh as acosh
from autograd_lite.primitives import add as add
from autograd_lite.primitives import asin as asin
from autograd_lite.primitives import asinh as asinh
from autograd_lite.primitives import atan as atan
from autograd_lite.primitives import atan2 as atan2
from autograd_lite.primitives import atanh as atanh
from autograd_lite.primitives import binary_cross_entropy as binary_cross_entropy
from autograd_lite.primitives import binary_cross_entropy_with_logits as binary_cross_entropy_with_logits
from autograd_lite.primitives import cbrt as cbrt
from autograd_lite.primitives import clip as clip
from autograd_lite.primitives import cos as cos
from autograd_lite.primitives import cosh as cosh
from autograd_lite.primitives import cross_entropy as cross_entropy
from autograd_lite.primitives import divide as divide
from autograd_lite.primitives import dot as dot
from autograd_lite.primitives import elu as elu
from autograd_lite.primitives import erf as erf
from autograd_lite.primitives import erfc as erfc
from autograd_lite.primitives import exp as exp
from autograd_lite.primitives import exp2 as exp2
from autograd_lite.primitives import exp_negative_square as exp_negative_square
from autograd_lite.primitives import expm1 as expm1
from autograd_lite.primitives import gelu as gelu
from autograd_lite.primitives import half_squared_error as half_squared_error
from autograd_lite.primitives import hinge as hinge
from autograd_lite.primitives import huber as huber
from autograd_lite.primitives import hypot as hypot
from autograd_lite.primitives import identity as identity
from autograd_lite.primitives import leaky_relu as leaky_relu
from autograd_lite.primitives import linear as linear
from autograd_lite.primitives import log as log
from autograd_lite.primitives import log10 as log10
from autograd_lite.primitives import log1p as log1p
from autograd_lite.primitives import log2 as log2
from autograd_lite.primitives import log_sigmoid as log_sigmoid
from autograd_lite.primitives import logistic_density as logistic_density
from autograd_lite.primitives import logsumexp as logsumexp
from autograd_lite.primitives import maximum as maximum
from autograd_lite.primitives import maxout as maxout
from autograd_lite.primitives import mean as mean
from autograd_lite.primitives import minimum as minimum
from autograd_lite.primitives import multiply as multiply
from autograd_lite.primitives import negative as negative
from autograd_lite.primitives import norm_cdf as norm_cdf
from autograd_lite.primitives import norm_pdf as norm_pdf
from autograd_lite.primitives import power as power
from autograd_lite.primitives import prod as prod
from autograd_lite.primitives import reciprocal as reciprocal
from autograd_lite.primitives import relu as relu
from autograd_lite.primitives import sigmoid as sigmoid
from autograd_lite.primitives import sign as sign
from autograd_lite.primitives import silu as silu
from autograd_lite.primitives import sin as sin
from autograd_lite.primitives import sinh as sinh
from autograd_lite.primitives import softmax_component as softmax_component
from autograd_lite.primitives import softplus as softplus
from autograd_lite.primitives import sqrt as sqrt
from autograd_lite.primitives import square as square
from autograd_lite.primitives import squared_error as squared_error
from autograd_lite.primitives import strong_product as strong_product
from autograd_lite.primitives import subtract as subtract
from autograd_lite.primitives import sum as sum
from autograd_lite.primitives import tan as tan
from autograd_lite.primitives import tanh as tanh
from autograd_lite.primitives import where as where
from autograd_lite.primitives.operation import Operation as Operation
from autograd_lite import testing as testing
from autograd_lite.value import Constant as Constant
from autograd_lite.value import Value as Value
from autograd_lite.viz import Diagram as Diagram
from autograd_lite.viz import Explanation as Explanation
from autograd_lite.viz import LayoutError as LayoutError
from autograd_lite.viz import Walkthrough as Walkthrough
from autograd_lite.viz import draw as draw
from autograd_lite.viz import explain as explain
from autograd_lite.viz import register_layout_program as register_layout_program
from autograd_lite.viz import walkthrough as walkthrough
from autograd_lite.viz import plots as plots

__version__: str

PLACES: dict[str, str]
__all__ = ['Bound', 'Compiled', 'Constant', 'Diagram', 'EngineInfo', 'Explanation', 'Expression', 'LayoutError', 'Operation', 'ParseError', 'TracingError', 'Value', 'Walkthrough', '__version__', 'abs', 'acos', 'acosh', 'add', 'asin', 'asinh', 'atan', 'atan2', 'atanh', 'binary_cross_entropy', 'binary_cross_entropy_with_logits', 'cbrt', 'clip', 'compile', 'cos', 'cosh', 'cross_entropy', 'custom_gradient', 'datasets', 'detect_anomaly', 'divide', 'dot', 'draw', 'elu', 'engine_info', 'erf', 'erfc', 'exp', 'exp2', 'exp_negative_square', 'explain', 'expm1', 'gelu', 'grad', 'half_squared_error', 'hessian', 'hinge', 'huber', 'hvp', 'hypot', 'identity', 'jacobian', 'jvp', 'leaky_relu', 'linear', 'log', 'log10', 'log1p', 'log2', 'log_sigmoid', 'logistic_density', 'logsumexp', 'maximum', 'maxout', 'mean', 'minimum', 'multiply', 'negative', 'nn', 'no_grad', 'norm_cdf', 'norm_pdf', 'parse', 'plots', 'power', 'prod', 'reciprocal', 'register_layout_program', 'relu', 'sigmoid', 'sign', 'silu', 'sin', 'sinh', 'softmax', 'softmax_component', 'softplus', 'sqrt', 'square', 'squared_error', 'strong_product', 'subtract', 'sum', 'tan', 'tanh', 'testing', 'topological_order', 'value_and_grad', 'vjp', 'walkthrough', 'where']
