"""What the door shows: made from the places that it names, by ``make rules``.

A test demands that these are they.
"""

from autograd_lite.testing.check import check_gradients as check_gradients
from autograd_lite.testing import strategies as strategies
from autograd_lite.testing.verdict import GradientError as GradientError
from autograd_lite.testing.verdict import NoDerivativeError as NoDerivativeError
from autograd_lite.testing.verdict import Report as Report
from autograd_lite.testing.verdict import UncheckedError as UncheckedError

PLACES: dict[str, str]
__all__ = ['GradientError', 'NoDerivativeError', 'Report', 'UncheckedError', 'check_gradients', 'strategies']
