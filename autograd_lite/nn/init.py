"""Start values of weights: each scheme here is a function of (rng, inputs, outputs).

It returns the weights of a layer as an array of shape (outputs, inputs), drawn by a NumPy
generator.
"""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

from autograd_lite.floats import real
from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import look_up

__all__ = ["constant", "he", "normal", "uniform", "xavier"]
__dir__ = __all__.copy

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Generator
    from numpy.typing import NDArray

    Weights = NDArray[np.float64]

Scheme = Callable[["Generator", int, int], "Weights"]
Spread = Callable[[float], Scheme]
Distribution = Literal["uniform", "normal"]


def uniform(low: float = -1.0, high: float = 1.0) -> Scheme:
    """Uniform over [low, high].

    >>> import numpy as np
    >>> uniform(-0.1, 0.1)(np.random.default_rng(0), 3, 2).shape
    (2, 3)
    """
    least, most = checks.finite("low", low), checks.finite("high", high)
    if least > most:
        raise ValueError(f"low, high: the smaller comes first, got {low!r} and {high!r}")
    return partial(_uniform, least, most)


def normal(mean: float = 0.0, deviation: float = 1.0) -> Scheme:
    """Normal, with a mean and a standard deviation."""
    middle, spread = checks.finite("mean", mean), checks.not_negative("deviation", deviation)
    return partial(_normal, middle, spread)


def constant(value: float) -> Scheme:
    """The same number everywhere. Neurons of a layer that start alike stay alike."""
    return partial(_constant, real(value, "value"))


def xavier(distribution: Distribution = "uniform") -> Scheme:
    """Variance 2 / (inputs + outputs), for tanh and sigmoid; also known as Glorot's.

    X. Glorot and Y. Bengio: Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010.
    """
    return partial(_xavier, look_up("distribution", distribution, _SPREADS))


def he(distribution: Distribution = "normal") -> Scheme:
    """Variance 2 / inputs, for relu and its kin.

    K. He, X. Zhang, S. Ren and J. Sun: Delving deep into rectifiers, ICCV 2015.
    """
    return partial(_he, look_up("distribution", distribution, _SPREADS))


# Functions with names, and not closures: so what holds a scheme can be pickled


def _uniform(low: float, high: float, rng: "Generator", inputs: int, outputs: int) -> "Weights":
    return rng.uniform(low, high, (outputs, inputs))


def _normal(mean: float, spread: float, rng: "Generator", inputs: int, outputs: int) -> "Weights":
    return rng.normal(mean, spread, (outputs, inputs))


def _constant(number: float, rng: "Generator", inputs: int, outputs: int) -> "Weights":
    import numpy as np

    return np.full((outputs, inputs), number)


def _xavier(spread: Spread, rng: "Generator", inputs: int, outputs: int) -> "Weights":
    return spread(math.sqrt(2.0 / (inputs + outputs)))(rng, inputs, outputs)


def _he(spread: Spread, rng: "Generator", inputs: int, outputs: int) -> "Weights":
    return spread(math.sqrt(2.0 / inputs))(rng, inputs, outputs)


def _uniformly(deviation: float) -> Scheme:
    return uniform(-math.sqrt(3.0) * deviation, math.sqrt(3.0) * deviation)


#: schemes of a given standard deviation; over [−r, r] that is r/√3
_SPREADS: dict[str, Spread] = {"uniform": _uniformly, "normal": partial(normal, 0.0)}

SCHEMES: dict[str, Callable[[], Scheme]] = {
    "uniform": uniform,
    "normal": normal,
    "xavier": xavier,
    "he": he,
}


def is_scheme(start: Any) -> TypeGuard[str | Scheme]:
    """Whether start values are to be drawn, by a scheme or by the scheme of that name."""
    return isinstance(start, str) or callable(start)


def start_values(
    argument: str, start: Any, rng: "np.random.Generator | int | None", inputs: int, outputs: int
) -> list[Sequence[float]]:
    """The rows of start values that a scheme, its name, or explicit rows stand for.

    Raises ValueError for an unknown name and for another number of rows.
    """
    if isinstance(start, str):
        start = look_up(argument, start, SCHEMES)()
    if callable(start):
        import numpy as np

        drawn = np.asarray(start(checks.generator("rng", rng), inputs, outputs))
        if drawn.shape != (outputs, inputs):
            raise ValueError(
                f"{argument}: a scheme has to return an array of the shape (outputs, inputs), "
                f"here {(outputs, inputs)}, and returned {drawn.shape}"
            )
        return list(drawn)
    rows: list[Sequence[float]] = one_for_each(argument, start, outputs, "neurons")
    return rows


def one_for_each(argument: str, given: Any, count: int, places: str) -> list[Any]:
    """The items of a sequence, one for each place, or the same thing for all.

    Raises ValueError if a sequence has another length.
    """
    if isinstance(given, str) or not hasattr(given, "__len__"):
        return [given] * count
    each = checks.items(argument, given, f"one for all {places} or a list with one for each")
    if len(each) != count:
        raise ValueError(
            f"{argument}: got {len(each)} for {count} {places}; give one for all or one for each"
        )
    return each
