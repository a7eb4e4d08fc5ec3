"""Strict readers of what the site gives other software, and real papers to try them on."""

import itertools
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from paperglot.arxiv import text
from paperglot.model import Author, Paper
from tests.shared import SHARED

_METADATA = SHARED / "metadata"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of BibTeX."""

    kind: str
    key: str
    fields: dict[str, str]
    """As they stand between their braces; a name of BibTeX's own as it is."""


def read_bibtex(source: str) -> list[Entry]:
    """Read entries as BibTeX does, which counts braces wherever they stand.

    Nothing is forgiven: a field that stands twice, a brace too many, text between entries.
    """
    found, rest = [], source.strip()
    while rest:
        assert rest.startswith("@"), rest[:60]
        kind, brace, rest = rest[1:].partition("{")
        assert brace
        body, rest = _braced(rest)
        key, _, fields = body.partition(",")
        assert key
        assert not set(key) & set(" \t\n\"#%'(),={}\\~")
        found.append(Entry(kind, key, dict(_fields(fields))))
        rest = rest.lstrip()
    keys = [entry.key for entry in found]
    assert len(keys) == len(set(keys))
    return found


def _fields(text: str) -> Iterator[tuple[str, str]]:
    seen = set()
    rest = text.strip()
    while rest:
        name, equals, rest = rest.partition("=")
        name, rest = name.strip(), rest.lstrip()
        assert equals
        assert name.isalpha()
        assert name not in seen
        seen.add(name)
        if rest.startswith("{"):
            value, rest = _braced(rest[1:])
            rest = rest.lstrip()
            assert not rest or rest.startswith(","), rest[:60]
            rest = rest[1:].lstrip()
        else:
            value, _, rest = rest.partition(",")
            value = value.strip()
            assert value.isalnum()
        yield name, value


def _braced(text: str) -> tuple[str, str]:
    """Return what stands before the brace that closes, and what stands behind it."""
    depth = 1
    for place, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if not depth:
            return text[:place], text[place + 1 :]
    raise AssertionError(text[:60])


def read_ris(source: str) -> list[tuple[str, str]]:
    """Read one record: every line is a tag and a value, the type first, the end last."""
    pairs = []
    for each in source.split("\n"):
        tag, separator, value = each[:2], each[2:6], each[6:]
        assert tag.isalnum()
        assert tag.isupper()
        assert separator == "  - ", each
        assert value or tag == "ER"
        pairs.append((tag, value))
    assert pairs[0][0] == "TY"
    assert pairs[-1] == ("ER", "")
    assert [tag for tag, _ in pairs[1:-1] if tag in ("TY", "ER")] == []
    return pairs


def read_context(title: str) -> dict[str, list[str]]:
    """Read a ContextObject as Zotero's `parseContextObject` does."""
    from urllib.parse import unquote  # noqa: PLC0415 (of this reader alone)

    found: dict[str, list[str]] = {}
    for pair in title.split("&"):
        name, value = pair.split("=")[:2]
        assert pair.count("=") == 1, pair
        plain = value.replace("+", " ").replace("%2B", " ")
        found.setdefault(name, []).append(unquote(plain, errors="strict"))
    return found


def real_papers(number: int) -> list[Paper]:
    """Return papers as arXiv announced them, spread over all there are; needs ../shared."""
    with lzma.open(_METADATA / "arxiv_rss_new_100k.jsonl.xz", "rt", encoding="utf-8") as lines:
        picked = itertools.islice(lines, 0, number * 40, 40)
        return [_paper(json.loads(each)) for each in picked]


def _paper(item: dict[str, Any]) -> Paper:
    return Paper(
        id=item["id"],
        version=item["version"],
        title=text.plain(item["title"]),
        abstract=text.plain(item["abstract"]),
        authors=text.authors(item["creator"]),
        categories=tuple(item["categories"]),
        topics=("llm",),
        announced=date.fromisoformat(item["new_date"]),
        licence=item["license"],
        doi=(item["doi"],) if item["doi"] else (),
    )


def clean_names() -> list[str]:
    """Return the names of authors as arXiv's API gives them; needs ../shared."""
    path = _METADATA / "api_authors_comments.jsonl.xz"
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [name for each in lines for name in json.loads(each)["authors"]]


def author(name: str) -> tuple[Author, ...]:
    """Return one author."""
    return (Author(name),)
