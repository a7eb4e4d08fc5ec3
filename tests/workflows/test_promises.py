"""What the workflows promise, as far as it can be read off them."""

import re

import pytest
from mkdocs.utils.yaml import yaml_load

from tests.site.build import REPOSITORY
from tests.workflows.runner import WORKFLOWS, load

NAMES = sorted(path.name for path in WORKFLOWS.iterdir())
NIGHTLY = load("nightly.yml")
PINNED = re.compile(r"uses: [\w.-]+(/[\w.-]+){1,2}@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def test_there_are_two_workflows() -> None:
    assert NAMES == ["nightly.yml", "tests.yml"]


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned_by_its_commit_and_names_its_version(name: str) -> None:
    lines = (WORKFLOWS / name).read_text(encoding="utf-8").splitlines()
    uses = [line.strip() for line in lines if "uses:" in line]
    assert uses
    assert [line for line in uses if not PINNED.fullmatch(line.removeprefix("- "))] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_permitted_unless_a_job_says_so(name: str) -> None:
    assert load(name)["permissions"] == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_job_ends(name: str) -> None:
    for job in load(name)["jobs"].values():
        assert 0 < job["timeout-minutes"] < 360  # what GitHub gives a job at most


def test_each_job_may_do_what_it_must() -> None:
    assert {name: job["permissions"] for name, job in NIGHTLY["jobs"].items()} == {
        "update": {"contents": "write"},
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "figures": {"contents": "write"},
        "report": {"contents": "read", "issues": "write"},
        "keep-alive": {"actions": "write"},
    }
    assert load("tests.yml")["jobs"]["check"]["permissions"] == {"contents": "read"}


def test_the_key_is_known_where_it_is_needed_and_nowhere_else() -> None:
    text = (WORKFLOWS / "nightly.yml").read_text(encoding="utf-8")
    with_key = [
        step["run"]
        for step in NIGHTLY["jobs"]["update"]["steps"]
        if "ANTHROPIC_API_KEY" in step.get("env", {})
    ]
    assert [run.split()[1:3] for run in with_key] == [
        [".venv/bin/paperglot", "update"],
        [".venv/bin/paperglot", "backfill"],
    ]
    assert text.count("secrets.") == len(with_key)
    assert "secrets." not in (WORKFLOWS / "tests.yml").read_text(encoding="utf-8")


def test_no_expression_becomes_shell() -> None:
    scripts = [step.get("run", "") for job in NIGHTLY["jobs"].values() for step in job["steps"]]
    assert [script for script in scripts if "${{" in script] == []


def test_a_run_is_never_ended_for_the_next() -> None:
    assert NIGHTLY["concurrency"] == {"group": "nightly", "cancel-in-progress": False}


def test_there_are_two_tries_each_night_off_the_hour_and_after_the_feeds() -> None:
    crons = [each["cron"].split() for each in NIGHTLY["on"]["schedule"]]
    assert len(crons) == 2
    for minute, hour, *days in crons:
        assert 10 <= int(minute) <= 50
        assert int(hour) >= 5  # midnight Eastern is 04:00 or 05:00 UTC
        assert days == ["*", "*", "*"]


def test_what_was_paid_for_is_pushed_before_the_job_runs_out_of_time() -> None:
    update = NIGHTLY["jobs"]["update"]
    paid = [step["timeout-minutes"] for step in update["steps"] if "timeout-minutes" in step]
    assert len(paid) == 2
    assert sum(paid) + 20 <= update["timeout-minutes"]
    push = update["steps"][-1]
    assert push["run"].startswith("scripts/push_night.sh")
    assert "always()" in push["if"]


def test_figures_come_behind_everything_and_fail_nothing() -> None:
    figures = NIGHTLY["jobs"]["figures"]
    assert figures["needs"] == "deploy"
    assert [
        name for name, job in NIGHTLY["jobs"].items() if "figures" in job.get("needs", [])
    ] == []
    own = [step for step in figures["steps"] if "run" in step and "make" not in step["run"]]
    assert [step["run"].split()[0] for step in own] == [
        ".venv/bin/paperglot",
        "scripts/push_night.sh",
    ]
    assert all(step["continue-on-error"] for step in own)
    assert own[0]["timeout-minutes"] + 10 <= figures["timeout-minutes"]


def test_what_reads_the_store_begins_with_the_branch_as_it_is() -> None:
    for name in ("update", "build", "figures"):
        first = NIGHTLY["jobs"][name]["steps"][0]
        assert first["with"] == {"ref": "${{ github.ref }}", "persist-credentials": False}


def test_a_build_of_the_shipped_site_can_be_told_to_ask_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (told,) = [
        step["env"] for step in NIGHTLY["jobs"]["build"]["steps"] if step.get("run") == "make site"
    ]
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    with (REPOSITORY / "mkdocs.yml").open(encoding="utf-8") as stream:
        (plugin,) = (each for each in yaml_load(stream)["plugins"] if "paperglot" in each)
    assert plugin["paperglot"]["update"] == "never"


def test_pull_requests_run_what_a_maintainer_runs() -> None:
    tests = load("tests.yml")
    assert set(tests["on"]) == {"pull_request", "push"}
    assert [step["run"] for step in tests["jobs"]["check"]["steps"] if "run" in step] == [".ci/run"]


def test_the_workflow_keeps_itself_alive() -> None:
    (step,) = NIGHTLY["jobs"]["keep-alive"]["steps"]
    assert "/actions/workflows/nightly.yml/enable" in step["run"]
