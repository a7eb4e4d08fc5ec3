"""Asking for overviews: one request a topic and day, and one more where its answer fails."""

from collections.abc import Callable, Sequence
from typing import Any

from paperglot.digest import request, several
from paperglot.digest.budget import Budget
from paperglot.digest.overview import answer, prompt, verdict
from paperglot.digest.overview.prompt import Subject
from paperglot.digest.overview.verdict import Verdict
from paperglot.digest.prices import cost
from paperglot.digest.prompt import again
from paperglot.digest.several import Dialogue, Unanswered
from paperglot.languages import Language
from paperglot.settings import ModelSettings

# Three sentences in two languages, as a stand-in counts them.
_OUTPUT_TOKENS = 400
# The TL;DR of a paper that still waits for it, and two takeaways.
_TOKENS_OF_A_SUMMARY = 80


def ask(
    subjects: Sequence[Subject],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Verdict], None],
    budget: Budget,
) -> Unanswered:
    """Ask for each subject's overview and hand over each answer the moment it is there.

    Raises:
        NotConfiguredError: there is no key.
    """
    dialogue: Dialogue[Subject, Verdict] = Dialogue(
        estimate=lambda subject: estimate(subject, model, language),
        parameters=lambda subject: _parameters(subject, model, language),
        consider=lambda subject, message: verdict.consider(subject, message, model, language),
    )
    return several.ask(subjects, model, dialogue, keep, budget)


def estimate(subject: Subject, model: ModelSettings, language: Language) -> float | None:
    """Return about how many US dollars a request will cost; None without a known price."""
    tokens = several.tokens_of(prompt.system(language) + "".join(_messages(subject)))
    tokens += sum(_TOKENS_OF_A_SUMMARY for paper in subject.papers if paper.digest is None)
    return cost(model.name, tokens, _OUTPUT_TOKENS, model.prices)


def _parameters(subject: Subject, model: ModelSettings, language: Language) -> dict[str, Any]:
    system = prompt.system(language)
    return request.asking(system, _messages(subject), answer.answer_model(language), model)


def _messages(subject: Subject) -> list[str]:
    notes = [again(subject.failed, placeholders=False)] if subject.failed else []
    return [prompt.user(subject), *notes]
