"""The sitemap, dated by the store alone: the time of a build says nothing about a page.

Source: https://www.sitemaps.org/protocol.html.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from xml.sax.saxutils import escape

from paperglot.model import Paper
from paperglot.site.feeds.entries import changed
from paperglot.site.views import (
    ArchiveView,
    DayView,
    MonthView,
    PaperView,
    TopicDayView,
    TopicsView,
    TopicView,
    View,
)

ADDRESS = "sitemap.xml"
MOST_ADDRESSES = 50_000
"""What a file may hold."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Place:
    """A page, by its whole address."""

    url: str
    changed: date | None
    """When what it shows was last changed, as far as the store knows."""


def sitemap(places: Sequence[Place], site: str) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap's files by address below the site's root: parts and an index if need be."""
    if len(places) <= MOST_ADDRESSES:
        yield ADDRESS, _document("urlset", "url", places)
        return
    parts: list[Place] = []
    for start in range(0, len(places), MOST_ADDRESSES):
        part = places[start : start + MOST_ADDRESSES]
        name = f"sitemap-{len(parts) + 1}.xml"
        yield name, _document("urlset", "url", part)
        dates = [place.changed for place in part if place.changed]
        parts.append(Place(f"{site}{name}", max(dates, default=None)))
    yield ADDRESS, _document("sitemapindex", "sitemap", parts)


def _document(root: str, element: str, places: Iterable[Place]) -> bytes:
    lines = (
        f"<{element}><loc>{escape(place.url)}</loc>"
        + (f"<lastmod>{place.changed}</lastmod>" if place.changed else "")
        + f"</{element}>"
        for place in places
    )
    body = "\n".join([f'<{root} xmlns="{_NAMESPACE}">', *lines, f"</{root}>"])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()


@singledispatch
def last_change(view: View) -> date | None:  # noqa: ARG001 (the name says what is dispatched on)
    """Return when what a view shows was last changed, by the store; None where it does not say."""
    return None


@last_change.register
def _(view: PaperView) -> date:
    return changed(view.paper).date()


@last_change.register
def _(view: DayView) -> date:
    papers = [*view.papers, *view.withdrawn]
    return max(view.day, _latest(papers) or view.day)


@last_change.register
def _(view: TopicDayView) -> date:
    return max(view.day, _latest(view.papers) or view.day)


@last_change.register
def _(view: TopicView) -> date | None:
    return _latest(paper for _day, papers in view.days for paper in papers)


@last_change.register
def _(view: TopicsView) -> date | None:
    return max((latest for _topic, _number, latest in view.topics if latest), default=None)


@last_change.register
def _(view: MonthView) -> date | None:
    return max((day.day for day in view.days), default=None)


@last_change.register
def _(view: ArchiveView) -> date | None:
    return max((day.day for month in view.months for day in month.days), default=None)


def _latest(papers: Iterable[Paper]) -> date | None:
    return max((changed(paper).date() for paper in papers), default=None)
