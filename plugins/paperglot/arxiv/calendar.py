"""arXiv's days: Eastern time, in which announcements are dated.

Source: https://info.arxiv.org/help/availability.html.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_EASTERN = ZoneInfo("America/New_York")
_ANNOUNCEMENT_HOUR = 20
_CLOSING_HOUR = 14
_MONDAY, _FRIDAY = 0, 4


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


def submission_window(day: date) -> tuple[datetime, datetime] | None:
    """Return when the papers announced on a day were submitted; None where nothing is announced.

    A batch is closed at 14:00 Eastern time on weekdays; what comes later is in the next one.
    arXiv's holidays and papers that its moderators held back are not known here.
    """
    if batch_day(day) != day:
        return None
    end = day - timedelta(days=3 if day.weekday() == _MONDAY else 1)
    begin = end - timedelta(days=3 if end.weekday() == _MONDAY else 1)
    closing = time(_CLOSING_HOUR, tzinfo=_EASTERN)
    return datetime.combine(begin, closing), datetime.combine(end, closing)


def current_day(now: datetime) -> date:
    """Return the day that a feed fetched now should be dated from; it only saves requests."""
    return now.astimezone(_EASTERN).date()
