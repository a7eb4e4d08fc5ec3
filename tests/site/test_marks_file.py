"""Marks as a file: taken along, brought back, forgotten, in a real browser."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.samples import DAY, digested
from tests.site.browser import Reader, Visit, served
from tests.site.build import Site, small_site

_EARLY, _LATE = "2026-03-03T08:00:00.000Z", "2026-03-04T08:00:00.000Z"
_FIRST, _SECOND, _THIRD = "2613.00010", "2613.00011", "cs/9913007"
_ABOUT = {"titles": ["A bound", "一个界"], "authors": ["Ada Example"], "bibtex": "@misc{a,\n}"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Three papers."""
    papers = [digested(identifier) for identifier in (_FIRST, _SECOND, _THIRD)]
    return small_site(tmp_path_factory.mktemp("file"), papers=papers)


@pytest.fixture(scope="module")
def home(built: Site) -> Iterator[str]:
    """The address of the site's root, with a slash at its end."""
    with served(built, "/small/") as address:
        yield address


@pytest.fixture
def visit(reader: Reader, home: str) -> Iterator[Visit]:
    """The page of what is saved, with its buttons for files."""
    with reader.visit(f"{home}saved/") as opened:
        _open(opened)
        yield opened
        assert opened.problems == []


def _open(visit: Visit) -> None:
    visit.page.locator("summary").filter(has_text="Export").click()


def _keep(visit: Visit, **state: Any) -> None:
    text = json.dumps({"version": 1, "papers": {}} | state)
    visit.page.evaluate("text => localStorage.setItem('paperglot.marks', text)", text)
    visit.page.reload()
    _open(visit)


def _kept(visit: Visit) -> Any:
    return json.loads(visit.page.evaluate("localStorage.getItem('paperglot.marks')") or "null")


def _export(visit: Visit) -> tuple[str, str]:
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Export").click()
    text = download.value.path().read_text(encoding="utf-8")
    return download.value.suggested_filename, text


def _import(visit: Visit, text: str) -> str:
    """Import a file; return what the page says."""
    said = visit.page.locator('[data-part="file-said"]')
    said.evaluate("e => e.replaceChildren()")
    file = {"name": "marks.json", "mimeType": "application/json", "buffer": text.encode()}
    with visit.page.expect_file_chooser() as chooser:
        visit.page.get_by_role("button", name="Import").click()
    chooser.value.set_files(file)  # type: ignore[arg-type]
    said.locator("span").first.wait_for()
    return said.inner_text()


def _file(**state: Any) -> str:
    return json.dumps({"format": "paperglot-marks", "version": 1, "papers": {}} | state)


def test_a_file_brings_everything_back(visit: Visit) -> None:
    state = {
        "version": 1,
        "papers": {
            _FIRST: {"read": _EARLY, "saved": _LATE, "about": _ABOUT},
            _THIRD: {"hidden": _EARLY},
        },
        "follow": {"words": ["扩散"], "topics": ["llm"]},
        "mute": {"authors": ["Ada Example"]},
    }
    _keep(visit, **state)
    name, text = _export(visit)
    assert name.startswith("marks-20")
    assert json.loads(text) == {"format": "paperglot-marks"} | state
    visit.page.get_by_role("button", name="Forget everything").click()
    dialog = visit.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Keep them").click()
    assert _kept(visit) == state
    visit.page.get_by_role("button", name="Forget everything").click()
    dialog.get_by_role("button", name="Forget").click()
    visit.page.get_by_text("Everything has been forgotten.").wait_for()
    assert _kept(visit) is None
    assert visit.page.locator(".pg-row").count() == 0
    assert visit.page.get_by_text("Nothing saved yet.").is_visible()
    assert _import(visit, text).startswith("The file's marks and lists have been added.")
    assert _kept(visit) == state
    assert visit.page.locator(".pg-row").get_attribute("id") == _FIRST


def test_a_file_is_added_to_what_is_there(visit: Visit) -> None:
    old = {"titles": ["Older"], "authors": []}
    _keep(
        visit,
        papers={_FIRST: {"read": _EARLY, "saved": _LATE, "about": _ABOUT}},
        follow={"words": ["Audio"], "authors": ["Ada Example"]},
    )
    _import(
        visit,
        _file(
            papers={
                _FIRST: {"read": _LATE, "saved": _EARLY, "hidden": _EARLY, "about": old},
                _SECOND: {"saved": _EARLY, "about": old},
            },
            follow={"words": ["audio", "codec"]},
            mute={"authors": ["ADA EXAMPLE", "Bo Other"]},
        ),
    )
    # Its BibTeX is fetched where the file had none.
    visit.page.locator(f"[id='{_SECOND}']:not(:has(.pg-label))").wait_for()
    kept = _kept(visit)
    first = {"read": _LATE, "saved": _LATE, "hidden": _EARLY, "about": _ABOUT}
    assert kept["papers"][_FIRST] == first
    assert kept["papers"][_SECOND]["about"]["bibtex"].startswith("@misc{")
    assert kept["follow"] == {"words": ["Audio", "codec"], "authors": ["Ada Example"]}
    assert kept["mute"] == {"authors": ["Bo Other"]}
    rows = visit.page.locator(".pg-row").all()
    assert [row.get_attribute("id") for row in rows] == [_FIRST, _SECOND]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is not a file of marks"),
        ("@misc{a}", "This is not a file of marks"),
        ("[1]", "This is not a file of marks"),
        ("null", "This is not a file of marks"),
        (json.dumps({"version": 1, "papers": {}}), "This is not a file of marks"),
        (_file(version="1"), "This is not a file of marks"),
        (_file(version=2), "This file is of a newer version"),
    ],
)
def test_what_is_no_file_of_ours_changes_nothing_and_says_so(
    visit: Visit, text: str, said: str
) -> None:
    _keep(visit, papers={_FIRST: {"read": _EARLY}})
    before = _kept(visit)
    assert _import(visit, text).startswith(said)
    assert _kept(visit) == before


def test_what_is_damaged_in_a_file_is_left_out_and_nothing_of_it_is_run(visit: Visit) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    papers = {
        _FIRST: {"saved": _EARLY, "about": {"titles": [hostile, 7], "bibtex": hostile, "day": 1}},
        _SECOND: {"read": ["2026-03-03T08:00:00Z"]},
        "../../evil": {"saved": _EARLY},
        "__proto__": {"saved": _EARLY},
    }
    visit.page.route("**/papers/**", lambda route: route.abort())
    _import(visit, _file(papers=papers, follow={"words": [hostile, 1, "  "], "topics": "llm"}))
    kept = _kept(visit)
    about = {"titles": [hostile], "authors": []}
    assert kept["papers"] == {_FIRST: {"saved": _EARLY, "about": about}}
    assert kept["follow"] == {"words": [hostile]}
    assert visit.page.locator(".pg-row h2").inner_text() == hostile
    assert visit.page.locator("main img").count() == 0
    visit.page.get_by_role("button", name="Try again").wait_for()
    assert all("ERR_FAILED" in problem for problem in visit.problems)
    visit.problems.clear()


def test_the_oldest_marks_are_forgotten_before_a_saved_paper(visit: Visit, home: str) -> None:
    """There is an end to what is kept: 10,000 papers."""

    def day(number: int) -> str:
        return f"2026-03-03T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"

    papers: dict[str, Any] = {
        f"2601.{number:05}": {"read": day(number)} for number in range(10_000)
    }
    papers["2601.00000"] = {"saved": day(0), "about": _ABOUT}
    _import(visit, _file(papers=papers))
    visit.page.goto(f"{home}{DAY:%Y/%m/%d}/")
    visit.page.locator(f"[id='{_FIRST}'] [data-mark=read]").click()
    kept = _kept(visit)["papers"]
    assert len(kept) == 10_000
    assert "2601.00000" in kept
    assert "2601.00001" not in kept
    assert _FIRST in kept
