"""A stand-in for the Messages API: POST /v1/messages, as `anthropic.AsyncAnthropic` calls it.

Imitated: the JSON of answers and errors, and that a request is turned away without an API
key, a version header, a required field, or with a schema, sampling parameters or a prefill
that the API no longer takes (sources in `tests.standins.dialogue`); and batches, in
`tests.standins.batches`. Not imitated: streaming, tools, prompt caching, rate limits by themselves.

Use it with `anthropic.AsyncAnthropic(base_url=stand_in.base_url, api_key="x")`, and set
NO_PROXY=127.0.0.1 where a proxy is configured: the SDK sends loopback through it too.
"""

import itertools
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tests.standins.answers import Answer, Overrides, answers_from, invent, seed_answers
from tests.standins.batches import Batches
from tests.standins.dialogue import (
    Asked,
    Json,
    Structured,
    complaints,
    error,
    in_prose,
    message,
    read,
)
from tests.standins.faults import (
    EVERY,
    Fault,
    Faults,
    Plan,
    Plans,
    broken_off,
    empty,
    half,
    never,
    reset,
    slow,
)
from tests.standins.mishaps import (
    answering,
    api_error,
    cut_answer,
    html_page,
    malformed_json,
    null_content,
    off_schema,
    refusal,
    rewritten,
    thinking_first,
    wrong_language,
)
from tests.standins.server import Ending, Request, Response, StandIn

__all__ = [
    "EVERY",
    "Answer",
    "Asked",
    "Fault",
    "MessageRequest",
    "MessagesStandIn",
    "Overrides",
    "Plan",
    "Plans",
    "Structured",
    "answering",
    "answers_from",
    "api_error",
    "broken_off",
    "cut_answer",
    "empty",
    "half",
    "html_page",
    "invent",
    "malformed_json",
    "never",
    "null_content",
    "off_schema",
    "refusal",
    "reset",
    "rewritten",
    "seed_answers",
    "slow",
    "thinking_first",
    "wrong_language",
]

_PATH = "/v1/messages"
_OK = 200


@dataclass(frozen=True, slots=True)
class MessageRequest:
    """What a client sent, and what it was told."""

    paper: str
    """The paper's id; empty where the request names none."""
    body: Json
    """The parsed request; empty where it was no JSON object."""
    headers: Mapping[str, str]
    """Names in lower case."""
    arrived: float
    """`time.monotonic()`."""
    connection: int
    """Number of the connection, counted from 1."""
    status: int | None
    """None where the connection was reset instead."""

    @property
    def api_key(self) -> str:
        """The key: SDK 2.12 sends it as a bearer token, other clients as `x-api-key`."""
        bearer = self.headers.get("authorization", "").removeprefix("Bearer ")
        return self.headers.get("x-api-key", bearer)


class MessagesStandIn(StandIn):
    """Answers with a function of what was asked; faults are planned by paper's id.

    `latency` is the seconds that each answer takes. Requests that the API would turn away
    are turned away whatever the plan says, and do not count for it. `structured` is what
    the endpoint makes of a schema: where it does not keep to one, it answers in prose.
    """

    def __init__(
        self,
        answer: Answer = invent,
        *,
        latency: float = 0.0,
        faults: Plans = None,
        structured: Structured = Structured.KEPT,
    ) -> None:
        super().__init__()
        self.faults = Faults(faults)
        self._answer = answer
        self._latency = latency
        self._structured = structured
        self._numbers = itertools.count(1)
        self._requests: list[MessageRequest] = []
        self.batches = Batches(self.faults, self._of_batch)

    @property
    def base_url(self) -> str:
        """The address for `base_url` or ANTHROPIC_BASE_URL."""
        return self.url

    @property
    def requests(self) -> tuple[MessageRequest, ...]:
        """All requests so far, retries included, in the order of their arrival."""
        with self._lock:
            return tuple(sorted(self._requests, key=lambda request: request.arrived))

    def requests_for(self, paper: str) -> tuple[MessageRequest, ...]:
        """Return the requests about one paper."""
        return tuple(request for request in self.requests if request.paper == paper)

    @property
    def counts(self) -> Counter[str]:
        """How many requests each paper's id had."""
        return Counter(request.paper for request in self.requests)

    def respond(self, request: Request) -> Response:
        """Answer as the API would, or as the fault demands; the request is recorded first."""
        with self._lock:
            batch = self.batches.respond(request, self.url)
        if batch is not None:
            return batch
        body = _parsed(request.body)
        asked = read(body)
        response = self._response(request, asked)
        status = None if response.ending is Ending.RESET else response.status
        with self._lock:
            self._requests.append(
                MessageRequest(
                    paper=asked.id,
                    body=body,
                    headers=request.headers,
                    arrived=request.arrived,
                    connection=request.connection,
                    status=status,
                )
            )
        return response

    def _response(self, request: Request, asked: Asked) -> Response:
        number = next(self._numbers)
        if (request.method, request.path) != ("POST", _PATH):
            return self._reply(404, error("not_found_error", "Not found", number), number)
        good = self._answered(request.headers, asked, number)
        return self.faults.apply(asked.id, request, good) if good.status == _OK else good

    def _of_batch(self, parameters: Json) -> Response:
        """Answer one request of a batch, which was let in when the batch was submitted."""
        headers = {"x-api-key": "x", "anthropic-version": "x"}
        return self._answered(headers, read(parameters), next(self._numbers))

    def _answered(self, headers: Mapping[str, str], asked: Asked, number: int) -> Response:
        complaint = next(complaints(headers, asked.body, self._structured), None)
        if complaint is not None:
            cause = error(complaint.kind, complaint.message, number)
            return self._reply(complaint.status, cause, number)
        text = self._text(asked)
        return self._reply(_OK, message(asked.body, text, number), number)

    def _text(self, asked: Asked) -> str:
        if self._structured is Structured.KEPT:
            return json.dumps(self._answer(asked), ensure_ascii=False)
        told = read({**asked.body, "output_config": None})
        return in_prose(json.dumps(self._answer(told), ensure_ascii=False))

    def _reply(self, status: int, body: Json, number: int) -> Response:
        headers = {"Content-Type": "application/json", "request-id": f"req_standin{number:012}"}
        data = json.dumps(body, ensure_ascii=False).encode()
        return Response(status, data, headers, wait=self._latency)


def _parsed(data: bytes) -> Json:
    try:
        body = json.loads(data)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
