"""What the stand-in for arXiv's API knows of papers: made from feeds, or given by a test."""

import re
import threading
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.standins.items import Item
from tests.standins.reading import Batch, authors

_EASTERN = ZoneInfo("America/New_York")
_FRIDAY = 4
_ITEM = Item()
_ACCENTS = {
    '"': "\u0308",
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "v": "\u030c",
    "u": "\u0306",
    "c": "\u0327",
    "H": "\u030b",
}
_LETTERS = {"l": "ł", "L": "Ł", "o": "ø", "O": "Ø", "ss": "ß", "aa": "å", "ae": "æ", "i": "ı"}
_ACCENTED = re.compile(
    r"\\(?:(?P<sign>[\"'`^~=.])\s*\{?|(?P<letter>[vucH])\s*\{)\\?(?P<base>[A-Za-z])\}?"
)
_LETTER = re.compile(r"\\(ss|aa|ae|[lLoOi])(?![A-Za-z])\s?")


@dataclass(frozen=True, slots=True)
class ApiRecord:
    """What the API says of one paper, its title and abstract not yet escaped for XML."""

    id: str = "2605.91201"
    version: int = 1
    title: str = _ITEM.title
    abstract: str = _ITEM.abstract
    authors: tuple[str, ...] = ("Ada Example", "Bo Muster")
    """In Unicode; an affiliation may follow in parentheses and becomes an element of its own."""
    categories: tuple[str, ...] = ("cs.CL",)
    """The first is the primary one."""
    submitted: datetime = datetime(2026, 5, 11, 14, 0, tzinfo=UTC)
    """When the first version came."""
    revised: datetime | None = None
    """When the present version came; None where it is the first."""
    comment: str | None = None
    dois: tuple[str, ...] = ()
    journal_reference: str | None = None

    @property
    def latest(self) -> datetime:
        """When the present version came."""
        return self.revised or self.submitted


class Records:
    """The papers that the API knows; those that a test has put or removed stay as they are."""

    def __init__(self, records: Mapping[str, ApiRecord] | None = None) -> None:
        self._lock = threading.Lock()
        self._records = dict(records or {})
        self._fixed = set(self._records)

    def remember(self, batches: Iterable[Batch]) -> None:
        """Learn of what feeds announce; a later version takes the place of the one before."""
        with self._lock:
            for batch in batches:
                for item in batch.items:
                    known = self._records.get(item.id)
                    if item.id not in self._fixed and (
                        known is None or known.version < item.version
                    ):
                        self._records[item.id] = _later(known, record_of(item, batch.day))

    def put(self, record: ApiRecord) -> None:
        """Say of a paper this and nothing else, whatever feeds announce later."""
        with self._lock:
            self._records[record.id] = record
            self._fixed.add(record.id)

    def change(self, identifier: str, **changes: Any) -> ApiRecord:
        """Say something else of a paper that is known; return its record."""
        record = replace(self[identifier], **changes)
        self.put(record)
        return record

    def remove(self, identifier: str) -> None:
        """Know nothing of a paper, whatever feeds announce later."""
        with self._lock:
            self._records.pop(identifier, None)
            self._fixed.add(identifier)

    def __getitem__(self, identifier: str) -> ApiRecord:
        """Return what is said of a paper."""
        with self._lock:
            return self._records[identifier]

    @property
    def all(self) -> tuple[ApiRecord, ...]:
        """Every paper that the API knows."""
        with self._lock:
            return tuple(self._records.values())


def record_of(item: Item, day: date) -> ApiRecord:
    """Return what the API says of a paper that a feed announces on a day.

    The present version came in the hour after ten, Eastern time, of the last working day before;
    the first version of a paper that has a later one came 30 days earlier. Half of the new
    papers have a comment, on an invented number of pages.
    """
    number = zlib.crc32(item.id.encode())
    came = datetime.combine(_working_day_before(day), time(10), _EASTERN)
    came = came.astimezone(UTC) + timedelta(seconds=number % 3_600)
    is_first = item.version == 1
    return ApiRecord(
        id=item.id,
        version=item.version,
        title=item.title,
        abstract=item.abstract,
        authors=tuple(map(unicode_name, authors(item.creator))),
        categories=item.categories,
        submitted=came if is_first else came - timedelta(days=30),
        revised=None if is_first else came,
        comment=f"{8 + number % 17} pages, {2 + number % 5} figures" if number % 2 else None,
        dois=item.dois,
        journal_reference=item.journal_reference,
    )


def unicode_name(name: str) -> str:
    r"""Return a name as the API writes it: `J\"urgen` is Jürgen, `Przyk{\l}ad` is Przykład."""
    name = _ACCENTED.sub(_accented, name)
    name = _LETTER.sub(lambda match: _LETTERS[match[1]], name)
    return unicodedata.normalize("NFC", re.sub("[{}]", "", name))


def _accented(match: re.Match[str]) -> str:
    return match["base"] + _ACCENTS[match["sign"] or match["letter"]]


def _later(known: ApiRecord | None, record: ApiRecord) -> ApiRecord:
    if known is None:
        return record
    return replace(record, submitted=known.submitted, comment=known.comment or record.comment)


def _working_day_before(day: date) -> date:
    """Return the day on which most of a batch is submitted: Friday for a Monday's."""
    before = day - timedelta(days=1)
    while before.weekday() > _FRIDAY:
        before -= timedelta(days=1)
    return before
