"""A network from scratch tells women from men by weight and height; and a line by least squares."""

from pathlib import Path

import numpy as np

import autograd_lite as ag
from autograd_lite import nn, plots
from autograd_lite.datasets import people

OUT = Path("out/people")
X, y = people()
WHO = {"Emily, 128 lb, 63 in": (-7.0, -3.0), "Frank, 155 lb, 68 in": (20.0, 2.0),
       "182 kg, 73 cm": (182 * 2.20462 - 135, 73 * 0.393701 - 66)}  # fmt: skip
ZOO = {"sigmoid": ag.sigmoid, "tanh": ag.tanh, "ReLU": ag.relu,
       "leaky ReLU": lambda x: ag.leaky_relu(x, 0.1), "ELU": ag.elu,
       "maxout of x and −x/2": lambda x: ag.maxout([x, -0.5 * x])}  # fmt: skip


def line(steps: int = 6_000) -> nn.Neuron:
    """Height by weight: gradient descent finds the line that least squares has."""
    x, height = X[:, 0], X[:, 1]
    slope = np.sum((x - x.mean()) * (height - height.mean())) / np.sum((x - x.mean()) ** 2)
    intercept = height.mean() - slope * x.mean()
    neuron = nn.Neuron(1, "linear", weights=[0.0])
    nn.fit(neuron, X[:, :1], height, optimizer=nn.SGD(neuron.parameters(), 0.003), epochs=steps)
    found = [p.data for p in neuron.parameters()]
    print(f"height = {found[0]:.6f} · weight + {found[1]:.6f}", end=" ")
    print(f"(least squares: {slope:.6f}, {intercept:.6f})")
    return neuron


def main(epochs: int = 1_000, seed: int = 0) -> list[float]:
    """Train 2-2-1 sigmoids, one example after the other; return the predictions for WHO."""
    model = nn.MLP(2, [2, 1], "sigmoid", weights=[[[0, 1], [0, 1]], [[0, 1]]])
    print(f"w = (0, 1), b = 0, input (2, 3): {model([2, 3]).data} (text: 0.7216325609518421)")
    model = nn.MLP(2, [2, 1], "sigmoid", weights="normal", bias="normal", rng=seed)
    errors = []

    def note(history: nn.History) -> None:
        if history.epochs % 10 == 0:
            errors.append(nn.cost(model, X, y).data)
            if history.epochs % 200 == 0:
                print(f"  epoch {history.epochs}: mean squared error {errors[-1]:.4f}")

    nn.fit(model, X, y, optimizer=nn.SGD(model.parameters(), 0.1), epochs=epochs, batch_size=1,
           shuffle=False, callbacks=[note])  # fmt: skip
    predictions = model.predict(list(WHO.values())).tolist()
    for name, p, text in zip(WHO, predictions, (0.951, 0.039, 0.040), strict=True):
        print(f"  {name}: {p:.3f} (text: {text:.3f}; female is 1)")
    written = plots.save(
        OUT,
        activations=plots.activations(ZOO),
        cost=plots.cost_curve(errors, steps=range(10, epochs + 1, 10), title="People"),
        line=plots.curve(line(), X[:, :1], X[:, 1], title="Height by weight"),
        regions=plots.decision_regions(
            model, X, y, unknown=list(WHO.values())[:2], class_names=["male", "female"],
            xlabel="weight − 135 lb", ylabel="height − 66 in", title="People"),
    )  # fmt: skip
    print("wrote", *written)
    return predictions


if __name__ == "__main__":
    main()
