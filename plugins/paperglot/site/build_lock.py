"""The lock by which builds of one site come one after the other.

Two at once would remove each other's files, and each keep what the other has made.
"""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from paperglot.errors import BusyError

_PATIENCE = 1_800
"""Seconds to wait for another build: the first one of a large archive takes minutes."""


class BuildLock:
    """Held while a site is built. The operating system gives it back when the process ends."""

    def __init__(self, path: Path) -> None:
        """Take the file that is locked; where it cannot be made, builds do without."""
        self._path = path
        self._lock = FileLock(path, thread_local=False)

    def acquire(self, tell: Callable[[], None]) -> None:
        """Wait until no other build has the lock, having said once that there is one.

        Raises:
            BusyError: it has it for half an hour.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                tell()
                self._lock.acquire(timeout=_PATIENCE)
        except Timeout as error:
            message = f"another build has held {self._path} for half an hour: end it first"
            raise BusyError(message) from error
        except OSError:
            return

    def release(self) -> None:
        """Give it back, if it was had."""
        self._lock.release()
