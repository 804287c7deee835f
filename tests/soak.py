"""The playground under pages that come, train, misbehave and go, for some minutes: what grows?

    python tests/soak.py --minutes 3

The server is a process of its own, on Linux, whose memory, threads and open files are read from
/proc. It fails if there are other threads or files, or more memory, when all pages have gone at the
end than there were at the first third. The C library gets one heap for all threads: with one for
each, as usual, what a process keeps for later depends on chance.
"""

import argparse
import itertools
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

from playgrounds import Page, opened
from websockets.exceptions import WebSocketException

PAGES = 12
#: MB by which memory may differ from one third of the time to the end: heaps are never quite still
TOLERANCE = 10.0
SETTINGS = {
    "data": ["circle", "xor", "spiral", "clusters", "plane"],
    "layers": [[], [{"neurons": 3, "activation": "relu"}], [{"neurons": 8}] * 2],
    "noise": [0, 25, 50],
    "optimizer": ["SGD", "Adam"],
    "batch_size": [1, 10, 1000],
    "penalty": ["none", "L2"],
    "penalty_rate": [0, 0.01],
    "features": [["x", "y"], ["x", "y", "x²", "sin x"]],
}  # fmt: skip
WISHES = [
    ("play", {}), ("pause", {}), ("step", {}), ("reset", {}), ("undo", {}), ("redo", {}),
    ("look", {"x": 1.0, "y": -2.0, "target": None}), ("look", {"x": None}),
    ("weight", {"layer": 0, "neuron": 0, "input": 1, "value": 0.5}),
    ("point", {"x": 1.0, "y": 1.0, "target": 1}),
    ("view", {"gradient": "batch", "speed": None}), ("view", {"gradient": "off", "speed": 50}),
    ("give", {"what": "python"}), ("give", {"what": "model"}), ("give", {"what": "c"}),
    ("give", {"what": "walkthrough", "x": 1.0, "y": 1.0, "target": 1}),
]  # fmt: skip
HOSTILE = ["{", '{"do":"rm"}', "[" * 10_000, " " * 300_000, b"\xff"]


def visit(served, rng, errors):
    """What one page does until it goes, in one way or another."""
    with suppress(WebSocketException, TimeoutError, OSError), opened(served) as connection:
        page = Page(connection)
        page.next("frame")
        for _ in range(rng.randrange(40)):
            if rng.random() < 0.2:
                chosen = {name: rng.choice(values) for name, values in SETTINGS.items()}
                page.send("configure", configuration=chosen)
            else:
                do, fields = rng.choice(WISHES)
                page.send(do, **fields)
            message = page.next()
            if message["kind"] == "problem" and "server failed" in message["message"]:
                errors.append(message["message"])
        if rng.random() < 0.2:
            connection.send(rng.choice(HOSTILE))
            page.next("never")
        if rng.random() < 0.3:
            connection.socket.shutdown(socket.SHUT_RDWR)


def measured(pid):
    """Memory in MB, threads, and open files."""
    status = dict(
        line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
    )
    files = len([*Path(f"/proc/{pid}/fd").iterdir()])
    return int(status["VmRSS"].split()[0]) / 1024, int(status["Threads"]), files


def rested(pid):
    """What is measured when all pages have gone: when nothing changes for two seconds."""
    until, before = time.monotonic() + 30.0, None
    while (now := measured(pid)) and now[1:] != before and time.monotonic() < until:
        before = now[1:]
        time.sleep(2.0)
    return now


def soak(pid, served, minutes):
    """Let pages come and go; what was measured at each third, and what failed."""
    errors, visits, stop = [], itertools.count(), threading.Event()

    def come_and_go(seed):
        rng = random.Random(seed)
        while not stop.is_set():
            visit(served, rng, errors)
            next(visits)

    rests = []
    for part in range(3):
        stop.clear()
        pages = [
            threading.Thread(target=come_and_go, args=(part * PAGES + i,)) for i in range(PAGES)
        ]
        for page in pages:
            page.start()
        until = time.monotonic() + minutes * 20.0
        while time.monotonic() < until:
            time.sleep(min(10.0, max(0.1, until - time.monotonic())))
            print("{:6.0f} MB {:4} threads {:4} files".format(*measured(pid)), flush=True)
        stop.set()
        for page in pages:
            page.join()
        rests.append(rested(pid))
        print("at rest {:6.0f} MB {:4} threads {:4} files".format(*rests[-1]), flush=True)
    print(f"{next(visits)} pages came and went")
    return rests, errors


def main():
    """Serve, soak, and say what is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=3.0)
    minutes = parser.parse_args().minutes
    command = [sys.executable, "-m", "autograd_lite", "playground", "--no-browser"]
    one_heap = os.environ | {"MALLOC_ARENA_MAX": "1"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=one_heap)
    try:
        served = SimpleNamespace(url=process.stdout.readline().strip())
        rests, errors = soak(process.pid, served, minutes)
        process.send_signal(signal.SIGINT)
        status = process.wait(30.0)
    finally:
        process.kill()
    faults = [*errors[:5]]
    faults += ["threads or files are left"] * (rests[-1][1:] != rests[0][1:])
    grown = rests[-1][0] - rests[0][0]
    faults += [f"memory grew by {grown:.0f} MB"] * (grown > TOLERANCE)
    faults += [f"Ctrl-C ended it with {status}"] * (status != 130)
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
