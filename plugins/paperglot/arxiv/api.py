"""arXiv's API: records of papers by identifier, or by the time of their submission.

Source: https://info.arxiv.org/help/api/user-manual.html.
"""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from paperglot import identifiers
from paperglot.arxiv import document, text
from paperglot.arxiv.client import Client
from paperglot.arxiv.patience import Patience
from paperglot.errors import MalformedError, RefusedError
from paperglot.model import Author, Record
from paperglot.prose import line

LARGEST_CALL = 100
"""Records asked for at once; more make the API slow, and 2,000 is its limit."""

# Without the header the API has answered 406.
_ACCEPT = "application/atom+xml, application/xml;q=0.9"
_ERRORS = "/api/errors"


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what a search found."""

    total: int
    """How many records the whole search found."""
    size: int
    """Items of this part, those that could not be read included."""
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """The API at an address, asked with what patience a run has."""

    client: Client
    url: str
    patience: Patience

    def records(self, wanted: Sequence[str]) -> dict[str, Record]:
        """Return the records of some papers, a call for each hundred; the API may lack any.

        Raises:
            ArxivError: no answer, or none that can be used.
        """
        found: dict[str, Record] = {}
        for start in range(0, len(wanted), LARGEST_CALL):
            part = wanted[start : start + LARGEST_CALL]
            page = self._ask({"id_list": ",".join(part), "max_results": len(part)})
            found |= {record.id: record for record in page.records if record.id in part}
        return found

    def submitted(
        self,
        categories: Iterable[str],
        window: tuple[datetime, datetime],
        start: int = 0,
        size: int = LARGEST_CALL,
    ) -> Page:
        """Return a part of the papers of some categories whose first version came in a window.

        The window's end does not belong to it.

        Raises:
            ArxivError: no answer, or none that can be used.
        """
        begin, end = (moment.astimezone(UTC).strftime("%Y%m%d%H%M") for moment in window)
        anywhere = " OR ".join(f"cat:{category}" for category in categories)
        page = self._ask(
            {
                "search_query": f"({anywhere}) AND submittedDate:[{begin} TO {end}]",
                "sortBy": "submittedDate",
                "sortOrder": "ascending",
                "start": start,
                "max_results": size,
            }
        )
        within = (each for each in page.records if window[0] <= each.submitted < window[1])
        return Page(page.total, page.size, tuple(within))

    def _ask(self, parameters: Mapping[str, object]) -> Page:
        return self.patience.ask(lambda: self._ask_once(parameters))

    def _ask_once(self, parameters: Mapping[str, object]) -> Page:
        answer = self.client.get(f"{self.url}?{urlencode(parameters)}", accept=_ACCEPT)
        assert answer is not None, "only a conditional request is answered without content"
        return parse(answer.content)


def parse(content: bytes) -> Page:
    """Parse an answer of the API.

    Raises:
        RefusedError: it is arXiv's rate limit page, or its answer to a bad question.
        MalformedError: it is no answer of the API, or not a whole one.
    """
    parsed = document.parse(content, "arXiv's API")
    for item in parsed.entries:
        if _ERRORS in item.get("id", ""):
            message = f"arXiv's API: {line(item.get('summary', 'an error without words'))}"
            raise RefusedError(message, 400)
    total = str(parsed.feed.get("opensearch_totalresults", ""))
    if not total.isdecimal():
        message = "arXiv's API: the answer does not say how much was found"
        raise MalformedError(message)
    records = (_record(item) for item in parsed.entries)
    return Page(int(total), len(parsed.entries), tuple(filter(None, records)))


def _record(item: Any) -> Record | None:  # noqa: ANN401 (feedparser has no types)
    """Return an item's record; one that says too little is none."""
    try:
        named = identifiers.parse(item.get("id", "").replace("http://", "https://", 1))
        record = Record(
            id=named.id,
            version=named.version,
            title=line(text.plain(item.get("title", ""))),
            abstract=text.plain(item.get("summary", "")),
            authors=_authors(item),
            categories=_categories(item),
            submitted=_instant(item["published_parsed"]),
            revised=_instant(item["updated_parsed"]),
            comment=line(text.plain(item.get("arxiv_comment", ""))) or None,
            doi=tuple(item.get("arxiv_doi", "").split()),
            journal_reference=line(text.plain(item.get("arxiv_journal_ref", ""))) or None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        # Where tags are damaged, feedparser puts a text in a mapping's place, or None in a text's.
        return None
    return record if record.title and record.abstract else None


def _authors(item: Any) -> tuple[Author, ...]:  # noqa: ANN401
    """Return the names as they are given; those without a letter are no names."""
    names = (line(text.plain(author.get("name", ""))) for author in item.get("authors", ()))
    return tuple(Author(name) for name in names if any(map(str.isalnum, name)))


def _categories(item: Any) -> tuple[str, ...]:  # noqa: ANN401
    primary = item.get("arxiv_primary_category", {}).get("term")
    terms = (tag.get("term") for tag in item.get("tags", ()))
    return tuple(dict.fromkeys(term for term in (primary, *terms) if term))


def _instant(moment: Any) -> datetime:  # noqa: ANN401
    return datetime.fromtimestamp(calendar.timegm(moment), UTC)
