"""Where each page lies, below the store's folder."""

from datetime import date

from paperglot import identifiers

PAPERS = "papers"
DAYS = "days"
OVERVIEWS = "overviews"


def paper(identifier: str) -> str:
    """Return a paper's place: `papers/2605/2605.12340.md`.

    Raises:
        IdentifierError: a text that is no identifier has no place here.
    """
    name = identifiers.slug(identifiers.check(identifier))
    return f"{PAPERS}/{identifiers.month(identifier)}/{name}.md"


def day(date_: date) -> str:
    """Return a day's place: `days/2026/2026-05-12.md`."""
    return f"{DAYS}/{date_:%Y}/{date_:%Y-%m-%d}.md"


def overviews(date_: date) -> str:
    """Return the place of a day's overviews: `overviews/2026/2026-05-12.md`."""
    return f"{OVERVIEWS}/{date_:%Y}/{date_:%Y-%m-%d}.md"
