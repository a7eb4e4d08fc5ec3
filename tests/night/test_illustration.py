"""Figures night by night: which papers, in which order, and what becomes of each fault."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from paperglot.errors import BusyError
from paperglot.figures.extraction import Limits, extract
from paperglot.model import Paper
from paperglot.night.illustration import Illustrated, illustrate
from paperglot.settings import Settings
from paperglot.store import unfetched
from paperglot.store.files import Store
from paperglot.store.images import Images
from paperglot.store.lock import exclusive
from tests.figures.sheets import illustrated
from tests.samples import BY, DAY, figure, figures, pending
from tests.settings import VISION, make
from tests.standins.arxiv import ArxivStandIn, rate_page, reset, status

_SHARE_ALIKE = "http://creativecommons.org/licenses/by-sa/4.0/"
_OWN = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
_GOOD = illustrated()


@pytest.fixture
def arxiv() -> Iterator[ArxivStandIn]:
    with ArxivStandIn({}) as running:
        yield running


def _paper(identifier: str = "2613.00010", **changes: Any) -> Paper:
    return pending(identifier, **({"licence": BY} | changes))


def _filled(folder: Path, arxiv: ArxivStandIn, *papers: Paper, **options: Any) -> Settings:
    """Return the settings of a store with some papers, for each of which there is a PDF."""
    settings = make(folder, arxiv, **options)
    for paper in papers:
        Store(folder).write_paper(paper)
        arxiv.pdfs.setdefault(f"{paper.id}v{paper.version}", _GOOD)
    return settings


def _of(settings: Settings, identifier: str = "2613.00010") -> Paper:
    paper = Store(settings.root).paper(identifier)
    assert paper is not None
    return paper


def _asked(arxiv: ArxivStandIn) -> list[str]:
    return [request.category for request in arxiv.requests_of("pdf")]


def test_a_run_puts_what_it_found_onto_the_page(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    done = illustrate(settings)
    found = _of(settings).figures
    assert found is not None
    assert (found.version, found.licence, found.lacking) == (1, BY, None)
    [each] = found.found
    assert (each.label, each.caption, each.page) == ("Figure 1", "A bound and its cost.", 1)
    image = Images(Store(tmp_path).workplace).get(each.hash)
    assert image is not None
    assert (each.size, image[8:12]) == (len(image), b"WEBP")
    assert done == Illustrated(papers=1, with_figures=1, figures=1, bytes=len(image))
    assert "1 papers looked through, 1 of them with 1 figures" in done.text
    assert json.loads(done.json)["figures"] == 1


def test_what_was_looked_through_is_not_asked_for_again(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"))
    arxiv.pdfs["2613.00020v1"] = illustrated(captions=())
    illustrate(settings)
    assert _of(settings, "2613.00020").figures == figures()
    again = illustrate(settings)
    assert again == Illustrated()
    assert _asked(arxiv) == ["2613.00010v1", "2613.00020v1"]


def test_images_that_are_lost_are_fetched_again(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    illustrate(settings)
    before = _of(settings)
    images = Images(Store(tmp_path).workplace)
    images.forget_all_but(())
    illustrate(settings)
    assert _of(settings) == before
    assert images.at_hand(before.images) == set(before.images)


def test_a_later_version_is_looked_through_anew(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    illustrate(settings)
    _filled(tmp_path, arxiv, replace(_of(settings), version=2))
    illustrate(settings)
    found = _of(settings).figures
    assert found is not None
    assert found.version == 2


def test_the_very_same_caption_keeps_its_translation(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    arxiv.pdfs["2613.00010v1"] = illustrated(captions=("Figure 1: A bound.", "Figure 2: Its cost."))
    illustrate(settings)
    before = _of(settings)
    assert before.figures is not None
    told = {"A bound.": "一个界。", "Its cost.": "其代价。"}
    translated = before.figures.with_translations(told, "zh-Hans")
    _filled(tmp_path, arxiv, replace(before, version=2, figures=translated))
    arxiv.pdfs["2613.00010v2"] = illustrated(
        captions=("Figure 1: A new one.", "Figure 2: A bound.")
    )
    illustrate(settings)
    found = _of(settings).figures
    assert found is not None
    assert [each.caption_translated for each in found.found] == [None, "一个界。"]
    assert (found.version, found.language) == (2, "zh-Hans")


@pytest.mark.parametrize(
    ("paper", "options"),
    [
        (_paper(licence=_OWN), {}),
        (_paper(licence=None), {}),
        (_paper(), {"figures_per_night": 0}),
    ],
)
def test_nothing_is_asked_for_that_may_not_be_shown(
    tmp_path: Path, arxiv: ArxivStandIn, paper: Paper, options: dict[str, Any]
) -> None:
    assert illustrate(_filled(tmp_path, arxiv, paper, **options)) == Illustrated()
    assert _asked(arxiv) == []


def test_the_latest_day_comes_first_then_the_first_topic(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    settings = _filled(
        tmp_path,
        arxiv,
        _paper("2613.00010", announced=DAY - timedelta(days=1)),
        _paper("2613.00020", topics=("vision", "llm")),
        _paper("2613.00030", topics=("vision",)),
        _paper("2613.00040", topics=("gone",)),
        topics=[{"id": "llm", "title": {"en": "LLM", "zh-Hans": "模型"}}, VISION],
        figures_per_night=3,
    )
    done = illustrate(settings)
    assert _asked(arxiv) == ["2613.00020v1", "2613.00030v1", "2613.00040v1"]
    assert done.waiting == 1
    assert illustrate(settings).waiting == 0
    assert _asked(arxiv)[3:] == ["2613.00010v1"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_GOOD[:1_000], "the PDF is truncated"),
        (illustrated(licence=_SHARE_ALIKE), f"the PDF names another licence: {_SHARE_ALIKE}"),
    ],
)
def test_a_pdf_that_gives_nothing_costs_a_note_and_one_request(
    tmp_path: Path, arxiv: ArxivStandIn, content: bytes, reason: str
) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"))
    arxiv.pdfs["2613.00010v1"] = content
    done = illustrate(settings)
    assert done.notes == [f"2613.00010: {reason}"]
    assert (done.papers, done.with_figures) == (2, 1)
    assert _of(settings).figures == figures(lacking=reason)
    illustrate(settings)
    assert len(_asked(arxiv)) == 2
    kept = list(Images(Store(tmp_path).workplace).folder.glob("*"))
    assert [path.stem for path in kept] == list(_of(settings, "2613.00020").images)


def test_a_pdf_has_one_bound_in_bytes_on_its_way_and_when_it_is_opened(
    tmp_path: Path, arxiv: ArxivStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "paperglot.night.illustration.Limits", partial(Limits, bytes_of_file=len(_GOOD))
    )
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"))
    arxiv.pdfs["2613.00010v1"] = _GOOD + b"\n"
    done = illustrate(settings)
    assert (done.papers, done.with_figures) == (2, 1)
    [note] = done.notes
    assert note.startswith("2613.00010: ")
    assert note.endswith(f"answered more than {len(_GOOD):,} bytes")
    found = _of(settings).figures
    assert found is not None
    assert found.lacking == note.removeprefix("2613.00010: ")


def test_a_licence_in_the_pdf_may_confirm_that_of_the_feed(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    arxiv.pdfs["2613.00010v1"] = illustrated(licence="https://creativecommons.org/licenses/by/4.0")
    assert illustrate(settings).with_figures == 1


def test_a_pdf_that_is_not_there_yet_waits(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"))
    del arxiv.pdfs["2613.00010v1"]
    done = illustrate(settings)
    assert (done.papers, done.waiting) == (1, 1)
    [note] = done.notes
    assert note.startswith("2613.00010: ")
    assert "404" in note
    arxiv.pdfs["2613.00010v1"] = _GOOD
    assert illustrate(settings).with_figures == 1


def test_a_pdf_that_never_comes_keeps_no_other_from_its_place(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    papers = [_paper(f"2613.000{number}0") for number in (1, 2, 3, 4)]
    settings = _filled(tmp_path, arxiv, *papers, figures_per_night=1)
    del arxiv.pdfs["2613.00010v1"], arxiv.pdfs["2613.00030v1"]
    waiting = [illustrate(settings).waiting for _night in range(7)]
    first, second, third, fourth = (f"{paper.id}v1" for paper in papers)
    assert _asked(arxiv) == [first, second, third, fourth, first, third, first]
    assert waiting == [4, 3, 3, 2, 2, 2, 2]
    assert _of(settings).figures is None


def test_a_later_version_has_its_place_again(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"), figures_per_night=1)
    del arxiv.pdfs["2613.00010v1"]
    illustrate(settings)
    _filled(tmp_path, arxiv, _paper(version=2))
    illustrate(settings)
    assert _asked(arxiv) == ["2613.00010v1", "2613.00010v2"]
    assert unfetched.read(Store(tmp_path).workplace) == {}


def test_without_what_was_remembered_each_has_its_place_again(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"), figures_per_night=1)
    del arxiv.pdfs["2613.00010v1"]
    illustrate(settings)
    rmtree(Store(tmp_path).workplace / "cache")
    illustrate(settings)
    assert _asked(arxiv) == ["2613.00010v1", "2613.00010v1"]


def test_a_paper_that_ends_every_run_does_so_behind_the_others(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"))
    arxiv.pdfs["2613.00010v1"] = b"<html>This paper has no PDF.</html>"
    assert [illustrate(settings).papers for _night in range(3)] == [0, 0, 1]
    assert _asked(arxiv) == ["2613.00010v1", "2613.00010v1", "2613.00020v1", "2613.00010v1"]


@pytest.mark.parametrize("fault", [status(429), rate_page(), reset()], ids=lambda it: it.name)
def test_arxivs_bad_minute_ends_the_asking_and_nothing_else(
    tmp_path: Path, arxiv: ArxivStandIn, fault: Any
) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), _paper("2613.00020"))
    arxiv.faults.plan(fault, "pdf")
    done = illustrate(settings)
    assert (done.papers, done.waiting, len(done.notes)) == (0, 2, 1)
    assert len(_asked(arxiv)) == 1
    assert _of(settings).figures is None
    arxiv.faults.clear()
    assert illustrate(settings).papers == 2


def test_a_page_that_was_damaged_meanwhile_is_a_note(
    tmp_path: Path, arxiv: ArxivStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    path = Store(tmp_path).paper_path("2613.00010")

    def damaging(*arguments: Any) -> Any:
        path.write_text("nothing", encoding="utf-8")
        return extract(*arguments)

    monkeypatch.setattr("paperglot.night.illustration.extract", damaging)
    [note] = illustrate(settings).notes
    assert f"{path}:1: no front matter" in note
    assert path.read_text(encoding="utf-8") == "nothing"


def test_what_no_page_shows_any_more_is_removed(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper(), figures_keep_days=10)
    illustrate(settings)
    images = Images(Store(tmp_path).workplace)
    assert images.at_hand(_of(settings).images)
    _filled(tmp_path, arxiv, pending("2613.00020", announced=DAY + timedelta(days=10)))
    assert illustrate(settings) == Illustrated()
    assert list(images.folder.glob("*")) == []
    assert _of(settings).figures is not None


def test_figures_that_a_hand_took_away_are_looked_for_again(
    tmp_path: Path, arxiv: ArxivStandIn
) -> None:
    settings = _filled(tmp_path, arxiv, _paper(figures=figures(figure(), lacking="a mistake")))
    Store(tmp_path).write_paper(replace(_of(settings), figures=None))
    assert illustrate(settings).with_figures == 1


def test_a_figure_that_a_hand_took_down_stays_down(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    arxiv.pdfs["2613.00010v1"] = illustrated(captions=("Figure 1: A bound.", "Figure 2: Its cost."))
    assert illustrate(settings).figures == 2
    found = _of(settings).figures
    assert found is not None
    Store(tmp_path).write_paper(replace(_of(settings), figures=figures(found.found[1])))
    assert illustrate(settings) == Illustrated()
    kept = list(Images(Store(tmp_path).workplace).folder.glob("*"))
    assert [path.stem for path in kept] == [found.found[1].hash]


def test_one_run_at_a_time(tmp_path: Path, arxiv: ArxivStandIn) -> None:
    settings = _filled(tmp_path, arxiv, _paper())
    with exclusive(Store(tmp_path)), pytest.raises(BusyError):
        illustrate(settings)
