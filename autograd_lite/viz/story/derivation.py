"""The derivation of an operation's derivatives by itself: `derivation`."""

from itertools import product
from typing import Any

from autograd_lite.inputs.checks import shown
from autograd_lite.labels import subscript
from autograd_lite.primitives.operation import Operation
from autograd_lite.value import Value
from autograd_lite.viz.bounds import Bounds
from autograd_lite.viz.formula.scripts import Latex, Text
from autograd_lite.viz.formula.terms import SAMPLES
from autograd_lite.viz.story.derivations import Derivations
from autograd_lite.viz.story.derivations_text import all_in_text, as_latex, as_markdown
from autograd_lite.viz.story.markdown import escaped
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.languages import Language, choose_language
from autograd_lite.viz.words.words import Words

MOST_OPERANDS = 3  # of an operation that takes any number of them


def derivation(
    of: Operation | Value, *, language: Language = "en", precision: int = 6
) -> "Derivation":
    """Return where the derivatives of an operation come from, line by line.

    ``of`` is an operation of the table or one of your own, or a Value that was computed, whose
    operands' labels are then used and whose side of a kink is told. Every line names its rule and
    has been checked with numbers; where no derivation leads to the formula, that is said.
    ``language`` and ``precision`` as in `explain`.

    Raises TypeError for anything else, ValueError for a Value that was not computed.

    >>> from autograd_lite import sigmoid
    >>> print(derivation(sigmoid(Value(0.5, "z"))))
    Where ∂y/∂z = y·(1 − y) comes from:
          y = 1/(1 + exp(−z))                                definition of σ(z)
          u = 1 + exp(−z)                                    substitution
          y = 1/u
      dy/du = −1/u²                                          power rule
      du/dz = −exp(−z)                                       sum rule, exponential rule, chain rule
      dy/dz = dy/du·du/dz = (−1/u²)·(−exp(−z)) = exp(−z)/u²  chain rule
            = exp(−z)/(1 + exp(−z))²                         substituted back
            = (1 + exp(−z) − 1)/(1 + exp(−z))²               1 added and taken away again
            = 1/(1 + exp(−z)) − 1/(1 + exp(−z))²             fraction split
            = y − y²                                         because y = 1/(1 + exp(−z))
            = y·(1 − y)                                      factored out
    """
    words = choose_language(language)
    if isinstance(of, Operation):
        node = _sample(of)
    elif not isinstance(of, Value):
        raise TypeError(f"of: an operation or a Value is needed, got {shown(of)}")
    elif of.op is None or not of.differentiable:
        raise ValueError(
            "of: the Value is no result of an operation on Values; pass one that was computed"
        )
    else:
        node = _alone(of)
    return Derivation(Story(node, "derivation", Bounds(_ANY, _ANY)), precision, words)


_ANY = 10**9


def _sample(operation: Operation) -> Value:
    """The operation on a few numbers where it is defined and smooth."""
    count = min(MOST_OPERANDS, operation.arity[-1]) if len(operation.arity) > 1 else (
        operation.arity[0]
    )  # fmt: skip
    for x in product(SAMPLES, repeat=count):
        if operation.domain(*x) and operation.smooth(*x):
            labels = [f"x{subscript(i)}" for i in range(1, count + 1)] if count > 1 else ["x"]
            return _labelled(Value.record_operation(operation, tuple(map(Value, x, labels))))
    raise ValueError(f"of: no number was found at which {operation.name} is defined and smooth")


def _alone(node: Value) -> Value:
    """The last operation of a graph, its operands as leaves."""
    if node.op is None:
        return node
    leaves = {x: type(x)(x.data, x.label) if x.op is None else Value(x.data, x.label)
              for x in node.parents}  # fmt: skip
    alone = Value.record_operation(node.op, tuple(leaves[x] for x in node.parents))
    alone.label = node.label
    return _labelled(alone)


def _labelled(node: Value) -> Value:
    """The node with a label, if one of those that results have is free."""
    if not node.label:
        taken = {parent.label for parent in node.parents}
        node.label = next((each for each in ("y", "r", "f", "out") if each not in taken), "")
    return node


class Derivation:
    """Where the derivatives of an operation come from. It prints as text; a notebook shows it."""

    __module__ = "autograd_lite"

    def __init__(self, story: Story, precision: int, words: Words) -> None:
        self._derived = list(Derivations(story).one_of_each())
        self._text, self._latex = Text(precision, words), Latex(precision, words)

    def __repr__(self) -> str:
        return f"<Derivation of {len(self._derived)} derivatives>"

    def __str__(self) -> str:
        return "\n".join(all_in_text(self._derived, self._text)[1:])

    def markdown(self) -> str:
        """The lines in Markdown."""
        return "\n".join(map(escaped, as_markdown(self._derived, self._text)[1:]))

    def latex(self) -> str:
        """The lines in LaTeX, for each derivative an ``align*`` block of amsmath."""
        return "\n\n".join(as_latex(each, self._latex) for each in self._derived)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {
            "text/plain": str(self), "text/markdown": self.markdown(), "text/latex": self.latex(),
        }  # fmt: skip
