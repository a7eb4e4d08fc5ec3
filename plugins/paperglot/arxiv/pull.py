"""Asking arXiv for the batches of several categories, and naming what came of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from paperglot.arxiv import feed as feeds
from paperglot.arxiv.client import Client
from paperglot.errors import ArxivError, MalformedError, RefusedError, UnreachableError
from paperglot.model import CategoryState, Feed, Source

FEED_TYPES = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9"

# A feed answers no more, and leaves out the new papers first; measured.
_LARGEST_FEED = 2_000

_STATES: dict[type[ArxivError], CategoryState] = {
    UnreachableError: CategoryState.UNREACHABLE,
    RefusedError: CategoryState.REFUSED,
    MalformedError: CategoryState.MALFORMED,
}


@dataclass(frozen=True, slots=True)
class Pulled:
    """What asking for one category gave; a feed, or nothing new, or an error."""

    category: str
    feed: Feed | None = None
    etag: str | None = None
    error: ArxivError | None = None
    stale: bool = False
    """The feed repeats an earlier batch."""
    source: Source = Source.RSS
    cut: bool = False
    """It is known that there is more."""

    @property
    def state(self) -> CategoryState:
        """What the day's page says of this category."""
        if self.error is not None:
            return next(state for kind, state in _STATES.items() if isinstance(self.error, kind))
        if self.stale:
            return CategoryState.STALE
        if self.feed is not None and (self.feed.failures or self.cut):
            return CategoryState.PARTIAL
        # Without a feed, what was there before is still true.
        full = self.feed is None or self.feed.entries
        return CategoryState.FRESH if full else CategoryState.EMPTY


def pull(
    client: Client, url: str, categories: Iterable[str], etags: Mapping[str, str]
) -> Iterator[Pulled]:
    """Ask for each category's feed once; yield each as it comes.

    A host that cannot be reached, or that limits the rate, is not asked again for the others.
    """
    stopped: ArxivError | None = None
    for category in categories:
        if stopped is not None:
            yield Pulled(category, error=stopped)
            continue
        pulled = pull_feed(client, url, category, etags.get(category))
        if pulled.error is not None and concerns_all(pulled.error):
            stopped = pulled.error
        yield pulled


def pull_feed(
    client: Client,
    url: str,
    category: str,
    etag: str | None = None,
    source: Source = Source.RSS,
) -> Pulled:
    """Ask for one category's feed."""
    try:
        answer = client.get(url.replace("{category}", category), accept=FEED_TYPES, etag=etag)
        if answer is None:
            return Pulled(category, etag=etag)
        feed = feeds.parse(answer.content, category)
    except ArxivError as error:
        return Pulled(category, error=error)
    cut = len(feed.entries) + len(feed.failures) >= _LARGEST_FEED
    return Pulled(category, feed, answer.etag, source=source, cut=cut)


def concerns_all(error: ArxivError) -> bool:
    """Say whether the next request would fail too."""
    return isinstance(error, UnreachableError) or (
        isinstance(error, RefusedError) and error.concerns_all
    )
