"""What people write for the functions and constants of expressions, and what is meant by it."""

import math
from collections.abc import Iterable

from autograd_lite.inputs.lookup import nearest

#: names that stand for a number unless a value is given for them
CONSTANTS = {"pi": math.pi, "tau": math.tau, "π": math.pi}

#: functions as other places call them, and how they are written here
INSTEAD = {
    **dict.fromkeys(("ln", "loge"), "log(x)"),
    **dict.fromkeys(("lg", "lg10"), "log10(x)"),
    **dict.fromkeys(("ld", "lb", "lg2"), "log2(x)"),
    "pow": "x**y",
    **dict.fromkeys(("sqr", "sq"), "x**2"),
    **dict.fromkeys(("root", "squareroot"), "sqrt(x)"),
    **dict.fromkeys(("tg", "tang"), "tan(x)"),
    **dict.fromkeys(("cot", "cotan", "cotg", "ctg", "ctan"), "1/tan(x)"),
    "sec": "1/cos(x)",
    **dict.fromkeys(("csc", "cosec"), "1/sin(x)"),
    **dict.fromkeys(("arcsin", "arsin"), "asin(x)"),
    **dict.fromkeys(("arccos", "arcos"), "acos(x)"),
    **dict.fromkeys(("arctan", "arctg", "artan", "atg"), "atan(x)"),
    **dict.fromkeys(("arccot", "arcctg", "acot", "arcot"), "atan(1/x)"),
    **dict.fromkeys(("arcsec", "asec"), "acos(1/x)"),
    **dict.fromkeys(("arccsc", "arccosec", "acsc", "acosec"), "asin(1/x)"),
    "arctan2": "atan2(y, x)",
    **dict.fromkeys(("sh", "sinhyp"), "sinh(x)"),
    **dict.fromkeys(("ch", "coshyp"), "cosh(x)"),
    **dict.fromkeys(("th", "tgh", "tanhyp"), "tanh(x)"),
    **dict.fromkeys(("coth", "cth", "ctgh", "cotanh"), "1/tanh(x)"),
    "sech": "1/cosh(x)",
    **dict.fromkeys(("csch", "cosech"), "1/sinh(x)"),
    **dict.fromkeys(("arcsinh", "arsinh", "arsh", "argsinh"), "asinh(x)"),
    **dict.fromkeys(("arccosh", "arcosh", "arch", "argcosh"), "acosh(x)"),
    **dict.fromkeys(("arctanh", "artanh", "arth", "argtanh"), "atanh(x)"),
    **dict.fromkeys(("acoth", "arcoth", "arccoth"), "atanh(1/x)"),
    **dict.fromkeys(("asech", "arsech", "arcsech"), "acosh(1/x)"),
    **dict.fromkeys(("acsch", "arcsch", "arccsch"), "asinh(1/x)"),
    **dict.fromkeys(("fabs", "absolute"), "abs(x)"),
    **dict.fromkeys(("max", "fmax"), "maximum(x, y)"),
    **dict.fromkeys(("min", "fmin"), "minimum(x, y)"),
    **dict.fromkeys(("sgn", "signum"), "sign(x)"),
    **dict.fromkeys(("logistic", "sigma", "expit"), "sigmoid(x)"),
    **dict.fromkeys(("gammaln", "loggamma", "lngamma"), "lgamma(x)"),
    **dict.fromkeys(("tgamma", "Gamma"), "gamma(x)"),
    **dict.fromkeys(("factorial", "fact"), "gamma(1 + x)"),
    **dict.fromkeys(("psi", "digam"), "digamma(x)"),
    "trigamma": "polygamma(1, x)",
    **dict.fromkeys(("lbeta", "logbeta", "lnbeta"), "betaln(a, b)"),
    **dict.fromkeys(("logsigmoid", "logexpit"), "log_sigmoid(x)"),
    "log1m_exp": "log1mexp(x)",
    **dict.fromkeys(("entropy", "entr_term"), "entr(x)"),
    **dict.fromkeys(("logsum", "log_add_exp"), "logaddexp(x, y)"),
    "relentr": "rel_entr(x, y)",
    **dict.fromkeys(("quantile_loss", "pinball_loss"), "pinball(prediction, target, quantile)"),
    **dict.fromkeys(("logcosh", "log_cosh_loss"), "log_cosh(prediction, target)"),
    **dict.fromkeys(("huber_loss", "smooth_l1", "smooth_l1_loss"), "huber(prediction, target)"),
    **dict.fromkeys(("mse_loss", "mse", "l2_loss"), "squared_error(prediction, target)"),
    **dict.fromkeys(("bce", "bce_loss"), "binary_cross_entropy(probability, target)"),
    "bce_with_logits": "binary_cross_entropy_with_logits(x, target)",
    **dict.fromkeys(("crossentropy", "ce_loss"), "cross_entropy(logits, target)"),
    "poisson_nll_loss": "poisson_nll(log_rate, target)",
    "gaussian_nll_loss": "gaussian_nll(m, target, variance)",
    "swish": "silu(x)",
    "logsigmoid": "log_sigmoid(x)",
    **dict.fromkeys(("hardsigmoid", "hsigmoid"), "hard_sigmoid(x)"),
    **dict.fromkeys(("hardswish", "hswish", "hard_silu"), "hard_swish(x)"),
    **dict.fromkeys(("hard_tanh", "htanh"), "hardtanh(x)"),
    **dict.fromkeys(("leakyrelu", "lrelu"), "leaky_relu(x)"),
    **dict.fromkeys(("step", "unitstep", "Heaviside"), "heaviside(x, at_0)"),
    "ceiling": "ceil(x)",
    **dict.fromkeys(("fix", "int", "integer", "ent", "truncate"), "trunc(x)"),
    **dict.fromkeys(("round", "nint", "roundeven", "around"), "rint(x)"),
    **dict.fromkeys(("frac", "fract", "fracpart"), "x - floor(x)"),
    **dict.fromkeys(("mod", "modulo"), "remainder(x, y)"),
    **dict.fromkeys(("rem", "truncmod", "fmodf"), "fmod(x, y)"),
    **dict.fromkeys(("floordiv", "div", "quotient", "intdiv"), "floor_divide(x, y)"),
    **dict.fromkeys(("IEEEremainder", "drem", "remquo"), "ieee_remainder(x, y)"),
    **dict.fromkeys(("deg", "todeg", "todegrees", "toDegrees"), "rad2deg(x)"),
    **dict.fromkeys(("rad", "torad", "toradians", "toRadians"), "deg2rad(x)"),
    **dict.fromkeys(("muladd", "fmadd", "mad"), "fma(x, y, z)"),
    **dict.fromkeys(("inverf", "erf_inv", "ierf"), "erfinv(x)"),
    **dict.fromkeys(("inverfc", "erfc_inv", "ierfc"), "erfcinv(x)"),
    **dict.fromkeys(("probit", "ndtri", "invnorm", "norminv", "qnorm"), "norm_ppf(x)"),
    **dict.fromkeys(("ndtr", "pnorm", "normcdf", "normalcdf", "cnorm"), "norm_cdf(x)"),
    **dict.fromkeys(("dnorm", "normpdf", "normalpdf", "phi"), "norm_pdf(x)"),
    **dict.fromkeys(("log_ndtr", "norm_logcdf", "logcdf"), "log_norm_cdf(x)"),
    **dict.fromkeys(("lambert_w", "lambert", "productlog"), "lambertw(x)"),
    **{
        f"bessel{joint}{name}": f"{name}(x)"
        for name in ("j0", "j1", "i0", "i1", "i0e", "i1e")
        for joint in ("", "_")
    },
    **dict.fromkeys(("dnorm", "normpdf", "normalpdf"), "norm_pdf(x)"),
    **dict.fromkeys(("log_ndtr", "norm_logcdf", "logcdf"), "log_norm_cdf(x)"),
    **dict.fromkeys(("ifelse", "iif"), "where(condition, x, y)"),
}

#: functions with parameters that have no derivatives, and so are not for expressions
IN_PYTHON = {
    **dict.fromkeys(("betainc", "ibeta", "betai"), "ag.betainc(a, b, x)"),
    **dict.fromkeys(("gammainc", "igamma", "gammap"), "ag.gammainc(a, x)"),
    **dict.fromkeys(("gammaincc", "igammac", "gammaq"), "ag.gammaincc(a, x)"),
    "interp": "ag.interp(x, xs, ys)",
    "polyval": "ag.polyval(coefficients, x)",
    "softmax": "ag.softmax(xs)",
    "softmin": "ag.softmin(xs)",
    "log_softmax": "ag.log_softmax(xs)",
    **dict.fromkeys(("kl_divergence", "kl_div"), "ag.kl_divergence(ps, qs)"),
    **dict.fromkeys(("cosine_distance", "cosine_similarity"), "ag.cosine_distance(xs, ys)"),
    **dict.fromkeys(("triplet", "triplet_margin_loss"), "ag.triplet(anchor, positive, negative)"),
    **dict.fromkeys(("focal_with_logits", "focal"), "ag.focal_with_logits(logit, target)"),
}


def instead(name: str, names: Iterable[str]) -> str:
    """What an error says after a function's name that is none of ``names``; nothing, if unknown.

    >>> instead("expit", ["sigmoid"]), instead("sigmod", ["sigmoid"]), instead("q", ["sigmoid"])
    ('; write sigmoid(x)', '; did you mean sigmoid?', '')
    """
    if name in IN_PYTHON:
        return f"; write {IN_PYTHON[name]} in Python"
    return f"; write {INSTEAD[name]}" if name in INSTEAD else nearest(name, names)


def called(name: str) -> str:
    """The operation that is meant by a name from elsewhere; the name itself, if none is.

    >>> called("swish"), called("sinh")
    ('silu', 'sinh')
    """
    return INSTEAD.get(name, name).partition("(")[0]
