"""How many processes can work at once, how they can be started, and when they end."""

import multiprocessing
import os
import sys
import threading
from multiprocessing.connection import wait
from typing import Literal


def cores() -> int:
    """Return how many processes this one's machine can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Say whether a fork is safe: no other thread may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


def start_method() -> Literal["fork", "spawn"]:
    """Return how to start a process: a fork is quick."""
    return "fork" if can_fork() else "spawn"


def end_with_parent() -> None:
    """Have this process end when the one that started it is killed.

    It would wait for work forever, with all that it holds: memory, and locks that it inherited.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None, "this is no process that was started to share work"
    threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
