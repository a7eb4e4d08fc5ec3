"""The search's files: what is in them, what a new day changes, what is kept between builds."""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from paperglot.model import Paper
from paperglot.site.search import bundles
from paperglot.site.search.bundles import Bundles
from paperglot.site.search.files import by_period, search_files
from paperglot.site.search.renewal import Roll, renewed
from paperglot.site.search.shard import Shard, build
from tests.samples import digest, digested
from tests.site.examples import facts, settings
from tests.site.search_archive import archive, paper

NOWHERE = Bundles(None)
_Whole = Callable[[Sequence[int]], Iterable[Paper]]


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    """Ninety days of two papers, the last of them the 21st of a month."""
    return list(archive(180, a_day=2))


def _files(papers: list[Paper], kept: Bundles = NOWHERE) -> dict[str, bytes]:
    by_id = {paper.id: paper for paper in papers}
    brief = [facts(paper) for paper in papers]
    shards = kept.shards(by_period(brief), lambda some: [by_id[facts.id] for facts in some])
    found = list(search_files(shards, settings()))
    assert len({path for path, _content in found}) == len(found)
    return dict(found)


def _changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the files that are new or different."""
    return {path for path, content in after.items() if before.get(path) != content}


def test_an_empty_archive_has_a_list_of_no_shards() -> None:
    files = _files([])
    assert files.keys() == {"search/index.json"}
    assert json.loads(files["search/index.json"])["shards"] == []


def test_shards_are_listed_the_latest_first_and_hold_every_paper(papers: list[Paper]) -> None:
    listed = json.loads(_files(papers)["search/index.json"])["shards"]
    assert [shard["folder"].rpartition("-")[0] for shard in listed] == [
        "2026-08-3", "2026-08-2", "2026-08-1", "2026-07", "2026-q2",
    ]  # fmt: skip
    assert sum(shard["papers"] for shard in listed) == len(papers)
    assert (listed[0]["first"], listed[-1]["first"]) == ("2026-08-21", "2026-05-24")


def test_the_same_papers_give_the_same_bytes_in_the_same_order(papers: list[Paper]) -> None:
    assert list(_files(papers).items()) == list(_files(papers).items())


def test_a_new_day_changes_its_own_third_of_a_month_alone(papers: list[Paper]) -> None:
    before = _files(papers)
    day = max(each.announced for each in papers) + timedelta(days=1)
    after = _files([*papers, *(paper(f"2608.{n:05d}", day, n) for n in range(5))])
    changed = _changed(before, after)
    texts = {path for path in changed if path.startswith("search/papers/")}
    assert texts == {"search/papers/2026/08/22-0.bin", "search/papers/2026/08/22-1.bin"}
    terms = changed - texts - {"search/index.json"}
    assert len(terms) == 5
    assert all(path.startswith("search/2026-08-3-") for path in terms)
    assert all(path.startswith("search/2026-08-3-") for path in before.keys() - after.keys())


def test_a_new_year_rolls_the_old_one_up_and_keeps_the_texts(papers: list[Paper]) -> None:
    before = _files(papers)
    after = _files([*papers, paper("2701.00001", date(2027, 1, 4), 1)])
    listed = json.loads(after["search/index.json"])["shards"]
    assert [shard["folder"].rpartition("-")[0] for shard in listed] == ["2027-01-1", "2026"]
    assert not [path for path in before.keys() - after.keys() if "/papers/" in path]
    assert not [path for path in before.keys() & _changed(before, after) if "/papers/" in path]


def test_a_changed_paper_changes_its_own_period_alone(papers: list[Paper]) -> None:
    before = _files(papers)
    place = next(n for n, each in enumerate(papers) if each.announced == date(2026, 7, 7))
    changed = [*papers]
    changed[place] = digested(papers[place].id, announced=papers[place].announced, digest=digest())
    for path in _changed(before, _files(changed)) - {"search/index.json"}:
        assert path.startswith(("search/2026-07-", "search/papers/2026/07/07-"))


def test_what_is_kept_gives_the_same_bytes_and_is_used(
    papers: list[Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Bundles(tmp_path / "search")
    fresh = _files(papers, kept)
    assert fresh == _files(papers)
    monkeypatch.setattr(bundles, "build", lambda *_: pytest.fail("a closed period was made anew"))
    assert _files(papers, kept) == fresh


def test_only_the_period_of_a_new_day_is_made_anew(
    papers: list[Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Bundles(tmp_path)
    made: list[str] = []
    _files(papers, kept)
    more = [*papers, paper("2608.99999", date(2026, 8, 24), 1)]
    expected = _files(more)

    def noted(kept: Shard, before: Roll, now: Roll, whole: _Whole) -> Shard:
        made.append(kept.period)
        return renewed(kept, before, now, whole)

    monkeypatch.setattr(bundles, "renewed", noted)
    monkeypatch.setattr(bundles, "build", lambda *_: pytest.fail("nothing was taken over"))
    assert _files(more, kept) == expected
    assert made == ["2026-08-3"]


def test_a_period_of_which_most_changed_is_made_from_its_papers(
    papers: list[Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Bundles(tmp_path)
    _files(papers, kept)
    others = [replace(paper, title=f"{paper.title} again") for paper in papers]
    monkeypatch.setattr(bundles, "renewed", lambda *_: pytest.fail("there is little to take over"))
    assert _files(others, kept) == _files(others)


def test_another_version_takes_nothing_over(
    papers: list[Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _files(papers, Bundles(tmp_path, b"one"))
    made: list[str] = []

    def noted(period: str, some: Sequence[Paper]) -> Shard:
        made.append(period)
        return build(period, some)

    monkeypatch.setattr(bundles, "build", noted)
    _files(papers, Bundles(tmp_path, b"another"))
    assert len(made) == 5


@pytest.mark.parametrize("damage", ["cut", "foreign", "flipped", "empty", "gone"])
def test_what_is_kept_and_damaged_is_made_anew(
    papers: list[Paper], tmp_path: Path, damage: str
) -> None:
    kept = Bundles(tmp_path)
    fresh = _files(papers, kept)
    victim, other = tmp_path / "2026-07.bundle", tmp_path / "2026-q2.bundle"
    whole = victim.read_bytes()
    flipped = bytes([*whole[:-9], whole[-9] ^ 1, *whole[-8:]])
    content = {"cut": whole[:-5], "foreign": other.read_bytes(), "flipped": flipped, "empty": b""}
    if damage == "gone":
        victim.unlink()
    else:
        victim.write_bytes(content[damage])
    assert _files(papers, kept) == fresh
    assert victim.read_bytes() == whole


def test_what_belongs_to_no_period_any_more_is_removed(papers: list[Paper], tmp_path: Path) -> None:
    kept = Bundles(tmp_path)
    _files(papers, kept)
    _files([*papers, paper("2701.00001", date(2027, 1, 4), 1)], kept)
    assert sorted(os.listdir(tmp_path)) == ["2026.bundle", "2027-01-1.bundle"]  # noqa: PTH208


def test_a_folder_that_cannot_be_changed_stays_as_it_is(
    papers: list[Paper], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _files(papers, Bundles(tmp_path))
    before = sorted(tmp_path.iterdir())

    def refuse(*_: object, **__: object) -> None:
        message = "Read-only file system"
        raise OSError(message)

    for step in ("unlink", "write_bytes"):
        monkeypatch.setattr(Path, step, refuse)
    assert _files(papers[:1], Bundles(tmp_path)) == _files(papers[:1])
    assert sorted(tmp_path.iterdir()) == before
