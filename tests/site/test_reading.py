"""What scripts add to the site, in a real browser: languages, colours, rows that open."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from paperglot.model import Status
from tests.samples import digested, pending
from tests.site.browser import NARROW, WIDE, Reader, Visit, served
from tests.site.build import Site, small_site
from tests.site.examples import KINDS

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_every_kind = pytest.mark.parametrize("url", KINDS.values(), ids=KINDS)
_DAY, _TOPIC_DAY, _PAPER = "2026/03/03/", "2026/03/03/llm/", "papers/2613.00010/"


@pytest.fixture(scope="module")
def home(sample: Site) -> Iterator[str]:
    """The address of the sample site, with a slash at its end."""
    with served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def long_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a day of 50 papers, one of which waits for its digest."""
    papers = [digested(f"2613.{number:05}") for number in range(1, 50)]
    site = small_site(tmp_path_factory.mktemp("long"), papers=[*papers, pending("2613.00050")])
    with served(site, "/small/") as address:
        yield f"{address}{_DAY}"


def choose(visit: Visit, mode: str) -> None:
    visit.page.locator(f".pg-languages input[value={mode}]").check()


def seen(visit: Visit) -> set[str]:
    """The languages of the texts that can be seen in the content."""
    found = visit.page.evaluate(
        "[...document.querySelectorAll('main [lang]')]"
        ".filter(e => e.textContent.trim() && e.getClientRects().length)"
        # The footer's licences, and a language's own name beside its feeds.
        ".filter(e => !e.closest('footer, .pg-feeds .pg-topics'))"
        ".map(e => e.lang)"
    )
    return set(found)


def top(place: "Locator") -> float:
    box = place.bounding_box()
    assert box is not None
    return box["y"]


def press(visit: Visit, *keys: str) -> None:
    for key in keys:
        visit.page.keyboard.press(key)


# --- Languages ---------------------------------------------------------------------------------


@_every_kind
def test_each_language_can_stand_alone_on_every_kind_of_page(
    reader: Reader, home: str, url: str
) -> None:
    with reader.visit(home + url[1:]) as visit:
        assert seen(visit) == {"en", "zh-Hans"}
        choose(visit, "first")
        assert seen(visit) == {"en"}
        assert visit.page.evaluate("document.documentElement.lang") == "en"
        choose(visit, "second")
        assert "zh-Hans" in seen(visit)
        assert visit.page.evaluate("document.documentElement.lang") == "zh-Hans"
        assert visit.page.locator("h1").is_visible()
        choose(visit, "both")
        assert seen(visit) == {"en", "zh-Hans"}
        assert visit.problems == []


def test_what_has_no_translation_is_shown_in_every_mode(reader: Reader, long_day: str) -> None:
    with reader.visit(long_day) as visit:
        title = visit.page.locator("[id='2613.00050'] h3 [lang=en]")
        for mode in ("first", "both", "second"):
            choose(visit, mode)
            assert title.is_visible()


def test_a_language_is_remembered_and_holds_before_the_first_paint(
    reader: Reader, home: str
) -> None:
    with reader.visit(home) as visit:
        choose(visit, "second")
        # What is there when the body begins is there at the first paint.
        visit.page.add_init_script(
            "new MutationObserver((_, me) => { if (document.body) { me.disconnect();"
            " window.early = [document.documentElement.dataset.language,"
            " document.documentElement.lang]; } })"
            ".observe(document, {childList: true, subtree: true})"
        )
        for url in (_TOPIC_DAY, "about/"):
            visit.page.goto(home + url)
            assert visit.page.evaluate("window.early") == ["second", "zh-Hans"]
            assert "zh-Hans" in seen(visit)
            assert visit.page.locator(".pg-languages input[value=second]").is_checked()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("mode", ["first", "second"])
def test_a_change_of_language_keeps_the_place(
    reader: Reader, long_day: str, width: int, mode: str
) -> None:
    with reader.visit(long_day, width=width) as visit:
        row = visit.page.locator("[id='2613.00030']")
        row.evaluate("e => e.scrollIntoView()")
        before = top(row)
        for each in (mode, "both"):
            choose(visit, each)
            assert abs(top(row) - before) <= 2
        assert visit.page.evaluate("scrollY") > 1000


def test_one_language_stands_in_one_column_of_readable_width(reader: Reader, home: str) -> None:
    with reader.visit(home + _PAPER) as visit:
        for mode in ("first", "second"):
            choose(visit, mode)
            for paragraph in visit.page.locator(".pg-pair:visible").all():
                box = paragraph.bounding_box()
                assert box is None or box["width"] <= 800


def test_without_javascript_there_is_no_switch_and_both_languages_are_shown(
    reader: Reader, home: str
) -> None:
    with reader.visit(home, javascript=False) as visit:
        assert not visit.page.locator(".pg-tools").is_visible()
        assert seen(visit) == {"en", "zh-Hans"}


# --- Colours -----------------------------------------------------------------------------------


def _background(visit: Visit) -> str:
    found = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert isinstance(found, str)
    return found


@pytest.mark.parametrize("url", ["", _PAPER, "about/"])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_colours_follow_the_system(
    reader: Reader,
    home: str,
    url: str,
    javascript: bool,  # noqa: FBT001
) -> None:
    with reader.visit(home + url, javascript=javascript) as visit:
        light = _background(visit)
    with reader.visit(home + url, dark=True, javascript=javascript) as visit:
        assert _background(visit) != light == "rgb(255, 255, 255)"


def test_with_colours_of_the_system_alone_the_switch_and_the_search_can_be_seen(
    reader: Reader, home: str
) -> None:
    """Forced colours take away every background, and with it what only a background showed."""
    with reader.visit(home) as visit:
        visit.page.emulate_media(forced_colors="active")
        chosen = visit.page.locator(".pg-languages label:has(:checked)")
        assert chosen.evaluate("e => getComputedStyle(e).forcedColorAdjust") == "none"
        box = visit.page.locator(".pg-search-box input")
        assert box.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"


def test_a_choice_of_colours_goes_before_the_system_and_is_remembered(
    reader: Reader, home: str
) -> None:
    with reader.visit(home) as visit:
        button = visit.page.locator(".pg-scheme")
        names = []
        for _ in range(3):
            button.click()
            names.append((button.inner_text().split()[-1], _background(visit)))
        assert [name for name, _colour in names] == ["浅色", "深色", "跟随系统"]
        assert names[0][1] == names[2][1] != names[1][1]
        button.click()
        button.click()
        for url in (_PAPER, "about/"):
            visit.page.goto(home + url)
            assert _background(visit) == names[1][1]


# --- Rows that open ----------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["", _DAY, _TOPIC_DAY, "topics/llm/"])
def test_a_row_opens_in_place_and_closes_again(reader: Reader, home: str, url: str) -> None:
    with reader.visit(home + url) as visit:
        address = visit.page.url
        row = visit.page.locator("article article:has(> p[lang])").first
        before = top(row)
        button = row.locator(".pg-open")
        assert button.get_attribute("aria-expanded") == "false"
        button.click()
        details = row.locator(".pg-details")
        details.locator("ol li").first.wait_for()
        assert button.get_attribute("aria-expanded") == "true"
        assert details.get_attribute("id") == button.get_attribute("aria-controls")
        assert details.locator("blockquote").count() == 2
        levels = row.evaluate("e => [...e.querySelectorAll('h2,h3,h4')].map(h => +h.tagName[1])")
        assert all(level == levels[0] + 1 for level in levels[1:])
        assert (visit.page.url, top(row)) == (address, before)
        asked = len(visit.requests)
        button.click()
        assert not details.is_visible()
        button.click()
        assert details.locator("li").first.is_visible()
        assert len(visit.requests) == asked
        assert visit.problems == []


def test_links_within_an_opened_row_lead_where_they_lead_on_the_papers_page(
    reader: Reader, home: str
) -> None:
    with reader.visit(home + _PAPER) as visit:
        there = set(visit.page.eval_on_selector_all(".pg-body a", "all => all.map(a => a.href)"))
    with reader.visit(home + _TOPIC_DAY) as visit:
        row = visit.page.locator("[id='2613.00010']")
        row.locator(".pg-open").click()
        row.locator("ol li").first.wait_for()
        links = row.locator(".pg-details a")
        here = set(links.evaluate_all("all => all.map(a => a.href)"))
        fragments = links.evaluate_all(
            "all => all.map(a => a.getAttribute('href')).filter(each => each[0] == '#')"
        )
        assert fragments
        assert all(
            visit.page.locator(f"[id='{fragment[1:]}']").count() == 1 for fragment in fragments
        )
        # Other rows have their sentences too, so that here the paper stands before the number.
        plain = {each.replace(f"{visit.page.url}#2613.00010-", "#") for each in here}
        assert plain == {each.replace(home + _PAPER, "") for each in there}


def test_a_row_that_cannot_be_opened_says_so_and_leads_to_the_page(
    reader: Reader, home: str
) -> None:
    with reader.visit(home + _DAY) as visit:
        visit.page.route("**/papers/**", lambda route: route.fulfill(status=503))
        row = visit.page.locator("article article").first
        row.locator(".pg-open").click()
        alert = row.get_by_role("alert")
        alert.wait_for()
        assert "could not be loaded" in alert.inner_text()
        link = alert.locator("a").get_attribute("href")
        assert link == row.locator("h3 a").evaluate("a => a.href")


def test_all_rows_of_a_topics_day_open_at_once(reader: Reader, home: str) -> None:
    with reader.visit(home + _TOPIC_DAY) as visit:
        number = visit.page.locator(".pg-row").count()
        button = visit.page.locator(".pg-open-all")
        button.click()
        # Not wait_for_function, which the pages' policy forbids once it has to wait.
        visit.page.locator(".pg-details .pg-body").nth(number - 1).wait_for()
        button.click()
        assert visit.page.locator(".pg-details:visible").count() == 0
    with reader.visit(home + _TOPIC_DAY, javascript=False) as visit:
        assert not visit.page.locator(".pg-open-all").is_visible()


def test_a_compact_row_offers_and_opens_its_point(
    reader: Reader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    papers = [digested(), digested("2614.00010", announced=date(2026, 5, 5))]
    folder = tmp_path_factory.mktemp("compact")
    site = small_site(folder, papers=papers, options={"compact_after": 1})
    with served(site, "/small/") as address, reader.visit(address + _DAY) as visit:
        row = visit.page.locator("[id='2613.00010']")
        assert (row.locator(".pg-open").text_content() or "").startswith("summary, links")
        assert "tight bound" not in row.inner_text()
        row.locator(".pg-open").click()
        row.locator(".pg-tldr").wait_for()
        assert "A tight bound at extra cost." in row.inner_text()
        assert visit.problems == []


def test_a_waiting_paper_offers_what_it_has(reader: Reader, long_day: str) -> None:
    with reader.visit(long_day) as visit:
        row = visit.page.locator("[id='2613.00050']")
        assert (row.locator(".pg-open").text_content() or "").startswith("abstract, links")
        row.locator(".pg-open").click()
        row.locator("blockquote").wait_for()


# --- Papers ------------------------------------------------------------------------------------


def test_evidence_stands_out_while_a_reader_points_at_its_number(reader: Reader, home: str) -> None:
    with reader.visit(home + _PAPER) as visit:
        number = visit.page.locator(".pg-evidence a").first
        identifier = (number.get_attribute("href") or "#")[1:]
        sentence = visit.page.locator(f"[id='{identifier}']")
        colours = []
        for act in (number.hover, visit.page.locator("h1").hover, number.focus, number.blur):
            act()
            colours.append(sentence.evaluate("e => getComputedStyle(e).backgroundColor"))
        assert colours[0] == colours[2] != colours[1] == colours[3]


def test_a_withdrawn_paper_can_be_opened_by_its_page_alone(
    reader: Reader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = digested("2613.00020", status=Status.WITHDRAWN, reason="A gap.")
    site = small_site(tmp_path_factory.mktemp("gone"), papers=[digested(), gone])
    with served(site, "/small/") as address, reader.visit(address + _DAY) as visit:
        assert visit.page.locator("[id='2613.00020']").count() == 0
        visit.page.goto(f"{address}papers/2613.00020/")
        assert visit.page.get_by_role("note").is_visible()
        assert visit.problems == []


# --- The policy --------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [*KINDS.values(), "/404.html"], ids=[*KINDS, "missing"])
def test_every_page_keeps_its_content_security_policy(reader: Reader, home: str, url: str) -> None:
    with reader.visit(home) as visit:
        visit.page.add_init_script(
            "window.violations = []; addEventListener('securitypolicyviolation',"
            " event => violations.push(`${event.violatedDirective} ${event.sourceFile}`))"
        )
        visit.page.goto(home + url[1:], wait_until="networkidle")
        policy = visit.page.locator("meta[http-equiv=Content-Security-Policy]")
        content = policy.get_attribute("content") or ""
        assert "default-src 'self'" in content
        scripts = content.split("script-src")[1].split(";")[0]
        assert "unsafe-inline" not in scripts
        assert ("unsafe-inline" in content) == (url in ("/about/", "/404.html"))
        press(visit, "j", "o", "?", "Escape")
        assert visit.page.evaluate("violations") == []
        # And the policy is no ornament: a script that it does not know is not run.
        visit.page.evaluate(
            "() => new Promise(done => { addEventListener('securitypolicyviolation', done);"
            " const script = document.createElement('script');"
            " script.textContent = 'window.ran = true'; document.body.append(script); })"
        )
        assert len(visit.page.evaluate("violations")) == 1
        assert visit.page.evaluate("window.ran") is None
