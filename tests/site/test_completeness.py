"""What a day's page says where something has not come, or where there is nothing to show."""

from datetime import date

import pytest
from hypothesis import given

from paperglot.model import CategoryReport, CategoryState, Day, Source, Status
from paperglot.site.completeness import Missing, Quiet, missing, why_quiet
from tests import strategies
from tests.samples import DAY, digested
from tests.site.document import Element
from tests.site.examples import catalogue, day_page, paper_page, render

SATURDAY = date(2026, 3, 7)
EMPTY, FRESH = CategoryState.EMPTY, CategoryState.FRESH
TROUBLES = (
    CategoryState.STALE,
    CategoryState.UNREACHABLE,
    CategoryState.REFUSED,
    CategoryState.MALFORMED,
)


def reports(*states: CategoryState) -> tuple[CategoryReport, ...]:
    return tuple(CategoryReport(f"cs.{number}", state) for number, state in enumerate(states))


def record(*states: CategoryState, day: date = DAY, **lists: tuple[str, ...]) -> Day:
    return Day(day, categories=reports(*states), **lists)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (record(EMPTY, EMPTY, day=SATURDAY), Quiet.WEEKEND),
        (record(CategoryState.STALE, CategoryState.UNREACHABLE, day=SATURDAY), Quiet.WEEKEND),
        (record(EMPTY, EMPTY), Quiet.HOLIDAY),
        (record(FRESH, EMPTY), Quiet.UNMATCHED),
        (record(CategoryState.PARTIAL, outside=("2613.00010",)), Quiet.UNMATCHED),
        (record(FRESH, day=SATURDAY), Quiet.UNMATCHED),
        *((record(EMPTY, trouble), Quiet.LATE) for trouble in TROUBLES),
        (record(FRESH, CategoryState.REFUSED), Quiet.UNMATCHED),
        (record(FRESH, kept=("2613.00010",)), Quiet.NOT_SHOWN),
        (Day(DAY), Quiet.UNMATCHED),
    ],
)
def test_a_day_without_papers_says_why(day: Day, reason: Quiet) -> None:
    assert why_quiet(day) is reason


def test_what_has_not_come_is_told_by_its_reason() -> None:
    day = record(FRESH, CategoryState.REFUSED, EMPTY, CategoryState.STALE, CategoryState.REFUSED)
    assert missing(day) == (
        Missing(CategoryState.STALE, ("cs.3",)),
        Missing(CategoryState.REFUSED, ("cs.1", "cs.4")),
    )


def test_at_a_weekend_nothing_is_missing() -> None:
    assert missing(record(EMPTY, CategoryState.REFUSED, day=SATURDAY)) == ()


@given(strategies.announcement_days)
def test_what_a_day_says_of_itself_does_not_contradict_what_is_missing(day: Day) -> None:
    bare = Day(day.date, categories=day.categories)
    reason = why_quiet(bare)
    assert bool(missing(bare)) or reason is not Quiet.LATE
    assert not missing(bare) or reason in (Quiet.LATE, Quiet.UNMATCHED)


@pytest.mark.parametrize(
    ("day", "english", "chinese"),
    [
        (record(EMPTY, day=SATURDAY), "arXiv announces nothing at weekends.", "周末不公布"),
        (record(EMPTY), "most likely a holiday", "节假日"),
        (record(FRESH), "No papers of our topics were announced", "当天没有本站主题"),
        (record(CategoryState.STALE), "has not given this day's papers yet", "尚未提供"),
    ],
)
def test_a_quiet_page_says_so_in_both_languages(day: Day, english: str, chinese: str) -> None:
    page = day_page(record=day)
    [quiet] = page.with_attribute("class", "pg-pair pg-quiet")
    first, second = quiet.all("p")
    assert (first.attributes["lang"], second.attributes["lang"]) == ("en", "zh-Hans")
    assert english in first.text
    assert chinese in second.text


def test_a_day_that_has_not_come_claims_no_sum() -> None:
    assert "announced =" not in day_page(record=record(CategoryState.UNREACHABLE)).text
    assert "0 announced = 0 shown" in day_page(record=record(EMPTY)).text


def test_what_is_missing_is_told_beside_the_papers() -> None:
    day = record(FRESH, CategoryState.UNREACHABLE, kept=("2613.00010",))
    page = day_page(digested(), record=day)
    [told] = page.with_attribute("class", "pg-pair pg-missing")
    assert [part.text for part in told.all("p")] == [
        "Missing so far: cs.1 (unreachable).",
        "暂缺：cs.1（无法连接）。",
    ]
    whole = day_page(digested(), record=record(FRESH, kept=("2613.00010",)))
    assert whole.with_attribute("class", "pg-pair pg-missing") == []


def rows_of_feeds(page: Element) -> list[str]:
    return [" ".join(row.text.split()) for row in page.one("tbody").all("tr")]


@pytest.mark.parametrize("state", list(CategoryState))
def test_every_state_of_a_category_is_named_in_words(state: CategoryState) -> None:
    [row] = rows_of_feeds(day_page(record=record(state)))
    words = row.removeprefix("cs.0").removesuffix("0")
    assert len(words) > len("空 空")
    assert "state_" not in words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source.ATOM, "from the Atom feed"),
        (Source.LISTING, "from the page of new submissions"),
        (Source.API, "its day is reckoned"),
    ],
)
def test_another_source_than_the_feed_is_named(source: Source, words: str) -> None:
    day = Day(DAY, categories=(CategoryReport("cs.CL", FRESH, 4, source=source),))
    [row] = rows_of_feeds(day_page(record=day))
    assert words in row


def test_a_feed_of_another_date_says_which() -> None:
    day = Day(DAY, categories=(CategoryReport("cs.CL", FRESH, 4, stamped=SATURDAY),))
    [row] = rows_of_feeds(day_page(record=day))
    assert "the feed's own date is 2026-03-07" in row


def test_a_withdrawn_paper_s_page_begins_with_a_banner_and_keeps_everything() -> None:
    page = paper_page(status=Status.WITHDRAWN, reason="An <b>error</b> in $x$")
    [banner] = page.with_attribute("class", "pg-banner")
    assert banner.attributes["role"] == "note"
    english, chinese = banner.all("p")[:2]
    assert english.text.startswith("This paper has been withdrawn.")
    assert chinese.attributes["lang"] == "zh-Hans"
    assert banner.one("blockquote").attributes["lang"] == "en"
    assert "<b>error</b>" in banner.one("blockquote").text  # as words, not as an element
    assert page.text.index("withdrawn") < page.text.index("A bound")
    assert "A tight bound at extra cost." in page.text


def test_a_page_of_a_paper_that_stands_has_no_banner() -> None:
    assert paper_page().with_attribute("class", "pg-banner") == []


def test_updates_are_listed_with_title_version_and_withdrawal() -> None:
    new = digested("2613.00010", version=2, updated=SATURDAY)
    gone = digested("2613.00020", version=3, updated=SATURDAY, status=Status.WITHDRAWN)
    days = {view.day: view for view in catalogue([new, gone]).days}
    page = render(days[SATURDAY])
    [listed] = page.with_attribute("class", "pg-updates")
    first, second = listed.elements
    assert [link.attributes["href"] for link in first.all("a")] == ["/papers/2613.00010/"] * 2
    assert "version 2" in first.text
    assert "第 2 版" in first.text
    assert "withdrawn" not in first.text
    assert "withdrawn" in second.text


def test_a_paper_s_facts_have_the_dates_of_its_versions() -> None:
    page = paper_page(version=2, submitted=date(2026, 2, 1), revised=date(2026, 3, 1))
    facts = page.one("dl").text
    assert "1 February 2026" in facts
    assert "1 March 2026" in facts
    only = paper_page(submitted=date(2026, 2, 1), revised=date(2026, 2, 1)).one("dl").text
    assert only.count("1 February 2026") == 1
