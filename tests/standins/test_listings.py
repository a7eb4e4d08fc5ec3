"""The page of new submissions, against its templates and Paperglot's own reading of it."""

from datetime import date

import pytest

from paperglot.arxiv import listing
from paperglot.errors import MalformedError
from paperglot.model import AnnounceType
from tests.site.document import parse
from tests.standins.feeds import Item, an_invented_day
from tests.standins.listings import listing_page

DAY = date(2026, 5, 12)
ITEMS = an_invented_day(DAY)["cs.CL"]


def headings(page: bytes) -> list[str]:
    return [heading.text for heading in parse(page.decode()).all("h3")]


def test_its_headings_say_the_day_and_how_many_are_shown() -> None:
    assert headings(listing_page("cs.CL", DAY, ITEMS)) == [
        "Showing new listings for Tuesday, 12 May 2026",
        "New submissions (showing 4 of 4 entries)",
        "Cross submissions (showing 2 of 2 entries)",
        "Replacement submissions (showing 1 of 1 entries)",
    ]


def test_a_page_that_is_full_says_how_much_it_leaves_out() -> None:
    page = listing_page("cs.CL", DAY, ITEMS, most=5)
    assert headings(page)[1:] == [
        "New submissions (showing 4 of 4 entries)",
        "Cross submissions (showing first 1 of 2 entries)",
    ]
    assert b"Total of 7 entries" in page
    read = listing.parse(page, "cs.CL")
    assert (len(read.announced), read.cut) == (5, True)


def test_a_section_of_nothing_has_no_heading() -> None:
    items = [item for item in ITEMS if item.announce_type == "cross"]
    assert headings(listing_page("cs.CL", DAY, items))[1:] == [
        "Cross submissions (showing 2 of 2 entries)"
    ]


@pytest.mark.parametrize("category", ["cs.AI", "cs.CL", "cs.CV", "cs.LG"])
def test_paperglot_reads_every_paper_with_how_it_was_announced(category: str) -> None:
    items = an_invented_day(DAY)[category]
    read = listing.parse(listing_page(category, DAY, items), category)
    assert (read.day, read.cut) == (DAY, False)
    # The page does not tell a replaced cross-list from a replaced paper.
    kinds = {item.id: AnnounceType(item.announce_type.removesuffix("-cross")) for item in items}
    assert dict(read.announced) == kinds


def test_sections_come_in_arxiv_s_order_whatever_the_order_of_the_items() -> None:
    read = listing.parse(listing_page("cs.CL", DAY, reversed(ITEMS)), "cs.CL")
    kinds = [kind.value for _, kind in read.announced]
    assert kinds == ["new"] * 4 + ["cross"] * 2 + ["replace"]


def test_a_day_that_brought_nothing_says_so() -> None:
    page = listing_page("cs.CL", DAY)
    assert b"No updates today." in page
    read = listing.parse(page, "cs.CL")
    assert (read.day, read.announced, read.cut) == (DAY, (), False)


@pytest.mark.parametrize("identifier", ["2605.00010", "hep-th/9901001", "math.GT/0309136"])
def test_old_and_new_identifiers_are_links(identifier: str) -> None:
    page = listing_page("cs.CL", DAY, [Item(id=identifier)])
    assert f'<a href ="/abs/{identifier}" title="Abstract"' in page.decode()
    # Paperglot names an old paper without the part that its number does not need.
    [(read, _)] = listing.parse(page, "cs.CL").announced
    assert read.rpartition("/")[2] == identifier.rpartition("/")[2]


def test_words_of_authors_are_no_markup() -> None:
    words = '<a href ="/abs/2605.99999" title="Abstract" id="x"> New submissions <h3>Replacements'
    item = Item(title=words, abstract=words, creator=words)
    read = listing.parse(listing_page("cs.CL", DAY, [item]), "cs.CL")
    assert read.announced == ((item.id, AnnounceType.NEW),)


def test_half_of_a_page_without_its_day_is_none() -> None:
    with pytest.raises(MalformedError):
        listing.parse(listing_page("cs.CL", DAY, ITEMS)[:100], "cs.CL")
