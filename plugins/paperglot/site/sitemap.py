"""The sitemap, dated by the store alone: the time of a build says nothing about a page.

Source: https://www.sitemaps.org/protocol.html.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import singledispatch
from typing import Any
from xml.sax.saxutils import escape

from paperglot.model import Listed
from paperglot.site.views import (
    ArchiveView,
    DayView,
    MonthView,
    PaperView,
    TopicDayView,
    TopicsView,
    TopicView,
    ViewOf,
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


def places_of(
    views: Iterable[ViewOf[Any, Any]], site: str, written_by_hand: Iterable[str]
) -> list[Place]:
    """Return the places of all pages; one written by hand goes before a view at its address."""
    dates = {view.url: last_change(view) for view in views}
    by_hand: dict[str, date | None] = dict.fromkeys(written_by_hand)
    # The home page shows the latest day, whoever wrote what stands above it.
    by_hand[""] = max((day for day in dates.values() if day), default=None)
    return [Place(f"{site}{url}", day) for url, day in (by_hand | dates | by_hand).items()]


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
def last_change(view: ViewOf[Any, Any]) -> date | None:  # noqa: ARG001 (the name says what is dispatched on)
    """Return when what a view shows was last changed, by the store; None where it does not say."""
    return None


@last_change.register(PaperView)
def _(view: PaperView[Any]) -> date | None:
    return _latest([view.paper])


@last_change.register(DayView)
def _(view: DayView[Any]) -> date:
    papers = [*view.papers, *view.withdrawn]
    return max(view.day, _latest(papers) or view.day)


@last_change.register(TopicDayView)
def _(view: TopicDayView[Any]) -> date:
    return max(view.day, _latest(view.papers) or view.day)


@last_change.register(TopicView)
def _(view: TopicView[Any]) -> date | None:
    return _latest(paper for _day, papers in view.days for paper in papers)


@last_change.register
def _(view: TopicsView) -> date | None:
    return max((latest for _topic, _number, latest in view.topics if latest), default=None)


@last_change.register(MonthView)
def _(view: MonthView[Any]) -> date | None:
    return max((day.day for day in view.days), default=None)


@last_change.register(ArchiveView)
def _(view: ArchiveView[Any]) -> date | None:
    return max((day.day for month in view.months for day in month.days), default=None)


def _latest(papers: Iterable[Listed]) -> date | None:
    return max((paper.changed.date() for paper in papers), default=None)
