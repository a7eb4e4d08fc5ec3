"""arXiv identifiers, in the scheme of https://info.arxiv.org/help/arxiv_identifier.html.

`2605.12340` since April 2007 (four digits after the dot until 2014), `cs/9901001` and
`math.GT/0309136` before. An identifier here is always without its version.
"""

import re
from dataclasses import dataclass

from paperglot.errors import IdentifierError

_NEW = r"(?P<new_month>\d{4})\.(?P<new_number>\d{4,5})"
_OLD = r"(?P<archive>[a-z]+(?:-[a-z]+)*)(?:\.[A-Z]{2})?/(?P<old_month>\d{4})(?P<old_number>\d{3})"
_IDENTIFIER = re.compile(rf"(?:{_NEW}|{_OLD})", re.ASCII)
_VERSION = re.compile(r"v([1-9]\d{0,3})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Versioned:
    """An identifier and the version that stood behind it; 1 where none stood."""

    id: str
    version: int


def check(text: str) -> str:
    """Return `text` if it is an identifier without a version.

    Raises:
        IdentifierError: it is not; nothing that passes can leave the store's folder.
    """
    _match(text)
    return text


def parse(text: str) -> Versioned:
    """Read `2605.12340v2`, `oai:arXiv.org:2605.12340v2` or `https://arxiv.org/abs/2605.12340`.

    Raises:
        IdentifierError: no identifier stands in the text.
    """
    bare = re.sub(r"^(oai:arXiv\.org:|arXiv:|https?://(www\.)?arxiv\.org/abs/)", "", text.strip())
    version = _VERSION.search(bare)
    if version is None:
        return Versioned(check(bare), 1)
    return Versioned(check(bare[: version.start()]), int(version[1]))


def month(identifier: str) -> str:
    """Return the four digits of year and month that every identifier holds: `2605`."""
    match = _match(identifier)
    return match["new_month"] or match["old_month"]


def slug(identifier: str) -> str:
    """Return the identifier as one segment of a path: `cs-9901001` for `cs/9901001`."""
    return identifier.replace("/", "-")


def from_slug(text: str) -> str:
    """Return the identifier that `slug` made `text` from.

    Raises:
        IdentifierError: no identifier has this slug.
    """
    if _IDENTIFIER.fullmatch(text):
        return text
    head, _, tail = text.rpartition("-")
    return check(f"{head}/{tail}")


def sort_key(identifier: str) -> tuple[int, str, int]:
    """Order by time: century, month, archive and running number; text order is wrong at 2000."""
    match = _match(identifier)
    if match["new_month"]:
        return 200_000 + int(match["new_month"]), "", int(match["new_number"])
    year_and_month = int(match["old_month"])
    century = 190_000 if year_and_month >= 9_100 else 200_000  # noqa: PLR2004 (arXiv began in 1991)
    return century + year_and_month, match["archive"], int(match["old_number"])


def _match(text: str) -> re.Match[str]:
    match = _IDENTIFIER.fullmatch(text)
    if match is None:
        message = f"{text[:80]!r} is not an arXiv identifier such as 2605.12340 or cs/9901001"
        raise IdentifierError(message)
    return match
