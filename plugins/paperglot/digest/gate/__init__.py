"""The gate: deterministic checks between an answer and its publication.

Each check has a name and gives a reason. An answer that fails one which blocks is not
published; what fails one that only flags is published, with the reason in its front matter.
How often each alarms without cause was measured on real texts: docs/gate.md.
"""

import re
from collections.abc import Callable, Container, Iterable, Sequence

from paperglot.digest.gate import (
    captions,
    digests,
    mathematics,
    numbers,
    overviews,
    scripts,
    wording,
)
from paperglot.digest.gate.texts import Judged, Point
from paperglot.languages import Language
from paperglot.model import Digest, Pair, Paper

Check = Callable[[Judged], str | None]

CHECKS: dict[str, Check] = {
    "empty": scripts.empty,
    "language": scripts.wrong_language,
    "script": scripts.wrong_script,
    "length": scripts.odd_length,
    "numbers": numbers.changed_number,
    "counts": numbers.unknown_count,
    "mathematics": mathematics.changed_mathematics,
    "evidence": wording.evidence,
    "repetition": wording.repetition,
    "echo": wording.echo,
    "copying": wording.copying,
    "markup": wording.markup,
    "addresses": wording.foreign_address,
    "refusal": wording.refusal,
    "meta": wording.meta_talk,
    "leak": wording.leak,
}
"""Every check by its name, in the order in which failures are told."""

_BETWEEN = "; "
_FAILURE = re.compile(f"{_BETWEEN}(?=(?:{'|'.join(CHECKS)}): )")

FLAGGING = ("counts", "copying")
"""Checks that flag unless told otherwise.

A translator may count what an abstract lists, and a sentence that was copied is no error.
"""


def failures(paper: Paper, digest: Digest, language: Language) -> tuple[str, ...]:
    """Return what every check finds wrong with a digest, as `name: reason`."""
    return _found(digests.judged(paper, digest, language))


def failures_of_overview(
    points: tuple[Point, ...], papers: Sequence[Sequence[str]], system: str, language: Language
) -> tuple[str, ...]:
    """Return what the checks find wrong with an overview of some papers, given by their texts."""
    return _found(overviews.judged(points, papers, system, language), but=overviews.SKIPPED)


def failures_of_caption(
    label: str, caption: Pair, system: str, language: Language
) -> tuple[str, ...]:
    """Return what the checks find wrong with the translation of a figure's caption."""
    return _found(captions.judged(label, caption, system, language), but=captions.SKIPPED)


def _found(judged: Judged, but: Container[str] = ()) -> tuple[str, ...]:
    found = ((name, check(judged)) for name, check in CHECKS.items() if name not in but)
    return tuple(f"{name}: {reason}" for name, reason in found if reason is not None)


def joined(failed: Iterable[str]) -> str:
    """Return failures as one reason."""
    return _BETWEEN.join(failed)


def split(reason: str) -> tuple[str, ...]:
    """Return the failures that a reason was joined from."""
    return tuple(_FAILURE.split(reason)) if reason else ()


def of_checks(failed: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return those failures that are of one of the named checks."""
    wanted = set(names)
    return tuple(each for each in failed if each.partition(": ")[0] in wanted)
