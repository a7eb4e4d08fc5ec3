"""What is asked of a model: for one paper, the same directly and in a batch; and for others."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from paperglot.digest import answer, gate, prompt
from paperglot.digest.attempts import Attempt
from paperglot.digest.placeholders import placeholders_of
from paperglot.languages import Language
from paperglot.model import Paper
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from pydantic import BaseModel


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
    messages = [prompt.user(paper, hidden.hide if hidden else str)]
    if attempt.failed:
        messages.append(prompt.again(attempt.failed, placeholders=hidden is not None))
    system = prompt.system(paper, model, language)
    asked = asking(system, messages, answer.answer_model(language), model)
    return {**asked, "model": attempt.model}


def asking(
    system: str, messages: Sequence[str], answer_model: "type[BaseModel]", model: ModelSettings
) -> dict[str, Any]:
    """Return the parameters of a request for an answer of a shape, whatever it is about."""
    return {
        "model": model.name,
        "max_tokens": model.max_tokens,
        "system": system,
        "messages": [{"role": "user", "content": each} for each in messages],
        "output_config": {"format": {"type": "json_schema", "schema": _schema(answer_model)}},
        **({} if model.thinking else {"thinking": {"type": "disabled"}}),
    }


@cache
def _schema(answer_model: "type[BaseModel]") -> dict[str, Any]:
    from anthropic import transform_schema  # noqa: PLC0415 (importing it takes seconds)

    return transform_schema(answer_model)
