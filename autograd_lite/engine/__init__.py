"""The engine: nodes, how they are recorded, and the backward pass.

Its source runs as it is, or compiled by mypyc, as the package `autograd_lite._native`. Which of
the two is settled here, when the package is imported.
"""

import os
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from autograd_lite.engine.sources import digest

#: the environment variable that asks for an engine by its name
VARIABLE = "AUTOGRAD_LITE_ENGINE"


class EngineInfo(NamedTuple):
    """Which engine runs: "native" or "python", and why."""

    name: str
    reason: str


EngineInfo.__module__ = "autograd_lite"


def _choose() -> EngineInfo:
    wanted = os.environ.get(VARIABLE) or "auto"
    if wanted not in ("auto", "native", "python"):
        raise ValueError(f"{VARIABLE}: native, python or auto is needed, got {wanted!r}")
    if wanted == "python":
        return EngineInfo("python", f"{VARIABLE} asks for it")
    missing = _missing()
    if not missing:
        return EngineInfo("native", "compiled by mypyc")
    if wanted == "native":
        raise ImportError(f"{VARIABLE} asks for the native engine, but {missing}")
    return EngineInfo("python", missing)


def _missing() -> str:
    """Why the native engine cannot run; empty if it can."""
    try:
        native = import_module("autograd_lite._native")
    except ImportError:
        return "it was not compiled when the package was installed"
    if failure := getattr(native, "FAILURE", ""):
        return f"it was left out when the package was installed: {failure}"
    with suppress(OSError):  # in an archive there are none that could have changed
        if digest() != native.DIGEST:
            return "it was compiled from other sources: install the package again"
    try:
        import_module("autograd_lite._native.passes")
    except ImportError as error:
        return f"it does not load: {error}"
    return ""


def engine_info() -> EngineInfo:
    """Tell which engine runs: the compiled one, "native", or its source, "python"; and why.

    The native engine runs if it was compiled when the package was installed. The environment
    variable AUTOGRAD_LITE_ENGINE, "native" or "python", forces one when the package is imported.

    >>> engine_info().name in ("native", "python")
    True
    """
    return _INFO


_INFO = _choose()
# ruff: noqa: F403  # what the engine offers stands in ``__all__`` of its modules
if TYPE_CHECKING or _INFO.name == "python":
    from autograd_lite.engine.contents import *
    from autograd_lite.engine.copies import *
    from autograd_lite.engine.layers import *
    from autograd_lite.engine.leaves import *
    from autograd_lite.engine.node import *
    from autograd_lite.engine.passes import *
    from autograd_lite.engine.recording import *
    from autograd_lite.engine.structure import *
else:
    from autograd_lite._native.contents import *
    from autograd_lite._native.copies import *
    from autograd_lite._native.layers import *
    from autograd_lite._native.leaves import *
    from autograd_lite._native.node import *
    from autograd_lite._native.passes import *
    from autograd_lite._native.recording import *
    from autograd_lite._native.structure import *
