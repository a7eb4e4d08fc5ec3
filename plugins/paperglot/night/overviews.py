"""Overviews of topics' days: which of them a run asks for, and what came of it.

Only days that are among the latest get one, so that an archive which has none yet is not paid for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from paperglot.digest import gate
from paperglot.digest.attempts import MOST, with_costs_of
from paperglot.digest.budget import Budget
from paperglot.digest.overview import asking, prompt
from paperglot.digest.overview.prompt import Subject
from paperglot.digest.overview.verdict import Verdict
from paperglot.digest.prices import total
from paperglot.errors import DigestError, PageError
from paperglot.model import Overview, Paper, Status
from paperglot.night.failures import grouped
from paperglot.settings import Settings
from paperglot.store import journal
from paperglot.store.files import Archive, Store
from paperglot.store.journal import Answered

_NEAR = timedelta(days=3)
"""How long before the store's latest day a day may be that is still asked for: a weekend."""


@dataclass(slots=True)
class Overviews:
    """The overviews of a run, and what went wrong with them."""

    store: Store
    settings: Settings
    budget: Budget
    made: int = 0
    cost: float = 0.0
    """US dollars, as far as prices are known; also of answers that gave no overview."""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def write(self, papers: Iterable[Paper], changed: Iterable[Paper]) -> None:
        """Ask for the overviews that are due, and put each on its day's page.

        `papers` are those of the latest days at least, as they were before some were `changed`.
        """
        present = [paper for paper in _changed(papers, changed) if not paper.sample]
        latest = max((paper.announced for paper in present), default=None)
        if latest is None or not self.settings.overviews.wanted:
            return
        first = latest - _NEAR
        near = tuple(paper for paper in present if paper.announced >= first)
        archive = Archive(near, (), overviews=self._present({each.announced for each in near}))
        # No answer on a day came before it; a day's name is of another time zone.
        answers = list(journal.read(self.store, f"{first - timedelta(days=1):%Y-%m}"))
        for overview in journal.missing(answers, archive.overviews):
            journal.record_overview(self.store, overview)
        subjects = due(archive, answers, self.settings)
        subjects = [subject for subject in subjects if self._has_place(subject)]
        model, language = self.settings.model, self.settings.second_language
        try:
            found = asking.ask(subjects, model, language, self._keep, self.budget)
        except DigestError as error:
            self.problems.append(f"{error}; {len(subjects)} overviews wait")
            return
        self.problems += grouped("an overview", found.failures)
        if found.held and self.budget.tightest:
            name = self.budget.tightest.name
            self.notes.append(f"{found.held} overviews wait: {name} is reached")

    def _present(self, days: Iterable[date]) -> tuple[Overview, ...]:
        """Return the overviews of days."""
        found: list[Overview] = []
        for day in sorted(days):
            try:
                found += self.store.overviews(day)
            except PageError as error:
                self.problems.append(str(error))
        return tuple(found)

    def _has_place(self, subject: Subject) -> bool:
        """Say whether the day's page can take an overview."""
        try:
            self.store.overviews(subject.date)
        except PageError:
            return False
        return True

    def _keep(self, verdict: Verdict) -> None:
        """Put an answer on its page; one that gave no overview takes none away."""
        overview = verdict.overview
        try:
            present = {each.topic: each for each in self.store.overviews(overview.date)}
            before = present.get(overview.topic)
            if overview.statements or before is None or not before.statements:
                self.store.write_overview(_with_earlier(overview, before))
        except PageError as error:
            self.problems.append(f"{error}; an overview has no page; it is in the journal only")
        journal.record_overview(self.store, overview)
        self.made += overview.status is Status.DIGESTED
        self.cost += overview.provenance.cost or 0.0


def due(
    archive: Archive, answers: Iterable[Answered], settings: Settings, *, foreseen: bool = False
) -> list[Subject]:
    """Return what overviews are to be asked for, those of the latest day first.

    A topic's day is, while it is near the latest, if its papers are not those of the overview
    that there is. Papers of the latest day that wait are waited for; a later run goes by what
    there is. What a model refused, or failed twice when asked as it would be today, is not asked
    for again. `foreseen`: as it will be once everything that waits has its digest.
    """
    if not settings.overviews.wanted:
        return []
    papers = [paper for paper in archive.papers if not paper.sample]
    latest = max((paper.announced for paper in papers), default=date.min)
    made = {(each.id, each.provenance.source) for each in archive.overviews if each.statements}
    found: list[Subject] = []
    for day in sorted({paper.announced for paper in papers}, reverse=True):
        if latest - day > _NEAR:
            break
        of_day = [paper for paper in papers if paper.announced == day]
        waited_for = day == latest and not foreseen
        found += _subjects(of_day, settings, waited_for=waited_for, foreseen=foreseen)
    wanted = (subject for subject in found if (subject.id, subject.source) not in made)
    return list(_attempted(wanted, archive, answers, settings))


def foreseen(
    archive: Archive, answers: Iterable[Answered], settings: Settings
) -> tuple[int, float | None]:
    """Return how many overviews are due once everything has its digest, and US dollars for them.

    The cost is None where the model has no known price.
    """
    subjects = due(archive, answers, settings, foreseen=True)
    model, language = settings.model, settings.second_language
    return len(subjects), total(asking.estimate(each, model, language) for each in subjects)


def _changed(papers: Iterable[Paper], changed: Iterable[Paper]) -> list[Paper]:
    """Return papers with what answers made of them; none took a digest away."""
    found = {paper.id: paper for paper in papers}
    for paper in changed:
        before = found.get(paper.id)
        if paper.digest is not None or before is None or before.digest is None:
            found[paper.id] = paper
    return list(found.values())


def _subjects(
    papers: Sequence[Paper], settings: Settings, *, waited_for: bool, foreseen: bool
) -> Iterator[Subject]:
    """Yield the topics of one day's papers that are worth an overview."""
    for topic in settings.topics:
        of_topic = [paper for paper in papers if topic.id in paper.topics]
        waiting = [paper for paper in of_topic if paper.status is Status.PENDING]
        ready = [paper for paper in of_topic if paper.status is Status.DIGESTED]
        if foreseen:
            ready += waiting
        if len(ready) >= settings.overviews.least_papers and not (waited_for and waiting):
            # What belongs to the topic before any other says most of it.
            ready.sort(key=lambda paper: paper.topics[0] != topic.id)
            yield Subject(ready[0].announced, topic, tuple(ready[: prompt.MOST_PAPERS]))


def _with_earlier(overview: Overview, before: Overview | None) -> Overview:
    """Return an overview with what the answer that stands in its place, and failed, has cost."""
    if before is None or before.status is Status.DIGESTED:
        return overview
    made = with_costs_of(before.provenance, overview.provenance)
    return replace(overview, provenance=made)


def _attempted(
    subjects: Iterable[Subject],
    archive: Archive,
    answers: Iterable[Answered],
    settings: Settings,
) -> Iterator[Subject]:
    """Yield what may be asked for, each as the request that is next."""
    today = (settings.model.name, prompt.VERSION, settings.second_language.tag)
    known = [(each.paper, each.status, each.provenance, "") for each in answers]
    known += [
        (each.id, each.status, each.provenance, each.reason or "") for each in archive.overviews
    ]
    attempts: dict[tuple[str, str], int] = {}
    reasons: dict[tuple[str, str], str] = {}
    for name, status, made, reason in known:
        if status is not Status.DIGESTED and (made.model, made.prompt, made.language) == today:
            key = name, made.source
            number = MOST if status is Status.REFUSED else made.attempts
            attempts[key] = max(number, attempts.get(key, 0))
            reasons[key] = reason
    for subject in subjects:
        key = subject.id, subject.source
        if (number := attempts.get(key, 0)) < MOST:
            failed = gate.split(reasons.get(key, ""))
            yield replace(subject, attempt=number + 1, failed=failed)
