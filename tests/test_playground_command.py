"""The command that serves the playground, as a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from autograd_lite import cli
from autograd_lite.cli.commands import FAILED
from autograd_lite.cli.program import INTERRUPTED, WRONG_CALL

PROGRAM = [sys.executable, "-m", "autograd_lite", "playground", "--no-browser"]


@contextmanager
def started(*arguments):
    """The command, when it serves, and its address."""
    process = subprocess.Popen(
        [*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole group of processes")
def test_it_says_where_it_serves_and_ends_by_ctrl_c():
    with started("v=1&data=xor") as (process, url):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/#v=1&data=xor", url)
        assert process.stdout.readline() == "Ctrl-C ends it.\n"
        with urllib.request.urlopen(url) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == INTERRUPTED


def test_two_run_side_by_side_and_a_port_is_one_s_own():
    with started() as (_, one), started() as (_, other):
        assert one != other
        port = one.split("/")[2].split(":")[1]
        done = subprocess.run([*PROGRAM, "--port", port], capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (FAILED, "")
        assert done.stderr == (
            f"autograd-lite: port {port}: it is in use; choose another, or 0 for a free one\n"
        )


def test_a_port_can_be_chosen_and_a_whole_address_opened():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    old = "http://127.0.0.1:1234/token/#v=1&noise=40"
    with started(old, "--port", str(port)) as (_, url):
        assert url.startswith(f"http://127.0.0.1:{port}/")
        assert url.endswith("/#v=1&noise=40")


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["a", "b"], ["--no"]])
def test_what_is_wrong_is_said(arguments, capsys):
    assert cli.main(["playground", "--no-browser", *arguments]) == WRONG_CALL
    assert capsys.readouterr().err


def test_a_missing_package_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert cli.main(["playground", "--no-browser"]) == FAILED
    command = 'uvicorn is needed; run: pip install "autograd_lite[playground]"; autograd-lite'
    assert command in capsys.readouterr().err
