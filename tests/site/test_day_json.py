import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperglot.model import CategoryReport, CategoryState, Day, Paper, Status
from paperglot.site.day_json import day_json, schema
from paperglot.site.views import DayView
from tests import strategies
from tests.samples import DAY, digested, pending
from tests.shared import needs_shared
from tests.site.build import Site
from tests.site.citing import real_papers
from tests.site.examples import catalogue
from tests.site.json_schema import faults

_SCHEMA = json.loads(schema())


def _file(*papers: Paper, record: Day | None = None) -> dict[str, Any]:
    (view,) = (
        view
        for view in catalogue(papers, [record] if record else [])
        if isinstance(view, DayView) and view.day == DAY
    )
    found: dict[str, Any] = json.loads(day_json(view))
    return found


def test_a_day_of_the_sample_site_follows_its_schema(sample: Site) -> None:
    paths = sorted(sample.directory.glob("20*/*/*/day.json"))
    assert len(paths) == 3
    for path in paths:
        found = json.loads(path.read_bytes())
        assert faults(found, _SCHEMA) == []
        url = f"/{path.parent.relative_to(sample.directory).as_posix()}/"
        assert len(found["papers"]) == len(sample.content(url).with_attribute("class", "Z3988"))
        targets = [sample.target(url, paper["page"]) for paper in found["papers"]]
        assert [target for target in targets if not target or not sample.has(target)] == []
        assert sample.target(url, found["$schema"]) == "/feeds/day.schema.json"
    assert sample.path("/feeds/day.schema.json").read_bytes() == schema()


def test_a_paper_says_what_it_is_and_who_wrote_what() -> None:
    (paper,) = _file(digested())["papers"]
    assert paper == {
        "id": "2613.00010",
        "version": 1,
        "page": "../../../papers/2613.00010/",
        "status": "digested",
        "announce_type": "new",
        "title": {"en": "A bound", "zh-Hans": "一个界"},
        "tldr": {"en": "A tight bound at extra cost.", "zh-Hans": "一个代价更高的紧界。"},
        "model": "claude-haiku-5-5",
        "categories": ["cs.CL"],
        "topics": ["llm"],
        "links": [],
    }
    (waiting,) = _file(pending())["papers"]
    assert waiting.keys() == paper.keys() - {"tldr", "model"}


def test_the_counts_add_up_and_the_states_are_named() -> None:
    record = Day(
        DAY,
        kept=("2613.00010", "2613.00020"),
        outside=("2613.00030",),
        categories=(CategoryReport("cs.CL", CategoryState.PARTIAL, entries=3),),
    )
    found = _file(digested(), digested("2613.00020", status=Status.WITHDRAWN), record=record)
    announced = found["counts"].pop("announced")
    assert announced == sum(found["counts"].values()) == 3
    assert found["withdrawn"] == ["2613.00020"]
    assert found["categories"] == [
        {"category": "cs.CL", "state": "partial", "source": "rss", "entries": 3}
    ]


def test_a_day_without_papers_says_why() -> None:
    record = Day(DAY, categories=(CategoryReport("cs.CL", CategoryState.EMPTY),))
    found = _file(record=record)
    assert (found["quiet"], found["papers"]) == ("holiday", [])
    assert faults(found, _SCHEMA) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"date": "12 May"}, "pattern"),
        ({"papers": [{}]}, "required"),
        ({"counts": 3}, "type"),
        ({"quiet": "tired"}, "enum"),
        ({"mood": "good"}, "mood is not named"),
    ],
)
def test_the_check_finds_what_breaks_the_schema(change: dict[str, Any], fault: str) -> None:
    found = [text for text in faults(_file(digested()) | change, _SCHEMA) if fault in text]
    assert found


@given(
    st.lists(strategies.papers(), max_size=3, unique_by=lambda paper: paper.id),
    strategies.announcement_days,
)
def test_whatever_the_store_holds_follows_the_schema(papers: list[Paper], record: Day) -> None:
    views = [view for view in catalogue(papers, [record]) if isinstance(view, DayView)]
    for view in views:
        written = day_json(view)
        assert faults(json.loads(written), _SCHEMA) == []
        assert written == day_json(view)


@needs_shared
def test_a_real_paper_takes_less_than_a_kilobyte() -> None:
    papers = [paper for paper in real_papers(300) if paper.announced > date(2020, 1, 1)]
    views = [view for view in catalogue(papers) if isinstance(view, DayView)]
    total = sum(len(day_json(view)) for view in views)
    assert total / len(papers) < 1_000
