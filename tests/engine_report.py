"""What an engine makes of random graphs, of a network, of mistakes and of pickles, as text.

`test_engine` runs this once on each engine: every line must be the same.
"""

import copy
import pickle
import random
from collections.abc import Callable, Iterator
from typing import Any

import autograd_lite as ag
from autograd_lite import Value, nn
from autograd_lite.primitives.operation import TABLE, Operation

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-320, 1e308, -1e308, float("inf"), float("-inf")]
GRAPHS, OPERATIONS = 200, 40


def number(rng: random.Random) -> float:
    if rng.random() < 0.1:
        return rng.choice([*SPECIAL, float("nan")])
    return rng.uniform(-2.0, 2.0)


def count(operation: Operation, rng: random.Random) -> int:
    least = operation.arity[0]
    most = [n for n in range(least, least + 7) if n in operation.arity]
    return rng.choice(most)


def random_graph(rng: random.Random) -> tuple[list[Value], Value]:
    leaves = [Value(number(rng), f"x{i}") for i in range(4)]
    nodes = list(leaves)
    for _ in range(OPERATIONS):
        operation = TABLE[rng.choice(sorted(TABLE))]
        operands = tuple(
            rng.choice(nodes) if rng.random() < 0.8 else number(rng)
            for _ in range(count(operation, rng))
        )
        nodes.append(Value.record_operation(operation, operands))
    root = nodes[0]
    for node in nodes[1:]:
        root = root * 0.5 + node
    return leaves, root


def bits(root: Value) -> Iterator[str]:
    for node in ag.topological_order(root):
        yield " ".join(
            [
                node.op.name if node.op else "leaf",
                node.data.hex(),
                *(local.hex() for local in node.local_gradients),
                node.grad.hex() if node.has_gradient else "no gradient",
            ]
        )


def graphs() -> Iterator[str]:
    for seed in range(GRAPHS):
        leaves, root = random_graph(random.Random(seed))
        root.backward()
        (leaves[0] * root).backward(0.25)  # adds up in the leaves
        yield from bits(root)
        yield repr(copy.deepcopy(root))


def network() -> Iterator[str]:
    model = nn.MLP(3, [5, 4, 2], ["tanh", "maxout", "softmax"], rng=0)
    twin = copy.deepcopy(model)
    for examples in ([0.1, -2.0, 3.0], [1.0, 0.0, -1.0]):
        loss = ag.cross_entropy(model(examples), 1)
        loss.backward()
        yield from bits(loss)
    model.layers[0].neurons[1].weights[2] = Value(0.25)  # a call notices it
    model.layers[0].neurons[0].weights[0] = 2.0
    yield from bits(model([0.5, 0.5, 0.5])[0])
    yield from bits(twin([0.5, 0.5, 0.5])[0])


def mistakes() -> Iterator[str]:
    x, vector = Value(2.0), [Value(1.0), Value(2.0)]
    wrong: list[Callable[[], Any]] = [
        lambda: x + "1",
        lambda: "1" * x,
        lambda: x - 1j,
        lambda: x**None,
        lambda: x / [1.0],
        lambda: Value("3"),
        lambda: Value(1.0, label=3),
        lambda: Value(),
        lambda: setattr(x, "data", "3"),
        lambda: setattr(x, "grad", None),
        lambda: setattr(x, "nothing", 1),
        lambda: setattr(x, "label", None),
        lambda: delattr(x, "data"),
        lambda: delattr(x, "label"),
        lambda: setattr(x, "op", None),
        lambda: setattr(x, "parents", [x]),
        lambda: setattr(x, "parents", (x, 1.0)),
        lambda: float(x),
        lambda: x.detach().backward(),
        lambda: x.backward("1"),
        lambda: ag.exp("1"),
        lambda: ag.linear(vector, [1.0]),
        lambda: ag.linear(vector, ["1", 2.0]),
        lambda: x < "1",
        lambda: nn.Neuron(2)([1.0]),
        lambda: nn.Neuron(2)(["a", "b"]),
    ]
    for mistake in wrong:
        try:
            yield repr(mistake())
        except Exception as error:
            yield f"{type(error).__name__}: {error}"


def pickles() -> Iterator[str]:
    # without nan, whose sign and payload are left open
    model = nn.MLP(2, [3, 1], rng=0)
    loss = ag.squared_error(model([0.5, -1.0]), 1.0)
    loss.backward()
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        pickled = pickle.dumps((loss, model), protocol)
        yield pickled.hex()
        yield from bits(pickle.loads(pickled)[0])


if __name__ == "__main__":
    for part in (graphs, network, mistakes, pickles):
        for line in part():
            print(f"{part.__name__}: {line}")
