"""Two moons, the demo that micrograd's users know: a 2-16-16-1 network, hinge loss, and L2."""

from pathlib import Path

import numpy as np

from autograd_lite import nn, plots
from autograd_lite.datasets import moons

OUT = Path("out/moons")


def main(epochs: int = 100, seed: int = 0) -> float:
    """Train on 100 points; return the accuracy on 200 others."""
    rng = np.random.default_rng(seed)
    X, y = moons(100, noise=0.1, rng=rng)
    X_test, y_test = moons(200, noise=0.1, rng=rng)
    labels, labels_test = 2 * y - 1, 2 * y_test - 1  # the hinge loss wants −1 and 1
    model = nn.MLP(2, [16, 16, 1], ["relu", "relu", "linear"], rng=rng)
    print(model, "with", len(model.parameters()), "parameters")
    rate = nn.schedules.linear_decay(1.0, 0.1, updates=epochs)
    history = nn.fit(
        model,
        X,
        labels,
        loss="hinge",
        penalty=nn.L2(2e-4),
        optimizer=nn.SGD(model.parameters(), rate),
        epochs=epochs,
    )
    accuracy = nn.accuracy(model, X_test, labels_test)
    print(f"{history}: accuracy {nn.accuracy(model, X, labels):.3f}, on test data {accuracy:.3f}")
    regions = plots.decision_regions(model, X, labels, test=(X_test, labels_test), title="Moons")
    print("wrote", *plots.save(OUT, cost=history.plot(), regions=regions))
    return accuracy


if __name__ == "__main__":
    main()
