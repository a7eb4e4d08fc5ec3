"""The stand-in for the Messages API, driven by the real SDK."""

import asyncio
import json
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import anthropic
import httpx2
import pytest

from tests.standins import messages
from tests.standins.answers import FEWEST
from tests.standins.messages import Asked, Fault, MessagesStandIn, Structured
from tests.standins.tokens import tokens

SCHEMA = anthropic.transform_schema(
    {
        "type": "object",
        "properties": {
            "title_zh": {"type": "string", "maxLength": 300},
            "tldr_en": {"type": "string"},
            "takeaways": {
                "type": "array",
                "items": {"$ref": "#/$defs/Takeaway"},
                "minItems": 3,
                "maxItems": 7,
            },
        },
        "required": ["title_zh", "tldr_en", "takeaways"],
        "$defs": {
            "Takeaway": {
                "type": "object",
                "properties": {
                    "text_en": {"type": "string"},
                    "text_zh": {"type": "string"},
                    "sentences": {"type": "array", "items": {"type": "integer"}},
                },
                "required": ["text_en", "text_zh", "sentences"],
            }
        },
    }
)
SENTENCES = {"1": "We need $O(n)$ steps.", "2": "It is right in 87.5% of the cases."}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def request(paper: str = "2605.91201", **changes: object) -> dict[str, Any]:
    content = {"id": paper, "title": "A Title", "categories": ["cs.CL"], "sentences": SENTENCES}
    return {
        "model": "claude-haiku-5-5",
        "max_tokens": 4000,
        "system": "Digest the paper.",
        "messages": [{"role": "user", "content": json.dumps(content, ensure_ascii=False)}],
        "output_config": {"format": {"type": "json_schema", "schema": SCHEMA}},
        **changes,
    }


def client(stand_in: MessagesStandIn, **options: Any) -> anthropic.AsyncAnthropic:
    settings = {"api_key": "x", "max_retries": 0, "timeout": 30.0, **options}
    return anthropic.AsyncAnthropic(base_url=stand_in.base_url, **settings)


async def send(stand_in: MessagesStandIn, *requests: dict[str, Any], **options: Any) -> list[Any]:
    async with client(stand_in, **options) as sdk:
        return await asyncio.gather(*(sdk.messages.create(**body) for body in requests))


def create(stand_in: MessagesStandIn, body: dict[str, Any] | None = None, **options: Any) -> Any:
    return asyncio.run(send(stand_in, body or request(), **options))[0]


def create_with(fault: Fault) -> Any:
    with MessagesStandIn(faults=fault) as stand_in:
        return create(stand_in)


def test_an_answer_is_a_message_that_follows_the_schema() -> None:
    with MessagesStandIn() as stand_in:
        message = create(stand_in)
    answer = json.loads(message.content[0].text)
    assert isinstance(message, anthropic.types.Message)
    assert (message.role, message.model) == ("assistant", "claude-haiku-5-5")
    assert (message.stop_reason, message.stop_details) == ("end_turn", None)
    assert list(answer) == ["title_zh", "tldr_en", "takeaways"]
    assert len(answer["takeaways"]) >= FEWEST


def test_usage_follows_the_documented_rule() -> None:
    with MessagesStandIn() as stand_in:
        message = create(stand_in)
    sent = request()
    parts = (
        sent["system"],
        json.dumps(sent["output_config"]["format"]["schema"]),
        sent["messages"][0]["content"],
    )
    assert message.usage.input_tokens == sum(map(tokens, parts))
    assert message.usage.output_tokens == tokens(message.content[0].text)
    assert message.usage.cache_read_input_tokens == 0


def test_requests_are_recorded() -> None:
    with MessagesStandIn() as stand_in:
        asyncio.run(send(stand_in, request("2605.91201"), request("2605.91202")))
        create(stand_in, request("2605.91201"))
        first = stand_in.requests_for("2605.91202")[0]
        assert stand_in.counts == {"2605.91201": 2, "2605.91202": 1}
        assert first.api_key == "x"
        assert first.body == request("2605.91202")
        assert [seen.status for seen in stand_in.requests] == [200, 200, 200]


def test_sixty_four_requests_are_answered_at_once() -> None:
    barrier = threading.Barrier(64)

    def together(asked: Asked) -> dict[str, Any]:
        barrier.wait(60)
        return messages.invent(asked)

    requests = [request(f"2605.9{number:04}") for number in range(64)]
    with MessagesStandIn(together) as stand_in:
        answers = asyncio.run(send(stand_in, *requests))
        assert stand_in.peak_concurrency == 64
    assert len({answer.id for answer in answers}) == 64


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, anthropic.BadRequestError),
        (401, anthropic.AuthenticationError),
        (402, anthropic.PaymentRequiredError),
        (403, anthropic.PermissionDeniedError),
        (404, anthropic.NotFoundError),
        (408, anthropic.RequestTimeoutError),
        (409, anthropic.ConflictError),
        (413, anthropic.ContentTooLargeError),
        (422, anthropic.UnprocessableEntityError),
        (429, anthropic.RateLimitError),
        (500, anthropic.InternalServerError),
        (503, anthropic.ServiceUnavailableError),
        (529, anthropic.OverloadedError),
    ],
)
def test_an_error_becomes_the_exception_of_the_sdk(
    status: int, error: type[anthropic.APIStatusError]
) -> None:
    headers = {"retry-after": "86400", "x-should-retry": "false"}
    fault = messages.api_error(status, "Told to.", headers=headers, code="a_code")
    with pytest.raises(error) as caught:
        create_with(fault)
    assert caught.value.api_message == "Told to."
    assert caught.value.error_code == "a_code"
    assert caught.value.type is not None
    assert caught.value.response.headers["retry-after"] == "86400"
    assert str(caught.value.request_id).startswith("req_")


def test_the_sdk_retries_what_a_queue_spoils() -> None:
    soon = messages.api_error(529, headers={"retry-after-ms": "1"})
    with MessagesStandIn(faults={"2605.91201": [soon, soon]}) as stand_in:
        create(stand_in, max_retries=2)
        assert [seen.status for seen in stand_in.requests] == [529, 529, 200]
        assert stand_in.requests[2].headers["x-stainless-retry-count"] == "2"


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (messages.broken_off, (anthropic.APIConnectionError, httpx2.RemoteProtocolError)),
        (messages.reset, anthropic.APIConnectionError),
        (messages.malformed_json, json.JSONDecodeError),
        (messages.half, ValueError),  # of JSON, or of a character cut in two
        (messages.empty, json.JSONDecodeError),
    ],
)
def test_a_broken_answer_becomes_an_exception(
    make: Callable[[], Fault], error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with pytest.raises(error):
        create_with(make())


def test_an_answer_that_never_comes_is_a_timeout() -> None:
    with (
        MessagesStandIn(faults=messages.never()) as stand_in,
        pytest.raises(anthropic.APITimeoutError),
    ):
        create(stand_in, timeout=0.2)


def test_a_web_page_comes_back_as_a_string() -> None:
    assert "<html>" in create_with(messages.html_page())


def test_content_can_be_null() -> None:
    assert create_with(messages.null_content()).content is None


@pytest.mark.parametrize(("partial", "blocks"), [("", 0), ("I cannot", 1)])
def test_a_refusal_names_its_category_and_is_billed(partial: str, blocks: int) -> None:
    message = create_with(messages.refusal("frontier_llm", partial))
    assert (message.stop_reason, len(message.content)) == ("refusal", blocks)
    assert message.stop_details.category == "frontier_llm"
    assert message.usage.input_tokens > 0
    assert message.usage.output_tokens > 0


@pytest.mark.parametrize(
    ("fault", "budget"), [(messages.cut_answer(), 4000), (None, 60)], ids=["told to", "by budget"]
)
def test_an_answer_is_cut_at_max_tokens(fault: Fault | None, budget: int) -> None:
    with MessagesStandIn(faults=fault) as stand_in:
        message = create(stand_in, request(max_tokens=budget))
    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens <= budget
    with pytest.raises(json.JSONDecodeError):
        json.loads(message.content[0].text)


def test_thinking_can_come_first_and_is_billed() -> None:
    plain, thoughtful = create_with(messages.slow(0)), create_with(messages.thinking_first())
    assert [block.type for block in thoughtful.content] == ["thinking", "text"]
    assert thoughtful.content[1].text == plain.content[0].text
    assert thoughtful.usage.output_tokens > plain.usage.output_tokens


def test_an_answer_can_be_in_the_wrong_language() -> None:
    answer = json.loads(create_with(messages.wrong_language()).content[0].text)
    assert answer["title_zh"] == "A Title"
    assert all(takeaway["text_zh"].isascii() for takeaway in answer["takeaways"])


def test_an_answer_can_be_off_the_schema() -> None:
    answer = json.loads(create_with(messages.off_schema()).content[0].text)
    assert list(answer) == ["tldr_en", "takeaways", "remark"]


PROMPT = """Digest the paper. Answer with one JSON object:
- title_zh: its title.
- tldr_en, tldr_zh: a sentence.
- takeaways: objects such as {"text_en": "…", "text_zh": "…", "sentences": [2, 3]}.
- These words: are no field.
"""


def test_an_endpoint_may_refuse_a_schema_and_answer_without_one_by_the_prompt() -> None:
    bare = {name: each for name, each in request(system=PROMPT).items() if name != "output_config"}
    with MessagesStandIn(structured=Structured.REFUSED) as stand_in:
        with pytest.raises(anthropic.BadRequestError) as caught:
            create(stand_in)
        assert caught.value.api_message == "output_config: Extra inputs are not permitted"
        assert caught.value.type == "invalid_request_error"
        told = create(stand_in, bare).content[0].text
        assert [each.status for each in stand_in.requests] == [400, 200]
    assert list(fenced(told)) == ["title_zh", "tldr_en", "tldr_zh", "takeaways"]


def test_an_endpoint_may_ignore_a_schema_and_answer_in_prose() -> None:
    with MessagesStandIn(structured=Structured.IGNORED) as stand_in:
        answered = fenced(create(stand_in, request(system=PROMPT)).content[0].text)
        assert stand_in.requests[0].body["output_config"] == request()["output_config"]
    assert list(answered) == ["title_zh", "tldr_en", "tldr_zh", "takeaways"]
    assert len(answered["takeaways"]) >= FEWEST
    assert {tuple(each) for each in answered["takeaways"]} == {("text_en", "text_zh", "sentences")}
    assert all(isinstance(each["sentences"], list) for each in answered["takeaways"])


def fenced(text: str) -> dict[str, Any]:
    before, fence, rest = text.partition("\n```json\n")
    inside, end, after = rest.partition("\n```\n")
    assert (before.strip(), fence, end, after) == (
        "Here is the digest of the paper:",
        fence,
        end,
        "",
    )
    answer: dict[str, Any] = json.loads(inside)
    return answer


def with_schema(**changes: object) -> dict[str, Any]:
    schema = {"type": "object", "additionalProperties": False, "properties": {}, **changes}
    return request(output_config={"format": {"type": "json_schema", "schema": schema}})


NODE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"next": {"$ref": "#/$defs/Node"}},
}


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (request(messages=[]), "messages: Field required"),
        (request(extra_body={"temperature": 0}), "temperature"),
        (
            request(messages=[*request()["messages"], {"role": "assistant", "content": "{"}]),
            "prefill",
        ),
        (with_schema(additionalProperties=True), "additionalProperties"),
        (with_schema(properties={"a": {"type": "string", "maxLength": 3}}), "maxLength"),
        (with_schema(properties={"a": {"type": "array", "minItems": 3}}), "minItems"),
        (with_schema(properties=NODE["properties"], **{"$defs": {"Node": NODE}}), "recursive"),
    ],
)
def test_what_the_api_would_turn_away_is_turned_away(body: dict[str, Any], complaint: str) -> None:
    with (
        MessagesStandIn(faults=messages.refusal()) as stand_in,
        pytest.raises(anthropic.BadRequestError, match=complaint),
    ):
        create(stand_in, body)


def test_a_request_without_a_key_or_to_another_path_is_turned_away() -> None:
    with MessagesStandIn() as stand_in:
        post = partial(httpx2.post, json=request(), headers={"anthropic-version": "2023-06-01"})
        assert post(f"{stand_in.base_url}/v1/messages").status_code == 401
        assert post(f"{stand_in.base_url}/v1/elsewhere").status_code == 404
