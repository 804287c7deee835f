"""Functions that no C library has, or not well: formulas and approximations, as rules.

A rule ``rule(m, *operands)`` is written, as those of the table are, with ``+ - *``, comparisons and
functions of a vocabulary ``m``; here with its base functions alone (`autograd_lite.floats.BASE`),
those of this room and ``m.lost`` among them, so that floats, programs and sources of every language
follow. All branches of a ``m.where`` are computed: a rule has no loops and no conditions of Python.
"""

from collections.abc import Callable
from typing import Any, Final

from autograd_lite.special import (
    bessel_i,
    bessel_j,
    beta,
    exponentials,
    gamma,
    inverse,
    lambert,
    mills,
    normal,
    rounding,
    sinc,
)

_MODULES = (
    bessel_i,
    bessel_j,
    beta,
    exponentials,
    gamma,
    inverse,
    lambert,
    mills,
    normal,
    rounding,
    sinc,
)
#: the rules by their names, all of which are rows: of the table, or internal ones
RULES: Final[dict[str, Callable[..., Any]]] = {
    name: rule for module in _MODULES for name, rule in module.RULES.items()
}
