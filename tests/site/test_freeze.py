"""A build that takes pages from the build before gives the bytes of one that makes them all."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from paperglot.model import Day, Overview, Paper, Status
from paperglot.site import edition, output, publishing
from paperglot.site.products import Product
from paperglot.store.files import Store
from tests.samples import DAY, digest, digested, overview, pending
from tests.site.build import build, write_site

NEXT = DAY + timedelta(days=1)
_CACHE = Path(".cache/paperglot")
Changing = Callable[[Path], dict[str, Any] | None]
"""Changes a site's folder; may return other values of `mkdocs.yml`."""


def _archive() -> tuple[list[Paper], list[Day]]:
    """Three days in two months: papers of two topics, waiting, withdrawn, with a new version."""
    earlier = date(2026, 2, 27)
    papers = [
        digested("2602.00010", announced=earlier, updated=DAY, version=2),
        digested("2602.00020", announced=earlier, topics=("speech",)),
        digested("2613.00010", topics=("llm", "speech"), similar=("2602.00010",)),
        pending("2613.00020"),
        digested("2613.00031", status=Status.WITHDRAWN, reason="A gap."),
        digested("cs/9913007", announced=date(2026, 3, 2)),
    ]
    return papers, [Day(DAY, kept=("2613.00020", "2613.00010"), replacements=("2602.00010",))]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The folder of a site that was built once."""
    papers, days = _archive()
    build(write_site(tmp_path, papers=papers, days=days))
    return tmp_path


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    # MkDocs writes the day of the build into no file but this one.
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: content for name, content in found.items() if name != "sitemap.xml.gz"}


def _built(folder: Path, **changes: Any) -> dict[str, bytes]:
    return _files(build(folder / "mkdocs.yml", **changes).directory)


def _anew(folder: Path, **changes: Any) -> dict[str, bytes]:
    """Build without what was kept of earlier builds."""
    shutil.rmtree(folder / _CACHE)
    shutil.rmtree(Store(folder / "docs").workplace / "cache", ignore_errors=True)
    return _built(folder, **changes)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses of what builds had to make, in their order."""
    found: list[str] = []
    really = publishing.reuse

    def noted(*given: Any) -> list[Product]:
        stale = really(*given)
        found.extend(product.address for product in stale)
        return stale

    monkeypatch.setattr(output, "reuse", noted)
    return found


def _write(folder: Path, *papers: Paper, days: Iterable[Day] = ()) -> None:
    store = Store(folder / "docs")
    for paper in papers:
        store.write_paper(paper)
    for day in days:
        store.write_day(day)


# --- The same bytes ----------------------------------------------------------------------------


def _add(folder: Path) -> None:
    day = Day(NEXT, kept=("2613.00040", "2613.00052"), replacements=("2602.00020",))
    _write(
        folder,
        digested("2613.00040", announced=NEXT, similar=("2613.00010", "2602.00020")),
        pending("2613.00052", announced=NEXT, topics=("speech",)),
        days=[day],
    )


def _replace(folder: Path) -> None:
    papers, _ = _archive()
    changed = replace(digest(), title="另一个题目")
    _write(folder, replace(papers[0], title="A title of its own", version=3, digest=changed))


def _withdraw(folder: Path) -> None:
    papers, _ = _archive()
    _write(folder, replace(papers[2], status=Status.WITHDRAWN, reason="Wrong.", updated=NEXT))


def _remove(folder: Path) -> None:
    Store(folder / "docs").paper_path("2613.00010").unlink()


def _damage_a_page(folder: Path) -> None:
    Store(folder / "docs").paper_path("2602.00020").write_text("---\n", encoding="utf-8")


def _give_an_overview(folder: Path) -> None:
    given: Overview = overview()
    Store(folder / "docs").write_overview(given)


def _set(option: str, value: object) -> Changing:
    def change(folder: Path) -> None:
        file = folder / "mkdocs.yml"
        text = file.read_text(encoding="utf-8")
        file.write_text(
            text.replace("    update: never", f"    {option}: {value}\n    update: never")
        )

    return change


def _another_rule(folder: Path) -> None:
    file = folder / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    assert "- LLM" in text
    file.write_text(text.replace("- LLM", "- LLM\n      - language model"), encoding="utf-8")


def _another_template(folder: Path) -> dict[str, Any]:
    own = folder / "own" / "paperglot"
    own.mkdir(parents=True)
    (own / "disclaimer.html").write_text("<p>My own words.</p>", encoding="utf-8")
    return {"theme": {"name": "material", "font": False, "custom_dir": str(own.parent)}}


def _another_name(folder: Path) -> dict[str, Any]:
    assert folder.is_dir()
    return {"site_name": "Larger"}


def _other_addresses(folder: Path) -> dict[str, Any]:
    assert folder.is_dir()
    return {"use_directory_urls": False}


CHANGES: dict[str, Changing] = {
    "nothing": lambda _: None,
    "additions": _add,
    "a replacement": _replace,
    "a withdrawal": _withdraw,
    "a paper that is gone": _remove,
    "a damaged page": _damage_a_page,
    "an overview": _give_an_overview,
    "another rule of a topic": _another_rule,
    "another option": _set("papers_on_topic", 1),
    "no feeds": _set("feed_papers", 0),
    "another language": _set("second_language", "de"),
    "another template": _another_template,
    "another name": _another_name,
    "other addresses": _other_addresses,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_is_kept_never_shows(site: Path, change: Changing) -> None:
    values = change(site) or {}
    assert _built(site, **values) == _anew(site, **values)


def test_another_version_of_the_software_makes_everything_anew(
    site: Path, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _built(site)
    assert made == []
    for module in (edition, output):
        monkeypatch.setattr(module, "code", lambda: b"another version")
    expected = _built(site)
    assert len(made) > 30
    assert set(made) <= expected.keys()
    assert expected == _anew(site)


def test_a_template_in_a_linked_folder_shows_when_it_changes(site: Path) -> None:
    values = _another_template(site)
    own, shared = site / "own" / "paperglot", site / "shared"
    shared.mkdir()
    for folder in (own, shared):  # the second one leads round in a circle
        (folder / "parts").symlink_to(shared, target_is_directory=True)
    (own / "disclaimer.html").write_text('{% include "parts/words.html" %}', encoding="utf-8")
    (shared / "words.html").write_text("<p>My own words.</p>", encoding="utf-8")
    _built(site, **values)
    (shared / "words.html").write_text("<p>Other words.</p>", encoding="utf-8")
    assert _built(site, **values) == _anew(site, **values)


def _database(folder: Path, name: str = "pages") -> Path:
    path = folder / _CACHE / f"{name}.sqlite"
    assert path.is_file()
    return path


def _cut(folder: Path) -> None:
    path = _database(folder)
    path.write_bytes(path.read_bytes()[:20_000])


def _scribble(folder: Path) -> None:
    path = _database(folder)
    content = bytearray(path.read_bytes())
    for place in range(200, len(content), 997):
        content[place] ^= 0x55
    path.write_bytes(content)


def _foreign(folder: Path) -> None:
    path = _database(folder)
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE kept (name INTEGER, something TEXT)")
    other.close()


def _not_a_database(folder: Path) -> None:
    _database(folder).write_text("no database at all " * 2_000, encoding="utf-8")


def _other_contents(folder: Path) -> None:
    """Every page has another one's bytes."""
    with sqlite3.connect(_database(folder)) as database:
        database.execute("UPDATE kept SET value = (SELECT value FROM kept LIMIT 1)")
    database.close()


def _half_lost(folder: Path) -> None:
    with sqlite3.connect(_database(folder)) as database:
        database.execute("DELETE FROM kept WHERE rowid % 2")
    database.close()
    _database(folder, "terms").unlink()
    for number, bundle in enumerate(sorted((folder / _CACHE / "search").iterdir())):
        if number % 2 == 0:
            bundle.unlink()


DAMAGES: dict[str, Callable[[Path], None]] = {
    "cut": _cut,
    "scribbled on": _scribble,
    "foreign": _foreign,
    "not a database": _not_a_database,
    "other contents": _other_contents,
    "half lost": _half_lost,
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_to_what_is_kept_never_shows_and_is_mended(
    site: Path, damage: Callable[[Path], None], made: list[str]
) -> None:
    _add(site)
    damage(site)
    found = _built(site)
    # What was read before the damage was met is kept by the next build.
    assert _built(site) == found
    made.clear()
    assert _built(site) == found
    assert made == []
    assert _anew(site) == found


def test_what_another_site_kept_never_shows(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    changed = [replace(paper, title="Another title") for paper in _archive()[0]]
    build(write_site(other, papers=changed, config={"site_name": "Other"}))
    shutil.rmtree(site / _CACHE)
    shutil.copytree(other / _CACHE, site / _CACHE)
    assert _built(site) == _anew(site)


def test_a_build_needs_no_place_to_keep_anything(site: Path, made: list[str]) -> None:
    expected = _built(site)
    shutil.rmtree(site / _CACHE)
    (site / _CACHE).write_text("in the way", encoding="utf-8")
    made.clear()
    assert _built(site) == expected
    assert len(made) > 30


# --- What is made, and what changes ------------------------------------------------------------


def test_nothing_is_made_where_nothing_changed(site: Path, made: list[str]) -> None:
    _built(site)
    assert made == []


def test_a_page_is_known_by_its_contents_and_not_by_its_times(site: Path, made: list[str]) -> None:
    """As after a check-out, with what was kept restored."""
    shutil.rmtree(Store(site / "docs").workplace / "cache")
    for path in (site / "docs").rglob("*.md"):
        path.write_bytes(path.read_bytes())
    _built(site)
    assert made == []


def _months_of_papers(folder: Path, last: date) -> None:
    """Two papers on each of sixty days."""
    first = last - timedelta(days=59)
    for number in range(60):
        day = first + timedelta(days=number)
        names = (f"2613.{number:03}10", f"2613.{number:03}20")
        _write(
            folder,
            digested(names[0], announced=day, topics=("llm",)),
            digested(names[1], announced=day, topics=("speech",)),
            days=[Day(day, kept=names)],
        )


def test_a_new_day_changes_only_what_shows_something_new(tmp_path: Path, made: list[str]) -> None:
    last = date(2026, 3, 12)
    file = write_site(tmp_path)
    _months_of_papers(tmp_path, last)
    before = _files(build(file).directory)
    made.clear()
    day = last + timedelta(days=1)
    _write(tmp_path, digested("2613.90010", announced=day, topics=("llm",)), days=[Day(day)])
    after = _files(build(file).directory)
    changed = {name for name in after if before.get(name) != after[name]}
    gone = before.keys() - after.keys()
    search = {name for name in changed | gone if name.startswith("search/")}
    feeds = {name for name in changed if name.startswith("feeds/")}
    assert changed - search - feeds == {
        "index.html", "sitemap.xml",
        "papers/2613.90010/index.html",
        "2026/03/13/index.html", "2026/03/13/day.json", "2026/03/13/day.bib",
        "2026/03/13/llm/index.html",
        # Its neighbours lead to it now.
        "2026/03/12/index.html", "2026/03/12/llm/index.html",
        "2026/03/index.html", "archive/index.html",
        "topics/index.html", "topics/llm/index.html", "topics/llm/trends/index.html",
        "trends/index.html", "trends/2026/03/index.html",
    }  # fmt: skip
    assert {name.split(".")[0] for name in feeds} == {"feeds/all", "feeds/llm"}
    assert len(search) < 20
    assert gone <= search
    assert set(made) <= (changed | {"2026/03/12/day.json", "2026/03/12/day.bib"}) | {
        # Counted by month: what these topics have now is worked out again.
        "topics/speech/trends/index.html",
    }
