"""The feeds of `tests.standins.feeds` in their other format, Atom.

The form is what https://rss.arxiv.org/atom/<category> answers: the fields of the RSS with
other names, and `updated` as the time of generation, not of the paper. Compared with a
capture: where it is at hand, a test writes it again, byte by byte.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from xml.sax.saxutils import escape

from tests.standins.feeds import midnight
from tests.standins.items import Item

_NAMESPACES = (
    'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns="http://www.w3.org/2005/Atom"'
)


def atom_document(
    category: str, day: date, items: Iterable[Item] = (), *, built: Sequence[datetime] = ()
) -> bytes:
    """Return the Atom document of a category's day, with the items in the given order.

    `built` gives the times of generation, of the feed and then of each entry; what it lacks is
    ten seconds after Eastern midnight. Without items nothing else says which day it is.
    """
    times = iter(built)
    usual = midnight(day).astimezone(UTC) + timedelta(seconds=10)
    parts = [
        *_opening(category, f"{category} updates on arXiv.org", next(times, usual)),
        f"<subtitle>{category} updates on the arXiv.org e-print archive.</subtitle>",
        *(_entry(item, day, next(times, usual)) for item in items),
    ]
    return _feed(parts)


def atom_error(category: str) -> bytes:
    """Return the valid feed without entries that comes with HTTP 400 for an unknown category."""
    title = f"Feed error for query: {_address(category)}"
    subtitle = f"<subtitle>Bad archive '{escape(category)}'.</subtitle>"
    return _feed([*_opening(category, title, datetime.now(UTC)), subtitle])


def _feed(parts: Iterable[str]) -> bytes:
    lines = "".join(f"  {part}\n" for part in parts)
    declaration = "<?xml version='1.0' encoding='UTF-8'?>\n"
    return f'{declaration}<feed {_NAMESPACES} xml:lang="en-us">\n{lines}</feed>\n'.encode()


def _address(category: str) -> str:
    return f"http://rss.arxiv.org/atom/{category}"


def _opening(category: str, title: str, built: datetime) -> list[str]:
    address = escape(_address(category))
    return [
        f"<id>{address}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{built.isoformat()}</updated>",
        f'<link href="{address}" rel="self" type="application/atom+xml"/>',
    ]


def _entry(item: Item, day: date, built: datetime) -> str:
    head = f"arXiv:{item.versioned_id} Announce Type: {item.announce_type}"
    elements = [
        f"<id>oai:arXiv.org:{item.versioned_id}</id>",
        f"<title>{escape(item.title)}</title>",
        f"<updated>{built.isoformat()}</updated>",
        f'<link href="https://arxiv.org/abs/{item.id}" rel="alternate" type="text/html"/>',
        f"<summary>{head} \nAbstract: {escape(item.abstract)}</summary>",
        *(f'<category term="{category}"/>' for category in item.categories),
        f"<published>{midnight(day).isoformat()}</published>",
        f"<arxiv:announce_type>{item.announce_type}</arxiv:announce_type>",
        *_optional("dc:rights", item.licence),
        *_optional("arxiv:DOI", " ".join(item.dois)),
        *_optional("arxiv:journal_reference", item.journal_reference),
        f"<dc:creator>{escape(item.creator)}</dc:creator>",
    ]
    lines = "".join(f"    {element}\n" for element in elements)
    return f"<entry>\n{lines}  </entry>"


def _optional(name: str, text: str | None) -> list[str]:
    return [f"<{name}>{escape(text)}</{name}>"] if text else []
