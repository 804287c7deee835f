"""Start values of weights: each scheme here is a function of (rng, inputs, outputs).

It returns the weights of a layer as an array of shape (outputs, inputs), drawn by a NumPy
generator.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

from autograd_lite.lookup import look_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Scheme = Callable[["np.random.Generator", int, int], "NDArray[np.float64]"]
Distribution = Literal["uniform", "normal"]


def uniform(low: float = -1.0, high: float = 1.0) -> Scheme:
    """Uniform over [low, high].

    >>> import numpy as np
    >>> uniform(-0.1, 0.1)(np.random.default_rng(0), 3, 2).shape
    (2, 3)
    """
    return lambda rng, inputs, outputs: rng.uniform(low, high, (outputs, inputs))


def normal(mean: float = 0.0, deviation: float = 1.0) -> Scheme:
    """Normal, with a mean and a standard deviation."""
    return lambda rng, inputs, outputs: rng.normal(mean, deviation, (outputs, inputs))


def constant(value: float) -> Scheme:
    """The same number everywhere. Neurons of a layer that start alike stay alike."""
    import numpy as np

    return lambda rng, inputs, outputs: np.full((outputs, inputs), value, float)


def xavier(distribution: Distribution = "uniform") -> Scheme:
    """Variance 2 / (inputs + outputs), for tanh and sigmoid; also known as Glorot's.

    X. Glorot and Y. Bengio: Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010.
    """
    spread = look_up("distribution", distribution, _SPREADS)
    return lambda rng, n, m: spread(math.sqrt(2.0 / (n + m)))(rng, n, m)


def he(distribution: Distribution = "normal") -> Scheme:
    """Variance 2 / inputs, for relu and its kin.

    K. He, X. Zhang, S. Ren and J. Sun: Delving deep into rectifiers, ICCV 2015.
    """
    spread = look_up("distribution", distribution, _SPREADS)
    return lambda rng, n, m: spread(math.sqrt(2.0 / n))(rng, n, m)


#: schemes of a given standard deviation; over [−r, r] that is r/√3
_SPREADS: dict[str, Callable[[float], Scheme]] = {
    "uniform": lambda deviation: uniform(-math.sqrt(3.0) * deviation, math.sqrt(3.0) * deviation),
    "normal": lambda deviation: normal(0.0, deviation),
}

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

        return list(start(np.random.default_rng(rng), inputs, outputs))
    return one_for_each(argument, start, outputs, "neurons")


def one_for_each(argument: str, given: Any, count: int, places: str) -> list[Any]:
    """The items of a sequence, one for each place, or the same thing for all.

    Raises ValueError if a sequence has another length.
    """
    if isinstance(given, str) or not hasattr(given, "__len__"):
        return [given] * count
    if len(given) != count:
        raise ValueError(
            f"{argument}: got {len(given)} for {count} {places}; give one for all or one for each"
        )
    return list(given)
