"""The store without the plugin: Zensical builds it as docs/moving.md says.

Without `.venv-zensical` (`make hosts`) the tests are skipped.
"""

from html import unescape
from pathlib import Path

import pytest

from paperglot.model import Paper
from paperglot.site import addresses
from paperglot.store.files import Store
from tests.hosts import moving
from tests.hosts.papers import FACTS, add_hostile, dangers, prose, without_angle
from tests.site.build import REPOSITORY, Site

_ENVIRONMENT = REPOSITORY / ".venv-zensical"
_HEADINGS = (
    "Title (zh-Hans)", "TL;DR", "TL;DR (zh-Hans)", "Takeaways", "Abstract", "Abstract (zh-Hans)",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (_ENVIRONMENT / "bin" / "zensical").is_file():
        pytest.skip("zensical is not installed in .venv-zensical")
    folder = tmp_path_factory.mktemp("zensical")
    moving.copy_sample(folder)
    add_hostile(folder / "site_src")
    moving.run("Zensical", folder, _ENVIRONMENT)
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    return moving.moved(folder / "moved" / "site")


@pytest.fixture(scope="module")
def papers(folder: Path) -> list[Paper]:
    return list(Store(folder / "site_src").index().papers())


def _address(paper: Paper) -> str:
    return f"/{addresses.of_paper(paper.id)}"


def test_each_paper_has_its_page_where_it_always_was(site: Site, papers: list[Paper]) -> None:
    assert len(papers) > 30
    assert [paper.id for paper in papers if not site.has(_address(paper))] == []


def test_a_page_has_its_headings_in_order(site: Site) -> None:
    content = site.content("/papers/2613.00200/")
    assert content.one("h1").text.startswith("Denoisers That Know the Identity")
    headings = [each.text.removesuffix("¶").strip() for each in content.all("h2")]
    assert headings == list(_HEADINGS)
    starts = [each.attributes.get("start", "1") for each in content.all("ol")]
    assert starts == ["1", "2", "3", "4", "5"]


def test_every_text_of_every_paper_is_read_as_it_is_meant(site: Site, papers: list[Paper]) -> None:
    missing: list[str] = []
    for paper in map(without_angle, papers):
        text = site.content(_address(paper)).text
        # Titles are printed as HTML.
        # Titles are printed as HTML. `$$` within a paragraph is misread: docs/moving.md says so.
        wanted = [unescape(paper.title), *(each for each in prose(paper) if "$$" not in each)]
        missing += [f"{paper.id}: {each}" for each in wanted if each not in text]
    assert missing == [], "\n".join(missing)


def test_front_matter_is_read_and_not_printed(site: Site, papers: list[Paper]) -> None:
    for paper in papers:
        text = site.content(_address(paper)).text
        assert [each for each in FACTS if each in text] == [], paper.id


def test_a_day_leads_to_its_papers(site: Site) -> None:
    day = site.content("/2026/03/04/")
    links = [
        site.target("/2026/03/04/", each.attributes["href"]) for each in day.with_attribute("href")
    ]
    papers = [link for link in links if link and link.startswith("/papers/")]
    assert len(papers) == 8
    assert all(site.has(link) for link in papers)


def test_a_hostile_text_runs_nowhere(site: Site) -> None:
    for url in site.urls:
        assert dangers(site.page(url)) == [], url
