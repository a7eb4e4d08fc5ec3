"""A view that was made in brief and then whole is the view of the papers themselves."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from paperglot.errors import PageError
from paperglot.model import Day, Paper
from paperglot.site.catalogue import Catalogue
from paperglot.site.kept import Kept
from paperglot.site.kept_terms import KeptTerms
from paperglot.site.kept_trends import KeptTrends
from paperglot.site.views import ArchiveView, MonthView, PaperView
from paperglot.site.whole import Whole
from paperglot.store.brief import Brief
from paperglot.store.files import Store
from tests import strategies
from tests.samples import digested
from tests.site.examples import LLM, PAPERS, settings, with_trends


def _store(root: Path, papers: list[Paper], days: list[Day]) -> Store:
    store = Store(root)
    for paper in papers:
        store.write_paper(paper)
    for day in days:
        store.write_day(day)
    return store


def _whole(archive: Brief) -> Whole:
    terms = KeptTerms(Kept(None), b"", archive.whole)
    return Whole(archive, KeptTrends(Kept(None), b"", terms, archive.whole).of)


@given(
    st.lists(PAPERS, max_size=6, unique_by=lambda paper: paper.id),
    st.lists(strategies.announcement_days, max_size=2, unique_by=lambda day: day.date),
)
@hypothesis_settings(max_examples=25, deadline=None)
def test_every_view_becomes_that_of_the_papers(papers: list[Paper], days: list[Day]) -> None:
    with TemporaryDirectory() as folder:
        store = _store(Path(folder), papers, days)
        brief = Brief.of(store).published()
        whole = _whole(brief)
        listed = Catalogue(brief, settings())
        expected = Catalogue(store.read().published(), settings())
        for view, other in zip(listed, expected, strict=True):
            assert view.url == other.url
            if not isinstance(view, ArchiveView | MonthView):
                assert whole.view(view) == with_trends(other)
        assert (whole.home(listed.latest) if listed.latest else None) == expected.latest
        assert listed.has_samples == expected.has_samples


def test_more_papers_than_are_held_are_loaded_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("paperglot.site.whole._LATELY", 2)
    papers = [digested(f"2613.000{number}0") for number in range(1, 6)]
    brief = Brief.of(_store(tmp_path, papers, []))
    whole = _whole(brief)
    for _ in range(2):
        assert whole.papers(brief.papers) == papers
        assert whole.papers(brief.papers[::-1]) == papers[::-1]


def test_a_page_that_goes_while_the_site_is_built_ends_it(tmp_path: Path) -> None:
    store = _store(tmp_path, [digested()], [])
    brief = Brief.of(store)
    store.paper_path("2613.00010").unlink()
    for kept in (store.workplace / "cache").rglob("*.papers"):
        kept.unlink()
    with pytest.raises(PageError, match="has changed or gone"):
        _whole(brief).view(PaperView(brief.papers[0], (LLM,)))
    terms = KeptTerms(Kept(None), b"", brief.whole)
    with pytest.raises(PageError, match=r"2613\.00010\.md.*has changed or gone"):
        terms.of(brief.papers)


def test_a_page_that_changes_while_the_site_is_built_ends_it(tmp_path: Path) -> None:
    # It would be kept under what the page said before, and come back once it says so again.
    store = _store(tmp_path, [digested()], [])
    brief = Brief.of(store)
    for kept in (store.workplace / "cache").rglob("*.papers"):
        kept.unlink()
    store.write_paper(replace(digested(), title="Another"))
    with pytest.raises(PageError, match=r"2613\.00010\.md.*has changed or gone"):
        _whole(brief).view(PaperView(brief.papers[0], (LLM,)))


def test_what_a_page_knows_itself_by_differs_with_every_change(tmp_path: Path) -> None:
    paper = digested()
    views = set()
    for changed in (
        paper,
        replace(paper, title="Another"),
        replace(paper, updated=date(2026, 4, 1)),
        replace(paper, comment="Ten pages"),
    ):
        store = Store(tmp_path)
        store.write_paper(changed)
        views.add(repr(PaperView(Brief.of(store).papers[0], (LLM,))))
    assert len(views) == 4
