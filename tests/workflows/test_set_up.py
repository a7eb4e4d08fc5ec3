"""docs/set-up.md names things as they are."""

import re
from datetime import time

import pytest

from tests.site.build import REPOSITORY
from tests.workflows.runner import load

PAGE = " ".join((REPOSITORY / "docs" / "set-up.md").read_text(encoding="utf-8").split())
NIGHTLY = load("nightly.yml")


@pytest.mark.parametrize(
    "name", [NIGHTLY["name"], *(job["name"] for job in NIGHTLY["jobs"].values())]
)
def test_the_workflow_and_its_jobs_have_the_names_that_the_page_gives(name: str) -> None:
    assert f"**{name}**" in PAGE


def test_each_input_is_called_what_the_form_calls_it() -> None:
    inputs = NIGHTLY["on"]["workflow_dispatch"]["inputs"]
    assert inputs
    assert [
        each["description"] for each in inputs.values() if f"*{each['description']}*" not in PAGE
    ] == []


def test_the_times_are_those_of_the_schedule() -> None:
    crons = (each["cron"].split() for each in NIGHTLY["on"]["schedule"])
    times = [time(int(hour), int(minute)) for minute, hour, *_ in crons]
    assert re.findall(r"(\d\d:\d\d) UTC", PAGE) == [f"{each:%H:%M}" for each in times]


@pytest.mark.parametrize(
    ("word", "file"),
    [
        ("ANTHROPIC_API_KEY", ".github/workflows/nightly.yml"),
        ("failing-night", "scripts/report_night.sh"),
        ("Partly done", "scripts/warn_if_partly.sh"),
        ("Night of ", "scripts/push_night.sh"),
        ("site_url", "mkdocs.yml"),
        ("categories", "mkdocs.yml"),
        ("topics", "mkdocs.yml"),
    ],
)
def test_what_the_page_names_is_called_so_where_it_is(word: str, file: str) -> None:
    assert word in PAGE
    assert word in (REPOSITORY / file).read_text(encoding="utf-8")


def test_its_links_lead_to_headings_that_are_there() -> None:
    links = re.findall(r"\]\(([\w-]+\.md)#([\w-]+)\)", PAGE)
    assert len(links) == 1
    for file, anchor in links:
        text = (REPOSITORY / "docs" / file).read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
        assert anchor in [heading.lower().replace(" ", "-") for heading in headings]
