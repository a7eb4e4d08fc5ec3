"""An archive as Markdown for other generators, and the nights that are added to one."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from paperglot.model import Author
from scripts.bench import markdown_pages, staging
from scripts.bench.markdown_pages import Chip, Listing, listings
from scripts.benchmark_archive import Source
from tests.samples import digested

TITLES = {"llm": "Language Models", "speech": "Speech"}
FIRST = digested("2613.00010", announced=date(2026, 3, 3), topics=("llm",))
SECOND = digested("2613.00020", announced=date(2026, 3, 4), topics=("llm", "speech"))
ODD = digested("2613.00030", title='A "<b>" & a: {{ 7*7 }}', authors=(Author("Ada | B"),))


def source(identifier: str, day: date) -> Source:
    return Source(identifier, 1, "T", "A.", "Ada", ("cs.CL",), None, day)


def read(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def test_every_day_every_topic_and_every_topics_day_is_a_page() -> None:
    found = {each.address: each for each in listings([SECOND, FIRST], TITLES)}
    assert {address: [paper.id for paper in each.papers] for address, each in found.items()} == {
        "2026/03/03/": ["2613.00010"],
        "2026/03/03/llm/": ["2613.00010"],
        "2026/03/04/": ["2613.00020"],
        "2026/03/04/llm/": ["2613.00020"],
        "2026/03/04/speech/": ["2613.00020"],
        "topics/llm/": ["2613.00020", "2613.00010"],
        "topics/speech/": ["2613.00020"],
        "": ["2613.00020"],
    }
    assert found["2026/03/03/"].chips == (Chip("2026/03/03/llm/", "Language Models", 1),)


def test_a_topics_page_has_its_latest_hundred() -> None:
    papers = [digested(f"2613.{number:05}", topics=("llm",)) for number in range(130)]
    [topic] = (each for each in listings(papers, TITLES) if each.address == "topics/llm/")
    assert [paper.id for paper in topic.papers][::99] == ["2613.00129", "2613.00030"]


@pytest.mark.parametrize(
    ("flavour", "address", "path"),
    [
        ("hugo", "", "_index.md"),
        ("hugo", "papers/2613.00010/", "papers/2613.00010.md"),
        ("hugo", "2026/03/03/llm/", "lists/2026-03-03-llm.md"),
        ("hexo", "2026/03/03/llm/", "2026/03/03/llm/index.md"),
        ("material", "papers/2613.00010/", "papers/2613.00010/index.md"),
    ],
)
def test_a_page_lies_where_its_generator_looks(
    flavour: markdown_pages.Flavour, address: str, path: str
) -> None:
    assert markdown_pages.source_path(flavour, address) == path


def test_a_papers_page_has_the_body_of_the_store_and_its_rows_facts(tmp_path: Path) -> None:
    markdown_pages.write(tmp_path, "hugo", *markdown_pages.paper_source(ODD, "hugo"))
    front, body = read(tmp_path / "content" / "papers" / "2613.00030.md")
    assert (front["title"], front["authors"]) == (ODD.title, ["Ada | B"])
    assert (front["url"], front["type"]) == ("/papers/2613.00030/", "paper")
    assert front["translated"] == "一个界"
    assert "## TL;DR (zh-Hans)" in body
    assert "announce_type" not in body


def test_hexo_runs_no_tags_in_a_paper() -> None:
    _address, front, _body = markdown_pages.paper_source(ODD, "hexo")
    assert (front["layout"], front["disableNunjucks"]) == ("paper", True)


def test_a_listing_names_its_papers_or_writes_them_out() -> None:
    listing = Listing("2026/03/03/", "2026-03-03", (ODD,), (Chip("2026/03/03/llm/", "LLM", 1),))
    _address, front, body = markdown_pages.listing_source(listing, "hugo")
    assert (front["papers"], body) == ([ODD.id], "")
    assert json.loads(json.dumps(front["chips"])) == [
        {"url": "/2026/03/03/llm/", "title": "LLM", "count": 1}
    ]
    _address, front, body = markdown_pages.listing_source(listing, "material")
    assert front == {"title": "2026-03-03"}
    assert "- [LLM](../../../2026/03/03/llm/index.md) 1" in body
    assert "](../../../papers/2613.00030/index.md)" in body
    assert "&lt;b" in body


def test_a_night_more_has_new_numbers_on_the_next_weekday() -> None:
    friday = date(2026, 5, 1)
    archive = [source(f"2604.{number:05}", friday) for number in range(250)]
    night = staging.next_night(archive)
    assert {each.announced for each in night} == {friday + timedelta(days=3)}
    assert len({each.id for each in night}) == len(night) == 100
    assert night[0].id == "2605.90000"


def test_new_versions_are_of_papers_from_all_over_and_say_something_new() -> None:
    days = [date(2026, 5, 4) + timedelta(days=each) for each in range(200)]
    archive = [source(f"{day:%y%m}.{day.day:05}", day) for day in days]
    chosen = staging.spread(archive)
    assert len(chosen) == staging.REVISED
    assert (chosen[0], chosen[-1]) == (archive[0], archive[196])
    assert staging.spread(archive[:3]) == archive[:3]
    paper = digested("2613.00010")
    [found] = staging.revised([paper], date(2026, 5, 6))
    assert (found.id, found.announced) == (paper.id, paper.announced)
    assert (found.version, found.updated) == (2, date(2026, 5, 6))
    assert found.title != paper.title
    assert found.digest is not None
    assert paper.digest is not None
    assert found.digest.tldr != paper.digest.tldr


def test_a_soak_begins_after_its_archive_and_has_even_nights() -> None:
    days = [date(2026, 5, 4) + timedelta(days=each) for each in range(4)]
    counts = (300, 130, 20, 110)
    sources = [
        source(f"2605.{place:02}{number:03}", day)
        for place, (day, count) in enumerate(zip(days, counts, strict=True))
        for number in range(count)
    ]
    archive, nights = staging.parted(sources, 200, 2)
    assert {each.announced for each in archive} == {days[0]}
    assert len(archive) == 200
    assert [(night[0].announced, len(night)) for night in nights] == [
        (days[1], 100),
        (days[3], 100),
    ]
    assert replace(nights[0][0], announced=days[0]) not in archive
