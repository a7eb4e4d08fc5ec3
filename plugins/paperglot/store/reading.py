"""One page's bytes as a paper, a day or overviews, which must lie where it belongs."""

from pathlib import Path

from paperglot.errors import PageError
from paperglot.model import Day, Overview, Paper
from paperglot.store import day as day_page
from paperglot.store import overviews as overviews_page
from paperglot.store import page as paper_page
from paperglot.store import places


def paper(path: Path, data: bytes) -> Paper:
    """Parse a paper's page.

    Raises:
        PageError: it is damaged, or another paper's.
    """
    found = paper_page.read(path, _text(path, data))
    _check(path, places.paper(found.id), f"id: {found.id}")
    return found


def day(path: Path, data: bytes) -> Day:
    """Parse a day's page.

    Raises:
        PageError: it is damaged, or another day's.
    """
    found = day_page.read(path, _text(path, data))
    _check(path, places.day(found.date), f"date: {found.date}")
    return found


def overviews(path: Path, data: bytes) -> tuple[Overview, ...]:
    """Parse the page of a day's overviews.

    Raises:
        PageError: it is damaged, or another day's.
    """
    found = overviews_page.read(path, _text(path, data))
    if found:
        _check(path, places.overviews(found[0].date), f"date: {found[0].date}")
    return found


def _text(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")  # editors on Windows begin a file with a mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise PageError(path, line, "is not UTF-8") from error
    return text.replace("\r\n", "\n")


def _check(path: Path, place: str, what: str) -> None:
    if tuple(place.split("/")) != path.parts[-3:]:
        raise PageError(path, 2, f"{what} belongs into {place}")
