"""Batches of requests, at half the price: submitting, looking for and reading them.

There is no idempotency key, so a submission is never repeated here: whoever lost its answer
looks for the batch among those that the endpoint has. Measured with the SDK 2.12: a
stream of results that breaks off raises errors that are not its own, and one that is cut
between two lines raises none.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from paperglot.digest import custom_ids, endpoint, request
from paperglot.digest.attempts import Attempt
from paperglot.digest.lacks import Lacks
from paperglot.errors import DigestError, EndpointError, LostError, NoBatchesError
from paperglot.languages import Language
from paperglot.model import Paper
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic
    from anthropic.types import Message

SHARE = 0.5
"""The part of the price that is asked for in a batch."""
# A tenth of the requests and less than half of the bytes that a batch may have:
# https://docs.anthropic.com/en/docs/build-with-claude/batch-processing.
_MOST_REQUESTS = 10_000
_MOST_BYTES = 100_000_000
_PAGE = 100
_MOST_PAGES = 20
_LONGEST_STREAM = 1_800.0
_UNKNOWN_ROUTE = (404, 405, 501)
_REQUEST_TIMEOUT = 408
_ERROR, _SERVER_ERROR = 400, 500
_END = object()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch:
    """How a batch stands."""

    id: str
    created: datetime
    """UTC, by the endpoint's clock."""
    ended: bool
    """Whether its results can be read."""
    requests: int | None
    """How many it has; None where the endpoint does not say."""


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one request."""

    custom_id: object
    """A text, if the endpoint keeps to the rules."""
    message: "Message | None"
    reason: str = ""
    """Why there is no message."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What goes into one batch."""

    custom_ids: tuple[str, ...]
    requests: tuple[dict[str, Any], ...]
    model: str = ""


def portions(
    asked: Sequence[tuple[Paper, Attempt]],
    model: ModelSettings,
    language: Language,
    lacks: Lacks,
) -> Iterator[Portion]:
    """Yield requests on papers in as few batches as their bounds allow, each to one model."""
    by_model = groupby(sorted(asked, key=lambda each: each[1].model), lambda each: each[1].model)
    for name, group in by_model:
        for portion in _bounded(group, model, language, lacks):
            yield replace(portion, model=name)


def _bounded(
    asked: Iterable[tuple[Paper, Attempt]],
    model: ModelSettings,
    language: Language,
    lacks: Lacks,
) -> Iterator[Portion]:
    names: list[str] = []
    requests: list[dict[str, Any]] = []
    size = 0
    for paper, attempt in asked:
        parameters = lacks.without(request.parameters(paper, attempt, model, language))
        name = custom_ids.of(paper, attempt.number)
        more = len(json.dumps(parameters, ensure_ascii=False).encode()) + 2 * len(name)
        if names and (len(names) == _MOST_REQUESTS or size + more > _MOST_BYTES):
            yield Portion(tuple(names), tuple(requests))
            names, requests, size = [], [], 0
        names.append(name)
        requests.append({"custom_id": name, "params": parameters})
        size += more
    if names:
        yield Portion(tuple(names), tuple(requests))


class BatchEndpoint:
    """The endpoint's batches, within a `with` block; each call keeps the deadline.

    Every method raises EndpointError if this call failed, and EndpointClosedError if all will.
    """

    def __init__(self, model: ModelSettings) -> None:
        """Remember how the model is asked; nothing is imported and nobody asked yet."""
        self._model = model
        self._runner = asyncio.Runner()
        self._connected: AsyncAnthropic | None = None

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the connections."""
        with self._runner:
            if self._connected is not None:
                self._runner.run(self._connected.close())

    def prepare(self) -> None:
        """Make sure that the endpoint can be asked at all.

        Raises:
            NotConfiguredError: there is no key, or an address that is none.
        """
        _ = self._client

    def submit(self, portion: Portion) -> str:
        """Submit a batch, once; return its name.

        Raises:
            LostError: the endpoint may have taken it.
            NoBatchesError: it has none.
        """
        # The SDK would repeat it, and each repetition would be a batch of its own.
        client = self._client.with_options(max_retries=0)
        answer = self._run(
            client.messages.batches.create(requests=list(portion.requests)),  # type: ignore[arg-type]
            _submission_error,
        )
        try:
            return _batch(answer).id
        except EndpointError as error:
            raise LostError(str(error)) from error

    def find(self, batch: str) -> Batch | None:
        """Return how a batch stands; None if the endpoint does not know it."""
        try:
            answer = self._run(self._client.messages.batches.retrieve(batch))
        except DigestError as error:
            if error.__cause__ is not None and endpoint.status_of(error.__cause__) in (404, 405):
                return None
            raise
        return _batch(answer)

    def since(self, moment: datetime) -> list[Batch]:
        """Return the batches that were created since a moment, the latest first.

        Raises:
            NoBatchesError: the endpoint has none.
        """
        found: list[Batch] = []
        after: dict[str, str] = {}
        for _ in range(_MOST_PAGES):
            page = self._run(
                self._client.messages.batches.list(limit=_PAGE, **after),  # type: ignore[arg-type]
                _listing_error,
            )
            data = getattr(page, "data", None)
            if not isinstance(data, list):
                problem = "the endpoint's answer is no list of batches"
                raise EndpointError(problem)
            batches = [_batch(each) for each in data]
            recent = [batch for batch in batches if batch.created >= moment]
            found += recent
            if not recent or len(recent) < len(batches) or not getattr(page, "has_more", None):
                break
            after = {"after_id": batches[-1].id}
        return found

    def results(self, batch: str, take: Callable[[Row], bool]) -> None:
        """Hand over the results of a batch that has ended, in any order, until `take` says no."""
        self._runner.run(self._results(batch, take))

    async def _results(self, batch: str, take: Callable[[Row], bool]) -> None:
        from anthropic._decoders.jsonl import AsyncJSONLDecoder  # noqa: PLC0415

        loop = asyncio.get_running_loop()
        last = loop.time() + _LONGEST_STREAM
        stream: object = await self._answer(
            self._client.messages.batches.results(batch), _reading_error
        )
        if not isinstance(stream, AsyncJSONLDecoder):
            problem = "the endpoint's answer is no stream of results"
            raise EndpointError(problem)
        try:
            while (row := await self._answer(anext(stream, _END))) is not _END:
                if not take(_row(row)):
                    return
                if loop.time() > last:
                    problem = f"no end of the results within {_LONGEST_STREAM:g} seconds"
                    raise EndpointError(problem)
        finally:
            await stream.close()

    @property
    def _client(self) -> "AsyncAnthropic":
        if self._connected is None:
            endpoint.require_key(self._model)
            self._connected = endpoint.connect(self._model)
        return self._connected

    def _run(
        self,
        asking: Awaitable[T],
        explain: Callable[[Exception], DigestError] = endpoint.error_of,
    ) -> T:
        return self._runner.run(self._answer(asking, explain))

    async def _answer(
        self,
        asking: Awaitable[T],
        explain: Callable[[Exception], DigestError] = endpoint.error_of,
    ) -> T:
        """Wait for an answer until the deadline."""
        import anthropic  # noqa: PLC0415 (importing it takes seconds)
        import httpx2  # noqa: PLC0415

        # The last two: the SDK looks into answers that are no objects.
        faults = (
            anthropic.AnthropicError,
            httpx2.HTTPError,
            ValueError,
            AttributeError,
            TypeError,
        )
        try:
            async with asyncio.timeout(self._model.deadline):
                return await asking
        except TimeoutError as error:
            late = EndpointError(f"no answer within {self._model.deadline:g} seconds")
            raise (LostError(str(late)) if explain is _submission_error else late) from error
        except faults as error:
            raise explain(error) from error


def _submission_error(error: Exception) -> DigestError:
    """Tell whether a batch was refused for certain; else it may be under way."""
    import httpx2  # noqa: PLC0415 (part of what takes seconds)

    told = endpoint.error_of(error)
    status = endpoint.status_of(error)
    if status in _UNKNOWN_ROUTE:
        return NoBatchesError(str(told))
    refused = status is not None and _ERROR <= status < _SERVER_ERROR and status != _REQUEST_TIMEOUT
    if refused or isinstance(error.__cause__, httpx2.ConnectError | httpx2.ConnectTimeout):
        return told
    return LostError(str(told))


def _listing_error(error: Exception) -> DigestError:
    told = endpoint.error_of(error)
    if endpoint.status_of(error) in _UNKNOWN_ROUTE:
        return NoBatchesError(str(told))
    return told


def _reading_error(error: Exception) -> DigestError:
    """Results that are not there any more say nothing of other batches."""
    told = endpoint.error_of(error)
    return EndpointError(str(told)) if endpoint.status_of(error) in _UNKNOWN_ROUTE else told


def _batch(answer: object) -> Batch:
    """Read what the SDK made of a batch; it takes what an endpoint sends as it comes."""
    name = getattr(answer, "id", None)
    created = getattr(answer, "created_at", None)
    if not isinstance(name, str) or not name or not isinstance(created, datetime):
        problem = "the endpoint's answer is no batch"
        raise EndpointError(problem)
    return Batch(
        id=name,
        created=created.astimezone(UTC) if created.tzinfo else created.replace(tzinfo=UTC),
        ended=getattr(answer, "processing_status", None) == "ended",
        requests=_total(getattr(answer, "request_counts", None)),
    )


def _total(counts: object) -> int | None:
    """Return the sum of the counts, which the API keeps equal to the number of requests."""
    names = ("processing", "succeeded", "errored", "canceled", "expired")
    values = [getattr(counts, name, None) for name in names]
    known = [value for value in values if isinstance(value, int)]
    return sum(known) if len(known) == len(values) and sum(known) > 0 else None


def _row(row: object) -> Row:
    name = getattr(row, "custom_id", None)
    result = getattr(row, "result", None)
    kind = getattr(result, "type", None)
    if kind == "succeeded":
        try:
            return Row(name, endpoint.message_of(getattr(result, "message", None)))
        except EndpointError as error:
            return Row(name, None, str(error))
    if kind == "expired":
        return Row(name, None, "the batch ended before its turn came")
    if kind == "canceled":
        return Row(name, None, "its request was cancelled")
    if kind == "errored":
        cause = getattr(getattr(result, "error", None), "error", None)
        told = f"{getattr(cause, 'type', 'unknown')}: {getattr(cause, 'message', None)}"
        return Row(name, None, f"its request failed: {told}")
    return Row(name, None, "its result cannot be read")
