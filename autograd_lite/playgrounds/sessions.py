"""The connections of the pages that are open, each with a training of its own."""

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from autograd_lite.nn.module import Module
from autograd_lite.playgrounds.configuration import SettingError
from autograd_lite.playgrounds.mailboxes import FullError, Outbox
from autograd_lite.playgrounds.messages import (
    GOING_AWAY,
    POLICY,
    TRY_LATER,
    HostileMessageError,
    problem,
    read,
)
from autograd_lite.playgrounds.run import Run
from autograd_lite.playgrounds.worker import Worker

#: pages that may be open at once
MOST_SESSIONS = 64
#: seconds without a word from a page, after which its session ends
IDLE = 3600.0
#: what a page may send: so many messages a second, so many at once, and bytes that count as one.
#: A pointer on a screen of 240 pictures a second stays below.
RATE, BURST, UNIT = 300.0, 600.0, 8192
#: seconds for saying why a connection ends, to one that perhaps does not listen
CLOSING = 5.0


class Allowance:
    """A token bucket.

    >>> allowance = Allowance()
    >>> all(allowance.spend(1.0) for _ in range(600)), allowance.spend(100.0)
    (True, False)
    """

    def __init__(self) -> None:
        self._left, self._at = BURST, time.monotonic()

    def spend(self, amount: float) -> bool:
        """Whether there was enough left."""
        now = time.monotonic()
        self._left = min(BURST, self._left + (now - self._at) * RATE) - amount
        self._at = now
        return self._left >= 0.0


class Sessions:
    """All of a server. ``start`` makes the run of a page, of the link that its address has."""

    def __init__(self, start: Callable[[str], Run]) -> None:
        self._start = start
        self._workers: list[Worker] = []
        self._newest: Worker | None = None

    async def serve(self, socket: WebSocket) -> None:
        """Talk with a page until it goes, or has to."""
        await socket.accept()
        if len(self._living()) >= MOST_SESSIONS:
            text = f"{MOST_SESSIONS} pages are open, and no more can be; close one, and reload"
            with suppress(WebSocketDisconnect, RuntimeError):
                await socket.send_text(problem(None, text))
                await socket.close(TRY_LATER, "too many pages are open")
            return
        outbox = Outbox(asyncio.get_running_loop())
        link = socket.scope["query_string"].decode()
        worker = Worker(lambda: self._start(link), outbox)
        self._workers.append(worker)
        self._newest = worker
        worker.start()
        talk = [
            asyncio.create_task(_read(socket, worker, outbox)),
            asyncio.create_task(_send(socket, outbox)),
        ]
        try:
            await asyncio.wait(talk, return_when=asyncio.FIRST_COMPLETED)
        finally:
            worker.inbox.close()
            for task in talk:
                task.cancel()
            await asyncio.gather(*talk, return_exceptions=True)
        if outbox.ending:
            with suppress(WebSocketDisconnect, RuntimeError, TimeoutError):
                async with asyncio.timeout(CLOSING):
                    await socket.close(*outbox.ending)

    def _living(self) -> list[Worker]:
        """Those that train: one whose page has gone does so until its epoch ends."""
        self._workers = [each for each in self._workers if each.is_alive()]
        return self._workers

    def fetch(self, ticket: str) -> str | None:
        """The walkthrough that has this random name, for the first who asks."""
        for worker in self._living():
            if (made := worker.walkthrough) and secrets.compare_digest(made[0], ticket):
                worker.walkthrough = None
                return made[1]
        return None

    def model(self) -> Module | None:
        """A copy of the model of the page that was opened last; None before the first."""
        return self._newest.model() if self._newest else None

    def close(self, seconds: float) -> None:
        """End all, and wait for their epochs to end, so many seconds at most."""
        until = time.monotonic() + seconds
        living = self._living()
        for worker in living:
            worker.end(GOING_AWAY, "the playground was stopped")
        for worker in living:
            worker.join(max(0.0, until - time.monotonic()))


async def _read(socket: WebSocket, worker: Worker, outbox: Outbox) -> None:
    """Hand the wishes of the page to its training."""
    allowance = Allowance()
    while True:
        try:
            # not wait_for: before Python 3.12 a message that comes with it undoes a cancellation
            async with asyncio.timeout(IDLE):
                got = await socket.receive()
        except TimeoutError:
            return outbox.end(GOING_AWAY, "nothing was heard from the page for an hour")
        if got["type"] == "websocket.disconnect":
            return None
        text = got.get("text")
        try:
            if text is None:
                raise HostileMessageError("a text is needed")
            if not allowance.spend(1.0 + len(text) / UNIT):
                raise HostileMessageError("too many messages at once")
            worker.inbox.put(read(text))
        except SettingError as error:
            outbox.put("problem", problem(error.field, str(error)))
        except HostileMessageError as error:
            return outbox.end(error.code, str(error))
        except FullError as error:
            return outbox.end(POLICY, str(error))


async def _send(socket: WebSocket, outbox: Outbox) -> None:
    """Send the page what its training has for it."""
    while (data := await outbox.take()) is not None:
        if isinstance(data, str):
            await socket.send_text(data)
        else:
            await socket.send_bytes(data)
