"""A playground to test: a run that trains nothing, and a page of it without a browser."""

import json
import threading
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from autograd_lite import nn

#: seconds for what should come at once; machines that test are busy
SOON = 20.0


class FakeRun:
    """A run whose epochs take as long as is wished; it can do no more than be asked."""

    engine, engine_note = "python", ""

    def __init__(self, seconds=0.001):
        self.seconds, self.epoch, self.threads = seconds, 0, set()
        self.model = nn.Neuron(1, "linear", weights=[0.0])
        self.is_training = False

    def train(self, epochs=None, after_epoch=None):
        done = 0
        while epochs is None or done < epochs:
            self.is_training = True
            time.sleep(self.seconds)
            self.is_training = False
            self.epoch, done = self.epoch + 1, done + 1
            if after_epoch():
                break

    def _called(self):
        assert not self.is_training
        self.threads.add(threading.current_thread())

    def configure(self, configuration):
        self._called()

    def reset(self):
        self._called()
        self.epoch = 0

    def set_weight(self, layer, neuron, place, value):
        self._called()
        if layer == 7:
            raise ValueError("layer: there are 2")
        if layer == 8:
            raise ZeroDivisionError

    def state(self):
        self._called()
        return {"epoch": self.epoch}

    def frame(self, gradient):
        self._called()
        return {"epoch": self.epoch, "of": gradient, "loss": float("nan")}, bytes(16)

    def look(self, x, y, target):
        self._called()
        return {"x": x, "y": y, "target": target, "epoch": self.epoch}

    def give(self, what):
        self._called()
        return f"run.{what}", "text"

    def walkthrough(self, x, y, target):
        self._called()
        return f"<p>{x} {y}</p>"


def code_of_the_end(socket):
    """Why a connection ended, when it has; None if it was cut."""
    try:
        while True:
            socket.recv(timeout=SOON)
    except ConnectionClosed as ended:
        return ended.rcvd and (ended.rcvd.code, ended.rcvd.reason)


class Page:
    """What a page does: it sends wishes, and paints frames."""

    def __init__(self, socket):
        self.socket = socket

    def send(self, do, **fields):
        self.socket.send(json.dumps({"do": do, **fields}))

    def next(self, kind=None, paints=True, **wanted):
        """The next message of a kind that has these fields; frames before are painted."""
        until = time.monotonic() + SOON
        while (left := until - time.monotonic()) > 0.0:
            message = self._read(self.socket.recv(timeout=left))
            if paints and message["kind"] == "frame":
                self.send("drawn", frame=message["frame"])
            if kind in (None, message["kind"]) and wanted.items() <= message.items():
                return message
        raise TimeoutError(f"no {kind} with {wanted}")

    @staticmethod
    def _read(data):
        if isinstance(data, str):
            return json.loads(data)
        size = int.from_bytes(data[:4], "little")
        return {"kind": "frame", **json.loads(data[4 : 4 + size]), "pixels": data[4 + size :]}


def address(served):
    """Host and port."""
    return served.url.split("/")[2]


def opened(served, link="", **options):
    """A connection to it, as from its page with a link."""
    given = {"origin": f"http://{address(served)}", "max_size": None, "max_queue": 10**6, **options}
    url = served.url.partition("#")[0].replace("http:", "ws:", 1) + f"ws?{link}"
    return connect(url, compression=None, **given)
