"""The rooms of the back end that every step of a program goes through.

As the engine's, their source runs as it is, or compiled by mypyc where the engine is.

* ``units``, ``order``, ``repeats``, ``schedule``  a program divided into units of work;
  ``storage``  a place for every number
* ``assembly``, ``straight``  how a function is written; straight-line code
"""

from typing import TYPE_CHECKING

from autograd_lite.engine import engine_info

# ruff: noqa: F403  # what the rooms offer stands in ``__all__`` of their modules
if TYPE_CHECKING or engine_info().name == "python":
    from autograd_lite.compiler.backends.llvm.core.assembly import *
    from autograd_lite.compiler.backends.llvm.core.schedule import *
    from autograd_lite.compiler.backends.llvm.core.storage import *
    from autograd_lite.compiler.backends.llvm.core.straight import *
    from autograd_lite.compiler.backends.llvm.core.units import *
else:
    from autograd_lite._native.assembly import *
    from autograd_lite._native.schedule import *
    from autograd_lite._native.storage import *
    from autograd_lite._native.straight import *
    from autograd_lite._native.units import *
