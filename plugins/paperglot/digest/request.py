"""What is asked of the model for one paper; the same directly and in a batch."""

from functools import cache
from typing import Any

from paperglot.digest import answer, prompt
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


@cache
def _schema(language: Language) -> dict[str, Any]:
    from anthropic import transform_schema  # noqa: PLC0415 (importing it takes seconds)

    return transform_schema(answer.answer_model(language))
