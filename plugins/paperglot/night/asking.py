"""Asking for digests: in a batch at half the price, or directly where that is not worth it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from paperglot.digest.attempts import Attempt, first_attempt, next_attempt
from paperglot.digest.batch import BatchEndpoint
from paperglot.digest.budget import Budget
from paperglot.digest.direct import digest_papers
from paperglot.errors import DigestError, NoBatchesError
from paperglot.model import Paper
from paperglot.night.answers import Answers
from paperglot.night.batching import Batching, Clock
from paperglot.night.failures import grouped
from paperglot.settings import Settings
from paperglot.store.files import Store

Requested = tuple[Paper, Attempt]


@dataclass(slots=True)
class Asking:
    """How a run asks for digests, and what went wrong with it."""

    store: Store
    settings: Settings
    keep: Callable[[Paper], None]
    budget: Budget
    clock: Clock
    directly: bool = False
    """Neither submit a batch nor wait for one; what is in one is not asked for all the same."""
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _has_batches: bool = True
    _papers: dict[str, Paper] = field(default_factory=dict)
    """Those to ask for, as the latest answers have left them."""
    _answered: set[str] = field(default_factory=set)
    _tried: set[tuple[str, Attempt]] = field(default_factory=set)
    """What this run has asked; whatever brought nothing is asked by the next run."""

    def ask(self, waiting: Sequence[Paper]) -> None:
        """Collect what earlier runs have paid for, then ask for the rest of what waits."""
        self._papers = {paper.id: paper for paper in waiting}
        with BatchEndpoint(self.settings.model) as endpoint:
            answers = Answers(self.store, self.settings, self._keep_of_batch)
            batching = Batching(self.store, self.settings, endpoint, answers, self.clock)
            try:
                batching.collect()
                while due := self._due(batching):
                    self._ask_for(due, batching)
                    self._wait(batching)
                self._wait(batching)
            except DigestError as error:
                self.problems.append(f"{error}; {len(self._unanswered)} papers wait")
        self.problems += (*grouped("a digest", batching.failures), *batching.problems)
        self.notes += batching.notes
        if later := len(batching.under_way(self._unanswered)):
            self.notes.append(f"{later} papers are in a batch; the next run collects them")

    def _due(self, batching: Batching) -> list[Requested]:
        """Return what is to be asked now: no paper that is in a batch, nothing a second time."""
        submitted = {paper.id for paper in batching.under_way(self._papers.values())}
        wanted = (self._next(paper) for paper in self._papers.values())
        due = [each for each in wanted if each and each[0].id not in submitted]
        again = batching.answers.take_again()
        fresh = [each for each in due if _key(each) not in self._tried or each[0].id in again]
        return fresh[: self.budget.room(len(fresh))]

    def _next(self, paper: Paper) -> Requested | None:
        model = self.settings.model
        attempt = next_attempt(paper, model, self.settings.second_language)
        if attempt is None and paper.id not in self._answered:
            attempt = first_attempt(model)  # it was chosen for a digest that is out of date
        return None if attempt is None else (paper, attempt)

    def _ask_for(self, due: Sequence[Requested], batching: Batching) -> None:
        self._tried.update(map(_key, due))
        if self._are_worth_a_batch(due):
            due = self._submit(due, batching)
        papers = [paper for paper, _ in due]
        model, language = self.settings.model, self.settings.second_language
        failures = digest_papers(papers, model, language, self._keep, self.budget)
        self.problems += grouped("a digest", failures)
        # Further attempts were made, or could not be.
        after = (self._next(self._papers[paper.id]) for paper in papers)
        self._tried.update(_key(each) for each in after if each)

    def _submit(self, due: Sequence[Requested], batching: Batching) -> Sequence[Requested]:
        """Submit what is due; return what is to be asked for directly instead."""
        try:
            batching.submit(due)
        except NoBatchesError as error:
            self.notes.append(f"digests were asked for directly, without a batch: {error}")
            self._has_batches = False
        finally:  # of several batches, some may be under way where another one was refused
            taken = {paper.id for paper in batching.under_way(paper for paper, _ in due)}
            self.budget.set_aside(len(taken))
        return () if self._has_batches else [each for each in due if each[0].id not in taken]

    def _wait(self, batching: Batching) -> None:
        if not self.directly:
            batching.wait()

    def _are_worth_a_batch(self, due: Sequence[Requested]) -> bool:
        model = self.settings.model
        wanted = model.batches and self._has_batches and not self.directly
        return wanted and len(due) >= model.batch_from

    @property
    def _unanswered(self) -> list[Paper]:
        return [paper for paper in self._papers.values() if paper.id not in self._answered]

    def _keep(self, paper: Paper) -> None:
        self.keep(paper)
        self._answered.add(paper.id)
        if paper.id in self._papers:
            self._papers[paper.id] = paper

    def _keep_of_batch(self, paper: Paper) -> None:
        self._keep(paper)
        self.budget.settle(paper.provenance.cost if paper.provenance else None)


def _key(requested: Requested) -> tuple[str, Attempt]:
    paper, attempt = requested
    return paper.id, attempt
