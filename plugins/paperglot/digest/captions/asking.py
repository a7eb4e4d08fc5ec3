"""Asking for captions: one request a paper, and one more for those whose translation fails."""

from collections.abc import Callable, Sequence
from typing import Any

from paperglot.digest import request, several
from paperglot.digest.budget import Budget
from paperglot.digest.captions import answer, prompt, verdict
from paperglot.digest.captions.prompt import Subject
from paperglot.digest.captions.verdict import Verdict
from paperglot.digest.prices import cost
from paperglot.digest.prompt import again
from paperglot.digest.several import Dialogue, Unanswered
from paperglot.figure import Figure
from paperglot.languages import Language
from paperglot.settings import ModelSettings

# As a stand-in counts them: a translation for each character of English, and what JSON adds.
_TOKENS_OF_A_CHARACTER = 0.4
_TOKENS_OF_AN_OBJECT = 12
_FULL = 0.75
"""The part of the longest answer that translations may fill by the estimate."""


def ask(
    subjects: Sequence[Subject],
    model: ModelSettings,
    language: Language,
    keep: Callable[[Verdict], None],
    budget: Budget,
) -> Unanswered:
    """Ask for the captions of each subject and hand over each answer the moment it is there.

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
    system = prompt.system(subject, model, language)
    tokens = several.tokens_of(system + "".join(_messages(subject)))
    written = round(sum(map(_tokens_of_translation, subject.figures)))
    return cost(model.name, tokens, written, model.prices)


def fitting(figures: Sequence[Figure], model: ModelSettings) -> tuple[Figure, ...]:
    """Return as many of some figures, from the first, as have room in one answer."""
    room = _FULL * model.max_tokens
    found: list[Figure] = []
    for figure in figures:
        room -= _tokens_of_translation(figure)
        if found and room < 0:
            break
        found.append(figure)
    return tuple(found)


def _tokens_of_translation(figure: Figure) -> float:
    return _TOKENS_OF_AN_OBJECT + _TOKENS_OF_A_CHARACTER * len(figure.caption)


def _parameters(subject: Subject, model: ModelSettings, language: Language) -> dict[str, Any]:
    system = prompt.system(subject, model, language)
    return request.asking(system, _messages(subject), answer.answer_model(language), model)


def _messages(subject: Subject) -> list[str]:
    notes = [again(subject.failed, placeholders=False)] if subject.failed else []
    return [prompt.user(subject), *notes]
