"""What a batch brought, put on pages: each answer once, however often it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from paperglot.digest import custom_ids, prompt, verdict
from paperglot.digest.batch import SHARE, Row
from paperglot.digest.custom_ids import Requested
from paperglot.digest.lacks import Lacks
from paperglot.digest.verdict import Asked
from paperglot.errors import ConfigurationError, IdentifierError, PageError
from paperglot.languages import second_language
from paperglot.model import Failure, Paper, Status
from paperglot.settings import Settings
from paperglot.store import journal
from paperglot.store.batches import Intent
from paperglot.store.files import Store

Key = tuple[str, str, str, int]
"""A paper's identifier, the hash of its text, the model, and which of its requests it was."""


@dataclass(slots=True)
class Answers:
    """What all batches of a run brought."""

    store: Store
    settings: Settings
    keep: Callable[[Paper], None]
    lacks: Lacks = field(default_factory=Lacks)
    problems: list[str] = field(default_factory=list)
    _again: set[str] = field(default_factory=set)
    """Papers whose requests the endpoint did not understand."""
    _failed: dict[str, str] = field(default_factory=dict)
    _repeated: set[str] = field(default_factory=set)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The papers whose requests brought no answer, and why."""
        return tuple(Failure(paper, reason) for paper, reason in self._failed.items())

    def reading(self, intent: Intent) -> "Reading":
        """Begin to read a batch's results."""
        return Reading(self, intent)

    def fail(self, paper: str, reason: str) -> None:
        """Remember that a request brought nothing, and whether another one may bring more."""
        self._failed[paper] = reason
        if self.lacks.learn(reason):
            self._again.add(paper)

    def take_again(self) -> set[str]:
        """Return papers to ask about once more, in terms that the endpoint knows; each once."""
        taken, self._again = self._again - self._repeated, set()
        self._repeated |= taken
        return taken

    def answered(self, paper: Paper) -> None:
        """Put an answer on its page."""
        self.keep(paper)
        self._failed.pop(paper.id, None)

    def problem(self, told: str) -> None:
        """Remember what is wrong, once."""
        if told not in self.problems:
            self.problems.append(told)


class Reading:
    """The results of one batch as they come, also several times and in any order."""

    def __init__(self, answers: Answers, intent: Intent) -> None:
        """Read on behalf of a run what was asked for with an intent."""
        self._answers = answers
        self._store = answers.store
        self._intent = intent
        self._asked = _asked(answers.settings, intent)
        self._seen: dict[str, bool] = {}
        self._noted: set[Key] | None = None
        self.blocked = False
        """Whether an answer has no place until somebody has repaired a page."""

    @property
    def rows(self) -> int:
        """How many requests have their result, however often it came."""
        return len(self._seen)

    def take(self, row: Row) -> bool:
        """Keep one result; the next one is wanted too."""
        name = str(row.custom_id)
        if self._seen.get(name):
            return True
        try:
            requested = custom_ids.read(row.custom_id)
        except IdentifierError as error:
            self._answers.problem(f"a batch has a result that nobody asked for: {error}")
            if isinstance(row.custom_id, str):
                self._seen[name] = False
            return True
        if row.message is None:
            self._answers.fail(requested.paper, row.reason)
        else:
            self._place(row, requested)
        self._seen[name] = row.message is not None
        return True

    def _place(self, row: Row, requested: Requested) -> None:
        try:
            paper = self._store.paper(requested.paper)
        except PageError as error:
            self._answers.problem(f"{error}; its digest waits in a batch")
            self.blocked = True
            return
        if paper is None:
            self._answers.problem(f"{requested.paper}: a digest came, and there is no page for it")
            self._note(row, _nameless(requested.paper), requested)
        elif prompt.source_hash(paper) != requested.source:
            self._note(row, paper, requested)  # a digest of the text that it had before
        elif not self._is_known(paper, requested):
            self._judge(row, paper, requested)

    def _judge(self, row: Row, paper: Paper, requested: Requested) -> None:
        assert row.message is not None
        model = self._answers.settings.model
        found = verdict.judge(paper, row.message, self._asked_for(requested), model)
        if paper.status is not Status.WITHDRAWN:
            self._answers.answered(found)
        elif found.status is Status.DIGESTED:
            self._answers.answered(replace(found, status=paper.status, reason=paper.reason))
        else:  # it stays withdrawn
            self._note(row, paper, requested)

    def _is_known(self, paper: Paper, requested: Requested) -> bool:
        """Say whether this answer is on the page, or was found wanting beside a digest there."""
        made = paper.provenance
        if made is not None and made.language == self._asked.language.tag:
            key = (paper.id, made.source, made.model, made.attempts)
            if key == self._key(requested) and made.made >= self._intent.time:
                return True
        return paper.status is not Status.PENDING and self._key(requested) in self._journalled()

    def _note(self, row: Row, paper: Paper, requested: Requested) -> None:
        """Note in the journal alone what an answer cost that no page can have."""
        assert row.message is not None
        if self._key(requested) in self._journalled():
            return
        asked, model = self._asked_for(requested), self._answers.settings.model
        made = verdict.provenance_of(paper, row.message, asked, model)
        made = replace(made, source=requested.source)
        journal.record(
            self._store, replace(paper, status=Status.REJECTED, digest=None, provenance=made)
        )
        self._journalled().add(self._key(requested))

    def _journalled(self) -> set[Key]:
        """Return what the journal knows of answers since the batch was submitted."""
        if self._noted is None:
            self._noted = {
                (
                    each.paper,
                    each.provenance.source,
                    each.provenance.model,
                    each.provenance.attempts,
                )
                for each in journal.read(self._store)
                if each.provenance.made >= self._intent.time
            }
        return self._noted

    def _asked_for(self, requested: Requested) -> Asked:
        return replace(self._asked, attempt=requested.attempt)

    def _key(self, requested: Requested) -> Key:
        return requested.paper, requested.source, self._asked.model, requested.attempt


def _asked(settings: Settings, intent: Intent) -> Asked:
    """Return how was asked, whatever the options or an upgrade say by now."""
    try:
        language = second_language(intent.language)
    except ConfigurationError:  # of a damaged line, or of another release
        language = settings.second_language
    return Asked(
        model=intent.model or settings.model.name,
        language=language,
        prompt=intent.prompt or prompt.version(settings.model),
        share=SHARE,
    )


def _nameless(identifier: str) -> Paper:
    return Paper(identifier, 1, "", "", (), (), (), date.min)
