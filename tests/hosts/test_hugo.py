"""The store under a generator that knows nothing of MkDocs, as docs/moving.md says.

Without Hugo (Debian has it) the tests are skipped.
"""

import shutil

import pytest

from tests.hosts import moving
from tests.hosts.papers import FACTS, add_hostile, dangers
from tests.site.build import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    if shutil.which("hugo") is None:
        pytest.skip("hugo is not installed")
    folder = tmp_path_factory.mktemp("hugo")
    moving.copy_sample(folder)
    add_hostile(folder / "site_src")
    moving.run("Another generator", folder)
    return moving.moved(folder / "moved" / "public")


def test_a_paper_and_a_day_are_where_they_always_were(site: Site) -> None:
    paper = site.page("/papers/2613.00200/")
    assert paper.one("h1").text.startswith("Denoisers That Know the Identity")
    assert len(paper.one("ol").all("li")) == 5
    assert "懂得保持原样的去噪器" in paper.text
    assert [each for each in FACTS if each in paper.text] == []
    day = site.page("/2026/03/04/")
    links = [
        site.target("/2026/03/04/", each.attributes["href"]) for each in day.with_attribute("href")
    ]
    assert len(links) == 8
    assert all(link and site.has(link) for link in links)


def test_each_topic_lists_its_papers(site: Site) -> None:
    links = {each.attributes["href"] for each in site.page("/topics/diffusion/").all("a")}
    assert "/paperglot/papers/2613.00200/" in links


def test_a_hostile_text_runs_nowhere(site: Site) -> None:
    for url in site.urls:
        assert dangers(site.page(url)) == [], url
