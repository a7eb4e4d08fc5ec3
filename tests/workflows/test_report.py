"""`scripts/report_night.sh`, with a `gh` that remembers what it was asked to do."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.site.build import REPOSITORY
from tests.workflows.fakes import FakeGh, install_gh

RUN = "https://github.example/someone/site/actions/runs/1000"
OPENED = ["label create", "issue create"]


def report(commands: Path, update: str, build: str, deploy: str) -> str:
    """Run the script with the results of the jobs; return what it wrote."""
    results = {"update": update, "build": build, "deploy": deploy}
    done = subprocess.run(
        ["bash", str(REPOSITORY / "scripts" / "report_night.sh")]
        + [f"{name}={result}" for name, result in results.items()],
        env={
            "PATH": os.pathsep.join([str(commands), "/usr/bin", "/bin"]),
            "GH_REPO": "someone/site",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": "someone/site",
            "GITHUB_RUN_ID": "1000",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    ("results", "told"),
    [
        (("failure", "skipped", "skipped"), "Failed: update."),
        (("cancelled", "skipped", "skipped"), "Failed: update."),
        (("success", "failure", "skipped"), "Failed: build."),
        (("success", "success", "failure"), "Failed: deploy."),
        (("skipped", "success", "failure"), "Failed: deploy."),
        (("failure", "failure", "skipped"), "Failed: update build."),
    ],
)
def test_a_failure_opens_an_issue_that_leads_to_the_log(
    commands: Path, gh: FakeGh, results: tuple[str, str, str], told: str
) -> None:
    report(commands, *results)
    (created,) = (call for call in gh.calls if call[:2] == ["issue", "create"])
    text = created[created.index("--body") + 1]
    assert told in text
    assert RUN in text
    assert gh.done() == OPENED


def test_the_issue_is_found_again_by_its_label(commands: Path, gh: FakeGh) -> None:
    report(commands, "failure", "skipped", "skipped")
    report(commands, "failure", "skipped", "skipped")
    labels = [call[call.index("--label") + 1] for call in gh.calls if "--label" in call]
    assert len(labels) == 3
    assert len(set(labels)) == 1
    assert gh.done() == [*OPENED, "issue comment"]


def test_a_good_night_closes_the_issue_and_does_nothing_without_one(
    commands: Path, gh: FakeGh
) -> None:
    report(commands, "success", "success", "success")
    assert gh.done() == []
    report(commands, "failure", "skipped", "skipped")
    gh.done()
    report(commands, "success", "success", "success")
    (closed,) = (call for call in gh.calls if call[:2] == ["issue", "close"])
    assert closed[2] == "7"
    assert RUN in closed[-1]
    assert gh.open is None


def test_a_run_that_left_something_out_closes_nothing(commands: Path, gh: FakeGh) -> None:
    report(commands, "failure", "skipped", "skipped")
    gh.done()
    told = report(commands, "skipped", "success", "success")
    assert told.startswith("Left out: update.")
    assert gh.done() == []
    assert gh.open == 7


@pytest.mark.parametrize("update", ["success", "failure"])
def test_where_issues_are_switched_off_the_log_says_so(commands: Path, update: str) -> None:
    gh = install_gh(commands, has_issues=False)
    told = report(commands, update, "success", "success")
    assert "::notice title=No issue::" in told
    assert gh.done() == []
