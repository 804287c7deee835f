"""Locks that survive a fork: `os.fork` copies one thread alone, and locks as they are then."""

import os
from threading import RLock
from typing import Any


def survive_forks(holder: Any) -> None:
    """Have a fork wait until nobody else holds ``holder.lock``; the child gets a new one.

    So no process begins with a lock that nobody will release, or with work half done.
    """

    def renew() -> None:
        holder.lock = RLock()

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=lambda: holder.lock.acquire(),
            after_in_parent=lambda: holder.lock.release(),
            after_in_child=renew,
        )
