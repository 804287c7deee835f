"""The thread that trains for a page: it obeys between epochs, and shows what came of it."""

import copy
import logging
import math
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

from autograd_lite.nn.module import Module
from autograd_lite.playgrounds.clouds import data_sets
from autograd_lite.playgrounds.configuration import SettingError, checked, choices
from autograd_lite.playgrounds.mailboxes import FullError, Inbox, Outbox
from autograd_lite.playgrounds.messages import (
    FAILED,
    POLICY,
    Message,
    framed,
    problem,
    written,
)
from autograd_lite.playgrounds.run import Run

#: seconds from one frame to the next, at least
FRAME = 1 / 30
#: seconds after which the training waits for a page that has not drawn its last frame
PATIENCE = 10.0
#: the wishes that are one call of the run, with the fields of the message in their order
EDITS = {
    "reset": "reset", "undo": "undo", "redo": "redo", "weight": "set_weight", "point": "add_point",
    "load": "load",
}  # fmt: skip
#: the wishes that change what is trained: the training rests meanwhile
AT_REST = {*EDITS, "configure", "link", "step"}
#: those of them that lead to another moment: there it rests, else a redo were lost at once
TO_MOMENTS = {"reset", "undo", "redo"}

_log = logging.getLogger("autograd_lite.playground")


def hello(run: Run) -> dict[str, Any]:
    """What a page has to know first: what can be chosen, and what computes."""
    return {
        "choices": choices(),
        "datasets": data_sets(),
        "engine": run.engine,
        "engine_note": run.engine_note,
    }


class Worker(threading.Thread):
    """The training of one page.

    Only this thread touches the run. A frame is made when the page has drawn the one before, so
    that a slow page is sent fewer of them and never slows the training.
    """

    def __init__(self, start: Callable[[], Run], outbox: Outbox) -> None:
        super().__init__(name="playground", daemon=True)
        self.inbox = Inbox()
        #: a page that was asked for, and the random name under which it can be fetched once
        self.walkthrough: tuple[str, str] | None = None
        self._start, self._outbox = start, outbox
        self._run: Run
        self._playing, self._speed, self._gradient = False, math.inf, "off"
        self._pointer: tuple[float, float, float | None] | None = None
        #: whether the page is to hear of a change, whether what it shows is old, and whether it
        #: has drawn what it was sent
        self._changed, self._stale, self._drawn = True, True, True
        self._frame, self._sent_at, self._epoch_at = 0, -math.inf, -math.inf
        self._interrupted = False

    def run(self) -> None:
        """Train and answer until the page has gone."""
        try:
            self._run = self._start()
            self._send("hello", hello(self._run))
            while not self.inbox.closed:
                self._show()
                wait = self._until_epoch() if self._playing else self._until_frame()
                if message := self.inbox.take(wait):
                    self._obey(message)
                elif self._playing and wait == 0.0:
                    self._train()
        except FullError as error:
            self.end(POLICY, str(error))
        except Exception:
            _log.exception("a session of the playground failed")
            self.end(FAILED, "the server failed; its terminal says why")
        finally:
            self.inbox.close()

    def end(self, code: int, reason: str) -> None:
        """Let the training end within an epoch, and the connection with a reason."""
        self.inbox.close()
        self._outbox.end(code, reason)

    def model(self) -> Module | None:
        """A copy of the model as it is between two epochs; None before there is one."""
        answer: Future[Module] = Future()
        with suppress(FullError):
            self.inbox.put(Message("copy", {"answer": answer}))
            while self.is_alive():
                with suppress(TimeoutError):
                    return answer.result(0.05)
        return copy.deepcopy(self._run.model) if hasattr(self, "_run") else None

    # training ------------------------------------------------------------------------------

    def _train(self, epochs: int | None = None) -> None:
        """Train until a wish needs rest, or there is no more to do."""
        self._interrupted, self._epoch_at = False, time.monotonic()
        with self._telling():
            self._run.train(epochs, self._after_epoch)
        if not self._interrupted:  # by itself, as at the epoch at which to pause
            self._playing = False
            self._changed = self._stale = True

    def _after_epoch(self) -> bool:
        """Show, obey, wait as long as is wished; whether to stop."""
        self._stale = True
        while self._playing and not self.inbox.closed:
            self._show()
            seconds = self._until_epoch()
            message = self.inbox.take(seconds)
            if message is None:
                if seconds == 0.0:
                    self._epoch_at = time.monotonic()
                    return False
            elif message.do in AT_REST:
                self.inbox.put_back(message)
                self._interrupted = True
                return True
            else:
                self._obey(message)
        return True

    def _until_epoch(self) -> float | None:
        """Seconds to wait before the next epoch, or before a frame; None without end."""
        now = time.monotonic()
        if not self._drawn and now - self._sent_at > PATIENCE:
            return None
        wait = max(0.0, self._epoch_at + 1.0 / self._speed - now)
        return min(wait, self._until_frame() or wait)

    # showing -------------------------------------------------------------------------------

    def _until_frame(self) -> float | None:
        """Seconds until a frame can be sent; None if none is to be."""
        if not (self._stale and self._drawn):
            return None
        return max(0.0, self._sent_at + FRAME - time.monotonic())

    def _show(self) -> None:
        """Send what has changed, and what is seen now if the page has drawn what was before."""
        with self._telling():
            if self._changed:
                self._changed = False
                self._send("state", self._run.state() | {"playing": self._playing})
            if self._until_frame() == 0.0:
                self._stale, self._sent_at = False, time.monotonic()
                self._send_frame()
            return
        self._playing = False  # what cannot be shown is not trained

    def _send_frame(self) -> None:
        header, pixels = self._run.frame("batch" if self._gradient == "batch" else "off")
        self._frame += 1
        numbered = header | {"frame": self._frame, "playing": self._playing}
        self._outbox.put("frame", framed(numbered, pixels))
        self._drawn = False
        self._send_looked()

    def _send_looked(self) -> None:
        """The numbers of the example that is pointed at; one of before a change is forgotten."""
        if self._pointer:
            try:
                looked = self._run.look(*self._pointer)
            except SettingError:  # as of a class that there is no more: the page will ask anew
                self._pointer = None
                return
            self._send("looked", looked, newest=True)

    def _send(self, kind: str, document: Mapping[str, Any], newest: bool = False) -> None:
        self._outbox.put(kind, written({"kind": kind, **document}), newest)

    # wishes --------------------------------------------------------------------------------

    def _obey(self, message: Message) -> None:
        """Do what the page wishes; a problem is told, and nothing else comes of it."""
        given = message.fields.values()
        with self._telling():
            if message.do in AT_REST:
                self._changed = self._stale = True
            if message.do in TO_MOMENTS:
                self._playing = False
            if message.do in EDITS:
                getattr(self._run, EDITS[message.do])(*given)
            else:
                getattr(self, f"_do_{message.do}")(*given)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Tell the page of a problem, and go on."""
        try:
            yield
        except FullError:
            raise
        except (ValueError, TypeError, IndexError, FloatingPointError) as error:
            field = getattr(error, "field", None) or None
            self._outbox.put("problem", problem(field, str(error)))
        except Exception as error:
            _log.exception("the playground could not do what a page wished")
            text = f"the server failed: {type(error).__name__}; its terminal says more"
            self._outbox.put("problem", problem(None, text))

    def _do_play(self) -> None:
        self._playing = self._changed = True

    def _do_pause(self) -> None:
        self._playing, self._changed, self._stale = False, True, True

    def _do_configure(self, configuration: dict[str, Any]) -> None:
        self._run.configure(checked(configuration))

    def _do_link(self, link: str) -> None:
        self._run.follow(link)

    def _do_step(self) -> None:
        self._playing = False
        self._train(1)

    def _do_look(self, x: float | None, y: float | None, target: float | None) -> None:
        self._pointer = None if x is None or y is None else (x, y, target)
        self._send_looked()

    def _do_view(self, gradient: str, speed: float | None) -> None:
        self._gradient, self._speed, self._stale = gradient, speed or math.inf, True

    def _do_drawn(self, frame: int) -> None:
        self._drawn = self._drawn or frame == self._frame

    def _do_give(self, what: str, x: float | None, y: float | None, target: float | None) -> None:
        if what != "walkthrough":
            name, text = self._run.give(what)
            self._send("given", {"what": what, "name": name, "text": text})
            return
        if x is None or y is None:
            raise SettingError("x", "a walkthrough is that of an example; x and y are missing")
        ticket = secrets.token_urlsafe(16)
        self.walkthrough = ticket, self._run.walkthrough(x, y, target)
        self._send("given", {"what": what, "address": f"walkthrough/{ticket}"})

    def _do_copy(self, answer: Future[Module]) -> None:
        answer.set_result(copy.deepcopy(self._run.model))
