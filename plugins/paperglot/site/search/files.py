"""All files of the search: the shards of the archive, and a list of them with the site's words."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from paperglot.settings import Settings
from paperglot.site import addresses
from paperglot.site.search.periods import period
from paperglot.site.search.shard import CHUNK, Shard
from paperglot.site.words import TABLE
from paperglot.store.facts import Facts

WORDS = (
    "search_results", "search_at_least", "search_none", "search_from", "search_more",
    "search_older", "and_more",
)  # fmt: skip
"""The site's words that the browser's half says."""
_Json: TypeAlias = dict[str, object]


def search_files(shards: Sequence[Shard], settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the path, below the site's root, and the bytes of each file of the search."""
    ordered = sorted(shards, key=lambda shard: shard.last, reverse=True)
    for shard in ordered:
        for path, content in shard.files:
            yield f"{addresses.SEARCH}{path}", content
    yield f"{addresses.SEARCH}index.json", _list(ordered, settings)


def by_period(papers: Sequence[Facts]) -> dict[str, list[Facts]]:
    """Return papers, in the archive's order, by the name of their shard's period."""
    latest = papers[-1].announced if papers else date.min
    found: dict[str, list[Facts]] = {}
    for paper in papers:
        found.setdefault(period(paper.announced, latest), []).append(paper)
    return found


def _list(shards: Sequence[Shard], settings: Settings) -> bytes:
    tags = ("en", settings.second_language.tag)
    value: _Json = {
        "languages": tags,
        "chunk": CHUNK,
        "shards": [
            {
                "folder": shard.folder,
                "first": shard.first.isoformat(),
                "last": shard.last.isoformat(),
                "papers": shard.papers,
            }
            for shard in shards
        ],
        "topics": {
            topic.id: {tag: topic.titles[tag] for tag in tags if tag in topic.titles}
            for topic in settings.topics
        },
        "words": {key: {tag: TABLE[key][tag] for tag in tags} for key in WORDS},
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
