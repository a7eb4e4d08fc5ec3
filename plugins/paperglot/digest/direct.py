"""Asking the model directly: one paper a request, several under way at once.

What the SDK does on each fault was measured; it retries what may pass, obeys any
`retry-after`, and knows no deadline, so there is one here.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from paperglot.digest import endpoint, prompt
from paperglot.digest.attempts import Asker, was_asked
from paperglot.digest.budget import Budget
from paperglot.errors import DigestError, EndpointClosedError
from paperglot.languages import Language
from paperglot.model import Failure, Paper, Status
from paperglot.settings import ModelSettings

# So many failures in a row mean that the endpoint is down, not one paper odd.
_FAILURES_THAT_CLOSE = 5


def needs_digest(paper: Paper, model: ModelSettings) -> bool:
    """Say whether a model should be asked: waiting, or refused by another model or prompt."""
    if paper.sample:
        return False
    if paper.status in (Status.REFUSED, Status.REJECTED):
        asked = paper.provenance
        return asked is None or asked.prompt != prompt.VERSION or not was_asked(model, asked.model)
    return paper.status is Status.PENDING


def digest_papers(
    papers: Sequence[Paper],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Paper], None],
    budget: Budget | None = None,
) -> tuple[Failure, ...]:
    """Ask for each paper's digest and hand over each answered paper the moment it is there.

    What could not be asked or did not answer is returned and still waits. What the budget has
    no room for waits too; the budget knows how many papers that are.

    Raises:
        NotConfiguredError: there is no key.
    """
    if not papers:
        return ()
    endpoint.require_key()
    return asyncio.run(_digest_papers(papers, model, language, keep, budget or Budget()))


async def _digest_papers(
    papers: Sequence[Paper],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Paper], None],
    budget: Budget,
) -> tuple[Failure, ...]:
    async with endpoint.connect(model) as client:
        asker = Asker(client, model, language)
        most_in_a_row = max(_FAILURES_THAT_CLOSE, model.concurrency)
        run = _Run(asker, iter(papers), keep, budget, most_in_a_row)
        workers = min(model.concurrency, len(papers))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(workers):
                    group.create_task(run.work())
        except* OSError as errors:  # of the disk; the first one says what the others say
            raise errors.exceptions[0] from None
    return (*run.failures, *run.unasked())


@dataclass(slots=True)
class _Run:
    """The workers' common state; they share one thread, so nothing needs a lock."""

    asker: Asker
    waiting: Iterator[Paper]
    keep: Callable[[Paper], None]
    budget: Budget
    most_in_a_row: int
    """Failures in a row after which nothing more is asked."""
    failures: list[Failure] = field(default_factory=list)
    in_a_row: int = 0
    closed: DigestError | None = None

    async def work(self) -> None:
        """Take papers until there are none, or until asking makes no sense."""
        while self.closed is None and self.budget.reserve():
            paper = next(self.waiting, None)
            if paper is None:
                self.budget.settle(0.0)
                return
            try:
                answered = await self.asker.ask(paper)
            except DigestError as error:
                # What was set aside stays so: an answer that never came may have been billed.
                self._fail(paper, error)
            else:
                self.budget.settle(answered.provenance.cost if answered.provenance else None)
                self.keep(answered)
                self.in_a_row = 0

    def unasked(self) -> Iterable[Failure]:
        """Return what was not asked for because the endpoint was closed."""
        if self.closed is None:
            self.budget.hold(self.waiting)
        return [Failure(paper.id, f"not asked: {self.closed}") for paper in self.waiting]

    def _fail(self, paper: Paper, error: DigestError) -> None:
        self.failures.append(Failure(paper.id, str(error)))
        self.in_a_row += 1
        if self.in_a_row >= self.most_in_a_row or isinstance(error, EndpointClosedError):
            self.closed = error
