"""Start values of weights: each scheme here is a function of (rng, inputs, outputs).

It returns the weights of a layer as an array of shape (outputs, inputs), drawn by a NumPy
generator.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

from autograd_lite.floats import real
from autograd_lite.inputs import checks
from autograd_lite.inputs.lookup import look_up
from autograd_lite.system.doors import door

__all__ = [
    "constant",
    "he",
    "normal",
    "uniform",
    "xavier",
]
if not TYPE_CHECKING:  # for type checkers there is nothing more than they see
    __getattr__, __dir__ = door(__name__, __all__, {})

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
    least, most = checks.finite("low", low), checks.finite("high", high)
    if least > most:
        raise ValueError(f"low, high: the smaller comes first, got {low!r} and {high!r}")
    return lambda rng, inputs, outputs: rng.uniform(least, most, (outputs, inputs))


def normal(mean: float = 0.0, deviation: float = 1.0) -> Scheme:
    """Normal, with a mean and a standard deviation."""
    middle, spread = checks.finite("mean", mean), checks.not_negative("deviation", deviation)
    return lambda rng, inputs, outputs: rng.normal(middle, spread, (outputs, inputs))


def constant(value: float) -> Scheme:
    """The same number everywhere. Neurons of a layer that start alike stay alike."""
    import numpy as np

    number = real(value, "value")
    return lambda rng, inputs, outputs: np.full((outputs, inputs), number)


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
