from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from paperglot.arxiv.calendar import announcement_day, submission_window

days = st.dates(date(1991, 8, 14), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "begin", "end"),
    [  # https://info.arxiv.org/help/availability.html
        ("2026-05-11", "2026-05-07T14:00-04:00", "2026-05-08T14:00-04:00"),  # a Monday
        ("2026-05-12", "2026-05-08T14:00-04:00", "2026-05-11T14:00-04:00"),
        ("2026-05-13", "2026-05-11T14:00-04:00", "2026-05-12T14:00-04:00"),
        ("2026-05-14", "2026-05-12T14:00-04:00", "2026-05-13T14:00-04:00"),
        ("2026-05-15", "2026-05-13T14:00-04:00", "2026-05-14T14:00-04:00"),
        ("2026-01-02", "2025-12-31T14:00-05:00", "2026-01-01T14:00-05:00"),
        ("2026-03-10", "2026-03-06T14:00-05:00", "2026-03-09T14:00-04:00"),  # the clocks change
        ("2026-11-03", "2026-10-30T14:00-04:00", "2026-11-02T14:00-05:00"),
    ],
)
def test_a_batch_is_what_came_between_two_closings(day: str, begin: str, end: str) -> None:
    window = submission_window(date.fromisoformat(day))
    assert window is not None
    assert [moment.astimezone(UTC) for moment in window] == [
        datetime.fromisoformat(moment).astimezone(UTC) for moment in (begin, end)
    ]


def test_nothing_is_announced_at_a_weekend() -> None:
    assert submission_window(date(2026, 5, 16)) is None
    assert submission_window(date(2026, 5, 17)) is None


@given(days)
def test_a_window_begins_where_that_of_the_day_before_ends(day: date) -> None:
    window = submission_window(day)
    assume(window is not None)
    before = next(
        found
        for number in range(1, 4)
        if (found := submission_window(day - timedelta(days=number))) is not None
    )
    assert window is not None
    assert before[1] == window[0] < window[1]


@given(days)
def test_a_batch_is_closed_before_it_is_announced(day: date) -> None:
    window = submission_window(day)
    if window is not None:
        assert announcement_day(window[1] + timedelta(hours=6)) <= day
        assert window[1].astimezone(UTC).date() < day
