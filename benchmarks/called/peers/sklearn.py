"""scikit-learn's networks."""

import warnings
from typing import Any

import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from benchmarks.called.peers import Training

VERSION = sklearn.__version__


def _begun(kind: Any, parameters: Any) -> Any:
    """The class with start values that are given, for it draws its own."""

    class Begun(kind):  # type: ignore[misc]
        def _init_coef(self, inputs: int, outputs: int, dtype: Any) -> Any:
            weights, biases = next(self._given)
            return weights.T.copy(), biases.copy()

        def _initialize(self, *arguments: Any) -> None:
            self._given = zip(parameters[::2], parameters[1::2], strict=True)
            super()._initialize(*arguments)

    return Begun


class Peer:
    """It stops after the epochs that were asked for, and warns that this was early."""

    def __init__(self, threads: int) -> None:
        warnings.simplefilter("ignore", ConvergenceWarning)

    def fit(self, training: Training) -> Any:
        kind = MLPRegressor if training.loss == "half_squared_error" else MLPClassifier
        kind = _begun(kind, training.parameters)

        def run() -> Any:
            model = kind(
                hidden_layer_sizes=training.sizes[1:-1],
                activation=training.activation,
                alpha=0.0,
                batch_size=training.batch_size,
                learning_rate_init=training.rate,
                epsilon=training.eps,
                max_iter=training.epochs,
                n_iter_no_change=training.epochs,
                shuffle=False,
            ).fit(training.X, training.y)
            pairs = zip(model.coefs_, model.intercepts_, strict=True)
            return [x for weights, biases in pairs for x in (weights.T, biases)]

        return run

    fit_again = fit
