"""A run's batches: those of earlier runs collected, a new one submitted, and waited for.

Whatever happens between two steps, the journal of batches says what is under way, and the next
run goes on from there: an answer that was paid for is fetched, and a paper that may be under way
is not asked for again.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from paperglot.digest import custom_ids, prompt
from paperglot.digest.attempts import Attempt
from paperglot.digest.batch import Batch, BatchEndpoint, Portion, portions
from paperglot.errors import (
    DigestError,
    EndpointError,
    LostError,
    NoBatchesError,
)
from paperglot.model import Failure, Paper
from paperglot.night.answers import Answers
from paperglot.settings import Settings
from paperglot.store import batches
from paperglot.store.batches import Collected, Failed, Intent, Open, Submitted
from paperglot.store.files import Store

_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0
_READINGS = 3
"""How often a run reads results that come incomplete."""
_SKEW = timedelta(minutes=10)
"""How far the endpoint's clock may be from ours."""
_LATEST = timedelta(hours=1)
"""How long after its intent a batch may have come into being."""
_GRACE = timedelta(minutes=10)
"""After which a batch that the endpoint does not list was never submitted."""
_GIVEN_UP = timedelta(days=2)
"""After which what cannot be had is asked for anew; every batch ends within a day."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time; a test has its own."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class Batching:
    """The batches of a run, within the `with` block of their endpoint."""

    store: Store
    settings: Settings
    endpoint: BatchEndpoint
    answers: Answers
    clock: Clock
    notes: list[str] = field(default_factory=list)
    _troubles: dict[str, str] = field(default_factory=dict)
    """What is wrong with an intent, by its key, until it is right."""
    _resting: set[str] = field(default_factory=set)
    """Intents with which this run has done what it can."""
    _foreign: set[str] = field(default_factory=set)
    """Batches that are not ours."""
    _ends: float | None = None
    """When a run has waited long enough, by the monotonic clock."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong, each in a sentence."""
        return (*self._troubles.values(), *self.answers.problems)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The requests that brought no answer; their papers wait again."""
        return self.answers.failures

    def under_way(self, papers: Iterable[Paper]) -> list[Paper]:
        """Return those papers that are in a batch, or may be."""
        named = batches.read(self.store).custom_ids
        return [paper for paper in papers if custom_ids.are_about(paper, named)]

    def collect(self) -> None:
        """Keep the answers of all batches that have ended.

        Raises:
            EndpointClosedError: no request can succeed.
        """
        for one in batches.read(self.store).open:
            if one.intent.intent in self._resting:
                continue
            before = self._troubles.pop(one.intent.intent, None)
            try:
                settled = self._settle(one)
            except EndpointError as error:
                self._troubles[one.intent.intent] = f"{_named(one)} cannot be asked for: {error}"
            else:
                if before is not None and not settled:
                    self._troubles.setdefault(one.intent.intent, before)

    def submit(self, asked: Sequence[tuple[Paper, Attempt]]) -> None:
        """Submit requests in as few batches as they fit into.

        Raises:
            NoBatchesError: the endpoint has none; what was not submitted can be asked directly.
            DigestError: it takes none now; what was not submitted waits.
        """
        self.endpoint.prepare()
        model, language = self.settings.model, self.settings.second_language
        for portion in portions(asked, model, language, self.answers.lacks):
            intent = Intent(
                intent=secrets.token_hex(8),
                time=self._now(),
                custom_ids=portion.custom_ids,
                model=portion.model,
                prompt=prompt.version(model),
                language=language.tag,
            )
            batches.record(self.store, intent)
            if not self._submitted(intent, portion):
                return

    def wait(self) -> None:
        """Collect until nothing is under way, or until the time for it has passed."""
        if self._ends is None:  # one time for all batches of a run
            self._ends = self.clock.monotonic() + self.settings.model.batch_wait
        pause = _FIRST_PAUSE
        while self._unsettled() and (left := self._ends - self.clock.monotonic()) > 0:
            self.clock.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE)
            self.collect()

    def _unsettled(self) -> bool:
        every = batches.read(self.store).open
        return any(one.intent.intent not in self._resting for one in every)

    def _submitted(self, intent: Intent, portion: Portion) -> bool:
        """Submit a batch; say whether another one may be submitted after it."""
        try:
            batch = self.endpoint.submit(portion)
        except LostError as error:
            told = f"whether a batch of {len(portion.custom_ids)} papers was taken is not known"
            self._troubles[intent.intent] = f"{told}: {error}"
            return False
        except DigestError as error:
            batches.record(self.store, Failed(intent.intent, self._now(), str(error)))
            raise
        batches.record(self.store, Submitted(intent.intent, self._now(), batch))
        return True

    def _settle(self, one: Open) -> bool:
        """Go on with an intent as far as that is possible; say whether its fate is known."""
        if one.batch is None:
            return self._look_for(one.intent)
        batch = self.endpoint.find(one.batch)
        if batch is None:
            self._troubles[one.intent.intent] = f"{_named(one)} is not known to the endpoint"
            self._resting.add(one.intent.intent)
            if self._age(one.intent) > _GIVEN_UP:
                self._close(one.batch)
        elif batch.ended:
            self._read(one.intent, batch)
        return True

    def _look_for(self, intent: Intent) -> bool:
        """Find out what became of a submission whose answer was lost.

        A batch has no name of ours. So it is looked for among those of its time and size, and
        known by its results: until it has ended, its papers are not asked for again.
        """
        try:
            found = self.endpoint.since(intent.time - _SKEW)
        except NoBatchesError as error:
            batches.record(self.store, Failed(intent.intent, self._now(), str(error)))
            return True
        except EndpointError as error:
            if self._age(intent) <= _GIVEN_UP:
                raise
            self._lose(intent, f"the batches could not be listed: {error}")
            return True
        known = batches.read(self.store).known | self._foreign
        running = False
        for batch in found:
            fits = batch.requests in (None, len(intent.custom_ids))
            if batch.id in known or not fits or batch.created > intent.time + _LATEST:
                continue
            if not batch.ended:
                running = True
            elif self._is_ours(batch, intent):
                batches.record(self.store, Submitted(intent.intent, self._now(), batch.id))
                self._read(intent, batch)
                return True
            else:
                self._foreign.add(batch.id)
        if running or self._age(intent) <= _GRACE:
            return False
        self._lose(intent, "the endpoint has no such batch")
        return True

    def _is_ours(self, batch: Batch, intent: Intent) -> bool:
        first: list[object] = []

        def look(name: object) -> bool:
            first.append(name)
            return False

        self.endpoint.results(batch.id, lambda row: look(row.custom_id))
        return bool(first) and first[0] in intent.custom_ids

    def _read(self, intent: Intent, batch: Batch) -> None:
        """Keep the results of a batch that has ended; close it once they are all there."""
        wanted = len(intent.custom_ids) if batch.requests is None else batch.requests
        reading = self.answers.reading(intent)
        for attempt in range(_READINGS):
            if attempt:
                self.clock.sleep(_FIRST_PAUSE)
            try:
                self.endpoint.results(batch.id, reading.take)
            except EndpointError as error:
                told = f"broke off: {error}"
            else:
                # A stream that was cut between two lines looks whole.
                told = f"are {reading.rows} of {wanted}"
            if reading.rows >= wanted:
                break
        else:
            self._troubles[intent.intent] = f"the results of the batch {batch.id} {told}"
            self._resting.add(intent.intent)
            if self._age(intent) <= _GIVEN_UP:
                return
        if reading.blocked:  # somebody has to repair a page first; the results are kept for weeks
            self._resting.add(intent.intent)
            if self._age(intent) <= _GIVEN_UP:
                return
        self._close(batch.id)

    def _lose(self, intent: Intent, reason: str) -> None:
        batches.record(self.store, Failed(intent.intent, self._now(), reason))
        self.notes.append(
            f"a batch of {len(intent.custom_ids)} papers was not taken; they wait: {reason}"
        )

    def _close(self, batch: str) -> None:
        batches.record(self.store, Collected(batch, self._now()))

    def _age(self, intent: Intent) -> timedelta:
        return self.clock.now() - intent.time

    def _now(self) -> datetime:
        """To the second, as an answer's time is, which is compared with it."""
        return self.clock.now().replace(microsecond=0)


def _named(one: Open) -> str:
    if one.batch is None:
        return f"a batch of {len(one.intent.custom_ids)} papers"
    return f"the batch {one.batch}"
