"""Make an archive to measure with: real papers of a file, or invented ones, each with its digest.

    python scripts/benchmark_archive.py FOLDER --number 10000 --papers FILE

FOLDER gets `mkdocs.yml` and `site_src/`. Papers of a file (JSONL, packed with xz) are objects with
id, version, title, abstract, creator, categories, license and new_date, the oldest first. Digests
come from a rule and no model, as long as the prompt allows. Every paper belongs to some topic: the
last one takes what no other wants.
"""

import argparse
import json
import lzma
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from paperglot.arxiv.text import authors, plain
from paperglot.config import PaperglotOptions, settings_of
from paperglot.digest import prompt
from paperglot.model import CategoryReport, CategoryState, Day, Paper, Provenance, Status
from paperglot.settings import Settings
from paperglot.store import day as day_page
from paperglot.store import journal
from paperglot.store import page as paper_page
from paperglot.store.files import Store
from paperglot.store.journal import Answered
from paperglot.topics import topics_of
from tests.digest.constructed import digest_of
from tests.standins.feeds import an_invented_day

ROOT = Path(__file__).resolve().parent.parent
OTHER = {"id": "other", "title": {"en": "Other", "zh-Hans": "其他"}}
_FIRST_DAY = date(2026, 1, 5)
_SATURDAY = 5
_A_DAY = 100
"""Invented papers of a day."""
_TAKEAWAYS, _WORDS = 5, 25
"""The most takeaways, and English words of each, that the prompt allows."""


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as the file or the invention gives it."""

    id: str
    version: int
    title: str
    abstract: str
    creator: str
    categories: tuple[str, ...]
    licence: str | None
    announced: date


def main(arguments: Sequence[str] | None = None) -> int:
    """Make an archive; say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--number", type=int, default=1_000)
    parser.add_argument("--papers", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    days = make(options.folder, options.number, options.papers)
    print(f"{options.number} papers of {days} days in {options.folder}")
    return 0


def make(folder: Path, number: int, papers: Path | None = None) -> int:
    """Write an archive of the latest papers of a file; return how many days it has."""
    return write(folder, list(read(papers))[-number:] if papers else islice(invented(), number))


def write(folder: Path, sources: Iterable[Source]) -> int:
    """Write an archive; return how many days it has."""
    settings = configure(folder)
    ordered = sorted(sources, key=lambda source: (source.announced, source.id))
    store, days = Store(settings.root), 0
    for day, group in groupby(ordered, key=lambda source: source.announced):
        write_day(store, day, [paper_of(source, settings) for source in group])
        days += 1
    return days


def configure(folder: Path, **changes: object) -> Settings:
    """Write the shipped configuration, with a topic for every paper; return its settings."""
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    loader = get_yaml_loader()
    loader.add_constructor("!ENV", lambda made, node: made.construct_sequence(node)[-1])
    config = yaml_load(text, loader)
    [options] = (each["paperglot"] for each in config["plugins"] if "paperglot" in each)
    options |= {"update": "never", **changes}
    options["topics"].append(OTHER)
    site = folder / "site_src"
    site.mkdir(parents=True, exist_ok=True)
    for name in ("index.md", "about.md"):
        (site / name).write_bytes((ROOT / "site_src" / name).read_bytes())
    (folder / "mkdocs.yml").write_text(
        yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    chosen = PaperglotOptions()
    chosen.load_dict(options)
    chosen.validate()
    return settings_of(chosen, docs_dir=str(site), site_url=config["site_url"])


def write_day(store: Store, day: date, papers: Sequence[Paper]) -> None:
    """Write a day, its papers and what was answered on them, without waiting for the disk."""
    write_papers(store, papers)
    categories = sorted({paper.categories[0] for paper in papers})
    reports = tuple(CategoryReport(each, CategoryState.FRESH, len(papers)) for each in categories)
    record = Day(day, kept=tuple(paper.id for paper in papers), categories=reports)
    put(store.day_path(day), day_page.write(record))


def write_papers(store: Store, papers: Iterable[Paper]) -> None:
    """Write papers and what was answered on them."""
    for paper in papers:
        put(store.paper_path(paper.id), paper_page.write(paper))
        assert paper.provenance is not None
        answered = Answered(paper.id, paper.version, paper.status, paper.provenance)
        path = store.workplace / journal.place(answered)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(journal.line(answered) + b"\n")


def put(path: Path, text: str) -> None:
    """Write a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def paper_of(source: Source, settings: Settings) -> Paper:
    """Return a source as a paper with its digest."""
    bare = Paper(
        id=source.id,
        version=source.version,
        title=plain(source.title),
        abstract=plain(source.abstract),
        authors=authors(source.creator),
        categories=source.categories,
        topics=(),
        announced=source.announced,
        licence=source.licence,
    )
    made = datetime.combine(source.announced, datetime.min.time(), UTC) + timedelta(hours=2)
    provenance = Provenance(
        model=settings.model.name,
        prompt=prompt.VERSION,
        language=settings.second_language.tag,
        source=prompt.source_hash(bare),
        made=made,
        input_tokens=850,
        output_tokens=1_000,
        cost=0.0003,
    )
    return replace(
        bare,
        topics=_topics(bare, settings),
        status=Status.DIGESTED,
        digest=digest_of(bare, most=_TAKEAWAYS, words=_WORDS),
        provenance=provenance,
    )


def _topics(paper: Paper, settings: Settings) -> tuple[str, ...]:
    """Return a paper's topics; the one without a rule is that of papers which have no other."""
    found = topics_of(paper, settings.topics)  # type: ignore[arg-type]
    return tuple(topic for topic in found if topic != OTHER["id"]) or found


def read(path: Path) -> Iterator[Source]:
    """Yield the papers of a file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Source(
                id=row["id"],
                version=1,
                title=row["title"],
                abstract=row["abstract"],
                creator=row["creator"],
                categories=tuple(row["categories"]),
                licence=row["license"],
                announced=date.fromisoformat(row["new_date"]),
            )


def invented() -> Iterator[Source]:
    """Yield invented papers without end, so many a weekday."""
    items = [item for papers in an_invented_day(_FIRST_DAY).values() for item in papers]
    weekdays = (
        day
        for day in (_FIRST_DAY + timedelta(days=each) for each in range(100_000))
        if day.weekday() < _SATURDAY
    )
    for day in weekdays:
        for place in range(_A_DAY):
            item = items[(day.toordinal() * _A_DAY + place) % len(items)]
            yield Source(
                id=f"{day:%y%m}.{day.day * 1_000 + place:05}",
                version=1,
                title=item.title,
                abstract=item.abstract,
                creator=item.creator,
                categories=tuple(item.categories),
                licence=None,
                announced=day,
            )


if __name__ == "__main__":
    sys.exit(main())
