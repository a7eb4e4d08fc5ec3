"""The form of an answer as a prompt describes it, for endpoints that are given no schema.

Read are lines such as `- title_zh: …` and `- tldr_en, tldr_zh: …` for texts, and for a list of
objects one whose words hold an example in JSON, such as `{"text_en": "…", "sentences": [2, 3]}`.
"""

import json
import re
from typing import Any

_FIELDS = re.compile(r"^- (?P<names>[a-z_]+(?:, [a-z_]+)*): (?P<words>.+)$", re.MULTILINE)
_EXAMPLE = re.compile(r"\{[^{}]+\}")


def schema_of(system: str) -> dict[str, Any]:
    """Return the JSON schema of what a system prompt asks for; empty where it names no fields."""
    properties = {
        name: _schema(field["words"])
        for field in _FIELDS.finditer(system)
        for name in field["names"].split(", ")
    }
    return _object(properties) if properties else {}


def _schema(words: str) -> dict[str, Any]:
    example = _EXAMPLE.search(words)
    if example is None:
        return {"type": "string"}
    parts = {name: _like(value) for name, value in json.loads(example[0]).items()}
    return {"type": "array", "items": _object(parts)}


def _like(value: object) -> dict[str, Any]:
    if isinstance(value, list):
        return {"type": "array", "items": {"type": "integer"}}
    return {"type": "integer" if isinstance(value, int) else "string"}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(properties),
    }
