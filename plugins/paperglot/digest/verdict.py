"""What a model's message makes of a paper: digested, refused or rejected."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperglot.digest import answer, gate, prompt
from paperglot.digest.placeholders import placeholders_of
from paperglot.digest.prices import cost
from paperglot.digest.stopped import StoppedError, text_of
from paperglot.languages import Language
from paperglot.model import Digest, Paper, Provenance, Status
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Asked:
    """How an answer was asked for."""

    model: str
    language: Language
    prompt: str
    """Its version."""
    attempt: int = 1
    """Which of the model's requests on the paper it was."""
    share: float = 1.0
    """The part of the price that it was asked at."""


def judge(paper: Paper, message: "Message", asked: Asked, model: ModelSettings) -> Paper:
    """Return the paper with its digest, or with the reason why there is none."""
    provenance = provenance_of(paper, message, asked, model)
    answered = replace(paper, digest=None, provenance=provenance)
    try:
        digest = answer.parse(text_of(message, model), asked.language)
    except StoppedError as error:
        return replace(answered, status=error.status, reason=str(error))
    except answer.AnswerError as error:
        return _rejected(answered, f"answer: {error}")
    # The model was shown some where it had spoiled the formulas, and may echo them at any time.
    if (hidden := placeholders_of(paper)) is not None:
        digest = hidden.put_back(digest)
    failed = gate.failures(paper, digest, asked.language)
    flags = gate.of_checks(failed, model.flagging)
    if blocking := tuple(each for each in failed if each not in flags):
        return _rejected(answered, gate.joined(blocking))
    return _digested(answered, digest, replace(provenance, flags=flags))


def _digested(paper: Paper, digest: Digest, provenance: Provenance) -> Paper:
    return replace(paper, status=Status.DIGESTED, reason=None, digest=digest, provenance=provenance)


def _rejected(paper: Paper, reason: str) -> Paper:
    return replace(paper, status=Status.REJECTED, reason=reason)


def provenance_of(
    paper: Paper, message: "Message", asked: Asked, model: ModelSettings
) -> Provenance:
    """Return where an answer came from and what it cost, whatever it says."""
    read, written = _tokens(message.usage)
    # No answer is free of tokens: this endpoint does not count them.
    full = cost(asked.model, read, written, model.prices) if read or written else None
    return Provenance(
        model=asked.model,
        prompt=asked.prompt,
        language=asked.language.tag,
        source=prompt.source_hash(paper),
        made=datetime.now(UTC).replace(microsecond=0),
        input_tokens=read,
        output_tokens=written,
        cost=None if full is None else round(full * asked.share, 8),
        attempts=asked.attempt,
    )


def _tokens(usage: object) -> tuple[int, int]:
    """Return input and output; other endpoints may leave out any of the counts."""
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    return sum(_count(usage, name) for name in names), _count(usage, "output_tokens")


def _count(usage: object, name: str) -> int:
    value = getattr(usage, name, None)
    return max(value, 0) if isinstance(value, int) else 0
