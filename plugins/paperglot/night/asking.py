"""Asking for digests: in a batch at half the price, or directly where that is not worth it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from paperglot.digest.batch import BatchEndpoint
from paperglot.digest.budget import Budget
from paperglot.digest.direct import digest_papers
from paperglot.errors import DigestError, NoBatchesError
from paperglot.model import Failure, Paper
from paperglot.night.answers import Answers
from paperglot.night.batching import Batching, Clock
from paperglot.settings import Settings
from paperglot.store.files import Store


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
    _answered: set[str] = field(default_factory=set)

    def ask(self, waiting: Sequence[Paper]) -> None:
        """Collect what earlier runs have paid for, then ask for the rest of what waits."""
        with BatchEndpoint(self.settings.model) as endpoint:
            answers = Answers(self.store, self.settings, self._keep_of_batch)
            batching = Batching(self.store, self.settings, endpoint, answers, self.clock)
            try:
                batching.collect()
                self._ask_for_the_rest(waiting, batching)
                if not self.directly:
                    batching.wait()
            except DigestError as error:
                self.problems.append(f"{error}; {len(self._left(waiting))} papers wait")
        self.problems += (*_grouped(batching.failures), *batching.problems)
        self.notes += batching.notes
        if later := len(batching.under_way(self._left(waiting))):
            self.notes.append(f"{later} papers are in a batch; the next run collects them")

    def _ask_for_the_rest(self, waiting: Sequence[Paper], batching: Batching) -> None:
        left = self._left(waiting)
        submitted = {paper.id for paper in batching.under_way(left)}
        rest = [paper for paper in left if paper.id not in submitted]
        if self._are_worth_a_batch(rest):
            try:
                batching.submit(rest)
            except NoBatchesError as error:
                self.notes.append(f"digests were asked for directly, without a batch: {error}")
            else:
                return
        model, language = self.settings.model, self.settings.second_language
        failures = digest_papers(rest, model, language, self._keep, self.budget)
        self.problems += _grouped(failures)

    def _are_worth_a_batch(self, papers: Sequence[Paper]) -> bool:
        model = self.settings.model
        return model.batches and not self.directly and len(papers) >= model.batch_from

    def _left(self, waiting: Sequence[Paper]) -> list[Paper]:
        return [paper for paper in waiting if paper.id not in self._answered]

    def _keep(self, paper: Paper) -> None:
        self.keep(paper)
        self._answered.add(paper.id)

    def _keep_of_batch(self, paper: Paper) -> None:
        self._keep(paper)
        self.budget.settle(paper.provenance.cost if paper.provenance else None)


def _grouped(failures: Sequence[Failure]) -> tuple[str, ...]:
    """Say the same thing once, however many papers it befell."""
    by_reason: dict[str, list[str]] = {}
    for failure in failures:
        by_reason.setdefault(failure.reason, []).append(failure.subject)
    return tuple(
        f"without a digest: {_named(subjects)}: {reason}" for reason, subjects in by_reason.items()
    )


def _named(subjects: list[str]) -> str:
    return subjects[0] + (f" and {len(subjects) - 1} more" if len(subjects) > 1 else "")
