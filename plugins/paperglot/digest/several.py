"""Asking for several things at once, within a budget, until the endpoint turns out to be down."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from paperglot.digest import endpoint
from paperglot.digest.budget import Budget
from paperglot.digest.lacks import Lacks
from paperglot.errors import DigestError, EndpointClosedError
from paperglot.model import Failure
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from anthropic.types import Message

# So many failures in a row mean that the endpoint is down, not one thing odd.
_FAILURES_THAT_CLOSE = 5
_CHARACTERS_OF_A_TOKEN = 4


class Named(Protocol):
    """Something to ask for."""

    @property
    def id(self) -> str:
        """What a failure and the journal call it."""


S = TypeVar("S", bound=Named)
Ask = Callable[[dict[str, Any]], "Awaitable[Message]"]
"""Sends one request with these parameters; raises `DigestError` where no answer comes."""
Work = Callable[[S, Ask], Awaitable[None]]
"""Asks for one thing, and settles with the budget what each answer cost."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What brought no answer."""

    failures: tuple[Failure, ...] = ()
    held: int = 0
    """How many things were not asked for as the budget had no room for them."""


def ask(
    subjects: Sequence[S],
    model: ModelSettings,
    budget: Budget,
    estimate: Callable[[S], float],
    work: Work[S],
) -> Unanswered:
    """Let `work` ask for each subject, once its estimate in US dollars is set aside.

    What failed is returned and not raised.

    Raises:
        NotConfiguredError: there is no key.
    """
    if not subjects:
        return Unanswered()
    endpoint.require_key(model)
    return asyncio.run(_ask(subjects, model, budget, estimate, work))


def tokens_of(text: str) -> int:
    """Return about how many tokens an English text has, for estimates of cost."""
    return len(text) // _CHARACTERS_OF_A_TOKEN


async def _ask(
    subjects: Sequence[S],
    model: ModelSettings,
    budget: Budget,
    estimate: Callable[[S], float],
    work: Work[S],
) -> Unanswered:
    async with endpoint.connect(model) as client:
        run = _Run(client, model, iter(subjects), budget, estimate, work)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(model.concurrency, len(subjects))):
                    group.create_task(run.work())
        except* OSError as errors:  # of the disk; the first one says what the others say
            raise errors.exceptions[0] from None
    unasked = (Failure(each.id, f"not asked: {run.closed}") for each in run.waiting)
    return Unanswered((*run.failures, *unasked), run.held)


@dataclass(slots=True)
class _Run(Generic[S]):
    """The workers' common state; they share one thread, so nothing needs a lock."""

    client: "AsyncAnthropic"
    model: ModelSettings
    waiting: Iterator[S]
    budget: Budget
    estimate: Callable[[S], float]
    answer: Work[S]
    failures: list[Failure] = field(default_factory=list)
    lacks: Lacks = field(default_factory=Lacks)
    held: int = 0
    in_a_row: int = 0
    closed: DigestError | None = None

    async def work(self) -> None:
        """Take subjects until there are none, or until asking makes no sense."""
        while self.closed is None and (subject := next(self.waiting, None)) is not None:
            if not self.budget.reserve(self.estimate(subject)):
                self.held += 1
                continue
            try:
                await self.answer(subject, self._asking())
            except DigestError as error:
                # What was set aside stays so: an answer that never came may have been billed.
                self._fail(subject, error)
            else:
                self.in_a_row = 0

    def _asking(self) -> Ask:
        """Return what sends the requests on one subject, all of them before its deadline."""
        ends = asyncio.get_running_loop().time() + self.model.deadline

        async def asking(parameters: dict[str, Any]) -> "Message":
            return await endpoint.ask(self.client, parameters, self.model, ends, self.lacks)

        return asking

    def _fail(self, subject: S, error: DigestError) -> None:
        self.failures.append(Failure(subject.id, str(error)))
        self.in_a_row += 1
        most = max(_FAILURES_THAT_CLOSE, self.model.concurrency)
        if self.in_a_row >= most or isinstance(error, EndpointClosedError):
            self.closed = error
