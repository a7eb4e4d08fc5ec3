"""What feeds say, in both forms; see `test_damaged_feeds` for what they should not be."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from paperglot.arxiv.feed import merge, parse
from paperglot.model import AnnounceType, Author, Entry, Feed
from tests.samples import entry
from tests.standins.feeds import Item, an_invented_day, document, legacy_document

DAY = date(2026, 5, 12)
FULL = Item(
    id="2605.91230",
    version=3,
    announce_type="replace-cross",
    title="On $O(n)$: A\n  Title",
    abstract="It is G\\\"artner's. It takes 87.5\\% of $n$.\n  A second paragraph.",
    creator='Bernd G\\"artner (ETH Z\\"urich), Ada Example',
    categories=("cs.LG", "cs.CL"),
    licence="http://creativecommons.org/licenses/by/4.0/",
    dois=("10.99999/a", "10.99999/b"),
    journal_reference="Invented Letters  1, 2 (2026)",
)
RATE_TITLE = "Rate exceeded: On the Limits of Limits"


def read(*items: Item, drop: str = "") -> Feed:
    """Parse a feed of these items, without the elements that the pattern `drop` matches."""
    content = document("cs.CL", DAY, items)
    changed = re.sub(drop.encode(), b"", content) if drop else content
    assert not drop or changed != content
    return parse(changed, "cs.CL")


def only_entry(feed: Feed) -> Entry:
    assert feed.failures == ()
    (found,) = feed.entries
    return found


def test_an_item_becomes_an_entry_with_all_that_it_says() -> None:
    feed = read(FULL)
    assert (feed.category, feed.day) == ("cs.CL", DAY)
    assert only_entry(feed) == Entry(
        id="2605.91230",
        version=3,
        announce_type=AnnounceType.REPLACE_CROSS,
        title="On $O(n)$: A Title",
        abstract="It is Gärtner's. It takes 87.5% of $n$.\n\nA second paragraph.",
        authors=(Author("Bernd Gärtner", "ETH Zürich"), Author("Ada Example")),
        categories=("cs.LG", "cs.CL"),
        licence="http://creativecommons.org/licenses/by/4.0/",
        doi=("10.99999/a", "10.99999/b"),
        journal_reference="Invented Letters 1, 2 (2026)",
    )


def test_a_missing_licence_doi_and_journal_reference_are_no_fault() -> None:
    found = only_entry(read(Item(licence=None)))
    assert (found.licence, found.doi, found.journal_reference) == (None, (), None)


@pytest.mark.parametrize(
    ("identifier", "version"),
    [("cs/9901001", 1), ("math.GT/0309136", 2), ("astro-ph/0001001", 1), ("0704.0001", 4)],
)
def test_old_identifiers_are_read(identifier: str, version: int) -> None:
    found = only_entry(read(Item(id=identifier, version=version)))
    assert (found.id, found.version) == (identifier, version)


@pytest.mark.parametrize("identifier", ["2605.10000", "2605.91230", "1412.0010", "cs/9901010"])
def test_an_identifier_that_ends_in_zero_keeps_it(identifier: str) -> None:
    assert only_entry(read(Item(id=identifier))).id == identifier


@pytest.mark.parametrize("kind", AnnounceType)
def test_every_type_of_announcement_is_read(kind: AnnounceType) -> None:
    assert only_entry(read(Item(announce_type=kind.value))).announce_type is kind


def test_a_category_that_stands_twice_is_kept_once_and_the_first_is_the_primary() -> None:
    found = only_entry(read(Item(categories=("stat.ML", "cs.CL", "stat.ML"))))
    assert found.categories == ("stat.ML", "cs.CL")


def test_items_without_a_date_are_read_as_before_2024_08_28() -> None:
    feed = parse(document("cs.CL", DAY, [Item()], dated_items=False), "cs.CL")
    assert only_entry(feed).id == Item().id


@pytest.mark.parametrize(
    "drop",
    [
        r"<guid[^>]*>[^<]*</guid>",
        r"<arxiv:announce_type>[^<]*</arxiv:announce_type>",
        r"<dc:creator>[^<]*</dc:creator>",
        r"<link>https://arxiv.org/abs/[^<]*</link>",
        r"<category>[^<]*</category>",
    ],
)
def test_what_the_description_says_too_may_be_missing_elsewhere(drop: str) -> None:
    found = only_entry(read(Item(id="2605.91230", version=2, announce_type="cross"), drop=drop))
    assert (found.id, found.version) == ("2605.91230", 2)
    assert found.announce_type is AnnounceType.CROSS


@pytest.mark.parametrize(
    "form",
    [
        "arXiv:{} Announce Type: new \nAbstract: {}",
        "arXiv:{} Announce Type: new Abstract: {}",
        "  arXiv:{}\nAnnounce Type:new\n\nAbstract:{}\n",
    ],
)
def test_the_description_is_read_however_its_lines_are_broken(form: str) -> None:
    old = document("cs.CL", DAY, [Item(abstract="We: Announce Type: x. Abstract: y.")])
    new = form.format("2605.91201v1", "We: Announce Type: x. Abstract: y.")
    content = re.sub(
        rb"<description>arXiv:.*?</description>",
        f"<description>{new}</description>".encode(),
        old,
        flags=re.DOTALL,
    )
    found = only_entry(parse(content, "cs.CL"))
    assert found.abstract == "We: Announce Type: x. Abstract: y."


@pytest.mark.parametrize(
    ("abstract", "text"),
    [
        ("ends with <eos> here", "ends with <eos> here"),
        ("for $0<p<1$ only", "for $0<p<1$ only"),
        ("a < b > c & d", "a < b > c & d"),
        ("has {{ braces }} and {% tags %}", "has {{ braces }} and {% tags %}"),
        ("is 5 &#177; 1", "is 5 ± 1"),
        ('<a href="https://example.org/x">here</a>', "here (https://example.org/x)"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("the first.\n  The second", "the first.\n\nThe second"),
        ("costs $5 and $6", "costs $5 and $6"),
    ],
)
def test_no_text_is_harmed_by_being_taken_for_html(abstract: str, text: str) -> None:
    found = only_entry(read(Item(title=f"That {abstract}", abstract=f"It {abstract}.")))
    assert found.abstract == f"It {text}."
    assert found.title == f"That {text}".replace("\n\n", " ")


@pytest.mark.parametrize(
    "title", ["A Reply to 2604.00001 (arXiv:2604.00001v2 [cs.LG])", RATE_TITLE]
)
def test_a_title_never_decides_what_kind_of_document_it_stands_in(title: str) -> None:
    found = only_entry(read(Item(title=title)))
    assert (found.id, found.title) == (Item().id, title)


@pytest.mark.parametrize("day", [date(2026, 5, 12), date(2026, 1, 12), date(2026, 5, 16)])
@pytest.mark.parametrize("built", [None, datetime(2026, 1, 1, tzinfo=UTC)])
def test_the_day_is_that_of_the_pubdate_in_eastern_time(day: date, built: datetime | None) -> None:
    assert parse(document("cs.CL", day, built=built), "cs.CL").day == day


@pytest.mark.parametrize("date_of_it", ["", "<pubDate>soon</pubDate>"])
@pytest.mark.parametrize("day", [date(2026, 5, 12), date(2026, 1, 12)])
def test_a_feed_without_a_pubdate_is_of_the_day_it_was_built_on(day: date, date_of_it: str) -> None:
    content = re.sub(rb"<pubDate>.*?</pubDate>", date_of_it.encode(), document("cs.CL", day))
    assert parse(content, "cs.CL").day == day


def test_the_feed_of_a_holiday_is_empty() -> None:
    assert read() == Feed("cs.CL", DAY, ())
    assert parse(legacy_document("cs.CL", DAY), "cs.CL") == Feed("cs.CL", DAY, ())


# --- the RDF form, until 2024-01-31 ---


def read_legacy(item: Item, day: date = DAY) -> Feed:
    return parse(legacy_document("cs.CL", day, [item]), "cs.CL")


@pytest.mark.parametrize("day", [date(2023, 7, 6), date(2024, 1, 30)])
def test_a_legacy_feed_is_of_the_day_after_its_evening(day: date) -> None:
    assert read_legacy(Item(), day).day == day


@pytest.mark.parametrize(
    ("kind", "primary", "expected"),
    [
        ("new", "cs.CL", AnnounceType.NEW),
        ("new", "cs.HC", AnnounceType.CROSS),
        ("cross", "cs.HC", AnnounceType.CROSS),
        ("cross", "cs.CL", AnnounceType.CROSS),  # its "CROSS LISTED" is of another category
        ("replace", "cs.CL", AnnounceType.REPLACE),
        ("replace-cross", "cond-mat.mtrl-sci", AnnounceType.REPLACE_CROSS),
    ],
)
def test_a_legacy_title_says_how_the_paper_is_announced(
    kind: str, primary: str, expected: AnnounceType
) -> None:
    item = Item(announce_type=kind, categories=(primary,), version=2)
    found = only_entry(read_legacy(item))
    assert (found.id, found.version, found.title) == (item.id, 2, item.title)
    assert found.announce_type is expected
    assert found.categories == tuple(dict.fromkeys((primary, "cs.CL")))
    assert found.licence is None


def test_a_legacy_item_gives_up_its_html() -> None:
    item = Item(
        title="What (arXiv) Means...",
        abstract="For $0<p<1$ & more.\n  Then <eos>.",
        creator="Zoë Esempio-Ñu (X, Y), Ada O'Example",
    )
    found = only_entry(read_legacy(item))
    assert found.abstract == "For $0<p<1$ & more.\n\nThen <eos>."
    assert found.authors == (Author("Zoë Esempio-Ñu", "X, Y"), Author("Ada O'Example"))


def test_an_old_identifier_in_a_legacy_title_is_read() -> None:
    found = only_entry(read_legacy(Item(id="math.GT/0309136", version=2)))
    assert (found.id, found.version) == ("math.GT/0309136", 2)


# --- several categories ---


def feed(*entries: Entry) -> Feed:
    return Feed("cs.CL", DAY, entries)


def of(kind: AnnounceType, identifier: str = "2613.00010", version: int = 1) -> Entry:
    return entry(identifier, announce_type=kind, version=version)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (of(AnnounceType.NEW), of(AnnounceType.CROSS)),
        (of(AnnounceType.CROSS), of(AnnounceType.REPLACE)),
        (of(AnnounceType.REPLACE), of(AnnounceType.REPLACE_CROSS)),
        (of(AnnounceType.NEW, version=2), of(AnnounceType.NEW, version=1)),
    ],
)
def test_of_two_announcements_of_a_paper_the_most_telling_counts(
    better: Entry, worse: Entry
) -> None:
    assert merge([feed(better), feed(worse)]) == (better,)
    assert merge([feed(worse), feed(better)]) == (better,)
    assert merge([feed(worse, better)]) == (better,)


def test_the_highest_version_counts_whichever_announcement_bears_it() -> None:
    new, crossed = of(AnnounceType.NEW), of(AnnounceType.REPLACE_CROSS, version=2)
    for feeds in ([feed(new), feed(crossed)], [feed(crossed), feed(new)], [feed(crossed, new)]):
        assert merge(feeds) == (of(AnnounceType.NEW, version=2),)


def test_of_two_equal_announcements_the_first_counts() -> None:
    one, other = entry(title="One"), entry(title="Other")
    assert merge([feed(one), feed(other)]) == (one,)


def test_papers_stay_in_the_order_of_their_first_appearance() -> None:
    cross, new = AnnounceType.CROSS, AnnounceType.NEW
    feeds = [feed(of(cross, "2613.00030"), of(new, "2613.00010")), feed(of(new, "2613.00030"))]
    assert [found.id for found in merge(feeds)] == ["2613.00030", "2613.00010"]


def test_the_four_feeds_of_a_day_hold_each_paper_once_after_merging() -> None:
    day: Iterable[tuple[str, list[Item]]] = an_invented_day(DAY).items()
    feeds = [parse(document(category, DAY, items), category) for category, items in day]
    assert sum(len(each.entries) for each in feeds) > 12
    merged = merge(feeds)
    assert len(merged) == len({found.id for found in merged}) == 12
    assert merge([]) == ()
