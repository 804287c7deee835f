"""A network in words, for those who do not see its picture."""

from autograd_lite.viz.diagram.network.layered import Network


def told(network: Network) -> str:
    """What is computed from what."""
    return "network " + "-".join(map(str, network.sizes))
