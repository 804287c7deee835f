"""The losses over the epochs, in bounded memory."""

from typing import Final

#: points that a curve has at most: where there are more, every second one goes
MOST: Final = 400

Losses = tuple[float | None, float | None]
Point = tuple[int, float | None, float | None]
#: every how many epochs, and the points
Kept = tuple[int, tuple[Point, ...]]


class Curve:
    """Losses at every n-th epoch; n is doubled when there are too many.

    The same run has the same curve, however it is looked at. Of 10 000 epochs there are losses of
    fewer than 1 600: what they cost is soon nothing beside the training.

    >>> curve = Curve()
    >>> for epoch in range(1001):
    ...     if curve.wants(epoch):
    ...         curve.add(epoch, (1.0, 1.0))
    >>> len(curve.points), curve.points[1][0]
    (251, 4)
    """

    def __init__(self, kept: Kept = (1, ())) -> None:
        self.every, points = kept
        self.points: list[Point] = [*points]
        self._told = 0
        self._anew = True

    def kept(self) -> Kept:
        """All of it, for a curve that goes on from here."""
        return self.every, tuple(self.points)

    def wants(self, epoch: int) -> bool:
        """Whether the losses of this epoch belong to the curve."""
        return epoch % self.every == 0

    def add(self, epoch: int, losses: Losses) -> None:
        """Note the losses of an epoch, which comes after all others."""
        self.points.append((epoch, *losses))
        if len(self.points) > MOST:
            self.every *= 2
            self.points = [each for each in self.points if each[0] % self.every == 0]
            self._anew = True

    def cut(self, epoch: int) -> None:
        """Forget what came after an epoch."""
        self.points = [each for each in self.points if each[0] <= epoch]
        self._anew = True

    def news(self) -> tuple[bool, list[Point]]:
        """What came since it was last asked, and whether that stands for all that came before."""
        anew, start = self._anew, 0 if self._anew else self._told
        self._anew, self._told = False, len(self.points)
        return anew, self.points[start:]
