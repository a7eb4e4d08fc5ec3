"""Settings for tests: the options' own defaults with a few changed, pointed at the stand-ins."""

from pathlib import Path
from typing import Any

import pytest

from paperglot.config import PaperglotOptions, settings_of
from paperglot.languages import second_language
from paperglot.settings import ModelSettings, Settings
from tests.standins.arxiv import ArxivStandIn
from tests.standins.faults import Fault
from tests.standins.messages import MessagesStandIn

CHINESE = second_language("zh-Hans")
GERMAN = second_language("de")
LLM: dict[str, Any] = {
    "id": "llm",
    "title": {"en": "Language Models", "zh-Hans": "语言模型", "de": "Sprachmodelle"},
    "categories": ["cs.CL"],
}
"""A topic that catches what is in cs.CL."""
VISION: dict[str, Any] = {
    "id": "vision",
    "title": {"en": "Vision", "zh-Hans": "视觉"},
    "categories": ["cs.CV"],
}
_NOWHERE = "http://127.0.0.1:9"
_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_PROFILE", "ANTHROPIC_BASE_URL")


def plugin_options(arxiv: ArxivStandIn | None = None, **changes: Any) -> dict[str, Any]:
    """Return the plugin's options as they stand in `mkdocs.yml`; no arXiv but the stand-in."""
    return {
        "rss_url": arxiv.rss_url if arxiv else f"{_NOWHERE}/rss/{{category}}",
        "atom_url": arxiv.atom_url if arxiv else f"{_NOWHERE}/atom/{{category}}",
        "listing_url": arxiv.listing_url if arxiv else f"{_NOWHERE}/list/{{category}}/new",
        "api_url": arxiv.api_url if arxiv else f"{_NOWHERE}/api/query",
        "pdf_url": arxiv.pdf_url if arxiv else f"{_NOWHERE}/pdf/{{id}}",
        "api_patience": 0,
        "request_interval": 0,
        "categories": ["cs.CL"],
        "topics": [LLM],
        "concurrency": 4,
        "deadline": 30,
        "batches": False,
        "overviews": False,
        **changes,
    }


def make(root: Path, arxiv: ArxivStandIn | None = None, **changes: Any) -> Settings:
    """Return checked settings whose store is `root`."""
    options = PaperglotOptions()
    options.load_dict(plugin_options(arxiv, **changes))
    errors, warnings = options.validate()
    assert (errors, warnings) == ([], [])
    return settings_of(options, docs_dir=str(root), site_url=None)


def model(**changes: Any) -> ModelSettings:
    """Return how the model is asked."""
    return make(Path(), **changes).model


def variables(messages: MessagesStandIn) -> dict[str, str]:
    """Return the environment that leads the SDK to the stand-in."""
    return {
        "ANTHROPIC_BASE_URL": messages.base_url,
        "ANTHROPIC_API_KEY": "x",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }


def connect(monkeypatch: pytest.MonkeyPatch, messages: MessagesStandIn) -> None:
    """Lead the SDK to the stand-in and to nowhere else."""
    disconnect(monkeypatch)
    for name, value in variables(messages).items():
        monkeypatch.setenv(name, value)


def disconnect(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the SDK without a key, whatever the developer's own environment has."""
    for name in _KEYS:
        monkeypatch.delenv(name, raising=False)


def fault_name(value: object) -> str | None:
    """Name a fault among the parameters of a test; leave the others to pytest."""
    return value.name if isinstance(value, Fault) else None
