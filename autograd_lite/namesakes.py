"""What to write in place of functions of Python's that take plain numbers alone."""

from types import FrameType
from typing import Final

from autograd_lite.inputs.callers import called_by, stores_an_item
from autograd_lite.primitives.operation import TABLE

#: of `math` and `statistics`, where it is no row of the same name
INSTEAD: Final[dict[str, str]] = {
    "math.dist": "ag.sqrt(ag.sum([ag.square(x - y) for x, y in zip(p, q)]))",
    "math.fabs": "abs(x)",
    "math.factorial": "ag.gamma(x + 1)",
    "math.frexp": "x / 2.0**n, where n is that of math.frexp(x.data)",
    "math.fsum": "ag.sum(xs)",
    "math.hypot": "ag.hypot(x, y), or ag.sqrt(ag.dot(xs, xs))",
    "math.isclose": "abs(x - y) <= 1e-9 * ag.maximum(abs(x), abs(y))",
    "math.isfinite": "np.isfinite(x)",
    "math.isinf": "np.isinf(x)",
    "math.isnan": "np.isnan(x)",
    "math.isqrt": "ag.floor(ag.sqrt(x))",
    "math.ldexp": "x * 2.0**n",
    "math.log": "ag.log(x), or ag.log(x) / ag.log(base)",
    "math.modf": "np.modf(x)",
    "math.pow": "x**y",
    "math.remainder": "ag.ieee_remainder(x, y)",
    "math.sumprod": "ag.dot(xs, ys)",
    "statistics.NormalDist": (
        "ag.norm_pdf and ag.norm_cdf of (x - mean) / deviation, and ag.norm_ppf for inv_cdf"
    ),
    "statistics.correlation": "np.corrcoef(np.stack(xs), np.stack(ys))[0, 1]",
    "statistics.covariance": "np.cov(np.stack(xs), np.stack(ys))[0, 1]",
    "statistics.fmean": "ag.mean(xs), or np.average(np.stack(xs), weights=weights)",
    "statistics.geometric_mean": "ag.exp(ag.mean([ag.log(x) for x in xs]))",
    "statistics.harmonic_mean": "1 / ag.mean([1 / x for x in xs])",
    "statistics.linear_regression": (
        "np.cov(np.stack(xs), np.stack(ys))[0, 1] / np.var(xs, ddof=1) for the slope"
    ),
    "statistics.mean": "ag.mean(xs)",
    "statistics.pstdev": "np.std(xs)",
    "statistics.pvariance": "np.var(xs)",
    "statistics.stdev": "np.std(xs, ddof=1)",
    "statistics.variance": "np.var(xs, ddof=1)",
}
NO_NUMBER: Final = "a Value is no plain number, and turning it into one would lose its gradient"
_USUALLY: Final = "for a function of math use its namesake here (ag.exp(v) for math.exp(v))"
_IN_AN_ARRAY: Final = (
    "an array that is to keep Values is made of them, as np.zeros_like(x) and np.stack([...]) are, "
    "or with dtype=object"
)


def no_number(frame: FrameType | None) -> TypeError:
    """The error where the code of a frame gives a Value to a function of plain numbers."""
    called = called_by(frame)
    module, _, name = called.rpartition(".")
    if known := INSTEAD.get(called) or INSTEAD.get(module):  # of a class, as NormalDist
        way = f"write {known}"
    elif module == "math" and name in TABLE:
        way = f"write ag.{TABLE[name].summary.partition(':')[0]}"
    elif module in ("math", "statistics"):
        way = "write it with what the table has"
    else:
        called, way = "", _IN_AN_ARRAY if stores_an_item(frame) else _USUALLY
    about = f"{called}: {NO_NUMBER}" if called else NO_NUMBER
    return TypeError(f"{about}: {way}, for the number itself v.data")
