"""When Python searches for garbage: not while a program grows, and for it not everywhere."""

import gc

import pytest

import autograd_lite as ag
from autograd_lite.compiler import kernels
from autograd_lite.compiler.tracer import Tracer
from autograd_lite.system.collector import collector_paused

pytestmark = pytest.mark.skipif(not hasattr(gc, "get_count"), reason="it has no generations")


@pytest.fixture
def searched():
    """The generations that are searched, where each search makes the next one due."""
    found, before = [], gc.get_threshold()

    def note(phase, about):
        if phase == "start":
            found.append(about["generation"])

    gc.collect()
    gc.set_threshold(700, 1, 1)
    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)
    gc.set_threshold(*before)


def test_what_grew_is_searched_alone_when_it_is_there(searched):
    grown = []
    for _ in range(6):
        with collector_paused():
            grown.append([[i] for i in range(2000)])
            during = len(searched)
        assert len(searched) == during + 1
    assert {*searched} == {0}
    assert gc.isenabled()


def test_where_it_is_off_it_stays_off(searched):
    gc.disable()
    try:
        with collector_paused():
            grown = [[i] for i in range(2000)]
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert len(grown) == 2000


def test_a_trace_is_freed_without_the_collector(monkeypatch):
    monkeypatch.setattr(kernels, "_lately", kernels.Lately(8, 100_000))
    gc.collect()
    gc.disable()
    try:
        fast = ag.compile(lambda x, y: ag.exp(x * y) + ag.sin(x))
        fast.value_and_grad(0.5, 2.0)
        left = [each for each in gc.get_objects() if type(each) is Tracer]
    finally:
        gc.enable()
    assert not left
