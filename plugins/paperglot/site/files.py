"""The files of the site that are no pages: feeds, data and the sitemap, as bytes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from paperglot.settings import Settings
from paperglot.site import addresses, day_json, sitemap
from paperglot.site.catalogue import Catalogue
from paperglot.site.channels import OPML
from paperglot.site.citations.bibtex import bibtex
from paperglot.site.citations.reference import reference_of
from paperglot.site.feeds.choice import Feeds
from paperglot.site.feeds.formats import WRITERS, opml
from paperglot.site.sitemap import Place
from paperglot.site.views import DayView, View
from paperglot.site.words import Words

File = tuple[str, bytes]
"""An address below the site's root, and what is there."""


def made_files(
    catalogue: Catalogue, settings: Settings, written_by_hand: Iterable[str]
) -> Iterator[File]:
    """Yield every file that is made from the archive.

    `written_by_hand` are the addresses of the maintainer's own pages, which the sitemap lists
    too. Feeds and sitemap need addresses that work from anywhere: without `site_url` there are
    none.
    """
    for day in catalogue.days:
        yield from _day(day)
    yield day_json.SCHEMA_ADDRESS, day_json.schema()
    if settings.site.has_feeds:
        yield from _feeds(catalogue, settings)
    if settings.site.url:
        yield from _sitemap(list(catalogue), settings.site.url, written_by_hand)


def _day(day: DayView) -> Iterator[File]:
    yield addresses.of_data(day.day), day_json.day_json(day)
    if day.papers:
        entries = "\n\n".join(bibtex(reference_of(paper)) for paper in day.papers)
        yield addresses.of_bibtex(day.day), f"{entries}\n".encode()


def _feeds(catalogue: Catalogue, settings: Settings) -> Iterator[File]:
    assert settings.site.url is not None
    feeds = Feeds(catalogue.days, settings.site, Words(settings.second_language))
    titles = []
    for pair in catalogue.channels:
        for channel in pair:
            feed = feeds.feed(channel)
            titles.append((channel, feed.title))
            for form, write in WRITERS.items():
                yield channel.address(form), write(feed)
    yield OPML, opml(settings.site.name, settings.site.url, titles)


def _sitemap(views: Sequence[View], site: str, written_by_hand: Iterable[str]) -> Iterator[File]:
    """A page written by hand goes before a view at the same address."""
    dates = {view.url: sitemap.last_change(view) for view in views}
    by_hand: dict[str, date | None] = dict.fromkeys(written_by_hand)
    # The home page shows the latest day, whoever wrote what stands above it.
    by_hand[""] = max((day for day in dates.values() if day), default=None)
    places = [Place(f"{site}{url}", day) for url, day in (by_hand | dates | by_hand).items()]
    yield from sitemap.sitemap(places, site)
