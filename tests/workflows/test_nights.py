"""The nightly workflow, run as plain shell against the stand-ins of arXiv and of the model."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from scripts.sandbox import environment
from tests.nights import CATEGORIES, DAY, feeds
from tests.standins import arxiv
from tests.standins.arxiv import ArxivStandIn
from tests.standins.feeds import document
from tests.standins.messages import MessagesStandIn
from tests.standins.records import ApiRecord
from tests.workflows.fakes import FakeGh, install_gh
from tests.workflows.runner import WELL, GitHub, Run, link_python, load
from tests.workflows.scratch import Origin

BOT = "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"
QUIET, LATER = DAY + timedelta(days=1), DAY + timedelta(days=2)


def quiet_feeds(day: date) -> dict[str, bytes]:
    """Return the feeds of a day on which nothing was announced."""
    return {category: document(category, day) for category in CATEGORIES}


@dataclass(frozen=True, slots=True)
class Nights:
    """A GitHub whose nights meet the stand-ins."""

    github: GitHub
    origin: Origin
    gh: FakeGh
    arxiv: ArxivStandIn
    messages: MessagesStandIn

    def run(self, event: str = "schedule", **inputs: bool | str) -> Run:
        """Run the workflow."""
        return self.github.run(load("nightly.yml"), event=event, **inputs)

    def day_is_published(self, run: Run, day: date) -> bool:
        """Say whether the deployed site has a day's page."""
        assert run.published is not None
        return (run.published / f"{day:%Y/%m/%d}" / "index.html").is_file()


@contextmanager
def opened(github: GitHub, origin: Origin, gh: FakeGh) -> Iterator[Nights]:
    """Start the stand-ins; arXiv has the invented day."""
    with ArxivStandIn(feeds()) as served, MessagesStandIn() as messages:
        variables = environment(served, messages)
        github.secrets["ANTHROPIC_API_KEY"] = variables.pop("ANTHROPIC_API_KEY")
        github.variables |= variables
        yield Nights(github, origin, gh, served, messages)


@pytest.fixture(scope="module")
def first(empty_origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> tuple[Nights, Run]:
    """The night of the invented day, which was the first, and its run."""
    folder = tmp_path_factory.mktemp("first")
    origin = empty_origin.copy(folder / "origin.git")
    commands = link_python(folder / "commands")
    gh = install_gh(commands)
    with opened(GitHub(folder / "github", origin.address, commands), origin, gh) as night:
        return night, night.run()


@pytest.fixture
def nights(first: tuple[Nights, Run], github: GitHub, gh: FakeGh) -> Iterator[Nights]:
    """The nights after that one."""
    origin = first[0].origin.copy(github.folder.with_name("after.git"))
    github.origin = origin.address
    with opened(github, origin, gh) as nights:
        yield nights


@pytest.fixture
def new(github: GitHub, origin: Origin, gh: FakeGh) -> Iterator[Nights]:
    """A site that has had no night."""
    with opened(github, origin, gh) as nights:
        yield nights


def test_a_night_is_committed_and_published(
    first: tuple[Nights, Run], empty_origin: Origin
) -> None:
    night, run = first
    assert run.results == WELL, run.log
    assert night.day_is_published(run, DAY)
    assert "11 new papers, 11 digested" in run.jobs["update"].summary
    (commit,) = night.origin.commits(empty_origin.tip())
    assert (commit.subject, commit.author) == (f"Night of {DAY}", BOT)
    assert f"site_src/days/2026/{DAY}.md" in commit.files
    assert sum(file.startswith("site_src/papers/") for file in commit.files) == 11
    assert all(file.startswith("site_src/") for file in commit.files)
    assert night.origin.branches == ["main"]
    assert night.gh.done() == ["api --silent"]


def test_a_quiet_night_follows_and_then_another_with_papers(nights: Nights) -> None:
    before = nights.origin.tip()
    nights.arxiv.publish(quiet_feeds(QUIET))
    quiet = nights.run()
    assert quiet.results == WELL, quiet.log
    assert nights.day_is_published(quiet, DAY)
    assert len(nights.messages.requests) == 0

    nights.arxiv.publish(feeds(LATER))
    last = nights.run()
    assert last.results == WELL, last.log
    assert nights.day_is_published(last, DAY)
    assert nights.day_is_published(last, LATER)
    assert len(nights.messages.requests) == 12  # eleven papers, one overview

    commits = nights.origin.commits(before)
    assert [commit.subject for commit in commits] == [f"Night of {QUIET}", f"Night of {LATER}"]
    assert commits[0].files == (f"site_src/days/2026/{QUIET}.md",)
    assert {commit.author for commit in commits} == {BOT}
    assert all(file.startswith("site_src/") for commit in commits for file in commit.files)
    assert set(nights.gh.done()) == {"api --silent"}


def test_a_second_try_pays_for_nothing_and_commits_nothing(nights: Nights) -> None:
    tip = nights.origin.tip()
    again = nights.run()
    assert again.results == WELL, again.log
    assert "nothing to commit" in again.log
    assert nights.origin.tip() == tip
    assert nights.messages.requests == ()


def test_a_run_by_hand_can_build_without_asking_anyone(nights: Nights) -> None:
    nights.arxiv.publish(feeds(LATER))
    tip = nights.origin.tip()
    run = nights.run("workflow_dispatch", only_build=True)
    assert run.results == WELL | dict.fromkeys(("update", "figures", "keep-alive"), "skipped"), (
        run.log
    )
    assert nights.day_is_published(run, DAY)
    assert nights.arxiv.requests == ()
    assert nights.origin.tip() == tip


def test_without_a_key_papers_wait_and_the_site_is_built(new: Nights) -> None:
    new.github.secrets.clear()
    before = new.origin.tip()
    run = new.run()
    assert run.results == WELL, run.log
    assert "::warning title=Partly done::" in run.log
    assert "no ANTHROPIC_API_KEY is set" in run.log
    assert new.day_is_published(run, DAY)
    assert [commit.subject for commit in new.origin.commits(before)] == [f"Night of {DAY}"]
    assert new.messages.requests == ()

    new.github.secrets["ANTHROPIC_API_KEY"] = "x"
    run = new.run()
    assert "::warning" not in run.log
    assert len(new.messages.requests) == 12  # eleven papers, one overview
    subjects = [commit.subject for commit in new.origin.commits(before)]
    assert subjects[1:] == ["Bring 11 papers up to date"]


def test_a_missed_day_is_filled_by_hand(nights: Nights) -> None:
    tip = nights.origin.tip()
    submitted = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
    nights.arxiv.records.put(ApiRecord(id="2605.80001", submitted=submitted))
    run = nights.run("workflow_dispatch", backfill_from=str(QUIET))
    assert run.results == WELL | {"keep-alive": "skipped"}, run.log
    assert nights.day_is_published(run, QUIET)
    (commit,) = nights.origin.commits(tip)
    assert commit.subject == f"Night of {QUIET}"
    assert "site_src/papers/2605/2605.80001.md" in commit.files


def test_when_arxiv_is_down_the_site_is_built_from_what_is_stored(nights: Nights) -> None:
    nights.arxiv.faults.plan(arxiv.status(503))
    run = nights.run()
    assert run.results == WELL, run.log
    assert "::warning title=Partly done::" in run.log
    assert nights.day_is_published(run, DAY)
