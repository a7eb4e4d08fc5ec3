"""What was measured, and the ratios that it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PAPERGLOT = "Paperglot"
HUGO = "Hugo"
HEXO = "Hexo"
MATERIAL = "Material"


class Work(StrEnum):
    """What a generator had to do."""

    FULL = "everything, nothing kept"
    UNCHANGED = "nothing changed"
    DAY = "a day of 100 papers more"
    REVISED = "50 papers from all over in a new version"
    CHECKOUT = "fresh check-out, what was kept restored"
    NIGHT = "the same, and a day of 100 papers more"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a run took and left behind."""

    seconds: float
    """By the clock."""
    cpu: float
    """Seconds of processors, of the whole process tree."""
    memory: int
    """Bytes at most, of the whole process tree; `measure` says how they are counted."""
    site: int = 0
    """Bytes of all files of the built site."""


@dataclass(frozen=True, slots=True)
class Result:
    """A run's figures, or why there are none."""

    generator: str
    work: Work
    papers: int
    figures: Figures | None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Night:
    """One build of the soak."""

    number: int
    archive: int
    """Papers there are after it."""
    added: int
    figures: Figures


class Results:
    """All results of a run, by what they are of."""

    def __init__(self, results: Iterable[Result]) -> None:
        """Take the results; of two of the same, the last one counts."""
        self._all = {(each.generator, each.work, each.papers): each for each in results}

    def figures(self, generator: str, work: Work, papers: int) -> Figures | None:
        """Return the figures of a run; None: there are none."""
        found = self._all.get((generator, work, papers))
        return found.figures if found else None

    def sizes(self, generator: str, work: Work) -> list[int]:
        """Return the numbers of papers of which there are figures, the smallest first."""
        return sorted(
            each.papers
            for each in self._all.values()
            if (each.generator, each.work) == (generator, work) and each.figures
        )


def ratio(one: float | None, other: float | None) -> float | None:
    """Return how many times the other the one is; None where either is missing."""
    if one is None or not other:
        return None
    return one / other


def flatness(nights: list[Night], span: int = 10) -> float | None:
    """Return how many times the first nights' mean seconds the last nights' are.

    None: there are not twice as many nights as the span.
    """
    if len(nights) < 2 * span:
        return None
    first, last = nights[:span], nights[-span:]
    return ratio(_seconds(last), _seconds(first))


def _seconds(nights: list[Night]) -> float:
    return sum(night.figures.seconds for night in nights) / len(nights)
