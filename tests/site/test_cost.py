"""What the digests cost, on the page about the site."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from paperglot.model import Paper, Status
from paperglot.site.render import Renderer
from paperglot.store import journal
from paperglot.store.files import Store
from paperglot.store.journal import Answered
from tests.samples import digested, provenance
from tests.site.build import broken_links, build, write_site
from tests.site.document import Element, parse
from tests.site.examples import settings

MADE = datetime(2026, 3, 1, 0, 30, tzinfo=UTC)
ABOUT = {"about.md": "# About\n\nOurs.\n"}


def answer(cost: float | None, days: int = 0, status: Status = Status.DIGESTED) -> Answered:
    made = replace(provenance(), cost=cost, made=MADE + timedelta(days=days))
    return Answered("2613.00010", 1, status, made)


def shown(*answers: Answered, language: str = "zh-Hans") -> Element:
    return parse(Renderer(settings(language=language)).cost(answers))


def cells(table: Element) -> list[list[str]]:
    return [[each.text for each in row if each.tag in ("th", "td")] for row in table.all("tr")]


def test_months_and_days_stand_with_their_answers_the_latest_first() -> None:
    found = shown(answer(0.25), answer(1.5, status=Status.REFUSED), answer(2, -1), answer(None, 1))
    months, days = (cells(table) for table in found.all("table"))
    assert months == [
        ["Month 月份", "Answers 回答", "US$"],
        ["March 2026 2026年3月", "3", "1.75"],
        ["February 2026 2026年2月", "1", "2.00"],
    ]
    assert [row[1:] for row in days[1:]] == [["1", "0.00"], ["2", "1.75"], ["1", "2.00"]]
    assert days[3][0] == "28 February 2026 2026年2月28日"
    assert found.one("summary").text == "The latest 3 days 最近 3 天"


def test_only_the_latest_days_are_shown_and_all_months() -> None:
    found = shown(*(answer(0.1, number) for number in range(100)))
    months, days = found.all("table")
    assert (len(months.all("tr")), len(days.all("tr"))) == (1 + 4, 1 + 31)


@pytest.mark.parametrize(
    ("language", "title"), [("zh-Hans", "机器摘要的费用"), ("de", "Was die Zusammenfassungen")]
)
def test_it_is_told_in_both_languages(language: str, title: str) -> None:
    found = shown(answer(1.0), language=language)
    assert found.one("h2").text.startswith("What the digests cost")
    assert title in found.one("h2").text
    assert {each.attributes["lang"] for each in found.with_attribute("lang")} == {"en", language}


def test_where_nothing_was_asked_nothing_is_said() -> None:
    assert Renderer(settings()).cost([]) == ""


def built(folder: Path, *papers: Paper) -> Path:
    return write_site(folder, papers=papers, files=ABOUT, config={"nav": [{"About": "about.md"}]})


def test_the_page_about_the_site_says_it_below_the_maintainers_words(tmp_path: Path) -> None:
    file = built(tmp_path, digested("2613.00010"), digested("2613.00020"))
    store = Store(tmp_path / "docs")
    journal.record(store, digested("2613.00010"))  # the other answer is known from its page
    journal.record(store, digested("2613.00030", status=Status.REFUSED))
    site = build(file)
    page = site.page("/about/")
    assert "Ours." in page.text
    assert cells(page.all("table")[0])[1] == ["March 2026 2026年3月", "3", "0.00"]
    assert not site.page("/").all("table")
    assert (site.warnings, broken_links(site)) == ((), [])


def test_samples_have_cost_nothing(tmp_path: Path) -> None:
    site = build(built(tmp_path, digested(sample=True)))
    assert not site.page("/about/").all("table")
