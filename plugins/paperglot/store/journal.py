"""The journal: what was asked of a model and what it cost, a line for each answer.

A page knows only its latest digest; the journal keeps all of them, also those that gave nothing
and those that a new version of the paper has replaced. One file a month, appended to and never
rewritten, so that copies which grew apart are merged by keeping the lines of both.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from pydantic import TypeAdapter, ValidationError

from paperglot.figure import CAPTIONS
from paperglot.model import Overview, Paper, Provenance, Status
from paperglot.store import lines
from paperglot.store.files import Store

_FOLDER = "journal"
# No paper's identifier looks like that: the old ones begin with a letter, the new have no slash.
_OVERVIEW = re.compile(r"\d{4}-\d{2}-\d{2}/")


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of a model on a paper, on the papers of a topic on a day, or on captions."""

    paper: str
    """A paper's identifier, the name of an overview, `2026-05-12/llm`, or of a paper's captions,
    `captions/2605.12340`."""
    version: int
    """Of the paper; an overview's is 1."""
    status: Status
    """What the answer made of the paper."""
    provenance: Provenance

    @property
    def is_overview(self) -> bool:
        """Whether it is on the papers of a topic on a day."""
        return _OVERVIEW.match(self.paper) is not None

    @property
    def is_on_captions(self) -> bool:
        """Whether it is on the captions of a paper's figures."""
        return self.paper.startswith(CAPTIONS)


_LINE = TypeAdapter(Answered)


def record(store: Store, paper: Paper) -> None:
    """Append what a model answered on a paper; on the disk when this returns."""
    provenance = paper.provenance
    if provenance is None:
        return
    _append(store, Answered(paper.id, paper.version, paper.status, provenance))


def record_overview(store: Store, overview: Overview) -> None:
    """Append what a model answered on a topic's day; on the disk when this returns."""
    _append(store, Answered(overview.id, 1, overview.status, overview.provenance))


def record_captions(store: Store, answered: Answered) -> None:
    """Append what a model answered on a paper's captions; on the disk when this returns."""
    _append(store, answered)


def missing(answers: Iterable[Answered], overviews: Iterable[Overview]) -> Iterator[Overview]:
    """Yield the overviews that only a page knows, as after a run that was killed."""
    known = {(each.paper, each.provenance.made) for each in answers}
    for each in overviews:
        if not each.sample and (each.id, each.provenance.made) not in known:
            yield each


def read(store: Store, since: str = "") -> Iterator[Answered]:
    """Yield every answer, or those from a month on, `2026-05`, the oldest month first, each once.

    A line that was cut is passed over.
    """
    for each in lines.read(store.workplace / _FOLDER, since):
        if (answered := _answered(each)) is not None:
            yield answered


def read_latest(store: Store, today: date, enough: int) -> list[Answered]:
    """Return the answers of whole months: the present one, and before it until there are enough."""
    present = f"{today:%Y-%m}"
    found = list(read(store, present))
    earlier = [month for month in lines.months(store.workplace / _FOLDER) if month < present]
    while earlier and len(found) < enough:
        found = list(read(store, earlier.pop()))
    return found


def with_pages(answers: Iterable[Answered], papers: Iterable[Paper]) -> list[Answered]:
    """Return the answers with those that only a page knows, as after a run that was killed."""
    found = list(answers)
    known = {(each.paper, each.provenance.made) for each in found}
    return found + [
        Answered(paper.id, paper.version, paper.status, paper.provenance)
        for paper in papers
        if paper.provenance is not None
        and not paper.sample
        and (paper.id, paper.provenance.made) not in known
    ]


def place(answered: Answered) -> str:
    """Return where the line of an answer stands, below the store's workplace."""
    return f"{_FOLDER}/{answered.provenance.made:%Y-%m}.jsonl"


def line(answered: Answered) -> bytes:
    """Return an answer as it stands in the journal, without the line's end."""
    return _LINE.dump_json(answered)


def _append(store: Store, answered: Answered) -> None:
    lines.append(store.workplace / place(answered), line(answered))


def _answered(text: str) -> Answered | None:
    """Return a line's answer; one that a hand or a crash has damaged is none."""
    try:
        answered = _LINE.validate_json(text)
    except ValidationError:
        return None
    made = lines.in_utc(answered.provenance.made)
    if made is None:
        return None
    if made is answered.provenance.made:
        return answered
    return replace(answered, provenance=replace(answered.provenance, made=made))
