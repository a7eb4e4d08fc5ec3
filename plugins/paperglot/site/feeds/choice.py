"""Which papers a feed holds, and what is said of the feed itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from paperglot.model import Listed, Paper, Status
from paperglot.settings import SiteSettings
from paperglot.site.channels import Channel
from paperglot.site.feeds.entries import Entries, FeedEntry
from paperglot.site.words import Words

P = TypeVar("P", bound=Listed)

# All of arXiv's computer science on one day would be some megabytes otherwise.
_MOST = 1_000
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as its formats say it."""

    channel: Channel
    title: str
    description: str
    home: str
    """The page that shows the same."""
    site: str
    """Where the site is, with a slash at its end."""
    entries: tuple[FeedEntry, ...]
    """The latest announcement first."""

    @property
    def updated(self) -> datetime:
        """When the latest change was; never the time of the build, which changes nothing."""
        return max((entry.updated for entry in self.entries), default=_NEVER)


class Feeds:
    """Makes the feeds of a site."""

    def __init__(self, site: SiteSettings, words: Words) -> None:
        """Take where the site is and its words."""
        self._site, self._words = site, words
        self._entries = Entries(site, words)

    def feed(self, channel: Channel, papers: Iterable[Paper]) -> Feed:
        """Return a channel's feed of the papers that were chosen for it."""
        assert self._site.url is not None
        language = channel.language
        return Feed(
            channel=channel,
            title=self.title(channel),
            description=self._words.word("feed_about", language),
            home=f"{self._site.url}{channel.page}",
            site=self._site.url,
            entries=tuple(self._entries.of(paper, language) for paper in papers),
        )

    def title(self, channel: Channel) -> str:
        """Return what a channel's feed is called."""
        name = self._site.name
        return name if channel.topic is None else f"{name} · {_topic_title(channel)}"


def chosen(by_day: Mapping[date, Sequence[P]], latest: date | None, least: int) -> list[P]:
    """Take the papers of days, from the last one on, until there are at least so many.

    A day is never taken in part: who asks once a day misses nothing of a day with many, and a
    quiet day takes nothing away. A paper of the archive's latest day waits for its digest: feed
    readers show an entry once.
    """
    found: list[P] = []
    for day in sorted(by_day, reverse=True):
        waits = Status.PENDING if day == latest else None
        found += [paper for paper in by_day[day] if paper.status is not waits]
        if len(found) >= least:
            break
    return found[:_MOST]


def _topic_title(channel: Channel) -> str:
    assert channel.topic is not None
    return channel.topic.titles.get(channel.language, channel.topic.titles["en"])
