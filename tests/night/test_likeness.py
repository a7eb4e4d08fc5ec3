"""The earlier papers most like a new one are found once and kept on its page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperglot.errors import BusyError
from paperglot.model import Day, Paper, Status
from paperglot.night import likeness
from paperglot.night.likeness import relate, relate_all
from paperglot.night.update import update
from paperglot.settings import Settings
from paperglot.store.files import Store
from paperglot.store.lock import exclusive
from tests import nights
from tests.nights import Night, noon
from tests.samples import DAY, pending
from tests.settings import make

_RADAR = ("Harbour radar", "Ships in fog are told apart by radar echoes.")
_POEM = ("Sonnets", "A poem in fourteen lines that scan.")
_INDEX = ".paperglot/cache/similar"


def _paper(number: int, texts: tuple[str, str] = _RADAR, **changes: object) -> Paper:
    title, abstract = texts
    return pending(f"2613.{number:05}", title=title, abstract=abstract, **changes)


def _file(store: Store, *papers: Paper) -> None:
    for paper in papers:
        store.write_paper(paper)
    for day in {paper.announced for paper in papers}:
        before = store.day(day) or Day(day)
        kept = (*before.kept, *(paper.id for paper in papers if paper.announced == day))
        store.write_day(replace(before, kept=kept))


def _similar(store: Store) -> dict[str, tuple[str, ...]]:
    return {paper.id[-2:]: paper.similar for paper in store.read().papers}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a store with papers of three days, the last of them yesterday's."""
    base = make(tmp_path)
    days = [DAY - timedelta(days=back) for back in (40, 20, 1)]
    papers = [
        _paper(number, (_RADAR, _POEM)[number % 2], announced=day)
        for number, day in enumerate(days, start=10)
    ]
    _file(Store(base.root), *papers)
    return base


@pytest.fixture
def store(settings: Settings) -> Store:
    """The store itself."""
    return Store(settings.root)


def _tonight(store: Store, *papers: Paper) -> None:
    _file(store, *papers)
    relate(store, papers, DAY)


def test_a_new_paper_names_the_earlier_ones_most_like_it(store: Store) -> None:
    _tonight(store, _paper(20), _paper(21, _POEM), _paper(22, ("The", "$x$")))
    assert _similar(store) == {
        "10": (), "11": (), "12": (),
        "20": ("2613.00012", "2613.00010"), "21": ("2613.00011",), "22": (),
    }  # fmt: skip


def test_the_next_night_opens_no_page_that_the_index_has(store: Store) -> None:
    _tonight(store, _paper(20))
    for old in ("2613.00010", "2613.00011", "2613.00012", "2613.00020"):
        opened = store.paper_path(old)
        opened.rename(opened.with_suffix(".away"))
    _tonight(store, _paper(23))
    assert _similar(store)["23"] == ("2613.00020", "2613.00012", "2613.00010")


def test_what_was_found_stays_whatever_becomes_of_other_papers(store: Store) -> None:
    _tonight(store, _paper(20))
    before = _similar(store)
    store.write_paper(_paper(12, _POEM, announced=DAY - timedelta(days=1), version=2))
    relate(store, store.read().papers, DAY)
    assert _similar(store)["20"] == before["20"]


def test_what_a_hand_has_written_stays(store: Store) -> None:
    _tonight(store, _paper(20, similar=("2613.00011",)))
    assert _similar(store)["20"] == ("2613.00011",)


@pytest.mark.parametrize("content", [None, b"", b"x\ny", b"cut"])
def test_an_index_that_is_lost_or_damaged_is_made_of_the_latest_papers(
    store: Store, content: bytes | None
) -> None:
    _tonight(store, _paper(20))
    path = store.root / _INDEX
    if content is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-9] if content == b"cut" else content)
    _tonight(store, _paper(23))
    assert _similar(store)["23"] == ("2613.00020", "2613.00012", "2613.00010")
    assert path.stat().st_size > 100


def test_an_index_of_another_version_is_not_used(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(likeness, "_MEANING", ("similar.py",))
        patch.setattr(likeness, "_latest", lambda *_, **__: [_paper(1)])
        _tonight(store, _paper(20))
    assert _similar(store)["20"] == ("2613.00001",)
    _tonight(store, _paper(23))
    assert _similar(store)["23"] == ("2613.00020", "2613.00012", "2613.00010")


def test_a_new_index_is_made_of_so_many_papers_at_most(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "_LATEST", 2)
    _tonight(store, _paper(20))
    assert _similar(store)["20"] == ("2613.00012",)


def test_a_disk_that_takes_no_index_fails_no_night(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("paperglot.store.cache.put", full)
    _tonight(store, _paper(20))
    assert _similar(store)["20"] == ("2613.00012", "2613.00010")


def test_a_night_that_was_killed_is_made_up_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _file(store, *(new := [_paper(20), _paper(21)]))
    really, written = Store.write_paper, list[str]()

    def killed(self: Store, paper: Paper) -> bool:
        written.append(paper.id)
        if len(written) == 2:
            raise KeyboardInterrupt
        return really(self, paper)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_paper", killed)
        with pytest.raises(KeyboardInterrupt):
            relate(store, new, DAY)
    assert not (store.root / _INDEX).exists()
    relate(store, [paper for paper in store.read().papers if paper.announced == DAY], DAY)
    assert _similar(store)["20"] == ("2613.00012", "2613.00010")
    assert _similar(store)["21"] == ("2613.00020", "2613.00012", "2613.00010")


def test_old_papers_and_samples_are_left_alone(store: Store) -> None:
    _tonight(store, _paper(20, announced=DAY - timedelta(days=8)), _paper(21, sample=True))
    assert not (store.root / _INDEX).exists()
    assert set(_similar(store).values()) == {()}


def test_a_damaged_page_is_passed_over(store: Store) -> None:
    store.paper_path("2613.00012").write_text("---\n", encoding="utf-8")
    _tonight(store, _paper(20))
    assert _similar(store)["20"] == ("2613.00010",)


def test_a_whole_archive_is_related_in_its_order(settings: Settings, store: Store) -> None:
    _file(store, _paper(20, similar=("2613.00011",)), _paper(21))
    found = relate_all(settings)
    assert (found.papers, found.written) == (5, 2)
    assert found.text == "5 papers looked at, 2 pages written"
    assert _similar(store) == {
        "10": (), "11": (), "12": ("2613.00010",), "20": ("2613.00011",),
        "21": ("2613.00020", "2613.00012", "2613.00010"),
    }  # fmt: skip
    assert relate_all(settings).written == 0
    assert relate_all(settings, again=True).written == 1
    assert _similar(store)["20"] == ("2613.00012", "2613.00010")


def test_what_another_machine_filed_is_found_too(settings: Settings, store: Store) -> None:
    relate_all(settings)
    _file(store, _paper(13, announced=DAY - timedelta(days=20)))
    _tonight(store, _paper(20))
    assert _similar(store)["20"] == ("2613.00013", "2613.00012", "2613.00010")


def test_samples_are_related_among_themselves_alone(settings: Settings, store: Store) -> None:
    _file(store, _paper(5, sample=True, announced=DAY - timedelta(days=50)))
    relate_all(settings)
    _tonight(store, _paper(20))
    assert _similar(store)["20"] == ("2613.00012", "2613.00010")
    for number in (10, 11, 12, 20):
        store.paper_path(f"2613.000{number}").unlink()
    _file(store, _paper(6, sample=True))
    relate_all(settings)
    assert _similar(store) == {"05": (), "06": ("2613.00005",)}


def test_two_runs_do_not_write_at_once(settings: Settings, store: Store) -> None:
    with exclusive(store), pytest.raises(BusyError):
        relate_all(settings)


def test_who_comes_late_is_not_named_by_who_came_before(settings: Settings, store: Store) -> None:
    """As after a backfill of an older day."""
    _file(store, _paper(5, announced=date(2026, 3, 2)))
    relate_all(settings)
    assert _similar(store)["05"] == ()


@pytest.fixture
def night(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Night]:
    """Both stand-ins and a store of their own."""
    with nights.night(tmp_path / "night", monkeypatch) as opened:
        yield opened


def test_a_night_relates_what_it_brings_before_it_asks_the_model(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperglot.similar.THRESHOLD", 0.0)
    night.run(noon(nights.DAY))
    papers = night.papers
    earlier = {paper.id: paper for paper in papers.values()}
    assert any(paper.similar for paper in papers.values())
    for paper in papers.values():
        assert all(each in earlier and each < paper.id for each in paper.similar)
        assert paper.status is Status.DIGESTED
    update(night.settings(), now=noon(nights.DAY))
    assert night.papers == papers


def test_a_digest_changes_no_neighbours(store: Store) -> None:
    _tonight(store, _paper(20))
    named = store.paper("2613.00020")
    assert named is not None
    store.write_paper(replace(named, title="Another", version=2))
    relate(store, store.read().papers, DAY)
    assert _similar(store)["20"] == named.similar
