"""Which papers a run asks a model for: what waits, what is out of date, what fits the budget."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from paperglot.digest import custom_ids, prompt
from paperglot.digest.attempts import next_attempt
from paperglot.digest.budget import Budget
from paperglot.model import Paper, Provenance, Status
from paperglot.night import expense
from paperglot.settings import Settings
from paperglot.store import batches, journal
from paperglot.store.files import Store
from paperglot.store.journal import Answered

_ANSWERED = (Status.DIGESTED, Status.REFUSED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which papers to ask for, and what they may cost."""

    outdated: bool = False
    """Also those whose digest was made from other text, or by another prompt, model, language."""
    since: date | None = None
    """The earliest day of announcement."""
    max_cost: float | None = None
    """US dollars."""

    def papers(
        self, papers: Iterable[Paper], answers: Sequence[Answered], settings: Settings
    ) -> list[Paper]:
        """Return the papers, those of the latest day of announcement first."""
        failed = _failed(answers, settings) if self.outdated else frozenset()

        def is_wanted(paper: Paper) -> bool:
            if self.since is not None and paper.announced < self.since:
                return False
            if next_attempt(paper, settings.model, settings.second_language) is not None:
                return True
            source = (paper.id, prompt.source_hash(paper))
            return self.outdated and is_outdated(paper, settings) and source not in failed

        return sorted(filter(is_wanted, papers), key=lambda paper: paper.announced, reverse=True)


@dataclass(frozen=True, slots=True)
class Paid:
    """What is paid for already, or will be."""

    answers: Sequence[Answered] = ()
    in_batches: Collection[str] = frozenset()
    """The names of requests under way."""

    @classmethod
    def of(cls, store: Store, papers: Iterable[Paper]) -> "Paid":
        """Read what a store knows; `papers` are its papers."""
        answers = journal.with_pages(journal.read(store), papers)
        return cls(answers, batches.read(store).custom_ids)

    @classmethod
    def lately(cls, store: Store, papers: Iterable[Paper], today: date) -> "Paid":
        """Read what bears on a run today, in UTC, and no old month of the journal."""
        told = journal.read_latest(store, today, expense.LATEST)
        first = min((each.provenance.made.date() for each in told), default=today).replace(day=1)
        recent = [
            paper
            for paper in papers
            if paper.provenance is not None and paper.provenance.made.date() >= first
        ]
        return cls(journal.with_pages(told, recent), batches.read(store).custom_ids)


@dataclass(frozen=True, slots=True)
class Selected:
    """What a run asks for, and what it does not; those of the latest day first."""

    asked: tuple[Paper, ...]
    """What fits the budget."""
    under_way: tuple[Paper, ...]
    """What is in a batch already, whose cost is set aside."""
    held: tuple[Paper, ...]
    """What the budget has no room for."""
    budget: Budget

    @property
    def all(self) -> list[Paper]:
        """All papers that wait or are out of date."""
        return [*self.under_way, *self.asked, *self.held]


def select(
    choice: Choice, papers: Iterable[Paper], paid: Paid, settings: Settings, today: date
) -> Selected:
    """Select what a run asks for; `today` is in UTC.

    Raises:
        ConfigurationError: there is a limit of cost, and the model has no known price.
    """
    chosen = choice.papers(papers, paid.answers, settings)
    under_way, free = list[Paper](), list[Paper]()
    for paper in chosen:
        (under_way if custom_ids.are_about(paper, paid.in_batches) else free).append(paper)
    model, requests = settings.model, len(paid.in_batches)
    budget = expense.budget(paid.answers, model, today, choice.max_cost, requests)
    fitting = budget.first(len(free))
    return Selected(tuple(free[:fitting]), tuple(under_way), tuple(free[fitting:]), budget)


def is_outdated(paper: Paper, settings: Settings) -> bool:
    """Say whether a model answered on a paper that would be asked otherwise today."""
    made = paper.provenance
    if paper.sample or made is None or paper.status not in _ANSWERED:
        return False
    return made.source != prompt.source_hash(paper) or not _is_present(made, settings)


def _is_present(made: Provenance, settings: Settings) -> bool:
    """Say whether an answer came from what would be asked today, its source text aside."""
    today = (prompt.version(settings.model), settings.second_language.tag)
    return (made.prompt, made.language) == today and made.model in settings.model.names


def _failed(answers: Iterable[Answered], settings: Settings) -> frozenset[tuple[str, str]]:
    """Return papers, each with its source text, whose last answer by today's settings failed.

    Asked again, it would be paid for again. A page cannot tell, as it keeps the digest it had.
    """
    latest = {
        (each.paper, each.provenance.source): each.status
        for each in answers
        if _is_present(each.provenance, settings)
    }
    return frozenset(each for each, status in latest.items() if status is not Status.DIGESTED)
