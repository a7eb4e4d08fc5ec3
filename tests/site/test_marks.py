"""What a reader marks, on a small site in a real browser."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from paperglot.model import Author, Paper
from tests.samples import DAY, digest, digested
from tests.site import measures
from tests.site.browser import NARROW, WIDE, Reader, Visit, served
from tests.site.build import Site, small_site

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_DAY = f"{DAY:%Y/%m/%d}/"
_FIRST, _SECOND, _THIRD = "2613.00010", "2613.00011", "2613.00012"
_AUTHORS = tuple(Author(f"Given{n} Müller-Beispiel") for n in "ABCDEFGHIJKLMN")
_FORBIDDEN = """() => {
  for (const name of ['getItem', 'setItem', 'removeItem'])
    Storage.prototype[name] = () => { throw new DOMException('no', 'SecurityError'); };
}"""

_KNOWN = """([id, name]) => new Promise(done => {
  const look = () => {
    const {papers} = JSON.parse(localStorage.getItem('paperglot.marks'));
    if (papers[id].about?.[name]) done(); else setTimeout(look, 20);
  };
  look();
})"""


def _paper(identifier: str, title: str, chinese: str, **changes: Any) -> Paper:
    return digested(identifier, title=title, digest=replace(digest(), title=chinese), **changes)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Papers of two topics and two days."""
    papers = [
        _paper(_FIRST, "Costs of 100% & <b>safe</b> {speech}", "安全语音的成本",
               authors=_AUTHORS, categories=("cs.CL", "cs.SD")),
        _paper(_SECOND, "Diffusion for audio", "用于音频的扩散模型", topics=("speech", "llm"),
               authors=(Author("Diff Example"),)),
        _paper(_THIRD, "Pretraining without labels", "无标签预训练",
               authors=(Author("Ada Model"),)),
        _paper("2613.00013", "Surveying models", "模型综述", authors=(Author("Ada Model"),)),
        _paper("cs/9913007", "Older studies", "旧研究", announced=date(2025, 12, 30)),
    ]  # fmt: skip
    return small_site(tmp_path_factory.mktemp("marks"), papers=papers)


@pytest.fixture(scope="module")
def home(built: Site) -> Iterator[str]:
    """The address of the site's root, with a slash at its end."""
    with served(built, "/small/") as address:
        yield address


@pytest.fixture
def day(reader: Reader, home: str) -> Iterator[Visit]:
    """A day's page."""
    with reader.visit(home + _DAY, idle=True) as visit:
        yield visit
        assert visit.problems == []


def _row(visit: Visit, identifier: str = _FIRST) -> "Locator":
    return visit.page.locator(f'[id="{identifier}"]')


def _button(visit: Visit, mark: str, identifier: str = _FIRST) -> "Locator":
    return _row(visit, identifier).locator(f'.pg-marks [data-mark="{mark}"]')


def _marks(visit: Visit) -> dict[str, Any]:
    kept = visit.page.evaluate("localStorage.getItem('paperglot.marks')")
    papers: dict[str, Any] = json.loads(kept)["papers"]
    return papers


def _save(visit: Visit, *identifiers: str) -> None:
    """Save papers and wait until their own pages have been read."""
    for identifier in identifiers:
        _button(visit, "saved", identifier).click()
        visit.page.evaluate(_KNOWN, [identifier, "bibtex"])


def test_a_mark_is_there_on_other_pages_and_can_be_taken_off(day: Visit, home: str) -> None:
    for mark in ("read", "saved"):
        assert _button(day, mark).get_attribute("aria-pressed") == "false"
        _button(day, mark).click()
        assert _button(day, mark).get_attribute("aria-pressed") == "true"
    for url in ("", "topics/llm/", f"{_DAY}llm/", f"papers/{_FIRST}/", _DAY):
        day.page.goto(home + url)
        pressed = _row(day).locator(".pg-marks [aria-pressed=true]")
        assert [each.get_attribute("data-mark") for each in pressed.all()] == ["saved", "read"]
        assert _row(day, _SECOND).locator("[aria-pressed=true]").count() == 0
    for mark in ("read", "saved"):
        _button(day, mark).click()
    assert _marks(day) == {}


def test_a_paper_is_marked_on_its_own_page_by_its_keys(day: Visit, home: str) -> None:
    day.page.goto(f"{home}papers/{_FIRST}/")
    day.page.keyboard.press("m")
    day.page.keyboard.press("s")
    assert _marks(day)[_FIRST].keys() >= {"read", "saved"}


def test_the_keys_mark_the_row_that_is_meant(day: Visit) -> None:
    for key in "jms":
        day.page.keyboard.press(key)
    [marked] = _marks(day).values()
    assert marked.keys() - {"about"} == {"read", "saved"}
    for key in "msh":
        day.page.keyboard.press(key)
    [marked] = _marks(day).values()
    assert marked.keys() == {"hidden"}
    # What is folded is passed over, but not left behind while it has the focus.
    day.page.keyboard.press("j")
    day.page.keyboard.press("m")
    assert _marks(day).keys() == {_SECOND, _FIRST}
    day.page.keyboard.press("k")
    assert day.page.evaluate("document.activeElement.id") == _FIRST
    # The one above speech's only paper is folded: it is opened by its own key.
    _row(day, _SECOND).focus()
    day.page.keyboard.press("o")
    assert _marks(day).keys() == {_FIRST}


def test_a_hidden_paper_is_one_line_from_which_it_comes_back(day: Visit) -> None:
    before = _row(day).bounding_box()
    _button(day, "hidden").focus()
    day.page.keyboard.press("Enter")
    folded = _row(day).bounding_box()
    assert before
    assert folded
    assert folded["height"] < 48 < before["height"]
    line = _row(day).locator(".pg-folded")
    assert (
        "hidden 已隐藏 · Costs of 100% & <b>safe</b> {speech} 安全语音的成本" in line.inner_text()
    )
    assert day.page.evaluate("document.activeElement.closest('.pg-folded') !== null")
    day.page.keyboard.press("Enter")
    assert _row(day).bounding_box() == before
    assert day.page.evaluate("document.activeElement.dataset.mark") == "hidden"
    assert _marks(day) == {}


def test_what_is_hidden_does_not_jump_when_the_page_comes(day: Visit) -> None:
    _button(day, "hidden").click()
    _button(day, "read", _SECOND).click()
    day.page.reload()
    shift = """() => new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries().map(each => each.value)))
        .observe({type: 'layout-shift', buffered: true});
      requestAnimationFrame(() => requestAnimationFrame(() => done([])));
    })"""
    assert day.page.evaluate(shift) == []
    assert _row(day).locator(".pg-folded").is_visible()


def test_another_tab_follows(day: Visit, home: str) -> None:
    other = day.page.context.new_page()
    other.goto(home)
    other.locator(f'[id="{_FIRST}"] [data-mark="read"]').click()
    day.page.locator(f'[id="{_FIRST}"][data-marks="read"]').wait_for()
    other.close()


def test_saved_papers_are_on_a_page_the_latest_first(day: Visit, home: str) -> None:
    _save(day, _FIRST, _SECOND)
    day.page.get_by_role("link", name="Saved 收藏").click()
    day.page.wait_for_url(f"{home}saved/")
    day.page.locator(".pg-row .pg-open").last.wait_for()
    rows = day.page.locator(".pg-row")
    assert [row.get_attribute("id") for row in rows.all()] == [_SECOND, _FIRST]
    assert rows.last.locator("h2").inner_text().split("\n") == [
        "Costs of 100% & <b>safe</b> {speech}", "安全语音的成本",
    ]  # fmt: skip
    meta = ", ".join(author.name for author in _AUTHORS) + " · cs.CL · 2026-03-03"
    assert rows.last.locator(".pg-meta").inner_text() == meta
    rows.last.locator(".pg-open").click()
    rows.last.locator(".pg-takeaways").wait_for()
    # Here nothing can be hidden.
    rows.last.locator(".pg-open").focus()
    day.page.keyboard.press("h")
    assert _marks(day)[_FIRST].keys() == {"saved", "about"}
    # Taken off, it stays until the page is left.
    _button(day, "saved", _SECOND).click()
    assert rows.count() == 2
    assert day.page.locator("h1 small").inner_text() == "1"
    day.page.reload()
    rows.first.wait_for()
    assert rows.count() == 1


def _own_bibtex(built: Site, identifier: str) -> str:
    """Return the BibTeX on a paper's own page."""
    (pre,) = (
        each
        for each in built.page(f"/papers/{identifier}/").all("pre")
        if each.attributes["data-cite"].endswith(".bib")
    )
    return f"{pre.children[0]}\n"


def test_the_saved_papers_are_had_as_bibtex_as_their_own_pages_have_it(
    day: Visit, built: Site, home: str
) -> None:
    _save(day, _FIRST, _SECOND)
    day.page.goto(f"{home}saved/")
    with day.page.expect_download() as download:
        day.page.locator('[data-part="download"]').click()
    assert download.value.suggested_filename == "saved.bib"
    text = download.value.path().read_text(encoding="utf-8")
    assert text == "\n".join(_own_bibtex(built, each) for each in (_SECOND, _FIRST))
    day.page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text; }")
    day.page.locator('[data-part="copy"]').click()
    day.page.get_by_text("Copied").wait_for()
    assert day.page.evaluate("window.copied") == text
    assert not day.page.locator('[data-part="missing"]').is_visible()


def test_a_paper_saved_without_a_connection_says_so_until_its_bibtex_has_come(
    day: Visit, home: str
) -> None:
    day.page.route("**/papers/**", lambda route: route.abort())
    _button(day, "saved").click()
    day.page.evaluate(_KNOWN, [_FIRST, "titles"])
    day.page.goto(f"{home}saved/")
    again = day.page.get_by_role("button", name="Try again")
    again.wait_for()
    row = _row(day)
    names = [author.name for author in _AUTHORS[:8]]
    assert row.locator(".pg-meta").inner_text() == (
        ", ".join(names) + " … · cs.CL · 2026-03-03 no BibTeX yet 尚无 BibTeX"
    )
    assert not day.page.locator('[data-part="download"]').is_visible()
    day.page.unroute("**/papers/**")
    again.click()
    day.page.get_by_text("GivenN").wait_for()
    assert not again.is_visible()
    assert day.page.locator('[data-part="download"]').is_visible()
    assert all("ERR_FAILED" in problem for problem in day.problems)
    assert day.problems
    day.problems.clear()


def test_what_is_known_of_a_saved_paper_is_brought_up_to_date_by_its_own_page(
    day: Visit, built: Site, home: str
) -> None:
    _save(day, _FIRST)
    day.page.evaluate(
        "text => localStorage.setItem('paperglot.marks',"
        " localStorage.getItem('paperglot.marks').replaceAll('Costs of', 'Prices of'))"
    )
    assert "Prices of" in _marks(day)[_FIRST]["about"]["bibtex"]
    day.page.goto(f"{home}papers/{_FIRST}/", wait_until="networkidle")
    assert _marks(day)[_FIRST]["about"]["bibtex"] + "\n" == _own_bibtex(built, _FIRST)


def test_nothing_saved_yet_looks_intended(reader: Reader, home: str) -> None:
    with reader.visit(f"{home}saved/", idle=True) as visit:
        assert "Nothing saved yet." in visit.page.locator("main").inner_text()
        assert not visit.page.locator('[data-part="copy"]').is_visible()
        assert visit.problems == []


def test_where_nothing_can_be_kept_marks_hold_on_the_page_and_say_so_once(
    reader: Reader, home: str
) -> None:
    with reader.visit(home, idle=True) as visit:
        visit.page.evaluate(_FORBIDDEN)
        _button(visit, "read").click()
        _button(visit, "read", _SECOND).click()
        warned = visit.page.locator(".pg-warning")
        assert warned.count() == 1
        assert "This browser cannot keep marks" in warned.inner_text()
        assert visit.page.locator(".pg-marks [aria-pressed=true]").count() == 2
        assert visit.problems == []
        visit.page.reload()


def test_a_damaged_store_is_as_good_as_what_is_whole_in_it(day: Visit) -> None:
    papers = {_FIRST: {"read": "2026-03-03T08:00:00.000Z", "saved": 1}, "__proto__x": {"read": 2},
              _SECOND: None}  # fmt: skip
    for text, expected in (
        ("{", []),
        ("[1]", []),
        ('{"papers": 3, "follow": "x"}', []),
        (json.dumps({"version": 1, "papers": papers, "mute": {"words": [1]}}), ["read"]),
    ):
        day.page.evaluate("text => localStorage.setItem('paperglot.marks', text)", text)
        day.page.reload()
        _row(day).locator(".pg-marks").wait_for()
        pressed = day.page.locator(".pg-marks [aria-pressed=true]").all()
        assert [each.get_attribute("data-mark") for each in pressed] == expected


@pytest.mark.parametrize("url", ["", _DAY, f"papers/{_FIRST}/"])
def test_without_javascript_nothing_of_it_is_there(reader: Reader, home: str, url: str) -> None:
    with reader.visit(home + url, javascript=False) as visit:
        assert visit.page.locator("[data-mark], .pg-folded, [href$='saved/']").count() == 0
    with reader.visit(f"{home}saved/", javascript=False) as visit:
        assert "which needs JavaScript" in visit.page.locator("main").inner_text()
        assert visit.page.locator("main :is(button, input, textarea)").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_marked_pages_can_be_read_on_a_phone_and_on_a_desk(
    reader: Reader,
    home: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(home + _DAY, dark=dark) as visit:
        _save(visit, _FIRST, _SECOND)
        _button(visit, "read", _SECOND).click()
        _button(visit, "hidden", _THIRD).click()
        for url in (_DAY, "saved/", f"papers/{_FIRST}/"):
            visit.page.goto(home + url)
            visit.page.locator("[data-marks]").first.wait_for()
            visit.open_all()
            for width in (WIDE, NARROW):
                visit.page.set_viewport_size({"width": width, "height": 900})
                assert visit.page.evaluate(measures.SCROLL) == [0, 0]
                outside = visit.page.evaluate(measures.OUTSIDE)
                # The title of a folded row is cut on purpose.
                assert [each for each in outside if "无标签预训练" not in each] == []
                weakest = visit.page.evaluate(measures.CONTRAST)
                assert weakest[0][0] >= 4.5, weakest
        assert visit.problems == []
