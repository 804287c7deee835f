"""Tools for testing gradients: numeric oracles, a checker, and Hypothesis strategies.

They need mpmath, and the strategies Hypothesis: ``pip install "autograd_lite[testing]"``.
"""

from autograd_lite.system.doors import door

PLACES = {
    "autograd_lite.testing.check": "check_gradients",
    "autograd_lite.testing.strategies": "",
    "autograd_lite.testing.verdict": "GradientError NoDerivativeError Report UncheckedError",
}
__all__, __getattr__, __dir__ = door(__name__, PLACES, mpmath="testing")
