"""A day's sum: what was announced, and what has become of each of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from paperglot.model import Day, Failure, Listed, Status

WITHOUT_DIGEST = (Status.REFUSED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Count:
    """The day's arithmetic: announced = the sum of all the rest."""

    announced: int
    shown: int
    """Papers on the day's page with their digest."""
    outside: int
    replacements: int
    repeated: int
    waiting: int
    """Papers on the page whose digest has not been made."""
    failed: int
    """Papers on the page without a digest for good, and what could not be kept at all."""
    withdrawn: int
    lost: int
    """Papers that were kept and have no readable page any more."""

    @property
    def terms(self) -> list[tuple[str, int]]:
        """The right side of the sum: what is shown, and whatever is not zero."""
        names = ("outside", "replacements", "repeated", "waiting", "failed", "lost")
        terms = [(name, getattr(self, name)) for name in names]
        kept = [("shown", self.shown), *terms, ("withdrawn_count", self.withdrawn)]
        return [(name, number) for name, number in kept if number or name == "shown"]


def count(day: Day, papers: Sequence[Listed]) -> Count:
    """Work out a day's arithmetic from its record and its papers that have a page of their own."""
    statuses = [paper.status for paper in papers]
    present, kept = {paper.id for paper in papers}, set(day.kept)
    failed = still_failed(day, present)
    return Count(
        announced=len(kept | present) + day.filtered + len(failed),
        shown=statuses.count(Status.DIGESTED),
        outside=len(day.outside),
        replacements=len(day.replacements),
        repeated=len(day.repeated),
        waiting=statuses.count(Status.PENDING),
        failed=sum(status in WITHOUT_DIGEST for status in statuses) + len(failed),
        withdrawn=statuses.count(Status.WITHDRAWN),
        lost=len(kept - present),
    )


def still_failed(day: Day, present: set[str]) -> list[Failure]:
    """Leave out a paper whose page was mended since."""
    return [failure for failure in day.failures if failure.subject not in present]
