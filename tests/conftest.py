"""One Hypothesis profile: the same examples on every run, and no clock. The layout programs."""

import pytest
from hypothesis import settings

from autograd_lite.viz import layout

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("repeatable")


@pytest.fixture(params=[engine.name for engine in layout.engines()])
def engine(request, monkeypatch):
    """Every layout program that is installed here, one after the other."""
    one = [each for each in layout.engines() if each.name == request.param]
    monkeypatch.setattr(layout, "engines", lambda: iter(one))
    return one[0]
