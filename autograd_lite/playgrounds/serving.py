"""The function that serves the playground, and what it returns."""

import atexit
import copy
import errno
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from html import escape
from types import TracebackType
from typing import Any, Self

from numpy.typing import ArrayLike

from autograd_lite import nn
from autograd_lite.inputs import checks
from autograd_lite.nn.module import Module
from autograd_lite.playgrounds.configuration import Configuration
from autograd_lite.playgrounds.links import from_link
from autograd_lite.playgrounds.messages import MOST_BYTES
from autograd_lite.playgrounds.own import own_start
from autograd_lite.playgrounds.run import Run
from autograd_lite.system.browser import open_page

#: seconds for connections and for epochs that are on their way, when the server stops
STOPPING = 5
#: seconds in which pages answer that they have heard of it
GOODBYE = 0.5
HIGH = 900  # pixels of a notebook's frame
TITLE = "Playground of autograd_lite"


class Playground:
    """A playground that is being served: until `stop`, the end of its ``with``, or that of Python.

    A notebook shows its page in a frame. Each page that is open has a training of its own.
    """

    __module__ = "autograd_lite"

    def __init__(self, start: Callable[[str], Run], listener: socket.socket, link: str) -> None:
        try:  # these packages are an extra, and take half a second to load
            import uvicorn
            import websockets  # noqa: F401  # uvicorn would miss it in its own thread only

            from autograd_lite.playgrounds.server import application
            from autograd_lite.playgrounds.sessions import Sessions
        except ModuleNotFoundError as error:
            listener.close()
            missing = str(error.name).partition(".")[0]
            if missing == "autograd_lite":
                raise
            command = 'pip install "autograd_lite[playground]"'
            raise ModuleNotFoundError(
                f"{missing} is needed; run: {command}", name=missing
            ) from error
        port, token = listener.getsockname()[1], secrets.token_urlsafe(24)
        #: the page's address: whoever has it can use the playground, from this machine alone
        self.url = f"http://127.0.0.1:{port}/{token}/" + (f"#{link}" if link else "")
        self._sessions, self._listener = Sessions(start), listener
        self._server = uvicorn.Server(
            uvicorn.Config(
                application(self._sessions, port, token),
                loop="asyncio",
                http="h11",
                ws="websockets-sansio",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                ws_max_size=MOST_BYTES,
                ws_per_message_deflate=False,
                timeout_graceful_shutdown=STOPPING,
            )
        )
        self._thread = threading.Thread(
            target=self._server.run, args=([listener],), name="playground server", daemon=True
        )
        self._thread.start()
        atexit.register(self.stop)

    @property
    def model(self) -> Module | None:
        """A copy of the model on the page that was opened last, as it is now; None without one."""
        return self._sessions.model()

    def wait(self) -> None:
        """Wait until it is stopped; Ctrl-C ends the waiting."""
        while self._thread.is_alive():
            self._thread.join(0.5)  # Windows notices Ctrl-C only between two of these

    def stop(self) -> None:
        """End the trainings and the server; `model` stays."""
        atexit.unregister(self.stop)
        self._sessions.close(STOPPING)
        until = time.monotonic() + GOODBYE
        while self._server.server_state.connections and time.monotonic() < until:
            time.sleep(0.01)
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()  # a server that had no time to start leaves it open

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Playground {'at ' + self.url if self._thread.is_alive() else 'that has stopped'}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        if not self._thread.is_alive():
            return bundle
        frame = (
            f'<div style="height: {HIGH}px; min-height: 300px; resize: vertical; overflow: hidden">'
            f'<iframe title="{TITLE}" src="{escape(self.url)}" '
            'style="width: 100%; height: 100%; border: 0"></iframe></div>'
        )
        return bundle | {"text/html": frame}


def playground(
    model: Module | None = None,
    X: ArrayLike | None = None,
    y: ArrayLike | None = None,
    *,
    loss: str | None = None,
    link: str = "",
    port: int = 0,
    browser: bool | None = None,
) -> Playground:
    """Open a page that trains a small network live, and shows the gradient of any example.

    It listens on this machine alone, on ``port`` or a free one, and goes on in the background: a
    script ends it when it ends itself, unless it calls `Playground.wait`. ``link`` is what the
    page's address has after ``#``, or the whole address: a network and data to begin with. The
    browser is opened, except in a notebook, which shows the page if the result stands at the
    end of a cell; ``browser`` True or False decides otherwise.

    ``model`` is an `nn.MLP`, `nn.Layer` or `nn.Neuron` of two inputs, of which a copy trains, with
    at most six hidden layers of eight neurons. ``X`` has the points, (n, 2), at most 1 000; ``y``
    what they are: two classes, 0 and 1 or −1 and 1, for one output; the indices of 3 to 6 classes
    for as many; else numbers. Without a ``loss`` there is the one that goes with the activation of
    the output. A fifth of the points is held out.

    It needs the extra ``playground``: ``pip install "autograd_lite[playground]"``. Raises
    ValueError or TypeError for what it cannot show, and OSError for a port that cannot be had.

    >>> with playground(browser=False) as page:
    ...     page.url.startswith("http://127.0.0.1:"), page.model is None
    (True, True)
    >>> page
    <Playground that has stopped>
    """
    port = checks.whole_number("port", port, 0, 65535)
    link = checks.text("link", link).strip().rpartition("#")[2]
    wanted = None if browser is None else checks.flag("browser", browser)
    start = runs_of(*own_start(model, X, y, loss))
    start("")  # what is wrong with it is told here
    served = Playground(start, listening(port), link)
    open_page(served.url, wanted)
    return served


def runs_of(start: Configuration, model: nn.MLP | None) -> Callable[[str], Run]:
    """What makes a run of what follows the # of an address, which is that of ``start`` at first."""

    def run_of(link: str) -> Run:
        configuration, notes = from_link(link) if link else (start, [])
        own = copy.deepcopy(model) if configuration == start else None
        run = Run(configuration, own)
        run.notes = [*notes, *run.notes]
        return run

    return run_of


def listening(port: int) -> socket.socket:
    """A socket on which this machine is heard, and no other. Raises OSError."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # else a port stays taken for minutes after its server
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        listener.close()
        causes = {
            errno.EADDRINUSE: "it is in use; choose another, or 0 for a free one",
            errno.EACCES: "only an administrator can use it; choose one above 1023",
        }
        cause = causes.get(error.errno or 0, error.strerror)
        raise OSError(error.errno, f"port {port}: {cause}") from None
    return listener
