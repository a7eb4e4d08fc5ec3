"""What the stand-in for the API knows of papers."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from paperglot.arxiv import text
from paperglot.arxiv.calendar import submission_window
from tests.standins.feeds import Item, an_invented_day
from tests.standins.reading import Batch
from tests.standins.records import ApiRecord, Records, record_of, unicode_name

DAY = date(2026, 5, 12)
ITEM = Item(version=1)


def batch(*items: Item, day: date = DAY) -> Batch:
    return Batch("cs.CL", day, items)


def knowing(*batches: Batch) -> Records:
    records = Records()
    records.remember(batches)
    return records


def test_a_record_says_what_the_feed_says() -> None:
    item = replace(ITEM, creator='J\\"urgen Beispiel (X, Y), Bo Muster', dois=("10.99999/a",))
    record = record_of(item, DAY)
    assert record.authors == ("Jürgen Beispiel (X, Y)", "Bo Muster")
    assert (record.title, record.abstract) == (item.title, item.abstract)
    assert (record.categories, record.dois) == (item.categories, item.dois)
    assert (record.version, record.revised) == (1, None)


@pytest.mark.parametrize("number", range(1, 32))
def test_a_new_paper_came_in_the_window_of_its_day(number: int) -> None:
    day = date(2026, 5, number)
    window = submission_window(day)
    if window is not None:
        assert window[0] <= record_of(ITEM, day).submitted < window[1]


def test_a_later_version_has_a_first_one_of_a_month_before() -> None:
    record = record_of(replace(ITEM, version=2), DAY)
    assert record.revised == record.latest
    assert record.latest - record.submitted == timedelta(days=30)


def test_some_new_papers_have_a_comment_and_some_have_none() -> None:
    items = {item.id: item for items in an_invented_day(DAY).values() for item in items}
    comments = [record_of(item, DAY).comment for item in items.values()]
    assert any(comments)
    assert None in comments


def test_papers_of_all_feeds_are_remembered() -> None:
    records = knowing(batch(ITEM), batch(Item(id="2605.91202"), day=DAY + timedelta(days=1)))
    assert [record.id for record in records.all] == ["2605.91201", "2605.91202"]
    assert records["2605.91201"] == record_of(ITEM, DAY)


def test_a_later_version_keeps_when_the_first_one_came_and_an_earlier_one_changes_nothing() -> None:
    first = record_of(ITEM, DAY)
    records = knowing(batch(ITEM))
    later = DAY + timedelta(days=7)
    records.remember([batch(replace(ITEM, version=2, title="Another"), day=later)])
    assert records[ITEM.id].submitted == first.submitted
    assert (records[ITEM.id].version, records[ITEM.id].title) == (2, "Another")
    assert records[ITEM.id].latest > first.latest
    assert records[ITEM.id].comment == first.comment
    known = records[ITEM.id]
    records.remember([batch(ITEM, day=later)])
    assert records[ITEM.id] == known


def test_what_a_test_says_of_a_paper_no_feed_changes() -> None:
    own = ApiRecord(comment="9 pages", submitted=datetime(2026, 1, 2, tzinfo=UTC))
    records = Records({own.id: own})
    records.remember([batch(replace(ITEM, version=2))])
    assert records[own.id] == own
    assert records.change(own.id, comment="10 pages").comment == "10 pages"
    records.remember([batch(replace(ITEM, version=3))])
    assert records[own.id] == replace(own, comment="10 pages")


def test_what_a_test_removes_stays_away_until_it_is_put_back() -> None:
    records = knowing(batch(ITEM))
    known = records[ITEM.id]
    records.remove(ITEM.id)
    records.remember([batch(replace(ITEM, version=2))])
    assert list(records.all) == []
    records.put(known)
    assert records.all == (known,)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('J\\"urgen Beispiel', "Jürgen Beispiel"),
        ("Hana P\\v{r}\\'iklad", "Hana Příklad"),
        ("Dorota Przyk{\\l}ad", "Dorota Przykład"),
        ("S{\\o}ren \\'{\\i}", "Søren í"),
        ('Emre {\\"O}rnek', "Emre Örnek"),
        ("Fran\\c{c}ois \\~Nu\\^o", "François Ñuô"),
        ("Zoë Straße", "Zoë Straße"),
    ],
)
def test_names_are_in_unicode_and_paperglot_reads_the_same(written: str, name: str) -> None:
    assert unicode_name(written) == name
    assert [author.name for author in text.authors(written)] == [name]
