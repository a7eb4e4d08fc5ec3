from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.arxiv.calendar import announcement_day, batch_day, current_day
from tests.standins.feeds import midnight

RDF_OFFSET = timezone(timedelta(hours=-5))
days = st.dates(date(1991, 8, 14), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2026-05-12T00:00:00-04:00", date(2026, 5, 12)),
        ("2026-05-12T04:00:00+00:00", date(2026, 5, 12)),
        ("2026-01-05T05:00:00+00:00", date(2026, 1, 5)),
        ("2026-03-08T05:00:00+00:00", date(2026, 3, 8)),  # the clocks change at 02:00
        ("2026-11-01T04:00:00+00:00", date(2026, 11, 1)),
    ],
)
def test_a_feed_dated_from_eastern_midnight_is_of_that_day(instant: str, day: date) -> None:
    assert announcement_day(datetime.fromisoformat(instant)) == day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2024-01-29T20:30:00-05:00", date(2024, 1, 30)),
        ("2023-07-05T20:30:00-05:00", date(2023, 7, 6)),  # 21:30 by the clock of that evening
        ("2023-12-31T20:30:00-05:00", date(2024, 1, 1)),
    ],
)
def test_a_feed_dated_from_the_evening_is_of_the_day_after(instant: str, day: date) -> None:
    assert announcement_day(datetime.fromisoformat(instant)) == day


def test_the_day_turns_at_twenty_hours_eastern_when_arxiv_announces() -> None:
    assert announcement_day(datetime.fromisoformat("2026-05-12T23:59:59Z")) == date(2026, 5, 12)
    assert announcement_day(datetime.fromisoformat("2026-05-13T00:00:00Z")) == date(2026, 5, 13)


@given(days)
def test_both_forms_of_a_days_feed_mean_that_day(day: date) -> None:
    evening = datetime.combine(day - timedelta(days=1), time(20, 30), RDF_OFFSET)
    assert announcement_day(midnight(day)) == day
    assert announcement_day(midnight(day).astimezone(UTC)) == day
    assert announcement_day(evening) == day


@pytest.mark.parametrize(
    ("day", "batch"),
    [
        (date(2026, 5, 15), date(2026, 5, 15)),  # a Friday
        (date(2026, 5, 16), date(2026, 5, 15)),
        (date(2026, 5, 17), date(2026, 5, 15)),
        (date(2026, 5, 18), date(2026, 5, 18)),
        (date(2026, 8, 1), date(2026, 7, 31)),
    ],
)
def test_a_batch_under_a_weekends_date_is_fridays(day: date, batch: date) -> None:
    assert batch_day(day) == batch


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-05-12T03:59:59+00:00", date(2026, 5, 11)),
        ("2026-05-12T04:00:00+00:00", date(2026, 5, 12)),
        ("2026-01-12T04:59:59+00:00", date(2026, 1, 11)),
        ("2026-01-12T05:00:00+00:00", date(2026, 1, 12)),
        ("2026-05-12T23:30:00-04:00", date(2026, 5, 12)),
    ],
)
def test_today_is_the_date_in_eastern_time_until_midnight(now: str, day: date) -> None:
    assert current_day(datetime.fromisoformat(now)) == day


def test_today_does_not_depend_on_the_zone_it_is_asked_from() -> None:
    now = datetime(2026, 5, 12, 11, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert current_day(now) == current_day(now.astimezone(UTC)) == date(2026, 5, 11)
