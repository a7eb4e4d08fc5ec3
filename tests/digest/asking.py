"""One run of `digest_papers` against the stand-in: what it asked and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from paperglot.digest import direct
from paperglot.digest.attempts import Attempt, next_attempt
from paperglot.languages import Language
from paperglot.model import Failure, Paper, Status
from tests import settings
from tests.samples import pending
from tests.standins import messages
from tests.standins.messages import MessageRequest, MessagesStandIn, Plans, Structured

A, B = "2613.00010", "2613.00020"


def papers(number: int) -> list[Paper]:
    """Return papers that wait, the first of them `A` and `B`."""
    return [pending(f"2613.{index:04}0") for index in range(1, number + 1)]


def due(paper: Paper, **changes: Any) -> Attempt | None:
    """Return what to ask next; keyword arguments are options of the plugin."""
    return next_attempt(paper, settings.model(**changes), settings.CHINESE)


@dataclass
class Run:
    """What a run gave and what it asked."""

    kept: list[Paper] = field(default_factory=list)
    failures: tuple[Failure, ...] = ()
    requests: tuple[MessageRequest, ...] = ()
    peak: int = 0

    @property
    def statuses(self) -> dict[str, Status]:
        """What became of each paper that was handed over."""
        return {paper.id: paper.status for paper in self.kept}

    @property
    def reasons(self) -> dict[str, str]:
        """Why each of the others was not."""
        return {failure.subject: failure.reason for failure in self.failures}


@dataclass(frozen=True)
class Asker:
    """Asks about papers; keyword arguments beyond those named are options of the plugin."""

    monkeypatch: pytest.MonkeyPatch
    run: Run = field(default_factory=Run)
    """What is known so far, also where asking ended in an exception."""

    def __call__(  # noqa: PLR0913 (what is asked, of what, and how it answers)
        self,
        faults: Plans = None,
        about: Sequence[Paper] = tuple(papers(1)),
        *,
        answer: messages.Answer = messages.invent,
        language: Language = settings.CHINESE,
        structured: Structured = Structured.KEPT,
        keep: Callable[[Paper], None] = lambda _: None,
        **changes: Any,
    ) -> Run:
        """Return what came of one run."""

        def keep_and_note(paper: Paper) -> None:
            keep(paper)
            self.run.kept.append(paper)

        with MessagesStandIn(answer, faults=faults, structured=structured) as stand_in:
            settings.connect(self.monkeypatch, stand_in)
            try:
                self.run.failures = direct.digest_papers(
                    about, settings.model(**changes), language, keep_and_note
                )
            finally:
                self.run.requests = stand_in.requests
                self.run.peak = stand_in.peak_concurrency
        return self.run
