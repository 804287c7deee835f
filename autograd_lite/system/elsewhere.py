"""Names that other libraries have, and what is written here for them."""

from typing import Final

#: of a package or a class, by the last part of its name: what an error says after a name that is
#: not in it
ELSEWHERE: Final[dict[str, dict[str, str]]] = {
    "autograd_lite": {
        **dict.fromkeys(("jacfwd", "jacrev"), "write ag.jacobian(f)"),
        **dict.fromkeys(("stop_gradient", "detach"), "write v.detach()"),
        **dict.fromkeys(("tensor", "Tensor", "Variable"), "write ag.Value(x); arrays are NumPy's"),
        "vmap": "write ag.compile(f, in_axes=0)",
        "jit": "write ag.compile(f)",
        "optim": "the optimizers are in ag.nn",
    },
    "nn": {
        "Linear": 'write nn.Layer(inputs, outputs, "linear")',
        "Sequential": "write nn.MLP(inputs, [hidden, outputs]), or an nn.Module of your own",
    },
    "Optimizer": {"zero_grad": "write model.zero_grad()"},
}


def here(owner: str, name: str) -> str:
    """What an error says after a name from elsewhere; nothing, if it is not known.

    >>> here("autograd_lite", "jacrev"), here("autograd_lite", "jack")
    ('; write ag.jacobian(f)', '')
    """
    known = ELSEWHERE.get(owner.rpartition(".")[2], {}).get(name)
    return f"; {known}" if known else ""
