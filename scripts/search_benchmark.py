"""Measure the search of real papers: its index, a new day, and what queries cost a reader.

    python scripts/search_benchmark.py FILE --papers 10000

FILE holds a paper a line, the oldest first, as JSON with `id`, `title`, `abstract`, `creator`,
`categories` and `new_date`; it may be packed with xz. Sentences of an abstract stand for the
English of its digest. The Chinese is constructed: each English word has a Chinese one of the same
rank, from `--words` (a word a line, with its frequency behind it, such as jieba's dict.txt), or
else made of two common characters. Times are of the processor. Queries need Chromium.
"""

import argparse
import json
import lzma
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from paperglot.arxiv.text import plain
from paperglot.model import Author, Digest, Pair, Paper, Status, Takeaway
from paperglot.prose import sentences
from paperglot.site.render import THEME
from paperglot.site.search.bundles import Bundles
from paperglot.site.search.files import by_period, search_files
from paperglot.site.site_folder import SiteFolder
from tests.site.browser import StaticServer, open_reader
from tests.site.examples import facts, settings
from tests.site.search_archive import chinese_words
from tests.standins.server import Request, Response

_WORD = re.compile("[A-Za-z]+")
_PIECE = re.compile(r"[A-Za-z]+|\d[\d.,%]*|[.,;]")
_ARTICLES_AND_THE_LIKE = "the of a in to we with for is on by that this an as are from"
_DROPPED = frozenset(_ARTICLES_AND_THE_LIKE.split())
_PUNCTUATION = {".": "。", ",": "，", ";": "；"}
_LONGEST = 28
"""Words of a TL;DR or takeaway."""
_HEAD = 250
"""Bytes of an answer's head."""
_QUERIES = (
    "diffusion model", "large language model reasoning", "retrieval augmented generation",
    "segmentation", "zero-shot text-to-speech", "Müller", "模型", "经济 使用",
)  # fmt: skip
_PAGE = """<!doctype html><html lang="en"><link rel="icon" href="data:,"><script type="module">
const { openIndex } = await import("/search_index.js");
let index;
window.ask = async (query) => {
  index ??= await openIndex(new URL("/search/", location.href));
  const search = await index.find({ query });
  await search.results(0, 10);
  return [search.found.length, search.isComplete];
};
</script><main>Ready</main></html>"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--words", type=Path)
    options = parser.parse_args(arguments)
    papers = list(_papers(options.file, options.papers, options.words))
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        _measure_index(papers, Bundles(Path(folder) / "kept"), site)
        _measure_queries(site)
    return 0


def _measure_index(papers: list[Paper], kept: Bundles, site: Path) -> None:
    before = _memory()
    seconds, files = _timed(papers, kept)
    print(f"{len(papers):,} papers: {seconds:.1f} s, {_memory() - before} MB more than the papers")
    size = sum(map(len, files.values()))
    print(f"{size / len(papers):,.0f} bytes a paper in {len(files):,} files")
    for address, content in files.items():
        SiteFolder(site, site / ".record").write(address, content)
    last = max(paper.announced for paper in papers)
    earlier = [paper for paper in papers if paper.announced < last]
    _seconds, without = _timed(earlier, kept)
    seconds, again = _timed(papers, kept)
    new = sum(without.get(path) != content for path, content in again.items())
    print(f"a day of {len(papers) - len(earlier)} more: {seconds:.1f} s, {new} new files,")
    print(f"{len(without.keys() - again.keys())} gone; same bytes: {again == files}")


def _timed(papers: list[Paper], kept: Bundles) -> tuple[float, dict[str, bytes]]:
    by_id = {paper.id: paper for paper in papers}
    brief = [facts(paper) for paper in papers]
    start = time.process_time()
    shards = kept.shards(by_period(brief), lambda some: [by_id[each.id] for each in some])
    files = dict(search_files(shards, settings()))
    return time.process_time() - start, files


def _memory() -> int:
    """Return the most memory that was used so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


class _WeighingServer(StaticServer):
    """Counts the bytes of all answers."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory, "/")
        self.total = 0

    def respond(self, request: Request) -> Response:
        """Answer with a file."""
        answer = super().respond(request)
        self.total += len(answer.body) + _HEAD
        return answer


def _measure_queries(site: Path) -> None:
    for name in ("search_index.js", "search_terms.js"):
        script = THEME / "assets/paperglot" / name
        (site / name).write_bytes(script.read_bytes())
    (site / "index.html").write_text(_PAGE, encoding="utf-8")
    with open_reader() as reader, _WeighingServer(site) as server:
        for query in _QUERIES:
            server.total = 0
            with reader.visit(server.home) as visit:
                first = _cost(server, visit.page, query)
            with reader.visit(server.home) as visit:
                _cost(server, visit.page, "2601.00001")
                server.total = 0
                further = _cost(server, visit.page, query)
            print(f"{query}: first {first}; further {further}")


def _cost(server: _WeighingServer, page: object, query: str) -> str:
    page.wait_for_function("window.ask")  # type: ignore[attr-defined]
    found, whole = page.evaluate("(query) => ask(query)", query)  # type: ignore[attr-defined]
    return f"{server.total / 1000:.0f} kB ({found:,} found{'' if whole else ' so far'})"


def _papers(path: Path, number: int, words: Path | None) -> Iterator[Paper]:
    with (lzma.open if path.suffix == ".xz" else open)(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, number)]
    translate = _Translator([plain(f"{row['title']} {row['abstract']}") for row in rows], words)
    for row in rows:
        title, abstract = plain(row["title"]), plain(row["abstract"])
        points = [" ".join(each.split()[:_LONGEST]) for each in sentences(abstract)] or [title]
        pairs = [Pair(point, translate(point)) for point in points[:5]]
        takeaways = tuple(Takeaway(each.english, each.translated, (1,)) for each in pairs[1:])
        yield Paper(
            id=row["id"],
            version=1,
            title=title,
            abstract=abstract,
            authors=tuple(Author(name.strip()) for name in row["creator"].split(",")),
            categories=tuple(row["categories"]),
            topics=(row["categories"][0].rpartition(".")[2].lower(),),
            announced=date.fromisoformat(row["new_date"]),
            status=Status.DIGESTED,
            digest=Digest(translate(title), "", pairs[0], takeaways),
        )


class _Translator:
    """Puts a Chinese word for each English one, of the same rank by frequency."""

    def __init__(self, texts: list[str], words: Path | None) -> None:
        counts = Counter(
            word for text in texts for word in map(str.lower, _WORD.findall(text))
            if word not in _DROPPED
        )  # fmt: skip
        chinese = _ranked(words) if words else chinese_words(40_000)
        ranks = enumerate(counts.most_common())
        self._words = {word: chinese[rank % len(chinese)] for rank, (word, _n) in ranks}

    def __call__(self, text: str) -> str:
        return "".join(map(self._piece, _PIECE.findall(text)))

    def _piece(self, piece: str) -> str:
        if piece.lower() in _DROPPED:
            return "的" if piece == "of" else ""
        if piece.isupper() and len(piece) > 1:
            return piece
        return self._words.get(piece.lower(), _PUNCTUATION.get(piece, piece))


def _ranked(path: Path) -> list[str]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    counted = [(-int(row[1]), row[0]) for row in rows if len(row) > 1 and len(row[0]) == 2]  # noqa: PLR2004
    return [word for _count, word in sorted(counted)]


if __name__ == "__main__":
    sys.exit(main())
