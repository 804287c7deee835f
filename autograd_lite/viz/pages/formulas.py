"""The formula of a whole graph, in its leaves."""

from autograd_lite.graph import topological_order
from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, fill, number, symbol
from autograd_lite.viz.formula.names import is_number, name_nodes
from autograd_lite.viz.formula.notation import value_formula

MOST_PARTS = 40  # leaves of a formula that can still be read


def formula_of(root: Value) -> Formula | None:
    """The formula of ``root``, all operations put into each other; None if it is too long."""
    order = topological_order(root)
    if len(order) > MOST_PARTS:
        return None
    names = name_nodes([node for node in order if node.op is None])
    written: dict[Value, Formula] = {}
    sizes: dict[Value, int] = {}
    for node in order:
        if node.op is None:
            written[node] = number(node.data) if is_number(node) else symbol(names[node])
            sizes[node] = 1
            continue
        sizes[node] = sum(sizes[each] for each in node.parents)
        if sizes[node] > MOST_PARTS:  # what is used often is there often
            return None
        written[node] = fill(value_formula(node), [written[each] for each in node.parents])
    return written[root]
