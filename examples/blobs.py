"""Logistic regression tells two clouds of points apart; it needs scikit-learn for them."""

from pathlib import Path

from sklearn.datasets import make_blobs
from sklearn.model_selection import train_test_split

from autograd_lite import nn, plots

OUT = Path("out/blobs")


def main(epochs: int = 50, seed: int = 0) -> float:
    """Train in mini-batches of 10; return the accuracy on the test data."""
    X, y = make_blobs(n_samples=500, centers=2, n_features=2, random_state=0)
    X, X_test, y, y_test = train_test_split(X, y, test_size=0.2, random_state=42)
    neuron = nn.Neuron(2, "sigmoid", weights=[1.0, 1.0], bias=1.0)
    print(f"test accuracy untrained {nn.accuracy(neuron, X_test, y_test):.2f} (notebook: 0.45)")
    history = nn.fit(
        neuron,
        X,
        y,
        loss="binary_cross_entropy",
        optimizer=nn.SGD(neuron.parameters(), 0.01),
        epochs=epochs,
        batch_size=10,
        validation=(X_test, y_test),
        rng=seed,
    )
    accuracy = nn.accuracy(neuron, X_test, y_test)
    print(f"test accuracy after {epochs} epochs {accuracy:.2f} (notebook: 0.95)")
    regions = plots.decision_regions(neuron, X, y, test=(X_test, y_test), title="Blobs")
    print("wrote", *plots.save(OUT, cost=history.plot(), regions=regions))
    return accuracy


if __name__ == "__main__":
    main()
