"""A stand-in for the Message Batches API: submitting, listing, looking and reading results.

Imitated: that a batch is validated when it is processed and not when it is taken, that its
results come in another order than its requests, that the list begins with the latest batch and
comes in pages, and that there is no idempotency key: who submits twice has two batches. Sources:
the types of the `anthropic` SDK 2.12 (`types/messages/message_batch.py` and its neighbours) and
https://docs.anthropic.com/en/docs/build-with-claude/batch-processing.

Faults are planned under these names: "turn away" (before a submission is taken), "create" (the
answer to one that was taken), "list", "batch", "results", and "row:PAPER" for what becomes of a
paper's request.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import SplitResult, parse_qs, urlsplit

from tests.standins.dialogue import Json, complaints, error, read
from tests.standins.faults import Fault, Faults
from tests.standins.server import Request, Response

PATH = "/v1/messages/batches"
_CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}", re.ASCII)
_KINDS = ("succeeded", "errored", "expired", "canceled")

Answer = Callable[[Json], Response]
"""Answers one request of a batch, given its parameters."""


@dataclass
class StoredBatch:
    """A batch that was taken."""

    id: str
    created: datetime
    requests: list[Json]
    looks: int
    """How often it is still found in progress."""
    rows: list[Json] = field(default_factory=list)
    """Its results, once it has ended."""

    @property
    def papers(self) -> list[str]:
        """The papers that it is about."""
        return [read(request["params"]).id for request in self.requests]


class Batches:
    """The batches of a `MessagesStandIn`.

    `looks` is how often a new batch is looked at, one by one, before it has ended; `now` is
    the endpoint's clock.
    """

    def __init__(self, faults: Faults, answer: Answer) -> None:
        self.looks = 0
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.stored: list[StoredBatch] = []
        self.calls: list[str] = []
        """What was asked for: "create", "list", "batch" or "results"."""
        self._faults = faults
        self._answer = answer

    @property
    def counts(self) -> Counter[str]:
        """How often each paper was taken in a batch."""
        return Counter(paper for batch in self.stored for paper in batch.papers)

    def end(self) -> None:
        """End every batch."""
        for batch in self.stored:
            batch.looks = 0

    def take(self, requests: list[Json]) -> StoredBatch:
        """Take a batch, as if somebody had submitted it now."""
        number = len(self.stored) + 1
        batch = StoredBatch(f"msgbatch_standin{number:06}", self.now(), requests, self.looks)
        self.stored.append(batch)
        return batch

    def respond(self, request: Request, url: str) -> Response | None:
        """Answer as the API would, or as a fault demands; None: it is no request for batches."""
        parts = urlsplit(request.path)
        if parts.path == PATH or parts.path.startswith(f"{PATH}/"):
            return self._respond(request, parts, url)
        return None

    def _respond(self, request: Request, parts: SplitResult, url: str) -> Response:
        complaint = next(complaints(request.headers, {}), None)
        if complaint is not None and complaint.status == 401:  # the others concern messages
            return _reply(complaint.status, error(complaint.kind, complaint.message))
        name, _, rest = parts.path.removeprefix(PATH).removeprefix("/").partition("/")
        if request.method == "POST":
            return self._create(request)
        if not name:
            return self._list(request, parse_qs(parts.query), url)
        batch = next((each for each in self.stored if each.id == name), None)
        if batch is None:
            return self._told("batch", request, _missing())
        if rest == "results":
            return self._results(request, batch)
        self._look(batch)
        return self._told("batch", request, _reply(200, _described(batch, url)))

    def _told(self, kind: str, request: Request, good: Response) -> Response:
        self.calls.append(kind)
        return self._faults.apply("", request, good, kind)

    def _create(self, request: Request) -> Response:
        let_in = _reply(200, {})
        turned_away = self._faults.apply("", request, let_in, "turn away")
        if turned_away is not let_in:
            self.calls.append("create")
            return turned_away
        try:
            requests = json.loads(request.body)["requests"]
            names = [each["custom_id"] for each in requests]
        except (ValueError, KeyError, TypeError):
            return _reply(400, error("invalid_request_error", "requests: Field required"))
        wrong = [name for name in names if not _CUSTOM_ID.fullmatch(name)]
        if wrong or not names or len(set(names)) < len(names):
            return _reply(400, error("invalid_request_error", f"custom_id: {wrong or names}"))
        batch = self.take(requests)
        return self._told("create", request, _reply(200, _described(batch, "", ended=False)))

    def _list(self, request: Request, query: dict[str, list[str]], url: str) -> Response:
        newest = self.stored[::-1]
        after = query.get("after_id", [""])[0]
        start = next((n for n, each in enumerate(newest, 1) if each.id == after), 0)
        page = newest[start : start + int(query.get("limit", ["20"])[0])]
        for batch in page:
            self._finish(batch)
        body = {
            "data": [_described(batch, url) for batch in page],
            "has_more": newest[-1:] != page[-1:],
            "first_id": page[0].id if page else None,
            "last_id": page[-1].id if page else None,
        }
        return self._told("list", request, _reply(200, body))

    def _results(self, request: Request, batch: StoredBatch) -> Response:
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in batch.rows)
        headers = {"Content-Type": "application/binary"}
        good = Response(200, "".join(lines).encode(), headers)
        return self._told("results", request, good)

    def _look(self, batch: StoredBatch) -> None:
        if batch.looks:
            batch.looks -= 1
        else:
            self._finish(batch)

    def _finish(self, batch: StoredBatch) -> None:
        if batch.rows or batch.looks:
            return
        rows = [
            {"custom_id": each["custom_id"], "result": self._result(each["params"])}
            for each in batch.requests
        ]
        random.Random(batch.id).shuffle(rows)
        batch.rows = rows

    def _result(self, parameters: Json) -> Json:
        good = self._answer(parameters)
        if good.status == 200:
            asked = Request("POST", PATH, {}, json.dumps(parameters).encode(), 0.0, 0, 0)
            good = self._faults.apply(read(parameters).id, asked, good, "row")
        body = json.loads(good.body)
        if good.status == 200:
            return body if body.get("type") in _KINDS else {"type": "succeeded", "message": body}
        return {"type": "errored", "error": body}


def _described(batch: StoredBatch, url: str, *, ended: bool | None = None) -> Json:
    ended = bool(batch.rows) if ended is None else ended
    kinds = Counter(row["result"]["type"] for row in batch.rows) if ended else Counter()
    stamp = "%Y-%m-%dT%H:%M:%S.%fZ"
    return {
        "id": batch.id,
        "type": "message_batch",
        "processing_status": "ended" if ended else "in_progress",
        "request_counts": {
            "processing": 0 if ended else len(batch.requests),
            **{kind: kinds[kind] for kind in _KINDS},
        },
        "created_at": batch.created.strftime(stamp),
        "expires_at": (batch.created + timedelta(days=1)).strftime(stamp),
        "ended_at": batch.created.strftime(stamp) if ended else None,
        "archived_at": None,
        "cancel_initiated_at": None,
        "results_url": f"{url}{PATH}/{batch.id}/results" if ended else None,
    }


def _missing() -> Response:
    return _reply(404, error("not_found_error", "Batch not found"))


def _reply(status: int, body: Json) -> Response:
    return Response(status, json.dumps(body).encode(), {"Content-Type": "application/json"})


def expired() -> Fault:
    """Let a request not have its turn before the batch ends."""
    return _result("expired")


def canceled() -> Fault:
    """Let a request be cancelled."""
    return _result("canceled")


def _result(kind: str) -> Fault:
    body = json.dumps({"type": kind}).encode()
    return Fault(kind, lambda _, good: replace(good, body=body))


def cut_rows(number: int) -> Fault:
    """End the results after so many lines; nothing in the answer tells."""
    return _lines("cut rows", lambda lines: lines[:number])


def doubled_rows() -> Fault:
    """Send each result twice."""
    return _lines("doubled rows", lambda lines: [*lines, *lines])


def added_row(custom_id: str) -> Fault:
    """Send one more result, of a request that was not among those of the batch."""

    def add(lines: list[bytes]) -> list[bytes]:
        return [json.dumps(json.loads(lines[0]) | {"custom_id": custom_id}).encode(), *lines]

    return _lines("added row", add)


def _lines(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Fault:
    def spoil(_: object, good: Response) -> Response:
        lines = change(good.body.removesuffix(b"\n").split(b"\n"))
        return replace(good, body=b"".join(line + b"\n" for line in lines))

    return Fault(name, spoil)
