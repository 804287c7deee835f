"""Pictures of a graph: which nodes and wires there are, how they look, and where they stand."""
