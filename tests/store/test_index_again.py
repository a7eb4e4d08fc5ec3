"""The archive in brief, listed again where something stays in the way."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from paperglot.store.files import Store
from tests.samples import digested, pending


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """Return a store of four papers in two months that were written long ago."""
    monkeypatch.setattr("paperglot.store.index._RACY", -(10**18))
    store = Store(tmp_path)
    for identifier in ("2605.00001", "2613.00010", "2613.00020"):
        store.write_paper(digested(identifier))
    store.write_paper(pending("2613.00030"))
    return store


def test_a_page_that_stays_damaged_is_named_while_others_of_its_month_change(store: Store) -> None:
    store.paper_path("2613.00020").write_text("---\n", encoding="utf-8")
    [error] = store.index().damaged
    store.write_paper(replace(digested("2613.00010"), title="Another title"))
    store.paper_path("2613.00030").unlink()
    again = store.index()
    assert [str(each) for each in again.damaged] == [str(error)]
    assert [each.title for each in again.papers()] == ["A bound", "Another title"]


def test_what_was_kept_of_a_month_that_is_gone_may_stay(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.index()
    shutil.rmtree(store.root / "papers" / "2605")

    def refuse(*_: object, **__: object) -> None:
        message = "Read-only file system"
        raise OSError(message)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert "2605.00001" not in [each.id for each in store.index().facts]
