"""What every step changes in a picture: which numbers appear, and what is lit."""

from collections.abc import Iterator, Sequence

from autograd_lite.value import Value
from autograd_lite.viz.story.deck import Change
from autograd_lite.viz.story.flows import Flow
from autograd_lite.viz.story.parts import Part
from autograd_lite.viz.story.products import Others
from autograd_lite.viz.story.steps import Step, Story
from autograd_lite.viz.story.views import View


class Lighting:
    """The changes that the steps of a story make in a view."""

    def __init__(self, story: Story, view: View) -> None:
        self._story, self._view = story, view
        #: the wires into a node, and out of it
        self._entering: dict[Value, list[str]] = {node: [] for node in story.nodes}
        self._leaving: dict[Value, list[str]] = {node: [] for node in story.nodes}
        for node in story.nodes:
            for i, parent in enumerate(node.parents):
                if wire := view.wires.get((node, i)):
                    self._entering[node].append(wire)
                    self._leaving[parent].append(wire)
        self._leaving[story.root] += view.end

    def changes(self, steps: Sequence[Step]) -> Iterator[dict[Change, list[str]]]:
        """What every step changes: of one that asks, nothing is shown, and the same is lit."""
        for step, changes in zip(steps, self._told(steps), strict=True):
            hidden: tuple[Change, ...] = ("value", "gradient") if step.asks else ()
            yield {what: ids for what, ids in changes.items() if what not in hidden}

    def _told(self, steps: Sequence[Step]) -> Iterator[dict[Change, list[str]]]:
        """The ids that show a number from a step on, and that are lit or near at it."""
        for step in steps:
            nodes = step.part.nodes if step.part else (step.node,)
            match step.kind:
                case "given":
                    ids = self._with_wires(self._leaves())
                    yield {"value": ids, "lit": ids}
                case "forward":
                    ids = self._with_wires(nodes)
                    near = [each for node in nodes for each in self._entering[node]]
                    yield {"value": ids, "lit": ids, "near": near}
                case "seed":
                    ids = [*self._view.boxes[step.node], *self._view.end]
                    yield {"gradient": ids, "lit": ids}
                case "backward":
                    sent, full = self._reached(step)
                    outputs = step.part.outputs if step.part else nodes
                    lit = [*self._boxes(nodes), *sent]
                    near = [each for node in outputs for each in self._leaving[node]]
                    yield {"gradient": [*sent, *full], "lit": lit, "near": near}
                case "result" | "update" | "outcome":
                    story = self._story
                    inside = [leaf for part in story.parts for leaf in part.leaves]
                    yield {"lit": self._with_wires([*story.variables, *inside])}

    def _boxes(self, nodes: Sequence[Value]) -> list[str]:
        return list(dict.fromkeys(each for node in nodes for each in self._view.boxes[node]))

    def _with_wires(self, nodes: Sequence[Value]) -> list[str]:
        wires = dict.fromkeys(each for node in nodes for each in self._leaving[node])
        return [*self._boxes(nodes), *wires]

    def _leaves(self) -> list[Value]:
        """The leaves that are told one by one."""
        inside = {node for part in self._story.parts for node in part.nodes}
        return [node for node in self._story.nodes if not node.parents and node not in inside]

    def _reached(self, step: Step) -> tuple[list[str], list[str]]:
        """The wires along which a step sends gradients, and the boxes that have all of theirs."""
        if step.part:
            return self._reached_from(step.part, step.flows)
        indices: list[int] = []
        complete: list[Value] = []
        for each in step.products:
            if isinstance(each, Others):
                indices += each.indices
                complete += each.complete
            else:
                indices.append(each.index)
                complete += [each.operand] if each.last else []
        wires = (self._view.wires.get((step.node, i)) for i in indices)
        return [wire for wire in wires if wire], self._boxes(complete)

    def _reached_from(self, part: Part, flows: Sequence[Flow]) -> tuple[list[str], list[str]]:
        """The same of a part, whose inner nodes have theirs too."""
        sent = {flow.operand for flow in flows}
        wires = [
            self._view.wires.get((node, i))
            for node in part.operations
            for i, parent in enumerate(node.parents)
            if parent in sent
        ]
        outputs = set(part.outputs)
        inner = [node for node in part.nodes if node not in outputs]
        complete = [flow.operand for flow in flows if flow.last]
        return [wire for wire in wires if wire], self._boxes([*complete, *inner])
