"""How many processes can work at once, and how they can be started."""

import os
import sys
import threading
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
