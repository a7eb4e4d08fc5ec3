"""All files that are made from the archive: pages, data, feeds; each told apart by what it is of.

A product's key stands for everything that its bytes depend on: what a view shows, in brief, and
the edition, which is all that pages have in common. So that a page can be taken from the build
before without being made, and never when it would be another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from paperglot.model import Paper
from paperglot.settings import Settings
from paperglot.site import addresses, day_json
from paperglot.site.catalogue import Catalogue
from paperglot.site.channels import OPML, Channel, Format
from paperglot.site.citations.bibtex import bibtex
from paperglot.site.citations.reference import reference_of
from paperglot.site.feeds.choice import Feeds, chosen
from paperglot.site.feeds.formats import WRITERS, opml
from paperglot.site.kept import key_of
from paperglot.site.render import Renderer
from paperglot.site.shell import Href, Sheet, Shell
from paperglot.site.trends import TopicMonths
from paperglot.site.views import DayView, LatestTrendsView, TopicTrendsView, TrendsView, ViewOf
from paperglot.site.whole import Whole
from paperglot.site.words import Words
from paperglot.store.facts import Facts

BriefView = ViewOf[Facts, TopicMonths[Facts]]


@dataclass(frozen=True, slots=True)
class Product:
    """A file of the site, before it is made."""

    address: str
    """Below the site's root."""
    key: bytes
    make: Callable[[], bytes]
    trends: tuple[TopicMonths[Facts], ...] = ()
    """Those that it shows."""


@dataclass(frozen=True, slots=True)
class Press:
    """What products are made with."""

    renderer: Renderer
    shell: Shell
    href_on: Callable[[str], Href]
    """Makes what leads from the page at an address below the site's root to others."""
    whole: Whole
    settings: Settings
    edition: bytes
    """Differs where two builds might make other bytes of the same views."""

    def products(self, catalogue: Catalogue[Facts]) -> Iterator[Product]:
        """Yield everything that is made of an archive but its search and its sitemap."""
        # First: they need the most memory, and a process has the less of its own the younger it is.
        if self.settings.site.has_feeds:
            yield from self._feeds(catalogue)
        for view in catalogue:
            yield from self._of(view)
        yield Product(day_json.SCHEMA_ADDRESS, self.edition, day_json.schema)

    def _of(self, view: BriefView) -> Iterator[Product]:
        key = key_of(self.edition, view)
        page = partial(self._page, view)
        yield Product(f"{view.url}index.html", key, page, trends_of(view))
        if isinstance(view, DayView):
            yield Product(addresses.of_data(view.day), key, partial(self._data, view))
            if view.papers:
                yield Product(addresses.of_bibtex(view.day), key, partial(self._bibtex, view))

    def _page(self, view: BriefView) -> bytes:
        whole = self.whole.view(view)
        sheet = Sheet(self.renderer.titles(whole), view.url, self.href_on(view.url))
        return self.renderer.document(self.shell, sheet, view=whole).encode()

    def _data(self, view: DayView[Facts]) -> bytes:
        whole = self.whole.view(view)
        assert isinstance(whole, DayView)
        return day_json.day_json(whole)

    def _bibtex(self, view: DayView[Facts]) -> bytes:
        papers = self.whole.papers(view.papers)
        entries = "\n\n".join(bibtex(reference_of(paper)) for paper in papers)
        return f"{entries}\n".encode()

    def _feeds(self, catalogue: Catalogue[Facts]) -> Iterator[Product]:
        site = self.settings.site
        assert site.url is not None
        feeds = Feeds(site, Words(self.settings.second_language))
        titles = []
        for channel in (channel for pair in catalogue.channels for channel in pair):
            shown = catalogue.shown(channel.topic)
            papers = tuple(chosen(shown, catalogue.last_day, site.feed_papers))
            key = key_of(self.edition, channel, papers)
            titles.append((channel, feeds.title(channel)))
            for form in WRITERS:
                make = partial(self._feed, feeds, channel, form, papers)
                yield Product(channel.address(form), key, make)
        yield Product(OPML, self.edition, partial(opml, site.name, site.url, titles))

    def _feed(self, feeds: Feeds, channel: Channel, form: Format, papers: Sequence[Facts]) -> bytes:
        whole: list[Paper] = self.whole.papers(papers)
        return WRITERS[form](feeds.feed(channel, whole))


def trends_of(view: BriefView | None) -> tuple[TopicMonths[Facts], ...]:
    """Return the trends that a view shows."""
    if isinstance(view, LatestTrendsView):
        return trends_of(view.latest)
    return view.trends if isinstance(view, TrendsView | TopicTrendsView) else ()
