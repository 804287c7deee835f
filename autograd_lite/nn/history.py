"""What a training run leaves behind: the losses of its epochs, and why it ended."""

import base64
import io
import math
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(repr=False)
class History:
    """The losses of every epoch. A notebook shows them as a picture.

    >>> history = History([0.5, 0.25])
    >>> history
    <History of 2 epochs: loss 0.5 → 0.25>
    """

    __module__ = "autograd_lite.nn"

    #: the mean loss over the examples of each epoch, with any penalty, as seen while it went on
    loss: list[float] = field(default_factory=list)
    #: after each epoch, the mean loss over the examples that were held out, without penalty
    validation_loss: list[float] = field(default_factory=list)
    #: why the training ended
    stopped: str = ""
    #: what computed losses and gradients: "eager", a back end of the compiler, or one of one's own
    backend: str = "eager"

    @property
    def epochs(self) -> int:
        """The number of epochs."""
        return len(self.loss)

    @property
    def watched(self) -> list[float]:
        """The losses that tell how good the model is: of validation, if there are any."""
        return self.validation_loss or self.loss

    @property
    def best_epoch(self) -> int:
        """The epoch of the lowest watched loss, from 1 on; 0 before the first."""
        finite = [loss for loss in self.watched if math.isfinite(loss)]
        return self.watched.index(min(finite)) + 1 if finite else 0

    def plot(self) -> "Figure":
        """Draw the losses over the epochs; this needs matplotlib."""
        from autograd_lite.viz import plots

        return plots.cost_curve(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        if not self.loss or find_spec("matplotlib") is None:
            return bundle
        png = io.BytesIO()
        self.plot().savefig(png)
        return bundle | {"image/png": base64.b64encode(png.getvalue()).decode()}

    def __repr__(self) -> str:
        text = f"<History of {self.epochs} epochs"
        for name, losses in (("loss", self.loss), ("validation loss", self.validation_loss)):
            if losses:
                text += f": {name} {losses[0]:.4g} → {losses[-1]:.4g}"
        if self.backend != "eager":
            text += f"; backend {self.backend}"
        return text + (f"; {self.stopped}>" if self.stopped else ">")
