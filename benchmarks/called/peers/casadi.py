"""CasADi, on its virtual machine."""

from typing import Any

import casadi as ca

from benchmarks.called.minima import minimum
from benchmarks.peers import casadi, symbols
from benchmarks.peers.casadi import VERSION, M  # noqa: F401


class Peer:
    """Columns of numbers go in and come out."""

    def __init__(self, threads: int) -> None:
        pass

    def minimize(self, f: Any, start: Any, *data: Any) -> Any:
        given = symbols(ca.SX.sym, "x", start)
        x = ca.vertcat(*given)
        loss = f(M, given, *data)
        if data:
            loss = M.sum(loss) / len(loss)
        fast = ca.Function("f", [x], [loss, ca.gradient(loss, x)])

        def function(x: Any) -> Any:
            value, gradient = fast(x)
            return float(value), gradient.full().ravel()

        return lambda: minimum(function, start)

    def first_result(self, f: Any, x: Any) -> Any:
        return casadi.Peer(1).gradient(f, x)
