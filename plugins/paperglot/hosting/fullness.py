"""How full the host of the site is, and when it will be at the pace of the last weeks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from paperglot.hosting.folder import SiteSize

PACE_DAYS = 30
"""The days, today included, that tell the pace."""
_MEGABYTE, _KILOBYTE = 1_000_000, 1_000
_YEAR = 365.25
_FAR = 100 * _YEAR
"""Days beyond which no date is named."""


@dataclass(frozen=True, slots=True)
class Fullness:
    """How full the host is."""

    size: int | None
    """Bytes of the built site; None: none has been built."""
    limit: int | None
    """Bytes that the host takes; None: as many as there are."""
    papers_a_day: float
    bytes_a_paper: float | None
    """What a paper more adds to the site; None: not known."""
    days_left: float | None
    """Until the host is full; None: not in sight."""
    full_on: date | None

    @property
    def lines(self) -> Iterator[str]:
        """Yield it for people."""
        if self.size is None:
            yield "no site has been built; mkdocs build makes it"
            return
        yield self._size
        if self.bytes_a_paper is not None:
            each = f"{self.bytes_a_paper / _KILOBYTE:.1f} kB a paper"
            yield f"{each}, {self.papers_a_day:.1f} papers a day in the last {PACE_DAYS} days"
        if self.limit is not None:
            yield self._end

    @property
    def _size(self) -> str:
        assert self.size is not None
        size = f"the site has {self.size / _MEGABYTE:.1f} MB"
        if self.limit is None:
            return size
        share = f"{100 * self.size / self.limit:.1f} %"
        return f"{size}, {share} of the {self.limit / _MEGABYTE:,.0f} MB that its host takes"

    @property
    def _end(self) -> str:
        if self.days_left == 0:
            return "full; docs/hosting.md says what to do"
        if self.days_left is None or self.full_on is None:
            return "at this pace it will not be full in a hundred years"
        if self.days_left < _YEAR:
            return f"at this pace it will be full in {self.days_left:.0f} days, on {self.full_on}"
        years = f"{self.days_left / _YEAR:.1f} years"
        return f"at this pace it will be full in {years}, in {self.full_on:%B %Y}"


def fullness(
    site: SiteSize | None, *, papers: int, papers_a_day: float, limit: int | None, today: date
) -> Fullness:
    """Say how full the host is.

    `papers` are those that the site shows; `limit` is in bytes.
    """
    if site is None:
        return Fullness(None, limit, papers_a_day, None, None, None)
    each = (site.total - site.fixed) / papers if papers else None
    days = _days_left(site.total, limit, papers_a_day * (each or 0))
    full_on = None if days is None else today + timedelta(days=days)
    return Fullness(site.total, limit, papers_a_day, each, days, full_on)


def pace(kept: Mapping[date, int], today: date) -> float:
    """Return the papers a day of the last days, by the papers that each day kept.

    An archive that is younger is measured over the days that it has.
    """
    if not kept:
        return 0.0
    first = today - timedelta(days=PACE_DAYS - 1)
    days = min(PACE_DAYS, (today - min(kept)).days + 1)
    return sum(number for day, number in kept.items() if day >= first) / max(1, days)


def _days_left(size: int, limit: int | None, growth: float) -> float | None:
    """Return the days until the host is full, at so many bytes a day; None: not in sight."""
    if limit is None:
        return None
    if size >= limit:
        return 0.0
    days = (limit - size) / growth if growth else _FAR
    return days if days < _FAR else None
