"""The night against both stand-ins, over HTTP on loopback."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperglot.model import CategoryState, Status
from paperglot.night.summary import Summary
from paperglot.night.update import update
from tests import nights, settings
from tests.nights import CATEGORIES, DAY, Night, noon, tree
from tests.samples import digested, pending
from tests.standins import arxiv, messages
from tests.standins.faults import Fault
from tests.standins.feeds import Item, document

NEXT = DAY + timedelta(days=1)


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


def test_a_night_stores_and_digests_everything(night: Night) -> None:
    summary = night.run()
    assert work(summary) == Summary(new=11, enriched=11, digested=11, cost=summary.cost)
    assert [each.text for each in summary.asked] == [
        "cs.AI fresh 4",
        "cs.CL fresh 7",
        "cs.CV fresh 3",
        "cs.LG fresh 6",
    ]
    assert summary.text == f"11 new papers, 11 digested, 0 without a digest, US$ {summary.cost:.4f}"
    papers = night.papers
    assert {paper.status for paper in papers.values()} == {Status.DIGESTED}
    costs = [paper.provenance.cost or 0 for paper in papers.values() if paper.provenance]
    assert summary.cost == pytest.approx(sum(costs))
    assert summary.cost > 0
    assert set(night.day().kept) == set(papers)
    assert night.day().replacements == ("2604.91212",)
    assert [report.state for report in night.day().categories] == [CategoryState.FRESH] * 4
    assert night.asked == list(CATEGORIES)
    assert night.messages.counts.total() == 11


def work(summary: Summary) -> Summary:
    """Return what was done, whatever each category gave."""
    return replace(summary, asked=())


def test_the_wall_clock_is_asked_where_no_time_is_given(night: Night) -> None:
    assert update(night.settings()).new == 11
    assert night.day().date == DAY


def test_a_second_run_changes_no_byte_and_asks_with_validators(night: Night) -> None:
    night.run()
    before = tree(night.root)
    before_requests = len(night.arxiv.requests)
    assert work(night.run(noon(NEXT))) == Summary()
    second = night.arxiv.requests[before_requests:]
    assert [request.status for request in second] == [304] * 4
    etags = {report.category: report.etag for report in night.day().categories}
    assert {each.category: each.headers["if-none-match"] for each in second} == etags
    assert tree(night.root) == before
    assert night.messages.counts.total() == 11


def test_a_day_that_is_complete_is_not_asked_for(night: Night) -> None:
    night.run()
    assert night.run(noon(DAY)) == Summary()
    assert len(night.asked) == 4


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (datetime(2026, 5, 12, 4, 0, tzinfo=UTC), 4),  # midnight in New York
        (datetime(2026, 5, 13, 3, 59, tzinfo=UTC), 4),
        (datetime(2026, 5, 12, 3, 59, tzinfo=UTC), 8),
        (datetime(2026, 5, 13, 4, 0, tzinfo=UTC), 8),
    ],
)
def test_a_day_ends_at_eastern_midnight(night: Night, now: datetime, asked: int) -> None:
    night.run()
    night.run(now)
    assert len(night.asked) == asked


def test_only_what_is_missing_is_asked_again(night: Night) -> None:
    night.arxiv.faults.plan([arxiv.half(), arxiv.half()], "cs.CV")
    summary = night.run()
    [problem] = summary.problems
    assert problem.startswith("cs.CV: the answer is not a whole feed")
    assert (summary.new, night.asked) == (10, [*CATEGORIES, "cs.CV"])
    assert night.run().problems == ()
    assert night.asked[5:] == ["cs.CV"]
    assert "if-none-match" not in night.arxiv.requests_of("rss")[-1].headers
    assert len(night.papers) == len(night.day().kept) == 11


@pytest.mark.parametrize(
    ("fault", "times", "state"),
    [
        (arxiv.half(), 2, CategoryState.MALFORMED),  # it is asked once more in the same run
        (arxiv.status(500), 1, CategoryState.REFUSED),
        (arxiv.broken_off(), 1, CategoryState.UNREACHABLE),
    ],
    ids=settings.fault_name,
)
def test_the_day_s_page_names_a_category_that_gave_nothing(
    night: Night, fault: Fault, times: int, state: CategoryState
) -> None:
    night.arxiv.faults.plan([fault] * times, "cs.LG")
    night.run()
    fresh = dict.fromkeys(CATEGORIES, CategoryState.FRESH)
    assert states(night) == fresh | {"cs.LG": state}
    night.run()
    assert states(night) == fresh


def states(night: Night) -> dict[str, CategoryState]:
    return {report.category: report.state for report in night.day().categories}


def test_an_empty_feed_of_today_is_asked_again(night: Night) -> None:
    night.arxiv.publish({**nights.feeds(), "cs.CV": document("cs.CV", DAY)})
    night.run()
    asked = len(night.asked)
    night.arxiv.publish(nights.feeds())
    assert night.run().new == 1
    assert night.asked[asked:] == ["cs.CV"]


def test_after_a_change_of_rules_everything_is_asked_anew(night: Night) -> None:
    night.run(topics=[settings.VISION])
    assert len(night.papers) == 3
    assert night.run().new == 8
    assert night.asked[4:] == list(CATEGORIES)
    assert not any("if-none-match" in each.headers for each in night.arxiv.requests)
    assert night.day().outside == ()


def test_after_a_change_of_rules_a_late_friday_is_filtered_anew(night: Night) -> None:
    saturday = date(2026, 5, 16)
    night.arxiv.publish(nights.feeds(saturday))
    night.run(noon(saturday), topics=[settings.VISION])
    assert night.run(noon(saturday)).new == 8
    assert [day.date for day in night.store.days()] == [saturday - timedelta(days=1)]


def test_a_category_that_failed_after_a_change_of_rules_is_filtered_anew_later(
    night: Night,
) -> None:
    night.run(topics=[settings.VISION | {"words": ["nothing"]}])
    night.arxiv.faults.plan([arxiv.half(), arxiv.half()], "cs.CV")
    assert len(night.run().problems) == 1
    night.run(noon(NEXT))
    assert "if-none-match" not in night.arxiv.requests_for("cs.CV")[-1].headers
    assert night.day().outside == ()
    assert len(night.papers) == 11


def test_the_next_day_has_a_page_of_its_own(night: Night) -> None:
    night.run()
    night.arxiv.publish(nights.feeds(NEXT))
    assert night.run(noon(NEXT)).new == 11
    assert len(night.day(DAY).kept) == len(night.day(NEXT).kept) == 11


def test_a_category_that_lags_behind_belongs_to_its_own_day(night: Night) -> None:
    night.arxiv.publish({**nights.feeds(NEXT), "cs.CV": nights.feeds()["cs.CV"]})
    night.run(noon(NEXT))
    assert [report.category for report in night.day(DAY).categories] == ["cs.CV"]
    assert [report.category for report in night.day(NEXT).categories] == ["cs.AI", "cs.CL", "cs.LG"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (arxiv.reset(), "/rss/cs.AI cannot be reached: "),
        (arxiv.broken_off(), "/rss/cs.AI cannot be reached: "),
        *((arxiv.status(code), f"answered HTTP {code}") for code in (403, 406, 429, 500, 503)),
        (arxiv.rate_page(), "cs.AI: arXiv's rate limit was exceeded"),
    ],
    ids=settings.fault_name,
)
def test_an_arxiv_that_is_down_or_says_no_is_asked_once(
    night: Night, fault: Fault, told: str
) -> None:
    night.arxiv.faults.plan(fault)
    summary = night.run()
    [problem] = summary.problems
    assert told in problem
    assert replace(work(summary), problems=()) == Summary()
    assert night.asked == ["cs.AI"]
    assert tree(night.root) == {}


def test_an_arxiv_that_never_answers_is_given_up(night: Night) -> None:
    night.arxiv.faults.plan(arxiv.never())
    [problem] = night.run(timeout=0.2).problems
    assert "/rss/cs.AI cannot be reached: " in problem
    assert night.asked in (["cs.AI"], [])


def test_what_waits_is_digested_though_arxiv_is_down(night: Night) -> None:
    night.store.write_paper(pending())
    night.arxiv.faults.plan(arxiv.status(503))
    summary = night.run()
    assert (summary.new, summary.digested, len(summary.problems)) == (0, 1, 1)


def test_a_category_that_does_not_exist_keeps_none_of_the_others_away(night: Night) -> None:
    categories = ["cs.XX", "cs.YY", *CATEGORIES]
    summary = night.run(categories=categories)
    assert [problem.partition(" answered ")[2] for problem in summary.problems] == [
        "HTTP 400 Bad Request"
    ] * 2
    assert (summary.new, night.asked) == (11, categories)


def test_without_a_key_papers_wait(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.disconnect(monkeypatch)
    summary = night.run()
    told = "no ANTHROPIC_API_KEY is set, so no digest was asked for; 11 papers wait"
    assert work(summary) == Summary(new=11, enriched=11, waiting=11, problems=(told,))
    assert {paper.status for paper in night.papers.values()} == {Status.PENDING}


@pytest.mark.parametrize("code", [401, 429, 500])
def test_the_model_s_problem_is_told_once_and_its_papers_wait(night: Night, code: int) -> None:
    night.messages.faults.plan(messages.api_error(code, headers={"x-should-retry": "false"}))
    summary = night.run(concurrency=1)
    assert (summary.new, summary.digested, summary.without_digest) == (11, 0, 0)
    assert len(summary.problems) == 2  # what was asked, and what was not asked any more
    assert all(f"HTTP {code}" in problem for problem in summary.problems)
    assert {paper.status for paper in night.papers.values()} == {Status.PENDING}
    night.messages.faults.clear()
    assert night.run().digested == 11


@pytest.mark.parametrize("number", [1, 2])
def test_failed_digests_are_named_by_the_first(night: Night, number: int) -> None:
    for identifier in ["2605.91201", "2605.91202"][:number]:
        night.messages.faults.plan(messages.null_content(), identifier)
    [problem] = night.run().problems
    assert problem.startswith("without a digest: 2605.9120")
    assert problem.endswith(": the endpoint's answer is no message")
    assert (f" and {number - 1} more: " in problem) is (number > 1)


def test_a_model_without_a_known_price_costs_nothing_that_is_known(night: Night) -> None:
    summary = night.run(model="a-local-one")
    assert (summary.digested, summary.cost) == (11, 0)


def test_answers_without_a_digest_are_counted_and_paid_for(night: Night) -> None:
    night.messages.faults.plan(messages.refusal(), "2605.91201")
    night.messages.faults.plan(messages.off_schema(), "2605.91202")
    summary = night.run()
    assert (summary.digested, summary.without_digest, summary.problems) == (9, 2, ())
    assert night.run() == Summary()
    assert night.messages.counts.total() == 12  # once more for the answer that did not pass


def test_samples_are_never_digested(night: Night) -> None:
    night.store.write_paper(pending(sample=True))
    night.store.write_paper(digested("2613.00020", sample=True, status=Status.REJECTED))
    before = tree(night.root)
    assert night.run().digested == 11
    assert not set(night.messages.counts) & {"2613.00010", "2613.00020"}
    assert before.items() <= tree(night.root).items()


def test_an_unreadable_item_is_on_the_day_s_page(night: Night) -> None:
    items = [Item(id="2605.91301"), Item(id="2605.91302", abstract="")]
    night.arxiv.publish({"cs.CL": document("cs.CL", DAY, items)})
    summary = night.run(categories=["cs.CL"])
    assert (summary.new, summary.problems) == (1, ())
    [failure] = night.day().failures
    assert failure.reason == "it has no abstract"


def test_a_disk_that_is_full_is_an_error(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        message = "No space left on device"
        raise OSError(message)

    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        night.run()
    assert tree(night.root) == {}
