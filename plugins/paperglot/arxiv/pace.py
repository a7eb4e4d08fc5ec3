"""The pace of requests to arXiv, kept from one run to the next.

arXiv's terms (https://info.arxiv.org/help/api/tou.html) ask for at most one request every three
seconds, whatever process sends it. The time of the last one stands in a file, so that a run
that follows another at once, or one that was killed, keeps the distance too.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_ON_ITS_WAY = 0.25
"""Seconds that a request may take to arrive."""


@dataclass(slots=True)
class Pace:
    """Keeps a distance in time between requests; `sleep`, `clock` and `now` are for tests."""

    stamp: Path
    """The file with the time of the last request, in seconds since 1970."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    _free: float | None = field(init=False, default=None)
    """When the next request may be sent, by `clock`."""

    @contextlib.contextmanager
    def keep(self, interval: float) -> Iterator[None]:
        """Wait until a request may be sent; the distance is counted from its end.

        Counting from its begin would let two requests arrive closer together than they were
        sent, as the first one has a connection to open.
        """
        self._wait(interval)
        # What a run that is killed now leaves behind: its request arrives later than it began.
        self._note(interval, on_its_way=_ON_ITS_WAY)
        try:
            yield
        finally:
            self._note(interval)

    def _wait(self, interval: float) -> None:
        if self._free is None:
            self._free = self.clock() + self._left_by_others(interval)
        while (left := self._free - self.clock()) > 0:
            self.sleep(left)

    def _note(self, interval: float, *, on_its_way: float = 0.0) -> None:
        self._free = self.clock() + interval
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(f"{self.now() + on_its_way:.3f}\n", encoding="ascii")

    def _left_by_others(self, interval: float) -> float:
        """Return how long the last run's request still counts; a clock may have been set back."""
        try:
            last = float(self.stamp.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0.0
        return min(max(last + interval - self.now(), 0.0), interval)
