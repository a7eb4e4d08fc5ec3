"""How the archive is cut into shards: the further back, the longer the period.

Every shard costs a reader a request, and every day that a shard is open costs the host its
files: so a year is one shard, of the present year each quarter, of the present quarter each
month, and of the present month each third. What a closed period's files say depends on its
own papers alone.
"""

from datetime import date

_THIRDS = (11, 21)
"""The days of the month on which the second and the last third begin."""


def period(day: date, latest: date) -> str:
    """Return the name of the period that a day belongs to while `latest` is the archive's last day.

    Names sort by time only within their own kind.
    """
    if day.year != latest.year:
        return f"{day:%Y}"
    if _quarter(day) != _quarter(latest):
        return f"{day:%Y}-q{_quarter(day)}"
    if day.month != latest.month:
        return f"{day:%Y-%m}"
    return f"{day:%Y-%m}-{1 + sum(day.day >= first for first in _THIRDS)}"


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
