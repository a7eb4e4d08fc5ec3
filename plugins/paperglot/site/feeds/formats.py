"""Feeds as Atom (RFC 4287), RSS 2.0, JSON Feed 1.1, and the list of them all as OPML 2.0."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import Any

# The standard library's tree only writes here; it reads nothing from elsewhere.
from xml.etree import ElementTree as ET

from paperglot.site.channels import ATOM, JSON, RSS, Channel, Format
from paperglot.site.feeds.choice import Feed
from paperglot.site.feeds.entries import FeedEntry, clean

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def atom(feed: Feed) -> bytes:
    """Return a feed as Atom."""
    # The namespaces are written as attributes: the tree's own way costs twice the time.
    root = ET.Element(
        "feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.channel.language}
    )
    address = f"{feed.site}{feed.channel.address(ATOM)}"
    _add(root, "id", address)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.description)
    _add(root, "updated", _stamp(feed.updated))
    _add(root, "link", rel="self", type=ATOM.media_type, href=address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home)
    _add(_add(root, "author"), "name", feed.title)
    _add(root, "generator", "Paperglot")
    for entry in feed.entries:
        _add_atom(root, entry)
    return _written(root)


def _add_atom(root: ET.Element, entry: FeedEntry) -> None:
    item = _add(root, "entry", **{"xml:lang": entry.language})
    _add(item, "id", entry.id)
    _add(item, "title", entry.title)
    _add(item, "published", _stamp(entry.published))
    _add(item, "updated", _stamp(entry.updated))
    _add(item, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.source:
        _add(item, "link", rel="related", type="text/html", title="arXiv", href=entry.source)
    if entry.licence:
        _add(item, "link", rel="license", href=entry.licence)
        _add(item, "rights", entry.licence)
    for name in entry.authors:
        _add(_add(item, "author"), "name", name)
    for category in entry.categories:
        _add(item, "category", term=category, scheme="http://arxiv.org/schemas/atom")
    if entry.summary:
        _add(item, "summary", entry.summary)
    _add(item, "content", entry.content, type="html")


def rss(feed: Feed) -> bytes:
    """Return a feed as RSS 2.0, with authors in Dublin Core: RSS itself wants e-mail addresses."""
    root = ET.Element(
        "rss",
        {
            "version": "2.0",
            "xmlns:atom": "http://www.w3.org/2005/Atom",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        },
    )
    channel = _add(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.home)
    _add(channel, "description", feed.description)
    _add(channel, "language", feed.channel.language)
    _add(channel, "lastBuildDate", format_datetime(feed.updated, usegmt=True))
    address = f"{feed.site}{feed.channel.address(RSS)}"
    _add(channel, "atom:link", rel="self", type=RSS.media_type, href=address)
    for entry in feed.entries:
        item = _add(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.url)
        _add(item, "guid", entry.id, isPermaLink="false")
        _add(item, "pubDate", format_datetime(entry.published, usegmt=True))
        for name in entry.authors:
            _add(item, "dc:creator", name)
        for category in entry.categories:
            _add(item, "category", category)
        if entry.licence:
            _add(item, "dc:rights", entry.licence)
        _add(item, "description", entry.content)
    return _written(root)


def json_feed(feed: Feed) -> bytes:
    """Return a feed as JSON Feed 1.1."""
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home,
        "feed_url": f"{feed.site}{feed.channel.address(JSON)}",
        "language": feed.channel.language,
        "items": [_item(entry) for entry in feed.entries],
    }
    return _json(found)


def _item(entry: FeedEntry) -> dict[str, Any]:
    found = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.source,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": _stamp(entry.published),
        "date_modified": _stamp(entry.updated),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
    }
    return {name: value for name, value in found.items() if value}


def opml(name: str, site: str, feeds: Iterable[tuple[Channel, str]]) -> bytes:
    """Return the list of all feeds, each with its title, for a feed reader to take over."""
    root = ET.Element("opml", version="2.0")
    _add(_add(root, "head"), "title", name)
    body = _add(root, "body")
    for channel, title in feeds:
        names = {"text": f"{title} ({channel.language})", "title": title}
        address = f"{site}{channel.address(ATOM)}"
        home = f"{site}{channel.page}"
        _add(
            body, "outline", type="rss", xmlUrl=address, htmlUrl=home,
            language=channel.language, **names,
        )  # fmt: skip
    return _written(root)


WRITERS: dict[Format, Callable[[Feed], bytes]] = {ATOM: atom, RSS: rss, JSON: json_feed}
"""What writes a feed in each format."""


def _add(parent: ET.Element, tag: str, text: str = "", /, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, {name: clean(each) for name, each in attributes.items()})
    child.text = clean(text) or None
    return child


def _written(root: ET.Element) -> bytes:
    # Encoded at once: the tree's own way encodes each tag, and takes half as long again.
    return f"{_DECLARATION}{ET.tostring(root, encoding='unicode')}\n".encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _stamp(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
