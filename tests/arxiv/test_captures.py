"""Real feeds, where they are at hand: all of them parse, and nothing in them is lost."""

import functools
import gzip
import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperglot import prose
from paperglot.arxiv.feed import merge, parse
from paperglot.errors import ArxivError, MalformedError, RefusedError
from paperglot.model import AnnounceType, Feed
from tests.shared import SHARED, needs_shared

FOLDER = SHARED / "feeds"
NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)-(?P<archive>[a-z]+)-(?P<subject>[a-z]+)\.xml\.gz")
CAPTURES = sorted(path.name for path in FOLDER.glob("rss/*.xml.gz"))
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")

pytestmark = needs_shared
each_capture = pytest.mark.parametrize("name", CAPTURES)


def content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


@functools.cache
def captured(name: str) -> Feed:
    match = NAME.fullmatch(name)
    assert match is not None
    return parse(content(FOLDER / "rss" / name), f"{match['archive']}.{match['subject'].upper()}")


def feeds_of(day: str) -> list[Feed]:
    names = (f"{day}-{category.lower().replace('.', '-')}.xml.gz" for category in CATEGORIES)
    return [captured(name) for name in names]


def test_the_captures_are_all_there() -> None:
    assert len(CAPTURES) == 108


@each_capture
def test_every_item_of_a_capture_becomes_an_entry(name: str) -> None:
    feed = captured(name)
    assert feed.failures == ()
    assert len(feed.entries) == len(re.findall(rb"<item[ >]", content(FOLDER / "rss" / name)))


@each_capture
def test_a_capture_is_of_the_day_it_was_made_on_or_the_one_before(name: str) -> None:
    made = date.fromisoformat(name[:10])
    assert made - captured(name).day in (timedelta(0), timedelta(days=1))


@each_capture
def test_the_entries_of_a_capture_are_distinct_papers_in_normal_text(name: str) -> None:
    entries = captured(name).entries
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.title == prose.line(entry.title)
        assert entry.abstract == prose.normalise(entry.abstract)
        assert entry.authors
        assert entry.categories
        assert "Announce Type:" not in entry.abstract


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("2023-07-05-cs-cl", 0),  # a holiday, as RDF
        ("2024-01-31-cs-cl", 88),  # the last day of RDF
        ("2024-05-13-cs-cv", 0),  # a false empty: cs.CL of the same day is full
        ("2026-05-13-cs-lg", 1_101),
        ("2026-05-18-cs-ai", 0),  # a Sunday
    ],
)
def test_a_capture_has_as_many_entries_as_were_counted(name: str, entries: int) -> None:
    assert len(captured(f"{name}.xml.gz").entries) == entries


@pytest.mark.parametrize("day", ["2026-05-12", "2026-05-13", "2026-05-20"])
def test_merging_leaves_each_paper_once_as_its_primary_category_announces_it(day: str) -> None:
    feeds = feeds_of(day)
    merged = {entry.id: entry.announce_type for entry in merge(feeds)}
    assert len(merged) == len(merge(feeds))
    assert merged.keys() == {entry.id for feed in feeds for entry in feed.entries}
    primary = {
        entry.id: entry.announce_type
        for feed in feeds
        for entry in feed.entries
        if entry.categories[0] == feed.category
    }
    assert primary == {identifier: merged[identifier] for identifier in primary}


def kinds(feeds: Iterable[Feed]) -> set[AnnounceType]:
    return {entry.announce_type for feed in feeds for entry in feed.entries}


def test_both_forms_tell_all_four_types_of_announcement() -> None:
    legacy = [captured(name) for name in CAPTURES if name < "2024-02"]
    assert kinds(legacy) == kinds(feeds_of("2026-05-13")) == set(AnnounceType)


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("DERIVED-truncated-2026-05-14-cs-cl.xml.gz", MalformedError, "not a whole feed"),
        ("SYNTHETIC-error-400.rss.xml.gz", RefusedError, "Bad subject class 'NOPE'"),
        ("SYNTHETIC-rate-exceeded.html.gz", RefusedError, "rate limit"),
        ("shishir167-ListRecords-arXiv-103.xml.gz", MalformedError, "not a whole feed"),
        ("tidedra-cs.AI-2025-08-20.atom.xml.gz", MalformedError, "not a whole feed"),
    ],
)
def test_a_document_that_is_no_whole_feed_is_refused_by_name(
    name: str, error: type[ArxivError], words: str
) -> None:
    with pytest.raises(error, match=f"^cs.CL: .*{words}"):
        parse(content(FOLDER / "other" / name), "cs.CL")


def test_a_feed_of_two_categories_at_once_is_a_feed() -> None:
    feed = parse(content(FOLDER / "other" / "DERIVED-combined-cs.CL+cs.LG-2026-05-14.xml.gz"), "x")
    assert (len(feed.entries), feed.failures) == (687, ())
    assert feed.day == date(2026, 5, 13)
