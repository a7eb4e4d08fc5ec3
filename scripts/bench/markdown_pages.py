"""An archive as Markdown for other generators: the pages that Paperglot makes of it.

    python -m scripts.bench.markdown_pages hugo ARCHIVE FOLDER

A page a paper, with the body that it has in the store, and pages that list papers: the first one,
each day, each topic of a day, and each topic's latest hundred. Hugo and Hexo make the rows from
the papers' front matter; for Material, whose pages are all Markdown, they are written out.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from paperglot.config_file import load_settings
from paperglot.model import Paper
from paperglot.site import addresses
from paperglot.store import markdown
from paperglot.store import page as paper_page
from paperglot.store.files import Store

Flavour = Literal["hugo", "hexo", "material"]
FLAVOURS: tuple[Flavour, ...] = ("hugo", "hexo", "material")
_FOLDERS: Mapping[Flavour, str] = {"hugo": "content", "hexo": "source", "material": "docs"}
_LATEST = 100
"""Papers on a topic's own page, as Paperglot's `papers_on_topic` has it."""
_AUTHORS = 8
"""Authors on a row, as its `authors_shown` has it."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A link from a day's page to one of its topics."""

    address: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists papers."""

    address: str
    title: str
    papers: tuple[Paper, ...]
    chips: tuple[Chip, ...] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("flavour", choices=FLAVOURS)
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    settings = load_settings(str(options.archive / "mkdocs.yml"))
    titles = {topic.id: topic.titles["en"] for topic in settings.topics}
    papers = list(Store(settings.root).index().papers())
    for paper in papers:
        write(options.folder, options.flavour, *paper_source(paper, options.flavour))
    for listing in listings(papers, titles):
        write(options.folder, options.flavour, *listing_source(listing, options.flavour))
    return 0


def listings(papers: Iterable[Paper], titles: Mapping[str, str]) -> Iterator[Listing]:
    """Yield every page that lists papers; `titles` are the topics', by their ids."""
    ordered = sorted(papers, key=lambda paper: (paper.announced, paper.id))
    of_topics: dict[str, list[Paper]] = defaultdict(list)
    last = Listing("", "Today", ())
    for day, group in groupby(ordered, key=lambda paper: paper.announced):
        whole, address = tuple(group), addresses.of_day(day)
        by_topic = {
            topic: tuple(paper for paper in whole if topic in paper.topics) for topic in titles
        }
        chips = tuple(
            Chip(f"{address}{topic}/", titles[topic], len(found))
            for topic, found in by_topic.items()
            if found
        )
        for topic, found in by_topic.items():
            of_topics[topic].extend(found)
            if found:
                yield Listing(f"{address}{topic}/", f"{titles[topic]}, {day}", found, chips)
        yield Listing(address, f"{day}", whole, chips)
        last = Listing("", "Today", whole, chips)
    for topic, every in of_topics.items():
        latest = tuple(reversed(every[-_LATEST:]))
        yield Listing(f"{addresses.TOPICS}{topic}/", titles[topic], latest)
    yield last


def paper_source(paper: Paper, flavour: Flavour) -> tuple[str, dict[str, Any], str]:
    """Return a paper's address, front matter and Markdown."""
    body = paper_page.write(paper).split("\n---\n\n", 1)[1]
    front: dict[str, Any] = {"title": paper.title}
    if flavour != "material":
        digest = paper.digest
        assert digest is not None, "an archive to measure with has digests"
        front |= {
            "date": f"{paper.announced}",
            "translated": digest.title,
            "authors": [author.name for author in paper.authors],
            "categories": list(paper.categories),
            "topics": list(paper.topics),
            "licence": paper.licence or "",
            "tldr": digest.tldr.english,
            "tldr_translated": digest.tldr.translated,
        }
    return addresses.of_paper(paper.id), front | _placed(flavour, paper=True), body


def listing_source(listing: Listing, flavour: Flavour) -> tuple[str, dict[str, Any], str]:
    """Return a listing's address, front matter and Markdown."""
    front: dict[str, Any] = {"title": listing.title}
    if flavour == "material":
        depth = "../" * listing.address.count("/")
        return listing.address, front, "\n".join(_written_out(listing, depth))
    front |= {
        "papers": [paper.id for paper in listing.papers],
        "chips": [
            {"url": f"/{chip.address}", "title": chip.title, "count": chip.count}
            for chip in listing.chips
        ],
    }
    return listing.address, front | _placed(flavour, paper=False), ""


def _placed(flavour: Flavour, *, paper: bool) -> dict[str, Any]:
    """Return what tells a generator which template a page has."""
    kind = "paper" if paper else "listing"
    if flavour == "hugo":
        return {"type": kind}
    # What looks like a tag of Nunjucks is mathematics here.
    return {"layout": kind, "disableNunjucks": True} if flavour == "hexo" else {}


def _written_out(listing: Listing, depth: str) -> Iterator[str]:
    for chip in listing.chips:
        yield f"- [{markdown.write(chip.title)}]({depth}{chip.address}index.md) {chip.count}"
    for paper in listing.papers:
        digest = paper.digest
        assert digest is not None, "an archive to measure with has digests"
        authors = ", ".join(author.name for author in paper.authors[:_AUTHORS])
        address = f"{depth}{addresses.of_paper(paper.id)}index.md"
        yield f"\n## [{markdown.write(paper.title)}]({address})"
        texts = (digest.title, authors, digest.tldr.english, digest.tldr.translated)
        yield from (f"\n{markdown.write(text)}" for text in texts)


def write(
    folder: Path, flavour: Flavour, address: str, front: Mapping[str, Any], body: str
) -> None:
    """Write a page where a generator looks for it."""
    path = folder / _FOLDERS[flavour] / source_path(flavour, address)
    path.parent.mkdir(parents=True, exist_ok=True)
    given = {**front, **({"url": f"/{address}"} if flavour == "hugo" and address else {})}
    # JSON is YAML.
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in given.items()]
    path.write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8")


def source_path(flavour: Flavour, address: str) -> str:
    """Return the path of an address's Markdown, below the generator's folder for it.

    Hugo takes a folder with an `index.md` for one page, and what is below for its attachments.
    """
    if flavour != "hugo":
        return f"{address}index.md"
    if not address:
        return "_index.md"
    if address.startswith("papers/"):
        return f"{address.rstrip('/')}.md"
    return f"lists/{address.rstrip('/').replace('/', '-')}.md"


if __name__ == "__main__":
    sys.exit(main())
