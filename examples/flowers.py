"""Red or blue? One neuron learns the colour of flowers from length and width."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import autograd_lite as ag
from autograd_lite import nn, plots
from autograd_lite.datasets import MYSTERY_FLOWER, flowers

OUT = Path("out/flowers")
X, y = flowers()


def train(neuron: nn.Neuron, rate: float, steps: int, rng: np.random.Generator) -> list[float]:
    """Step by one random flower at a time; return the cost over all of every 100 steps."""
    costs, optimizer = [], nn.SGD(neuron.parameters(), rate)
    for step in range(steps):
        if step % 100 == 0:
            costs.append(nn.cost(neuron, X, y).data)
        i = rng.integers(len(y))
        neuron.zero_grad()
        ag.squared_error(neuron(X[i]), y[i]).backward()
        optimizer.step()
    return costs


def regions(neuron: nn.Neuron, height: float, width: float, grid: int, title: str) -> Figure:
    """Draw the canvas with the flowers, the unknown one, and what the neuron says elsewhere."""
    return plots.decision_regions(
        neuron, X, y, unknown=MYSTERY_FLOWER, xlim=(0, width), ylim=(0, height), grid=grid,
        class_names=["blue", "red"], title=title, xlabel="length", ylabel="width",
    )  # fmt: skip


def live_page(neuron: nn.Neuron, steps: int) -> Path:
    """Write the page on which a reader goes on training, and adds flowers."""
    made = nn.page(
        neuron, X, y, unknown=MYSTERY_FLOWER, xlim=(0, 7), ylim=(0, 7), grid=0.1,
        learning_rate=0.2, steps=steps, start=(-0.1, 0.1), class_names=["blue", "red"],
        xlabel="length", ylabel="width", title="Red or blue?",
    )  # fmt: skip
    return made.save(OUT / "flowers.html")


def main(page_steps: int = 50_000, script_steps: int = 10_000, seed: int = 0) -> dict[str, float]:
    """Train as the page and as the script; return what they say of the mystery flower."""
    rng = np.random.default_rng(seed)
    small = nn.init.uniform(-0.1, 0.1)
    page = nn.Neuron(2, weights=small, bias=small, rng=rng)
    train(page, 0.2, page_steps, rng)
    script = nn.Neuron(2, weights="normal", bias="normal", rng=rng)
    costs = train(script, 0.1, script_steps, rng)
    found = {
        name: float(neuron.predict([MYSTERY_FLOWER])[0])
        for name, neuron in (("page", page), ("script", script))
    }
    print("The mystery flower should be red, 1:", {k: round(p, 2) for k, p in found.items()})
    print("The colours are", y, "and seem", page.predict(X).round(2))
    written = plots.save(
        OUT,
        page=regions(page, 7, 7, 70, f"Flowers: the page after {page_steps} steps"),
        script=regions(script, 3, 6, 20, f"Flowers: the script after {script_steps} steps"),
        cost=plots.cost_curve(costs, steps=range(0, script_steps, 100), xlabel="step",
                              title="Flowers: the cost over all"),
        sigmoid=plots.activations(["sigmoid"]),
    )  # fmt: skip
    print("wrote", *written, live_page(page, page_steps))
    return found


if __name__ == "__main__":
    main()
