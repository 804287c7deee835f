"""The rooms of the compiler that every step of a program goes through.

As the engine's, their source runs as it is, or compiled by mypyc where the engine is.

* ``growing``, ``builder``  a list of steps that grows; one in which each is simplified
* ``templates``  the rules of the table as lists of steps; ``expansion`` programs in which only the
  operations of a back end are left; ``reverse`` the steps of a gradient
* ``weak``  which strong products may be plain ones as long as no result is nan
"""

from typing import TYPE_CHECKING

from autograd_lite.engine import engine_info

# ruff: noqa: F403  # what the rooms offer stands in ``__all__`` of their modules
if TYPE_CHECKING or engine_info().name == "python":
    from autograd_lite.compiler.core.builder import *
    from autograd_lite.compiler.core.expansion import *
    from autograd_lite.compiler.core.reverse import *
    from autograd_lite.compiler.core.weak import *
else:
    from autograd_lite._native.builder import *
    from autograd_lite._native.expansion import *
    from autograd_lite._native.reverse import *
    from autograd_lite._native.weak import *
