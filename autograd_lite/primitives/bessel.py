"""Waves that die away: sinc, which is a spherical Bessel function, and the Bessel functions."""

from typing import Final

from autograd_lite.primitives.operation import Operation, notation, public_rows

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

sinc: Final = Operation(
    "sinc", "sinc(x): sin(πx) / (πx), and 1 at 0.", "sinc", notation(r"\operatorname{sinc}"),
    forward=lambda m, x: m.sinc(x),
    gradients=lambda m, out, x: (m.sinc_slope(x),),
    cancellation="its derivatives cross zero")

# fmt: on

public_rows(globals())
