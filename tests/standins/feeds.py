"""Feeds in exactly the shape of arXiv's, made of invented papers.

The RSS 2.0 form is what https://rss.arxiv.org/rss/<category> answers (its writer is
https://github.com/arXiv/arxiv-feed, feed/serializers); the RDF form is what
http://export.arxiv.org/rss/<category> answered until 2024-01-31. Both were compared with
captures: where the captures are at hand, the tests write some of them again, byte by byte.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from tests.standins.invented import an_invented_day
from tests.standins.items import Item
from tests.standins.legacy import legacy_document

__all__ = [
    "Item",
    "an_invented_day",
    "document",
    "error_document",
    "legacy_document",
    "midnight",
]

_EASTERN = ZoneInfo("America/New_York")
_COMMON = (
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
_OF_PAPERS = (
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_SKIP_DAYS = "<skipDays>\n      <day>Saturday</day>\n      <day>Sunday</day>\n    </skipDays>"


def midnight(day: date) -> datetime:
    """Return the start of the day in Eastern time, with which feeds and items are dated."""
    return datetime.combine(day, time(), _EASTERN)


def document(  # noqa: PLR0913 (what channels differ in)
    category: str,
    day: date,
    items: Iterable[Item] = (),
    *,
    language: str = "en-us",
    built: datetime | None = None,
    dated_items: bool = True,
) -> bytes:
    """Return the RSS 2.0 document of a category's day, with the items in the given order.

    arXiv's order is new, cross, replace, replace-cross; without items it is the document of
    a holiday. It is `built` ten seconds after Eastern midnight unless told otherwise. Before
    2024-08-28 the items bore no date: `dated_items=False`.
    """
    parts = [
        *_opening(category, f"{category} updates on arXiv.org"),
        _element("description", f"{category} updates on the arXiv.org e-print archive."),
        *_channel(category, day, language, built),
        _element("managingEditor", "rss-help@arxiv.org"),
        _element("pubDate", _mail_date(midnight(day))),
        _SKIP_DAYS,
        *(_item(item, day if dated_items else None) for item in items),
    ]
    return _rss(f"{_OF_PAPERS} {_COMMON}", parts)


def error_document(category: str, day: date | None = None) -> bytes:
    """Return the valid feed without items that comes with HTTP 400 for an unknown category.

    Like the real one it is dated with today unless told otherwise, and has no skipDays.
    """
    day = day or datetime.now(_EASTERN).date()
    parts = [
        *_opening(category, f"Feed error for query: {_address(category)}"),
        _element("description", f"Bad archive '{category}'."),
        *_channel(category, day, "en-us", None),
        _element("managingEditor", "rss-help.arxiv.org"),
        _element("pubDate", _mail_date(midnight(day))),
    ]
    return _rss(_COMMON, parts)


def _rss(namespaces: str, parts: Iterable[str]) -> bytes:
    lines = "".join(f"    {part}\n" for part in parts)
    text = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<rss {namespaces} version="2.0">\n  <channel>\n{lines}  </channel>\n</rss>\n'
    )
    return text.encode()


def _address(category: str) -> str:
    return f"http://rss.arxiv.org/rss/{category}"


def _opening(category: str, title: str) -> list[str]:
    return [_element("title", title), _element("link", _address(category))]


def _channel(category: str, day: date, language: str, built: datetime | None) -> list[str]:
    built = built or midnight(day) + timedelta(seconds=10)
    return [
        f'<atom:link href="{_address(category)}" rel="self" type="application/rss+xml"/>',
        _element("docs", "http://www.rssboard.org/rss-specification"),
        _element("language", language),
        _element("lastBuildDate", _mail_date(built.astimezone(UTC))),
    ]


def _item(item: Item, day: date | None) -> str:
    elements = [
        _element("title", item.title),
        _element("link", f"https://arxiv.org/abs/{item.id}"),
        _element("description", _description(item)),
        f'<guid isPermaLink="false">oai:arXiv.org:{item.versioned_id}</guid>',
        *(_element("category", category) for category in item.categories),
        *_optional("pubDate", _mail_date(midnight(day)) if day else None),
        _element("arxiv:announce_type", item.announce_type),
        *_optional("dc:rights", item.licence),
        *_optional("arxiv:DOI", " ".join(item.dois)),
        *_optional("arxiv:journal_reference", item.journal_reference),
        _element("dc:creator", item.creator),
    ]
    lines = "".join(f"      {element}\n" for element in elements)
    return f"<item>\n{lines}    </item>"


def _description(item: Item) -> str:
    head = f"arXiv:{item.versioned_id} Announce Type: {item.announce_type}"
    return f"{head} \nAbstract: {item.abstract}"


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _optional(name: str, text: str | None) -> list[str]:
    return [_element(name, text)] if text else []


def _mail_date(moment: datetime) -> str:
    return format_datetime(moment)
