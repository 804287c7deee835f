"""The OR gate by one neuron: from the first forward pass to 5 000 epochs, as on the slides."""

from pathlib import Path

import autograd_lite as ag
from autograd_lite import nn, plots
from autograd_lite.datasets import gate

OUT = Path("out/or_gate")
X, y = gate("or")
START = [0.1, 0.6]


def loss_of(neuron: nn.Neuron, x: list[float], target: float) -> ag.Value:
    """Run one example forward and return its loss ½(y − ŷ)²."""
    loss = ag.half_squared_error(neuron(x), ag.Constant(target, "y"))
    loss.label, loss.parents[0].label = "L", "ŷ"
    return loss


def tell(result: ag.Value, name: str) -> None:
    """Run backward, explain every node, and save the diagram and the walkthrough."""
    result.backward()
    print(ag.explain(result), ag.walkthrough(result).save(OUT / f"{name}.html"), sep="\n\n")
    ag.draw(result).save(OUT / f"{name}.svg")
    ag.draw(result).save(OUT / f"{name}.png")


def train(neuron: nn.Neuron, epochs: int, rate: float) -> list[float]:
    """Batch gradient descent in the loop form of the slides; return the cost of every epoch."""
    costs, optimizer = [], nn.SGD(neuron.parameters(), rate)
    for _ in range(epochs):
        neuron.zero_grad()
        losses = [loss_of(neuron, x, target) / len(y) for x, target in zip(X, y, strict=True)]
        for loss in losses:
            loss.backward()  # gradients add up in the parameters
        costs.append(sum(loss.data for loss in losses))
        optimizer.step()
    return costs


def descend(rate: float) -> list[float]:
    """A dozen steps of a weight w whose cost is w²."""
    weights = [-3.0]
    for _ in range(12):
        weights.append(weights[-1] - rate * ag.grad(ag.square)(weights[-1]))
    return weights


def main(epochs: int = 5_000) -> None:
    """Tell the whole story."""
    OUT.mkdir(parents=True, exist_ok=True)
    print("One example, x = (0, 0), y = 0, no bias: nothing can be learnt")
    tell(loss_of(nn.Neuron(2, weights=START, bias=None), X[0], y[0]), "1_no_bias")
    print("The same with a bias, and one update with the rate 1")
    neuron = nn.Neuron(2, weights=START)
    tell(loss_of(neuron, X[0], y[0]), "2_bias")
    nn.SGD(neuron.parameters(), 1.0).step()
    print(f"b = {neuron.bias.data}, L = {loss_of(neuron, X[0], y[0]).data:.5f} (slides: 0.10998)")
    print("All four examples at once (slides: C = 0.088913, ∂C/∂b = −0.037024)")
    neuron = nn.Neuron(2, weights=START)
    tell(nn.cost(neuron, X, y, "half_squared_error"), "3_all_at_once")
    costs = train(neuron, epochs, rate=1.0)
    print(f"{epochs} epochs (slides: 6.434191 6.434236 −2.973036 after 5 000, C = 0.00052757)")
    cost = nn.cost(neuron, X, y, "half_squared_error").data
    print(*[f"{p.data:.6f}" for p in neuron.parameters()], f"C = {cost:.8f}", neuron.predict(X))
    rates = {"too low": descend(0.02), "good": descend(0.3), "too high": descend(1.05)}
    plots.save(
        OUT,
        cost=plots.cost_curve(costs, title="OR gate: the cost of every epoch"),
        decision_regions=plots.decision_regions(neuron, X, y, title="OR gate"),
        learning_rates=plots.learning_rates(rates, ag.square),
        activations=plots.activations(["sigmoid", "tanh", "relu"]),
    )
    print("wrote", *sorted(map(str, OUT.iterdir())))


if __name__ == "__main__":
    main()
