"""Other ways to a batch whose feed stays empty, stale or broken: Atom, then the listing."""

from collections.abc import Iterator
from datetime import date

from paperglot.arxiv import listing
from paperglot.arxiv.api import Api
from paperglot.arxiv.client import Client
from paperglot.arxiv.pull import Pulled, concerns_all, pull_feed
from paperglot.errors import ArxivError
from paperglot.model import AnnounceType, Entry, Failure, Feed, Record, Source
from paperglot.settings import ArxivSettings

_HTML = "text/html"


def other_sources(
    client: Client, settings: ArxivSettings, api: Api, category: str, day: date
) -> Iterator[Pulled]:
    """Yield what other sources have of a category's batch of a day, the quickest first."""
    atom = pull_feed(client, settings.atom_url, category, source=Source.ATOM)
    if atom.feed is not None and atom.feed.day == day and atom.feed.entries:
        yield atom
    if atom.error is not None and concerns_all(atom.error):
        return
    try:
        listed = _from_listing(client, settings, api, category, day)
    except ArxivError:  # what the feed gave stands; the next run asks again
        return
    if listed is not None:
        yield listed


def entry(record: Record, announce_type: AnnounceType) -> Entry:
    """Return a record of the API as if a feed had announced it."""
    return Entry(
        id=record.id,
        version=record.version,
        announce_type=announce_type,
        title=record.title,
        abstract=record.abstract,
        authors=record.authors,
        categories=record.categories,
        doi=record.doi,
        journal_reference=record.journal_reference,
        comment=record.comment,
    )


def _from_listing(
    client: Client, settings: ArxivSettings, api: Api, category: str, day: date
) -> Pulled | None:
    answer = client.get(settings.listing_url.replace("{category}", category), accept=_HTML)
    assert answer is not None, "only a conditional request is answered without content"
    found = listing.parse(answer.content, category)
    if found.day != day or not found.announced:
        return None
    records = api.records([each for each, _ in found.announced])
    entries = tuple(
        entry(records[each], announced) for each, announced in found.announced if each in records
    )
    failures = tuple(
        Failure(each, "arXiv's API has no record of it")
        for each, _ in found.announced
        if each not in records
    )
    feed = Feed(category, day, entries, failures)
    return Pulled(category, feed, source=Source.LISTING, cut=found.cut)
