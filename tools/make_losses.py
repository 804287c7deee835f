"""docs/reference/losses.md: activations and losses, their conventions and names in PyTorch."""

from pathlib import Path
from typing import Any

import autograd_lite as ag
from autograd_lite import nn
from autograd_lite.primitives.operation import TABLE, Operation

PATH = Path(__file__).parents[1] / "docs" / "reference" / "losses.md"
HEADER = """\
# Activations and losses

What networks are made of, with `import autograd_lite as ag`: made by `make rules` from the records.
The second column has PyTorch's name, in `torch.nn.functional` unless another place is said; a loss
there is the mean over a batch, here it is that of one example. *by name*: what `nn.Neuron`,
`nn.Layer`, `nn.MLP` take as `activation="…"`, and `nn.fit` and `nn.cost` as `loss="…"`; any other
is taken as a function, as `loss=lambda p, y: ag.gaussian_nll(p[0], y, ag.exp(p[1]))`.
"""
#: by the names here those in PyTorch, and what is not the same there
ACTIVATIONS: dict[str, tuple[str, str]] = {
    "sigmoid": ("sigmoid", ""),
    "tanh": ("tanh", ""),
    "relu": ("relu", "slope 0 at 0"),
    "leaky_relu": ("leaky_relu", "at 0 the left slope, as there"),
    "prelu": ("prelu", "at 0 the left slope, as there"),
    "elu": ("elu", "at 0 the left slope, as there; alpha has a gradient"),
    "selu": ("selu", "at 0 the left slope, as there"),
    "celu": ("celu", "at 0 the left slope; alpha has a gradient"),
    "softplus": ("softplus", "exact everywhere, where PyTorch is linear from 20 on"),
    "log_sigmoid": ("logsigmoid", ""),
    "silu": ("silu", ""),
    "gelu": ("gelu", "the exact one, `approximate='none'`"),
    "mish": ("mish", ""),
    "softsign": ("softsign", "±1 at ±∞, where PyTorch has nan"),
    "hardtanh": (
        "hardtanh",
        "`low`, `high` for `min_val`, `max_val`; on a border half the slope, 0 there",
    ),
    "relu6": ("relu6", "on a border half the slope, 0 there"),
    "hard_sigmoid": ("hardsigmoid", "on a border half the slope, 0 there"),
    "hard_swish": ("hardswish", "on a border the mean of the slopes beside it"),
    "softmax": ("softmax", "of a list"),
    "softmin": ("softmin", "of a list"),
    "log_softmax": ("log_softmax", "of a list"),
    "maxout": ("–", "of a list; `nn.Maxout` is the neuron"),
}  # fmt: skip
LOSSES: dict[str, tuple[str, str]] = {
    "squared_error": ("mse_loss", ""),
    "half_squared_error": ("–", "half of `mse_loss`"),
    "huber": ("huber_loss", ""),
    "log_cosh": ("–", ""),
    "pinball": ("–", "the quantile loss; scikit-learn's `mean_pinball_loss` with `alpha`; at a "
                "residual of 0 the mean of both slopes"),
    "hinge": ("–", "targets ±1; slope 0 where the margin is just met"),
    "binary_cross_entropy": ("binary_cross_entropy", "the logarithms are not cut off at −100"),
    "binary_cross_entropy_with_logits": ("binary_cross_entropy_with_logits", ""),
    "focal_with_logits": (
        "torchvision.ops.sigmoid_focal_loss",
        "gamma stands before alpha, which is from 0 to 1",
    ),
    "cross_entropy": ("cross_entropy", "the target is the index of a class"),
    "categorical_cross_entropy": ("nll_loss(log(p))", "of probabilities; `nn.LOSSES`"),
    "poisson_nll": ("poisson_nll_loss", "of the logarithm of the rate, `log_input=True`, without "
                    "`full`"),
    "gaussian_nll": ("gaussian_nll_loss", "without `full`; the variance is not raised to `eps`"),
    "kl_divergence": ('kl_div(log(q), p, reduction="batchmean")', "of probabilities p and q"),
    "cosine_distance": ("1 - cosine_similarity", "nan for a vector of zeros"),
    "triplet": ("triplet_margin_loss", "without the 1e-6 in distances"),
}  # fmt: skip


def meaning(name: str) -> str:
    """What a call computes, and how it is called."""
    thing: Any = TABLE.get(name) or getattr(ag, name, None) or nn.LOSSES[name].function
    if isinstance(thing, Operation):
        call, _, said = thing.summary.partition(": ")
        return f"`{call}` | {said}"
    return f"`{name}` | {' '.join(thing.__doc__.partition(chr(10) * 2)[0].split())}"


def by_name(name: str) -> str:
    """Whether networks and training know it by its name."""
    activation = name in ACTIVATIONS and (name not in TABLE or TABLE[name].unary)
    joint = name in ("softmax", "maxout")
    known = name in nn.LOSSES or joint or (activation and name in TABLE)
    return "yes" if known else ""


def table(title: str, rows: dict[str, tuple[str, str]]) -> str:
    """The rows of a part."""
    lines = [f"## {title}", "", "| here | PyTorch | what it is | by name | convention |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for name, (elsewhere, convention) in rows.items():
        call, said = meaning(name).split(" | ")
        there = elsewhere if elsewhere == "–" else f"`{elsewhere}`"
        cells = [call, there, said, by_name(name), convention]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def text() -> str:
    """What stands in the file."""
    return "\n".join([HEADER, table("Activations", ACTIVATIONS), "", table("Losses", LOSSES), ""])
