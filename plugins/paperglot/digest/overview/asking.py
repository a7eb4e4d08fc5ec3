"""Asking for overviews: one request a topic and day, and one more where its answer fails."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from paperglot.digest import endpoint
from paperglot.digest.budget import Budget
from paperglot.digest.lacks import Lacks
from paperglot.digest.overview import answer, prompt, verdict
from paperglot.digest.overview.prompt import Subject
from paperglot.digest.overview.verdict import Verdict
from paperglot.digest.prices import cost
from paperglot.digest.prompt import again
from paperglot.errors import DigestError, EndpointClosedError
from paperglot.languages import Language
from paperglot.model import Failure, Overview
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

# Three sentences in two languages, as a stand-in counts them.
_OUTPUT_TOKENS = 400
# The TL;DR of a paper that still waits for it, and two takeaways.
_TOKENS_OF_A_SUMMARY = 80
_CHARACTERS_OF_A_TOKEN = 4
# So many failures in a row mean that the endpoint is down, not one day odd.
_FAILURES_THAT_CLOSE = 5


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What brought no overview."""

    failures: tuple[Failure, ...] = ()
    held: int = 0
    """How many were not asked for as the budget had no room for them."""


def ask(
    subjects: Sequence[Subject],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Overview], None],
    budget: Budget,
) -> Unanswered:
    """Ask for each subject's overview and hand over each answer the moment it is there.

    Raises:
        NotConfiguredError: there is no key.
    """
    if not subjects:
        return Unanswered()
    endpoint.require_key(model)
    return asyncio.run(_ask(subjects, model, language, keep, budget))


def estimate(subject: Subject, model: ModelSettings, language: Language) -> float | None:
    """Return about how many US dollars an overview will cost; None without a known price."""
    written = prompt.system(language) + prompt.user(subject)
    tokens = len(written) // _CHARACTERS_OF_A_TOKEN
    tokens += sum(_TOKENS_OF_A_SUMMARY for paper in subject.papers if paper.digest is None)
    return cost(model.name, tokens, _OUTPUT_TOKENS, model.prices)


async def _ask(
    subjects: Sequence[Subject],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Overview], None],
    budget: Budget,
) -> Unanswered:
    async with endpoint.connect(model) as client:
        run = _Run(client, model, language, iter(subjects), keep, budget)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(model.concurrency, len(subjects))):
                    group.create_task(run.work())
        except* OSError as errors:  # of the disk; the first one says what the others say
            raise errors.exceptions[0] from None
    unasked = (Failure(each.id, f"not asked: {run.closed}") for each in run.waiting)
    return Unanswered((*run.failures, *unasked), run.held)


@dataclass(slots=True)
class _Run:
    """The workers' common state; they share one thread, so nothing needs a lock."""

    client: "AsyncAnthropic"
    model: ModelSettings
    language: Language
    waiting: Iterator[Subject]
    keep: Callable[[Overview], None]
    budget: Budget
    failures: list[Failure] = field(default_factory=list)
    lacks: Lacks = field(default_factory=Lacks)
    held: int = 0
    in_a_row: int = 0
    closed: DigestError | None = None

    async def work(self) -> None:
        """Take subjects until there are none, or until asking makes no sense."""
        while self.closed is None and (subject := next(self.waiting, None)) is not None:
            expected = estimate(subject, self.model, self.language) or 0.0
            if not self.budget.reserve(expected):
                self.held += 1
                continue
            try:
                overview = await self._overview_of(subject)
            except DigestError as error:
                # What was set aside stays so: an answer that never came may have been billed.
                self._fail(subject, error)
            else:
                self.budget.settle(overview.provenance.cost, expected)
                self.keep(overview)
                self.in_a_row = 0

    async def _overview_of(self, subject: Subject) -> Overview:
        """Ask, and once more with what failed; a failure then leaves the first verdict."""
        ends = asyncio.get_running_loop().time() + self.model.deadline
        first = _parameters(subject, self.model, self.language)
        found = await self._verdict(subject, first, ends)
        if not found.failed:
            return found.overview
        try:
            later = await self._verdict(subject, _repeated(first, found.failed), ends)
        except DigestError:
            return found.overview
        return _with_costs_of(found.overview, later.overview)

    async def _verdict(self, subject: Subject, parameters: dict[str, Any], ends: float) -> Verdict:
        message = await endpoint.ask(self.client, parameters, self.model, ends, self.lacks)
        return verdict.consider(subject, message, self.model, self.language)

    def _fail(self, subject: Subject, error: DigestError) -> None:
        self.failures.append(Failure(subject.id, str(error)))
        self.in_a_row += 1
        most = max(_FAILURES_THAT_CLOSE, self.model.concurrency)
        if self.in_a_row >= most or isinstance(error, EndpointClosedError):
            self.closed = error


def _parameters(subject: Subject, model: ModelSettings, language: Language) -> dict[str, Any]:
    thinking = {} if model.thinking else {"thinking": {"type": "disabled"}}
    return {
        "model": model.name,
        "max_tokens": model.max_tokens,
        "system": prompt.system(language),
        "messages": [{"role": "user", "content": prompt.user(subject)}],
        "output_config": {"format": {"type": "json_schema", "schema": _schema(language)}},
        **thinking,
    }


def _repeated(first: dict[str, Any], failed: Sequence[str]) -> dict[str, Any]:
    note = {"role": "user", "content": again(failed, placeholders=False)}
    return {**first, "messages": [*first["messages"], note]}


@cache
def _schema(language: Language) -> dict[str, Any]:
    from anthropic import transform_schema  # noqa: PLC0415 (importing it takes seconds)

    return transform_schema(answer.answer_model(language))


def _with_costs_of(before: Overview, overview: Overview) -> Overview:
    earlier, later = before.provenance, overview.provenance
    known = earlier.cost is not None and later.cost is not None
    total = replace(
        later,
        input_tokens=earlier.input_tokens + later.input_tokens,
        output_tokens=earlier.output_tokens + later.output_tokens,
        cost=round((earlier.cost or 0) + (later.cost or 0), 8) if known else None,
    )
    return replace(overview, provenance=total)
