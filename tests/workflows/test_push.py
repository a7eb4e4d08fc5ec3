"""`scripts/push_night.sh`: what a night brought arrives, whoever pushed meanwhile."""

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from paperglot.model import Paper
from paperglot.store.files import Store
from tests.samples import digested, pending
from tests.standins.server import Request, Response, StandIn
from tests.workflows.fakes import executable
from tests.workflows.scratch import Clone, Origin, git

PAGE = "site_src/papers/2613/2613.00020.md"
JOURNAL = "site_src/.paperglot/journal/2026-05.jsonl"
FASTER = """\
#!/bin/bash
left=$(cat {state})
if [ "$1" = push ] && [ "$left" -gt 0 ]; then
  echo $((left - 1)) > {state}
  export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.org
  export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.org
  commit=$(/usr/bin/git -C {origin} commit-tree -p main -m "Faster" "main^{{tree}}")
  /usr/bin/git -C {origin} update-ref refs/heads/main "$commit"
fi
exec /usr/bin/git "$@"
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A shallow clone with what a night has put into it, and the script."""

    folder: Path
    commands: Path

    def keep(self, *papers: Paper) -> None:
        """Write pages into the store."""
        for paper in papers:
            Store(self.folder / "site_src").write_paper(paper)

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        Clone(self.folder).write(path, text)

    def push(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run the script as the workflow does."""
        return subprocess.run(
            ["bash", "scripts/push_night.sh", "main"],
            cwd=self.folder,
            env={
                "PATH": os.pathsep.join([str(self.commands), "/usr/bin", "/bin"]),
                "HOME": str(self.folder.parent),
                "GIT_CONFIG_NOSYSTEM": "1",
                "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_REPOSITORY": "someone/site",
                "GITHUB_RUN_ID": "1000",
                "PUSH_PAUSE": "0",
                "no_proxy": "127.0.0.1",
                **variables,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def hand(origin: Origin, tmp_path: Path) -> Clone:
    """The clone of somebody who works by hand, after a night that brought a paper."""
    clone = origin.clone(tmp_path / "hand")
    Store(clone.folder / "site_src").write_paper(pending("2613.00020"))
    clone.write(JOURNAL, '{"paper": "2613.00020"}\n')
    clone.push("A night before")
    return clone


@pytest.fixture
def machine(origin: Origin, hand: Clone, tmp_path: Path, commands: Path) -> Machine:  # noqa: ARG001
    git(tmp_path, "clone", "--quiet", "--depth=1", origin.address, "machine")
    return Machine(tmp_path / "machine", commands)


def test_an_unchanged_store_is_no_commit(origin: Origin, machine: Machine) -> None:
    tip = origin.tip()
    done = machine.push()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The store is as it was; there is nothing to commit.\n"
    assert origin.tip() == tip


def test_only_the_store_is_committed(origin: Origin, machine: Machine) -> None:
    before = origin.tip()
    machine.keep(digested("2613.00020"))
    machine.write("Makefile", "all:\n")
    machine.write("stray.txt", "x")
    machine.write("site_src/.paperglot/lock", "")
    assert machine.push().returncode == 0
    (commit,) = origin.commits(before)
    assert commit.files == (PAGE,)


@pytest.mark.parametrize(
    ("files", "subject"),
    [
        (["days/2026/2026-05-12.md", "papers/2605/2605.1.md"], "Night of 2026-05-12"),
        (
            ["days/2026/2026-05-12.md", "days/2026/2026-05-11.md"],
            "Nights of 2026-05-11 and 2026-05-12",
        ),
        (
            [f"days/{day[:4]}/{day}.md" for day in ("2026-01-02", "2025-12-30", "2026-01-05")],
            "Nights of 2025-12-30 to 2026-01-05",
        ),
        (["papers/2605/2605.1.md"], "Bring 1 paper up to date"),
        (["papers/2605/2605.1.md", "papers/2605/2605.2.md"], "Bring 2 papers up to date"),
        ([".paperglot/journal/2026-06.jsonl"], "Bring the store up to date"),
    ],
)
def test_the_subject_says_what_the_night_was(
    origin: Origin, machine: Machine, files: list[str], subject: str
) -> None:
    before = origin.tip()
    for file in files:
        machine.write(f"site_src/{file}", "x\n")
    assert machine.push().returncode == 0
    (commit,) = origin.commits(before)
    assert commit.subject == subject
    body = git(origin.path, "show", "--no-patch", "--format=%b", "main")
    assert f"{len(files)} file" in body
    assert body.strip().endswith("https://github.example/someone/site/actions/runs/1000")


def test_a_commit_that_came_first_stays_below(
    origin: Origin, machine: Machine, hand: Clone
) -> None:
    before = origin.tip()
    hand.write("README.md", "By hand\n")
    hand.push("By hand")
    machine.keep(digested("2613.00031"))
    assert machine.push().returncode == 0
    subjects = [commit.subject for commit in origin.commits(before)]
    assert subjects == ["By hand", "Bring 1 paper up to date"]
    assert git(origin.path, "rev-list", "--merges", "main") == ""


def edited(hand: Clone) -> None:
    """Change a title: far from what a digest changes, so that git alone would mix the two."""
    hand.replace(PAGE, "title: ", "title: 'By hand: ' #")


def deleted(hand: Clone) -> None:
    (hand.folder / PAGE).unlink()


@pytest.mark.parametrize("change", [edited, deleted])
def test_what_was_done_to_a_page_by_hand_wins_as_a_whole(
    origin: Origin, machine: Machine, hand: Clone, change: Callable[[Clone], None]
) -> None:
    change(hand)
    hand.push("By hand")
    tip = origin.tip()
    theirs = origin.file(PAGE) if change is edited else None
    machine.keep(digested("2613.00020"), digested("2613.00031"))
    done = machine.push()
    assert done.returncode == 0, done.stderr
    assert PAGE.replace("20.md", "31.md") in origin.files()
    (commit,) = origin.commits(tip)
    assert PAGE not in commit.files
    assert (origin.file(PAGE) if PAGE in origin.files() else None) == theirs


def test_the_page_that_came_first_can_be_read(
    origin: Origin, machine: Machine, hand: Clone, tmp_path: Path
) -> None:
    Store(hand.folder / "site_src").write_paper(digested("2613.00031"))
    hand.push("The same paper, digested by hand")
    theirs = origin.file(PAGE.replace("20.md", "31.md"))
    machine.keep(pending("2613.00031"), digested("2613.00020"))
    assert machine.push().returncode == 0
    assert origin.file(PAGE.replace("20.md", "31.md")) == theirs
    archive = Store(origin.clone(tmp_path / "reader").folder / "site_src").read()
    assert archive.damaged == ()
    assert [paper.id for paper in archive.papers] == ["2613.00020", "2613.00031"]


def test_the_journal_keeps_the_lines_of_both(origin: Origin, machine: Machine, hand: Clone) -> None:
    for clone, line in ((hand, "by hand"), (Clone(machine.folder), "by night")):
        text = (clone.folder / JOURNAL).read_text(encoding="utf-8")
        clone.write(JOURNAL, f'{text}{{"paper": "{line}"}}\n')
    hand.push("By hand")
    assert machine.push().returncode == 0
    assert origin.file(JOURNAL).splitlines() == [
        '{"paper": "2613.00020"}',
        '{"paper": "by hand"}',
        '{"paper": "by night"}',
    ]


def test_what_somebody_pushed_already_is_not_pushed_again(
    origin: Origin, machine: Machine, hand: Clone
) -> None:
    Store(hand.folder / "site_src").write_paper(digested("2613.00031"))
    hand.push("The same night")
    tip = origin.tip()
    machine.keep(digested("2613.00031"))
    assert machine.push().returncode == 0
    assert origin.tip() == tip
    assert origin.branches == ["main"]


def test_a_history_that_was_rewritten_is_built_upon(
    origin: Origin, machine: Machine, hand: Clone
) -> None:
    (hand.folder / "site_src" / "about.md").unlink()
    git(hand.folder, "commit", "--quiet", "--all", "--amend", "--message", "Another night before")
    git(hand.folder, "push", "--quiet", "--force")
    tip = origin.tip()
    machine.keep(digested("2613.00031"))
    assert machine.push().returncode == 0
    assert [commit.subject for commit in origin.commits(tip)] == ["Bring 1 paper up to date"]
    assert "site_src/about.md" not in origin.files()


def test_a_new_page_does_not_follow_a_folder_that_was_moved(
    origin: Origin, machine: Machine, hand: Clone
) -> None:
    (hand.folder / PAGE).parent.rename(hand.folder / "old")
    hand.push("By hand")
    machine.keep(digested("2613.00031"))
    assert machine.push().returncode == 0
    assert PAGE.replace("20.md", "31.md") in origin.files()


def somebody_faster(machine: Machine, origin: Origin, times: int) -> None:
    """Let somebody push right before each of the script's first pushes."""
    state = machine.commands / "left"
    state.write_text(str(times))
    executable(machine.commands / "git", FASTER.format(state=state, origin=origin.path))


def test_it_tries_again_when_somebody_is_faster_again(origin: Origin, machine: Machine) -> None:
    before = origin.tip()
    somebody_faster(machine, origin, 4)
    machine.keep(digested("2613.00031"))
    assert machine.push().returncode == 0
    subjects = [commit.subject for commit in origin.commits(before)]
    assert subjects == ["Faster"] * 4 + ["Bring 1 paper up to date"]


def test_it_does_not_try_for_ever(origin: Origin, machine: Machine) -> None:
    somebody_faster(machine, origin, 5)
    machine.keep(digested("2613.00031"))
    done = machine.push(GITHUB_RUN_ATTEMPT="2")
    assert done.returncode == 1
    assert origin.branches == ["main", "night-1000-2"]


def test_what_a_protected_branch_refuses_is_kept_on_a_branch_of_its_own(
    origin: Origin, machine: Machine
) -> None:
    (origin.path / "hooks").mkdir(exist_ok=True)
    executable(origin.path / "hooks" / "update", '#!/bin/sh\n[ "$1" != refs/heads/main ]\n')
    tip = origin.tip()
    machine.keep(digested("2613.00031"))
    done = machine.push()
    assert done.returncode == 1
    assert "::error title=Not on main::" in done.stdout
    assert "night-1000-1" in done.stdout
    assert origin.tip() == tip
    (commit,) = origin.commits(tip, "night-1000-1")
    assert commit.files == (PAGE.replace("20.md", "31.md"),)


def test_a_tree_that_is_changed_elsewhere_is_left_alone_and_the_night_is_kept(
    origin: Origin, machine: Machine, hand: Clone
) -> None:
    hand.write("README.md", "By hand\n")
    hand.push("By hand")
    machine.keep(digested("2613.00031"))
    machine.write("Makefile", "all:\n")
    assert machine.push().returncode == 1
    assert origin.branches == ["main", "night-1000-1"]
    assert (machine.folder / "Makefile").read_text() == "all:\n"


def test_an_origin_that_is_gone_is_an_error(origin: Origin, machine: Machine) -> None:
    origin.path.rename(origin.path.with_name("elsewhere.git"))
    machine.keep(digested("2613.00031"))
    done = machine.push()
    assert done.returncode == 1
    assert "::error title=Not pushed::" in done.stdout


class _Server(StandIn):
    """A git server that lets nobody in, and remembers what it was shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def respond(self, request: Request) -> Response:
        self.shown.append(request.headers.get("authorization", ""))
        return Response(403)


@pytest.mark.parametrize("own", [True, False])
def test_the_token_is_shown_to_github_and_to_nobody_else(machine: Machine, *, own: bool) -> None:
    machine.keep(digested("2613.00031"))
    with _Server() as server:
        git(machine.folder, "remote", "set-url", "origin", f"{server.url}/someone/site")
        address = server.url if own else "https://github.example"
        done = machine.push(GITHUB_TOKEN="token", GITHUB_SERVER_URL=address)
    assert done.returncode == 1
    basic = "basic eC1hY2Nlc3MtdG9rZW46dG9rZW4="  # x-access-token:token
    assert set(server.shown) == ({basic} if own else {""})
    assert basic.split()[1] not in done.stdout + done.stderr
    assert "token" not in (machine.folder / ".git" / "config").read_text()
