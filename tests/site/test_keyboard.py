"""The keys, in a real browser: a list is read with the keyboard alone."""

from collections.abc import Iterator

import pytest

from tests.samples import digested
from tests.site import measures
from tests.site.browser import NARROW, WIDE, Reader, Visit, served
from tests.site.build import Site, small_site
from tests.site.test_reading import press, top

_DAY, _TOPIC_DAY, _PAPER = "2026/03/03/", "2026/03/03/llm/", "papers/2613.00010/"


@pytest.fixture(scope="module")
def home(sample: Site) -> Iterator[str]:
    """The address of the sample site, with a slash at its end."""
    with served(sample) as address:
        yield address


@pytest.fixture(scope="module")
def long_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a day of 50 papers."""
    papers = [digested(f"2613.{number:05}") for number in range(1, 51)]
    site = small_site(tmp_path_factory.mktemp("long"), papers=papers)
    with served(site, "/small/") as address:
        yield f"{address}{_DAY}"


def focused(visit: Visit) -> str:
    found = visit.page.evaluate("document.activeElement.id")
    assert isinstance(found, str)
    return found


def test_fifty_papers_are_skimmed_with_the_keyboard_alone(reader: Reader, long_day: str) -> None:
    with reader.visit(long_day) as visit:
        expected = [f"2613.{number:05}" for number in range(1, 51)]
        reached = []
        for _ in expected:
            press(visit, "j")
            reached.append(focused(visit))
            bars = visit.page.locator(".pg-chips").evaluate("e => e.getBoundingClientRect().bottom")
            assert bars <= top(visit.page.locator(f"[id='{reached[-1]}']")) < 450 or (
                visit.page.evaluate("scrollY + innerHeight + 2 >= document.body.scrollHeight")
            )
        assert reached == expected
        press(visit, "j", "k", "k")
        assert focused(visit) == expected[-3]


@pytest.mark.parametrize("key", ["o", "Enter"])
def test_a_key_opens_and_closes_the_row_that_is_meant(reader: Reader, home: str, key: str) -> None:
    with reader.visit(home + _TOPIC_DAY) as visit:
        press(visit, key)
        assert visit.page.locator(".pg-details").count() == 0
        press(visit, "j", key)
        visit.page.locator(".pg-details ol li").first.wait_for()
        press(visit, key)
        assert not visit.page.locator(".pg-details").is_visible()
        press(visit, key, "Escape")
        assert not visit.page.locator(".pg-details").is_visible()


def test_keys_go_to_the_days_before_and_after(reader: Reader, home: str) -> None:
    with reader.visit(f"{home}2026/03/04/") as visit:
        press(visit, "n")
        visit.page.wait_for_url("**/2026/03/05/")
        press(visit, "p")
        visit.page.wait_for_url("**/2026/03/04/")


def test_keys_choose_the_language(reader: Reader, home: str) -> None:
    with reader.visit(home) as visit:
        for key, mode in (("1", "first"), ("3", "second"), ("2", "both")):
            press(visit, key)
            assert visit.page.locator(f".pg-languages input[value={mode}]").is_checked()


def test_the_keys_are_listed_in_a_dialog_that_escape_closes(reader: Reader, home: str) -> None:
    with reader.visit(home) as visit:
        press(visit, "?")
        dialog = visit.page.get_by_role("dialog")
        assert dialog.is_visible()
        assert "next, previous paper" in dialog.inner_text()
        press(visit, "j")
        assert visit.page.locator(".pg-row:focus").count() == 0
        press(visit, "Escape")
        assert not dialog.is_visible()
        visit.page.locator(".pg-keys button").click()
        assert dialog.is_visible()


def test_keys_do_nothing_while_somebody_types_or_holds_a_modifier(
    reader: Reader, home: str
) -> None:
    with reader.visit(home) as visit:
        visit.page.evaluate(
            "document.querySelector('main').append(document.createElement('input'))"
        )
        visit.page.locator("main > input").focus()
        press(visit, "j", "?", "2")
        assert visit.page.locator("main > input").input_value() == "j?2"
        visit.page.locator("main > input").evaluate("e => e.blur()")
        press(visit, "Control+j", "Alt+j")
        assert visit.page.locator(".pg-row:focus").count() == 0


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_key_leads_to_the_search_where_a_site_has_one(
    reader: Reader, tmp_path_factory: pytest.TempPathFactory, width: int
) -> None:
    """The box is a form, so that it leads there without a script as well."""
    files = {"search.md": "# Search"}
    site = small_site(tmp_path_factory.mktemp("search"), papers=[digested()], files=files)
    with served(site, "/small/") as address:
        with reader.visit(address + _DAY, width=width) as visit:
            press(visit, "/")
            visit.page.keyboard.type("bound")
            assert visit.page.evaluate(measures.SCROLL) == [0, 0]
            press(visit, "Enter")
            visit.page.wait_for_url(f"{address}search/?q=bound")
            assert visit.problems == []
        with reader.visit(address + _PAPER, javascript=False) as visit:
            assert visit.page.get_by_role("searchbox").is_visible()


def test_the_header_can_be_skipped(reader: Reader, home: str) -> None:
    with reader.visit(home) as visit:
        press(visit, "Tab")
        link = visit.page.locator(".pg-skip")
        assert link.evaluate("e => e === document.activeElement")
        assert top(link) >= 0
        press(visit, "Enter", "Tab")
        assert visit.page.evaluate("document.activeElement.closest('main') !== null")
