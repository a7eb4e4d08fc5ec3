"""Which papers a run looks at: those of the latest days and what waits; all, where it must.

A night costs what is new: of a large archive it opens few pages. Every page is read where no
list of what waits is at hand, and where the maintainer asks for what waits anywhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from paperglot import identifiers
from paperglot.digest import prompt
from paperglot.digest.attempts import next_attempt
from paperglot.errors import IdentifierError, PageError
from paperglot.model import Day, Paper
from paperglot.night.enrichment import DAYS
from paperglot.settings import Settings
from paperglot.store import journal
from paperglot.store.files import Store


@dataclass(frozen=True, slots=True)
class Sight:
    """The papers that a run looks at."""

    papers: tuple[Paper, ...]
    damaged: tuple[PageError, ...] = ()


def everything(store: Store) -> Sight:
    """Look at every paper."""
    archive = store.read()
    return Sight(archive.papers, archive.damaged)


def near(store: Store, named: Collection[str], filed: Iterable[date] = ()) -> Sight:
    """Look at the papers of the latest days and of those just filed, and at others by name."""
    last = store.days(last=1)
    days = store.days(last[-1].date - timedelta(days=DAYS)) if last else []
    days += filter(None, map(store.day, filed))
    papers: list[Paper] = []
    damaged: list[PageError] = []
    for identifier in sorted({*_of(days), *named}, key=identifiers.sort_key):
        try:
            paper = store.paper(identifier)
        except PageError as error:
            damaged.append(error)
        else:
            papers += [paper] if paper is not None else []
    papers.sort(key=lambda paper: paper.announced)
    return Sight(tuple(papers), tuple(damaged))


def terms(settings: Settings) -> str:
    """Return what decides whether a paper waits: by other terms, others may."""
    model = settings.model
    names = (model.name, model.fallback or "-", prompt.version(model), settings.second_language.tag)
    return " ".join(("asked:", *("_".join(name.split()) for name in names)))


def still_waiting(seen: Sight, answered: Mapping[str, Paper], settings: Settings) -> set[str]:
    """Return the papers that wait still: what was answered as it was answered, the rest as seen.

    What cannot be read may wait too.
    """
    model, language = settings.model, settings.second_language
    later = [answered.get(paper.id, paper) for paper in seen.papers]
    waiting = {paper.id for paper in later if next_attempt(paper, model, language) is not None}
    return waiting | {name for error in seen.damaged if (name := _identifier(error.path))}


def unrecorded(store: Store, papers: Iterable[Paper], today: date) -> set[str]:
    """Return the papers whose answer of this month, in UTC, no journal knows: pages alone do.

    A run that was killed leaves such, and they count against the budgets.
    """
    month = f"{today:%Y-%m}"
    told = {(each.paper, each.provenance.made) for each in journal.read(store, month)}
    return {
        paper.id
        for paper in papers
        if (made := paper.provenance) is not None
        and not paper.sample
        and f"{made.made:%Y-%m}" == month
        and (paper.id, made.made) not in told
    }


def _of(days: Iterable[Day]) -> Iterator[str]:
    """Yield the papers of days that can have a page."""
    for day in days:
        yield from (*day.kept, *day.replacements, *day.repeated)


def _identifier(page: Path) -> str | None:
    try:
        return identifiers.from_slug(page.stem)
    except IdentifierError:
        return None
