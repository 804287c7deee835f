"""The OR gate by one neuron: from the first forward pass to 5 000 epochs, as on the slides."""

from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")  # draw into files; no screen is needed
import matplotlib.pyplot as plt
import numpy as np

import autograd_lite as ag

OUT = Path("out")
INPUTS = [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)]
TARGETS = [0.0, 1.0, 1.0, 1.0]


def loss_of(neuron: ag.nn.Neuron, x: tuple[float, float], y: float) -> ag.Value:
    """Run one example forward and return its loss ½(y − ŷ)²."""
    prediction = neuron(x)
    prediction.label = "ŷ"
    loss = ag.half_squared_error(prediction, ag.Constant(y, "y"))
    loss.label = "L"
    return loss


def save(result: ag.Value, name: str) -> None:
    """Write the diagram as SVG and PNG."""
    diagram = ag.draw(result)
    print("  wrote", diagram.save(OUT / f"{name}.svg"), "and", diagram.save(OUT / f"{name}.png"))


def train(neuron: ag.nn.Neuron, epochs: int, rate: float = 1.0) -> list[float]:
    """Batch gradient descent in the slides' loop form; returns the cost of every epoch."""
    costs = []
    for _ in range(epochs):
        neuron.zero_grad()
        losses = [loss_of(neuron, x, y) for x, y in zip(INPUTS, TARGETS, strict=True)]
        for loss in losses:
            loss.backward()  # gradients add up in the parameters
        costs.append(sum(loss.data for loss in losses) / len(losses))
        for parameter in neuron.parameters():
            parameter.data -= rate / len(losses) * parameter.grad
    return costs


def plot(neuron: ag.nn.Neuron, costs: list[float]) -> None:
    """Write the cost curve and the decision boundary."""
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    axes.semilogy(range(1, len(costs) + 1), costs)
    axes.set(xlabel="epoch", ylabel="cost C", title="OR gate: cost of every epoch")
    figure.savefig(OUT / "cost.png", dpi=150)

    (w1, w2), b = neuron.weights, neuron.bias
    side = np.linspace(-0.5, 1.5, 201)
    x1, x2 = np.meshgrid(side, side)
    predictions = ag.sigmoid(w1.data * x1 + w2.data * x2 + b.data)
    figure, axes = plt.subplots(figsize=(5, 4), layout="constrained")
    filled = axes.contourf(x1, x2, predictions, levels=np.linspace(0, 1, 11), cmap="RdBu_r")
    axes.contour(x1, x2, predictions, levels=[0.5], colors="black")
    for (p, q), y in zip(INPUTS, TARGETS, strict=True):
        axes.plot(p, q, "o^"[int(y)], color="white", markeredgecolor="black", markersize=12)
        axes.annotate(f"{y:.0f}", (p, q), textcoords="offset points", xytext=(12, 6))
    figure.colorbar(filled, label="prediction ŷ")
    axes.set(xlabel="x₁", ylabel="x₂", title="OR gate: decision boundary ŷ = ½", aspect="equal")
    figure.savefig(OUT / "decision_boundary.png", dpi=150)
    print("  wrote", OUT / "cost.png", "and", OUT / "decision_boundary.png")


def main(epochs: int = 5_000) -> None:
    """Tell the whole story."""
    OUT.mkdir(exist_ok=True)
    print("1. One example, x = (0, 0), y = 0, no bias: nothing can be learnt")
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6], bias=None)
    loss = loss_of(neuron, INPUTS[0], TARGETS[0])
    loss.backward()
    print(ag.explain(loss))
    save(loss, "1_no_bias")

    print("2. The same with a bias, and one update with the learning rate 1")
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    loss = loss_of(neuron, INPUTS[0], TARGETS[0])
    loss.backward()
    print(ag.explain(loss))
    save(loss, "2_bias")
    print("  wrote", ag.walkthrough(loss).save(OUT / "2_bias.html"), "to step through it")
    neuron.bias.data -= neuron.bias.grad
    after = loss_of(neuron, INPUTS[0], TARGETS[0])
    print(f"  b = {neuron.bias.data:g}; now ŷ = {after.parents[0].data:.6g}, L = {after.data:.6g}")

    print("3. All four examples at once: C = (L₁ + L₂ + L₃ + L₄) / 4")
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    losses = [loss_of(neuron, x, y) for x, y in zip(INPUTS, TARGETS, strict=True)]
    cost = ag.sum(losses) / 4
    cost.label = "C"
    cost.backward()
    print("  C =", cost.data, *[f" ∂C/∂{p.label} = {p.grad:.6f}" for p in neuron.parameters()])
    save(cost, "3_all_at_once")

    print(f"4. {epochs} epochs of gradient descent")
    neuron = ag.nn.Neuron(2, "sigmoid", weights=[0.1, 0.6])
    costs = train(neuron, epochs)
    print("  cost after 1, 2, …:", *[f"{cost:.6g}" for cost in costs[:2]], f"… {costs[-1]:.6g}")
    print(" ", ", ".join(f"{p.label} = {p.data:.6f}" for p in neuron.parameters()))
    for x, y in zip(INPUTS, TARGETS, strict=True):
        print(f"  {x[0]:.0f} or {x[1]:.0f} = {y:.0f}, predicted {neuron(x).data:.6f}")
    plot(neuron, costs)


if __name__ == "__main__":
    main()
