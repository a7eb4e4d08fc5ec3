"""The nightly workflow when a night goes wrong, with a `paperglot` that ends as it is told to."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workflows.fakes import FakeGh
from tests.workflows.runner import WELL, GitHub, Run, load
from tests.workflows.scratch import Origin

PAPERGLOT = """\
#!{python}
import json, pathlib, sys
with open({calls!r}, "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
day = pathlib.Path("site_src/days/2026")
day.mkdir(parents=True, exist_ok=True)
pathlib.Path(day / "{day}.md").write_text("---\\ndate: {day}\\n---\\n")
sys.exit({code})
"""
FAILED = WELL | {"update": "failure"} | dict.fromkeys(("build", "deploy", "figures"), "skipped")


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A file with the arguments of each call."""
    return tmp_path / "calls.jsonl"


@pytest.fixture
def night(github: GitHub, calls: Path) -> Callable[..., Run]:
    """Return what runs a night whose `paperglot` brings a day and ends with a code."""
    github.installed["mkdocs"] = "#!/bin/sh\nmkdir site\n"

    def run(code: int, *, day: str = "2026-05-12", **inputs: str | bool) -> Run:
        github.installed["paperglot"] = PAPERGLOT.format(
            python=sys.executable, calls=str(calls), day=day, code=code
        )
        event = "workflow_dispatch" if inputs else "schedule"
        return github.run(load("nightly.yml"), event=event, **inputs)

    return run


def asked(calls: Path) -> list[list[str]]:
    return [json.loads(line) for line in calls.read_text(encoding="utf-8").splitlines()]


def test_partly_done_is_a_warning(night: Callable[..., Run], origin: Origin) -> None:
    before = origin.tip()
    run = night(3)
    assert run.results == WELL, run.log
    assert "::warning title=Partly done::" in run.jobs["update"].log
    assert [commit.subject for commit in origin.commits(before)] == ["Night of 2026-05-12"]


@pytest.mark.parametrize("code", [1, 2])
def test_what_a_failed_night_paid_for_is_pushed_and_the_site_stays_as_it_is(
    night: Callable[..., Run], origin: Origin, code: int
) -> None:
    before = origin.tip()
    run = night(code)
    assert run.results == FAILED, run.log
    assert run.published is None
    assert "::warning" not in run.log
    assert [commit.subject for commit in origin.commits(before)] == ["Night of 2026-05-12"]


def test_one_issue_tells_of_all_failing_nights_until_one_is_well(
    night: Callable[..., Run], gh: FakeGh
) -> None:
    night(0)
    assert gh.done() == ["api --silent"]
    night(1)
    assert gh.done() == ["label create", "issue create", "api --silent"]
    night(1)
    assert gh.done() == ["issue comment", "api --silent"]
    night(0)
    assert gh.done() == ["issue close", "api --silent"]
    assert gh.open is None


def test_a_run_by_hand_that_leaves_the_update_out_says_nothing_of_the_nights(
    night: Callable[..., Run], gh: FakeGh, calls: Path
) -> None:
    night(1)
    gh.done()
    night(0, only_build=True)
    assert gh.done() == []
    assert gh.open == 7
    assert asked(calls) == [["update"]]


@pytest.mark.parametrize(
    ("inputs", "first", "last"),
    [
        ({"backfill_from": "2026-05-04", "backfill_to": "2026-05-08"}, "2026-05-04", "2026-05-08"),
        ({"backfill_from": "2026-05-04"}, "2026-05-04", "2026-05-04"),
        ({"backfill_to": "2026-05-08"}, "2026-05-08", "2026-05-08"),
        ({"backfill_from": '"; exit 9; $(exit 9)'}, '"; exit 9; $(exit 9)', None),
    ],
)
def test_missed_days_are_fetched_after_the_night(
    night: Callable[..., Run],
    calls: Path,
    inputs: dict[str, str],
    first: str,
    last: str | None,
) -> None:
    run = night(3, **inputs)
    assert run.results == WELL | {"keep-alive": "skipped"}, run.log
    backfill = ["backfill", "--from", first, "--to", last or first, "--yes"]
    assert asked(calls) == [["update"], backfill, ["figures"]], shlex.join(backfill)


def test_no_missed_day_is_fetched_by_itself(night: Callable[..., Run], calls: Path) -> None:
    night(0)
    night(0, only_build=False)
    assert asked(calls) == [["update"], ["figures"]] * 2
