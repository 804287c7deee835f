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

j0: Final = Operation(
    "j0", "j0(x): the Bessel function of the first kind, of order 0.", "J₀",
    notation(r"\operatorname{J0}"),
    forward=lambda m, x: m.j0(x),
    gradients=lambda m, out, x: (-m.j1(x),),
    cancellation="it oscillates about zero")

j1: Final = Operation(
    "j1", "j1(x): the Bessel function of the first kind, of order 1.", "J₁",
    notation(r"\operatorname{J1}"),
    forward=lambda m, x: m.j1(x),
    gradients=lambda m, out, x: (0.5 * (m.j0(x) - m.j2(x)),),
    cancellation="it oscillates about zero")

i0: Final = Operation(
    "i0", "i0(x): the modified Bessel function of the first kind, of order 0.", "I₀",
    notation(r"\operatorname{I0}"),
    forward=lambda m, x: m.i0(x),
    gradients=lambda m, out, x: (m.i1(x),))

i1: Final = Operation(
    "i1", "i1(x): the modified Bessel function of the first kind, of order 1.", "I₁",
    notation(r"\operatorname{I1}"),
    forward=lambda m, x: m.i1(x),
    gradients=lambda m, out, x: (0.5 * m.i0(x) + 0.5 * m.i2(x),))

i0e: Final = Operation(
    "i0e", "i0e(x): exp(−|x|) · i0(x), which does not overflow.", "I₀ₑ",
    notation(r"\operatorname{I0e}"),
    forward=lambda m, x: m.i0e(x),
    gradients=lambda m, out, x: (m.i0e_slope(x),),
    smooth=lambda x: x < 0 or x > 0)

i1e: Final = Operation(
    "i1e", "i1e(x): exp(−|x|) · i1(x), which does not overflow.", "I₁ₑ",
    notation(r"\operatorname{I1e}"),
    forward=lambda m, x: m.i1e(x),
    gradients=lambda m, out, x: (m.i1e_slope(x),),
    smooth=lambda x: x < 0 or x > 0,  # its slope has a corner at 0
    cancellation="its derivatives cross zero")

# fmt: on

public_rows(globals())
