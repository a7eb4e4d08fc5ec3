"""Whole nights in batches, on a clock of their own: nothing here waits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.night.batching import Clock
from paperglot.night.summary import Summary
from paperglot.night.update import update
from paperglot.store import batches, journal
from paperglot.store.batches import Open
from tests import nights
from tests.nights import DAY, Night, noon

_OPTIONS: dict[str, Any] = {"batches": True, "batch_from": 1, "batch_wait": 600}


@dataclass
class Time:
    """A clock that goes on when somebody sleeps.

    It lags the real one, by which answers are dated: none comes before it was asked for.
    """

    moment: datetime = field(
        default_factory=lambda: datetime.now(UTC).replace(microsecond=0) - timedelta(days=40)
    )
    pauses: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.moment += timedelta(seconds=seconds)

    def monotonic(self) -> float:
        return self.moment.timestamp()

    @property
    def clock(self) -> Clock:
        """What a run is given."""
        return Clock(lambda: self.moment, self.monotonic, self.sleep)


@dataclass(frozen=True)
class BatchNight:
    """Nights that ask in batches."""

    night: Night
    time: Time

    def run(self, *, directly: bool = False, **changes: Any) -> Summary:
        """Run an update; nothing is asked of arXiv that it has given before."""
        settings = self.night.settings(**_OPTIONS | changes)
        return update(settings, now=noon(DAY), directly=directly, clock=self.time.clock)

    def open(self) -> tuple[Open, ...]:
        """What the journal of batches says is under way."""
        return batches.read(self.night.store).open

    @property
    def answers(self) -> list[str]:
        """The papers of the journal, one for each answer."""
        return sorted(each.paper for each in journal.read(self.night.store))


@contextmanager
def batch_night(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchNight]:
    """Start both stand-ins with an invented day, and one clock for both sides."""
    time = Time()
    with nights.night(folder, monkeypatch) as night:
        night.messages.batches.now = lambda: time.moment
        yield BatchNight(night, time)
