"""Asking the model directly: one paper a request, several under way at once.

What the SDK does on each fault was measured; it retries what may pass, obeys any
`retry-after`, and knows no deadline, so there is one here.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperglot.digest import endpoint, prompt, request, verdict
from paperglot.digest.attempts import Attempt, first_attempt, next_attempt
from paperglot.digest.budget import Budget
from paperglot.digest.lacks import Lacks
from paperglot.digest.verdict import Asked
from paperglot.errors import DigestError, EndpointClosedError
from paperglot.languages import Language
from paperglot.model import Failure, Paper
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

# So many failures in a row mean that the endpoint is down, not one paper odd.
_FAILURES_THAT_CLOSE = 5


def digest_papers(
    papers: Sequence[Paper],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Paper], None],
    budget: Budget | None = None,
) -> tuple[Failure, ...]:
    """Ask for each paper's digest and hand over each answered paper the moment it is there.

    A paper whose answer did not pass is handed over as it is, and again after the next attempt.
    What could not be asked or did not answer is returned and still waits. What the budget has
    no room for waits too; the budget knows how many papers that are.

    Raises:
        NotConfiguredError: there is no key.
    """
    if not papers:
        return ()
    endpoint.require_key(model)
    return asyncio.run(_digest_papers(papers, model, language, keep, budget or Budget()))


async def _digest_papers(
    papers: Sequence[Paper],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Paper], None],
    budget: Budget,
) -> tuple[Failure, ...]:
    async with endpoint.connect(model) as client:
        asker = _Asker(client, model, language)
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


@dataclass(frozen=True, slots=True)
class _Asker:
    """Asks one request at a time."""

    client: "AsyncAnthropic"
    model: ModelSettings
    language: Language
    lacks: Lacks = field(default_factory=Lacks)

    async def ask(self, paper: Paper, attempt: Attempt, ends: float) -> Paper:
        """Return the paper with its digest, or as refused or rejected.

        Raises:
            DigestError: no answer came, or none that could be read.
        """
        parameters = request.parameters(paper, attempt, self.model, self.language)
        message = await endpoint.ask(self.client, parameters, self.model, ends, self.lacks)
        asked = Asked(attempt.model, self.language, prompt.version(self.model), attempt.number)
        return verdict.judge(paper, message, asked, self.model)


@dataclass(slots=True)
class _Run:
    """The workers' common state; they share one thread, so nothing needs a lock."""

    asker: _Asker
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
            await self._digest(paper)

    def unasked(self) -> Iterable[Failure]:
        """Return what was not asked for because the endpoint was closed."""
        if self.closed is None:
            self.budget.hold(self.waiting)
        return [Failure(paper.id, f"not asked: {self.closed}") for paper in self.waiting]

    async def _digest(self, paper: Paper) -> None:
        """Ask until an answer passes; each one is kept, as each is paid for."""
        model, language = self.asker.model, self.asker.language
        ends = asyncio.get_running_loop().time() + model.deadline
        attempt = next_attempt(paper, model, language) or first_attempt(model)
        while True:
            try:
                paper = await self.asker.ask(paper, attempt, ends)
            except DigestError as error:
                # What was set aside stays so: an answer that never came may have been billed.
                self._fail(paper, attempt, error)
                return
            self.budget.settle(paper.provenance.cost if paper.provenance else None)
            self.keep(paper)
            self.in_a_row = 0
            further = next_attempt(paper, model, language)
            if further is None or self.closed is not None or not self.budget.reserve():
                return  # a later run goes on where there is more to ask
            attempt = further

    def _fail(self, paper: Paper, attempt: Attempt, error: DigestError) -> None:
        if attempt.model != self.asker.model.name:
            # Nothing is wrong with the endpoint where it does not have the other model.
            self.failures.append(Failure(paper.id, f"{attempt.model} did not answer: {error}"))
            return
        self.failures.append(Failure(paper.id, str(error)))
        self.in_a_row += 1
        if self.in_a_row >= self.most_in_a_row or isinstance(error, EndpointClosedError):
            self.closed = error
