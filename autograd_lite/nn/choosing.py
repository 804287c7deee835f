"""Which evaluator computes the losses of a training."""

from collections.abc import Callable
from functools import partial

from autograd_lite.compiler import backends
from autograd_lite.compiler.backends import BACKENDS
from autograd_lite.graph import topological_order
from autograd_lite.inputs import checks
from autograd_lite.inputs.arraylike import is_dask
from autograd_lite.inputs.lookup import look_up, word
from autograd_lite.nn.compiled import CompiledEvaluator
from autograd_lite.nn.data import Examples
from autograd_lite.nn.evaluators import EagerEvaluator, Evaluator, Objective
from autograd_lite.nn.losses import LOSSES
from autograd_lite.nn.module import is_plain
from autograd_lite.nn.penalties import PENALTIES

#: seconds that the eager loop takes for a node and for a wire, roughly
NODE, WIRE = 2e-6, 0.3e-6
#: seconds of an epoch from which on compiling, which takes some tenths of a second, pays
LONG_EPOCH = 0.02


def find_evaluator(
    wanted: str | Callable[[Objective], Evaluator],
    objective: Objective,
    data: Examples,
    held_out: Examples | None,
    batch_size: int | None,
) -> Evaluator:
    """The evaluator that is wanted, by its name or made by a function.

    Raises TypeError for a function that makes none, ValueError for an unknown name, and for
    'eager' where there are arrays of Dask.
    """
    if callable(wanted):
        made = wanted(objective)
        for part in ("name", "loss", "loss_and_gradient"):
            if not hasattr(made, part):
                raise TypeError(
                    "backend: the function has to return an nn.Evaluator, and returned "
                    f"{checks.shown(made)}, which has no {part}"
                )
        return made
    if any(is_dask(each.X) for each in (data, held_out) if each):
        return _on_blocks(wanted, objective)
    makers: dict[str, Callable[[], Evaluator]] = {
        "auto": lambda: _faster(objective, data, batch_size),
        "eager": lambda: EagerEvaluator(objective),
        **{name: partial(CompiledEvaluator, objective, name) for name in BACKENDS},
    }
    return look_up("backend", wanted, makers)()


def _on_blocks(wanted: str, objective: Objective) -> Evaluator:
    from autograd_lite.nn.blocks import BlocksEvaluator  # with Dask

    if wanted == "eager":
        raise ValueError("backend: Dask arrays are computed by a compiler's, not by 'eager'")
    return BlocksEvaluator(objective, word("backend", wanted, ("auto", *BACKENDS)))


def _faster(objective: Objective, data: Examples, batch_size: int | None) -> Evaluator:
    """The evaluator that is the faster one for these examples.

    It goes by their number and the size of the graph, so that the same call always runs on the
    same one. Only what is known to have no branches is compiled: modules, activations, losses
    and penalties of this library.
    """
    backend = backends.choose("auto", batch_size or data.count)
    known = is_plain(objective.model) and objective.loss in LOSSES.values()
    if backend == "python" or not known or type(objective.penalty) not in (*PENALTIES, type(None)):
        return EagerEvaluator(objective)
    (root,) = objective.losses(data.X[:1], data.y[:1])
    nodes = topological_order(root)
    wires = sum(len(node.parents) for node in nodes if node._first is not None)  # leaves have none
    epoch = data.count * (NODE * len(nodes) + WIRE * wires)
    long = epoch >= LONG_EPOCH
    return CompiledEvaluator(objective, backend) if long else EagerEvaluator(objective)
