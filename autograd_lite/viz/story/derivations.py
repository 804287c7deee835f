"""Where the local gradients of a story come from, line by line, in the names of its nodes."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograd_lite.viz.deriving.building import contains
from autograd_lite.viz.deriving.derivation import Told, derive
from autograd_lite.viz.deriving.differentiation import Line
from autograd_lite.viz.formula.formulas import Formula, fill
from autograd_lite.viz.formula.names import is_number
from autograd_lite.viz.formula.order import all_alike
from autograd_lite.viz.formula.scripts import Script
from autograd_lite.viz.story.partials import local_derivative, names_apart
from autograd_lite.viz.story.products import Product, Sent
from autograd_lite.viz.story.steps import Story
from autograd_lite.viz.words.templates import Markup

MOST_OF_A_NODE = 8  # operands whose local gradients are looked at
Write = Callable[..., str]


@dataclass(frozen=True)
class Derived:
    """A local gradient and the lines that lead to it; no lines if it is known, or has a kink."""

    #: ∂ŷ/∂z, and what is told for it
    left: Formula
    right: Formula
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        """The entry of the catalogue that stands above the lines."""
        return "derivation.heading" if self.lines else "derivation.known_result"


class Derivations:
    """The derivations of a story."""

    def __init__(self, story: Story) -> None:
        self._story = story
        called = (x.mark for node in story.operations for x in story.helpers.symbols(node))
        self._taken = {name.base for name in (*story.names.values(), *called)}
        self._known: dict[Hashable, list[Line] | None] = {}

    def of(self, product: Product) -> Derived | None:
        """Where the local gradient of a product comes from; None if it has no formula."""
        node, story = product.consumer, self._story
        told = product.told
        if told.formula is None or product.formula is None:
            return None
        meanings = {
            place: means
            for place, means in story.helpers.meanings(node).items()
            if contains(told.formula, place)
        }
        fixed = tuple(x.data for x in node.parents if is_number(x))
        key = node.op, len(node.parents), product.index, told.formula, told.conditions, fixed
        if key not in self._known:
            wanted = Told(node, product.index, told.formula, meanings, self._taken)
            self._known[key] = derive(wanted)
        lines = self._known[key]
        names = names_apart(story, node)
        shown = tuple(_filled(line, *names) for line in lines or ())
        left = local_derivative(story, product)
        return Derived(left, fill(told.formula, *names), shown)

    def of_step(self, sent: Sequence[Sent]) -> list[Derived]:
        """The derivations of what a node sends, those that are alike once."""
        found: dict[Hashable, Derived] = {}
        for product in [each for each in sent if isinstance(each, Product)][:MOST_OF_A_NODE]:
            kind = _kind(product)
            if kind not in found and (derived := self.of(product)) is not None:
                found[kind] = derived
        return [derived for derived in found.values() if not _is_plain(derived)]

    def one_of_each(self) -> Iterator[Derived]:
        """The derivations of a story, those that are alike once, from the leaves on."""
        known: set[Hashable] = set()
        for node in self._story.operations:
            sent = [x for x in self._story.products.get(node, ()) if isinstance(x, Product)]
            new = [x for x in sent[:MOST_OF_A_NODE] if _kind(x) not in known]
            known |= {*map(_kind, new)}
            yield from self.of_step(new)


def _kind(product: Product) -> Hashable:
    """What derivations that are alike have in common."""
    node, told = product.consumer, product.told
    chosen = node.op is not None and all_alike(node.op, len(node.parents)) is not None
    shape = told.formula and _shape(told.formula)
    return node.op, len(node.parents), chosen and product.index == 0, shape, told.conditions


def _is_plain(derived: Derived) -> bool:
    """Whether an operation only hands on its operand, which nobody asks about."""
    if len(derived.lines) != 2:
        return False
    first, last = derived.lines
    return first.right[0].kind == "symbol" and not first.conditions and not last.rules


def _shape(formula: Formula) -> Formula:
    """A formula whose operands cannot be told apart."""
    if formula.kind == "operand" and formula.mark >= 0:
        return replace(formula, mark=0)
    return replace(formula, parts=tuple(map(_shape, formula.parts)))


def _filled(line: Line, operands: list[Formula], out: Formula) -> Line:
    """A line with names in place of operands."""

    def named(formula: Formula) -> Formula:
        return fill(formula, operands, out)

    return Line(
        None if line.left is None else named(line.left),
        tuple(map(named, line.right)),
        line.rules,
        tuple(map(named, line.conditions)),
        tuple(map(named, line.about)),
    )


def reasons(line: Line, script: Script, write: Write) -> list[str]:
    """The rules that a line names, in words; ``write`` puts what is written into an entry."""
    about = script.words.join(map(script.write, line.about))
    conditions = script.words.join(map(script.write, line.conditions))
    fields = {"about": Markup(about), "conditions": Markup(conditions)}
    return [write(f"derivation.{rule}", **fields) for rule in line.rules]
