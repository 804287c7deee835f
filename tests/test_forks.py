"""What a fork finds: locks that other threads held."""

import os
import subprocess
import sys
import threading

import forks
import pytest

from autograd_lite import engine
from autograd_lite.system.lazy import lazy


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.parametrize("name", ["native", "python"])
def test_a_child_can_do_what_other_threads_were_doing(name):
    if name == "native" != engine.engine_info().name:
        pytest.skip("the native engine does not run")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", forks.__file__],
        env=os.environ | {engine.VARIABLE: name},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    numbers = {"backward": 2001.0, "compile": 1.0, "threads": 400_000.0}
    expected = [line for task, x in numbers.items() for line in (f"{x}", f"{task} done")]
    assert [*dict.fromkeys(done.stdout.splitlines())] == expected
    assert len(done.stdout.splitlines()) == 5 * len(expected)


def test_a_lazy_property_makes_no_thread_wait_for_another():
    """A thread that waits holds a lock, with which a child could be forked."""
    other_is_done = threading.Event()

    class Thing:
        @lazy
        def value(self):
            if threading.current_thread() is not first:
                return 2
            assert other_is_done.wait(10.0)
            return 1

    slow, quick = Thing(), Thing()
    first = threading.Thread(target=lambda: slow.value)
    first.start()
    assert quick.value == 2
    other_is_done.set()
    first.join()
    assert (slow.value, vars(slow)) == (1, {"value": 1})
