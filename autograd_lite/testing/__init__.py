"""Tools for testing gradients: numeric oracles, a checker, and Hypothesis strategies.

They need mpmath, and the strategies Hypothesis: ``pip install "autograd_lite[testing]"``.
"""

try:
    from autograd_lite.testing.check import check_gradients
    from autograd_lite.testing.verdict import GradientError, Report, UncheckedError
except ModuleNotFoundError as error:
    raise ImportError(
        f'{error.name} is needed; run: pip install "autograd_lite[testing]"'
    ) from error

__all__ = ["GradientError", "Report", "UncheckedError", "check_gradients", "strategies"]


def __getattr__(name: str) -> object:
    if name == "strategies":  # loads Hypothesis, which check_gradients does without
        from importlib import import_module

        return import_module("autograd_lite.testing.strategies")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
