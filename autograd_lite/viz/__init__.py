"""Pictures of graphs: forward values in green, backward values in red."""

from autograd_lite.viz.diagram.draw import Diagram, draw

__all__ = ["Diagram", "draw"]
