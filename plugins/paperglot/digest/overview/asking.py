"""Asking for overviews: one request a topic and day, and one more where its answer fails."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from paperglot.digest import request, several
from paperglot.digest.budget import Budget
from paperglot.digest.overview import answer, prompt, verdict
from paperglot.digest.overview.prompt import Subject
from paperglot.digest.overview.verdict import Verdict
from paperglot.digest.prices import cost
from paperglot.digest.prompt import again
from paperglot.digest.several import Ask, Unanswered
from paperglot.errors import DigestError
from paperglot.languages import Language
from paperglot.model import Overview
from paperglot.settings import ModelSettings

# Three sentences in two languages, as a stand-in counts them.
_OUTPUT_TOKENS = 400
# The TL;DR of a paper that still waits for it, and two takeaways.
_TOKENS_OF_A_SUMMARY = 80


def ask(
    subjects: Sequence[Subject],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Overview], None],
    budget: Budget,
) -> Unanswered:
    """Ask for each subject's overview and hand over each answer the moment it is there.

    Raises:
        NotConfiguredError: there is no key.
    """

    def expected(subject: Subject) -> float:
        return estimate(subject, model, language) or 0.0

    async def work(subject: Subject, ask_for: Ask) -> None:
        overview = await _overview_of(subject, ask_for, model, language)
        budget.settle(overview.provenance.cost, expected(subject))
        keep(overview)

    return several.ask(subjects, model, budget, expected, work)


def estimate(subject: Subject, model: ModelSettings, language: Language) -> float | None:
    """Return about how many US dollars an overview will cost; None without a known price."""
    tokens = several.tokens_of(prompt.system(language) + prompt.user(subject))
    tokens += sum(_TOKENS_OF_A_SUMMARY for paper in subject.papers if paper.digest is None)
    return cost(model.name, tokens, _OUTPUT_TOKENS, model.prices)


async def _overview_of(
    subject: Subject, ask_for: Ask, model: ModelSettings, language: Language
) -> Overview:
    """Ask, and once more with what failed; a failure then leaves the first verdict."""

    async def considered(*notes: str) -> Verdict:
        message = await ask_for(_parameters(subject, notes, model, language))
        return verdict.consider(subject, message, model, language)

    found = await considered()
    if not found.failed:
        return found.overview
    try:
        later = await considered(again(found.failed, placeholders=False))
    except DigestError:
        return found.overview
    return _with_costs_of(found.overview, later.overview)


def _parameters(
    subject: Subject, notes: Sequence[str], model: ModelSettings, language: Language
) -> dict[str, Any]:
    messages = (prompt.user(subject), *notes)
    return request.asking(prompt.system(language), messages, answer.answer_model(language), model)


def _with_costs_of(before: Overview, overview: Overview) -> Overview:
    earlier, later = before.provenance, overview.provenance
    known = earlier.cost is not None and later.cost is not None
    total = replace(
        later,
        input_tokens=earlier.input_tokens + later.input_tokens,
        output_tokens=earlier.output_tokens + later.output_tokens,
        cost=round((earlier.cost or 0) + (later.cost or 0), 8) if known else None,
    )
    return replace(overview, provenance=total)
