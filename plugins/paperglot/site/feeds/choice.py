"""Which papers a feed holds, and what is said of the feed itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from paperglot.model import Paper, Status
from paperglot.settings import SiteSettings
from paperglot.site.channels import Channel
from paperglot.site.feeds.entries import Entries, FeedEntry
from paperglot.site.views import DayView
from paperglot.site.words import Words

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

    def __init__(self, days: Sequence[DayView], site: SiteSettings, words: Words) -> None:
        """Take all days, the oldest first."""
        self._site, self._words = site, words
        self._days = days
        self._entries = Entries(site, words)

    def feed(self, channel: Channel) -> Feed:
        """Return a channel's feed."""
        assert self._site.url is not None
        language = channel.language
        papers = self._latest(channel)
        return Feed(
            channel=channel,
            title=self._title(channel),
            description=self._words.word("feed_about", language),
            home=f"{self._site.url}{channel.page}",
            site=self._site.url,
            entries=tuple(self._entries.of(paper, language) for paper in papers),
        )

    def _latest(self, channel: Channel) -> list[Paper]:
        """Take days from the latest on until there are enough papers, and never part of one.

        Who asks once a day misses nothing of a day with many, and a quiet day takes nothing away.
        """
        found: list[Paper] = []
        for number, day in enumerate(reversed(self._days)):
            papers = [each for each in day.papers if _belongs(each, channel, latest=not number)]
            found.extend(papers)
            if len(found) >= self._site.feed_papers:
                break
        return list(islice(found, _MOST))

    def _title(self, channel: Channel) -> str:
        name = self._site.name
        return name if channel.topic is None else f"{name} · {_topic_title(channel)}"


def _belongs(paper: Paper, channel: Channel, *, latest: bool) -> bool:
    """A paper of the latest day waits for its digest: feed readers show an entry once."""
    waits = latest and paper.status is Status.PENDING
    return not waits and (channel.topic is None or channel.topic.id in paper.topics)


def _topic_title(channel: Channel) -> str:
    assert channel.topic is not None
    return channel.topic.titles.get(channel.language, channel.topic.titles["en"])
