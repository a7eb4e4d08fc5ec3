"""The nightly run: arXiv → topics → store ⇄ digest.

What was done stays done: pages are written as they come, and a digest the moment it is there.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from paperglot.arxiv.calendar import batch_day, current_day
from paperglot.arxiv.client import Client
from paperglot.night.batching import Clock
from paperglot.night.harvest import Archived, harvest, harvest_again, worth_asking_again
from paperglot.night.intake import DamagedDays
from paperglot.night.progress import Progress, silent
from paperglot.night.steps import Night, pace_of
from paperglot.night.summary import Summary
from paperglot.settings import Settings, rules_hash
from paperglot.store.files import Store
from paperglot.store.lock import exclusive

_CLOCK = Clock()
_LATEST = 40
"""Days that tell which batches have come: eight weeks of them."""


def update(
    settings: Settings,
    *,
    now: datetime | None = None,
    progress: Progress = silent,
    directly: bool = False,
    clock: Clock = _CLOCK,
) -> Summary:
    """Pull what is new, store it, ask for its details, and digest what waits.

    `directly`: without a batch. `clock` is for tests, which do not wait for one.

    Errors of arXiv, of the model and of single pages are among the summary's problems; an
    error of the disk is raised.

    Raises:
        BusyError: another run is at work on the store.
    """
    store = Store(settings.root)
    moment = now or datetime.now(UTC)
    with exclusive(store), Client(settings.arxiv, pace_of(store)) as client:
        night = Night(store, settings, client, progress, directly, clock)
        again = _collect(night, moment, None)
        night.enrich()
        if again:  # by now some time has passed
            _collect(night, moment, again)
            night.enrich()
        night.relate()
        return night.digest()


def _collect(night: Night, moment: datetime, again: Sequence[str] | None) -> list[str]:
    """Ask for the categories that lack their batch; return those to ask once more."""
    settings = night.settings
    days = night.store.days(last=_LATEST)
    unread = frozenset(night.store.dates(last=_LATEST)) - {each.date for each in days}
    damaged = DamagedDays(unread, night.store, settings.topics) if unread else None
    archived = Archived(days, rules_hash(settings.topics), current_day(moment), damaged)
    if again is None:
        wanted = archived.wanted(settings.arxiv.categories)
        found = harvest(night.client, settings.arxiv, night.api, wanted, archived)
    else:
        found = harvest_again(night.client, settings.arxiv, again, archived)
    # Whoever tries Paperglot without a network has lost no day, nor has anybody at a weekend.
    begun = any(not day.sample for day in archived.days)
    expected = batch_day(archived.today) == archived.today
    night.file(found, archived.today if begun and expected else None)
    return worth_asking_again(found)
