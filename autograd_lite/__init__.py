"""autograd_lite: record a scalar computation once, then differentiate it and draw it.

>>> import autograd_lite as ag
>>> x = ag.Value(3.0, "x")
>>> y = ag.log(x) * x
>>> y.backward()
>>> x.grad == 1.0 + ag.log(3.0)
True
"""

from autograd_lite import primitives, viz  # viz: notebooks show Values as pictures
from autograd_lite.system.doors import door

__version__ = "0.1.0"

#: the public names by the module that they are in; for type checkers, __init__.pyi is made of them
PLACES = {
    "autograd_lite.calculus": "custom_gradient grad hessian hvp jacobian jvp value_and_grad vjp",
    "autograd_lite.compiler": "compile",
    "autograd_lite.compiler.bound": "Bound",
    "autograd_lite.compiler.compiled": "Compiled",
    "autograd_lite.compiler.distributed": "WorkerError",
    "autograd_lite.compiler.tracer": "TracingError",
    "autograd_lite.datasets": "",
    "autograd_lite.engine": "EngineInfo engine_info",
    "autograd_lite.functions": "log_softmax softmax softmin",
    "autograd_lite.graph": "topological_order",
    "autograd_lite.incomplete": "betainc gammainc gammaincc",
    "autograd_lite.linalg": "",
    "autograd_lite.modes": "Mode detect_anomaly no_grad",
    "autograd_lite.nn": "",
    "autograd_lite.nn.batches": "batch",
    "autograd_lite.numerics.implicit": "fixed_point root",
    "autograd_lite.numerics.interpolation": "interp",
    "autograd_lite.numerics.newton": "ConvergenceError",
    "autograd_lite.numerics.polynomials": "polyval",
    "autograd_lite.objectives": "cosine_distance focal_with_logits kl_divergence triplet",
    "autograd_lite.parsing.parser": "Expression parse",
    "autograd_lite.parsing.tokens": "ParseError",
    "autograd_lite.playgrounds.serving": "Playground playground",
    "autograd_lite.primitives": " ".join(primitives.__all__),  # every row of the table
    "autograd_lite.primitives.operation": "Operation",
    "autograd_lite.testing": "",
    "autograd_lite.value": "Constant Value",
    "autograd_lite.viz": " ".join(set(viz.__all__) - {"plots"}),
    "autograd_lite.viz.plots": "",
}


def _hint(name: str) -> str:
    """What is meant by a name from elsewhere; of those that are near, Python speaks itself."""
    from autograd_lite.parsing.spoken import instead

    return instead(name, ())


__all__, __getattr__, __dir__ = door(__name__, PLACES | {__name__: "__version__"}, _hint)
