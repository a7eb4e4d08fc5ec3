"""Acceptance: fifteen real days, undisturbed and with everything going wrong, end alike."""

import contextlib
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from paperglot.identifiers import sort_key
from paperglot.model import CategoryState, Day, Paper, Status
from paperglot.night.update import update
from paperglot.store import journal
from paperglot.store.files import Store
from tests import settings
from tests.captures import announced_by, captured
from tests.nights import CATEGORIES, noon, tree
from tests.shared import needs_shared
from tests.site.build import REPOSITORY, write_site
from tests.standins import arxiv
from tests.standins.arxiv import ArxivStandIn
from tests.standins.faults import Fault, told
from tests.standins.messages import MessagesStandIn

pytestmark = needs_shared

FIRST = date(2026, 5, 11)
DAYS = tuple(FIRST + timedelta(days=number) for number in range(15))
FRIDAYS = (date(2026, 5, 15), date(2026, 5, 22))
INTERVAL = 0.2
"""Seconds between requests; arXiv's three would make this test take an hour."""
TOPIC = {
    "id": "speech",
    "title": {"en": "Speech", "zh-Hans": "语音"},
    "words": ["speech", "diffusion model"],
}
OPTIONS: dict[str, Any] = {
    "categories": list(CATEGORIES),
    "topics": [TOPIC],
    "concurrency": 8,
    "timeout": 1,
}
FAULTS = (
    arxiv.status(429),
    arxiv.status(406),
    arxiv.status(503),
    arxiv.status(500),
    arxiv.reset(),
    arxiv.half(),
    arxiv.broken_off(),
    arxiv.rate_page(),
    arxiv.empty(),
    arxiv.slow(1.5),
)
MOST_RUNS = 8
"""Runs of one night until it is through."""
FAULTY_RUNS = range(1, 5)
"""The first run is killed; a fault before that would keep it from coming so far."""


@dataclass(frozen=True)
class Replay:
    """What fifteen days left behind."""

    root: Path
    arxiv: ArxivStandIn
    messages: MessagesStandIn
    killed: int = 0
    failed: int = 0

    @property
    def days(self) -> dict[date, Day]:
        return {day.date: day for day in Store(self.root).days()}

    @property
    def papers(self) -> tuple[Paper, ...]:
        return Store(self.root).read().papers

    @property
    def pages(self) -> Mapping[str, str]:
        """Every page, without the time at which its digest was made.

        Nor with the papers like it: they are found among those that came before, and of a day
        whose categories come in several runs some came before that otherwise would not have.
        """
        made = re.compile(r"^  made: .*$|^similar:\n(?:- .*\n)+", re.MULTILINE)
        return {
            name: made.sub("", data.decode())
            for name, data in tree(self.root).items()
            if name.startswith(("papers/", "days/"))
        }


def publish(stand_in: ArxivStandIn, day: date) -> None:
    """Serve a day's captures as RSS; nobody has captured the other sources."""
    nothing = dict.fromkeys(CATEGORIES, b"")
    stand_in.publish(captured(day), atom=nothing, listings=nothing)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    root = tmp_path_factory.mktemp("undisturbed")
    with (
        pytest.MonkeyPatch.context() as patch,
        ArxivStandIn({}) as stand_in,
        MessagesStandIn() as messages,
    ):
        settings.connect(patch, messages)
        choices = settings.make(root, stand_in, **OPTIONS)
        for day in DAYS:
            publish(stand_in, day)
            assert update(choices, now=noon(day)).problems == ()
        yield Replay(root, stand_in, messages)


@pytest.fixture(scope="module")
def disturbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    folder = tmp_path_factory.mktemp("disturbed")
    killed = failed = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        ArxivStandIn({}) as stand_in,
        MessagesStandIn(latency=0.02) as messages,
    ):
        settings.connect(patch, messages)
        options = settings.plugin_options(stand_in, **OPTIONS | {"request_interval": INTERVAL})
        file = write_site(folder, options=options)
        for day in DAYS:
            publish(stand_in, day)
            chance = random.Random(str(day))  # each night its own, whatever the one before met
            for number in range(MOST_RUNS):
                disturb(stand_in, chance, runs_before=number)
                met = tap(stand_in, messages, chance, day) if number == 0 else None
                code = run(file, day, met, chance.uniform(0, 0.3))
                killed += code < 0
                failed += code == 3
                if code == 0:
                    break
            else:
                pytest.fail(f"{day} was not through after {MOST_RUNS} runs")
        # What the API would not tell on the last days.
        assert run(file, DAYS[-1]) == 0
        yield Replay(folder / "docs", stand_in, messages, killed, failed)


def disturb(stand_in: ArxivStandIn, chance: random.Random, *, runs_before: int) -> None:
    """Plan faults for a run: for some feeds and some requests to the API."""
    stand_in.faults.clear()
    if runs_before not in FAULTY_RUNS:
        return
    for category in CATEGORIES:
        if chance.random() < 0.5:
            stand_in.faults.plan([chance.choice(FAULTS)], category)
    stand_in.faults.plan(queue(chance), "api")


def queue(chance: random.Random) -> Sequence[Fault | None]:
    return [chance.choice(FAULTS) if chance.random() < 0.3 else None for _ in range(3)]


def tap(
    stand_in: ArxivStandIn, messages: MessagesStandIn, chance: random.Random, day: date
) -> Event:
    """Return an event that is set when some request of the next run has come.

    A day without papers has no requests but those for feeds.
    """
    met = Event()
    has_papers = bool(announced_by(*captured(day).values()))
    match chance.choice(["feed", "details", "digest"]) if has_papers else "feed":
        case "feed":
            stand_in.faults.plan([told(met)], chance.choice(CATEGORIES[:2]))
        case "details":
            stand_in.faults.plan([told(met)], "api")
        case "digest":
            messages.faults.plan([*[None] * chance.randrange(8), told(met)])
    return met


def run(file: Path, day: date, met: Event | None = None, wait: float = 0.0) -> int:
    """Run an update, killed so many seconds after the event; return its exit code."""
    update_on = [sys.executable, "-m", "tests.night.update_on", str(day), str(file)]
    with subprocess.Popen(
        update_on, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as running:
        while met is not None and running.poll() is None:
            if met.wait(0.05):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.wait(wait)
                running.kill()
                break
        return running.wait(300)


def states(replay: Replay, day: date) -> dict[str, CategoryState]:
    return {report.category: report.state for report in replay.days[day].categories}


def test_the_three_stale_batches_are_replaced_by_the_real_ones(undisturbed: Replay) -> None:
    first, second = FRIDAYS
    stamped = {
        (day.date, report.category): report.stamped
        for day in undisturbed.days.values()
        for report in day.categories
        if report.stamped
    }
    saturdays = [friday + timedelta(days=1) for friday in FRIDAYS]
    assert stamped == {
        (first, "cs.AI"): saturdays[0],
        (second, "cs.AI"): saturdays[1],
        (second, "cs.LG"): saturdays[1],
    }
    for friday in FRIDAYS:
        assert set(states(undisturbed, friday).values()) == {CategoryState.FRESH}
        late = {
            name: captured(friday + timedelta(days=(friday, name) in stamped))[name]
            for name in CATEGORIES
        }
        assert undisturbed.days[friday].listed == announced_by(*late.values())


def test_every_announced_paper_is_accounted_for_exactly_once(undisturbed: Replay) -> None:
    announced = {each for day in DAYS for each in announced_by(*captured(day).values())}
    days = undisturbed.days.values()
    first = Counter(each for day in days for each in (*day.kept, *day.outside))
    again = {each for day in days for each in (*day.replacements, *day.repeated)}
    assert [each for each, number in first.items() if number > 1] == []
    assert first.keys() | again == announced
    assert len(announced) == 11_406
    assert [failure for day in days for failure in day.failures] == []


def test_no_paper_is_digested_twice(undisturbed: Replay) -> None:
    revised = {paper.id for paper in undisturbed.papers if paper.updated}
    asked = undisturbed.messages.counts
    assert {each for each, number in asked.items() if number > 1} <= revised
    digested = {paper.id for paper in undisturbed.papers if paper.status is Status.DIGESTED}
    assert digested == {paper.id for paper in undisturbed.papers if not paper.reason}
    assert len(digested) > 100
    answers = list(journal.read(Store(undisturbed.root)))
    assert Counter(answer.paper for answer in answers) == asked


def test_a_disturbed_replay_ends_in_the_same_store(undisturbed: Replay, disturbed: Replay) -> None:
    assert disturbed.killed >= 10
    assert disturbed.failed >= 10
    ours, theirs = undisturbed.pages, disturbed.pages
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_every_paper_is_related_to_earlier_ones_however_the_nights_went(
    undisturbed: Replay, disturbed: Replay
) -> None:
    related = {paper.id: paper.similar for paper in disturbed.papers}
    before = [paper.id for paper in undisturbed.papers if paper.similar]
    assert sum(bool(related[each]) for each in before) >= 0.95 * len(before)
    for identifier, similar in related.items():
        assert all(sort_key(each) < sort_key(identifier) for each in similar)


def test_no_two_requests_come_closer_than_the_interval(disturbed: Replay) -> None:
    assert disturbed.arxiv.smallest_gap >= INTERVAL
    assert disturbed.arxiv.peak_connections == 1


def test_a_killed_run_leaves_nothing_behind(disturbed: Replay) -> None:
    assert [name for name in tree(disturbed.root) if name.endswith(".part")] == []
    # At most what was under way when a run was killed was asked for again.
    assert disturbed.messages.counts.total() <= (
        len(list(journal.read(Store(disturbed.root)))) + 8 * disturbed.killed
    )
