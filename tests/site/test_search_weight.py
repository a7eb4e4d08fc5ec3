"""What a search of two thousand papers costs a reader, in a real browser, and what it finds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from paperglot.model import Pair, Paper, Takeaway
from tests.site.browser import Reader, StaticServer
from tests.site.build import Site, small_site
from tests.site.search_archive import archive, common_words
from tests.standins.server import Request, Response

_BASE = "/paperglot/"
_PAPERS = 2_000
_FIRST, _FURTHER = 400_000, 150_000
"""Bytes that a reader's first query may cost, script included, and each further one."""
_HEAD = 300
"""Bytes of an answer's head, generously."""


@dataclass
class _Scales:
    """Weighs all answers but those of pages and of what they load without a search."""

    total: int = 0
    paths: list[str] = field(default_factory=list)

    def taken(self) -> int:
        total, self.total = self.total, 0
        return total


class _WeighingServer(StaticServer):
    def __init__(self, directory: Path, scales: _Scales) -> None:
        super().__init__(directory, _BASE)
        self._scales = scales

    def respond(self, request: Request) -> Response:
        response = super().respond(request)
        if "search" in request.path and not request.path.partition("?")[0].endswith("/"):
            self._scales.total += len(response.body) + _HEAD
            self._scales.paths.append(request.path)
        return response


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    return list(archive(_PAPERS))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, papers: list[Paper]) -> Site:
    return small_site(tmp_path_factory.mktemp("large"), papers=papers)


@pytest.fixture(scope="module")
def scales() -> _Scales:
    return _Scales()


@pytest.fixture(scope="module")
def home(built: Site, scales: _Scales) -> Iterator[str]:
    with _WeighingServer(built.directory, scales) as server:
        yield server.home


def _having(papers: list[Paper], *words: str) -> int:
    """Count the papers in whose searched texts all of some words stand."""

    def text(paper: Paper) -> str:
        assert paper.digest
        pairs: list[Pair | Takeaway] = [paper.digest.tldr, *paper.digest.takeaways]
        parts = [part for pair in pairs for part in (pair.english, pair.translated)]
        names = [author.name.lower() for author in paper.authors]
        return f" {' '.join([paper.title, paper.digest.title, *parts, *names])} "

    def has(whole: str, word: str) -> bool:
        return f" {word} " in whole if word.isascii() else word in whole

    return sum(all(has(text(paper), word) for word in words) for paper in papers)


@pytest.mark.parametrize("first", [0, 1], ids=["English first", "Chinese first"])
def test_queries_find_every_paper_and_stay_within_their_bytes(
    reader: Reader, home: str, scales: _Scales, papers: list[Paper], first: int
) -> None:
    commonest, common, rare = common_words(0), common_words(40), common_words(4_000)
    queries = [
        (commonest[first],),
        (commonest[1 - first],),
        (common[0], common[1]),
        (rare[0],),
        (rare[1],),
        tuple(common_words(place)[first] for place in (2, 5, 9)),
    ]
    scales.taken()
    with reader.visit(f"{home}search/", idle=True) as visit:
        for place, words in enumerate(queries):
            expected = _having(papers, *words)
            assert expected
            visit.page.fill("#pg-search-q", " ".join(words) + " ")
            told = f"{expected:,} paper{'' if expected == 1 else 's'} found"
            visit.page.locator('[data-search="status"]', has_text=told).wait_for()
            visit.page.locator(".pg-found").first.wait_for()
            cost = scales.taken()
            assert 0 < cost <= (_FURTHER if place else _FIRST), words
        assert visit.problems == []


def test_what_was_asked_before_costs_nothing(reader: Reader, home: str, scales: _Scales) -> None:
    one, other = common_words(3)[0], common_words(7)[0]
    with reader.visit(f"{home}search/", idle=True) as visit:
        status = visit.page.locator('[data-search="status"]')
        visit.page.fill("#pg-search-q", f"{one} ")
        status.get_by_text("found", exact=False).first.wait_for()
        visit.page.wait_for_load_state("networkidle")
        visit.page.fill("#pg-search-q", f"{other} ")
        visit.page.wait_for_load_state("networkidle")
        scales.taken()
        visit.page.fill("#pg-search-q", f"{one} ")
        visit.page.locator("mark", has_text=one).first.wait_for()
        visit.page.wait_for_load_state("networkidle")
        assert scales.taken() == 0


def test_an_index_of_both_languages_takes_no_more_than_its_share_of_the_host(built: Site) -> None:
    folder = built.directory / "search"
    size = sum(path.stat().st_size for path in folder.rglob("*.bin"))
    # Invented words share less than real ones, which take 1.4 kB a paper (docs/explanation.md).
    assert size / _PAPERS < 1_800
