"""Asking arXiv for the feeds of several categories, and naming what came of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from paperglot.arxiv import feed as feeds
from paperglot.arxiv.client import Client
from paperglot.errors import ArxivError, MalformedError, RefusedError, UnreachableError
from paperglot.model import CategoryState, Feed

_ACCEPT = "application/rss+xml, application/xml;q=0.9, text/xml;q=0.9"


@dataclass(frozen=True, slots=True)
class Pulled:
    """What asking for one category gave; a feed, or nothing new, or an error."""

    category: str
    feed: Feed | None = None
    etag: str | None = None
    error: ArxivError | None = None
    stale: bool = False
    """The feed repeats an earlier batch."""

    @property
    def state(self) -> CategoryState:
        """What the day's page says of this category."""
        match self.error:
            case UnreachableError():
                return CategoryState.UNREACHABLE
            case RefusedError():
                return CategoryState.REFUSED
            case MalformedError():
                return CategoryState.MALFORMED
        if self.stale:
            return CategoryState.STALE
        full = self.feed is None or self.feed.entries or self.feed.failures
        return CategoryState.FRESH if full else CategoryState.EMPTY


def pull(
    client: Client, rss_url: str, categories: Iterable[str], etags: Mapping[str, str]
) -> Iterator[Pulled]:
    """Ask for each category once; yield each as it comes.

    A host that cannot be reached, or that limits the rate, is not asked again for the others.
    """
    stopped: ArxivError | None = None
    for category in categories:
        if stopped is not None:
            yield Pulled(category, error=stopped)
            continue
        pulled = _pull_one(client, rss_url, category, etags.get(category))
        if isinstance(pulled.error, UnreachableError) or (
            isinstance(pulled.error, RefusedError) and pulled.error.concerns_all
        ):
            stopped = pulled.error
        yield pulled


def _pull_one(client: Client, rss_url: str, category: str, etag: str | None) -> Pulled:
    url = rss_url.replace("{category}", category)
    try:
        answer = client.get(url, accept=_ACCEPT, etag=etag)
        if answer is None:
            return Pulled(category, etag=etag)
        return Pulled(category, feeds.parse(answer.content, category), answer.etag)
    except ArxivError as error:
        return Pulled(category, error=error)
