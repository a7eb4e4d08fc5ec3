"""The table of faults in docs of the SDK, row by row, with the real SDK over HTTP on loopback."""

import itertools
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from anthropic import transform_schema

from paperglot.digest.answer import answer_model
from paperglot.model import Status
from tests.digest.asking import A, Asker, B, papers
from tests.settings import CHINESE, fault_name
from tests.standins import messages
from tests.standins.dialogue import error
from tests.standins.messages import Fault
from tests.standins.server import Response

AT_ONCE = {"retry-after-ms": "1"}
NOT_AGAIN = {"x-should-retry": "false"}
DOWN = messages.api_error(500, headers=NOT_AGAIN)
SCHEMA = transform_schema(answer_model(CHINESE))
NO_MESSAGE = "the endpoint's answer is no message"


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Asker:
    monkeypatch.setattr("anthropic._base_client.INITIAL_RETRY_DELAY", 0.001)
    return Asker(monkeypatch)


@pytest.mark.parametrize(
    ("code", "headers", "attempts"),
    [
        *((code, AT_ONCE, 3) for code in (408, 409, 429, 500, 503, 529)),
        (429, NOT_AGAIN, 1),
        *((code, {}, 1) for code in (400, 401, 402, 403, 404, 413, 422)),
    ],
)
def test_an_error_of_the_api_leaves_the_paper_waiting(
    ask: Asker, code: int, headers: dict[str, str], attempts: int
) -> None:
    run = ask(messages.api_error(code, "Told to fail.", headers=headers))
    assert run.kept == []
    assert f"HTTP {code}: " in run.reasons[A]
    assert "Told to fail." in run.reasons[A]
    assert len(run.requests) == attempts


@pytest.mark.parametrize("code", [408, 409, 429, 500, 503, 529])
def test_what_may_pass_is_tried_again(ask: Asker, code: int) -> None:
    fault = messages.api_error(code, headers=AT_ONCE)
    assert ask({A: [fault, fault, None]}).statuses == {A: Status.DIGESTED}


@pytest.mark.parametrize(
    ("fault", "attempts", "reason"),
    [
        (messages.malformed_json(), 1, "JSONDecodeError: "),
        (messages.empty(), 1, "JSONDecodeError: "),
        (messages.html_page(), 1, NO_MESSAGE),
        (messages.null_content(), 1, NO_MESSAGE),
        (messages.broken_off(), 3, "APIConnectionError: "),
        (messages.reset(), 3, "APIConnectionError: "),
    ],
    ids=fault_name,
)
def test_an_answer_that_is_none_leaves_the_paper_waiting(
    ask: Asker, fault: Fault, attempts: int, reason: str
) -> None:
    run = ask(fault)
    assert run.kept == []
    assert run.reasons[A].startswith(reason)
    assert len(run.requests) == attempts


def test_the_same_fault_is_told_in_the_same_words(ask: Asker) -> None:
    numbers = itertools.count(1)

    def spoil(_: object, good: Response) -> Response:
        cause = error("api_error", "Overloaded today.", next(numbers))
        return replace(good, status=500, body=json.dumps(cause).encode(), headers=NOT_AGAIN)

    run = ask(Fault("numbered", spoil), about=papers(3))
    [reason] = set(run.reasons.values())
    assert "Overloaded today." in reason


def test_the_web_page_of_a_proxy_is_not_repeated_whole(ask: Asker) -> None:
    page = b"<html><body>" + b"<p>Bad gateway</p>" * 500
    run = ask(Fault("", lambda _, good: replace(good, status=502, body=page, headers=NOT_AGAIN)))
    assert "HTTP 502" in run.reasons[A]
    assert len(run.reasons[A]) < 500


def patched(**changes: object) -> Fault:
    """Answer a message with other fields; `...` takes one away."""

    def spoil(_: object, good: Response) -> Response:
        message = json.loads(good.body) | changes
        kept = {name: value for name, value in message.items() if value is not ...}
        return replace(good, body=json.dumps(kept).encode())

    return Fault(str(changes), spoil)


@pytest.mark.parametrize(
    "fault",
    [patched(content=value) for value in ("words", 5, ..., ["words"], [None])],
    ids=fault_name,
)
def test_content_of_another_shape_concerns_one_paper_alone(ask: Asker, fault: Fault) -> None:
    run = ask({B: fault}, about=papers(3), concurrency=1)
    assert run.reasons == {B: NO_MESSAGE}
    assert len(run.kept) == 2


@pytest.mark.parametrize(
    "usage", [..., None, {}, {"input_tokens": None}, {"input_tokens": "12", "output_tokens": "x"}]
)
def test_an_answer_without_counts_of_tokens_is_taken(ask: Asker, usage: object) -> None:
    [paper] = ask(patched(usage=usage)).kept
    assert paper.status is Status.DIGESTED
    assert paper.provenance is not None
    assert paper.provenance.output_tokens == 0


def test_a_count_of_tokens_below_nothing_is_none(ask: Asker) -> None:
    usage = {"input_tokens": -5, "output_tokens": 7}
    [paper] = ask(patched(usage=usage)).kept
    assert paper.provenance is not None
    assert (paper.provenance.input_tokens, paper.provenance.output_tokens) == (0, 7)


def test_tokens_that_were_read_from_or_put_into_a_cache_count(ask: Asker) -> None:
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    usage = {"output_tokens": 7, **dict(zip(names, (1, 20, 300), strict=True))}
    [paper] = ask(patched(usage=usage)).kept
    assert paper.provenance is not None
    assert paper.provenance.input_tokens == 321


@pytest.mark.parametrize(
    "content", [[], [{"type": "text"}], [{"type": "text", "text": None}], [{"type": "tool_use"}]]
)
def test_content_without_text_is_rejected(ask: Asker, content: object) -> None:
    assert ask(patched(content=content)).statuses == {A: Status.REJECTED}


@pytest.mark.parametrize(
    "fault",
    [
        messages.never(),
        messages.api_error(429, headers={"retry-after": "86400"}),
        messages.api_error(529, headers={"retry-after-ms": "86400000"}),
    ],
    ids=["no answer", "retry-after", "retry-after-ms"],
)
def test_nothing_is_waited_for_past_the_deadline(ask: Asker, fault: Fault) -> None:
    run = ask(fault, deadline=0.5)
    assert run.reasons == {A: "no answer within 0.5 seconds"}
    assert len(run.requests) <= 1  # none where the machine is too busy to send it in time


@pytest.mark.parametrize("code", [401, 402, 403, 404])
def test_an_endpoint_that_refuses_all_is_left_in_peace(ask: Asker, code: int) -> None:
    first, second, *others = papers(5)
    fault = messages.api_error(code, "No.")
    run = ask({second.id: fault}, about=[first, second, *others], concurrency=1)
    assert run.statuses == {first.id: Status.DIGESTED}
    assert [request.paper for request in run.requests] == [first.id, second.id]
    assert run.reasons[second.id].startswith(f"the endpoint refuses all requests: HTTP {code}: ")
    assert {run.reasons[paper.id] for paper in others} == {f"not asked: {run.reasons[second.id]}"}


@pytest.mark.parametrize(
    ("code", "message", "details"),
    [
        (400, "You have reached your specified API usage limits.", None),
        (400, "Your credit balance is too low to access the API.", None),
        (429, "Try again next month.", "enforced_spend_limit_reached"),
        (429, "Try again next month.", "contract_spend_limit_reached"),
    ],
)
def test_a_limit_of_spending_ends_the_run(
    ask: Asker, code: int, message: str, details: str | None
) -> None:
    fault = messages.api_error(code, message, code=details, headers=NOT_AGAIN)
    run = ask(fault, papers(30), concurrency=2)
    assert run.kept == []
    assert len(run.requests) <= 2
    assert len(run.reasons) == 30
    assert message in run.reasons[A]


def test_what_is_under_way_when_the_endpoint_closes_is_not_lost(ask: Asker) -> None:
    run = ask({A: messages.api_error(401)}, about=papers(12), concurrency=4)
    asked = {request.paper for request in run.requests}
    assert set(run.statuses) == asked - {A}
    assert set(run.reasons) == {paper.id for paper in papers(12)} - set(run.statuses)


def test_five_failures_without_a_success_end_the_run(ask: Asker) -> None:
    run = ask(DOWN, about=papers(8), concurrency=1)
    assert len(run.requests) == 5
    not_asked = [reason.startswith("not asked: HTTP 500") for reason in run.reasons.values()]
    assert not_asked == [*[False] * 5, *[True] * 3]


def test_four_failures_do_not(ask: Asker) -> None:
    run = ask([DOWN] * 4, about=papers(8), concurrency=1)
    assert len(run.kept) == len(run.failures) == 4


def test_single_failures_among_successes_do_not(ask: Asker) -> None:
    run = ask([None, *[DOWN, None] * 6], about=papers(13), concurrency=1)
    assert (len(run.kept), len(run.failures)) == (7, 6)


def test_an_endpoint_that_goes_down_halfway_ends_the_run_too(ask: Asker) -> None:
    run = ask([None, *[DOWN] * 20], about=papers(12), concurrency=1)
    assert len(run.kept) == 1
    assert len(run.requests) == 6
    assert len(run.failures) == 11


@pytest.mark.parametrize(
    "make",
    [lambda: DOWN, messages.malformed_json, messages.html_page, messages.null_content],
    ids=["error", "malformed", "page", "null"],
)
def test_one_paper_that_fails_costs_no_other_its_answer(
    ask: Asker, make: Callable[[], Fault]
) -> None:
    run = ask({B: make()}, about=papers(6))
    assert set(run.statuses.values()) == {Status.DIGESTED}
    assert len(run.kept) == 5
    assert list(run.reasons) == [B]


def test_a_parameter_that_the_endpoint_refuses_is_sent_no_more(ask: Asker) -> None:
    def strict(asked: messages.Asked) -> dict[str, object]:
        return messages.invent(replace(asked, schema=SCHEMA))

    run = ask(
        {1: messages.api_error(400, "output_config: Extra inputs are not permitted")},
        papers(3),
        answer=strict,
        concurrency=1,
    )
    assert list(run.statuses.values()) == [Status.DIGESTED] * 3
    assert ["output_config" in each.body for each in run.requests] == [True, False, False, False]


def test_an_endpoint_that_refuses_whatever_is_left_out_is_not_asked_for_ever(ask: Asker) -> None:
    run = ask(messages.api_error(400, "output_config: Extra inputs are not permitted"))
    assert "output_config" in run.reasons[A]
    assert len(run.requests) == 2
