"""Captions of figures in the second language: which of them a run asks for, and what came of it.

Figures are found after a paper has its digest, so that their captions are asked for by a later
run, in what its budget leaves. Whatever goes wrong, the captions are there in English: it is a
note of the run, and no problem.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from paperglot.digest.attempts import MOST
from paperglot.digest.budget import Budget
from paperglot.digest.captions import asking, prompt
from paperglot.digest.captions.prompt import Subject
from paperglot.digest.captions.verdict import Verdict
from paperglot.digest.prices import total
from paperglot.errors import DigestError, PageError
from paperglot.illustrated import entitled
from paperglot.model import Paper, Status
from paperglot.night.failures import grouped
from paperglot.settings import Settings
from paperglot.store import journal
from paperglot.store.files import Store
from paperglot.store.journal import Answered


@dataclass(slots=True)
class Captions:
    """The translated captions of a run, and what went wrong with them."""

    store: Store
    settings: Settings
    budget: Budget
    made: int = 0
    """Captions that were translated."""
    cost: float = 0.0
    """US dollars, as far as prices are known; also of answers that gave nothing."""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _untranslated: list[str] = field(default_factory=list)
    """What is wrong with each paper's captions that are not asked for again."""

    def translate(self) -> None:
        """Ask for the captions that are due, and put each onto its paper's page."""
        if not self.settings.figures.translated:
            return
        subjects = self._due()
        model, language = self.settings.model, self.settings.second_language
        try:
            found = asking.ask(subjects, model, language, self._keep, self.budget)
        except DigestError as error:
            self.problems.append(f"{error}; the captions of {len(subjects)} papers wait")
            return
        self.notes += grouped("translated captions", found.failures)
        if found.held and self.budget.tightest:
            name = self.budget.tightest.name
            self.notes.append(f"the captions of {found.held} papers wait: {name} is reached")
        if self._untranslated:
            number, first = len(self._untranslated), self._untranslated[0]
            self.notes.append(f"captions of {number} papers stay in English, the first: {first}")

    def _due(self) -> list[Subject]:
        index = self.store.index()
        shown = [paper for paper in entitled(index.facts, self.settings.figures) if paper.images]
        if not shown:
            return []
        # No answer on a paper came before it; a day's name is of another time zone.
        first = min(paper.announced for paper in shown) - timedelta(days=1)
        return due(index.papers(shown), journal.read(self.store, f"{first:%Y-%m}"), self.settings)

    def _keep(self, verdict: Verdict) -> None:
        """Note an answer, then put what passed onto the page; a hand may have been quicker."""
        subject = verdict.subject
        journal.record_captions(
            self.store,
            Answered(subject.id, subject.paper.version, verdict.status, verdict.provenance),
        )
        self.cost += verdict.provenance.cost or 0.0
        if verdict.left and verdict.next is None:
            self._untranslated.append(f"{subject.id}: {'; '.join(verdict.failed)}")
        if not verdict.translations:
            return
        try:
            present = self.store.paper(subject.paper.id)
        except PageError as error:
            self.notes.append(f"{error}; the translation of its captions is lost")
            return
        if present is None or present.figures is None:
            return
        tag = self.settings.second_language.tag
        figures = present.figures.with_translations(verdict.translations, tag)
        self.store.write_paper(replace(present, figures=figures))
        self.made += len(present.figures.untranslated(tag)) - len(figures.untranslated(tag))


def due(papers: Iterable[Paper], answers: Iterable[Answered], settings: Settings) -> list[Subject]:
    """Return the captions to ask for, a request a paper, those of the latest day first.

    `papers` are entitled to show figures. What a model refused, or could not do twice when
    asked as it would be today, is not asked for again.
    """
    if not settings.figures.translated:
        return []
    earlier: dict[tuple[str, str], list[Status]] = {}
    today = (settings.model.name, prompt.version(settings.model), settings.second_language.tag)
    for each in answers:
        made = each.provenance
        if each.is_on_captions and (made.model, made.prompt, made.language) == today:
            earlier.setdefault((each.paper, made.source), []).append(each.status)
    found: list[Subject] = []
    for paper in sorted(papers, key=lambda paper: (-paper.announced.toordinal(), paper.id)):
        figures = paper.figures.untranslated(today[2]) if paper.figures and paper.images else ()
        subject = Subject(paper, asking.fitting(figures, settings.model))
        statuses = earlier.get((subject.id, subject.source), [])
        if figures and len(statuses) < MOST and Status.REFUSED not in statuses:
            found.append(replace(subject, attempt=len(statuses) + 1))
    return found


def foreseen(
    papers: Sequence[Paper], answers: Iterable[Answered], settings: Settings
) -> tuple[int, float | None]:
    """Return for how many of all papers captions would be asked for, and US dollars for them.

    The cost is None where the model has no known price.
    """
    subjects = due(entitled(papers, settings.figures), answers, settings)
    model, language = settings.model, settings.second_language
    return len(subjects), total(asking.estimate(each, model, language) for each in subjects)
