"""Which request a paper needs next: a first one, one more, or one to another model.

What was answered so far stands on the paper's page, so that any run can go on, directly or in
a batch.
"""

from dataclasses import dataclass, replace

from paperglot.digest import gate, prompt
from paperglot.languages import Language
from paperglot.model import Paper, Provenance, Status
from paperglot.settings import ModelSettings

MOST = 2
"""How many answers a model may give on a paper."""
_FAILED = (Status.REFUSED, Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request on a paper."""

    model: str
    number: int = 1
    """Of this model's requests on the paper."""
    failed: tuple[str, ...] = ()
    """What was wrong with the answer before; empty for the first request."""


def first_attempt(model: ModelSettings) -> Attempt:
    """Return the request that begins anew, whatever was answered before."""
    return Attempt(model.name)


def next_attempt(paper: Paper, model: ModelSettings, language: Language) -> Attempt | None:
    """Return what to ask next; None: a digest is there, or asking again would be in vain.

    An answer that did not pass is asked for once more. Then, and where the model refuses, the
    other model is asked, if there is one. Another model or prompt begins anew; another language
    does so only where the maintainer asks for it.
    """
    if paper.sample or paper.status not in (Status.PENDING, *_FAILED):
        return None
    made = paper.provenance
    if paper.status is Status.PENDING or made is None:
        return first_attempt(model)
    if made.prompt != prompt.version(model) or made.model not in model.names:
        return first_attempt(model)
    if made.language != language.tag or made.model != model.name:
        return None  # the other model was the last to be asked
    if paper.status is Status.REJECTED and made.attempts < MOST:
        return Attempt(model.name, made.attempts + 1, gate.split(paper.reason or ""))
    return Attempt(model.fallback) if model.fallback else None


def with_earlier(paper: Paper, before: Paper | None) -> Paper:
    """Return a paper that was answered, its provenance with what earlier attempts have cost.

    `before` is the paper as it was.
    """
    made, earlier = paper.provenance, before.provenance if before else None
    if made is None or earlier is None or before is None or before.status not in _FAILED:
        return paper
    return replace(paper, provenance=with_costs_of(earlier, made))


def with_costs_of(earlier: Provenance, made: Provenance) -> Provenance:
    """Return where an answer came from, with what a failed one on the same text has cost.

    Of other text, or by another prompt, the earlier answer has nothing to do with it.
    """
    if (made.source, made.prompt, made.language) != (
        earlier.source,
        earlier.prompt,
        earlier.language,
    ):
        return made
    known = made.cost is not None and earlier.cost is not None
    return replace(
        made,
        input_tokens=earlier.input_tokens + made.input_tokens,
        output_tokens=earlier.output_tokens + made.output_tokens,
        cost=round((earlier.cost or 0) + (made.cost or 0), 8) if known else None,
    )
