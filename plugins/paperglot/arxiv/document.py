"""A feed's bytes, checked to be one whole document and mended where one bad byte would spoil all.

A strict parser gives up at the first character that XML does not allow, and a lenient one then
reads the rest by guesswork, encoding included. So what cannot stand in XML 1.0
(https://www.w3.org/TR/xml/#charsets) is mended before either sees it: nothing else changes.
"""

import io
import re
from http import HTTPStatus
from typing import Any

import feedparser

from paperglot.errors import MalformedError, RefusedError

# How a whole document ends, and what an item of it is called.
_ITEMS = {b"</rss>": b"item", b"</rdf:RDF>": b"item", b"</feed>": b"entry"}
_ENDS = tuple(_ITEMS)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_NUMBER = re.compile(r"&#(?:(?P<decimal>\d+)|[xX](?P<hexadecimal>[0-9A-Fa-f]+));")
# The elements of arXiv's feeds; another `<` belongs to somebody's words.
_STRAY_TAG = re.compile(
    r"""(?x) < (?! [?!] | /? (?: [A-Za-z]+:[A-Za-z_]+ | rss | channel | item | items | title | link
    | description | docs | language | lastBuildDate | managingEditor | pubDate | skipDays | day
    | guid | category | image | url | feed | entry | id | updated | published | summary | author
    | name | subtitle | generator ) [\s/>] )"""
)
_HIGHEST = 0x10FFFF


def parse(content: bytes, category: str) -> Any:  # noqa: ANN401 (feedparser has no types)
    """Return what feedparser makes of a whole document; `category` only names it in an error.

    Raises:
        RefusedError: it is arXiv's rate limit page or its page for a bad query.
        MalformedError: it is no feed, or not a whole one.
    """
    _check_whole(content, category)
    try:
        parsed = feedparser.parse(
            io.BytesIO(_mended(content)),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except Exception as error:  # its parsers raise whatever they meet
        message = f"{category}: the feed cannot be parsed: {error}"
        raise MalformedError(message) from error
    _check_channel(category, parsed)
    _check_items(content, category, parsed)
    return parsed


def _check_whole(content: bytes, category: str) -> None:
    if content.rstrip().endswith(_ENDS):
        return
    if b"Rate exceeded" in content[:1_000]:
        message = f"{category}: arXiv's rate limit was exceeded; ask again later"
        raise RefusedError(message, HTTPStatus.OK)
    begin = content[:60].decode("utf-8", "replace").strip() or "nothing at all"
    message = f"{category}: the answer is not a whole feed; it begins with {begin!r}"
    raise MalformedError(message)


def _check_channel(category: str, parsed: Any) -> None:  # noqa: ANN401
    title = str(parsed.feed.get("title", ""))
    if title.startswith("Feed error"):
        message = f"{category}: {title}: {parsed.feed.get('description', '')}"
        raise RefusedError(message, HTTPStatus.BAD_REQUEST)


def _check_items(content: bytes, category: str, parsed: Any) -> None:  # noqa: ANN401
    """One bad byte loses no item; a gap that swallows a tag loses many."""
    [item] = [name for end, name in _ITEMS.items() if content.rstrip().endswith(end)]
    announced, readable = len(re.findall(rb"<%b[\s>]" % item, content)), len(parsed.entries)
    if announced != readable:
        message = f"{category}: of the feed's {announced} items only {readable} can be read"
        raise MalformedError(message)


def _mended(content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    text = _NOT_IN_XML.sub("", text)
    text = _DECLARATION.sub("", text)  # arXiv declares UTF-8, which is the default
    text = _REFERENCE.sub("&amp;", text)
    text = _NUMBER.sub(_numbered, text)
    return _STRAY_TAG.sub("&lt;", text).encode("utf-8")


def _numbered(match: re.Match[str]) -> str:
    """Drop a reference to a character that XML does not have."""
    number = int(match["decimal"]) if match["decimal"] else int(match["hexadecimal"], 16)
    surrogate = 0xD800 <= number <= 0xDFFF  # noqa: PLR2004 (Unicode's surrogates)
    if number > _HIGHEST or surrogate or _NOT_IN_XML.match(chr(number)):
        return ""
    return match[0]
