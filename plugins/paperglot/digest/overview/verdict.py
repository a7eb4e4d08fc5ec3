"""What a model's message makes of a topic's day: an overview, a refusal or a rejection."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from paperglot.digest import gate, verdict
from paperglot.digest.answer import AnswerError
from paperglot.digest.attempts import MOST
from paperglot.digest.gate.texts import Point
from paperglot.digest.overview import answer, prompt
from paperglot.digest.overview.prompt import Subject
from paperglot.digest.stopped import StoppedError, text_of
from paperglot.digest.verdict import Asked
from paperglot.languages import Language
from paperglot.model import Overview, Pair, Provenance, Statement, Status
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer makes of a topic's day, and what to do about it."""

    subject: Subject
    overview: Overview

    @property
    def provenance(self) -> Provenance:
        """Where the answer came from and what it cost."""
        return self.overview.provenance

    @property
    def next(self) -> Subject | None:
        """What to ask once more; None: that would be in vain."""
        attempt = self.subject.attempt + 1
        if self.overview.status is not Status.REJECTED or attempt > MOST:
            return None
        failed = gate.split(self.overview.reason or "")
        return replace(self.subject, attempt=attempt, failed=failed)


def consider(
    subject: Subject, message: "Message", model: ModelSettings, language: Language
) -> Verdict:
    """Return what an answer makes of a topic's day."""
    made = _provenance(subject, message, model, language)
    try:
        points = answer.parse(text_of(message, model), language)
    except StoppedError as error:
        return Verdict(subject, _without(subject, made, str(error), error.status))
    except AnswerError as error:
        return Verdict(subject, _without(subject, made, f"answer: {error}"))
    papers = [prompt.texts(paper) for paper in subject.papers]
    failed = gate.failures_of_overview(points, papers, prompt.system(language), language)
    flags = gate.of_checks(failed, model.flagging)
    if blocking := tuple(each for each in failed if each not in flags):
        return Verdict(subject, _without(subject, made, gate.joined(blocking)))
    return Verdict(subject, _overview(subject, replace(made, flags=flags), points))


def _overview(subject: Subject, made: Provenance, points: tuple[Point, ...]) -> Overview:
    statements = (
        Statement(
            Pair(point.english, point.translated),
            # With `evidence` among the checks that only flag, a number may name no paper.
            tuple(subject.papers[n - 1].id for n in point.evidence if n <= len(subject.papers)),
        )
        for point in points
    )
    found = _without(subject, made, "", Status.DIGESTED)
    return replace(found, statements=tuple(statements), reason=None)


def _without(
    subject: Subject, made: Provenance, reason: str, status: Status = Status.REJECTED
) -> Overview:
    return Overview(
        date=subject.date,
        topic=subject.topic.id,
        status=status,
        papers=len(subject.papers),
        provenance=made,
        reason=reason,
    )


def _provenance(
    subject: Subject, message: "Message", model: ModelSettings, language: Language
) -> Provenance:
    asked = Asked(model.name, language, prompt.VERSION, subject.attempt)
    of_paper = verdict.provenance_of(subject.papers[0], message, asked, model)
    return replace(of_paper, source=subject.source)
