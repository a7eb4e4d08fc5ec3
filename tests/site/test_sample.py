import re
from itertools import pairwise

import pytest

from tests.site.build import Site
from tests.site.document import Element
from tests.site.examples import ARXIV_STATEMENT, KINDS, WITH_PAPERS

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]{2}")
_FORMULA = re.compile(r"\$[^\s$][^$]*\$(?!\d)")
_DAYS = ["/", "/2026/03/03/", "/2026/03/04/", "/2026/03/05/"]


def _main(page: Element) -> Element:
    return page.one("main").all("article")[0]


def _chinese(element: Element) -> bool:
    return element.language.startswith("zh")


def test_the_sample_site_is_built_without_a_warning(sample: Site) -> None:
    assert sample.warnings == ()


def test_every_page_has_a_title_of_its_own(pages: dict[str, Element]) -> None:
    titles = {url: page.one("head").one("title").text for url, page in pages.items()}
    assert not [url for url, title in titles.items() if len(title) <= len(" - Paperglot")]
    assert len(set(titles.values())) == len(titles)
    assert titles["/papers/2613.00010/"].startswith("Forgetting on Schedule: Key-Value Cache")


def test_every_page_has_one_heading_of_the_first_level(pages: dict[str, Element]) -> None:
    assert {url: len(page.all("h1")) for url, page in pages.items()} == dict.fromkeys(pages, 1)


def test_headings_step_down_one_level_at_a_time(pages: dict[str, Element]) -> None:
    tags = [f"h{level}" for level in range(1, 7)]
    for url, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.all(*tags)]
        assert levels[0] == 1, url
        assert all(lower - upper <= 1 for upper, lower in pairwise(levels)), (url, levels)


def test_every_page_speaks_both_languages(pages: dict[str, Element]) -> None:
    for url, page in pages.items():
        texts = list(_main(page).texts())
        assert any(_chinese(where) and _HAN.search(text) for where, text in texts), url
        assert any(where.language == "en" and _LATIN.search(text) for where, text in texts), url


def test_chinese_is_marked_as_chinese_and_english_as_english(pages: dict[str, Element]) -> None:
    for url, page in pages.items():
        assert page.one("html").attributes["lang"] == "en"
        for where, text in _main(page).texts():
            assert not _HAN.search(text) or _chinese(where), (url, text)
        for element in _main(page).with_attribute("lang"):
            expected = "zh-Hans" if _HAN.search(element.text) else "en"
            assert element.language == expected, (url, element.text)


def test_the_sites_own_words_around_the_content_are_marked_too(pages: dict[str, Element]) -> None:
    for url, page in pages.items():
        around = page.one("body").texts(lambda element: element.tag != "article")
        unmarked = {text.strip() for where, text in around if not _chinese(where)}
        assert sorted(text for text in unmarked if _HAN.search(text)) == [], url


@pytest.mark.parametrize("url", WITH_PAPERS.values(), ids=WITH_PAPERS)
def test_pages_with_papers_warn_of_the_machine_and_thank_arxiv(sample: Site, url: str) -> None:
    text = sample.content(url).text
    assert "written by a machine and may be wrong" in text
    assert "均由机器生成" in text
    assert ARXIV_STATEMENT in text


@pytest.mark.parametrize("url", KINDS.values(), ids=KINDS)
def test_every_page_says_that_the_archive_is_a_sample(sample: Site, url: str) -> None:
    text = sample.content(url).text
    assert "This is a sample: all papers and people here are invented." in text
    assert "这是示例：此处的论文与人物均属虚构" in text


def test_an_invented_paper_does_not_lead_to_arxiv(pages: dict[str, Element]) -> None:
    for page in pages.values():
        links = [link.attributes["href"] for link in page.all("a")]
        outside = re.compile(r"arxiv\.org/(?!licenses/|search/)|doi\.org")
        assert not [href for href in links if outside.search(href)]


@pytest.mark.parametrize("url", _DAYS)
def test_a_day_adds_up_in_both_languages(sample: Site, url: str) -> None:
    content = sample.content(url)
    sums = [p for p in content.all("p") if re.match(r"[\d,]+ announced|公布", p.text)]
    assert [p.language for p in sums] == ["en", "zh-Hans"]
    numbers = [[int(each) for each in re.findall(r"\d+", p.text)] for p in sums]
    announced, *terms = numbers[0]
    assert announced == sum(terms) > 0
    assert numbers[1] == numbers[0]


@pytest.mark.parametrize("url", _DAYS)
def test_a_day_has_a_row_for_each_paper_that_it_counts(sample: Site, url: str) -> None:
    content = sample.content(url)
    (total,) = [p.text for p in content.all("p") if re.match(r"[\d,]+ announced", p.text)]
    others = "outside|new version|announced before|whose page|withdrawn"
    elsewhere = re.findall(rf"(\d+) (?:{others})", total)
    unkept = [item for item in content.all("li") if "it has no abstract" in item.text]
    announced = int(total.split()[0])
    rows = content.all("article")[1:]
    assert len(rows) == announced - sum(map(int, elsewhere)) - len(unkept)
    shown = [row for row in rows if [p.language for p in row.all("p")][1:] == ["en", "zh-Hans"]]
    assert f"= {len(shown)} shown" in total


@pytest.mark.parametrize("url", _DAYS)
def test_the_numbers_beside_topics_are_those_of_their_pages(sample: Site, url: str) -> None:
    content = sample.content(url)
    for section in content.all("section"):
        if rows := section.all("article"):
            assert section.all("h2")[0].text.rpartition(" ")[2] == str(len(rows))
    (chips,) = content.with_attribute("aria-labelledby", "topics")
    for link in chips.all("a"):
        target = sample.target(url, link.attributes["href"])
        assert target is not None
        rows = sample.content(target).all("article")[1:]
        assert link.text.rpartition(" ")[2] == str(len(rows))


def test_lists_of_days_say_how_many_papers_a_day_has(sample: Site) -> None:
    lines = sample.content("/2026/03/").one("ul").elements
    cells = sample.content("/archive/").one("tbody").all("a")
    assert len(lines) == len(cells) == 3
    for item in (*lines, *cells):
        day = re.search(r"(\d) Mar.* (\d+) papers", item.text)
        assert day, item.text
        rows = sample.content(f"/2026/03/0{day[1]}/").all("article")[1:]
        assert day[2] == str(len(rows))


def test_the_list_of_topics_says_how_many_papers_a_topic_has(sample: Site) -> None:
    for item in sample.content("/topics/").one("ul").elements:
        target = sample.target("/topics/", item.all("a")[0].attributes["href"])
        number = re.search(r"(\d+) papers? ", item.text)
        assert target is not None
        assert number is not None
        rows = sample.content(target).all("article")[1:]
        assert number[1] == str(len(rows))


def test_mathematics_is_mathml_and_no_formula_is_left_in_dollars(pages: dict[str, Element]) -> None:
    formulas = 0
    for url, page in pages.items():
        formulas += len(page.all("math"))
        assert not page.one("main").all("code"), url
        for _where, text in page.texts(_is_for_people):
            assert not _FORMULA.search(text), (url, text)
        for _where, text in page.one("main").texts(_is_for_people):
            assert not re.search(r"\\[a-zA-Z]+", text), url
    assert formulas > 100


def _is_for_people(element: Element) -> bool:
    """A citation is meant for LaTeX."""
    return element.tag != "pre"
