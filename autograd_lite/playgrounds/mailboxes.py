"""What waits between a page and its training: neither ever waits for the other."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from autograd_lite.playgrounds.messages import Message

#: of which only the newest counts, if several wait one after the other
NEWEST = {"configure", "look", "view"}
#: wishes that may wait: more can come only from what no page of ours is
MOST_WISHES = 256
#: bytes that may wait for a page that does not read them
MOST_BYTES = 16 * 1024 * 1024


class FullError(RuntimeError):
    """More waits than can."""


class Inbox:
    """The wishes of a page, for the thread that trains."""

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._changed = threading.Condition()
        self.closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, message: Message) -> None:
        """Add a wish. Raises FullError."""
        with self._changed:
            if self._waiting and _overtakes(message, self._waiting[-1]):
                self._waiting.pop()
            if len(self._waiting) >= MOST_WISHES:
                raise FullError("too many wishes wait")
            self._waiting.append(message)
            self._changed.notify()

    def put_back(self, message: Message) -> None:
        """Let a wish be the next again."""
        with self._changed:
            self._waiting.appendleft(message)

    def take(self, timeout: float | None = None) -> Message | None:
        """The next wish, waited for so many seconds; None if there is none by then, or no page."""
        if timeout == 0.0 and not self._waiting:
            return None  # as between most epochs
        until = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while not self._waiting and not self.closed:
                left = None if until is None else until - time.monotonic()
                if left is not None and left <= 0.0:
                    return None
                self._changed.wait(left)
            return None if self.closed else self._waiting.popleft()

    def close(self) -> None:
        """Let nobody wait any more: the page has gone."""
        with self._changed:
            self.closed = True
            self._waiting.clear()
            self._changed.notify_all()


def _overtakes(new: Message, last: Message) -> bool:
    if new.do == last.do == "weight":  # a wire that is being dragged
        return all(new.fields[each] == last.fields[each] for each in ("layer", "neuron", "input"))
    return new.do == last.do and new.do in NEWEST


class Outbox:
    """What is on its way to a page, in order, for the loop that sends it."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._waiting: deque[tuple[str, str | bytes]] = deque()
        self._loop, self._filled = loop, asyncio.Event()
        self._lock = threading.Lock()
        self._bytes = 0
        #: the code and the reason with which the connection is to end
        self.ending: tuple[int, str] | None = None

    def put(self, kind: str, data: str | bytes, newest: bool = False) -> None:
        """Add a message, in the place of one of its kind if that is the last and ``newest``."""
        with self._lock:
            if newest and self._waiting and self._waiting[-1][0] == kind:
                self._bytes -= len(self._waiting.pop()[1])
            if self._bytes + len(data) > MOST_BYTES and self._waiting:
                raise FullError("the page does not read what it asked for")
            self._waiting.append((kind, data))
            self._bytes += len(data)
        self._tell(self._filled.set)

    def end(self, code: int, reason: str) -> None:
        """Let the connection end when all has been sent."""
        self.ending = self.ending or (code, reason)
        self._tell(self._filled.set)

    async def take(self) -> str | bytes | None:
        """The next message, when there is one; None at the end."""
        while True:
            with self._lock:
                if self._waiting:
                    _, data = self._waiting.popleft()
                    self._bytes -= len(data)
                    return data
                if self.ending:
                    return None
                self._filled.clear()
            await self._filled.wait()

    def _tell(self, call: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop was closed: the server has stopped
            self._loop.call_soon_threadsafe(call)
