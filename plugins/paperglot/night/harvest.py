"""Which categories to ask arXiv for, and in what order to try again what gave too little.

A feed that is empty on a weekday, stale or broken is asked for once more later in the run, then
by the next run, which also tries the Atom feed and the page of new submissions. So it does for a
feed that still has its old batch, if others had one of today in the run before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperglot.arxiv.api import Api
from paperglot.arxiv.calendar import batch_day
from paperglot.arxiv.client import Client
from paperglot.arxiv.pull import Pulled, pull
from paperglot.arxiv.recover import other_sources
from paperglot.model import CategoryState, Day, Source
from paperglot.night.intake import DamagedDays, is_stale
from paperglot.settings import ArxivSettings

_TROUBLES = (CategoryState.EMPTY, CategoryState.STALE, CategoryState.MALFORMED)


@dataclass(frozen=True, slots=True)
class Archived:
    """What the store knows of earlier batches."""

    days: Sequence[Day]
    rules: str
    """The hash of the topics as they are now; what other rules filtered is asked for anew."""
    today: date
    """The day that a feed fetched now should be dated from."""
    damaged: DamagedDays | None = None
    """Those of which `days` says nothing; None: there are none."""

    def wanted(self, categories: Iterable[str]) -> list[str]:
        """Return the categories whose whole batch of today is not in the store yet.

        What was filled in from the API lacks licences, and whatever moderators had held back.
        """
        complete = {
            report.category
            for day in self.days
            for report in day.categories
            if report.rules == self.rules
            and report.state is CategoryState.FRESH
            and report.source is not Source.API
            and (report.stamped or day.date) == self.today
        }
        return [category for category in categories if category not in complete]

    def etags(self) -> Mapping[str, str]:
        """Return the validator of each category's latest batch.

        A feed without a batch is asked for whole: that it is as it was must not end the matter.
        """
        return {
            report.category: report.etag
            for day in self.days
            for report in day.categories
            if report.etag and report.state.has_batch and report.rules == self.rules
        }

    def judged(self, pulled: Pulled) -> Pulled:
        """Return an answer with whether it repeats an earlier batch."""
        feed = pulled.feed
        stale = feed is not None and (
            is_stale(feed, self.days)
            or (self.damaged is not None and self.damaged.are_repeated_by(feed))
        )
        return replace(pulled, stale=stale)

    def was_in_trouble(self, category: str, day: date) -> bool:
        """Say whether an earlier run met the same category in trouble on that day."""
        return any(
            report.category == category and report.state in _TROUBLES
            for each in self.days
            if each.date == day
            for report in each.categories
        )

    def is_left_behind(self, pulled: Pulled) -> bool:
        """Say whether a feed keeps its old batch though an earlier run met others' of today.

        Where all keep theirs, it is too early, or a holiday. An old batch that is not filed yet
        comes first.
        """
        feed, category = pulled.feed, pulled.category
        if not pulled.state.has_batch or (feed is not None and feed.day >= self.today):
            return False
        states = {
            (report.category, report.stamped or day.date): report.state
            for day in self.days
            for report in day.categories
        }
        filed = {each for each, state in states.items() if state.has_batch}
        if feed is not None and (category, feed.day) not in filed:
            return False
        own = states.get((category, self.today))
        return (own is None or own in _TROUBLES) and any(day == self.today for _, day in filed)


def harvest(
    client: Client,
    settings: ArxivSettings,
    api: Api,
    categories: Iterable[str],
    archived: Archived,
) -> list[Pulled]:
    """Ask for each category's feed; for what an earlier run met in trouble too, ask elsewhere."""
    answers = pull(client, settings.rss_url, categories, archived.etags())
    found = [archived.judged(each) for each in answers]
    return [_recovered(each, client, settings, api, archived) for each in found]


def harvest_again(
    client: Client, settings: ArxivSettings, categories: Iterable[str], archived: Archived
) -> list[Pulled]:
    """Ask once more for feeds that this run met in trouble, whole and nowhere else."""
    answers = pull(client, settings.rss_url, categories, {})
    return [archived.judged(each) for each in answers]


def worth_asking_again(found: Sequence[Pulled]) -> list[str]:
    """Return the categories whose trouble may be over a few minutes later.

    A feed that arrived broken; one that is empty while another of the same day is not.
    """
    days = {each.feed.day for each in found if each.feed and each.state.has_batch}
    return [
        each.category
        for each in found
        if each.state is CategoryState.MALFORMED
        or (each.state is CategoryState.EMPTY and each.feed and each.feed.day in days)
    ]


def by_day(found: Iterable[Pulled], today: date | None = None) -> dict[date, list[Pulled]]:
    """Group feeds by the day they belong to, the oldest first; one category may lag behind.

    What failed is named on the latest day that the others have, and on today where they have none.
    """
    days: dict[date, list[Pulled]] = {}
    failed: list[Pulled] = []
    for each in found:
        if each.feed is not None:
            day = each.feed.day
            days.setdefault(batch_day(day) if each.state.has_batch else day, []).append(each)
        elif each.error is not None:
            failed.append(each)
    latest = max(days, default=today)
    if failed and latest is not None:
        days.setdefault(latest, []).extend(failed)
    return dict(sorted(days.items()))


def _recovered(
    pulled: Pulled, client: Client, settings: ArxivSettings, api: Api, archived: Archived
) -> Pulled:
    category = pulled.category
    is_left_behind = archived.is_left_behind(pulled)
    day = archived.today if pulled.feed is None or is_left_behind else pulled.feed.day
    is_expected = batch_day(day) == day
    in_trouble = pulled.state in _TROUBLES and archived.was_in_trouble(category, day)
    if not (is_expected and (in_trouble or is_left_behind)):
        return pulled
    others = other_sources(client, settings, api, category, day)
    found = (archived.judged(each) for each in others)
    return next((each for each in found if not each.stale), pulled)
