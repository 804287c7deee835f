"""Losses that are several operations: of a class that is rare, of distributions and of vectors."""

from collections.abc import Iterable
from functools import reduce
from typing import Any

from autograd_lite import primitives
from autograd_lite.floats import real
from autograd_lite.inputs.arraylike import admit
from autograd_lite.inputs.checks import items
from autograd_lite.primitives.operation import NUMBERS
from autograd_lite.value import Value


def focal_with_logits(logit: Any, target: Any, gamma: Any = 2.0, alpha: Any = 0.25) -> Any:
    """The binary cross-entropy of sigmoid(logit), less of it for what is told well already.

    It is multiplied by (1 − p)^gamma, p being the probability of the target, and by ``alpha`` for
    the target 1, 1 − ``alpha`` for 0. The conventions are those of torchvision's
    ``sigmoid_focal_loss`` (Lin et al., Focal Loss for Dense Object Detection, 2017), but that it is
    of one example, and that ``alpha`` is from 0 to 1: 0.5 weighs both targets alike.

    >>> focal_with_logits(0.0, 1.0) == 0.25 * 0.5**2 * primitives.log(2.0)
    True
    """
    x, target = _number("logit", logit), _number("target", target)
    gamma, alpha = _number("gamma", gamma), _number("alpha", alpha)
    if type(alpha) is float and not 0.0 <= alpha <= 1.0:
        raise ValueError(f"alpha: a share from 0 to 1 is needed, got {alpha}")
    wrong = _between(target, primitives.sigmoid(primitives.negative(x)), primitives.sigmoid(x))
    weight = primitives.multiply(
        _between(target, alpha, primitives.subtract(1.0, alpha)), primitives.power(wrong, gamma)
    )
    loss = primitives.binary_cross_entropy_with_logits(x, target)
    return primitives.multiply(weight, loss)


def _between(share: Any, x: Any, y: Any) -> Any:
    """share · x + (1 − share) · y."""
    rest = primitives.multiply(primitives.subtract(1.0, share), y)
    return primitives.add(primitives.multiply(share, x), rest)


def kl_divergence(ps: Iterable[Any], qs: Iterable[Any]) -> Any:
    """The Kullback–Leibler divergence of the distribution q from p: the sum of p · log(p / q).

    PyTorch's ``kl_div(log q, p, reduction="batchmean")`` is its mean over a batch.

    >>> kl_divergence([0.5, 0.5], [0.5, 0.5]), kl_divergence([1.0, 0.0], [0.5, 0.5])
    (0.0, 0.6931471805599453)
    """
    pairs = _pairs("kl_divergence", ps=ps, qs=qs)
    return primitives.sum([primitives.rel_entr(p, q) for p, q in pairs])


def cosine_distance(xs: Iterable[Any], ys: Iterable[Any]) -> Any:
    """1 − the cosine of the angle between two vectors, accurate for small angles.

    It is half the squared distance of the vectors of length 1, and nan for a vector of zeros
    (where PyTorch's ``1 - cosine_similarity`` is 1).

    >>> cosine_distance([1.0, 0.0], [0.0, 2.0]), cosine_distance([1.0, 2.0], [2.0, 4.0])
    (1.0, 0.0)
    """
    pairs = _pairs("cosine_distance", xs=xs, ys=ys)
    x, y = (_of_length_1([pair[place] for pair in pairs]) for place in (0, 1))
    squares = [primitives.half_squared_error(a, b) for a, b in zip(x, y, strict=True)]
    return primitives.sum(squares)


def triplet(
    anchor: Iterable[Any], positive: Iterable[Any], negative: Iterable[Any], margin: Any = 1.0
) -> Any:
    """How much an anchor is nearer to a negative example than a margin beyond a positive one.

    It is max(0, |anchor − positive| − |anchor − negative| + margin) with Euclidean distances, as
    PyTorch's ``triplet_margin_loss`` but for the 1e-6 that this adds to differences. The gradient
    of a distance of 0 is 0.

    >>> triplet([0.0, 0.0], [3.0, 4.0], [0.0, 4.5])
    1.5
    """
    known = _numbers("anchor", anchor)
    near = _distance(_pairs("triplet", anchor=known, positive=positive))
    far = _distance(_pairs("triplet", anchor=known, negative=negative))
    return primitives.relu(
        primitives.add(primitives.subtract(near, far), _number("margin", margin))
    )


def _number(name: str, given: Any) -> Any:
    return given if isinstance(given, Value) else real(given, name)


def _numbers(name: str, given: Iterable[Any]) -> list[Any]:
    return list(items(name, admit(given, name), NUMBERS))


def _pairs(function: str, **given: Iterable[Any]) -> list[tuple[Any, Any]]:
    x, y = (_numbers(name, xs) for name, xs in given.items())
    if len(x) != len(y) or not x:
        raise ValueError(
            f"{function}: {' and '.join(given)} have {len(x)} and {len(y)} numbers; pass as many "
            "of each"
        )
    return [*zip(x, y, strict=True)]


def _length(xs: list[Any]) -> Any:
    """The Euclidean length, without squares that leave the range of doubles."""
    return reduce(primitives.hypot, xs) if len(xs) > 1 else primitives.abs(xs[0])


def _of_length_1(xs: list[Any]) -> list[Any]:
    length = _length(xs)
    return [primitives.divide(x, length) for x in xs]


def _distance(pairs: list[tuple[Any, Any]]) -> Any:
    return _length([primitives.subtract(x, y) for x, y in pairs])
