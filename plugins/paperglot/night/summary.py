"""What a run did and what it could not do, for people, for a log and for machines."""

import json
from dataclasses import asdict, dataclass
from datetime import date

from paperglot.model import CategoryState, Source


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking for one category gave in a run."""

    category: str
    state: CategoryState
    day: date | None = None
    """The day that it was filed under; None where there was nothing to file."""
    entries: int = 0
    source: Source = Source.RSS

    def is_outdone_by(self, other: "Asked") -> bool:
        """Say whether a later answer on the same category and day takes this one's place."""
        same_day = self.day in (None, other.day)
        return self.category == other.category and same_day and not self.state.has_batch

    @property
    def text(self) -> str:
        """The category in a few words."""
        words = f"{self.category} {self.state.value}"
        words += f" {self.entries}" if self.entries else ""
        return words + (f" ({self.source.value})" if self.source is not Source.RSS else "")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did and what it could not do."""

    asked: tuple[Asked, ...] = ()
    new: int = 0
    revised: int = 0
    """Papers of the store of which a new version came."""
    withdrawn: int = 0
    enriched: int = 0
    """Papers whose comment, dates and authors came from arXiv's API."""
    digested: int = 0
    without_digest: int = 0
    """Refused or rejected; the model answered, and no digest came of it."""
    waiting: int = 0
    """Papers that still wait for a digest."""
    overviews: int = 0
    """Overviews of a topic's day that were made."""
    captions: int = 0
    """Captions of figures that were translated."""
    cost: float = 0.0
    """US dollars, as far as prices are known."""
    problems: tuple[str, ...] = ()
    """What went wrong, each in a sentence; empty after a good run."""
    notes: tuple[str, ...] = ()
    """What can wait for the next run, each in a sentence."""

    @property
    def text(self) -> str:
        """The run in one line."""
        return (
            f"{self.new} new papers, {self.digested} digested, "
            f"{self.without_digest} without a digest, US$ {self.cost:.4f}"
        )

    @property
    def block(self) -> str:
        """The run as a block of lines that begins with the one line; problems stand apart."""
        counts = (
            f"{self.revised} revised, {self.withdrawn} withdrawn, "
            f"{self.enriched} with details from arXiv's API, {self.waiting} waiting for a digest"
        )
        counts += f", {self.overviews} overviews" if self.overviews else ""
        counts += f", {self.captions} captions translated" if self.captions else ""
        lines = [*self._days(), counts, *(f"note: {note}" for note in self.notes)]
        return "\n".join((self.text, *(f"  {line}" for line in lines)))

    @property
    def markdown(self) -> str:
        """The run with its problems as Markdown, in which a feed's words mean nothing else."""
        block = "\n".join((self.block, *(f"  problem: {problem}" for problem in self.problems)))
        return "\n".join(("### Paperglot", "", *(f"    {line}" for line in block.splitlines()), ""))

    @property
    def json(self) -> str:
        """The run as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2, default=str)

    def _days(self) -> list[str]:
        """A line for each day that something was filed under, and one for the rest."""
        days = dict.fromkeys(each.day for each in self.asked)
        return [
            f"{day or 'nothing filed'}: "
            + ", ".join(each.text for each in self.asked if each.day == day)
            for day in sorted(days, key=lambda day: (day is None, day or date.min))
        ]
