"""The feeds of invented papers, against the shape that arXiv's have."""

import gzip
import re
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.shared import SHARED, needs_shared
from tests.standins.feeds import (
    Item,
    an_invented_day,
    document,
    error_document,
    legacy_document,
    midnight,
)
from tests.standins.reading import read_batch

feedparser: Any = pytest.importorskip("feedparser")

DAY = date(2026, 5, 12)
CAPTURES = SHARED / "feeds/rss"
FULL = Item(
    id="2605.91230",
    version=3,
    announce_type="replace-cross",
    title="A < B & C: $x<y$",
    abstract='First "quoted" paragraph.\n  Second, with <eos>.',
    creator='J\\"urgen Beispiel, Bo Muster (Nowhere, Ltd.)',
    categories=("cs.LG", "cs.CL"),
    licence="http://creativecommons.org/licenses/by/4.0/",
    dois=("10.99999/a", "10.99999/b"),
    journal_reference="Invented 1, 2",
)


def parsed(data: bytes) -> Any:
    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)


def test_feedparser_finds_every_field() -> None:
    feed = parsed(document("cs.CL", DAY, [FULL]))
    (entry,) = feed.entries
    assert (feed.bozo, feed.version) == (False, "rss20")
    assert feed.feed.title == "cs.CL updates on arXiv.org"
    assert entry.id == "oai:arXiv.org:2605.91230v3"
    assert entry.link == "https://arxiv.org/abs/2605.91230"
    assert entry.title == FULL.title
    assert entry.summary == (
        f"arXiv:2605.91230v3 Announce Type: replace-cross \nAbstract: {FULL.abstract}"
    )
    assert [tag.term for tag in entry.tags] == ["cs.LG", "cs.CL"]
    assert entry.arxiv_announce_type == "replace-cross"
    assert entry.rights == FULL.licence
    assert entry.arxiv_doi == "10.99999/a 10.99999/b"
    assert entry.arxiv_journal_reference == "Invented 1, 2"
    assert entry.author == FULL.creator


def test_what_an_item_lacks_is_left_out() -> None:
    feed = parsed(document("cs.CL", DAY, [Item(licence=None)], dated_items=False))
    assert not {"rights", "arxiv_doi", "arxiv_journal_reference", "published"} & set(
        feed.entries[0]
    )


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 5, 12), "Tue, 12 May 2026 00:00:00 -0400"),
        (date(2026, 1, 1), "Thu, 01 Jan 2026 00:00:00 -0500"),
        (date(2026, 3, 8), "Sun, 08 Mar 2026 00:00:00 -0500"),  # the clocks change at 02:00
    ],
)
def test_a_day_begins_at_eastern_midnight(day: date, written: str) -> None:
    channel = ET.fromstring(document("cs.CL", day, [Item()]))[0]
    built = parsedate_to_datetime(channel.findtext("lastBuildDate", ""))
    assert channel.findtext("pubDate") == written
    assert channel.findtext("item/pubDate") == written
    assert built.tzinfo is UTC
    assert (built - midnight(day)).total_seconds() == 10


def test_an_error_is_a_feed_that_feedparser_finds_nothing_wrong_with() -> None:
    feed = parsed(error_document("cs.NOPE", DAY))
    assert (feed.bozo, feed.version, feed.entries) == (False, "rss20", [])
    assert feed.feed.title.startswith("Feed error for query: ")


def test_the_legacy_form_says_all_in_the_title() -> None:
    item = Item(
        id="2307.91201", version=2, announce_type="replace", creator="Zoë Esempio-Ñu (X, Y)"
    )
    feed = parsed(legacy_document("cs.CL", date(2023, 7, 6), [item]))
    (entry,) = feed.entries
    assert (feed.bozo, feed.version) == (False, "rss10")
    assert feed.feed.updated == "2023-07-05T20:30:00-05:00"
    assert entry.title == f"{item.title}. (arXiv:2307.91201v2 [cs.CL] UPDATED)"
    assert entry.summary.startswith("<p>We invent a method that needs $O(n \\log n)$ steps.")
    assert entry.author == (
        '<a href="http://arxiv.org/find/cs/1/au:+Esempio_Nu_Z/0/1/0/all/0/1">'
        "Zo&#xeb; Esempio-&#xd1;u</a> (X, Y)"
    )


def test_the_invented_day_holds_a_dozen_papers_in_arxivs_order() -> None:
    day = an_invented_day(DAY)
    items = [item for listing in day.values() for item in listing]
    orders = [[item.announce_type for item in listing] for listing in day.values()]
    assert sorted(day) == ["cs.AI", "cs.CL", "cs.CV", "cs.LG"]
    assert len({item.id for item in items}) == 12
    assert {kind for order in orders for kind in order} == {
        "new",
        "cross",
        "replace",
        "replace-cross",
    }
    for category, listing in day.items():
        assert all(category in item.categories for item in listing)
        assert listing == sorted(
            listing,
            key=lambda item: ["new", "cross", "replace", "replace-cross"].index(item.announce_type),
        )


def test_the_invented_day_differs_from_day_to_day_and_not_from_call_to_call() -> None:
    days = [an_invented_day(date(2026, 5, day)) for day in range(1, 32)]
    ids = [{item.id for listing in day.values() for item in listing} for day in days]
    assert an_invented_day(DAY) == an_invented_day(DAY)
    assert len(set().union(*ids)) == 12 * 31
    assert all(re.fullmatch(r"\d{4}\.9\d{4}", identifier) for day in ids for identifier in day)


@needs_shared
@pytest.mark.parametrize("name", ["2026-05-12-cs-cl", "2026-05-13-cs-ai", "2026-05-17-cs-cl"])
def test_a_capture_written_again_has_the_same_bytes(name: str) -> None:
    capture = gzip.decompress((CAPTURES / f"{name}.xml.gz").read_bytes())
    channel = ET.fromstring(capture)[0]
    batch = read_batch(channel.findtext("title", "").split()[0], capture)
    assert batch is not None
    again = document(
        batch.category,
        batch.day,
        batch.items,
        built=parsedate_to_datetime(channel.findtext("lastBuildDate", "")),
    )
    # arXiv writes the two days of skipDays in no fixed order.
    assert sorted(again.splitlines()) == sorted(capture.splitlines())
