"""A number that is aimed at."""

import math
from typing import NamedTuple


class Aim(NamedTuple):
    """A number that is to be at least, or at most, as large as a limit."""

    text: str
    sign: str
    limit: float
    measured: float

    def line(self) -> str:
        """As a row of a table."""
        reached = self.measured >= self.limit if self.sign == "≥" else self.measured <= self.limit
        verdict = "reached" if reached else "**missed**"
        if math.isnan(self.measured):
            verdict = "not measured"
        measured = f"{self.measured:.{0 if self.limit > 100 else 2}f}"
        return f"| {self.text} | {self.sign} {self.limit:g} | {measured} | {verdict} |"
