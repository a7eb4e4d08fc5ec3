"""Feeds read back: what the stand-in for arXiv has published, as items again.

It lets one set of feeds say what the other doors of arXiv hold: the Atom feed, the page of
new submissions and the API. The reading is another one than Paperglot's own, on purpose.
"""

import re
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

from tests.standins.items import Item

_ARXIV, _DUBLIN_CORE = "{http://arxiv.org/schemas/atom}", "{http://purl.org/dc/elements/1.1/}"
_DESCRIPTION = re.compile(
    r"arXiv:(?P<id>\S+?)v(?P<version>\d+) Announce Type: (?P<type>\S+) \nAbstract: (?P<text>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a category's feed announces on its day."""

    category: str
    day: date
    items: tuple[Item, ...]


def read_batch(category: str, document: bytes) -> Batch | None:
    """Return what an RSS 2.0 document announces.

    None for what is no such document: the older RDF, and whatever a test has broken. An item
    whose description is not arXiv's is left out.
    """
    try:
        channel = ET.fromstring(document).find("channel")
    except ET.ParseError:
        return None
    dated = channel.findtext("pubDate", "") if channel is not None else ""
    try:
        day = parsedate_to_datetime(dated).date()
    except ValueError:
        return None
    assert channel is not None
    items = (read_item(element) for element in channel.iter("item"))
    return Batch(category, day, tuple(item for item in items if item is not None))


def read_item(element: ET.Element) -> Item | None:
    """Return one item of a feed; None if it is described in another way than arXiv's."""
    described = _DESCRIPTION.fullmatch(element.findtext("description", ""))
    if described is None:
        return None
    return Item(
        id=described["id"],
        version=int(described["version"]),
        announce_type=described["type"],
        title=element.findtext("title", ""),
        abstract=described["text"],
        creator=element.findtext(f"{_DUBLIN_CORE}creator", ""),
        categories=tuple(category.text or "" for category in element.iter("category")),
        licence=element.findtext(f"{_DUBLIN_CORE}rights"),
        dois=tuple(element.findtext(f"{_ARXIV}DOI", "").split()),
        journal_reference=element.findtext(f"{_ARXIV}journal_reference"),
    )


def authors(creator: str) -> tuple[str, ...]:
    """Split a feed's one string of authors at the commas outside parentheses."""
    names, depth = [""], 0
    for letter in creator:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            names.append("")
        else:
            names[-1] += letter
    return tuple(name.strip() for name in names if name.strip())
