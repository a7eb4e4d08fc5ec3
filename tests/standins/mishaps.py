"""What can go wrong with the Messages API, as faults for `MessagesStandIn`.

Statuses and error types are those of https://docs.anthropic.com/en/api/errors and of the
SDK's `types/shared/error_type.py`; what the SDK makes of each is in its `_exceptions.py`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.standins.answers import Answer, invent, untranslated
from tests.standins.dialogue import Asked, Json, error, output_tokens, read, text_block
from tests.standins.faults import Fault
from tests.standins.server import Response

_KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    408: "timeout_error",
    409: "conflict_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    500: "api_error",
    503: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_HTML = b"<html><body><h1>Sign in to the network</h1></body></html>"


def api_error(
    status: int,
    message: str = "The stand-in was told to fail.",
    *,
    headers: Mapping[str, str] | None = None,
    code: str | None = None,
) -> Fault:
    """Answer with an error of the API, such as 529 "overloaded_error".

    The SDK retries 408, 409, 429 and 5xx and obeys the headers `retry-after` (uncapped),
    `retry-after-ms` and `x-should-retry`. `code` is `error.details.error_code`, for instance
    `enforced_spend_limit_reached` of a 429 that waiting does not cure.
    """
    body = json.dumps(error(_KINDS.get(status, "api_error"), message, code=code)).encode()

    def spoil(_: object, good: Response) -> Response:
        all_headers = {**good.headers, **(headers or {})}
        return replace(good, status=status, body=body, headers=all_headers)

    return Fault(f"error {status}", spoil)


def malformed_json() -> Fault:
    """Answer HTTP 200 with JSON that lacks its end; the SDK lets a JSONDecodeError through."""
    return Fault("malformed JSON", lambda _, good: replace(good, body=good.body[:-2]))


def html_page() -> Fault:
    """Answer HTTP 200 with a web page, as a captive portal does; the SDK returns it as `str`."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return Fault("HTML page", lambda _, good: replace(good, body=_HTML, headers=headers))


def null_content() -> Fault:
    """Answer a message whose `content` is null; the SDK passes it on as None."""
    return Fault("null content", lambda _, good: _patched(good, content=None))


def refusal(category: str | None = "general_harms", partial: str = "") -> Fault:
    """Refuse with stop_reason "refusal", after some text or none; it is billed all the same.

    Categories: cyber, bio, frontier_llm, reasoning_extraction, general_harms or None
    (`anthropic/types/refusal_stop_details.py`).
    """
    details = {"type": "refusal", "category": category, "explanation": None}
    content = [text_block(partial)] if partial else []
    changes = {"content": content, "stop_reason": "refusal", "stop_details": details}
    return Fault("refusal", lambda _, good: _patched(good, **changes))


def cut_answer() -> Fault:
    """Answer half of the JSON with stop_reason "max_tokens", as when the budget is too small."""

    def spoil(_: object, good: Response) -> Response:
        text = json.loads(good.body)["content"][-1]["text"]
        half = [text_block(text[: len(text) // 2])]
        return _patched(good, content=half, stop_reason="max_tokens")

    return Fault("cut answer", spoil)


def thinking_first(thinking: str = "The user wants a digest.") -> Fault:
    """Put a block of thinking before the text, as models that think by default do."""
    block = {"type": "thinking", "thinking": thinking, "signature": "c3RhbmQtaW4="}

    def spoil(_: object, good: Response) -> Response:
        return _patched(good, content=[block, *json.loads(good.body)["content"]])

    return Fault("thinking first", spoil)


def answering(answer: Answer, name: str = "other answer") -> Fault:
    """Let another answer function speak for this once."""

    def spoil(request: Any, good: Response) -> Response:
        text = json.dumps(answer(read(json.loads(request.body))), ensure_ascii=False)
        return _patched(good, content=[text_block(text)], stop_reason="end_turn")

    return Fault(name, spoil)


def rewritten(change: Callable[[str], str]) -> Fault:
    """Change the text of a good answer, such as a model does that forgets to escape."""

    def spoil(_: object, good: Response) -> Response:
        text = json.loads(good.body)["content"][-1]["text"]
        return _patched(good, content=[text_block(change(text))])

    return Fault("rewritten", spoil)


def wrong_language() -> Fault:
    """Answer per schema, but in English in all languages."""
    return answering(untranslated, "wrong language")


def off_schema() -> Fault:
    """Answer JSON that lacks the schema's first property and has one that it does not know.

    The real API's structured output rules that out; other endpoints that speak it do not.
    """
    return answering(_off_schema, "off schema")


def _off_schema(asked: Asked) -> Json:
    good = invent(asked)
    return {**dict(list(good.items())[1:]), "remark": "This was not asked for."}


def _patched(good: Response, **changes: Any) -> Response:
    """Return the answer with other fields of the message, and the usage counted anew."""
    message = json.loads(good.body) | changes
    message["usage"]["output_tokens"] = output_tokens(message["content"] or [])
    return replace(good, body=json.dumps(message, ensure_ascii=False).encode())
