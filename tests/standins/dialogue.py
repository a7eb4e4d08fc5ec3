"""Requests and answers of the Messages API as JSON, with the rules by which they are judged.

Source: the types of the `anthropic` SDK 2.12 (`anthropic/types/message.py`, `usage.py`,
`shared/error_response.py`), its `lib/_parse/_transform.py` for what a schema may hold, and
https://docs.anthropic.com/en/api/errors.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from tests.standins.described import schema_of
from tests.standins.tokens import tokens

Json: TypeAlias = dict[str, Any]


class Structured(Enum):
    """What an endpoint makes of `output_config`, by which the API is held to a schema."""

    KEPT = "kept"
    """The answer is JSON of the schema and nothing else, as Anthropic's own API has it."""
    REFUSED = "refused"
    """HTTP 400, as of any field that an endpoint does not know."""
    IGNORED = "ignored"
    """Nothing: the answer has the form that the prompt describes, in the model's own manner."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for, in the form that Paperglot sends."""

    id: str
    """Of the paper, of the topic's day, or of a paper's captions; empty where it names none."""
    title: str
    categories: tuple[str, ...]
    sentences: Mapping[int, str]
    schema: Json
    """Of the answer: the one demanded, or what the prompt describes; empty where neither is."""
    system: str
    body: Json
    """The request as it came."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why the API turns a request away."""

    status: int
    kind: str
    message: str


def read(body: Json) -> Asked:
    """Read the first user message that holds a paper as JSON; tolerant of any other shape."""
    paper = next(_papers(body), {})
    texts = paper.get("sentences") or _captions(paper) or _first_summaries(paper.get("papers", {}))
    sentences = {int(number): str(text) for number, text in texts.items()}
    wanted = (body.get("output_config") or {}).get("format") or {}
    system = _text(body.get("system", ""))
    return Asked(
        id=str(paper.get("id", "")),
        title=str(paper.get("title", "")),
        categories=tuple(paper.get("categories", ())),
        sentences=dict(sorted(sentences.items())),
        schema=wanted.get("schema") or schema_of(system),
        system=system,
        body=body,
    )


def input_tokens(body: Json) -> int:
    """Return the tokens of the system prompt, of the schema and of all messages.

    The schema is counted as the JSON that was sent. What the API makes of it is not known, but
    a change of schema invalidates a cached prompt, so that it has to be part of one.
    """
    texts = [_text(message.get("content", "")) for message in body.get("messages", ())]
    schema = ((body.get("output_config") or {}).get("format") or {}).get("schema")
    sent = [json.dumps(schema, ensure_ascii=False)] if schema else []
    return sum(map(tokens, [_text(body.get("system", "")), *sent, *texts]))


def output_tokens(content: list[Json]) -> int:
    """Return the tokens of all text and thinking; at least one, as the API bills it."""
    texts = (block.get("text") or block.get("thinking") or "" for block in content)
    return max(1, sum(map(tokens, texts)))


def text_block(text: str) -> Json:
    """Return a block of content that holds text."""
    return {"type": "text", "text": text}


def message(body: Json, text: str, number: int) -> Json:
    """Return the whole answer to a request; cut where `max_tokens` ends it."""
    content = [text_block(text)]
    stop_reason = "end_turn"
    if output_tokens(content) > body["max_tokens"]:
        content = [text_block(_cut(text, body["max_tokens"]))]
        stop_reason = "max_tokens"
    return {
        "id": f"msg_standin{number:012}",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "stop_details": None,
        "usage": _usage(input_tokens(body), output_tokens(content)),
    }


def error(kind: str, text: str, number: int = 0, *, code: str | None = None) -> Json:
    """Return the body of an error."""
    cause: Json = {"type": kind, "message": text}
    if code is not None:
        cause["details"] = {"error_code": code}
    return {"type": "error", "error": cause, "request_id": f"req_standin{number:012}"}


def in_prose(text: str) -> str:
    """Return an answer's JSON as a model writes it that nothing holds to a schema."""
    return f"Here is the digest of the paper:\n\n```json\n{text}\n```\n"


def complaints(
    headers: Mapping[str, str], body: Json, structured: Structured = Structured.KEPT
) -> Iterator[Complaint]:
    """Yield what the real API would find wrong with a request, the gravest first."""
    if not (headers.get("x-api-key") or headers.get("authorization")):
        yield Complaint(401, "authentication_error", "an API key is required")
    if "anthropic-version" not in headers:
        yield _invalid("anthropic-version: header is required")
    for name in ("model", "max_tokens", "messages"):
        if not body.get(name):
            yield _invalid(f"{name}: Field required")
    unknown = ("output_config",) if structured is Structured.REFUSED else ()
    for name in ("temperature", "top_p", "top_k", *unknown):
        if name in body:
            yield _invalid(f"{name}: Extra inputs are not permitted")
    if body.get("messages") and body["messages"][-1].get("role") == "assistant":
        yield _invalid("This model does not support assistant message prefill.")
    for fault in _schema_faults(read(body).schema):
        yield _invalid(f"output_config.format.schema: {fault}")


# What `anthropic.transform_schema` moves into descriptions, because the API refuses it.
_REFUSED = frozenset(
    {
        "exclusiveMaximum",
        "exclusiveMinimum",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "pattern",
        "uniqueItems",
    }
)


def resolve(schema: Json, root: Json) -> Json:
    """Follow a `$ref` into the root's `$defs`; a schema without one comes back itself."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    return schema


def _schema_faults(root: Json) -> Iterator[str]:
    if root:
        yield from _faults_below(root, root, ())


def _faults_below(schema: Json, root: Json, trail: tuple[str, ...]) -> Iterator[str]:
    reference = schema.get("$ref")
    if reference in trail:
        yield f"recursive definitions are not supported: {reference}"
        return
    trail = (*trail, reference) if reference else trail
    schema = resolve(schema, root)
    for keyword in sorted(_REFUSED & schema.keys()):
        yield f"property '{keyword}' is not supported"
    if schema.get("minItems", 0) > 1:
        yield "'minItems' values other than 0 or 1 are not supported"
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        yield "for 'object' type, 'additionalProperties' must be explicitly set to false"
    for part in _parts(schema):
        yield from _faults_below(part, root, trail)


def _parts(schema: Json) -> list[Json]:
    items = [schema["items"]] if "items" in schema else []
    return [*schema.get("properties", {}).values(), *items, *schema.get("anyOf", ())]


def _invalid(text: str) -> Complaint:
    return Complaint(400, "invalid_request_error", text)


def _papers(body: Json) -> Iterator[Json]:
    for entry in body.get("messages", ()):
        try:
            paper = json.loads(_text(entry.get("content", "")))
        except ValueError:
            continue
        if isinstance(paper, dict):
            yield paper


def _captions(paper: Json) -> Json:
    """Return the captions of a paper's figures, by number."""
    return {number: each["caption"] for number, each in paper.get("captions", {}).items()}


def _first_summaries(papers: Json) -> Json:
    """Return the TL;DRs of the papers that an overview is asked of, by number."""
    return {number: paper["summary"][0] for number, paper in papers.items()}


def _text(content: str | list[Json]) -> str:
    """Return the text of a prompt or message, which may be a string or a list of blocks."""
    if isinstance(content, str):
        return content
    return "".join(block.get("text", "") for block in content)


def _cut(text: str, limit: int) -> str:
    while tokens(text) > limit:
        text = text[: min(len(text) - 1, len(text) * limit // tokens(text))]
    return text


def _usage(taken_in: int, given_out: int) -> Json:
    return {
        "input_tokens": taken_in,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": given_out,
        "service_tier": "standard",
    }
