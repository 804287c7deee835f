"""The table: one record for each operation, and the only place where its formula stands.

To add an operation, add one record (`operation.Operation`) to a module here.

How to read a rule. ``forward(m, x, y)`` and ``gradients(m, out, x, y)`` are written with
``+ - *``, comparisons and the functions of ``m``, a `Namespace`: the same rule runs on floats, on
mpmath numbers in the tests, and on anything else that brings a namespace. Division and powers
are ``m.divide`` and ``m.power``, because Python's own raise where IEEE 754 has a result.
``gradients`` returns ∂out/∂operand for every operand, in order.

The policy at kinks and edges:

* ``abs′(0) = sign(0) = 0`` and ``relu′(0) = 0``.
* Operands that tie for a ``maximum`` or ``minimum`` share the gradient equally.
* ``d(x**0)/dx = 0`` everywhere; ``d(0**y)/dy = 0`` for y ≥ 0; ``0**0 = 1``. A power of 0 is defined
  for y ≥ 0, one of a negative number for whole y, and d/dy of that is nan.
* ``sqrt′(0) = cbrt′(0) = log′(0) = inf``. Outside its domain an operation and its gradients are
  nan. At an edge that does not belong to the domain, as 0 for ``log`` and ``divide`` and 0 and 1
  for ``binary_cross_entropy``, they are the limits, which may be infinite.
* ``leaky_relu``, ``prelu``, ``elu``, ``selu`` and ``celu`` take their left slope at 0: the slope,
  alpha, 1.758, 1.
* ``clip`` is a minimum of a maximum: an operand on a border shares the gradient with it, as in
  JAX, and where low > high the result is high, as in NumPy. ``hardtanh`` and ``relu6`` are clips,
  ``hard_sigmoid`` and ``hard_swish`` are made of one: their slope on a border is the mean of those
  beside it (PyTorch takes one of the two).
* ``hypot`` has the gradient 0 at the origin, as ``abs`` has; ``atan2`` has nan there.
* What is constant between jumps (``floor``, ``ceil``, ``trunc``, ``rint``, ``floor_divide``,
  ``sign``, ``heaviside`` by x) has the gradient 0 everywhere, at the jumps too. So the gradient of
  a remainder is 1 by x and −n by y, where n is the whole number of y that was taken away: by
  truncation for ``fmod``, by floor for ``remainder``, the nearest for ``ieee_remainder``; at a jump
  the n that belongs to the value. ``x // 0`` is x/0, and ``x % 0`` is nan.
* ``copysign`` has the gradient 0 at x = 0, as ``abs`` has, and by the number that gives its sign.
* ``hinge`` has the gradient 0 where the margin is just met.
* A condition is true where it is not 0, also where it is nan, as in NumPy; its gradient is 0.
* ``0 · log 0`` is 0, in the cross-entropies, ``xlogy``, ``xlog1py``, ``entr`` and ``rel_entr``.

Strong zero: in the chain rule a factor that is exactly 0 makes the product 0 (``strong_product``),
whichever side it stands on and whatever the other factor is, inf and nan included; in reverse and
forward mode, in every derivative of whatever order, eager and compiled. An upstream gradient of 0
comes from a branch that was not taken, a local gradient of 0 from a number that does not depend on
the operand here; in both cases nothing flows. So ``sqrt(relu(x))`` and ``sqrt(clip(x, 0, 1))`` have
the gradient 0 at x < 0, where they are constant, though ``sqrt′(0)`` is inf: not nan, as inf · 0
would be.

A gradient rule is differentiated again for higher derivatives. So it is smooth wherever its
operation is: a ``where`` in it may choose between two formulas of one function or guard an edge,
and no kink of ``abs``, ``sign`` or ``maximum`` shows. Its own derivative is to keep the bound of
the record (``ulps``) too: of several formulas it takes one whose terms do not cancel again when
they are differentiated, as those of (1 − x)(1 + x) do near 0 and those of out · (1 − out) in the
middle.
"""

from autograd_lite.primitives.activations import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.arithmetic import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.bessel import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.choices import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.elementary import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.factorials import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.logarithms import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.losses import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.operation import TABLE
from autograd_lite.primitives.quantiles import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.rounding import *  # noqa: F403  # all rows are public
from autograd_lite.primitives.slopes import SLOPES as SLOPES  # which fills INTERNAL

__all__ = sorted(TABLE)
