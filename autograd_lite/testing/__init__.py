"""Tools for testing gradients: numeric oracles, a checker, and Hypothesis strategies.

They need mpmath, and the strategies Hypothesis: ``pip install "autograd_lite[testing]"``.
"""

from typing import TYPE_CHECKING

from autograd_lite.system.doors import door

try:
    from autograd_lite.testing.check import check_gradients
    from autograd_lite.testing.verdict import GradientError, Report, UncheckedError
except ModuleNotFoundError as _error:
    raise ImportError(
        f'{_error.name} is needed; run: pip install "autograd_lite[testing]"'
    ) from _error

__all__ = ["GradientError", "Report", "UncheckedError", "check_gradients", "strategies"]
if TYPE_CHECKING:
    from autograd_lite.testing import strategies as strategies
else:  # Hypothesis, which check_gradients does without, loads when they are first used
    _PLACES = {"autograd_lite.testing.strategies": "", __name__: " ".join(__all__[:-1])}
    _, __getattr__, __dir__ = door(__name__, _PLACES)
