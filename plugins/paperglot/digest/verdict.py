"""What a model's message makes of a paper: digested, refused or rejected."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperglot.digest import answer, gate, prompt
from paperglot.digest.prices import cost
from paperglot.languages import Language
from paperglot.model import Digest, Paper, Provenance, Status
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic.types import Message


def judge(paper: Paper, message: "Message", model: ModelSettings, language: Language) -> Paper:
    """Return the paper with its digest, or with the reason why there is none.

    Why the model stopped is looked at before what it said.
    """
    answered = replace(paper, digest=None, provenance=_provenance(paper, message, model, language))
    if message.stop_reason == "refusal":
        category = getattr(message.stop_details, "category", None) or "no category given"
        return replace(answered, status=Status.REFUSED, reason=f"refused by the model: {category}")
    if message.stop_reason == "max_tokens":
        return _rejected(answered, f"the answer was cut off at {model.max_tokens} tokens")
    text = next((block.text for block in message.content if block.type == "text"), "")
    try:
        digest = answer.parse(text, language)
    except answer.AnswerError as error:
        return _rejected(answered, f"answer: {error}")
    if failed := gate.failures(paper, digest, language):
        return _rejected(answered, "; ".join(failed))
    return _digested(answered, digest)


def _digested(paper: Paper, digest: Digest) -> Paper:
    return replace(paper, status=Status.DIGESTED, reason=None, digest=digest)


def _rejected(paper: Paper, reason: str) -> Paper:
    return replace(paper, status=Status.REJECTED, reason=reason)


def _provenance(
    paper: Paper, message: "Message", model: ModelSettings, language: Language
) -> Provenance:
    read, written = _tokens(message.usage)
    return Provenance(
        model=model.name,
        prompt=prompt.VERSION,
        language=language.tag,
        source=prompt.source_hash(paper),
        made=datetime.now(UTC).replace(microsecond=0),
        input_tokens=read,
        output_tokens=written,
        cost=cost(model.name, read, written),
    )


def _tokens(usage: object) -> tuple[int, int]:
    """Return input and output; other endpoints may leave out any of the counts."""
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    return sum(_count(usage, name) for name in names), _count(usage, "output_tokens")


def _count(usage: object, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else 0
