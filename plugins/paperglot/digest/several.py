"""Asking for several things at once, within a budget, until the endpoint turns out to be down."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from paperglot.digest import endpoint
from paperglot.digest.budget import Budget
from paperglot.digest.lacks import Lacks
from paperglot.errors import DigestError, EndpointClosedError
from paperglot.model import Failure, Provenance
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


class Considered(Protocol):
    """What one answer makes of what was asked for."""

    @property
    def provenance(self) -> Provenance:
        """Where the answer came from and what it cost."""

    @property
    def next(self) -> Any:  # noqa: ANN401 (what was asked for, in another request)
        """What to ask for once more; None: that would be in vain."""


S = TypeVar("S", bound=Named)
V = TypeVar("V", bound=Considered)


@dataclass(frozen=True, slots=True)
class Dialogue(Generic[S, V]):
    """How one kind of thing is asked for, and what is made of an answer."""

    estimate: Callable[[S], float | None]
    """About how many US dollars a request will cost; None without a known price."""
    parameters: Callable[[S], dict[str, Any]]
    """Those of a request."""
    consider: "Callable[[S, Message], V]"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What brought no answer."""

    failures: tuple[Failure, ...] = ()
    held: int = 0
    """How many things were not asked for as the budget had no room for them."""


def ask(
    subjects: Sequence[S],
    model: ModelSettings,
    dialogue: Dialogue[S, V],
    keep: Callable[[V], None],
    budget: Budget,
) -> Unanswered:
    """Ask for each subject, and again where it says so; hand over each answer once it is there.

    Before each request its estimate is set aside. What failed is returned and not raised.

    Raises:
        NotConfiguredError: there is no key.
    """
    if not subjects:
        return Unanswered()
    endpoint.require_key(model)
    return asyncio.run(_ask(subjects, model, dialogue, keep, budget))


def tokens_of(text: str) -> int:
    """Return about how many tokens an English text has, for estimates of cost."""
    return len(text) // _CHARACTERS_OF_A_TOKEN


async def _ask(
    subjects: Sequence[S],
    model: ModelSettings,
    dialogue: Dialogue[S, V],
    keep: Callable[[V], None],
    budget: Budget,
) -> Unanswered:
    async with endpoint.connect(model) as client:
        run = _Run(client, model, iter(subjects), dialogue, keep, budget)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(model.concurrency, len(subjects))):
                    group.create_task(run.work())
        except* OSError as errors:  # of the disk; the first one says what the others say
            raise errors.exceptions[0] from None
    unasked = (Failure(each.id, f"not asked: {run.closed}") for each in run.waiting)
    return Unanswered((*run.failures, *unasked), run.held)


@dataclass(slots=True)
class _Run(Generic[S, V]):
    """The workers' common state; they share one thread, so nothing needs a lock."""

    client: "AsyncAnthropic"
    model: ModelSettings
    waiting: Iterator[S]
    dialogue: Dialogue[S, V]
    keep: Callable[[V], None]
    budget: Budget
    failures: list[Failure] = field(default_factory=list)
    lacks: Lacks = field(default_factory=Lacks)
    held: int = 0
    in_a_row: int = 0
    closed: DigestError | None = None

    async def work(self) -> None:
        """Take subjects until there are none, or until asking makes no sense."""
        while self.closed is None and (subject := next(self.waiting, None)) is not None:
            if not self.budget.reserve(self._estimate(subject)):
                self.held += 1
                continue
            try:
                await self._ask(subject)
            except DigestError as error:
                # What was set aside stays so: an answer that never came may have been billed.
                self._fail(subject, error)

    async def _ask(self, subject: S) -> None:
        """Ask until an answer is the last; each one is kept, as each is paid for."""
        ends = asyncio.get_running_loop().time() + self.model.deadline
        further: S | None = subject
        while further is not None:
            parameters = self.dialogue.parameters(further)
            message = await endpoint.ask(self.client, parameters, self.model, ends, self.lacks)
            found = self.dialogue.consider(further, message)
            self.budget.settle(found.provenance.cost, self._estimate(further))
            self.keep(found)
            self.in_a_row = 0
            further = found.next
            if further is None or self.closed is not None:
                return
            if not self.budget.reserve(self._estimate(further)):
                return  # a later run goes on

    def _estimate(self, subject: S) -> float:
        return self.dialogue.estimate(subject) or 0.0

    def _fail(self, subject: S, error: DigestError) -> None:
        self.failures.append(Failure(subject.id, str(error)))
        self.in_a_row += 1
        most = max(_FAILURES_THAT_CLOSE, self.model.concurrency)
        if self.in_a_row >= most or isinstance(error, EndpointClosedError):
            self.closed = error
