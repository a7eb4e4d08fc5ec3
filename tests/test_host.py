"""Which package answers to `import mkdocs`; tests/hosts has the real ones."""

import importlib
import importlib.util

import pytest

from paperglot import host


@pytest.mark.parametrize(
    ("installed", "imported"),
    [
        (("mkdocs",), []),
        (("mkdocs", "properdocs"), []),
        (("properdocs",), ["properdocs.replacement"]),
        ((), []),
    ],
)
def test_properdocs_answers_where_there_is_no_mkdocs(
    monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], imported: list[str]
) -> None:
    found: list[str] = []
    monkeypatch.setattr(importlib, "import_module", found.append)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name in installed or None)
    host.provide_mkdocs()
    assert found == imported
