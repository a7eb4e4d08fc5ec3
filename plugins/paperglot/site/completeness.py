"""How complete a day is, and why it may have nothing to show: from the day's record alone."""

from dataclasses import dataclass
from enum import StrEnum

from paperglot.model import CategoryState, Day

_SATURDAY = 5
# In the order in which they are told.
_TROUBLES = (
    CategoryState.STALE,
    CategoryState.UNREACHABLE,
    CategoryState.REFUSED,
    CategoryState.MALFORMED,
)


class Quiet(StrEnum):
    """Why a day has no papers to show; the values end the keys of the site's words."""

    WEEKEND = "weekend"
    """arXiv announces nothing on Saturdays and Sundays."""
    HOLIDAY = "holiday"
    """Every category's feed was empty on a weekday."""
    UNMATCHED = "unmatched"
    """There was a batch, and nothing in it was of our topics."""
    LATE = "late"
    """No batch has come yet; a later run will ask for it again."""
    NOT_SHOWN = "not_shown"
    """It had papers, which were withdrawn or lost since, or nothing of it was recorded."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Categories whose batch of a day has not come, for the same reason."""

    state: CategoryState
    categories: tuple[str, ...]


def why_quiet(record: Day) -> Quiet:
    """Say why a day of which no paper can be shown is quiet.

    At a weekend a feed that repeats Friday's batch, or cannot be had, keeps nothing back.
    """
    if record.kept:
        return Quiet.NOT_SHOWN
    if record.announced or any(report.state.has_batch for report in record.categories):
        return Quiet.UNMATCHED
    if _is_weekend(record):
        return Quiet.WEEKEND
    if missing(record):
        return Quiet.LATE
    return Quiet.HOLIDAY if record.categories else Quiet.UNMATCHED


def missing(record: Day) -> tuple[Missing, ...]:
    """Return what has not come of a day's batch, by what came in its place."""
    if _is_weekend(record):
        return ()
    by_state = {
        state: tuple(report.category for report in record.categories if report.state is state)
        for state in _TROUBLES
    }
    return tuple(Missing(state, categories) for state, categories in by_state.items() if categories)


def _is_weekend(record: Day) -> bool:
    return record.date.weekday() >= _SATURDAY
