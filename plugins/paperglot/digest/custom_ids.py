"""Names of requests in a batch: a paper and the text of it that a digest is asked for.

The API takes letters, digits, hyphens and underscores, 64 at most:
https://docs.anthropic.com/en/api/creating-message-batches.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from paperglot import identifiers
from paperglot.digest import attempts, prompt
from paperglot.errors import IdentifierError
from paperglot.model import Paper

_LONGEST = 64
_LEGAL = re.compile(r"[a-zA-Z0-9_-]{1,64}", re.ASCII)
_FORM = re.compile(
    r"(?P<base>(?P<paper>.+)-(?P<source>[0-9a-f]{16}))(?:-(?P<attempt>[2-9]))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Requested:
    """What a request in a batch was about."""

    paper: str
    """A paper's identifier."""
    source: str
    """The hash of the text that was sent."""
    attempt: int = 1
    """Which of the model's requests on the paper it was, at most 9."""


def write(requested: Requested) -> str:
    """Return the name: `2605_12340-0123456789abcdef`, a second attempt's with `-2` behind it.

    No identifier has an underscore, so the way back is sure.

    Raises:
        IdentifierError: the identifier is too long; none of arXiv's is.
    """
    slug = identifiers.slug(identifiers.check(requested.paper))
    again = f"-{requested.attempt}" if requested.attempt > 1 else ""
    name = f"{slug.replace('.', '_')}-{requested.source}{again}"
    if not _LEGAL.fullmatch(name):
        message = f"{requested.paper!r} cannot be named in a batch"
        raise IdentifierError(message)
    return name


def read(name: object) -> Requested:
    """Return what `write` made a name from.

    Raises:
        IdentifierError: it is no name of ours.
    """
    match = _FORM.fullmatch(name) if isinstance(name, str) and len(name) <= _LONGEST else None
    if match is None:
        message = f"{str(name)[:_LONGEST]!r} is no name that was given to a request"
        raise IdentifierError(message)
    paper = identifiers.from_slug(match["paper"].replace("_", "."))
    return Requested(paper, match["source"], int(match["attempt"] or 1))


def of(paper: Paper, attempt: int = 1) -> str:
    """Return the name of a request about a paper as it is now.

    Raises:
        IdentifierError: the identifier is too long; none of arXiv's is.
    """
    return write(Requested(paper.id, prompt.source_hash(paper), attempt))


def are_about(paper: Paper, names: Collection[str]) -> bool:
    """Say whether one of these requests is about a paper as it is now, whichever attempt."""
    try:
        return any(of(paper, attempt) in names for attempt in range(1, attempts.MOST + 1))
    except IdentifierError:
        return False
