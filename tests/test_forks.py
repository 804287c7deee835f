"""What a fork finds: locks that other threads held."""

import os
import subprocess
import sys

import forks
import pytest

from autograd_lite import engine


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
