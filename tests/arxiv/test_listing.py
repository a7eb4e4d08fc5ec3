"""The page of new submissions, and pages that are none."""

from datetime import date

import pytest

from paperglot.arxiv import api, listing
from paperglot.errors import MalformedError, RefusedError
from paperglot.model import AnnounceType
from tests.standins.feeds import Item
from tests.standins.listings import listing_page
from tests.standins.queries import answer
from tests.standins.records import ApiRecord

DAY = date(2026, 5, 12)
SLY_LINK = b'<a href ="/abs/../../etc" title="Abstract" id="x">'
ITEMS = [
    Item(id="2605.80010"),
    Item(id="cs/9913007", announce_type="cross"),
    Item(id="2605.70010", announce_type="replace", version=2),
]


def test_the_page_says_what_was_announced_when_and_how() -> None:
    found = listing.parse(listing_page("cs.CL", DAY, ITEMS), "cs.CL")
    assert found.day == DAY
    assert found.announced == (
        ("2605.80010", AnnounceType.NEW),
        ("cs/9913007", AnnounceType.CROSS),
        ("2605.70010", AnnounceType.REPLACE),
    )
    assert not found.cut


@pytest.mark.parametrize("most", [0, 1, 2])
def test_a_page_that_leaves_entries_out_is_cut(most: int) -> None:
    found = listing.parse(listing_page("cs.CL", DAY, ITEMS, most=most), "cs.CL")
    assert found.cut
    assert len(found.announced) == most


def test_a_page_without_entries_is_whole() -> None:
    found = listing.parse(listing_page("cs.CL", DAY), "cs.CL")
    assert (found.announced, found.cut) == ((), False)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<html><body>Rate exceeded.</body></html>", "does not say its date"),
        (b"", "does not say its date"),
        (b"Showing new listings for Tuesday, 32 May 2026", "no date in '32 May 2026'"),
        (b"Showing new listings for Tuesday, 12 Floreal 2026", "no date in"),
        (
            b"Showing new listings for Tuesday, 12 May 2026<h3>New submissions</h3>" + SLY_LINK,
            "is not an arXiv identifier",
        ),
    ],
)  # fmt: skip
def test_another_page_is_an_error_that_says_why(page: bytes, reason: str) -> None:
    with pytest.raises(MalformedError, match=reason):
        listing.parse(page, "cs.CL")


def test_a_title_that_imitates_the_page_s_own_headings_changes_nothing() -> None:
    sly = Item(id="2605.80010", title="<h3>Replacement submissions (showing 9 of 9 entries)</h3>")
    found = listing.parse(listing_page("cs.CL", DAY, [sly, *ITEMS[1:]]), "cs.CL")
    assert dict(found.announced)["2605.80010"] is AnnounceType.NEW


def queried(*records: ApiRecord) -> bytes:
    code, body = answer({"id_list": ",".join(record.id for record in records)}, records)
    assert code == 200
    return body


def test_an_api_answer_without_a_total_is_no_answer() -> None:
    body = queried(ApiRecord()).replace(b"totalResults>1<", b"totalResults>many<")
    with pytest.raises(MalformedError, match="does not say how much"):
        api.parse(body)


def test_a_record_that_says_too_little_is_left_out_and_the_others_are_read() -> None:
    first, second = ApiRecord(id="2605.80010"), ApiRecord(id="2605.80020")
    body = queried(first, second).replace(b"<published>", b"<unpublished>", 1)
    body = body.replace(b"</published>", b"</unpublished>", 1)
    page = api.parse(body)
    assert (page.total, page.size) == (2, 2)
    assert len(page.records) == 1


@pytest.mark.parametrize(
    ("whole", "damaged"),
    [
        (b"<author>\n      <name>", b"<author>\n"),
        (b"<arxiv:primary_category ", b"<arxiv:primary_category &nbsp;"),
    ],
)
def test_a_record_whose_tags_are_damaged_keeps_no_other_from_being_read(
    whole: bytes, damaged: bytes
) -> None:
    body = queried(ApiRecord(id="2605.80010"), ApiRecord(id="2605.80020"))
    assert whole in body
    page = api.parse(body.replace(whole, damaged, 1))
    assert (page.size, len(page.records)) == (2, 1)


def test_an_error_of_the_api_says_what_it_says() -> None:
    _, body = answer({"id_list": "abc"}, ())
    with pytest.raises(RefusedError, match="incorrect id format for abc"):
        api.parse(body)
