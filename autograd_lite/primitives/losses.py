"""Losses, and the sums of exponentials that they need."""

import math
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from operator import add as plus
from operator import index
from typing import Any, Final

from autograd_lite.inputs.checks import is_bool, shown
from autograd_lite.primitives import internal
from autograd_lite.primitives.choices import where
from autograd_lite.primitives.elementary import exp
from autograd_lite.primitives.operation import (
    Operation,
    notation,
    numbers_in,
    public_rows,
    sequence,
)

# A page of formulas: name and meaning, notation, value, local gradients, where it holds.
# fmt: off

# Sums of exponentials -----------------------------------------------------------------------


def softmax_components(m: Any, x: Sequence[Any]) -> list[Any]:
    """All softmax weights of the operands."""
    # The first of the largest operands keeps the exponentials from overflow. Its own is 1, and no
    # function of a difference that is always 0: the derivatives of such a difference cancel.
    top = reduce(lambda a, b: m.where(b > a, b, a), x)
    terms, seen = [], 0.0
    for each in x:
        term = m.exp(each - top)
        terms.append(m.where(each >= top, m.where(seen > 0.0, term, 1.0), term))
        seen = m.where(each >= top, 1.0, seen)
    total = reduce(plus, terms)
    return [m.divide(term, total) for term in terms]


def _softmax_weight_gradients(m: Any, out: Any, *x: Any) -> tuple[Any, ...]:
    if len(x) == 2:  # whose second derivative crosses zero at a tie, and is even beside it
        slope = m.logistic_density(x[0] - x[1])
        return slope, -slope
    # p(1 − p) would cancel: the weights of the others are added up instead
    _, *others = softmax_components(m, x)
    return out * reduce(plus, others, 0.0), *(-(out * each) for each in others)


softmax_component: Final = Operation(
    "softmax_component",
    "softmax_component(x, *others): exp(x) divided by the sum of exp over all operands.", "softmax",
    lambda *x: rf"\frac{{e^{{{x[0]}}}}}{{{' + '.join(map(exp.latex, x))}}}",
    forward=lambda m, x, *others: softmax_components(m, (x, *others))[0],
    gradients=_softmax_weight_gradients,
    cancellation="differences of the operands are rounded before the exponential")


def _logsumexp(m: Any, x: Any, *rest: Any) -> Any:
    # The largest operands come out of the sum; one of them stays as the 1 of log1p.
    top = m.maximum(x, *rest)
    below = [m.where(each < top, m.exp(each - top), 0.0) for each in (x, *rest)]
    ties = [m.where(each < top, 0.0, 1.0) for each in (x, *rest)]
    return top + m.log1p(reduce(plus, below) + (reduce(plus, ties) - 1.0))


logsumexp: Final = Operation(
    "logsumexp",
    "logsumexp(x, *others): log of the sum of exp over operands or a sequence.", "log Σ exp",
    lambda *x: rf"\log({' + '.join(map(exp.latex, x))})",
    forward=_logsumexp,
    gradients=lambda m, out, *x: tuple(softmax_components(m, x)),
    unpack=sequence,
    cancellation="the largest operand and the logarithm of the rest may cancel")

# Losses -------------------------------------------------------------------------------------

squared_error: Final = Operation(
    "squared_error", "squared_error(prediction, target): (target − prediction)².", "(y−ŷ)²",
    lambda x, y: f"({y} - {x})^2",
    forward=lambda m, prediction, target: (target - prediction) * (target - prediction),
    gradients=lambda m, out, x, y: (2.0 * (x - y), 2.0 * (y - x)))

half_squared_error: Final = Operation(
    "half_squared_error", "half_squared_error(prediction, target): ½ (target − prediction)².",
    "½(y−ŷ)²", lambda x, y: rf"\tfrac{{1}}{{2}}({y} - {x})^2",
    forward=lambda m, prediction, target: 0.5 * (target - prediction) * (target - prediction),
    gradients=lambda m, out, x, y: (x - y, y - x))


def _binary_cross_entropy(m: Any, probability: Any, target: Any) -> Any:
    p, t = probability, target
    log_p, log_q = m.log(p), m.log1p(-p)
    value = -(m.strong_product(t, log_p) + m.strong_product(1.0 - t, log_q))
    return m.where(p < 0.0, log_p, m.where(p > 1.0, log_q, value))  # nan outside [0, 1]


def _binary_slope(m: Any, residual: Any, p: Any, q: Any, t: Any) -> Any:
    # (p − t)/(p·q), where q = 1 − p and t is at most q: neither it nor its derivative by p cancels
    share = m.where(p > 0.0, m.divide(t, p), m.strong_product(t, m.divide(1.0, p)))  # 0/0 is 0 here
    return m.divide(m.where(p < t + t, m.divide(residual, p), 1.0 - share), q)


def _binary_cross_entropy_gradients(m: Any, out: Any, p: Any, t: Any) -> tuple[Any, Any]:
    q = 1.0 - p
    by_p = m.where(
        p + t < 1.0, _binary_slope(m, p - t, p, q, t), -_binary_slope(m, t - p, q, p, 1.0 - t))
    inside = m.where(p < 0.0, 0.0, m.where(p > 1.0, 0.0, 1.0))
    return m.where(inside > 0.0, by_p, out), m.where(inside > 0.0, -m.logit(p), out)


binary_cross_entropy: Final = Operation(
    "binary_cross_entropy",
    "binary_cross_entropy(probability, target): −target · log p − (1 − target) · log(1 − p).",
    "BCE", lambda p, t: rf"-{t} \log {p} - (1 - {t}) \log(1 - {p})",
    forward=_binary_cross_entropy,
    gradients=_binary_cross_entropy_gradients,
    domain=lambda p, t: 0 < p < 1,
    cancellation="for targets outside [0, 1] the two terms have opposite signs")


def _binary_cross_entropy_with_logits(m: Any, logit: Any, target: Any) -> Any:
    linear_part = m.strong_product(target, m.relu(-logit)) + m.strong_product(
        1.0 - target, m.relu(logit))
    return linear_part + m.log1p(m.exp(-m.abs(logit)))


binary_cross_entropy_with_logits: Final = Operation(
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits(logit, target): the binary cross-entropy of sigmoid(logit).",
    "BCE σ", lambda x, t: rf"-{t} \log \sigma({x}) - (1 - {t}) \log \sigma(-{x})",
    forward=_binary_cross_entropy_with_logits,
    # σ(x) − t, but with all digits in the tails where t is 0 or 1
    gradients=lambda m, out, x, t: (
        m.where(t < 0.5, m.sigmoid(x) - t, (1.0 - t) - m.sigmoid(-x)), -x),
    cancellation="the derivative crosses zero where sigmoid(logit) is the target")


def _cross_entropy_operands(logits: Iterable[Any], target: int) -> tuple[Any, ...]:
    given = list(numbers_in(logits))
    if is_unknown(target):  # the others close up, as after a pop
        others = enumerate(pairwise(given))
        rest = [where(target > float(i), each, following) for i, (each, following) in others]
        none = where(target == 0.0, -math.inf, math.nan)  # another target is no class of one
        return internal.CHOOSE(target, *given), *(rest or [none])
    return given.pop(class_index(target, len(given), "logits")), *given


def of_class(xs: Sequence[Any], target: Any, of: str) -> Any:
    """The one of the class that is the target; ``of`` says what they are."""
    if is_unknown(target):
        return internal.CHOOSE(target, *xs)
    return xs[class_index(target, len(xs), of)]


def is_unknown(target: Any) -> bool:
    """Whether this is no number, but the argument of a function that is traced."""
    return hasattr(target, "record_operation") and hasattr(target == 0.0, "record_operation")


def class_index(target: Any, count: int, of: str) -> int:
    """The target as the index of a class; ``of`` says what there are ``count`` of."""
    if hasattr(target, "record_operation") and target.data.is_integer():  # Values hold floats
        target = int(target.data)
    try:
        place = index(int(target) if is_bool(target) else target)
    except TypeError:
        several = hasattr(target, "__len__")
        hint = "for a row that marks it by a 1, the place of that" if several else "write int(...)"
        raise TypeError(
            f"target: the index of a class is needed, got {shown(target)}; {hint}"
        ) from None
    if not 0 <= place < count:
        raise ValueError(f"target {place} is no index of {count} {of}")
    return place


def _cross_entropy_gradients(m: Any, out: Any, *x: Any) -> tuple[Any, ...]:
    weight, *others = softmax_components(m, x)
    # the derivatives of the others' sum cancel where it is nearly 1
    by_x = m.where(weight < 0.5, weight - 1.0, -reduce(plus, others, 0.0))
    return by_x, *others


cross_entropy: Final = Operation(
    "cross_entropy",
    "cross_entropy(logits, target): −log of the softmax weight of the logit at index target.",
    "CE", lambda *x: rf"-\log {softmax_component.latex(*x)}",
    forward=lambda m, x, *others: m.logsumexp(0.0, *[each - x for each in others]),
    gradients=_cross_entropy_gradients,
    unpack=_cross_entropy_operands,
    cancellation="differences of the logits are rounded before the exponential")

log_softmax_component: Final = Operation(
    "log_softmax_component",
    "log_softmax_component(x, *others): log of the softmax weight of x among all operands.",
    "log softmax", lambda *x: rf"\log {softmax_component.latex(*x)}",
    forward=lambda m, x, *others: 0.0 - m.cross_entropy(x, *others),  # 0 where −0 would be
    gradients=lambda m, out, *x: tuple([-each for each in _cross_entropy_gradients(m, out, *x)]),
    cancellation="differences of the operands are rounded before the exponential")

hinge: Final = Operation(
    "hinge", "hinge(prediction, target): max(0, 1 − target · prediction), the target being ±1.",
    "hinge", lambda x, y: rf"\max(0, 1 - {y} \cdot {x})",
    forward=lambda m, prediction, target: m.relu(1.0 - prediction * target),
    gradients=lambda m, out, x, y: (m.where(out > 0.0, -y, 0.0 * out),
                                    m.where(out > 0.0, -x, 0.0 * out)),
    smooth=lambda x, y: x * y < 1 or x * y > 1,
    cancellation="1 and the product cancel near the margin")


def _huber(m: Any, x: Any, y: Any, delta: Any) -> Any:
    size = m.abs(x - y)
    return m.where(size <= delta, 0.5 * size * size, delta * (size - 0.5 * delta))


def _huber_gradients(m: Any, out: Any, x: Any, y: Any, delta: Any) -> tuple[Any, Any, Any]:
    residual = x - y
    size = m.abs(residual)
    by_x = m.where(size <= delta, residual, delta * m.sign(residual))
    return by_x, -by_x, m.where(size <= delta, 0.0, size - delta)


huber: Final = Operation(
    "huber",
    "huber(prediction, target, delta=1): half the squared error, and linear beyond delta.",
    "huber", notation(r"\operatorname{huber}"),
    forward=_huber,
    gradients=_huber_gradients,
    smooth=lambda x, y, delta: delta > 0 and x - y not in (-delta, delta),
    unpack=lambda prediction, target, delta=1.0: (prediction, target, delta),
    cancellation="the residual is rounded before delta is subtracted")

# fmt: on

public_rows(globals())
