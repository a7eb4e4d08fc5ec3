"""A small GitHub: runs a workflow's jobs as plain shell, each on a fresh clone of a scratch origin.

Steps with `run` are run for real, with the shell and the variables that GitHub gives them; actions
are imitated where what they do matters (checkout, the artifact of Pages, the deployment) and left
out where it does not. What the workflow uses and this does not know is an error.
"""

import os
import runpy
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.site.build import REPOSITORY
from tests.workflows.expressions import Context, Expressions
from tests.workflows.fakes import executable

WORKFLOWS = REPOSITORY / ".github" / "workflows"
_SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
WELL = dict.fromkeys(("update", "build", "deploy", "figures", "report", "keep-alive"), "success")
"""The results of a scheduled run of the nightly workflow in which nothing went wrong."""
# Nothing beyond loopback is reached, and nothing waits.
_OFFLINE = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
    **dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9"),
    **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1"),
    "PUSH_PAUSE": "0",
}
_LEFT_OUT = ("actions/setup-python", "actions/cache", "actions/cache/restore")


def load(name: str) -> dict[str, Any]:
    """Read a workflow; YAML 1.1 reads its key `on` as true, which is put right."""
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    return {"on" if key is True else key: value for key, value in yaml.safe_load(text).items()}


@dataclass(slots=True)
class Job:
    """What became of a job."""

    result: str = "success"
    log: str = ""
    summary: str = ""
    """What the steps wrote for the run's page."""
    outcomes: dict[str, str] = field(default_factory=dict)
    """Of each step that has an id."""


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a run of the workflow."""

    jobs: dict[str, Job]
    published: Path | None
    """The site that was deployed."""

    @property
    def results(self) -> dict[str, str]:
        """The result of each job."""
        return {name: job.result for name, job in self.jobs.items()}

    @property
    def log(self) -> str:
        """All that the steps wrote."""
        return "".join(job.log for job in self.jobs.values())


@dataclass(slots=True)
class GitHub:
    """Runs a workflow on an origin; each run has a folder of its own below `folder`."""

    folder: Path
    origin: str
    """The address of a bare repository."""
    commands: Path
    """A folder of commands that stand before the system's, such as `gh`."""
    variables: dict[str, str] = field(default_factory=dict)
    """What the machine sets beside GitHub's own, such as the addresses of stand-ins."""
    secrets: dict[str, str] = field(default_factory=dict)
    installed: dict[str, str] = field(default_factory=dict)
    """Scripts to put in the place of commands of the environment, by their names."""
    runs: int = 0

    def run(
        self, workflow: Mapping[str, Any], *, event: str = "schedule", **inputs: str | bool
    ) -> Run:
        """Run all jobs in their order; inputs that are not given have their defaults."""
        self.runs += 1
        if event == "workflow_dispatch":
            known = workflow["on"][event]["inputs"]
            inputs = {name: known[name]["default"] for name in known} | inputs
        contexts = {
            "github": Context("github", _github(event)),
            "inputs": Context("inputs", inputs, total=False),
            "secrets": Context("secrets", self.secrets, total=False),
        }
        work = _Work(self, self.folder / f"run-{self.runs}", workflow, contexts)
        for name in workflow["jobs"]:
            work.job(name)
        return Run(work.done, work.published if work.published.is_dir() else None)


@dataclass(slots=True)
class _Work:
    """One run under way."""

    github: GitHub
    folder: Path
    workflow: Mapping[str, Any]
    contexts: Mapping[str, Context]
    done: dict[str, Job] = field(default_factory=dict)

    @property
    def published(self) -> Path:
        return self.folder / "published"

    def job(self, name: str) -> None:
        """Run a job, or leave it out if its condition says so."""
        job = self.workflow["jobs"][name]
        needs = [job["needs"]] if isinstance(job.get("needs"), str) else job.get("needs", [])
        results = {need: Context(need, {"result": self.done[need].result}) for need in needs}
        failed = any(self.done[need].result != "success" for need in needs)
        contexts = {**self.contexts, "needs": Context("needs", results)}
        if Expressions(contexts, failed).holds(job.get("if")):
            self.done[name] = self._steps(job, contexts, self.folder / name)
        else:
            self.done[name] = Job("skipped")

    def _steps(self, job: Mapping[str, Any], contexts: Mapping[str, Context], folder: Path) -> Job:
        folder.mkdir(parents=True)
        done = Job()
        for step in job["steps"]:
            outcomes = {key: Context(key, {"outcome": it}) for key, it in done.outcomes.items()}
            here = {**contexts, "steps": Context("steps", outcomes)}
            expressions = Expressions(here, failed=done.result == "failure")
            outcome = "skipped"
            if expressions.holds(step.get("if")):
                outcome = "success" if self._step(step, expressions, folder, done) else "failure"
            if outcome == "failure" and not step.get("continue-on-error"):
                done.result = "failure"
            if "id" in step:
                done.outcomes[step["id"]] = outcome
        summary = folder / "summary"
        done.summary = summary.read_text(encoding="utf-8") if summary.is_file() else ""
        return done

    def _step(
        self, step: Mapping[str, Any], expressions: Expressions, folder: Path, done: Job
    ) -> bool:
        """Run or imitate a step; say whether it succeeded."""
        if "uses" in step:
            self._action(step["uses"].partition("@")[0], step.get("with", {}), expressions, folder)
            return True
        assert self.workflow["defaults"] == {"run": {"shell": "bash"}}
        variables = {key: expressions.fill(value) for key, value in step.get("env", {}).items()}
        script = folder / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        ran = subprocess.run(
            [*_SHELL, str(script)],
            cwd=folder / "clone" if (folder / "clone").is_dir() else folder,
            env=self._environment(folder) | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        done.log += f"### {step['name']}\n{ran.stdout}"
        for name in ("output", "env"):
            assert not (folder / name).read_text(), f"GITHUB_{name.upper()} is not imitated"
        return ran.returncode == 0

    def _action(
        self, name: str, given: Mapping[str, Any], expressions: Expressions, folder: Path
    ) -> None:
        match name:
            case "actions/checkout":
                assert given["persist-credentials"] is False
                self._check_out(expressions.fill(given["ref"]), folder / "clone")
            case "actions/upload-pages-artifact":
                shutil.copytree(folder / "clone" / given["path"], self.folder / "artifact")
            case "actions/deploy-pages":
                shutil.copytree(self.folder / "artifact", self.published)
            case _:
                assert name in _LEFT_OUT, f"{name} is not imitated"

    def _check_out(self, ref: str, clone: Path) -> None:
        """Fetch one commit, as the action does, and set up what a cache would bring."""
        branch = ref.removeprefix("refs/heads/")
        assert branch != ref
        command = ["git", "clone", "--quiet", "--depth=1", f"--branch={branch}"]
        subprocess.run([*command, self.github.origin, str(clone)], check=True)
        plant_environment(clone, self.github.installed)

    def _environment(self, folder: Path) -> dict[str, str]:
        for name in ("output", "env", "summary"):
            (folder / name).touch()
        return {
            "PATH": os.pathsep.join([str(self.github.commands), "/usr/bin", "/bin"]),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": "someone/site",
            "GITHUB_REF_NAME": "main",
            "GITHUB_RUN_ID": str(1000 + self.github.runs),
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_ENV": str(folder / "env"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            **_OFFLINE,
            **self.github.variables,
        }


def _github(event: str) -> dict[str, str]:
    return {
        "event_name": event,
        "ref": "refs/heads/main",
        "ref_type": "branch",
        "repository": "someone/site",
        "token": "the-token-of-the-job",
    }


def plant_environment(clone: Path, instead: Mapping[str, str]) -> None:
    """Give a clone the environment that the tests run in, so that `make environment` is content."""
    binaries = clone / ".venv" / "bin"
    binaries.mkdir(parents=True)
    for name in ("paperglot", "mkdocs"):
        if name in instead:
            executable(binaries / name, instead[name])
        else:
            (binaries / name).symlink_to(Path(sysconfig.get_path("scripts"), name))
    environment = runpy.run_path(str(clone / "scripts" / "environment.py"))
    environment["STAMP"].write_text(environment["fingerprint"](clone / "requirements.lock"))


def link_python(commands: Path) -> Path:
    """Make a folder where `python3` is the tests' own, as actions/setup-python does."""
    commands.mkdir()
    (commands / "python3").symlink_to(Path(sys.executable).resolve())
    return commands
