"""Asking the model directly: one paper a request, several under way at once.

What the SDK does on each fault was measured; it retries what may pass, obeys any
`retry-after`, and knows no deadline, so there is one here.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from paperglot.digest import prompt, request, verdict
from paperglot.errors import DigestError, EndpointClosedError, EndpointError, NotConfiguredError
from paperglot.languages import Language
from paperglot.model import Failure, Paper, Status
from paperglot.prose import line
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from anthropic.types import Message

_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE")
# So many failures in a row mean that the endpoint is down, not one paper odd.
_FAILURES_THAT_CLOSE = 5
_LONGEST_REASON = 200


def needs_digest(paper: Paper, model: ModelSettings) -> bool:
    """Say whether a model should be asked: waiting, or refused by another model or prompt."""
    if paper.sample:
        return False
    if paper.status in (Status.REFUSED, Status.REJECTED):
        asked = paper.provenance
        return asked is None or (asked.model, asked.prompt) != (model.name, prompt.VERSION)
    return paper.status is Status.PENDING


def digest_papers(
    papers: Sequence[Paper],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Paper], None],
) -> tuple[Failure, ...]:
    """Ask for each paper's digest and hand over each answered paper the moment it is there.

    What could not be asked or did not answer is returned and still waits.

    Raises:
        NotConfiguredError: there is no key.
    """
    if not papers:
        return ()
    if not any(os.environ.get(name) for name in _KEYS):
        message = "no ANTHROPIC_API_KEY is set, so no digest was asked for"
        raise NotConfiguredError(message)
    return asyncio.run(_digest_papers(papers, model, language, keep))


async def _digest_papers(
    papers: Sequence[Paper],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Paper], None],
) -> tuple[Failure, ...]:
    async with _client(model) as client:
        asker = _Asker(client, model, language)
        run = _Run(asker, iter(papers), keep, max(_FAILURES_THAT_CLOSE, model.concurrency))
        workers = min(model.concurrency, len(papers))
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(workers):
                    group.create_task(run.work())
        except* OSError as errors:  # of the disk; the first one says what the others say
            raise errors.exceptions[0] from None
    return (*run.failures, *run.unasked())


def _client(model: ModelSettings) -> "AsyncAnthropic":
    """Make the SDK's client, which reads key and endpoint from the environment."""
    import anthropic  # noqa: PLC0415 (importing it takes seconds)
    import httpx2  # noqa: PLC0415

    try:
        # Not less than the deadline: a request that is cut short may be billed, and asked again.
        return anthropic.AsyncAnthropic(timeout=model.deadline)
    except (anthropic.AnthropicError, httpx2.InvalidURL, ValueError) as error:
        message = f"the model cannot be asked: {error}"
        raise NotConfiguredError(message) from error


@dataclass(slots=True)
class _Run:
    """The workers' common state; they share one thread, so nothing needs a lock."""

    asker: "_Asker"
    waiting: Iterator[Paper]
    keep: Callable[[Paper], None]
    most_in_a_row: int
    """Failures in a row after which nothing more is asked."""
    failures: list[Failure] = field(default_factory=list)
    in_a_row: int = 0
    closed: DigestError | None = None

    async def work(self) -> None:
        """Take papers until there are none, or until asking makes no sense."""
        while self.closed is None and (paper := next(self.waiting, None)) is not None:
            try:
                self.keep(await self.asker.ask(paper))
                self.in_a_row = 0
            except DigestError as error:
                self._fail(paper, error)

    def unasked(self) -> Iterable[Failure]:
        """Return what was not asked for because the endpoint was closed."""
        return [Failure(paper.id, f"not asked: {self.closed}") for paper in self.waiting]

    def _fail(self, paper: Paper, error: DigestError) -> None:
        self.failures.append(Failure(paper.id, str(error)))
        self.in_a_row += 1
        if self.in_a_row >= self.most_in_a_row or isinstance(error, EndpointClosedError):
            self.closed = error


@dataclass(frozen=True, slots=True)
class _Asker:
    """One request and what its answer makes of the paper."""

    client: "AsyncAnthropic"
    model: ModelSettings
    language: Language

    async def ask(self, paper: Paper) -> Paper:
        """Return the paper with its digest, or as refused or rejected.

        Raises:
            DigestError: no answer came, or none that could be read.
        """
        return verdict.judge(paper, await self._request(paper), self.model, self.language)

    async def _request(self, paper: Paper) -> "Message":
        import anthropic  # noqa: PLC0415 (importing it takes seconds)
        import httpx2  # noqa: PLC0415

        try:
            async with asyncio.timeout(self.model.deadline):
                parameters = request.parameters(paper, self.model, self.language)
                message = await self.client.messages.create(**parameters)
        except TimeoutError as error:
            problem = f"no answer within {self.model.deadline:g} seconds"
            raise EndpointError(problem) from error
        except (anthropic.AnthropicError, httpx2.HTTPError, ValueError) as error:
            raise _endpoint_error(error) from error
        if not isinstance(message, anthropic.types.Message) or not _has_blocks(message):
            problem = "the endpoint's answer is no message"
            raise EndpointError(problem)
        return message


def _has_blocks(message: "Message") -> bool:
    """The SDK takes the content of an endpoint as it comes, whatever its type."""
    content: object = message.content
    return isinstance(content, list) and all(hasattr(block, "type") for block in content)


def _endpoint_error(error: Exception) -> DigestError:
    """Tell what concerns every paper (key, credit, permission, model) from what may pass."""
    status = getattr(error, "status_code", None)
    told = _told(error)
    if status in (401, 402, 403, 404):
        message = f"the endpoint refuses all requests: HTTP {status}: {told}"
        return EndpointClosedError(message)
    return EndpointError(f"HTTP {status}: {told}" if status else f"{type(error).__name__}: {told}")


def _told(error: Exception) -> str:
    """Return the API's own words, without the request's id, which differs each time."""
    body = getattr(error, "body", None)
    cause = body.get("error") if isinstance(body, dict) else None
    own = cause.get("message") if isinstance(cause, dict) else None
    told = line(str(own or error)) or type(error).__name__
    if error.__cause__ is not None and own is None:
        told += f" ({line(str(error.__cause__))})"  # the SDK says no more than "Connection error."
    return told[:_LONGEST_REASON]
