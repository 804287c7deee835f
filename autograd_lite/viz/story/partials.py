"""Partial derivatives of a node by one of its operands, in names that tell them from all of it.

In x·x, and where x reaches the result by another way too, ∂y/∂x is a sum. What goes through one
operand is a part of it, ∂y/∂x[1].
"""

from collections import Counter

from autograd_lite.value import Value
from autograd_lite.viz.formula.formulas import Formula, symbol
from autograd_lite.viz.formula.names import counted
from autograd_lite.viz.story.products import Product
from autograd_lite.viz.story.steps import Story


def local_derivative(story: Story, product: Product) -> Formula:
    """∂z/∂x, or ∂z/∂x[2] by the second operand of z."""
    index, repeated = product.index, product.place is not None
    return derivative_through(story, product.consumer, product.operand, index, repeated)


def derivative_through(
    story: Story, of: Value, operand: Value, index: int, repeated: bool
) -> Formula:
    """The derivative of a node by an operand, alone in its place of those of another node.

    It may stand there ``repeated``, in several places.
    """
    is_part = repeated or _has_other_ways(story, of, operand)
    return story.derivative(operand, of, index + 1 if is_part else None)


def names_apart(story: Story, node: Value) -> tuple[list[Formula], Formula]:
    """What a node's operands, helpers and itself are called in such derivatives."""
    operands, out = story.operand_names(node)
    times = Counter(node.parents)
    for i, x in enumerate(node.parents):
        if x in story.names and (times[x] > 1 or _has_other_ways(story, node, x)):
            operands[i] = symbol(counted(story.names[x], i + 1))
    return operands, out


def _has_other_ways(story: Story, of: Value, operand: Value) -> bool:
    return of is story.root and len(story.arriving[operand]) > 1
