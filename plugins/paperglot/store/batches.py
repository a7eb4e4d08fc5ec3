"""The journal of batches: what was submitted to a model, so that it is paid for once.

An intent is on the disk before a batch is submitted, its name after that, and its end when all
of its answers are on pages. Whatever run or machine has the lines knows what is under way. What
they mean does not depend on their order, as git merges two copies by keeping the lines of both.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from pydantic import TypeAdapter, ValidationError

from paperglot.store import lines
from paperglot.store.files import Store

_FOLDER = "batches"


@dataclass(frozen=True, slots=True)
class Intent:
    """A batch is about to be submitted."""

    intent: str
    """A key of our own; the endpoint never learns of it."""
    time: datetime
    """UTC; so are those of the other lines."""
    custom_ids: tuple[str, ...] = ()
    """By which the endpoint names the requests."""
    model: str = ""
    prompt: str = ""
    """The prompt's version."""
    language: str = ""
    """The second language, as a BCP 47 tag."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The endpoint has taken an intent's batch, under this name."""

    submitted: str
    time: datetime
    batch: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing came of an intent: the endpoint refused it, or never got it."""

    failed: str
    time: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Collected:
    """Nothing more is to be had from a batch."""

    collected: str
    """The batch's name."""
    time: datetime


Line: TypeAlias = Intent | Submitted | Failed | Collected
_LINE: TypeAdapter[Line] = TypeAdapter(Line)


@dataclass(frozen=True, slots=True)
class Open:
    """An intent that may still bring answers."""

    intent: Intent
    batch: str | None
    """None where nobody knows whether the endpoint has it."""


@dataclass(frozen=True, slots=True)
class Batches:
    """What all lines together say."""

    open: tuple[Open, ...] = ()
    """The oldest first."""
    known: frozenset[str] = frozenset()
    """The names of all batches, also of those that are done."""

    @property
    def custom_ids(self) -> frozenset[str]:
        """The requests that are under way, or may be."""
        return frozenset(each for one in self.open for each in one.intent.custom_ids)


def record(store: Store, line: Line) -> None:
    """Append a line; it is on the disk when this returns."""
    path = store.workplace / _FOLDER / f"{line.time:%Y-%m}.jsonl"
    lines.append(path, _LINE.dump_json(line))


def read(store: Store) -> Batches:
    """Return what all lines say; one that was cut or damaged is passed over."""
    found = (_line(text) for text in lines.read(store.workplace / _FOLDER))
    return state([line for line in found if line is not None])


def state(found: Iterable[Line]) -> Batches:
    """Return what lines mean, in whatever order they stand.

    A batch whose intent is missing is collected all the same. And one that was found by one
    machine after another had given it up is not given up.
    """
    every = list(found)
    intents = {each.intent: each for each in every if isinstance(each, Intent)}
    taken = [each for each in every if isinstance(each, Submitted)]
    # Two machines may have found the same batch; the earlier line is last, and stays.
    taken.sort(key=lambda each: each.time, reverse=True)
    submitted = {(each.submitted, each.batch): each for each in taken}
    closed = {each.failed for each in every if isinstance(each, Failed)}
    closed |= {key for key, _ in submitted}
    done = {each.collected for each in every if isinstance(each, Collected)}
    known = [
        Open(intents.get(key, Intent(key, line.time)), batch)
        for (key, batch), line in submitted.items()
        if batch not in done
    ]
    unknown = [Open(intent, None) for key, intent in intents.items() if key not in closed]
    return Batches(
        tuple(sorted((*known, *unknown), key=_age)),
        frozenset(batch for _, batch in submitted),
    )


def _age(one: Open) -> tuple[datetime, str, str]:
    return one.intent.time, one.intent.intent, one.batch or ""


def _line(text: str) -> Line | None:
    try:
        line = _LINE.validate_json(text)
    except ValidationError:
        return None
    time = lines.in_utc(line.time)
    return None if time is None else replace(line, time=time)
