"""Which pages a night opens: those that are new, the latest days', what waits, and no more."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from paperglot.model import Day, Status
from paperglot.night.choice import Choice
from paperglot.night.redigest import redigest
from paperglot.store.files import Store
from tests import nights
from tests.nights import DAY, Night, noon
from tests.samples import digested, pending, provenance
from tests.standins import messages
from tests.standins.feeds import an_invented_day, document

OLD = "2603.00001"
_DAYS, _A_DAY = 50, 10
_RECENT = 7


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    with nights.night(tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The pages that were opened, by name."""
    found: set[str] = set()
    read = Path.read_bytes

    def watched(path: Path) -> bytes:
        if path.suffix == ".md":
            found.add(path.stem)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    return found


def fill(night: Night) -> None:
    """Fill the store with 500 papers of the 50 days before the night, each with its digest."""
    for number in range(_DAYS):
        day = DAY - timedelta(days=_DAYS - number)
        kept = [f"26{day:%m}.{day.day:02}{each:03}" for each in range(_A_DAY)]
        for identifier in kept:
            night.store.write_paper(digested(identifier, announced=day, revised=day))
        night.store.write_day(Day(day, kept=tuple(kept)))


def announce(night: Night, day: date, number: int = 5) -> None:
    """Let arXiv announce so many papers."""
    items = an_invented_day(day)
    few = {name: found[:number] if name == "cs.CL" else [] for name, found in items.items()}
    night.arxiv.publish({name: document(name, day, found) for name, found in few.items()})


def run(night: Night, day: date = DAY) -> set[str]:
    """Run a night; return the papers that it digested."""
    before = {paper.id for paper in night.papers.values() if paper.status is Status.DIGESTED}
    night.run(noon(day))
    after = {paper.id for paper in night.papers.values() if paper.status is Status.DIGESTED}
    return after - before


def edit(store: Store, identifier: str) -> None:
    """Set a page to pending by hand, as the documentation says."""
    paper = store.paper(identifier)
    assert paper is not None
    later = replace(paper, status=Status.PENDING, digest=None, provenance=None)
    store.write_paper(later)


def test_a_night_opens_what_is_new_and_recent_and_not_the_archive(
    night: Night, opened: set[str]
) -> None:
    fill(night)
    night.run(noon(DAY))  # whatever the archive came from, this run leaves the list
    later = DAY + timedelta(days=1)
    announce(night, later)
    opened.clear()
    summary = night.run(noon(later))
    files = set(opened)
    assert (summary.new, summary.digested) == (5, 5)
    days = [day for day in night.store.days() if day.date >= later - timedelta(days=_RECENT)]
    recent = {identifier for day in days for identifier in day.listed}
    pages = {name for name in files if not name.startswith("2026-")}
    assert len(night.papers) >= 510
    assert pages <= recent
    assert len(pages) <= len(recent) < 110
    assert len(files - pages) <= 41


def test_without_a_list_everything_is_read_once(night: Night, opened: set[str]) -> None:
    fill(night)
    night.store.write_paper(pending(OLD, announced=date(2026, 3, 2)))
    assert OLD in run(night)
    assert {paper.replace("/", "-") for paper in night.papers} <= opened


def test_what_waits_is_found_however_old(night: Night) -> None:
    night.messages.faults.plan(messages.api_error(500, headers={"x-should-retry": "false"}))
    night.run(noon(DAY), concurrency=1)
    waiting = {each.id for each in night.papers.values() if each.status is Status.PENDING}
    assert waiting
    night.messages.faults.clear()
    night.store.write_day(Day(DAY + timedelta(days=60)))
    assert run(night, DAY + timedelta(days=60)) == waiting


@pytest.mark.parametrize("how", ["digest", "list", "no list"])
def test_an_old_page_that_a_hand_set_to_pending_is_found_where_it_is_said(
    night: Night, how: str
) -> None:
    fill(night)
    night.run(noon(DAY))
    old = min(night.papers)
    edit(night.store, old)
    path = night.store.workplace / "waiting.txt"
    if how == "digest":
        summary = redigest(night.settings(), Choice())
        assert summary.digested == 1
    elif how == "list":
        path.write_text(f"{path.read_text()}{old}\n")
        assert run(night) == {old}
    else:
        path.unlink()
        assert run(night) == {old}


def test_a_page_of_the_last_week_that_a_hand_set_to_pending_is_found(night: Night) -> None:
    fill(night)
    night.run(noon(DAY))
    recent = max(paper.id for paper in night.papers.values() if paper.announced < DAY)
    edit(night.store, recent)
    assert run(night) == {recent}


def test_another_model_has_everything_looked_at(night: Night, opened: set[str]) -> None:
    fill(night)
    night.run(noon(DAY))
    opened.clear()
    night.run(noon(DAY), model="a-local-one")
    assert len(opened) > 500


@pytest.mark.parametrize(
    "changes", [{"instructions": "Write plainly."}, {"glossary": {"agent": "智能体"}}]
)
def test_what_was_refused_is_asked_for_again_by_another_prompt_however_old(
    night: Night, changes: dict[str, object]
) -> None:
    night.messages.faults.plan(messages.refusal())
    night.run(noon(DAY))
    night.messages.faults.clear()
    later = DAY + timedelta(days=30)
    announce(night, later)
    assert night.run(noon(later)).digested == 5
    assert night.run(noon(later), **changes).digested == 11


def test_a_run_that_is_cut_short_leaves_no_list(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.run()
    path = night.store.workplace / "waiting.txt"
    assert path.exists()

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    later = DAY + timedelta(days=1)
    announce(night, later)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_paper", interrupt)
        with pytest.raises(KeyboardInterrupt):
            night.run(noon(later))
    assert not path.exists()
    assert len(run(night, later)) == 5
    assert path.exists()


def test_a_damaged_old_page_is_named_every_night(night: Night) -> None:
    fill(night)
    old = night.store.paper_path(min(night.papers or [OLD]))
    old.write_bytes(old.read_bytes().replace(b"version: 1", b"version: one"))
    for _ in range(3):
        assert any(str(old) in problem for problem in night.run(noon(DAY)).problems)


def test_what_only_a_page_knows_of_this_month_counts_every_night(night: Night) -> None:
    made = datetime.now(UTC).replace(microsecond=0)
    fill(night)
    spent = digested(
        OLD, announced=date(2026, 3, 2), provenance=replace(provenance(), made=made, cost=5.0)
    )
    night.store.write_paper(spent)
    for _ in range(3):
        [note] = night.run(noon(DAY), budget_per_month=4.0).notes
        assert "budget of US$ 4 a month" in note


def test_an_old_paper_that_the_budget_holds_back_is_found_when_it_has_room(night: Night) -> None:
    old = {f"2602.0000{each}" for each in range(3)}
    fill(night)
    for identifier in old:
        night.store.write_paper(pending(identifier, announced=date(2026, 2, 2)))
    assert night.run(noon(DAY), budget_per_day=0.0).digested == 0
    assert old < run(night)
