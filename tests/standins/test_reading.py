"""Feeds read back: nothing that the stand-in wrote is lost."""

from datetime import date

import pytest

from tests.standins.feeds import Item, an_invented_day, document, error_document, legacy_document
from tests.standins.reading import authors, read_batch

DAY = date(2026, 5, 12)


@pytest.mark.parametrize("category", ["cs.AI", "cs.CL", "cs.CV", "cs.LG"])
def test_an_invented_feed_reads_as_what_it_was_written_from(category: str) -> None:
    items = an_invented_day(DAY)[category]
    batch = read_batch(category, document(category, DAY, items))
    assert batch is not None
    assert (batch.category, batch.day, list(batch.items)) == (category, DAY, items)


def test_an_empty_feed_has_its_day() -> None:
    batch = read_batch("cs.CL", document("cs.CL", DAY))
    assert batch is not None
    assert (batch.day, batch.items) == (DAY, ())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<rss/>",
        b"<html><body>Rate exceeded.</body></html>",
        b"<rss><channel><pubDate>soon</pubDate></channel></rss>",
        document("cs.CL", DAY, [Item()])[:-20],
        legacy_document("cs.CL", DAY, [Item()]),
    ],
)
def test_what_is_broken_on_purpose_says_nothing(broken: bytes) -> None:
    assert read_batch("cs.CL", broken) is None


def test_an_error_document_is_read_as_an_empty_feed() -> None:
    batch = read_batch("cs.NOPE", error_document("cs.NOPE", DAY))
    assert batch is not None
    assert batch.items == ()


def test_an_item_of_another_form_is_left_out() -> None:
    feed = document("cs.CL", DAY, [Item(), Item(id="2605.91202")])
    batch = read_batch("cs.CL", feed.replace(b"arXiv:2605.91201v1 Announce", b"Announce"))
    assert batch is not None
    assert [item.id for item in batch.items] == ["2605.91202"]


@pytest.mark.parametrize(
    ("creator", "names"),
    [
        ("", ()),
        ("Ada Example", ("Ada Example",)),
        ("Ada Example, Bo Muster", ("Ada Example", "Bo Muster")),
        ("Ada Example (X, Y), Bo Muster", ("Ada Example (X, Y)", "Bo Muster")),
        ("Ada Example, , Bo Muster ", ("Ada Example", "Bo Muster")),
    ],
)
def test_authors_are_split_outside_of_parentheses(creator: str, names: tuple[str, ...]) -> None:
    assert authors(creator) == names
