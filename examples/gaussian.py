"""Two sigmoid neurons and a linear one learn the bell curve exp(−x²)."""

from pathlib import Path

import autograd_lite as ag
from autograd_lite import nn, plots
from autograd_lite.datasets import gaussian_curve

OUT = Path("out/gaussian")


def network() -> nn.MLP:
    """1 → 2 (sigmoid) → 1 (linear), with the notebook's start values."""
    weights, biases = [[[1.0], [-1.0]], [[1.0, -1.0]]], [[1.0, 1.0], 1.0]
    return nn.MLP(1, [2, 1], ["sigmoid", "linear"], weights=weights, bias=biases)


def one_step() -> None:
    """Print the pass at x = 1, and what a step with the rate 1 leads to."""
    model = network()
    output = model([1.0])
    ag.squared_error(output, ag.exp_negative_square(1.0)).backward()
    print(f"at x = 1: z₃ = {output.data:.8f}, the gradients (notebook: z₃ = 1.38079708;")
    print("  0.21269971 0.21269971 −0.50645882 −0.50645882 1.78434979 1.01291764 2.02583527)")
    print(" ", *[f"{p.grad:.8f}" for p in model.parameters()])
    nn.SGD(model.parameters(), 1.0).step()
    print(f"after a step with the rate 1: z₃ = {model([1.0]).data:.8f} (−3.15227857: too far)")


def by_hand() -> dict[str, nn.Module]:
    """Networks whose parameters were picked by hand."""

    def two(outer: list[float], bias: float) -> nn.MLP:
        weights, biases = [[[3.5], [-3.5]], [outer]], [[3.5, 3.5], bias]
        return nn.MLP(1, [2, 1], ["sigmoid", "linear"], weights=weights, bias=biases)

    return {
        "one node": nn.Neuron(1, weights=[-3.5], bias=3.5),
        "two, added": two([1.0, 1.0], 0.0),
        "two, turned over": two([-1.5, -1.5], 1.5),
    }


def main(epochs: int = 100, seed: int = 0) -> float:
    """Train by stochastic gradient descent; return the mean squared error."""
    one_step()
    X, y = gaussian_curve(500)
    model = network()
    optimizer = nn.SGD(model.parameters(), 0.01)
    history = nn.fit(model, X, y, optimizer=optimizer, epochs=epochs, batch_size=1, rng=seed)
    error = nn.cost(model, X, y).data
    steps = f"{optimizer.updates} stochastic steps"
    print(f"after {steps} with the rate 0.01: the mean squared error is {error:.6f}")
    written = plots.save(
        OUT,
        activations=plots.activations(["sigmoid", "tanh"]),
        by_hand=plots.curve(
            by_hand(), true=ag.exp_negative_square, low=-5, high=5, title="Picked by hand"
        ),
        cost=plots.cost_curve(history, title="Gaussian: the cost of every epoch"),
        fit=plots.curve(
            {"network": model}, true=ag.exp_negative_square, low=-5, high=5, title=steps
        ),
    )
    print("wrote", *written)
    return error


if __name__ == "__main__":
    main()
