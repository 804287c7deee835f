"""Inverses of erf, of erfc, of the normal law, whose logarithm is here too, and of w exp(w)."""

from typing import Final

from autograd_lite.primitives.operation import Operation, notation, public_rows

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

erfinv: Final = Operation(
    "erfinv", "erfinv(x): the number whose error function is x.", "erfinv",
    notation(r"\operatorname{erfinv}"),
    forward=lambda m, x: m.erfinv(x),
    gradients=lambda m, out, x: (m.erfinv_slope(out, 1.0 - m.abs(x)),),
    domain=lambda x: -1 < x < 1)

erfcinv: Final = Operation(
    "erfcinv", "erfcinv(x): the number whose erfc is x, accurate in the tail.", "erfcinv",
    notation(r"\operatorname{erfcinv}"),
    forward=lambda m, x: m.erfcinv(x),
    gradients=lambda m, out, x: (-m.erfinv_slope(out, m.where(x < 1.0, x, 2.0 - x)),),
    domain=lambda x: 0 < x < 2)

norm_ppf: Final = Operation(
    "norm_ppf", "norm_ppf(x): the quantile of the standard normal distribution.", "Φ⁻¹",
    notation(r"\operatorname{ppf}"),
    forward=lambda m, x: m.norm_ppf(x),
    gradients=lambda m, out, x: (m.norm_ppf_slope(out, m.where(x < 0.5, x, 1.0 - x)),),
    domain=lambda x: 0 < x < 1)

log_norm_cdf: Final = Operation(
    "log_norm_cdf",
    "log_norm_cdf(x): the logarithm of the normal distribution function, accurate in both tails.",
    "log Φ", lambda x: rf"\log \Phi({x})",
    forward=lambda m, x: m.log_norm_cdf(x),
    gradients=lambda m, out, x: (m.inverse_mills(x),))

lambertw: Final = Operation(
    "lambertw", "lambertw(x): the number w, −1 or more, of which w · exp(w) is x.", "W",
    notation(r"\operatorname{W}"),
    forward=lambda m, x: m.lambertw(x),
    gradients=lambda m, out, x: (m.lambertw_slope(out, x),),
    # that number is the double next to −1/e, at which w is −1
    domain=lambda x: x >= -0.36787944117144233, smooth=lambda x: x > -0.36787944117144233,
    # of second derivatives, most of all beside −1/e; value and slope keep to 4
    ulps=6.0)

# fmt: on

public_rows(globals())
