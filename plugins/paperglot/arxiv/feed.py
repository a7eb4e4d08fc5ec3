"""arXiv's feeds: bytes in, frozen values out, or an error; never a part of a feed.

RSS 2.0 and Atom as https://rss.arxiv.org gives them
(https://info.arxiv.org/help/rss_specifications.html), and the RDF that was served until 2024-01-31.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from paperglot import identifiers
from paperglot.arxiv import document, text
from paperglot.arxiv.calendar import announcement_day
from paperglot.errors import MalformedError
from paperglot.model import AnnounceType, Entry, Failure, Feed
from paperglot.prose import line

_DESCRIPTION = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<type>\S+)\s*\n?\s*Abstract:\s?(?P<abstract>.*)",
    re.DOTALL,
)
_LEGACY_TITLE = re.compile(
    r"(?P<title>.*?)\.?\s*\(arXiv:(?P<id>\S+)\s+\[(?P<category>[^\]]+)\]"
    r"(?:\s+(?P<mark>UPDATED|CROSS LISTED))?\)\s*",
    re.DOTALL,
)
_PARAGRAPH_TAG = re.compile(r"</?p>")


def parse(content: bytes, category: str) -> Feed:
    """Parse a category's feed.

    Raises:
        RefusedError: it is arXiv's rate limit page or its page for a bad query.
        MalformedError: it is no feed, or not a whole one, or it does not say its day.
    """
    parsed = document.parse(content, category)
    entries, failures = _entries(category, parsed)
    return Feed(category, _day(category, _dated(parsed)), entries, failures)


def merge(feeds: Iterable[Feed]) -> tuple[Entry, ...]:
    """Return each paper of several categories' feeds once, in the order of appearance.

    The announcement that counts is the most telling one: new, cross, replace, replace-cross.
    Its version is the highest of all, as the same batch is served with several.
    """
    found: dict[str, Entry] = {}
    for entry in (entry for feed in feeds for entry in feed.entries):
        known = found.get(entry.id, entry)
        best = min(known, entry, key=_rank)
        found[entry.id] = replace(best, version=max(known.version, entry.version))
    return tuple(found.values())


def _rank(entry: Entry) -> tuple[int, int]:
    """Order announcements of one paper: its type first, then the latest version."""
    return entry.announce_type.rank, -entry.version


def _dated(parsed: Any) -> Any:  # noqa: ANN401
    """Return what bears the announcement's date: an Atom feed itself says when it was made."""
    return parsed.entries[0] if parsed.version == "atom10" and parsed.entries else parsed.feed


def _day(category: str, dated: Any) -> date:  # noqa: ANN401
    """Read the date of RSS 2.0's pubDate, of the RDF's dc:date, or of Atom's published."""
    # feedparser's own `get` would give one for the other, with a warning.
    moment = dict.get(dated, "published_parsed") or dict.get(dated, "updated_parsed")
    if moment is None:
        message = f"{category}: the feed does not say its date"
        raise MalformedError(message)
    try:
        return announcement_day(datetime.fromtimestamp(calendar.timegm(moment), UTC))
    except (ValueError, OverflowError) as error:
        message = f"{category}: the feed's date cannot be right: {error}"
        raise MalformedError(message) from error


def _entries(category: str, parsed: Any) -> tuple[tuple[Entry, ...], tuple[Failure, ...]]:  # noqa: ANN401
    legacy = parsed.version not in ("rss20", "atom10")
    entries: list[Entry] = []
    failures: list[Failure] = []
    for item in parsed.entries:
        try:
            entries.append(_legacy_entry(category, item) if legacy else _rss_entry(item))
        except ValueError as error:
            failures.append(Failure(_subject(item), str(error)))
    return tuple(entries), tuple(failures)


def _subject(item: Any) -> str:  # noqa: ANN401
    """Name an item by its paper where that can be told, else in the words of the feed."""
    words = line(str(item.get("id") or item.get("title") or ""))
    try:
        return identifiers.parse(words).id
    except ValueError:
        return words[:200] or "an item without a name"


def _complete(entry: Entry) -> Entry:
    """Return an entry that has a title and an abstract; one that lacks either is none."""
    if not entry.title or not entry.abstract:
        missing = "title" if not entry.title else "abstract"
        message = f"it has no {missing}"
        raise ValueError(message)
    return entry


def _rss_entry(item: Any) -> Entry:  # noqa: ANN401
    described = _DESCRIPTION.fullmatch(item.get("summary") or "")
    if described is None:
        message = "its description is not of the form 'arXiv:… Announce Type: … Abstract: …'"
        raise ValueError(message)
    named = identifiers.parse(item.get("id") or described["id"])
    entry = Entry(
        id=named.id,
        version=named.version,
        announce_type=AnnounceType(item.get("arxiv_announce_type") or described["type"]),
        title=line(text.plain(item.get("title") or "")),
        abstract=text.plain(described["abstract"]),
        authors=text.authors(item.get("author") or ""),
        categories=_categories(item),
        licence=item.get("rights") or None,
        doi=tuple((item.get("arxiv_doi") or "").split()),
        journal_reference=line(text.plain(item.get("arxiv_journal_reference") or "")) or None,
    )
    return _complete(entry)


def _categories(item: Any) -> tuple[str, ...]:  # noqa: ANN401
    terms = (tag.get("term") for tag in item.get("tags", ()))
    return tuple(dict.fromkeys(term for term in terms if term))


def _legacy_entry(category: str, item: Any) -> Entry:  # noqa: ANN401
    title = _LEGACY_TITLE.fullmatch(item.get("title") or "")
    if title is None:
        message = "its title is not of the form '… (arXiv:… [cs.CL])'"
        raise ValueError(message)
    named = identifiers.parse(title["id"])
    cross = title["category"] != category or title["mark"] == "CROSS LISTED"
    entry = Entry(
        id=named.id,
        version=named.version,
        announce_type=_legacy_type(cross=cross, updated=title["mark"] == "UPDATED"),
        title=line(text.plain(title["title"])),
        abstract=text.plain(_PARAGRAPH_TAG.sub("\n\n", item.get("summary") or "")),
        authors=text.authors(item.get("author") or ""),
        categories=tuple(dict.fromkeys((title["category"], category))),
        licence=item.get("rights") or None,
    )
    return _complete(entry)


def _legacy_type(*, cross: bool, updated: bool) -> AnnounceType:
    if updated:
        return AnnounceType.REPLACE_CROSS if cross else AnnounceType.REPLACE
    return AnnounceType.CROSS if cross else AnnounceType.NEW
