"""Figures on a paper's page: under a fold, with their licence, and large on demand."""

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from paperglot.figure import Figure
from paperglot.model import Author
from paperglot.site.views import PaperView
from paperglot.store.files import Store
from paperglot.store.images import Images
from tests.samples import BY, digested, figure, figures, pending
from tests.site.browser import NARROW, WIDE, Reader, served
from tests.site.build import Site, broken_links, build, write_site
from tests.site.examples import render
from tests.site.measures import OUTSIDE, SCROLL
from tests.site.standards import axe_violations, html_problems

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PAPER, _PLAIN = "/papers/2613.00010/", "/papers/2613.00020/"
_FOLD = ".pg-figures > summary"
_CAPTION = 'A "bound" for k < 2 & its <cost>.'
_UNTRANSLATED = 2
"""The figure whose caption no model has translated."""
_TRANSLATED = "k < 2 时的“界” & 其 <代价>。"


def _image(width: int, height: int) -> bytes:
    picture = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(picture).line((0, 0, width, height), "black", 3)
    file = io.BytesIO()
    picture.save(file, "WEBP", lossless=True)
    return file.getvalue()


def _write(root: Path) -> Path:
    """Write a site of a paper with three figures, and of one whose licence allows none."""
    images = Images(Store(root / "docs").workplace)
    found: list[Figure] = []
    for number, (width, height) in enumerate([(1200, 300), (500, 900), (640, 480)], start=1):
        content = _image(width, height)
        changes: dict[str, object] = {"label": f"Figure {number}", "caption": _CAPTION}
        if number != _UNTRANSLATED:
            changes["caption_translated"] = _TRANSLATED
        found.append(figure(content, width=width, height=height, **changes))
        (images.prepare() / f"{found[-1].hash}.webp").write_bytes(content)
    authors = tuple(Author(f"Author {letter}") for letter in "ABCD")
    papers = [
        digested("2613.00010", licence=BY, figures=figures(*found), authors=authors),
        pending("2613.00020"),
    ]
    return write_site(root, papers=papers)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build(_write(tmp_path_factory.mktemp("figures")))


@pytest.fixture(scope="module")
def home(site: Site) -> Iterator[str]:
    """The address of the site, without a slash at its end."""
    with served(site, "/small/") as address:
        yield address.removesuffix("/")


# --- What is on the page ----------------------------------------------------------------------


def test_figures_stand_under_a_fold_with_their_size(site: Site) -> None:
    images = site.content(_PAPER).with_attribute("class", "pg-fold pg-figures")[0].all("img")
    sizes = [(each.attributes["width"], each.attributes["height"]) for each in images]
    assert sizes == [("1200", "300"), ("500", "900"), ("640", "480")]
    assert {each.attributes["loading"] for each in images} == {"lazy"}
    assert images[0].attributes["alt"] == f"Figure 1: {_CAPTION}"
    for each in images:
        target = site.target(_PAPER, each.attributes["src"])
        assert target is not None
        assert site.path(target).read_bytes()[8:12] == b"WEBP"


def test_licence_and_authors_stand_with_each_figure(site: Site) -> None:
    fold = site.content(_PAPER).with_attribute("class", "pg-fold pg-figures")[0]
    for each in fold.all("figcaption"):
        assert _CAPTION in each.text
        assert "arXiv:2613.00010v1" in each.text
        assert "Author A, Author B et al." in each.text
        licences = [a for a in each.all("a") if a.attributes.get("rel") == "license"]
        assert [(a.attributes["href"], a.text) for a in licences] == [(BY, "CC BY")]
        assert "cut out of the PDF" in each.text
        assert "截自论文 PDF" in each.text


def test_a_caption_stands_in_both_languages_where_it_was_translated(site: Site) -> None:
    fold = site.content(_PAPER).with_attribute("class", "pg-fold pg-figures")[0]
    found = [
        [(p.attributes["lang"], p.text) for p in each.all("p") if "lang" in p.attributes]
        for each in fold.all("figcaption")
    ]
    assert found == [
        [("en", f"Figure 1 {_CAPTION}"), ("zh-Hans", f"图 1 {_TRANSLATED}")],
        [("en", f"Figure 2 {_CAPTION}")],
        [("en", f"Figure 3 {_CAPTION}"), ("zh-Hans", f"图 3 {_TRANSLATED}")],
    ]


def test_a_translation_into_another_language_is_not_shown(tmp_path: Path) -> None:
    file = _write(tmp_path)
    store = Store(tmp_path / "docs")
    paper = store.paper("2613.00010")
    assert paper is not None
    assert paper.figures is not None
    store.write_paper(replace(paper, figures=replace(paper.figures, language="de")))
    page = build(file).html(_PAPER)
    assert "pg-figures" in page
    assert "图 1" not in page


@pytest.mark.parametrize(
    ("label", "shown"),
    [("Table A1", "表 A1"), ("Figure 3", "图 3"), ("Listing 1", "Listing 1"), ("Figure", "Figure")],
)
def test_a_label_is_said_in_the_second_language_where_it_is_known(label: str, shown: str) -> None:
    images = figures(figure(label=label, caption_translated="一个界。"))
    page = render(PaperView(digested(figures=images), (), is_illustrated=True))
    [caption] = page.all("figcaption")
    [translated] = [each for each in caption.all("p") if each.language == "zh-Hans"]
    assert translated.text == f"{shown} 一个界。"


def test_the_first_figure_is_what_messengers_show(site: Site) -> None:
    found = {
        each.attributes["property"]: each.attributes["content"]
        for each in site.page(_PAPER).all("meta")
        if "property" in each.attributes
    }
    assert found["og:image"].startswith("https://example.org/small/figures/")
    assert site.has(found["og:image"].removeprefix("https://example.org/small"))
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "300")
    assert found["og:image:alt"] == f"Figure 1: {_CAPTION}"


def test_a_paper_whose_licence_allows_none_leads_to_its_figures(site: Site) -> None:
    content = site.content(_PLAIN)
    assert content.all("img") == []
    [link] = [a for a in content.all("a") if "Figures: in the paper on arXiv" in a.text]
    assert link.attributes["href"] == "https://arxiv.org/pdf/2613.00020"
    assert "og:image" not in site.html(_PLAIN)


def test_nothing_of_it_is_broken_or_invalid(site: Site, tmp_path: Path) -> None:
    assert broken_links(site) == []
    assert html_problems(site, [_PAPER, _PLAIN], tmp_path) == []


# --- When it leaves ---------------------------------------------------------------------------


def _with_figures(site: Site) -> bool:
    return "pg-figures" in site.html(_PAPER)


def test_lost_images_leave_a_page_without_figures_and_come_back(tmp_path: Path) -> None:
    file = _write(tmp_path)
    before = build(file).html(_PAPER)
    images = Images(Store(tmp_path / "docs").workplace)
    kept = images.folder.with_name("kept")
    shutil.copytree(images.folder, kept)
    next(images.folder.glob("*.webp")).write_bytes(b"damaged")
    site = build(file)
    assert not _with_figures(site)
    assert not site.path("/figures/").parent.exists()
    assert broken_links(site) == []
    shutil.rmtree(images.folder)
    kept.rename(images.folder)
    assert build(file).html(_PAPER) == before


def test_figures_leave_with_the_licence_the_option_and_the_time(tmp_path: Path) -> None:
    file = _write(tmp_path)
    store = Store(tmp_path / "docs")
    paper = store.paper("2613.00010")
    assert paper is not None
    assert _with_figures(build(file))
    store.write_paper(replace(paper, licence="http://creativecommons.org/licenses/by-sa/4.0/"))
    assert not _with_figures(build(file))
    store.write_paper(paper)
    assert _with_figures(build(file))
    later = paper.announced.replace(year=paper.announced.year + 1)
    store.write_paper(pending("2713.00020", announced=later))
    assert not _with_figures(build(file))


def test_without_figures_there_is_no_word_of_them(tmp_path: Path) -> None:
    file = write_site(tmp_path, papers=[digested(licence=BY)], options={"figures_per_night": 0})
    assert "Figures" not in build(file).content(_PAPER).text


# --- In the browser ---------------------------------------------------------------------------


def _open(page: "Page") -> None:
    page.locator(_FOLD).click()
    page.locator(".pg-figures img").first.wait_for()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_row_scrolls_by_itself_and_nothing_moves(reader: Reader, home: str, width: int) -> None:
    with reader.visit(home + _PAPER, width=width) as visit:
        visit.page.route("**/figures/*", lambda route: route.abort())
        _open(visit.page)
        boxes = "[...document.querySelectorAll('.pg-figures img')].map(e => e.offsetHeight)"
        without = visit.page.evaluate(boxes)
        visit.page.unroute("**/figures/*")
        visit.page.reload()
        _open(visit.page)
        visit.page.locator(".pg-figures img").first.evaluate("image => image.decode()")
        assert visit.page.evaluate(boxes) == without
        assert visit.page.evaluate(SCROLL) == [0, 0]
        assert visit.page.evaluate(OUTSIDE) == []


def test_a_figure_opens_large_by_keyboard(reader: Reader, home: str) -> None:
    with reader.visit(home + _PAPER) as visit:
        _open(visit.page)
        visit.page.locator(".pg-figures figure > a").first.focus()
        visit.page.keyboard.press("Enter")
        dialog = visit.page.get_by_role("dialog", name="Figure 1")
        dialog.wait_for()
        assert _CAPTION in dialog.inner_text()
        for key, number in (("Right", 2), ("Right", 3), ("Right", 1), ("Left", 3), ("Left", 2)):
            visit.page.keyboard.press(f"Arrow{key}")
            visit.page.get_by_role("dialog", name=f"Figure {number}").wait_for()
        visit.page.get_by_role("button", name="Next").click()
        visit.page.get_by_role("dialog", name="Figure 3").wait_for()
        visit.page.get_by_role("button", name="Previous").click()
        visit.page.get_by_role("dialog", name="Figure 2").wait_for()
        visit.page.keyboard.press("Escape")
        visit.page.locator(".pg-figures a:focus img[alt^='Figure 2']").wait_for()
        assert visit.page.get_by_role("dialog").count() == 0
        assert visit.problems == []


# English, and the second language.
_MODES = {"both": [_CAPTION, _TRANSLATED], "first": [_CAPTION], "second": [_TRANSLATED]}


@pytest.mark.parametrize("mode", _MODES)
def test_captions_follow_the_switch_of_languages(reader: Reader, home: str, mode: str) -> None:
    with reader.visit(home + _PAPER) as visit:
        visit.page.locator(f".pg-languages input[value={mode}]").check()
        _open(visit.page)
        captions = visit.page.locator(".pg-figures figcaption")
        for number, shown in ((0, _MODES[mode]), (1, [_CAPTION]), (2, _MODES[mode])):
            told = captions.nth(number).inner_text()
            assert [text for text in (_CAPTION, _TRANSLATED) if text in told] == shown
            visit.page.locator(".pg-figures figure > a").nth(number).click()
            dialog = visit.page.get_by_role("dialog", name=f"Figure {number + 1}")
            told = dialog.inner_text()
            assert [text for text in (_CAPTION, _TRANSLATED) if text in told] == shown
            visit.page.keyboard.press("Escape")
        assert visit.problems == []


def test_a_large_figure_fits_the_window(reader: Reader, home: str) -> None:
    for width in (NARROW, WIDE):
        with reader.visit(home + _PAPER, width=width) as visit:
            _open(visit.page)
            for number in range(3):
                visit.page.locator(".pg-figures figure > a").nth(number).click()
                box = visit.page.locator(".pg-view img").bounding_box()
                assert box is not None
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= width
                assert box["y"] + box["height"] <= 900
                visit.page.keyboard.press("Escape")


def test_without_script_a_figure_leads_to_its_image(reader: Reader, home: str) -> None:
    with reader.visit(home + _PAPER, javascript=False) as visit:
        visit.page.locator(_FOLD).click()
        visit.page.locator(".pg-figures figure > a").first.click()
        visit.page.wait_for_url("**/figures/*.webp")


def test_a_row_that_is_opened_shows_its_figures_too(reader: Reader, home: str) -> None:
    with reader.visit(f"{home}/2026/03/03/") as visit:
        visit.page.locator(".pg-open").first.click()
        _open(visit.page)
        image = visit.page.locator(".pg-figures img").first
        image.scroll_into_view_if_needed()
        image.evaluate("image => image.decode()")
        assert image.evaluate("image => image.naturalWidth") == 1200
        visit.page.locator(".pg-figures figure > a").first.click()
        visit.page.get_by_role("dialog", name="Figure 1").wait_for()
        assert visit.problems == []


def test_white_paper_does_not_glare_in_the_dark(reader: Reader, home: str) -> None:
    found = []
    for dark in (False, True):
        with reader.visit(home + _PAPER, dark=dark) as visit:
            _open(visit.page)
            over = "getComputedStyle(document.querySelector('.pg-figures a'), '::after')"
            found.append(visit.page.evaluate(f"{over}.backgroundColor"))
    assert found == ["rgba(0, 0, 0, 0)", "rgba(0, 0, 0, 0.2)"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_no_violation_among_figures(
    reader: Reader,
    home: str,
    dark: bool,  # noqa: FBT001
) -> None:
    with reader.visit(home + _PAPER, dark=dark, width=NARROW if dark else WIDE) as visit:
        _open(visit.page)
        assert axe_violations(visit) == []
        visit.page.locator(".pg-figures figure > a").first.click()
        assert axe_violations(visit) == []
