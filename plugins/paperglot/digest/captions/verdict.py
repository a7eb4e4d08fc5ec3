"""What a model's message makes of captions: each translated, or what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from paperglot.digest import gate, verdict
from paperglot.digest.answer import AnswerError
from paperglot.digest.attempts import MOST
from paperglot.digest.captions import answer, prompt
from paperglot.digest.captions.prompt import Subject
from paperglot.digest.stopped import StoppedError, text_of
from paperglot.digest.verdict import Asked
from paperglot.figure import Figure
from paperglot.languages import Language
from paperglot.model import Pair, Provenance, Status
from paperglot.settings import ModelSettings

if TYPE_CHECKING:
    from anthropic.types import Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer makes of captions."""

    subject: Subject
    status: Status
    """Digested where it gave any translation; else refused or rejected."""
    provenance: Provenance
    translations: dict[str, str] = field(default_factory=dict)
    """Those that passed, by the caption in English."""
    failed: tuple[str, ...] = ()
    """What is wrong with the others."""

    @property
    def left(self) -> tuple[Figure, ...]:
        """Those whose captions have no translation."""
        return tuple(each for each in self.subject.figures if each.caption not in self.translations)

    @property
    def next(self) -> Subject | None:
        """What to ask once more: the captions that failed; None: that would be in vain."""
        attempt = self.subject.attempt + 1
        if not self.left or attempt > MOST or self.status is Status.REFUSED:
            return None
        return replace(self.subject, figures=self.left, attempt=attempt, failed=self.failed)


def consider(
    subject: Subject, message: "Message", model: ModelSettings, language: Language
) -> Verdict:
    """Return what an answer makes of a paper's captions."""
    made = _provenance(subject, message, model, language)
    try:
        answered = answer.parse(text_of(message, model), language, len(subject.figures))
    except StoppedError as error:
        return Verdict(subject, error.status, made, failed=(str(error),))
    except AnswerError as error:
        return Verdict(subject, Status.REJECTED, made, failed=(f"answer: {error}",))
    translations: dict[str, str] = {}
    failed: list[str] = []
    flags: list[str] = []
    for number, figure in enumerate(subject.figures, start=1):
        problems = list(_problems(figure, answered.get(number), language))
        flagged = gate.of_checks(problems, model.flagging)
        if blocking := [each for each in problems if each not in flagged]:
            failed += blocking
        else:
            translations[figure.caption] = answered[number]
            flags += flagged
    status = Status.DIGESTED if translations else Status.REJECTED
    flagged_made = replace(made, flags=tuple(flags))
    return Verdict(subject, status, flagged_made, translations, tuple(failed))


def _problems(figure: Figure, translated: str | None, language: Language) -> Iterator[str]:
    if translated is None:
        yield f"missing: there is no translation of the caption of {figure.label}"
        return
    pair = Pair(figure.caption, translated)
    yield from gate.failures_of_caption(figure.label, pair, prompt.rules(language), language)


def _provenance(
    subject: Subject, message: "Message", model: ModelSettings, language: Language
) -> Provenance:
    asked = Asked(model.name, language, prompt.version(model), subject.attempt)
    of_paper = verdict.provenance_of(subject.paper, message, asked, model)
    return replace(of_paper, source=subject.source)
