"""Acceptance: the six papers of a page of Talk2Paper, with the answers that it shows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests import settings
from tests.replaying import english, outside_mathematics, rows, squeezed
from tests.shared import SHARED, needs_shared
from tests.site.build import Site, build, write_site
from tests.site.document import Element
from tests.standins.arxiv import ArxivStandIn
from tests.standins.messages import MessagesStandIn, seed_answers

pytestmark = needs_shared

CHINESE = "zh-Hans"


def translated(element: Element) -> Element:
    return element.with_attribute("lang", CHINESE)[0]


@pytest.fixture(scope="module")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site that the six papers of the seed day make."""
    folder = tmp_path_factory.mktemp("seed")
    feeds = {"cs.CL": (SHARED / "seed-day" / "cs.CL.xml").read_bytes()}
    answers = seed_answers(SHARED / "seed-day" / "answers.json")
    with (
        pytest.MonkeyPatch.context() as patch,
        ArxivStandIn(feeds) as arxiv,
        MessagesStandIn(answers) as messages,
    ):
        settings.connect(patch, messages)
        options = settings.plugin_options(arxiv, topics=[settings.LLM], update="always")
        site = build(write_site(folder, options=options))
    assert site.warnings == ()
    return site


@dataclass(frozen=True)
class Seed:
    """A paper as feed and answers have it."""

    number: int
    item: ET.Element
    answer: Mapping[str, Any]

    @property
    def url(self) -> str:
        identifier = self.text("link").rpartition("/")[2]
        return f"/papers/{identifier}/"

    def text(self, name: str) -> str:
        found = self.item.findtext(name)
        assert found
        return found


def seeds() -> list[Seed]:
    if not SHARED.is_dir():
        return []
    answers = json.loads((SHARED / "seed-day" / "answers.json").read_text(encoding="utf-8"))
    items = ET.parse(SHARED / "seed-day" / "cs.CL.xml").getroot().iter("item")
    by_id = {(item.findtext("link") or "").rpartition("/")[2]: item for item in items}
    return [Seed(number, by_id[name], answers[name]) for number, name in enumerate(sorted(by_id))]


def test_the_seed_day_has_its_six_papers_in_the_order_of_their_identifiers(
    seed_site: Site,
) -> None:
    titles = [
        english(article.one("h2")).text for article in rows(seed_site.page("/2025/04/11/llm/"))
    ]
    assert titles == [seed.text("title") for seed in seeds()]
    assert len(titles) == 6


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: str(seed.number))
def test_a_paper_of_the_seed_day_is_whole(seed_site: Site, seed: Seed) -> None:
    article = seed_site.page(seed.url).one("main")
    tldr = article.with_attribute("class", "pg-pair pg-tldr")[0]
    abstract = article.all("blockquote")
    takeaways = article.all("ol")[0].all("li")
    original = seed.text("description").partition("Abstract: ")[2]
    shown = [*abstract, translated(tldr), *(translated(each) for each in takeaways)]
    given = [
        original,
        seed.answer["abstract_zh"],
        seed.answer["summary_zh"],
        *seed.answer["takeaways_zh"],
    ]
    assert [squeezed(each.prose) for each in shown] == [
        squeezed(outside_mathematics(text)) for text in given
    ]
    assert [each.language for each in abstract] == ["en", CHINESE]


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: str(seed.number))
def test_a_paper_of_the_seed_day_names_every_author(seed_site: Site, seed: Seed) -> None:
    creator = seed.text("{http://purl.org/dc/elements/1.1/}creator")
    article = seed_site.page(seed.url).text
    assert [name for name in creator.split(", ") if name not in article] == []
