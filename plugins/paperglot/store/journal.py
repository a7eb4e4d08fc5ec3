"""The journal: what was asked of a model and what it cost, a line for each answer.

A page knows only its latest digest; the journal keeps all of them, also those that gave nothing
and those that a new version of the paper has replaced. One file a month, appended to and never
rewritten, so that copies which grew apart are merged by keeping the lines of both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from paperglot.model import Paper, Provenance, Status
from paperglot.store import lines
from paperglot.store.files import Store

_FOLDER = "journal"


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of a model on a paper."""

    paper: str
    version: int
    status: Status
    """What the answer made of the paper."""
    provenance: Provenance


_LINE = TypeAdapter(Answered)


def record(store: Store, paper: Paper) -> None:
    """Append what a model answered on a paper; on the disk when this returns."""
    provenance = paper.provenance
    if provenance is None:
        return
    path = store.workplace / _FOLDER / f"{provenance.made:%Y-%m}.jsonl"
    answered = Answered(paper.id, paper.version, paper.status, provenance)
    lines.append(path, _LINE.dump_json(answered))


def read(store: Store) -> Iterator[Answered]:
    """Yield every answer, the oldest month first, each once; a line that was cut is passed over."""
    for line in lines.read(store.workplace / _FOLDER):
        if (answered := _answered(line)) is not None:
            yield answered


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


def _answered(line: str) -> Answered | None:
    """Return a line's answer; one that a hand or a crash has damaged is none."""
    try:
        answered = _LINE.validate_json(line)
    except ValidationError:
        return None
    made = lines.in_utc(answered.provenance.made)
    if made is None:
        return None
    return replace(answered, provenance=replace(answered.provenance, made=made))
