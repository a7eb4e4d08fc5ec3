"""The site's folder keeps what a build before wrote there, and nothing else of what it finds."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paperglot.site.site_folder import SiteFolder
from paperglot.unfinished import MARK

PAGES = {"index.html": b"home", "a/index.html": b"a", "a/b/index.html": b"b", "c/d.json": b"{}"}


def _build(
    root: Path,
    pages: dict[str, bytes],
    others: dict[str, bytes] | None = None,
    between: Callable[[Path], None] = lambda _: None,
    *,
    settles: bool = True,
) -> dict[str, int]:
    """Build as MkDocs does: empty the folder, write `others`, then our pages.

    A build `settles` that takes so long that folders got their names long before its end.

    Returns each file of ours with its inode, which tells whether it was written anew.
    """
    site = root / "site"
    folder = SiteFolder(site, root / "record.json")
    folder.put_aside()
    for path in site.glob("[!.]*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    between(site)
    for name, content in (others or {}).items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    folder.bring_back()
    for address, content in pages.items():
        folder.write(address, content)
    if settles:
        for each in site.rglob("*/"):
            os.utime(each, (1, 1))
    folder.finish()
    return {address: (site / address).stat().st_ino for address in pages}


def _files(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def _folders(root: Path) -> set[str]:
    site = root / "site"
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir()}


def test_what_is_the_same_stays_the_very_file(tmp_path: Path) -> None:
    first = _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES
    changed = PAGES | {"a/index.html": b"another"}
    second = _build(tmp_path, changed)
    assert _files(tmp_path) == changed
    stayed = {address for address in PAGES if first[address] == second[address]}
    assert stayed >= PAGES.keys() - {"a/index.html"}


def test_a_file_and_its_folder_go_when_nothing_writes_it_any_more(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    _build(tmp_path, {"index.html": b"home", "a/index.html": b"a"})
    assert _files(tmp_path) == {"index.html": b"home", "a/index.html": b"a"}
    assert _folders(tmp_path) == {"a"}


@pytest.mark.parametrize("content", [b"A", b"longer"])
def test_a_file_that_was_changed_is_written_again(tmp_path: Path, content: bytes) -> None:
    _build(tmp_path, PAGES)
    path = tmp_path / "site/a/index.html"
    path.write_bytes(content)
    os.utime(path, ns=(0, 0))
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES


@pytest.mark.parametrize("settles", [True, False])
def test_what_somebody_else_put_there_goes(tmp_path: Path, *, settles: bool) -> None:
    _build(tmp_path, PAGES, settles=settles)
    site = tmp_path / "site"
    (site / "a/old.css").write_bytes(b"")
    (site / "old/deep").mkdir(parents=True)
    (site / "old/deep/old.html").write_bytes(b"")
    (site / "empty").mkdir()
    (site / "a/away").symlink_to(tmp_path)
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES
    assert _folders(tmp_path) == {"a", "a/b", "c"}


def test_what_mkdocs_fills_alone_needs_no_room_twice(tmp_path: Path) -> None:
    theirs = {"assets/bundle.js": b"large", "a/theirs.txt": b"beside ours"}
    _build(tmp_path, PAGES, theirs)
    there: list[str] = []
    _build(tmp_path, PAGES, theirs, lambda site: there.extend(map(str, site.rglob("*"))))
    assert not [path for path in there if "assets" in path]
    assert _files(tmp_path) == PAGES | theirs


def test_what_mkdocs_wrote_beside_ours_goes_with_the_next_build(tmp_path: Path) -> None:
    _build(tmp_path, PAGES, {"a/by-hand.html": b"", "a/img/x.png": b""})
    assert _files(tmp_path) == {**PAGES, "a/by-hand.html": b"", "a/img/x.png": b""}
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES
    assert _folders(tmp_path) == {"a", "a/b", "c"}


def test_a_folder_of_ours_alone_is_not_listed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _build(tmp_path, PAGES, {"c/by-hand.html": b""})
    (tmp_path / "site/a/b/old.html").write_bytes(b"")
    listed: list[str] = []
    iterdir = Path.iterdir

    def noted(path: Path) -> Iterator[Path]:
        listed.append(path.name)
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", noted)
    _build(tmp_path, PAGES)
    assert {"b", "c"} <= set(listed)
    assert "a" not in listed
    assert _files(tmp_path) == PAGES


def test_a_snapshot_of_links_stays_as_it_was(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    snapshot = tmp_path / "snapshot"
    shutil.copytree(tmp_path / "site", snapshot, copy_function=os.link)
    changed = PAGES | {"a/index.html": b"another"}
    _build(tmp_path, changed)
    assert _files(tmp_path) == changed
    assert (snapshot / "a/index.html").read_bytes() == b"a"


def test_a_folder_that_is_a_link_now_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    (site / "a").rename(elsewhere)
    (site / "a").symlink_to(elsewhere)
    _build(tmp_path, {"index.html": b"home", "a/index.html": b"new"})
    assert _files(tmp_path) == {"index.html": b"home", "a/index.html": b"new"}
    assert (elsewhere / "index.html").read_bytes() == b"a"
    assert (elsewhere / "b/index.html").read_bytes() == b"b"


def test_a_link_in_place_of_a_folder_goes_also_where_the_record_is_lost(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    (tmp_path / "record.json").unlink()
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "site" / "a").rename(elsewhere)
    (elsewhere / "index.html").write_bytes(b"not ours")
    (tmp_path / "site" / "a").symlink_to(elsewhere)

    SiteFolder(tmp_path / "site", tmp_path / "record.json").put_aside()
    assert not (tmp_path / "site" / "a").exists()
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES
    assert (elsewhere / "index.html").read_bytes() == b"not ours"


def test_hidden_entries_stay_as_mkdocs_leaves_them(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    (tmp_path / "site/.nojekyll").write_bytes(b"")
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == {**PAGES, ".nojekyll": b""}


@pytest.mark.parametrize(
    "others",
    [
        {"a/index.html": b"by hand"},
        {"a/b": b"a file where a folder was"},
        {"c/d.json/index.html": b"a folder where a file was"},
    ],
    ids=lambda others: next(iter(others)),
)
def test_what_mkdocs_wrote_stands_where_we_write_nothing(
    tmp_path: Path, others: dict[str, bytes]
) -> None:
    _build(tmp_path, PAGES)
    [taken] = others
    ours = {
        address: content
        for address, content in PAGES.items()
        if not f"{address}/".startswith(f"{taken}/") and not taken.startswith(f"{address}/")
    }
    _build(tmp_path, ours, others)
    assert _files(tmp_path) == ours | others


def test_what_mkdocs_wrote_is_written_over_where_we_write_too(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    _build(tmp_path, PAGES, {"a/index.html": b"a placeholder"})
    assert _files(tmp_path) == PAGES


def test_a_build_that_failed_loses_nothing(tmp_path: Path) -> None:
    first = _build(tmp_path, PAGES)

    def fail(site: Path) -> None:
        (site / "half.html").write_bytes(b"")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _build(tmp_path, PAGES, between=fail)
    with pytest.raises(KeyboardInterrupt):
        _build(tmp_path, PAGES, between=fail)
    assert _build(tmp_path, PAGES) == first
    assert _files(tmp_path) == PAGES


def test_until_a_build_is_through_its_folder_tells_so(tmp_path: Path) -> None:
    def fail(site: Path) -> None:
        assert (site / MARK).is_dir()
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            _build(tmp_path, PAGES, between=fail)
        assert (tmp_path / "site" / MARK).is_dir()
        _build(tmp_path, PAGES)
        assert not (tmp_path / "site" / MARK).exists()


def test_a_build_that_failed_at_its_end_loses_nothing_either(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    folder = SiteFolder(tmp_path / "site", tmp_path / "record.json")
    folder.put_aside()
    folder.bring_back()
    folder.write("index.html", b"of the build that fails")
    assert (tmp_path / "site" / MARK).is_dir()
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES


@pytest.mark.parametrize(
    "damage",
    [
        b"", b"{", b"[]", b'{"folder": 1}', b'{"folder": "elsewhere", "files": {}}',
        b'{"files": {}}', b"\xff", b'{"folder": "", "files": [], "unmixed": {}}',
    ],
)  # fmt: skip
def test_a_damaged_record_costs_no_more_than_writing(tmp_path: Path, damage: bytes) -> None:
    _build(tmp_path, PAGES)
    (tmp_path / "record.json").write_bytes(damage)
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES


@pytest.mark.parametrize("row", [None, [], ["00"], ["00", "4", 1], {"a": 1}])
def test_a_damaged_row_is_of_a_file_that_is_written_again(tmp_path: Path, row: object) -> None:
    _build(tmp_path, PAGES)
    record = tmp_path / "record.json"
    noted = json.loads(record.read_bytes())
    noted["files"]["index.html"] = row
    record.write_text(json.dumps(noted), encoding="utf-8")
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES


@pytest.mark.parametrize("address", ["../outside.txt", "a/../../outside.txt"])
def test_a_record_leads_nowhere_but_into_the_site(tmp_path: Path, address: str) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"mine")
    stat = outside.stat()
    record = tmp_path / "record.json"
    for row in ([], ["00", stat.st_size, stat.st_mtime_ns]):
        _build(tmp_path, PAGES)
        noted = json.loads(record.read_bytes())
        noted["files"][address] = row
        record.write_text(json.dumps(noted), encoding="utf-8")
        _build(tmp_path, PAGES)
        assert outside.read_bytes() == b"mine"
    assert _files(tmp_path) == PAGES


def test_the_record_of_another_folder_is_not_taken(tmp_path: Path) -> None:
    _build(tmp_path, PAGES)
    shutil.copytree(tmp_path / "site", tmp_path / "moved/site")
    shutil.copy(tmp_path / "record.json", tmp_path / "moved/record.json")
    shutil.rmtree(tmp_path / "site")
    _build(tmp_path / "moved", {"index.html": b"home"})
    assert _files(tmp_path / "moved") == {"index.html": b"home"}


def test_a_record_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "record.json").mkdir()
    _build(tmp_path, PAGES)
    _build(tmp_path, PAGES)
    assert _files(tmp_path) == PAGES
