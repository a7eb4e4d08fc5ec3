"""arXiv's feeds: bytes in, frozen values out, or an error; never a part of a feed.

RSS 2.0 as https://rss.arxiv.org gives it (https://info.arxiv.org/help/rss_specifications.html),
and the RDF that was served until 2024-01-31.
"""

import calendar
import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

import feedparser

from paperglot import identifiers
from paperglot.arxiv import text
from paperglot.arxiv.calendar import announcement_day
from paperglot.errors import MalformedError, RefusedError
from paperglot.model import AnnounceType, Entry, Failure, Feed
from paperglot.prose import line

_ENDS = (b"</rss>", b"</rdf:RDF>")
_ITEM = re.compile(rb"<item[\s>]")
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
_PRECEDENCE = {kind: rank for rank, kind in enumerate(AnnounceType)}


def parse(content: bytes, category: str) -> Feed:
    """Parse a category's feed.

    Raises:
        RefusedError: it is arXiv's rate limit page or its page for a bad query.
        MalformedError: it is no feed, or not a whole one, or it does not say its day.
    """
    _check_document(content, category)
    parsed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    channel_title = str(parsed.feed.get("title", ""))
    if channel_title.startswith("Feed error"):
        message = f"{category}: {channel_title}: {parsed.feed.get('description', '')}"
        raise RefusedError(message, HTTPStatus.BAD_REQUEST)
    _check_complete(content, category, parsed)
    entries, failures = _entries(category, parsed.entries)
    return Feed(category, _day(category, parsed.feed), entries, failures)


def merge(feeds: Iterable[Feed]) -> tuple[Entry, ...]:
    """Return each paper of several categories' feeds once, in the order of appearance.

    The announcement that counts is the most telling one: new, cross, replace, replace-cross.
    """
    found: dict[str, Entry] = {}
    for entry in (entry for feed in feeds for entry in feed.entries):
        known = found.get(entry.id)
        if known is None or _rank(entry) < _rank(known):
            found[entry.id] = entry
    return tuple(found.values())


def _rank(entry: Entry) -> tuple[int, int]:
    """Order announcements of one paper: its type first, then the latest version."""
    return _PRECEDENCE[entry.announce_type], -entry.version


def _check_document(content: bytes, category: str) -> None:
    if b"Rate exceeded" in content[:1_000]:
        message = f"{category}: arXiv's rate limit was exceeded; ask again later"
        raise RefusedError(message, HTTPStatus.OK)
    if not content.rstrip().endswith(_ENDS):
        begin = content[:60].decode("utf-8", "replace").strip() or "nothing at all"
        message = f"{category}: the answer is not a whole feed; it begins with {begin!r}"
        raise MalformedError(message)


def _check_complete(content: bytes, category: str, parsed: Any) -> None:  # noqa: ANN401
    """Check that no entry was lost on a fault: one bad byte loses none, a gap loses many."""
    announced = len(_ITEM.findall(content))
    if announced != len(parsed.entries):
        readable = len(parsed.entries)
        message = f"{category}: of the feed's {announced} items only {readable} can be read"
        raise MalformedError(message)


def _day(category: str, channel: Any) -> date:  # noqa: ANN401
    moment = channel.get("published_parsed") or channel.get("updated_parsed")
    if moment is None:
        message = f"{category}: the feed does not say its date"
        raise MalformedError(message)
    return announcement_day(datetime.fromtimestamp(calendar.timegm(moment), UTC))


def _entries(category: str, items: list[Any]) -> tuple[tuple[Entry, ...], tuple[Failure, ...]]:
    entries: list[Entry] = []
    failures: list[Failure] = []
    for item in items:
        try:
            entries.append(_entry(category, item))
        except ValueError as error:
            failures.append(Failure(_subject(item), str(error)))
    return tuple(entries), tuple(failures)


def _subject(item: Any) -> str:  # noqa: ANN401
    return line(str(item.get("id") or item.get("title") or ""))[:200] or "an item without a name"


def _entry(category: str, item: Any) -> Entry:  # noqa: ANN401
    """Raise ValueError for an item without what every entry has."""
    legacy = _LEGACY_TITLE.fullmatch(item.get("title", ""))
    entry = _legacy_entry(category, item, legacy) if legacy else _rss_entry(item)
    if not entry.title or not entry.abstract:
        missing = "title" if not entry.title else "abstract"
        message = f"it has no {missing}"
        raise ValueError(message)
    return entry


def _rss_entry(item: Any) -> Entry:  # noqa: ANN401
    described = _DESCRIPTION.fullmatch(item.get("summary", ""))
    if described is None:
        message = "its description is not of the form 'arXiv:… Announce Type: … Abstract: …'"
        raise ValueError(message)
    named = identifiers.parse(item.get("id") or described["id"])
    return Entry(
        id=named.id,
        version=named.version,
        announce_type=AnnounceType(item.get("arxiv_announce_type") or described["type"]),
        title=line(text.plain(item.get("title", ""))),
        abstract=text.plain(described["abstract"]),
        authors=text.authors(item.get("author", "")),
        categories=tuple(dict.fromkeys(tag["term"] for tag in item.get("tags", ()))),
        licence=item.get("rights") or None,
        doi=tuple(item.get("arxiv_doi", "").split()),
        journal_reference=line(text.plain(item.get("arxiv_journal_reference", ""))) or None,
    )


def _legacy_entry(category: str, item: Any, title: re.Match[str]) -> Entry:  # noqa: ANN401
    named = identifiers.parse(title["id"])
    primary = title["category"]
    cross = primary != category or title["mark"] == "CROSS LISTED"
    return Entry(
        id=named.id,
        version=named.version,
        announce_type=_legacy_type(cross=cross, updated=title["mark"] == "UPDATED"),
        title=line(text.plain(title["title"])),
        abstract=text.plain(_PARAGRAPH_TAG.sub("\n\n", item.get("summary", ""))),
        authors=text.authors(item.get("author", "")),
        categories=tuple(dict.fromkeys((primary, category))),
        licence=item.get("rights") or None,
    )


def _legacy_type(*, cross: bool, updated: bool) -> AnnounceType:
    if updated:
        return AnnounceType.REPLACE_CROSS if cross else AnnounceType.REPLACE
    return AnnounceType.CROSS if cross else AnnounceType.NEW
