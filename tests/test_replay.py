"""Acceptance: real nights, replayed from captures that lie beside the repository."""

import copy
import json
import lzma
import multiprocessing
import os
import re
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from paperglot.arxiv import feed
from paperglot.model import Day, Paper, Status
from paperglot.night.update import update
from paperglot.site import addresses
from paperglot.site.catalogue import Catalogue
from paperglot.site.kept import Kept
from paperglot.site.kept_terms import KeptTerms
from paperglot.site.kept_trends import KeptTrends
from paperglot.site.render import Renderer
from paperglot.site.whole import Whole
from paperglot.store.brief import Brief
from paperglot.store.files import Store
from tests import settings
from tests.captures import CAPTURES, announced_by, captured
from tests.nights import CATEGORIES, DAY, EVERYTHING, noon, tree
from tests.replaying import (
    Tally,
    check,
    check_page,
    english,
    is_known,
    outside_mathematics,
    replay_captures,
    rows,
    squeezed,
    words_lost,
)
from tests.shared import SHARED, needs_shared
from tests.site.build import REPOSITORY, Site, build
from tests.site.document import parse
from tests.standins.arxiv import ArxivStandIn
from tests.standins.feeds import Item, document
from tests.standins.messages import MessagesStandIn

pytestmark = needs_shared

DAY_URL = f"/{addresses.of_day(DAY)}"


@dataclass(frozen=True)
class RealDay:
    """What the four captures of one day gave."""

    site: Site
    store: Store
    asked: int
    asked_again: int
    before: Mapping[str, bytes]

    @property
    def day(self) -> Day:
        [day] = self.store.days()
        return day

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.store.read().papers


@pytest.fixture(scope="module")
def real_day(tmp_path_factory: pytest.TempPathFactory) -> RealDay:
    """The repository's own site, built twice, with the papers of one day."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "site_src").mkdir()
    for name in ("index.md", "about.md"):
        text = (REPOSITORY / "site_src" / name).read_bytes()
        (folder / "site_src" / name).write_bytes(text)
    with (
        pytest.MonkeyPatch.context() as patch,
        ArxivStandIn(captured()) as arxiv,
        MessagesStandIn(latency=0.05) as messages,
    ):
        settings.connect(patch, messages)
        site = build_own_site(folder, arxiv)
        asked = sum("/" not in request.paper for request in messages.requests)  # no overviews
        every, before = len(messages.requests), tree(folder / "site_src")
        build_own_site(folder, arxiv)
        again = len(messages.requests) - every
    return RealDay(site, Store(folder / "site_src"), asked, again, before)


def build_own_site(folder: Path, arxiv: ArxivStandIn) -> Site:
    """Build by the repository's `mkdocs.yml`, but with a store and an arXiv of our own."""
    with (REPOSITORY / "mkdocs.yml").open(encoding="utf-8") as stream:
        plugins = copy.deepcopy(yaml_load(stream)["plugins"])
    [options] = [plugin["paperglot"] for plugin in plugins if "paperglot" in plugin]
    names = ("rss_url", "atom_url", "listing_url", "api_url", "api_patience", "request_interval")
    ours = {name: settings.plugin_options(arxiv)[name] for name in names}
    options.update(ours | {"categories": list(CATEGORIES), "update": "always", "concurrency": 16})
    return build(
        REPOSITORY / "mkdocs.yml",
        plugins=plugins,
        docs_dir=str(folder / "site_src"),
        site_dir=str(folder / "site"),
    )


def test_every_kept_paper_of_the_real_day_is_digested(real_day: RealDay) -> None:
    assert [paper.id for paper in real_day.papers if paper.status is not Status.DIGESTED] == []
    assert {paper.id for paper in real_day.papers} == set(real_day.day.kept)
    assert real_day.asked == len(real_day.papers) > 100
    assert real_day.site.warnings == ()


def test_the_real_day_s_arithmetic_is_right_on_its_own_page(real_day: RealDay) -> None:
    page = real_day.site.page(DAY_URL)
    [count, *_] = page.with_attribute("class", "pg-pair pg-count")
    announced, *terms = map(int, re.findall(r"\d+", english(count).text.replace(",", "")))
    day = real_day.day
    assert day.date == DAY
    assert announced == sum(terms) == day.announced
    assert terms == [len(day.kept), len(day.outside), len(day.replacements)]
    assert announced == len(announced_by(*captured().values()))


def test_every_paper_of_the_real_day_is_on_its_pages(real_day: RealDay) -> None:
    site, papers = real_day.site, real_day.papers
    wanted = {DAY_URL: {paper.id for paper in papers}}
    for paper in papers:
        for topic in paper.topics:
            wanted.setdefault(f"{DAY_URL}{topic}/", set()).add(paper.id)
    assert len(wanted) > 10
    for url, identifiers in wanted.items():
        found = [row.attributes["id"] for row in rows(site.page(url))]
        assert len(found) == len(identifiers)
        assert set(found) == identifiers
    assert [each.id for each in papers if not site.has(f"/{addresses.of_paper(each.id)}")] == []


def test_a_paper_s_own_page_holds_its_digest(real_day: RealDay) -> None:
    for paper in real_day.papers[::20]:
        assert paper.digest is not None
        page = real_day.site.page(f"/{addresses.of_paper(paper.id)}")
        texts = [paper.abstract, paper.digest.abstract]
        assert [squeezed(quotation.prose) for quotation in page.all("blockquote")] == [
            squeezed(outside_mathematics(text)) for text in texts
        ]
        [takeaways] = page.with_attribute("class", "pg-takeaways")
        assert len(takeaways.elements) == len(paper.digest.takeaways)


def test_a_second_build_asks_no_model_and_changes_no_byte(real_day: RealDay) -> None:
    assert real_day.asked_again == 0
    assert tree(real_day.store.root) == real_day.before


def test_a_friday_that_comes_on_saturday_is_filed_under_friday(tmp_path: Path) -> None:
    wednesday = date(2026, 5, 13)
    days = [wednesday + timedelta(days=number) for number in range(6)]
    nothing = settings.LLM | {"categories": ["none"]}
    with ArxivStandIn({}) as arxiv:
        choices = settings.make(tmp_path, arxiv, categories=list(CATEGORIES), topics=[nothing])
        for day in days:
            arxiv.publish(captured(day))
            assert update(choices, now=noon(day + timedelta(days=1))).problems == ()
    filed = {day.date: day for day in Store(tmp_path).days()}
    states = {day: [report.state.value for report in filed[day].categories] for day in days}
    fresh, empty = ["fresh"] * 4, ["empty"] * 4
    assert list(states.values()) == [fresh, fresh, fresh, empty[1:], empty, fresh]
    friday, saturday = captured(days[2]), captured(days[3])
    late = {**friday, "cs.AI": saturday["cs.AI"]}
    assert filed[days[2]].listed == announced_by(*late.values())
    assert announced_by(friday["cs.AI"]) == announced_by(captured(days[1])["cs.AI"])


@pytest.fixture(scope="module")
def edge_cases() -> list[Item]:
    """The entries of the API that are hard, as a feed would announce them."""
    with lzma.open(SHARED / "metadata" / "edge_cases.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Item(
            id=row["id"],
            title=row["title"],
            abstract=row["summary"],
            creator=", ".join(row["authors"]),
            categories=tuple(row["categories"]),
        )
        for row in rows
    ]


def test_every_edge_case_reaches_the_site_whole(
    edge_cases: list[Item], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = document("cs.CL", DAY, edge_cases)
    entries = feed.parse(content, "cs.CL").entries
    assert list(words_lost(content, entries, 0)) == []
    with ArxivStandIn({"cs.CL": content}) as arxiv, MessagesStandIn() as messages:
        settings.connect(monkeypatch, messages)
        choices = settings.make(tmp_path, arxiv, topics=[EVERYTHING], max_tokens=20_000)
        summary = update(choices)
    number = len({item.id for item in edge_cases})
    assert (summary.new, summary.problems) == (number, ())
    archive, renderer = Store(tmp_path).read(), Renderer(choices)
    listed = Brief.of(Store(tmp_path))
    assert [(paper.id, paper.reason) for paper in archive.papers if paper.reason] == []
    texts = {entry.id: (entry.title, entry.abstract, entry.authors) for entry in entries}
    assert {
        paper.id: (paper.title, paper.abstract, paper.authors) for paper in archive.papers
    } == texts
    assert [told for paper in archive.papers for told in check(paper)] == []
    assert [told for paper in archive.papers for told in check_page(paper, renderer)] == []
    terms = KeptTerms(Kept(None), b"", listed.whole)
    whole = Whole(listed, KeptTrends(Kept(None), b"", terms, listed.whole).of)
    for view in map(whole.view, Catalogue(listed, choices)):
        root = parse(renderer.content(view, lambda url: f"/{url}"))
        assert all(is_known(element) for element in root.elements), view.url


def test_every_capture_reaches_the_page_whole() -> None:
    paths = sorted(CAPTURES.glob("*.xml.gz"))
    assert len(paths) == 108
    # Neighbouring days repeat entries, so that neighbours go to the same process.
    parts = [paths[start : start + 9] for start in range(0, len(paths), 9)]
    tally = Tally()
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawned) as pool:
        for part in pool.map(replay_captures, parts):
            tally.add(part)
    assert tally.complaints == []
    assert (tally.documents, tally.failures) == (108, 0)
    assert tally.entries == 25_494
