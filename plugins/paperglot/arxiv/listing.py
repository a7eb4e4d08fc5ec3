"""arXiv's page of new submissions, `https://arxiv.org/list/<category>/new`.

It says which papers were announced on which day, and how; their texts come from the API.
Source: the page's own templates, https://github.com/arXiv/arxiv-browse.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from paperglot import identifiers
from paperglot.errors import MalformedError
from paperglot.model import AnnounceType

_DATE = re.compile(r"Showing new listings for \w+, (\d{1,2} \w+ \d{4})")
_TOTAL = re.compile(r"Total of (\d+) entries")
_SECTIONS = {
    "New submissions": AnnounceType.NEW,
    "Cross submissions": AnnounceType.CROSS,
    "Cross-lists": AnnounceType.CROSS,
    "Replacement submissions": AnnounceType.REPLACE,
    "Replacements": AnnounceType.REPLACE,
}
# A heading of a section, or a paper's link; what authors wrote is escaped on the page.
_MARK = re.compile(
    r"""<h3> \s* (?P<heading>[^<(]+?) \s* (?: \( [^<]* )? </h3>
    | <a\s+href\s*=\s*"/abs/(?P<id>[^"]+)"\s+title="Abstract" """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """What was announced in a category on a day."""

    day: date
    announced: tuple[tuple[str, AnnounceType], ...]
    cut: bool
    """The page does not show all."""


def parse(content: bytes, category: str) -> Listing:
    """Read the page.

    Raises:
        MalformedError: it is another page.
    """
    page = content.decode("utf-8", "replace")
    dated = _DATE.search(page)
    if dated is None:
        message = f"{category}: the page of new submissions does not say its date"
        raise MalformedError(message)
    announced: dict[str, AnnounceType] = {}
    section = None
    for mark in _MARK.finditer(page):
        if mark["heading"] is not None:
            section = _SECTIONS.get(mark["heading"], section)
        elif section is not None:
            announced.setdefault(_identifier(category, mark["id"]), section)
    total = _TOTAL.search(page)
    cut = total is not None and int(total[1]) > len(announced)
    return Listing(_day(category, dated[1]), tuple(announced.items()), cut)


def _identifier(category: str, words: str) -> str:
    try:
        return identifiers.parse(words).id
    except ValueError as error:
        message = f"{category}: the page of new submissions: {error}"
        raise MalformedError(message) from error


def _day(category: str, words: str) -> date:
    try:
        return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007 (a date alone)
    except ValueError as error:
        message = f"{category}: the page of new submissions has no date in {words!r}"
        raise MalformedError(message) from error
