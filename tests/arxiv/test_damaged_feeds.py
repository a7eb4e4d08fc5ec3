"""Documents that are no whole feed, and items that are no whole entry."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperglot.arxiv.feed import parse
from paperglot.errors import MalformedError, PaperglotError, RefusedError
from paperglot.model import Failure, Feed
from tests.standins.feeds import Item, an_invented_day, document, error_document, legacy_document

DAY = date(2026, 5, 12)
ITEMS = [
    Item(
        id=f"2605.9120{number}",
        title=f"Title {number}",
        abstract="It is &#177; 1, <a href='http://x.example/'>y</a> & $0<p<1$ → <eos>, &lt;.",
        creator="Zoë Ñu",
    )
    for number in range(3)
]
FEED = document("cs.CL", DAY, ITEMS)
LEGACY = legacy_document("cs.CL", DAY, ITEMS)
RATE_PAGES = [b"Rate exceeded.", b"<html><body>Rate exceeded.</body></html>\n"]


@given(st.sampled_from([FEED, LEGACY]), st.data())
def test_a_truncated_document_is_rejected_whole_wherever_it_ends(
    feed: bytes, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(feed.rstrip()) - 1))
    with pytest.raises(MalformedError, match="is not a whole feed"):
        parse(feed[:end], "cs.CL")


@pytest.mark.parametrize("cut", ["<!--", "<![CDATA["])
def test_a_document_that_loses_an_item_in_the_middle_is_rejected(cut: str) -> None:
    start = FEED.index(b"Title 1")
    gap = FEED.index(b"<dc:rights>", start)
    with pytest.raises(MalformedError) as caught:
        parse(FEED[:start] + cut.encode() + FEED[gap + len("<dc:") :], "cs.CL")
    assert str(caught.value) == "cs.CL: of the feed's 3 items only 2 can be read"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"", "nothing at all"),
        (b" \n ", "nothing at all"),
        (b"<html><body>Welcome to the hotel</body></html>", "<html><body>Welcome"),
        (b'{"error": 1}', '{"error": 1}'),
        (b"\xff\xfe\x00", "\ufffd\ufffd"),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">', "<?xml"),
    ],
)
def test_what_is_no_feed_is_shown_by_its_beginning(content: bytes, shown: str) -> None:
    with pytest.raises(MalformedError, match=r"^cs\.CL: the answer is not a whole feed") as caught:
        parse(content, "cs.CL")
    assert shown in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("page", RATE_PAGES)
def test_the_rate_limit_page_is_no_quiet_day(page: bytes) -> None:
    with pytest.raises(RefusedError, match=r"^cs\.CL: arXiv's rate limit was exceeded") as caught:
        parse(page, "cs.CL")
    assert caught.value.status == 200
    assert caught.value.concerns_all


def test_a_feed_error_is_no_quiet_day_and_says_what_is_wrong() -> None:
    with pytest.raises(RefusedError, match=r"^cs\.NOPE: Feed error for query: ") as caught:
        parse(error_document("cs.NOPE", DAY), "cs.NOPE")
    assert "Bad archive 'cs.NOPE'." in str(caught.value)
    assert caught.value.status == 400
    assert not caught.value.concerns_all


@pytest.mark.parametrize("feed", [document("cs.CL", DAY), legacy_document("cs.CL", DAY)])
def test_a_feed_that_does_not_say_its_day_is_rejected(feed: bytes) -> None:
    for name in (b"pubDate", b"lastBuildDate", b"dc:date"):
        feed = feed.replace(name, b"x" + name.replace(b":", b""))
    with pytest.raises(MalformedError, match=r"^cs\.CL: the feed does not say its date$"):
        parse(feed, "cs.CL")


@pytest.mark.parametrize("day", ["soon", "", "Fri, 31 Dec 9999 23:59:59 -1200", "0000-01-01"])
def test_a_feed_whose_day_is_none_is_rejected(day: str) -> None:
    content = document("cs.CL", DAY, dated_items=False).replace(b"lastBuildDate", b"x")
    content = content.replace(b"Tue, 12 May 2026 00:00:00 -0400", day.encode())
    with pytest.raises(MalformedError, match=r"^cs\.CL: .*date"):
        parse(content, "cs.CL")


BAD_BYTES = [
    b"\xff", b"\xe9", b"\x00", b"\x07", b"\x0b", b"\x7f", b"\xc2\x96", b"\xed\xa0\x80", b"&",
    b"&foo;", b"&#0;", b"<br>", b"<eos>", "中".encode()[:2],
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD_BYTES)
@pytest.mark.parametrize("feed", [FEED, LEGACY])
def test_one_bad_byte_loses_no_item_and_harms_no_other(feed: bytes, bad: bytes) -> None:
    whole = parse(feed, "cs.CL")
    hurt = parse(feed.replace(b"Title 1", b"Ti" + bad + b"tle 1"), "cs.CL")
    assert (len(hurt.entries), hurt.failures, hurt.day) == (3, (), DAY)
    assert hurt.entries[1].id == whole.entries[1].id
    assert hurt.entries[1].title.startswith("Ti")
    assert (hurt.entries[0], hurt.entries[2]) == (whole.entries[0], whole.entries[2])


# --- single items ---

GOOD, OTHER = Item(id="2605.91201"), Item(id="2605.91203")


@pytest.mark.parametrize(
    ("item", "failure"),
    [
        (Item(id="2605.91202", title=" "), Failure("2605.91202", "it has no title")),
        (Item(id="2605.91202", abstract=""), Failure("2605.91202", "it has no abstract")),
        (
            Item(id="2605.91202", announce_type="withdrawn"),
            Failure("2605.91202", "'withdrawn' is not a valid AnnounceType"),
        ),
    ],
)
def test_an_item_that_lacks_something_is_a_failure_that_names_the_paper(
    item: Item, failure: Failure
) -> None:
    feed = parse(document("cs.CL", DAY, [GOOD, item, OTHER]), "cs.CL")
    assert [entry.id for entry in feed.entries] == [GOOD.id, OTHER.id]
    assert feed.failures == (failure,)


def test_a_paper_that_fails_in_two_versions_or_forms_is_named_the_same_way() -> None:
    bad = Item(id="2605.91202", title="")
    later = Item(id="2605.91202", title="", version=2)
    feeds = [document("cs.CL", DAY, [bad]), document("cs.CL", DAY, [later])]
    legacy = legacy_document("cs.CL", DAY, [Item(id="2605.91202", abstract="")])
    subjects = {parse(feed, "cs.CL").failures[0].subject for feed in (*feeds, legacy)}
    assert subjects == {"2605.91202"}


def test_an_item_with_an_identifier_that_is_none_is_a_failure_in_the_words_of_the_feed() -> None:
    feed = parse(document("cs.CL", DAY, [GOOD, Item(id="2605.912")]), "cs.CL")
    assert len(feed.entries) == 1
    (failure,) = feed.failures
    assert "2605.912" in failure.subject
    assert "is not an arXiv identifier" in failure.reason


@pytest.mark.parametrize("nameless", ["", "<title/><guid/>"])
def test_an_item_without_a_name_is_a_failure_all_the_same(nameless: str) -> None:
    content = document("cs.CL", DAY, [GOOD]).replace(
        b"</channel>", f"<item>{nameless}</item></channel>".encode()
    )
    feed = parse(content, "cs.CL")
    assert len(feed.entries) == 1
    (failure,) = feed.failures
    assert failure.subject == "an item without a name"
    assert failure.reason.startswith("its description is not of the form 'arXiv:…")


def test_an_item_without_an_identifier_is_named_by_its_title_cut_short() -> None:
    item = f"<item><title>{'Very long ' * 100}</title></item></channel>"
    content = document("cs.CL", DAY).replace(b"</channel>", item.encode())
    (failure,) = parse(content, "cs.CL").failures
    assert failure.subject.startswith("Very long Very")
    assert len(failure.subject) == 200


# --- anything at all ---

TOKENS = [
    b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"<!",
    b"<?xml version='1.0'", b"<item>", b"</item>", b"<title>", b"</title>", b"<description>",
    b"<guid/>", b"<description/>", b"<category/>", b"<dc:creator>((", b"\\", b"$", b"{",
    b"&#0;", b"&#x110000;", b"&#99999999999999999999;", b"&x;", b"&", b"\x00", b"\xff",
    b"<pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>", b"<pubDate>0000-01-01</pubDate>",
    b" encoding='utf-16'", b" encoding='\xb6'", b" xml:base='http://[x'", b" x:y:z='1'",
    b" xmlns='http://www.w3.org/2005/Atom'", b"\xed\xa0\x80",
]  # fmt: skip
DOCUMENTS = [
    FEED,
    LEGACY,
    document("cs.CL", DAY, an_invented_day(DAY)["cs.CL"]),
    document("cs.CL", DAY),
    error_document("cs.NOPE", DAY),
]


@st.composite
def damaged_documents(draw: st.DrawFn) -> bytes:
    """Draw a feed in which something was cut out or put in, up to six times."""
    content = draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(content)))
        length = draw(st.sampled_from([0, 0, 1, 5, 40, 400]))
        inserted = draw(st.sampled_from(TOKENS) | st.binary(max_size=8))
        content = content[:start] + inserted + content[start + length :]
    return content + draw(st.sampled_from([b"", b"</rss>", b"</rdf:RDF>"]))


def parse_or_refuse(content: bytes) -> Feed | PaperglotError:
    try:
        return parse(content, "cs.CL")
    except PaperglotError as error:
        return error


@settings(deadline=None, max_examples=300)
@given(st.binary() | st.binary().map(lambda noise: noise + b"</rss>") | damaged_documents())
def test_any_bytes_give_a_feed_or_an_error_of_ours(content: bytes) -> None:
    outcome = parse_or_refuse(content)
    assert isinstance(outcome, Feed) or str(outcome).startswith("cs.CL: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Title 1", b"Title &#99999999999999999999;"),
        (b"Title 1", b"Title &#x110000;"),
        (b"<description>arXiv:", b"<description/><x>"),
        (b"<arxiv:announce_type>", b"<description><arxiv:announce_type>"),
        (b"<category>cs.CL</category>", b"<category scheme='x'/>"),
        (b"<category>cs.CL</category>", b"<category domain='x'/>"),
        (b"encoding='UTF-8'", b"encoding='\xb6'"),
        (b"encoding='UTF-8'", b"encoding='\x00'"),
        (b"encoding='UTF-8'", b"encoding='UTF-16'"),
    ],
)
def test_a_document_that_trips_the_parser_gives_a_feed_or_an_error_of_ours(
    old: bytes, new: bytes
) -> None:
    assert old in FEED
    outcome = parse_or_refuse(FEED.replace(old, new))
    if isinstance(outcome, Feed):
        assert len(outcome.entries) + len(outcome.failures) == 3
        assert all(all(entry.categories) for entry in outcome.entries)


def test_a_document_that_the_parser_cannot_take_is_rejected() -> None:
    torn = FEED.replace(b"<category>cs", b"<category>cs</item>")
    with pytest.raises(MalformedError, match=r"^cs\.CL: the feed cannot be parsed: "):
        parse(torn, "cs.CL")


def test_references_to_characters_are_read_and_those_to_none_are_dropped() -> None:
    title = b"T&#233;&#x1F600;&#65;&#xD800;&#xFFFF;&#7;&#1114112;"
    feed = parse(FEED.replace(b"Title 1", title), "cs.CL")
    assert feed.entries[1].title == "Té😀A"


@settings(deadline=None)
@given(
    st.lists(st.builds(Item, title=st.text(), abstract=st.text(), creator=st.text()), max_size=3)
)
def test_each_item_of_a_feed_is_an_entry_or_a_failure_whatever_it_says(items: list[Item]) -> None:
    feed = parse_or_refuse(document("cs.CL", DAY, items))
    assert isinstance(feed, Feed)
    assert len(feed.entries) + len(feed.failures) == len(items)
