"""The numbers of the backward pass: what every operation sends to a matrix, and what arrives."""

from collections import defaultdict

from autograd_lite.value import Value
from autograd_lite.viz.batch.lanes import Lane
from autograd_lite.viz.batch.matrices import Application, Matrices, Matrix, Table, added


class Gradients:
    """∂C/∂ every matrix, and what of it each consumer sends, from those of all nodes."""

    def __init__(self, parts: Matrices, derivatives: dict[Value, float]) -> None:
        self._parts, self._derivatives = parts, derivatives
        self._views = {id(each.out) for each in parts.applications if each.how in ("rows", "pick")}

    def of(self, matrix: Matrix) -> Table:
        """∂C/∂ every entry of a matrix.

        To rows of other matrices put together only that is sent which their consumers send.
        """
        if id(matrix) not in self._views:
            return matrix.gradients(self._derivatives)
        return added([self.sent(each, matrix) for each in self._parts.consumers(matrix)])

    def sent(self, application: Application, operand: Matrix) -> Table:
        """What an operation sends to one of the matrices that it was computed from."""
        if application.how in ("rows", "pick"):
            return self._passed_on(application, operand)
        alone = len(self._parts.consumers(operand)) == 1 and id(operand) not in self._views
        if alone or application.operation is None:  # the mean or sum of losses
            return operand.gradients(self._derivatives)
        arrived: defaultdict[Value, float] = defaultdict(float)
        for lane in application.rows:
            self._send(lane, application, operand, arrived)
        return operand.gradients(arrived)

    def _send(
        self,
        lane: Lane,
        application: Application,
        operand: Matrix,
        arrived: defaultdict[Value, float],
    ) -> None:
        places = [i for i in range(len(lane.operands)) if application.at(lane, i) is operand]
        for node in dict.fromkeys(lane.nodes):
            upstream = self._derivatives.get(node)
            if upstream is not None:
                products, parents = node.downstream(upstream), node.parents
                for i in places:
                    arrived[parents[i]] += products[i]

    def _passed_on(self, application: Application, operand: Matrix) -> Table:
        out = self.of(application.out)
        rows = dict(zip(application.out.nodes, out, strict=True))
        passed: defaultdict[Value, float] = defaultdict(float)
        for nodes, row in rows.items():
            for node, gradient in zip(nodes, row, strict=True):
                passed[node] += gradient
        return operand.gradients(passed)
