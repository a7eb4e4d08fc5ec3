import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.errors import PageError
from paperglot.hosting.folder import SiteSize
from paperglot.model import CategoryReport, CategoryState, Day, Failure, Paper, Source, Status
from paperglot.night.choice import Paid
from paperglot.night.standing import Standing, of_archive, standing
from paperglot.store import journal
from paperglot.store.files import Archive, Store
from paperglot.store.journal import Answered
from tests import settings
from tests.samples import DAY, digested, pending, provenance

SETTINGS = settings.make(Path())
NEXT = DAY + timedelta(days=1)
MONDAY = date(2026, 3, 2)


def seen(
    papers: Iterable[Paper] = (),
    days: Iterable[Day] = (),
    answers: Sequence[Answered] = (),
    damaged: tuple[PageError, ...] = (),
    size: int = 1_234_567,
) -> Standing:
    archive = Archive(tuple(papers), tuple(days), damaged)
    return of_archive(archive, Paid(answers), SETTINGS, size)


def answer(**changes: Any) -> Answered:
    given = replace(provenance(), **changes)
    return Answered("2613.00010", 1, Status.DIGESTED, given)


def told(found: Standing) -> Any:
    return json.loads(found.json)


PAPERS = [
    digested("2613.00001"),
    pending("2613.00002"),
    digested("2613.00003", status=Status.REFUSED, digest=None, reason="refused by the model: bio"),
    digested(
        "2613.00004",
        status=Status.REJECTED,
        digest=None,
        reason="too short",
        provenance=replace(provenance(), attempts=2),
    ),
    pending("2613.00005", status=Status.WITHDRAWN, reason="Withdrawn"),
]
REPORTS = (
    CategoryReport("cs.AI", CategoryState.FRESH, 7),
    CategoryReport("cs.CL", CategoryState.EMPTY),
    CategoryReport("cs.LG", CategoryState.FRESH, 9, source=Source.ATOM),
)
FULL = Day(
    DAY,
    kept=tuple(paper.id for paper in PAPERS),
    outside=("2613.00006", "2613.00007"),
    replacements=("2612.00001",),
    repeated=("2612.00002",),
    failures=(Failure("2613.00008", "no title"),),
    categories=REPORTS,
)


def test_a_days_line_has_its_numbers() -> None:
    [line] = seen(PAPERS, [FULL]).days
    assert (line.date, line.announced, line.kept, line.waiting, line.failed) == (DAY, 10, 5, 1, 3)
    assert line.text == (
        "Tue 2026-03-03    10 announced     5 kept    1 waiting   3 failed"
        "  fresh: cs.AI cs.LG, empty: cs.CL"
    )


def test_what_waits_and_what_failed_is_named_with_its_reason() -> None:
    found = seen(PAPERS, [FULL])
    assert [(each.paper, each.status.value, each.reason) for each in found.waiting] == [
        ("2613.00002", "pending", "not asked for yet, or not answered")
    ]
    assert [(each.paper, each.reason) for each in found.failed] == [
        ("2613.00003", "refused by the model: bio"),
        ("2613.00004", "too short"),
    ]


def test_an_answer_that_failed_once_waits_for_a_second_attempt() -> None:
    once = replace(PAPERS[3], provenance=provenance())
    found = seen([once], [FULL])
    assert [(each.paper, each.reason) for each in found.waiting] == [("2613.00004", "too short")]
    assert found.failed == ()


def test_what_another_model_refused_waits_too() -> None:
    given = digested(
        status=Status.REFUSED, digest=None, provenance=replace(provenance(), model="another")
    )
    assert [each.paper for each in seen([given]).waiting] == [given.id]


def days(*numbers: int) -> list[Day]:
    """Return days, counted from Monday as 0."""
    return [Day(MONDAY + timedelta(days=number)) for number in numbers]


@pytest.mark.parametrize(
    ("present", "missing"),
    [
        ((), []),
        ((0,), []),
        ((0, 1, 2), []),
        ((0, 3), ["2026-03-03", "2026-03-04"]),
        ((4, 7), []),  # the weekend between
        ((3, 8), ["2026-03-06", "2026-03-09"]),
        ((0, 5), ["2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]),
    ],
)
def test_weekdays_without_a_page_are_missing(present: tuple[int, ...], missing: list[str]) -> None:
    found = seen(days=days(*present))
    assert told(found)["missing"] == missing
    assert ("missing:" in found.text(14)) is bool(missing)


def test_how_to_fill_what_is_missing_is_said() -> None:
    text = seen(days=days(0, 3)).text(14)
    assert "  Tue 2026-03-03\n  Wed 2026-03-04\n" in text
    assert "  fill them with: paperglot backfill --from 2026-03-03 --to 2026-03-04\n" in text + "\n"


def test_samples_are_left_out_once_there_is_a_real_paper() -> None:
    sample, sampled = pending(sample=True), Day(DAY, kept=("2613.00010",), sample=True)
    real, really = pending("2613.00020", announced=NEXT), Day(NEXT, kept=("2613.00020",))
    alone = seen([sample], [sampled])
    assert (alone.papers, len(alone.days), alone.waiting) == (1, 1, ())
    both = seen([sample, real], [sampled, really])
    assert (both.papers, [each.date for each in both.days]) == (1, [NEXT])
    assert [each.paper for each in both.waiting] == ["2613.00020"]


def test_a_sample_failed_at_nothing() -> None:
    assert seen([digested(status=Status.REFUSED, digest=None, sample=True)]).failed == ()


def test_what_was_spent_is_told_by_day_and_month() -> None:
    made = provenance().made
    answers = [answer(cost=0.5), answer(cost=None), answer(cost=1.0, made=made + timedelta(31))]
    found = seen(answers=answers)
    assert told(found)["spent_by_day"] == {
        "2026-03-03": {"answers": 2, "cost": 0.5},
        "2026-04-03": {"answers": 1, "cost": 1.0},
    }
    assert list(found.spent_by_month) == ["2026-03", "2026-04"]
    text = found.text(1)
    assert "spent by day:\n  2026-04-03  US$ 1.0000 for 1 answers\n" in text
    assert "spent by month:\n  2026-03  US$ 0.5000 for 2 answers\n  2026-04" in text


def test_an_empty_archive_is_told_in_a_line() -> None:
    assert seen(size=0).text(14) == (
        "0 papers, 0 days, 0.0 MB\n\nhost:\n  no site has been built; mkdocs build makes it"
    )


def test_damage_is_told(tmp_path: Path) -> None:
    error = PageError(tmp_path / "x.md", 3, "no title")
    found = seen(damaged=(error,))
    assert told(found)["damaged"] == [f"{tmp_path}/x.md:3: no title"]
    assert f"damaged:\n  {tmp_path}/x.md:3: no title\n" in found.text(14)


def test_how_full_the_host_is_follows_from_the_papers_that_are_shown() -> None:
    sample = pending("2613.00001", sample=True)
    papers = [pending(f"2613.{each:05}") for each in range(10, 14)]
    kept = Day(DAY, kept=tuple(paper.id for paper in papers))
    archive = Archive((sample, *papers), (kept,), ())
    chosen = settings.make(Path(), host_limit=2)
    size = SiteSize(total=1_400_000, fixed=1_000_000)
    found = of_archive(archive, Paid(()), chosen, 0, DAY + timedelta(days=1), site=size)
    assert (found.host.bytes_a_paper, found.host.papers_a_day) == (100_000, 2.0)
    assert found.host.full_on == DAY + timedelta(days=4)
    assert told(found)["host"]["full_on"] == "2026-03-07"
    assert found.text(14).endswith(
        "host:\n"
        "  the site has 1.4 MB, 70.0 % of the 2 MB that its host takes\n"
        "  100.0 kB a paper, 2.0 papers a day in the last 30 days\n"
        "  at this pace it will be full in 3 days, on 2026-03-07"
    )


def test_only_the_latest_days_are_shown_and_the_json_has_all() -> None:
    found = seen(days=days(0, 1, 2, 3))
    text = found.text(2)
    assert "Wed 2026-03-04" in text
    assert "Thu 2026-03-05" in text
    assert "Tue 2026-03-03" not in text
    assert len(told(found)["days"]) == 4


@pytest.mark.parametrize("number", [20, 21, 50])
def test_the_text_names_twenty_and_the_json_all(number: int) -> None:
    found = seen([pending(f"2613.{each:05}") for each in range(number)])
    lines = found.text(14).splitlines()
    assert sum(line.startswith("  2613.") for line in lines) == 20
    assert (f"  and {number - 20} more" in lines) is (number > 20)
    assert len(told(found)["waiting"]) == number


def test_text_and_json_agree() -> None:
    found = seen(PAPERS, [FULL, *days(6)], [answer()])
    text, values = found.text(14), told(found)
    assert (values["papers"], len(values["days"]), values["size"]) == (5, 2, 1_234_567)
    assert text.startswith("5 papers, 2 days, 1.2 MB\n")
    for day in values["days"]:
        numbers = (f"{day[name]} {name}" for name in ("announced", "kept", "waiting", "failed"))
        [line] = [
            line for line in text.splitlines() if f"{day['date']} " in line and "kept" in line
        ]
        assert all(number in line for number in numbers)
        assert all(report["category"] in line for report in day["categories"])
    for paper in (*values["waiting"], *values["failed"]):
        assert f"  {paper['paper']} {paper['status']}: {paper['reason']}\n" in text


def test_a_store_is_read_with_its_journal_and_what_only_pages_know(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first, second = digested("2613.00001"), digested("2613.00002")
    for paper in (first, second):
        store.write_paper(paper)
    journal.record(store, first)
    store.write_day(Day(DAY, kept=(first.id, second.id)))
    found = standing(store, SETTINGS)
    assert (found.papers, len(found.days), found.waiting) == (2, 1, ())
    assert found.size == store.size() > 0
    [spent] = found.spent_by_day.values()
    assert spent.answers == 2
    assert spent.cost == pytest.approx(2 * 0.000535)
