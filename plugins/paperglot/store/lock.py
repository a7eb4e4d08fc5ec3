"""The lock that keeps two runs from filling one store at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from paperglot.errors import BusyError
from paperglot.store.files import Store


@contextmanager
def exclusive(store: Store) -> Iterator[None]:
    """Hold the store alone, and begin with what a killed run left swept away.

    The operating system gives the lock back when a process ends, however it ends.

    Raises:
        BusyError: another run holds it.
    """
    store.workplace.mkdir(parents=True, exist_ok=True)
    path = store.workplace / "lock"
    try:
        lock = FileLock(path).acquire(blocking=False)
    except Timeout as error:
        message = f"another run is at work on {store.root}; nothing was done"
        raise BusyError(message) from error
    with lock:
        store.sweep()
        yield
