"""Requests made by several threads, each again where that may help, until one fails for good."""

import random
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeVar

from paperglot.errors import DestinationError

AT_ONCE = 16
"""Requests under way at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is made, and how long to wait between."""

    attempts: int = 5
    first_wait: float = 1.0
    """Seconds at most before the second attempt; twice as many before each further one."""


class Workers:
    """Work in several threads that ends for all when it fails in one."""

    def __init__(self, patience: Patience) -> None:
        """Begin with no work; `patience` holds for each request."""
        self._patience = patience
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._errors: list[BaseException] = []

    def each(
        self, items: Iterable[T], work: Callable[[T], None], step: Callable[[int], None]
    ) -> None:
        """Do the work for each item, several at a time; raise what went wrong first."""
        waiting: SimpleQueue[T] = SimpleQueue()
        for item in items:
            waiting.put(item)

        def serve() -> None:
            while not self._stopped.is_set():
                try:
                    item = waiting.get_nowait()
                except Empty:
                    return
                self._do(item, work, step)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                wait([pool.submit(serve) for _number in range(AT_ONCE)])
            except BaseException:  # the maintainer interrupts
                self._stopped.set()
                raise
        if self._errors:
            raise self._errors[0]

    def _do(self, item: T, work: Callable[[T], None], step: Callable[[int], None]) -> None:
        try:
            work(item)
            with self._lock:
                step(1)
        except BaseException as error:  # noqa: BLE001 (raised again by `each`)
            with self._lock:
                self._errors.append(error)
            self._stopped.set()

    def tried(self, request: Callable[[], T]) -> T:
        """Make a request, and make it again where that may help."""
        pause = self._patience.first_wait
        attempt = 1
        while True:
            try:
                return request()
            except DestinationError as error:
                if not error.may_pass or attempt == self._patience.attempts:
                    raise
                # Not all at the same moment: they were refused at the same moment.
                if self._stopped.wait(random.uniform(pause / 2, pause)):  # noqa: S311
                    raise
            attempt += 1
            pause *= 2
