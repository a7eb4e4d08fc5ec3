from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from mkdocs.structure.files import File

from paperglot.model import Day, Failure, Status
from paperglot.site.bridge import href_from
from tests.samples import DAY, digested, pending
from tests.site.build import Site, broken_links, build, small_site, write_site

_KEPT = Day(DAY, kept=("2613.00010",))


@pytest.mark.parametrize(
    ("source", "directories", "url", "reference"),
    [
        ("2026/03/03/llm/index.md", True, "2026/03/03/", "../"),
        ("2026/03/03/llm/index.md", True, "papers/2613.00010/", "../../../../papers/2613.00010/"),
        ("index.md", True, "archive/", "archive/"),
        ("archive/index.md", True, "", ".."),
        ("archive/index.md", True, "feeds/all.xml", "../feeds/all.xml"),
        ("archive/index.md", False, "", "../index.html"),
        ("archive/index.md", False, "topics/llm/", "../topics/llm/index.html"),
        ("archive/index.md", False, "feeds/all.xml", "../feeds/all.xml"),
        ("index.md", False, "", "index.html"),
    ],
)
def test_an_address_below_the_root_works_from_any_page(
    source: str,
    directories: bool,  # noqa: FBT001
    url: str,
    reference: str,
) -> None:
    assert href_from(File(source, None, "site", directories))(url) == reference


def test_a_paper_makes_all_its_pages_and_the_stores_markdown_makes_none(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested(), digested("cs/9913007")], days=[_KEPT])
    assert site.warnings == ()
    assert site.urls == [
        "/2026/03/03/", "/2026/03/03/llm/", "/2026/03/", "/404.html", "/archive/", "/feeds/", "/",
        "/papers/2613.00010/", "/papers/cs-9913007/", "/saved/", "/search/", "/topics/",
        "/topics/llm/", "/topics/llm/trends/", "/topics/speech/", "/topics/speech/trends/",
        "/trends/2026/03/", "/trends/",
    ]  # fmt: skip


def test_links_work_on_a_site_whose_addresses_end_in_html(tmp_path: Path) -> None:
    config = {"use_directory_urls": False, "site_url": "https://example.org/small/"}
    site = small_site(tmp_path, papers=[digested()], days=[_KEPT], config=config)
    assert site.has("/papers/2613.00010/")
    assert "papers/2613.00010/index.html" in site.html("/2026/03/03/")
    assert broken_links(site) == []


def test_links_work_on_a_site_that_does_not_know_its_address(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()], days=[_KEPT], config={"site_url": ""})
    assert broken_links(replace(site, address="https://example.org/")) == []


def test_pages_stay_out_of_a_navigation_that_mkdocs_makes_itself(tmp_path: Path) -> None:
    site = small_site(
        tmp_path, papers=[digested()], config={"nav": None}, files={"about.md": "# About me"}
    )
    for url in ("/", "/about/", "/papers/2613.00010/"):
        (navigation,) = site.page(url).with_attribute("aria-labelledby", "pages")
        targets = [site.target(url, link.attributes["href"]) for link in navigation.all("a")]
        assert targets == ["/", "/about/"]
        current = navigation.with_attribute("aria-current", "page")
        assert [site.target(url, link.attributes["href"]) for link in current] == (
            [url] if url in targets else []
        )


def test_a_section_of_the_navigation_leads_to_its_first_page(tmp_path: Path) -> None:
    nav = [{"Home": "index.md"}, {"More": [{"Me": "me.md"}]}, {"Code": "https://example.org/x"}]
    site = small_site(tmp_path, papers=[digested()], config={"nav": nav}, files={"me.md": "# Me"})
    (navigation,) = site.page("/2026/03/03/").with_attribute("aria-labelledby", "pages")
    found = {link.text: link.attributes["href"] for link in navigation.all("a")}
    assert found == {"Home": "../../..", "More": "../../../me/", "Code": "https://example.org/x"}


@pytest.mark.parametrize("name", ["archive/index.md", "archive/README.md", "archive.md"])
def test_a_page_written_by_hand_takes_precedence(tmp_path: Path, name: str) -> None:
    files = {name: "# My own archive\n\nOf *mine*."}
    site = small_site(tmp_path, papers=[digested()], files=files)
    content = site.content("/archive/")
    assert content.one("h1").text == "My own archive"
    assert content.one("em").text == "mine"


@pytest.mark.parametrize("option", ["exclude_docs", "draft_docs"])
def test_a_page_that_is_left_out_takes_no_address(tmp_path: Path, option: str) -> None:
    files = {"2026/03/03/index.md": "# My own day", "draft.md": "# Not yet", "feeds/all.md": ""}
    site = small_site(
        tmp_path, papers=[digested()], files=files, config={option: "2026/\ndraft.md\n"}
    )
    assert "My own day" not in site.html("/2026/03/03/")
    assert not site.has("/draft/")
    assert "/draft/" not in site.html("/sitemap.xml")
    assert "/feeds/all/" in site.html("/sitemap.xml")


def test_what_lies_beside_the_stores_pages_is_copied(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()], files={"papers/2613/figure.svg": "<svg/>"})
    assert site.html("/papers/2613/figure.svg") == "<svg/>"


def test_a_page_has_the_title_of_its_view_and_nothing_of_the_themes(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()])
    page = site.page("/papers/2613.00010/")
    assert page.one("head").one("title").text == "A bound - Small"
    assert "bundle" not in site.html("/papers/2613.00010/")
    (style,) = page.with_attribute("rel", "stylesheet")
    assert style.attributes["href"].endswith("/site.css")


def test_a_page_does_not_pass_through_markdown_or_templates(tmp_path: Path) -> None:
    title = "**a** {{ 7*7 }} [x](y) `z` <eos>"
    site = small_site(tmp_path, papers=[digested(title=title)])
    assert site.content("/papers/2613.00010/").one("h1").text == f"{title} 一个界"


def test_the_second_language_of_a_site_can_be_german(tmp_path: Path) -> None:
    options = {"second_language": "de"}
    content = small_site(tmp_path, papers=[digested()], options=options).content("/2026/03/03/")
    assert {each.language for each in content.with_attribute("lang")} == {"en", "de"}


def _troubled_site(tmp_path: Path) -> Site:
    """A day on which two were lost and everything else that can happen did."""
    papers = [
        digested("2613.00010"),
        pending("2613.00020"),
        pending("2613.00031", status=Status.REFUSED, reason="safety"),
        pending("2613.00040", status=Status.REJECTED, reason="a number is wrong"),
        digested("2613.00052", status=Status.WITHDRAWN, reason="an error"),
        digested("2613.00060"),
    ]
    day = Day(
        DAY,
        kept=(*(paper.id for paper in papers[:5]), "2613.00070", "2613.00088"),
        outside=("2613.90010", "2613.90020"),
        replacements=("2613.80010",),
        repeated=("2612.00010",),
        failures=(Failure("2613.90030", "it has no abstract"), Failure("oai:x", "no id")),
    )
    return small_site(tmp_path, papers=papers, days=[day])


@pytest.mark.parametrize("url", ["/", "/2026/03/03/"])
def test_a_day_of_troubles_adds_up(tmp_path: Path, url: str) -> None:
    content = _troubled_site(tmp_path).content(url)
    (english,) = [p.text for p in content.all("p") if "announced =" in p.text]
    assert english == (
        "14 announced = 2 shown + 2 outside the topics + 1 new version of earlier papers "
        "+ 1 announced before + 1 waiting for a digest + 4 failed + 2 whose page is missing "
        "+ 1 withdrawn"
    )
    numbers = [int(word) for word in english.split() if word.isdigit()]
    assert numbers[0] == sum(numbers[1:])
    assert len(content.all("article")[1:]) == 5


def test_a_day_of_troubles_names_what_failed_and_why(tmp_path: Path) -> None:
    site = _troubled_site(tmp_path)
    text = site.content("/2026/03/03/").text
    for line in ("2613.90030: it has no abstract", "oai:x: no id", "2613.00031: safety",
                 "2613.00040: a number is wrong", "已撤回的论文： 2613.00052"):  # fmt: skip
        assert line in text
    assert broken_links(site) == []
    assert not site.has("/papers/2613.00070/")


def test_a_day_without_papers_has_its_page(tmp_path: Path) -> None:
    site = small_site(tmp_path, papers=[digested()], days=[_KEPT, Day(date(2026, 3, 4))])
    assert "No papers of our topics" in site.content("/2026/03/04/").text
    assert "0 announced = 0 shown" in site.content("/2026/03/04/").text
    home = site.content("/").text
    assert home.index("No papers of our topics") < home.index("1 announced = 1 shown")


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    file = write_site(tmp_path, papers=[digested()], days=[_KEPT])
    first = {path: path.read_bytes() for path in build(file).directory.rglob("*.html")}
    assert {path: path.read_bytes() for path in build(file).directory.rglob("*.html")} == first


@pytest.mark.parametrize("address", ["https://example.org/small/", "https://example.org/", ""])
def test_the_page_for_what_is_missing_works_at_any_address(tmp_path: Path, address: str) -> None:
    site = small_site(tmp_path, papers=[digested()], config={"site_url": address})
    base = "/small/" if "small" in address else "/"
    links = [link.attributes["href"] for link in site.page("/404.html").all("a", "link")]
    inner = [link for link in links if "://" not in link and not link.startswith("#")]
    assert len(inner) > 3
    assert [link for link in inner if not link.startswith(base)] == []


def test_the_page_for_what_is_missing_says_so_in_both_languages_and_leads_on(
    tmp_path: Path,
) -> None:
    site = small_site(tmp_path, papers=[digested()], config={"site_url": "https://example.org/a/"})
    (article,) = site.page("/404.html").with_attribute("class", "pg pg-missing-page")
    assert "There is no page at this address 此地址没有页面" in article.text
    links = [link.attributes["href"] for link in article.all("a")]
    assert links == ["/a/", "/a/search/", "/a/topics/", "/a/archive/"]


def test_a_home_page_of_another_template_is_left_to_the_theme(tmp_path: Path) -> None:
    files = {"index.md": "---\ntemplate: main.html\n---\n# Mine\n"}
    site = small_site(tmp_path, papers=[digested(sample=True)], files=files)
    assert "md-main" in site.html("/")
    assert site.content("/").text.count("This is a sample") == 1
    assert "Tuesday, 3 March 2026" in site.content("/").text
