"""What is asked of the model for one paper; the same directly and in a batch."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from paperglot.digest import answer, prompt
from paperglot.digest.placeholders import Placeholders
from paperglot.languages import Language
from paperglot.model import Paper
from paperglot.settings import ModelSettings


def parameters(paper: Paper, model: ModelSettings, language: Language) -> dict[str, Any]:
    """Return the parameters of a request to the Messages API."""
    thinking = {} if model.thinking else {"thinking": {"type": "disabled"}}
    return {
        "model": model.name,
        "max_tokens": model.max_tokens,
        "system": prompt.system(language),
        "messages": [{"role": "user", "content": prompt.user(paper)}],
        "output_config": {"format": {"type": "json_schema", "schema": _schema(language)}},
        **thinking,
    }


def repeated(
    first: dict[str, Any],
    paper: Paper,
    text: str,
    failed: Sequence[str],
    placeholders: Placeholders | None = None,
) -> dict[str, Any]:
    """Return the request after `first`, to which `text` was answered and failed these checks.

    With placeholders the paper is shown with them, and the answer that spoiled its formulas is
    not shown again.
    """
    note = {"role": "user", "content": prompt.again(failed, placeholders=placeholders is not None)}
    if placeholders is not None:
        hidden = prompt.user(paper, placeholders.hide)
        return {**first, "messages": [{"role": "user", "content": hidden}, note]}
    answered = [{"role": "assistant", "content": text}] if text.strip() else []
    return {**first, "messages": [*first["messages"], *answered, note]}


@cache
def _schema(language: Language) -> dict[str, Any]:
    from anthropic import transform_schema  # noqa: PLC0415 (importing it takes seconds)

    return transform_schema(answer.answer_model(language))
