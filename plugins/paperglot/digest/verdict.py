"""What a model's message makes of a paper: digested, refused or rejected."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from paperglot.digest import answer, gate, prompt
from paperglot.digest.placeholders import Placeholders
from paperglot.digest.prices import cost
from paperglot.languages import Language
from paperglot.model import Digest, Paper, Provenance, Status
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer makes of a paper, and what to do about it."""

    paper: Paper
    failed: tuple[str, ...] = ()
    """What to tell the model when it is asked once more; empty: it is not asked again."""
    text: str = ""
    """The answer itself."""
    another_may_do: bool = True
    """Whether another model may be asked; a longer answer than allowed would be as long there."""


def judge(
    paper: Paper,
    message: "Message",
    model: ModelSettings,
    language: Language,
    *,
    share: float = 1.0,
) -> Paper:
    """Return the paper with its digest, or with the reason why there is none.

    `share` is the part of the price that the answer was asked at.
    """
    return consider(paper, message, model, language, share=share).paper


def consider(  # noqa: PLR0913 (what was asked, of whom, at what price)
    paper: Paper,
    message: "Message",
    model: ModelSettings,
    language: Language,
    *,
    share: float = 1.0,
    hidden: Placeholders | None = None,
) -> Verdict:
    """Return what an answer makes of the paper, and whether to ask again.

    Why the model stopped is looked at before what it said. `hidden` are the formulas that the
    model saw as placeholders.
    """
    provenance = provenance_of(paper, message, model, language, share)
    answered = replace(paper, digest=None, provenance=provenance)
    if message.stop_reason == "refusal":
        category = getattr(message.stop_details, "category", None) or "no category given"
        reason = f"refused by the model: {category}"
        return Verdict(replace(answered, status=Status.REFUSED, reason=reason))
    if message.stop_reason == "max_tokens":
        reason = f"the answer was cut off at {model.max_tokens} tokens"
        return Verdict(_rejected(answered, reason), another_may_do=False)
    text = next((block.text for block in message.content if block.type == "text"), "") or ""
    try:
        digest = answer.parse(text, language)
    except answer.AnswerError as error:
        reason = f"answer: {error}"
        return Verdict(_rejected(answered, reason), failed=(reason,), text=text)
    if hidden is not None:
        digest = hidden.put_back(digest)
    failed = gate.failures(paper, digest, language)
    flags = gate.of_checks(failed, model.flagging)
    if blocking := tuple(each for each in failed if each not in flags):
        return Verdict(_rejected(answered, "; ".join(blocking)), failed=blocking, text=text)
    return Verdict(_digested(answered, digest, flags), another_may_do=False)


def _digested(paper: Paper, digest: Digest, flags: tuple[str, ...]) -> Paper:
    assert paper.provenance is not None  # it was answered
    provenance = replace(paper.provenance, flags=flags)
    return replace(paper, status=Status.DIGESTED, reason=None, digest=digest, provenance=provenance)


def _rejected(paper: Paper, reason: str) -> Paper:
    return replace(paper, status=Status.REJECTED, reason=reason)


def provenance_of(
    paper: Paper, message: "Message", model: ModelSettings, language: Language, share: float
) -> Provenance:
    """Return where an answer came from and what it cost, whatever it says."""
    read, written = _tokens(message.usage)
    full = cost(model.name, read, written, model.prices)
    return Provenance(
        model=model.name,
        prompt=prompt.VERSION,
        language=language.tag,
        source=prompt.source_hash(paper),
        made=datetime.now(UTC).replace(microsecond=0),
        input_tokens=read,
        output_tokens=written,
        cost=None if full is None else round(full * share, 8),
    )


def _tokens(usage: object) -> tuple[int, int]:
    """Return input and output; other endpoints may leave out any of the counts."""
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    return sum(_count(usage, name) for name in names), _count(usage, "output_tokens")


def _count(usage: object, name: str) -> int:
    value = getattr(usage, name, None)
    return value if isinstance(value, int) else 0
