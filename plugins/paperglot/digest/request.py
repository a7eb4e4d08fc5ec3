"""What is asked of a model for one paper; the same directly and in a batch."""

from functools import cache
from typing import Any

from paperglot.digest import answer, gate, prompt
from paperglot.digest.attempts import Attempt
from paperglot.digest.placeholders import placeholders_of
from paperglot.languages import Language
from paperglot.model import Paper
from paperglot.settings import ModelSettings


def parameters(
    paper: Paper,
    attempt: Attempt,
    model: ModelSettings,
    language: Language,
) -> dict[str, Any]:
    """Return the parameters of a request to the Messages API.

    A further attempt says what was wrong with the answer before, which is not shown again: that
    would double the price. Where formulas were spoiled, the paper is shown with placeholders.
    """
    spoiled = gate.of_checks(attempt.failed, ["mathematics"])
    hidden = placeholders_of(paper) if spoiled else None
    messages = [{"role": "user", "content": prompt.user(paper, hidden.hide if hidden else str)}]
    if attempt.failed:
        note = prompt.again(attempt.failed, placeholders=hidden is not None)
        messages.append({"role": "user", "content": note})
    return {
        "model": attempt.model,
        "max_tokens": model.max_tokens,
        "system": prompt.system(paper, model, language),
        "messages": messages,
        "output_config": {"format": {"type": "json_schema", "schema": _schema(language)}},
        **({} if model.thinking else {"thinking": {"type": "disabled"}}),
    }


@cache
def _schema(language: Language) -> dict[str, Any]:
    from anthropic import transform_schema  # noqa: PLC0415 (importing it takes seconds)

    return transform_schema(answer.answer_model(language))
