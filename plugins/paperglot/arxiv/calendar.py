"""arXiv's days: Eastern time, in which announcements are dated.

Source: https://info.arxiv.org/help/availability.html.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_EASTERN = ZoneInfo("America/New_York")
_ANNOUNCEMENT_HOUR = 20
_FRIDAY = 4


def announcement_day(instant: datetime) -> date:
    """Return the day that a feed's own date means.

    RSS 2.0 feeds are dated from Eastern midnight, the legacy RDF feeds from the evening
    before, when the batch was announced.
    """
    eastern = instant.astimezone(_EASTERN)
    late = eastern.hour >= _ANNOUNCEMENT_HOUR
    return eastern.date() + timedelta(days=1 if late else 0)


def batch_day(day: date) -> date:
    """Return the day that a batch belongs to: one that came at a weekend is Friday's, late.

    Six of 2,504 category-days measured had Friday's real batch under Saturday's date only.
    """
    return day - timedelta(days=max(0, day.weekday() - _FRIDAY))


def current_day(now: datetime) -> date:
    """Return the day that a feed fetched now should be dated from; it only saves requests."""
    return now.astimezone(_EASTERN).date()
